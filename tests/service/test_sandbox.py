"""What a reading process can do when a picture has taken it over: nothing that leads out, and nothing to find."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest
from service.house import ENVIRONMENT

from glidecheck.service import sandbox
from glidecheck.service.readers import Question, Readers

LINUX = sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64")

TRIES = """
import ctypes, json, os, socket, subprocess, sys
from glidecheck.service import sandbox

def tried(what):
    try:
        what()
    except OSError as error:
        return error.errno
    return 0

done = sandbox.lock()
libc = ctypes.CDLL(None, use_errno=True)

def call(function, *values):
    if getattr(libc, function)(*values) < 0:
        raise OSError(ctypes.get_errno(), function)

print(json.dumps({
    "done": done,
    "inet": tried(lambda: socket.socket(socket.AF_INET)),
    "inet6": tried(lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)),
    "unix": tried(lambda: socket.socket(socket.AF_UNIX)),
    "raw": tried(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)),
    "pair": tried(socket.socketpair),
    "ptrace": tried(lambda: call("ptrace", 16, os.getppid(), 0, 0)),
    "unshare": tried(lambda: call("unshare", 0x10000000)),
    "chroot": tried(lambda: os.chroot("/")),
    "environ": tried(lambda: open(f"/proc/{os.getppid()}/environ").read()),
    "memory": tried(lambda: open(f"/proc/{os.getppid()}/mem", "rb")),
    "own": tried(lambda: open(__import__("json").__file__).read()),
    "tesseract": tried(lambda: subprocess.run(["true"], check=True, capture_output=True)),
    "secrets": sorted(name for name in os.environ if "SECRET" in name or "TOKEN" in name),
    "kept": os.environ.get("PYTHONPATH"),
}))
"""

PARENT = """
import subprocess, sys
from glidecheck.service import sandbox
sandbox.close()
subprocess.run([sys.executable, "-c", sys.argv[1]], env=sandbox.cell(), check=True)
"""


@pytest.mark.skipif(not LINUX, reason="the filter is for Linux on x86-64 and arm64")
def test_a_reader_finds_no_way_out() -> None:
    secrets = {f"GLIDECHECK_{k.upper()}": v for k, v in ENVIRONMENT.items()}
    given = {**os.environ, **secrets, "AWS_SECRET_ACCESS_KEY": "x", "DATABASE_URL": "postgresql://u:p@h/d"}
    done = subprocess.run([sys.executable, "-c", PARENT, TRIES], env=given, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert {"core", "privileges", "calls"} <= set(told["done"])
    for way in ("inet", "inet6", "unix", "raw", "pair", "ptrace", "unshare", "chroot", "environ", "memory"):
        assert told[way] in (1, 13), way  # EPERM, EACCES
    assert (told["own"], told["tesseract"]) == (0, 0)  # it still reads files and starts Tesseract
    assert told["secrets"] == []
    assert told["kept"] == os.environ.get("PYTHONPATH")


def test_only_what_a_reader_needs_is_handed_on() -> None:
    given = {"PATH": "/bin", "LC_ALL": "C", "OMP_NUM_THREADS": "1", "GLIDECHECK_LINE_TOKEN": "x", "GLIDECHECK_DB": "postgresql://u:p@h/d",
             "PGPASSWORD": "x", "AWS_SECRET_ACCESS_KEY": "x", "HTTPS_PROXY": "http://u:p@h", "GLIDECHECK_DEBUG": "1"}  # fmt: skip
    assert sorted(sandbox.cell(given)) == ["GLIDECHECK_DEBUG", "LC_ALL", "OMP_NUM_THREADS", "PATH"]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_readers_of_a_service_are_locked_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process itself, as the kernel sees it."""
    monkeypatch.setenv("GLIDECHECK_LINE_SECRET", "a-secret-of-the-service")
    readers = Readers(1)
    try:
        told = readers.scan(Question(text="Ingredients: Aqua, Retinol."))
        assert told["scan"]["verdict"] == "AVOID"
        (child,) = readers.pool._living
        at = Path("/proc") / str(child.process.pid)
        assert b"a-secret-of-the-service" not in (at / "environ").read_bytes()
        status = dict(line.split(":\t", 1) for line in (at / "status").read_text().splitlines() if ":\t" in line)
        assert (status["NoNewPrivs"], int(status["CapEff"], 16)) == ("1", 0)
        if LINUX:
            assert status["Seccomp"].strip() == "2"
    finally:
        readers.close()
