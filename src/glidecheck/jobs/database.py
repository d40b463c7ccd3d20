"""The database: a SQLite file, or a PostgreSQL server by URL. DBOS's tables and those of whoever uses this package stand side by side."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite

from glidecheck.errors import StoreError, UsageError
from glidecheck.jobs import filesystem
from glidecheck.jobs.errors import telling
from glidecheck.jobs.patience import Patience

LOCKED_S = 5
"""Seconds that opening waits for a database that another program has locked."""

BUSY_S = 30
"""Seconds that a write waits for its turn later on: SQLite has one writer at a time."""

PASSWORD = "GLIDECHECK_DB_PASSWORD"
"""The variable that holds the server's password; with _FILE behind it, the one that names a file."""

SUBSECONDS = (3, 42)
"""The SQLite from which `unixepoch` knows 'subsec' (its release notes of 2023-05-16)."""

_POSTGRES = re.compile(r"^postgres(ql)?(\+psycopg)?://", re.IGNORECASE)
_PARTS = sa.Table("glidecheck_schema", sa.MetaData(), sa.Column("part", sa.String, primary_key=True), sa.Column("version", sa.Integer))

Step = Callable[[sa.Connection], None]


@dataclass(frozen=True, slots=True)
class Database:
    """An open database. `label` names it without a password; `path` is its file, None for a server. `patience` waits for a server."""

    engine: sa.Engine = field(repr=False)
    label: str
    path: Path | None
    patience: Patience = field(default_factory=Patience, repr=False, compare=False)

    @property
    def url(self) -> str:
        """As DBOS wants it, with the password."""
        return self.engine.url.set(drivername="sqlite" if self.path else "postgresql").render_as_string(hide_password=False)

    def synced(self, wait_s: float) -> sa.Engine:
        """Another engine of the same database, for what must be on the disk when it is written, and must not take long: a write waits
        `wait_s` seconds for its turn at most, then it fails. To be disposed of by whoever asked for it."""
        if self.path is None:
            return _engine(
                self.engine.url, connect_s=2, options=f"-c statement_timeout={int(wait_s * 1000) + 1000} -c synchronous_commit=on"
            )
        return _sqlite(self.path, busy_s=wait_s, synced=True, pool=4)

    def close(self) -> None:
        self.patience.ended.set()
        self.engine.dispose()

    def insert(self, table: sa.Table) -> Any:
        """An INSERT of the database's own kind, which may say what to do on a conflict."""
        return (sqlite if self.path else postgresql).insert(table)

    @contextmanager
    def looking(self) -> Iterator[sa.Connection]:
        """A connection to look with. Raises StoreError."""
        with telling(self.label), self.engine.connect() as c:
            yield c

    @contextmanager
    def changing(self) -> Iterator[sa.Connection]:
        """A transaction, kept where nothing is raised. Raises StoreError."""
        with telling(self.label), self.engine.begin() as c:
            yield c


def open_database(where: str | Path) -> Database:
    """The database in the file, or at the postgresql:// URL, `where`; file and folder are made when they are missing.

    Raises StoreError: locked, out of reach, without permission, no database. Raises UsageError for a URL of another kind.
    """
    text = str(where)
    if _POSTGRES.match(text):
        database = _server(text)
    elif "://" in text and not text.startswith("sqlite://"):
        raise UsageError(f"{text.split('://')[0]}:// is no database that can be used", "Give a file, or a postgresql:// URL.")
    else:
        database = _file(Path(text.removeprefix("sqlite:///")))
    try:
        with database.changing() as c:
            if database.path:  # a write, so that a lock or a missing permission is told now
                c.exec_driver_sql(f"PRAGMA busy_timeout={LOCKED_S * 1000}")
            _alone(database, c)
            _PARTS.create(c, checkfirst=True)
            if database.path:
                c.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_S * 1000}")
    except StoreError:
        database.close()
        raise
    return database


def upgrade(database: Database, part: str, steps: Sequence[Step]) -> None:
    """Bring the tables of `part` to version len(steps): step n makes version n + 1 of version n.

    Raises StoreError when the database was made by a newer glidecheck.
    """
    with database.changing() as c:
        _alone(database, c)
        version = c.execute(sa.select(_PARTS.c.version).where(_PARTS.c.part == part)).scalar() or 0
        if version > len(steps):
            raise StoreError(
                f"the database {database.label} was made by a newer glidecheck (its {part} tables have version {version}, this one knows"
                f" {len(steps)})",
                "Install the newer glidecheck, or name another database with --db.",
            )
        for step in steps[version:]:
            step(c)
        if not version:
            c.execute(_PARTS.insert().values(part=part, version=len(steps)))
        elif version < len(steps):
            c.execute(_PARTS.update().where(_PARTS.c.part == part).values(version=len(steps)))


