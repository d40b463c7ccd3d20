"""`backup` and `restore`: a SQLite database copied while it is used, and put back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from glidecheck.errors import Exit

EXITS = """\b
Exit codes:
  0    done
  2    usage: the copy is there already, or the database is no file
  3    there is no such database, or the copy is damaged
  6    no room, no permission, or the database is in use
  70   a bug of glidecheck"""

DbOption = Annotated[
    str | None,
    typer.Option("--db", metavar="FILE", help="The database: the service's (GLIDECHECK_DB) by default, or an audit's."),
]


def backup(
    copy: Annotated[Path, typer.Argument(metavar="COPY", help="The file to write.", show_default=False)], db: DbOption = None
) -> Exit:
    """Copy a SQLite database, whole and checked, while it is used.

    PostgreSQL has pg_dump for it.
    """
    from glidecheck.cli.ending import say
    from glidecheck.jobs import backup as copies

    source = _file(db)
    copies.backup(source, copy)
    say(f"{source} is copied to {copy}")
    return Exit.GLIDE


def restore(
    copy: Annotated[Path, typer.Argument(metavar="COPY", help="What backup wrote.", show_default=False)], db: DbOption = None
) -> Exit:
    """Put a copy back as the database. What was there is kept beside it.

    The service, audit or worker that uses it must be stopped.
    """
    from glidecheck.cli.ending import say
    from glidecheck.jobs import backup as copies

    target = _file(db)
    before = copies.restore(copy, target)
    say(f"{copy} is put back as {target}{f'; what was there is now {before}' if before else ''}")
    return Exit.GLIDE


def _file(db: str | None) -> Path:
    """The database's file. Raises UsageError for a server."""
    from glidecheck.errors import UsageError

    where = db
    if where is None:
        from glidecheck.service import settings

        where = settings.read().db
    if "://" in where:
        raise UsageError("this is for SQLite's files", "Use pg_dump and pg_restore: docs/operate.md shows how.")
    return Path(where)
