"""`serve --check`: whether this machine can do what the settings ask of it. It looks, and changes nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from glidecheck.errors import GlidecheckError
from glidecheck.jobs import filesystem
from glidecheck.jobs.database import versions_of
from glidecheck.service import tables
from glidecheck.service.settings import Settings
from glidecheck.workers import capacity

DISK_MB = 500
"""Megabytes that should be free beside the database: an hour of photos of a busy clinic."""

SERVICE_MB = 450
"""Megabytes of the service itself, measured by `bench_service.py`."""

SKEW_S = 60.0
"""Seconds that the clock may differ from the server's: Slack and the generic webhook refuse what is five minutes old."""

BUILT = 1_764_000_000
"""Seconds since 1970 before which it cannot be: this was written later."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was looked at. `amiss` says that the service would not work, or not for long."""

    name: str
    said: str
    amiss: bool = False

    def __str__(self) -> str:
        return f"{self.name:<10} {'AMISS: ' if self.amiss else ''}{self.said}"


def look(settings: Settings) -> Iterator[Found]:
    """All of it, in the order in which it would matter."""
    yield _database(settings)
    yield from _disk("disk", _standing(_home(settings)))
    yield _temporary()
    yield _memory(settings)
    yield _clock()


def _home(settings: Settings) -> Path:
    return settings.spool_folder if "://" in settings.db else Path(settings.db).parent


def _standing(path: Path) -> Path:
    """The nearest folder that is there."""
    path = path.absolute()
    while not path.is_dir() and path != path.parent:
        path = path.parent
    return path


def _database(settings: Settings) -> Found:
    if "://" not in settings.db:
        path = Path(settings.db)
        if filesystem.shared(path):
            return Found("database", f"lies on {filesystem.kind_of(path)}, which several machines write: use PostgreSQL there", amiss=True)
        if not path.exists():
            return Found("database", "a new SQLite file will be made; several machines need PostgreSQL")
        try:
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as c:
                versions = dict(c.execute("SELECT part, version FROM glidecheck_schema"))
        except sqlite3.Error as error:
            return Found("database", f"cannot be read: {error}", amiss=True)
        return _version("SQLite", versions)
    try:
        server, skew, versions = versions_of(settings.db)
    except GlidecheckError as error:
        return Found("database", f"{str(error).rstrip('.')}. {error.next}", amiss=True)
    if abs(skew) > SKEW_S:
        return Found("database", f"its clock and ours differ by {skew:.0f} seconds", amiss=True)
    return _version(f"PostgreSQL {server}", versions)


def _version(kind: str, versions: dict[str, int]) -> Found:
    has, knows = versions.get(tables.PART, 0), len(tables.STEPS)
    if has > knows:
        return Found("database", f"{kind}, made by a newer glidecheck (version {has}, this one knows {knows})", amiss=True)
    return Found("database", f"{kind}, version {has} of {knows}{'; it will be brought up' if 0 < has < knows else ''}")


def _disk(name: str, folder: Path) -> Iterator[Found]:
    free = shutil.disk_usage(folder).free // 1_000_000
    may = os.access(folder, os.W_OK)
    yield Found(name, f"{free} MB free{'' if may else ', but it may not be written'}", amiss=not may or free < DISK_MB)


def _temporary() -> Found:
    try:
        with tempfile.TemporaryFile():
            return Found("temp", f"{shutil.disk_usage(tempfile.gettempdir()).free // 1_000_000} MB free")
    except OSError:
        return Found("temp", "no temporary folder can be written: uploads will pass through the folder of photos")


def _memory(settings: Settings) -> Found:
    jobs, have = settings.jobs or capacity.jobs(), capacity.memory_mb()
    need = SERVICE_MB + jobs * capacity.LIMITS.mb
    said = f"{have} MB, {capacity.cores()} cores for us; {jobs} reading processes may take {need}"
    return Found("memory", said, amiss=need > have * 1.2)


def _clock() -> Found:
    year = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    return Found("clock", f"{year}: platforms refuse what is signed minutes off", amiss=time.time() < BUILT)
