"""Slots: the names under which workers take work. Each has at most one live worker, and whether it has one can be asked.

DBOS finds the work of a dead worker again by its executor id alone. So the id must be stable, must never be shared by two live processes,
and a living worker must be able to tell that another is dead. A lock does all three: the operating system (a file) or the PostgreSQL server
(an advisory lock) lets go of it the moment its holder dies.
"""

from __future__ import annotations

import hashlib
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.exc import SQLAlchemyError

from glidecheck.errors import StoreError
from glidecheck.jobs.database import Database
from glidecheck.jobs.errors import telling

# A machine that lost its network is given up by the server after 2 + 3 x 1 seconds, so that its work is taken over within ten.
_ALIVE = "-c tcp_keepalives_idle=2 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3"

LAYING_S = 120.0
"""Seconds that one waits for another to make the tables."""


class Slot(ABC):
    """A name for a worker, and the lock on it."""

    def __init__(self, name: str) -> None:
        self.name = name

    @abstractmethod
    def take(self, wait_s: float = 0.0) -> bool:
        """Whether the lock is now ours: at once, or within `wait_s` seconds."""

    @abstractmethod
    def keep(self) -> bool:
        """Whether the lock is still ours; it is taken again where a lost connection has cost it."""

    @abstractmethod
    def leave(self) -> None:
        """Let go of the lock."""


def slot(database: Database, name: str) -> Slot:
    """The slot `name` of the database, not yet taken."""
    return _FileSlot(database.path, name) if database.path else _ServerSlot(database, name)


def taken(database: Database, name: str, wait_s: float = 3.0) -> Slot:
    """The slot `name`, taken. Raises StoreError when a live worker has it."""
    wanted = slot(database, name)
    if not wanted.take(wait_s):
        raise StoreError(
            f"the database {database.label} is in use by another audit or worker ({name})",
            "Wait until it has ended, give this one another --slot, or name another database with --db.",
        )
    return wanted


def first_free(database: Database, stem: str, limit: int = 1000) -> Slot:
    """The first of `stem`-1, `stem`-2 ... that no live worker has, taken."""
    for n in range(1, limit):
        wanted = slot(database, f"{stem}-{n}")
        if wanted.take():
            return wanted
    raise StoreError(f"{limit} workers named {stem} are running", "Name this one with --slot.")


def in_use(database: Path) -> bool:
    """Whether a live worker, audit or service has a slot of the SQLite file `database`."""
    for path in sorted(_folder(database).glob("*.lock")):
        lock = FileLock(path, thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return True
        except OSError:
            continue
        lock.release()
    return False


def _folder(database: Path) -> Path:
    return database.with_name(database.name + ".slots")


@contextmanager
def laying(database: Database, wait_s: float = LAYING_S) -> Iterator[None]:
    """One process at a time on a server: DBOS gives up waiting for its own lock after 30 seconds, and then makes its tables without it.

    The lock is asked for again and again. One that waits within a statement keeps a snapshot, for whose end DBOS's CREATE INDEX
    CONCURRENTLY waits in turn. A SQLite file needs none: there one transaction makes the tables.
    """
    if database.path:
        yield
        return
    lock = _ServerSlot(database, "laying tables")
    if not lock.take(wait_s):
        raise StoreError(f"another glidecheck is still making the tables of {database.label}", "Wait until it is done, then start again.")
    try:
        yield
    finally:
        lock.leave()


class _FileSlot(Slot):
    def __init__(self, database: Path, name: str) -> None:
        super().__init__(name)
        file = hashlib.sha256(name.encode()).hexdigest()[:16]
        self._folder = _folder(database)
        self._lock = FileLock(self._folder / f"{file}.lock", thread_local=False)

    def take(self, wait_s: float = 0.0) -> bool:
        try:
            self._folder.mkdir(exist_ok=True)
            self._lock.acquire(timeout=wait_s, poll_interval=0.05)
        except Timeout:
            return False
        except OSError as error:
            raise StoreError(f"{self._folder} cannot be written: {error.strerror}", "Give yourself permission to write there.") from None
        return True

    def keep(self) -> bool:
        return self._lock.is_locked

    def leave(self) -> None:
        self._lock.release()


class _ServerSlot(Slot):
    def __init__(self, database: Database, name: str) -> None:
        super().__init__(name)
        self._label = database.label
        self._key = int.from_bytes(hashlib.sha256(b"glidecheck slot " + name.encode()).digest()[:8], "big", signed=True)
        self._engine = sa.create_engine(
            database.engine.url,
            poolclass=sa.NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={"connect_timeout": 10, "application_name": f"glidecheck {name}"[:60], "options": _ALIVE},
        )
        self._connection: sa.Connection | None = None

    def take(self, wait_s: float = 0.0) -> bool:
        with telling(self._label):
            connection = self._connection or self._engine.connect()
            waiting = threading.Event()
            while not connection.execute(sa.select(sa.func.pg_try_advisory_lock(self._key))).scalar():
                if wait_s <= 0:
                    connection.close()
                    return False
                waiting.wait(0.1)
                wait_s -= 0.1
            self._connection = connection
            return True

    def keep(self) -> bool:
        if self._connection is not None:
            try:
                self._connection.execute(sa.select(1))
                return True
            except SQLAlchemyError:
                self._drop()
        try:
            return self.take()
        except StoreError:
            return False

    def leave(self) -> None:
        if self._connection is not None:
            with suppress(SQLAlchemyError):
                self._connection.execute(sa.select(sa.func.pg_advisory_unlock(self._key)))
            self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError):
                connection.close()
