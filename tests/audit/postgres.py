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


@contextmanager
def server() -> Iterator[str]:
    """The URL of a fresh server with an empty database; gone afterwards."""
    folder = programs()
    assert folder is not None
    root = os.geteuid() == 0
    user = _unprivileged() if root else None
    top = Path(tempfile.mkdtemp(prefix="gc-pg-"))
    data = top / "data"
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    if user:
        os.chown(top, user.pw_uid, user.pw_gid)
    try:
        subprocess.run(
            [folder / "initdb", "-D", data, "-U", "clinic", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"],
            check=True, stdout=subprocess.DEVNULL, cwd=top, **identity,
        )  # fmt: skip
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        process = subprocess.Popen(
            [folder / "postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", top, "-F"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=top, **identity,
        )  # fmt: skip
        try:
            _wait(folder, port)
            yield f"postgresql://clinic@127.0.0.1:{port}/postgres"
        finally:
            os.kill(process.pid, signal.SIGINT)  # fast shutdown: clients are disconnected
            process.wait(30)
    finally:
        shutil.rmtree(top, ignore_errors=True)


def _wait(folder: Path, port: int) -> None:
    until = time.monotonic() + 30
    while subprocess.run([folder / "pg_isready", "-h", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, check=False).returncode:
        assert time.monotonic() < until, "PostgreSQL did not start"
        time.sleep(0.05)
