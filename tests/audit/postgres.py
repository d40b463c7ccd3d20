"""A PostgreSQL of one's own: Debian's package, on loopback, under an unprivileged user, stopped by its pid."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def programs() -> Path | None:
    """The folder of Debian's newest PostgreSQL, None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: float(p.parts[-3]))
    return found[-1].parent if found else None


def why_not() -> str | None:
    """Why no server can be started here, None where one can."""
    if programs() is None:
        return "there is no PostgreSQL (Debian's package postgresql)"
    if os.geteuid() == 0 and _unprivileged() is None:
        return "PostgreSQL does not run as root, and there is no user postgres or nobody"
    return None


def _unprivileged() -> pwd.struct_passwd | None:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


class Server:
    """A fresh server with an empty database on loopback, which can be stopped and started."""

    def __init__(self) -> None:
        folder = programs()
        assert folder is not None
        self._folder = folder
        user = _unprivileged() if os.geteuid() == 0 else None
        self.top = Path(tempfile.mkdtemp(prefix="gc-pg-"))
        self._identity: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        if user:
            os.chown(self.top, user.pw_uid, user.pw_gid)
        subprocess.run(
            [folder / "initdb", "-D", self.top / "data", "-U", "clinic", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"],
            check=True, stdout=subprocess.DEVNULL, cwd=self.top, **self._identity,
        )  # fmt: skip
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://clinic@127.0.0.1:{self.port}/postgres"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        self._process = subprocess.Popen(
            [self._folder / "postgres", "-D", self.top / "data", "-p", str(self.port), "-h", "127.0.0.1", "-k", self.top, "-F"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.top, text=False, **self._identity,
        )  # fmt: skip
        _wait(self._folder, self.port)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """By default a fast shutdown: clients are disconnected. SIGQUIT: as a crash."""
        if self._process is not None:
            os.kill(self._process.pid, how)
            self._process.wait(30)
            self._process = None

    def remove(self) -> None:
        try:
            self.stop()
        finally:
            shutil.rmtree(self.top, ignore_errors=True)


@contextmanager
def running() -> Iterator[Server]:
    """A started server; gone afterwards."""
    made = Server()
    try:
        made.start()
        yield made
    finally:
        made.remove()


@contextmanager
def server() -> Iterator[str]:
    """The URL of a fresh server with an empty database; gone afterwards."""
    with running() as made:
        yield made.url


def _wait(folder: Path, port: int) -> None:
    until = time.monotonic() + 30
    while subprocess.run([folder / "pg_isready", "-h", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, check=False).returncode:
        assert time.monotonic() < until, "PostgreSQL did not start"
        time.sleep(0.05)
