"""An audit that is killed goes on where it was; workers that are killed are replaced by the living. Nothing is lost, nothing done twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from benches import HERE, Bench, found
from replays import stored

from glidecheck.audit.settings import FILE, FOLDER
from glidecheck.audit.store import Store
from glidecheck.errors import Exit
from glidecheck.jobs.database import open_database

KILLS = 5


def begun(process: subprocess.Popen[bytes], notes: Path, before: int) -> None:
    """Until more than so many photos were begun, or the process has ended."""
    until = time.monotonic() + 60
    while process.poll() is None and (len(notes.read_text().splitlines()) if notes.exists() else 0) <= before:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_killed_five_times_the_report_is_that_of_an_undisturbed_run(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.photos(copies=3)
    database = bench.shelf / FOLDER / FILE
    dice = random.Random(5)
    read_after: list[tuple[set[str], int]] = []
    for _ in range(KILLS):
        before = len(bench.read())
        process = subprocess.Popen(
            bench.command("audit", str(bench.shelf), "--engine", "recorded", "-j", "2", "-q"),
            env={**os.environ, "SLOW": "0.05"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        begun(process, bench.notes, before + dice.randint(3, 9))
        time.sleep(dice.uniform(0, 0.1))
        assert process.poll() is None, "it was to be killed in the middle"
        process.kill()
        process.wait()
        time.sleep(0.3)  # its children see it go
        read_after.append((stored(database), len(bench.read())))
    assert 0 < len(read_after[-1][0]) < 60, "the kills were to fall into the middle"
    done, rows = bench.audit()
    assert len(rows) == 60
    assert done.read == 60 - len(read_after[-1][0])
    for kept, count in read_after:
        assert not kept & set(bench.read()[count:]), "a photo was read again after its reading was kept"
    monkeypatch.delenv("NOTES")
    _, undisturbed = bench.audit(db=str(tmp_path / "other.db"))
    assert found(rows) == found(undisturbed)


def test_no_child_outlives_a_killed_audit(bench: Bench) -> None:
    bench.photos(("ha-gel-tube", "retinol-serum"))
    process = subprocess.Popen(
        bench.command("audit", str(bench.shelf), "--engine", "recorded", "-j", "2", "-q"), env={**os.environ, "SLOW": "60"}
    )
    begun(process, bench.notes, 1)
    process.kill()
    process.wait()
    children = {int(line.split()[0]) for line in bench.notes.read_text().splitlines()}
    until = time.monotonic() + 20
    while any(_runs(pid) for pid in children):
        assert time.monotonic() < until, "a child goes on without its parent"
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] not in "ZX"
    except OSError:
        return False


def interruptible() -> None:
    """In a process about to start: Ctrl-C is not ignored, as it is by all that a shell runs in the background (and by their children)."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_leaves_what_was_read_and_says_how_to_go_on(bench: Bench) -> None:
    bench.photos(copies=1)
    process = subprocess.Popen(
        bench.command("audit", str(bench.shelf), "--engine", "recorded", "-j", "2"), preexec_fn=interruptible,
        env={**os.environ, "SLOW": "0.1"}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    begun(process, bench.notes, 6)
    assert process.poll() is None, "it was to be interrupted in the middle"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (Exit.INTERRUPTED, "")
    assert "Run the same command again: it goes on from there" in err
    assert "Traceback" not in err
    kept = stored(bench.shelf / FOLDER / FILE)
    assert kept
    done, rows = bench.audit()
    assert (done.read, len(rows)) == (20 - len(kept), 20)


# ------------------------------------------------------------------ many workers


def worker(bench: Bench, url: str, slot: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(HERE / "driver.py"), "worker", "--db", url, "--slot", slot, "-j", "1", "--engine", "recorded", "-q"],
        env={**os.environ, "SLOW": "0.2", "NOTES": f"{bench.notes}-{slot}"},
    )


def notes(bench: Bench, slot: str) -> list[str]:
    path = Path(f"{bench.notes}-{slot}")
    return [line.split()[1] for line in path.read_text().splitlines()] if path.exists() else []


def database(server: str, name: str) -> str:
    """A fresh database of that name on the server."""
    engine = sa.create_engine(server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as c:
        c.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return server.rsplit("/", 1)[0] + f"/{name}"


def test_a_living_worker_takes_over_from_a_killed_one(bench: Bench, server: str) -> None:
    bench.photos(copies=2)
    url = database(server, "takeover")
    workers = {name: worker(bench, url, name) for name in ("one", "two")}
    waiting = None
    try:
        waiting = subprocess.Popen(
            bench.command(
                "audit", str(bench.shelf), "--engine", "recorded", "-q", "--db", url, "--wait", "-o", str(bench.shelf / "a.jsonl")
            ),
            stdout=subprocess.DEVNULL,
        )
        until = time.monotonic() + 60
        while min(len(notes(bench, "one")), len(notes(bench, "two"))) < 4:
            assert time.monotonic() < until, "both workers were to read"
            time.sleep(0.02)
        workers["one"].kill()
        workers["one"].wait()
        taken = notes(bench, "one")
        workers["one"] = worker(bench, url, "one-comes-back")
        assert waiting.wait(90) == Exit.FOUND
    finally:
        for process in (*workers.values(), *([waiting] if waiting else [])):
            process.terminate()
        codes = [process.wait(60) for process in workers.values()]
    assert codes == [0, 0]
    rows = [json.loads(line) for line in (bench.shelf / "a.jsonl").read_text("utf-8").splitlines()]
    assert len({r["audit"]["key"] for r in rows}) == len(rows) == 40
    assert all(r["verdict"] for r in rows)
    read = [*taken, *notes(bench, "two"), *notes(bench, "one-comes-back")]
    assert len(set(read)) == 40
    # Only what the killed one had in hand was begun twice: one product a child, and one that was read and not yet written down, for its
    # child takes the next meanwhile.
    assert len(read) - len(set(read)) <= 2
    assert not set(taken[:-2]) & {*notes(bench, "two"), *notes(bench, "one-comes-back")}


def test_audits_that_end_together_on_a_server_get_numbers_of_their_own(server: str) -> None:
    url = database(server, "numbers")
    stores = [Store(open_database(url)) for _ in range(6)]
    together = threading.Barrier(len(stores))
    ids: list[str] = []

    def keep(n: int) -> None:
        together.wait()
        ids.append(stores[n].keep_audit("s", "shelf", "2026-10-25T12:00:00+00:00", {"n": n}, []))

    threads = [threading.Thread(target=keep, args=(n,)) for n in range(len(stores))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for store in stores:
        store.database.close()
    assert sorted(ids) == [f"20261025-{n}" for n in range(1, len(stores) + 1)]


def test_two_audits_on_a_server_do_not_disturb_each_other(bench: Bench, server: str) -> None:
    bench.photos(("ha-gel-tube", "retinol-serum", "eutectic-cream"))
    url = database(server, "together")
    one, rows = bench.audit(db=url)
    two, again = bench.audit(db=url, since="LAST")
    assert (one.read, two.read) == (3, 0)
    assert found(rows) == found(again)
