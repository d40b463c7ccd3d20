"""`glidecheck serve` on the command line: its options, its exits, and that it says no secret."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from channels import senders
from service.house import ENVIRONMENT


def serve(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    mine = {k: v for k, v in os.environ.items() if not k.startswith("GLIDECHECK_")}
    given = {f"GLIDECHECK_{k.upper()}": v for k, v in settings.items()}
    command = [sys.executable, "-m", "glidecheck", "serve", *words]
    return subprocess.run(command, env={**mine, **given}, cwd=folder, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    ("settings", "code", "said"),
    [
        ({}, 0, "telegram   off"),
        (ENVIRONMENT, 0, "telegram   on"),
        ({"telegram_token": senders.TELEGRAM_TOKEN}, 2, "telegram   off: GLIDECHECK_TELEGRAM_SECRET missing"),
        ({"telegram_token": "nonsense"}, 2, "GLIDECHECK_TELEGRAM_TOKEN cannot be used"),
        ({"telegram_tokn": "x"}, 0, "GLIDECHECK_TELEGRAM_TOKN means nothing here"),
    ],
)
def test_check(settings: dict[str, str], code: int, said: str, tmp_path: Path) -> None:
    done = serve(tmp_path, "--check", **settings)
    assert (done.returncode, said in done.stdout + done.stderr) == (code, True), done.stdout + done.stderr
    for secret in (*senders.SECRETS.values(), senders.TELEGRAM_TOKEN, "token-for-tests"):
        assert secret not in done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []  # it only looked


def test_setup(tmp_path: Path) -> None:
    done = serve(tmp_path, "--print-webhook-setup", **ENVIRONMENT)
    assert done.returncode == 0
    for name in senders.NAMES:
        assert f"{senders.PUBLIC}/webhooks/{name}" in done.stdout
    assert senders.SECRETS["telegram"] not in done.stdout


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = serve(tmp_path, "--port", str(taken.getsockname()[1]))
    assert (done.returncode, "cannot be listened on" in done.stderr) == (6, True)


def test_test_mode_stays_on_this_machine(tmp_path: Path) -> None:
    done = serve(tmp_path, "--host", "0.0.0.0", "--port", "0", mode="test", test_host="127.0.0.1:99")
    assert (done.returncode, "for this machine alone" in done.stderr) == (2, True)


def test_a_database_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("no database")
    done = serve(tmp_path, "--port", "0", "--db", "a.db")
    assert done.returncode == 6
    assert done.stderr.count("\n") <= 2