def _alone(database: Database, c: sa.Connection) -> None:
    """The transaction makes tables alone: two that look at once both find none, and one of them fails to make it."""
    if database.path:
        c.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        c.execute(sa.select(sa.func.pg_advisory_xact_lock(_UPGRADING)))


def shows_password(url: str | None) -> bool:
    """Whether the URL holds a password: on a command line every user of the machine can read it."""
    try:
        return bool(url and _POSTGRES.match(url) and sa.make_url(url).password)
    except (sa.exc.ArgumentError, ValueError):
        return False


def versions_of(url: str) -> tuple[str, float, dict[str, int]]:
    """Of a PostgreSQL server: its version, by how many seconds its clock is ahead of ours, and the version of each part's tables.

    Nothing is made or changed. Raises StoreError, UsageError.
    """
    database = _server(url)
    try:
        with database.looking() as c:
            server = str(c.exec_driver_sql("SHOW server_version").scalar_one()).split(" ")[0]
            ahead = float(c.exec_driver_sql("SELECT extract(epoch FROM clock_timestamp())").scalar_one()) - time.time()
            known = sa.inspect(c).has_table(_PARTS.name)
            return server, ahead, dict(c.execute(sa.select(_PARTS.c.part, _PARTS.c.version)).all()) if known else {}
    finally:
        database.close()


_UPGRADING = 0x676C696465  # "glide": the advisory lock under which tables are made


def _file(path: Path) -> Database:
    label = str(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the folder {path.parent} cannot be made: {error.strerror}", "Give yourself permission, or name another place with --db."
        ) from None
    return Database(_sqlite(path, busy_s=BUSY_S), label, path)


def _sqlite(path: Path, *, busy_s: float, synced: bool = False, pool: int = 20) -> sa.Engine:
    engine = sa.create_engine(f"sqlite:///{path}", pool_size=pool, max_overflow=20, connect_args={"timeout": LOCKED_S})
    shared = filesystem.shared(path)

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: Any) -> None:
        # What DBOS sets on an engine of its own (it is given this one), and WAL: writers and readers no longer wait for each other, and
        # a commit is one append. NORMAL survives a kill of the process; a power cut may lose the last commits, never the file: where that
        # matters, FULL. Over a network WAL is not safe (its index is shared memory): there the old journal, each commit synced.
        connection.isolation_level = "IMMEDIATE"
        modes = (
            ("journal_mode=DELETE", "synchronous=FULL") if shared else ("journal_mode=WAL", f"synchronous={'FULL' if synced else 'NORMAL'}")
        )
        if sqlite3.sqlite_version_info < SUBSECONDS:
            connection.create_function("unixepoch", -1, unixepoch)
        for pragma in (f"busy_timeout={int(busy_s * 1000)}", "foreign_keys=ON", "secure_delete=ON", *modes):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def unixepoch(*how: str) -> float:
    """Seconds since 1970, with their parts for 'subsec', which SQLite's own function gives from 3.42 on and before that answers with NULL.
    DBOS asks for nothing else, and takes any Python from 3.12 on to have such a SQLite: one that is built on Debian 12 has 3.40."""
    return time.time() if "subsec" in how else int(time.time())


def _engine(url: sa.URL, *, connect_s: int = 10, options: str = "") -> sa.Engine:
    given = {"connect_timeout": connect_s, "application_name": "glidecheck", **({"options": options} if options else {})}
    return sa.create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20, pool_timeout=10, connect_args=given)


def _server(url: str) -> Database:
    try:
        parsed = sa.make_url(url).set(drivername="postgresql+psycopg")
    except (sa.exc.ArgumentError, ValueError):
        raise UsageError("the --db URL cannot be understood", "Write it as postgresql://user:password@host:5432/database.") from None
    if not parsed.database:
        raise UsageError("the --db URL names no database", "Write it as postgresql://user:password@host:5432/database.")
    if parsed.password is None and (password := _password()):
        parsed = parsed.set(password=password)
    return Database(_engine(parsed), parsed.render_as_string(hide_password=True), None)


def _password() -> str | None:
    """The server's password where the URL has none: not on the command line, which every user of the machine can read. PostgreSQL's own
    PGPASSWORD, PGPASSFILE and service files work as well."""
    named = os.environ.get(f"{PASSWORD}_FILE")
    if not named:
        return os.environ.get(PASSWORD)
    try:
        return Path(named).read_text("utf-8").rstrip("\r\n")
    except OSError as error:
        raise UsageError(f"{PASSWORD}_FILE cannot be read: {error.strerror}", "Name a file that holds the password alone.") from None
