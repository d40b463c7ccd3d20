"""The database's clock: what time it is, for every service that shares the database, whatever the machines' clocks are set to.

On PostgreSQL it is the server's. On SQLite it is the machine's steady clock (seconds since it was started, sleep included) plus what was
right when the first service of this boot asked: a clock that is set an hour forward or back does not move it, and two services agree.
"""

from __future__ import annotations

import time
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from glidecheck.jobs.database import Database, upgrade
from glidecheck.service import tables as t

STEP_S = 5.0
"""Seconds by which a server's clock may lag behind ours before we say that it was set back."""


def steady() -> float:
    """Seconds on a clock that nobody sets. It runs while a laptop sleeps, where the system has such a clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def _boot() -> str:
    """What names this machine's present boot, and its container where that has a clock of its own; "" where nothing does."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""


class Clock:
    """`now` asks no database; `sync` does."""

    def __init__(self, database: Database) -> None:
        """Raises StoreError."""
        self._database = database
        upgrade(database, t.PART, t.STEPS)
        self._offset = self._asked()

    def now(self) -> float:
        """Seconds since 1970."""
        return steady() + self._offset

    def sync(self) -> bool:
        """Asks the server again. Whether its clock was set back meanwhile. Raises StoreError."""
        if self._database.path:
            return False
        before, self._offset = self._offset, self._asked()
        return self._offset < before - STEP_S

    def _asked(self) -> float:
        with self._database.changing() as c:
            if not self._database.path:
                return float(c.exec_driver_sql("SELECT extract(epoch FROM clock_timestamp())").scalar_one()) - steady()
            here, boot = time.time() - steady(), _boot()
            if not boot:
                return here
            c.execute(sqlite.insert(t.clock).values(boot=boot, offset_s=here).on_conflict_do_nothing())
            return float(c.execute(sa.select(t.clock.c.offset_s).where(t.clock.c.boot == boot)).scalar_one())
