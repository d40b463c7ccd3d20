"""A database that cannot be used: one clear line, exit 6, and nothing of what was read is lost."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from benches import HERE, Bench

from glidecheck.audit import tables
from glidecheck.audit.run import auditing
from glidecheck.audit.settings import FILE, FOLDER
from glidecheck.errors import Exit, StoreError
from glidecheck.jobs import database as databases
from glidecheck.jobs import slots
from glidecheck.jobs.database import open_database


def test_another_audit_is_running(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.photos(("ha-gel-tube",))
    database = open_database(bench.shelf / FOLDER / FILE)
    slot = slots.taken(database, "audit")
    try:
        with pytest.raises(StoreError, match="in use by another audit"):
            bench.audit()
    finally:
        slot.leave()
        database.close()
    assert bench.audit()[0].read == 1


def test_another_program_has_locked_it(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "LOCKED_S", 0)
    bench.photos(("ha-gel-tube",))
    bench.audit()
    with closing(sqlite3.connect(bench.shelf / FOLDER / FILE, isolation_level=None)) as c:
        c.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by another program") as told:
            bench.audit()
    assert told.value.exit is Exit.STORE
    assert told.value.next
    assert bench.audit()[0].read == 0


def test_a_newer_glidecheck_made_it(bench: Bench) -> None:
    bench.photos(("ha-gel-tube",))
    bench.audit()
    with closing(sqlite3.connect(bench.shelf / FOLDER / FILE)) as c, c:
        c.execute("UPDATE glidecheck_schema SET version = ? WHERE part = ?", (len(tables.STEPS) + 1, tables.PART))
    with pytest.raises(StoreError, match="newer glidecheck"):
        bench.audit()


def test_it_is_no_database(bench: Bench) -> None:
    bench.photos(("ha-gel-tube",))
    (bench.shelf / FOLDER).mkdir()
    (bench.shelf / FOLDER / FILE).write_bytes(b"SQLite format 3\0 and then nothing of the kind" * 100)
    with pytest.raises(StoreError, match="no database, or is damaged"):
        bench.audit()


def test_the_folder_may_not_be_written(bench: Bench) -> None:
    bench.photos(("ha-gel-tube",))
    (bench.shelf / FOLDER).write_text("a file in the folder's place")
    with pytest.raises(StoreError) as told:
        bench.audit()
    assert told.value.next
    done = bench.run("audit", str(bench.shelf), "--engine", "recorded")
    assert done.returncode == Exit.STORE
    assert done.stderr.count("\n") == 1
    assert bench.audit(db=str(bench.recordings / "elsewhere.db"))[0].read == 1


def test_the_server_is_out_of_reach(bench: Bench) -> None:
    bench.photos(("ha-gel-tube",))
    with pytest.raises(StoreError, match="out of reach") as told:
        bench.audit(db="postgresql://clinic:secret@127.0.0.1:9/audits")
    assert "secret" not in str(told.value)


def test_the_disk_is_full(bench: Bench) -> None:
    """A limit on the size of files stands in for it: SQLite cannot tell them apart."""
    bench.photos(copies=2)

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    full = subprocess.run(
        [sys.executable, str(HERE / "driver.py"), "audit", str(bench.shelf), "--engine", "recorded", "-j", "1"],
        preexec_fn=small_disk, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert full.returncode == Exit.STORE, full.stderr
    assert "disk is full" in full.stderr
    assert "Traceback" not in full.stderr
    begun = bench.read()
    with closing(sqlite3.connect(bench.shelf / FOLDER / FILE)) as c:
        kept = c.execute("SELECT count(*) FROM glidecheck_readings").fetchone()[0]
    assert 0 < kept < 40
    done, rows = bench.audit()
    assert (done.read, len(rows)) == (40 - kept, 40)
    assert all(r.report.verdict for r in rows)
    assert len(begun) >= kept


def test_the_same_readings_serve_a_shelf_that_was_moved(bench: Bench, tmp_path: Path) -> None:
    bench.photos(("ha-gel-tube",))
    bench.audit()
    moved = tmp_path / "moved"
    bench.shelf.rename(moved)
    with auditing(bench.settings().__class__(str(moved), engine="recorded", jobs=1, since="LAST")) as done:
        (row,) = done.audit.rows
    assert (done.read, row.change) == (0, None)


@pytest.mark.parametrize("older", [False, True])
def test_the_time_of_day_is_known_whatever_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, older: bool) -> None:
    """DBOS asks SQLite for it where Python is 3.12 or later; what was built on Debian 12 has an older SQLite, which says NULL."""
    if older:
        monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    database = open_database(str(tmp_path / "times.db"))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE made (at INTEGER NOT NULL DEFAULT (unixepoch('subsec') * 1000), n INTEGER)")
        connection.exec_driver_sql("INSERT INTO made (n) VALUES (1)")
        at = connection.exec_driver_sql("SELECT at FROM made").scalar_one()
        whole = connection.exec_driver_sql("SELECT unixepoch()").scalar_one()
    database.close()
    assert abs(at / 1000 - time.time()) < 60
    assert abs(whole - time.time()) < 60
