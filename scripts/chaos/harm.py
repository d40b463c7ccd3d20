"""Harm that can be undone: a disk that fills or becomes read-only, a store that is locked or away, a clock that is set.

What needs root or a library that is not here (`mount`, libfaketime, PostgreSQL) says so by `possible`, and is left out.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

DISK_MB = 512
"""Enough for the photos that wait on a machine that others starve: it is to be full when the script fills it, and not otherwise."""


class Disk:
    """A small tmpfs at `folder`."""

    def __init__(self, folder: Path, megabytes: int = DISK_MB) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "chaos", folder], capture_output=True, check=False)
        self.possible = done.returncode == 0

    def fill(self) -> None:
        """Not a byte more."""
        with suppress(OSError), (self.folder / ".ballast").open("wb", buffering=0) as ballast:
            while True:
                ballast.write(b"\0" * 65536)

    def empty(self) -> None:
        (self.folder / ".ballast").unlink(missing_ok=True)

    def read_only(self, wanted: bool) -> bool:
        """Whether it could be done: the kernel refuses while a file is open for writing."""
        how = "remount,ro" if wanted else "remount,rw"
        return subprocess.run(["mount", "-o", how, self.folder], capture_output=True, check=False).returncode == 0

    def remove(self) -> None:
        if self.possible:
            subprocess.run(["umount", "-l", self.folder], check=False)


class Clock:
    """The wall clock of processes that are started with `environment`: the steady one is left alone, as when a clock is set."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self._library = next(iter(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), None)
        self.possible = self._library is not None
        self.set(0)

    @property
    def environment(self) -> dict[str, str]:
        if not self._library:
            return {}
        return {
            "LD_PRELOAD": str(self._library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

    def set(self, seconds: float) -> None:
        """So many seconds ahead of the true time."""
        part = self._file.with_suffix(".part")
        part.write_text(f"{seconds:+.0f}")
        part.replace(self._file)


@contextmanager
def locked_file(path: Path) -> Iterator[None]:
    """Another program has SQLite's only pen."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as c:
        c.execute("BEGIN IMMEDIATE")
        yield
        c.execute("ROLLBACK")


@contextmanager
def locked_tables(url: str, *tables: str) -> Iterator[None]:
    """Another program has these tables of a PostgreSQL to itself."""
    import psycopg

    with psycopg.connect(url) as c:
        for table in tables:
            c.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE".encode())
        yield
        c.rollback()


def stopped(pid: int, seconds: float) -> None:
    """The process and its group, asleep for so long."""
    import signal

    group = os.getpgid(pid)
    os.killpg(group, signal.SIGSTOP)
    time.sleep(seconds)
    os.killpg(group, signal.SIGCONT)
