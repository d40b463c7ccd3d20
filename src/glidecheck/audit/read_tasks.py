"""Orders put into the queue, and awaited: read by a worker of this process, or by others elsewhere."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from glidecheck.audit.orders import Order, queue_of
from glidecheck.audit.settings import Settings, Told
from glidecheck.audit.store import LASTING, Failure, Store
from glidecheck.jobs.database import Database
from glidecheck.workers import capacity
from glidecheck.workers.child import STOPS
from glidecheck.workers.pool import Pool

if TYPE_CHECKING:
    from glidecheck.audit.working import Reading
    from glidecheck.jobs.queue import Producer

LOOK_S = 0.2
"""Seconds between two looks at what has been read."""

DOUBT_S = 5.0
"""Seconds without anything having been read after which it is asked what became of each product."""

TRIES = 3
"""Times that a task which ended without an outcome is queued again."""


class ReadTasks:
    """The reading of one audit. `read_now` are the ids of the orders that were read for it."""

    def __init__(self, settings: Settings, store: Store, reader: str, told: Told, stack: ExitStack) -> None:
        self.read_now: set[str] = set()
        self._settings = settings
        self._store = store
        self._reader = reader
        self._told = told
        self._stack = stack
        self._pool: Pool | None = None
        self._worker_here: Reading | None = None
        self._producer: Producer | None = None

    def pool(self) -> Pool:
        """Children for judging: those that have read, or as many of their own."""
        if self._pool is None:
            self._pool = Pool(self._settings.jobs or capacity.jobs(), self._settings.command)
            self._stack.callback(self._pool.close)
        return self._pool

    def read(self, orders: Mapping[str, Order], stage: str) -> None:
        """Have every order read that has neither a reading nor a lasting failure."""
        marks = self._store.marks()
        there = self._store.readings(list(orders))
        missing = {id_: order for id_, order in orders.items() if id_ not in there}
        failures = self._store.failures(list(missing))
        if self._settings.retry:
            self._store.forget_failures(list(failures))
        else:
            missing = {id_: o for id_, o in missing.items() if id_ not in failures or failures[id_].kind not in LASTING}
        if not missing:
            return
        self.read_now.update(missing)
        self._told(stage, 0, len(missing))
        self._store.keep_orders(missing)
        producer = self._queue()
        self._put(producer, missing, list(missing))
        self._await(producer, missing, marks, stage)
        producer.forget(list(missing))

    def _queue(self) -> Producer:
        """What work is put into; with a worker in this process behind it, unless it is to be left to others."""
        from glidecheck.audit.working import APPLICATION
        from glidecheck.jobs.queue import Producer

        if not self._settings.wait and self._worker_here is None:
            self._worker_here = self._start_worker()
        if self._producer is None:
            self._producer = Producer(self._store.database, APPLICATION)
            self._stack.callback(self._producer.close)
        return self._producer

    def _start_worker(self) -> Reading:
        from glidecheck.audit.working import LIMIT_S, Reading

        database = self._store.database
        slot = audit_slot(database)
        try:
            reading = Reading(
                database, slot, self._reader, self._settings.jobs or capacity.jobs(),
                command=self._settings.command, limit_s=self._settings.limit_s or LIMIT_S,
            )  # fmt: skip
            reading.start()
        except BaseException:
            slot.leave()
            raise
        self._stack.callback(reading.stop)
        self._pool = reading.pool
        return reading

    def _put(self, producer: Producer, orders: Mapping[str, Order], ids: Sequence[str]) -> None:
        from glidecheck.audit.working import KIND
        from glidecheck.jobs.queue import State, Task

        # A task that has ended and left nothing is of no use: it is put in anew. One that waits or runs is left to whoever has it.
        ended = [id_ for id_, state in producer.states(ids).items() if state not in (State.WAITING, State.RUNNING)]
        producer.forget(ended)
        producer.put(queue_of(self._reader), (Task(id_, KIND, {"work": id_}) for id_ in ids if id_ in orders))

    def _await(self, producer: Producer, orders: Mapping[str, Order], marks: tuple[int, int], stage: str) -> None:
        """Until each order has a reading or a failure."""
        waiting = set(orders)
        tries = dict.fromkeys(orders, TRIES)
        moved = time.monotonic()
        while waiting:
            if self._worker_here and (failure := self._worker_here.worker.failure):
                raise failure
            ended, marks = self._store.ended_since(marks)
            if now := waiting & ended:
                waiting -= now
                moved = time.monotonic()
                self._told(stage, len(orders) - len(waiting), len(orders))
            elif time.monotonic() - moved > DOUBT_S:
                moved = time.monotonic()
                self._doubt(producer, orders, waiting, tries)
                self._told("wait" if self._settings.wait else stage, len(orders) - len(waiting), len(orders))
            if waiting:
                time.sleep(LOOK_S)
        for found in self._store.failures(list(orders)).values():
            if found.kind in STOPS:
                raise STOPS[found.kind](found.reason, found.next)

    def _doubt(self, producer: Producer, orders: Mapping[str, Order], waiting: set[str], tries: dict[str, int]) -> None:
        """Nothing has moved for a while: what has ended unseen, and what ended without an outcome?"""
        from glidecheck.jobs.queue import State

        waiting -= set(self._store.readings(list(waiting))) | set(self._store.failures(list(waiting)))
        states = producer.states(list(waiting))
        for id_ in tuple(waiting):
            state = states.get(id_)
            if state in (State.WAITING, State.RUNNING):
                continue
            tries[id_] -= 1
            if state is State.GIVEN_UP or not tries[id_]:
                why = (
                    "reading it ended the whole worker, time and again"
                    if state is State.GIVEN_UP
                    else "reading it ended without an outcome"
                )
                self._store.keep_failure(id_, Failure("died", why, "Photograph it anew; audit --retry tries it once more."))
                waiting.discard(id_)
            else:
                self._put(producer, orders, [id_])


def audit_slot(database: Database) -> Any:
    """The slot of an audit that reads: one for a file, and the first free one of this machine on a server. Raises StoreError."""
    import platform

    from glidecheck.jobs import slots

    return slots.taken(database, "audit") if database.path else slots.first_free(database, f"{platform.node()}-audit")
