"""Queued work, without a photo in sight: done once, taken over from the dead, given up in the end, in a database that says what ails it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from glidecheck.errors import StoreError
from glidecheck.jobs import slots, worker
from glidecheck.jobs.database import Database, open_database, upgrade
from glidecheck.jobs.queue import Producer, State, Task
from glidecheck.jobs.worker import Worker

APP = "glidecheck-test"

HANGS = """
import sys, time
from pathlib import Path
from glidecheck.jobs import slots
from glidecheck.jobs.database import open_database
from glidecheck.jobs.worker import Worker
database = open_database(sys.argv[1])
def hang(data):
    Path(sys.argv[2]).write_text("begun")
    time.sleep(600)
Worker(database, "glidecheck-test", slots.taken(database, "victim"), {"note": hang}).start({"q": 2})
time.sleep(600)
"""
"""A worker that begins its first tasks and never ends them."""


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        opened = open_database(tmp_path / "jobs.db")
    else:
        url = request.getfixturevalue("server")
        admin = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
        name = f"jobs_{time.monotonic_ns()}"
        with admin.connect() as c:
            c.exec_driver_sql(f"CREATE DATABASE {name}")
        admin.dispose()
        opened = open_database(url.rsplit("/", 1)[0] + f"/{name}")
    yield opened
    opened.close()


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def running(database: Database) -> Iterator[tuple[Worker, list[int]]]:
    """A worker of the queue q, and what it has done."""
    done: list[int] = []

    def note(data: dict[str, int]) -> None:
        done.append(data["n"])

    live = Worker(database, APP, slots.taken(database, "one"), {"note": note})
    live.start({"q": 4})
    yield live, done
    live.stop()


def tasks(count: int) -> list[Task]:
    return [Task(f"t{n}", "note", {"n": n}) for n in range(count)]


def test_no_task_is_no_work(database: Database) -> None:
    producer = Producer(database, APP)
    producer.put("q", [])
    assert producer.states([]) == {}
    assert producer.states(["t1"]) == {}
    producer.close()


def test_what_is_queued_twice_is_done_once(database: Database, running: tuple[Worker, list[int]]) -> None:
    _, done = running
    producer = Producer(database, APP)
    producer.put("q", tasks(20))
    producer.put("q", tasks(25))
    until(lambda: len(done) >= 25)
    until(lambda: set(producer.states([f"t{n}" for n in range(25)]).values()) == {State.DONE})
    assert sorted(done) == list(range(25))
    producer.forget(["t3"])
    producer.put("q", tasks(25))
    until(lambda: len(done) == 26)
    assert done[-1] == 3
    producer.close()


def test_a_dead_workers_tasks_are_taken_over(database: Database, tmp_path: Path) -> None:
    producer = Producer(database, APP)
    begun = tmp_path / "begun"
    victim = subprocess.Popen([sys.executable, "-c", HANGS, database.url, str(begun)])
    producer.put("q", tasks(6))
    until(begun.exists)
    assert not slots.slot(database, "victim").take()
    done: list[int] = []
    live = Worker(database, APP, slots.taken(database, "one"), {"note": lambda data: done.append(data["n"])})
    live.start({"q": 2})
    until(lambda: len(done) >= 4)
    assert len(done) == 4  # what a living worker has in hand is left to it
    victim.kill()
    victim.wait()
    until(lambda: len(done) >= 6)
    assert sorted(done) == list(range(6))
    live.stop()
    producer.close()


def test_a_task_that_ends_its_worker_each_time_is_given_up(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "ATTEMPTS", 1)
    producer = Producer(database, APP)
    producer.put("q", tasks(1))
    ends = "import os\n" + HANGS.replace("time.sleep(600)\nWorker", "os._exit(9)\nWorker").replace(
        'Worker(database', 'from glidecheck.jobs import worker; worker.ATTEMPTS = 1\nWorker(database'
    )  # fmt: skip
    for _ in range(4):
        if producer.states(["t0"])["t0"] is State.GIVEN_UP:
            break
        with subprocess.Popen([sys.executable, "-c", ends, database.url, "/dev/null"]) as victim:
            until(lambda: victim.poll() is not None or producer.states(["t0"])["t0"] is State.GIVEN_UP)
            victim.kill()
    assert producer.states(["t0"])["t0"] is State.GIVEN_UP
    producer.close()


# ------------------------------------------------------------------ slots and versions


def test_a_slot_has_one_holder(database: Database) -> None:
    first = slots.taken(database, "one")
    with pytest.raises(StoreError, match="in use"):
        slots.taken(database, "one", wait_s=0)
    second = slots.first_free(database, "desk")
    third = slots.first_free(database, "desk")
    assert (second.name, third.name) == ("desk-1", "desk-2")
    assert first.keep()
    for slot in (first, second, third):
        slot.leave()
    again = slots.taken(database, "one", wait_s=0)
    again.leave()


def test_tables_are_brought_up_step_by_step(database: Database) -> None:
    ran: list[int] = []
    steps = [lambda c, n=n: ran.append(n) for n in range(3)]
    upgrade(database, "part", steps[:1])
    upgrade(database, "part", steps[:1])
    upgrade(database, "part", steps)
    assert ran == [0, 1, 2]
    with pytest.raises(StoreError, match="newer glidecheck"):
        upgrade(database, "part", steps[:2])


def test_tables_are_made_by_one_at_a_time(server: str) -> None:
    admin = sa.create_engine(server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    name = f"jobs_{time.monotonic_ns()}"
    with admin.connect() as c:
        c.exec_driver_sql(f"CREATE DATABASE {name}")
    admin.dispose()
    url = server.rsplit("/", 1)[0] + f"/{name}"
    together = threading.Barrier(8)

    def come() -> Database:
        together.wait()
        return open_database(url)

    with ThreadPoolExecutor(8) as pool:
        opened = [f.result() for f in [pool.submit(come) for _ in range(8)]]
    first, second = opened[:2]
    with slots.laying(first), pytest.raises(StoreError, match="still making the tables"), slots.laying(second, 0.2):
        pass
    with slots.laying(second, 0.2):
        pass
    for each in opened:
        each.close()
