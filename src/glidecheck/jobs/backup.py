"""Copies of a SQLite database while it is used, and putting one back. PostgreSQL has its own: pg_dump and pg_restore."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from glidecheck.errors import InputError, StoreError, UsageError
from glidecheck.jobs import slots

PAGES = 256
"""Pages copied at a time: writers have their turn in between."""


def backup(source: Path, target: Path) -> None:
    """A whole and checked copy of the database in `source`, written by a service or not. `target` is never left half.

    Raises InputError, UsageError, StoreError.
    """
    if not source.is_file():
        raise InputError(f"there is no database {source}", "Name its file.")
    if target.exists():
        raise UsageError(f"{target} is there already", "Name another file: a good copy is not overwritten.")
    with _beside(target, "the copy cannot be written", "Make room, or name another place.") as part:
        with closing(sqlite3.connect(source, timeout=30)) as old, closing(sqlite3.connect(part)) as new:
            old.backup(new, pages=PAGES, sleep=0.01)
            new.execute("PRAGMA journal_mode=DELETE")  # one file, and no second one beside it
        checked(part)
        _synced(part)
        part.rename(target)


def restore(copy: Path, target: Path) -> Path | None:
    """Puts a copy back as the database `target`. What was there is kept beside it; its new name is given back, None where nothing was.

    Raises InputError for a copy that is damaged, StoreError where the database is in use or there is no room.
    """
    if slots.in_use(target):
        raise StoreError(f"{target} is in use by a service, an audit or a worker", "Stop it first.")
    if not copy.is_file():
        raise InputError(f"there is no copy {copy}", "Name the file that backup wrote.")
    checked(copy)
    with _beside(target, "the database cannot be put back", "Make room, or give yourself permission.") as part:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as old, closing(sqlite3.connect(part)) as new:
            old.backup(new)
        _synced(part)
        before = _aside(target)
        part.rename(target)
    return before


@contextmanager
def _beside(target: Path, failed: str, advice: str) -> Iterator[Path]:
    """An empty file that may take the target's place, and is gone where it did not. Raises StoreError."""
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # Made first, and for this user alone: messages of people may stand in it.
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield part
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{failed}: {error}", advice) from None
    finally:
        part.unlink(missing_ok=True)


def _synced(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def checked(path: Path) -> None:
    """Raises InputError where the file is no whole database of ours."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as c:
            found = c.execute("PRAGMA integrity_check").fetchone()[0]
            ours = c.execute("SELECT count(*) FROM sqlite_master WHERE name = 'glidecheck_schema'").fetchone()[0]
    except sqlite3.Error as error:
        raise InputError(f"{path} is no whole database: {error}", "Take another copy.") from None
    if found != "ok" or not ours:
        raise InputError(f"{path} is {'damaged' if found != 'ok' else 'no database of glidecheck'}", "Take another copy.")


def _aside(target: Path) -> Path | None:
    """Moves a database away, with what belongs to it."""
    if not target.exists():
        return None
    number = next(n for n in range(1, 10_000) if not target.with_name(f"{target.name}.before-{n}").exists())
    kept = target.with_name(f"{target.name}.before-{number}")
    target.rename(kept)
    for ending in ("-wal", "-shm"):
        beside = target.with_name(target.name + ending)
        if beside.exists():
            beside.rename(kept.with_name(kept.name + ending))
    return kept
