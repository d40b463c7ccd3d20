"""A database server that goes away and comes back, and kept readings that are damaged: the audit goes on, and says so."""

from __future__ import annotations

import gzip
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import postgres
import pytest
import replays
from benches import HERE, Bench, found

from glidecheck.audit.settings import FILE, FOLDER
from glidecheck.errors import Exit, StoreError
from glidecheck.jobs import filesystem
from glidecheck.jobs.database import open_database
from glidecheck.jobs.errors import OutOfReach
from glidecheck.jobs.patience import Patience


def test_patience_waits_for_a_server_alone() -> None:
    said: list[str] = []
    patience, calls = Patience(said.append), 0

    def away() -> int:
        nonlocal calls
        calls += 1
        if calls < 3:
            raise OutOfReach("the database is out of reach", "Wait.")
        return calls

    assert patience(away) == 3
    assert [s.split(".")[0].split(" after ")[0] for s in said] == ["the database is out of reach", "the database is back"]
    with pytest.raises(StoreError, match="full"):
        patience(lambda: (_ for _ in ()).throw(StoreError("the disk is full", "Make room.")))
    patience.ended.set()
    calls = 0
    with pytest.raises(OutOfReach):
        patience(away)


@pytest.mark.skipif(postgres.why_not() is not None, reason=str(postgres.why_not()))
def test_postgresql_is_restarted_under_a_worker_and_a_waiting_audit(bench: Bench) -> None:
    bench.photos(replays.names()[:8])
    with postgres.running() as server:
        environment = {**os.environ, "SLOW": "0.25", "NOTES": str(bench.notes)}
        driver = [sys.executable, str(HERE / "driver.py")]
        worker = subprocess.Popen(
            [*driver, "worker", "--db", server.url, "--slot", "one", "-j", "1", "--engine", "recorded"],
            env=environment, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        audit = subprocess.Popen(
            [*driver, "audit", str(bench.shelf), "--engine", "recorded", "--db", server.url, "--wait", "-o", str(bench.shelf / "a.jsonl")],
            env=environment, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            until = time.monotonic() + 60
            while len(bench.read()) < 3 and time.monotonic() < until:
                time.sleep(0.05)
            server.stop()
            time.sleep(2.0)
            assert (worker.poll(), audit.poll()) == (None, None)
            server.start()
            _, said = audit.communicate(timeout=120)
            assert audit.returncode == Exit.FOUND, said
            assert "is waited for" in said
        finally:
            audit.kill()
            worker.terminate()
            _, heard = worker.communicate(timeout=60)
        assert (worker.returncode, "is waited for" in heard) == (0, True), heard
    rows = (bench.shelf / "a.jsonl").read_text("utf-8").splitlines()
    assert len(rows) == 8
    assert '"verdict": null' not in "".join(rows)


def test_what_is_damaged_within_its_row_is_made_again(bench: Bench) -> None:
    """Three readings each damaged otherwise, and then a judgement's head and a report."""
    bench.photos(("ha-gel-tube", "retinol-serum", "eutectic-cream"))
    before, rows = bench.audit()
    damage = (
        ("data", lambda data: data[: len(data) // 2]),
        ("data", lambda _: gzip.compress(b'{"schema": "of another world"}')),
        ("photos", lambda _: "[not json"),
    )
    with closing(sqlite3.connect(bench.shelf / FOLDER / FILE)) as c, c:
        for seq, (column, how) in enumerate(damage, 1):
            (value,) = c.execute(f"SELECT {column} FROM glidecheck_readings WHERE seq = ?", (seq,)).fetchone()
            c.execute(f"UPDATE glidecheck_readings SET {column} = ? WHERE seq = ?", (how(value), seq))
        c.execute("DELETE FROM glidecheck_judgements")
    after, again = bench.audit()
    assert (before.read, after.read, after.bugs) == (3, 3, 0)
    assert found(again) == found(rows)
    with closing(sqlite3.connect(bench.shelf / FOLDER / FILE)) as c, c:
        c.execute("UPDATE glidecheck_judgements SET head = 'nonsense' WHERE rowid = 1")
        c.execute("UPDATE glidecheck_judgements SET report = x'00' WHERE rowid = 2")
    _, told = bench.audit()
    assert sum("damaged" in row.report.headline for row in told) == 1  # found when it is shown, and never taken for clean
    done, again = bench.audit()
    assert (done.read, found(again)) == (0, found(rows))


# ------------------------------------------------------------------ where a database lies

MOUNTS = r"""
21 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 21 0:50 / /srv/shelf rw - nfs4 server:/shelf rw
41 21 0:51 / /srv/with\040blank rw - cifs //server/x rw
42 40 0:52 / /srv/shelf/local rw - ext4 /dev/vdb rw
"""


@pytest.mark.parametrize(
    ("path", "shared"),
    [
        ("/srv/shelf/.glidecheck/audit.db", True),
        ("/srv/with blank/a.db", True),
        ("/srv/shelf/local/a.db", False),
        ("/srv/shelf2/a.db", False),
        ("/home/a.db", False),
    ],
)
def test_file_systems_of_several_machines(path: str, shared: bool) -> None:
    assert filesystem.shared(Path(path), MOUNTS) is shared


@pytest.mark.parametrize(("shared", "mode", "synced"), [(False, "wal", 1), (True, "delete", 2)])
def test_the_journal_on_a_network_file_system(
    shared: bool, mode: str, synced: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filesystem, "shared", lambda _: shared)
    database = open_database(tmp_path / "a.db")
    with database.engine.connect() as c:
        assert c.exec_driver_sql("PRAGMA journal_mode").scalar() == mode
        assert c.exec_driver_sql("PRAGMA synchronous").scalar() == synced
    what_counts = database.synced(1.0)
    with what_counts.connect() as c:
        assert c.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    what_counts.dispose()
    database.close()


def test_a_password_stands_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("hush hush\n")
    monkeypatch.setenv("GLIDECHECK_DB_PASSWORD_FILE", str(tmp_path / "secret"))
    with pytest.raises(OutOfReach) as told:
        open_database("postgresql://clinic@127.0.0.1:9/audits")
    assert "hush" not in str(told.value)
    from glidecheck.jobs import database

    opened = database._server("postgresql://clinic@127.0.0.1:9/audits")
    assert opened.engine.url.password == "hush hush"
    assert "hush" not in opened.label
    assert database._server("postgresql://clinic:own@127.0.0.1:9/audits").engine.url.password == "own"
