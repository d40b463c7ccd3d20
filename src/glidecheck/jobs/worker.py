"""A worker: takes tasks from queues and does them, in a slot of its own, and takes over what a dead worker left undone."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer
from dbos import error as dbos_error
from sqlalchemy.exc import SQLAlchemyError

from glidecheck.errors import StoreError
from glidecheck.jobs import engine_log, slots
from glidecheck.jobs.database import Database
from glidecheck.jobs.errors import OutOfReach, told
from glidecheck.jobs.queue import VERSION, Producer, explain

Work = Callable[[dict[str, Any]], Any]
"""What is done with a task's data; gives back JSON. It may run twice (its worker dies before the end is written down), never at once."""

POLL_S = 0.05
"""Seconds between two looks into a queue: with DBOS's default of one second a worker does four small tasks a second."""

REAP_S = 1.0
"""Seconds between two looks for dead workers."""

ATTEMPTS = 25
"""Times that a task is begun before it is given up: one that takes its whole worker down must not do so for ever."""

_FATAL = ("disk is full", "disk i/o error", "readonly database", "no space left")


class Worker:
    """A live worker; one a process. Started by `start`, ended by `stop`."""

    def __init__(self, database: Database, application: str, slot: slots.Slot, kinds: Mapping[str, Work]) -> None:
        self._database = database
        self._application = application
        self._slot = slot
        self._kinds = dict(kinds)
        self._stopping = threading.Event()
        self._reaper = threading.Thread(target=self._reap, name="glidecheck-reaper", daemon=True)
        self._active = 0
        self._lock = threading.Lock()
        self._idle_since = time.monotonic()
        self._failure: StoreError | None = None
        self._said = engine_log.listen()
        self._said.last.clear()

    @property
    def active(self) -> int:
        """Tasks that it is doing now."""
        return self._active

    @property
    def failure(self) -> StoreError | None:
        """Why it cannot go on (the disk is full), None while it can."""
        if self._failure is None and (said := self._said.any_of(_FATAL)):
            self._failure = told(SQLAlchemyError(said), self._database.label)
        return self._failure

    def start(self, queues: Mapping[str, int]) -> None:
        """Take tasks from `queues`, of each at most so many at once. Raises StoreError."""
        config: DBOSConfig = {
            "name": self._application,
            "application_version": VERSION,
            "executor_id": self._slot.name,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
            "scheduler_polling_interval_sec": 3600.0,
            "notification_listener_polling_interval_sec": 0.2,
        }
        if self._database.path:
            config["system_database_engine"] = self._database.engine
            config["use_listen_notify"] = False
        else:
            config["system_database_url"] = self._database.url
        try:
            DBOS(config=config)
            for kind, work in self._kinds.items():
                DBOS.workflow(name=kind, max_recovery_attempts=ATTEMPTS)(self._counted(work))
            DBOS.listen_queues(list(queues))
            self._declare(queues)
            engine_log.listen()
            DBOS.launch()
        except SQLAlchemyError as error:
            self._end()
            raise told(error, self._database.label) from error
        except dbos_error.DBOSException as error:
            self._end()
            raise explain(error, self._database) from error
        self._reaper.start()

    def _declare(self, queues: Mapping[str, int]) -> None:
        """Make the queues before the launch: of one that is made later DBOS hears within a second only.

        How much a worker takes at once is the queue's, for all its workers: the largest wins, and a smaller one lets some tasks wait.
        """
        producer = Producer(self._database, self._application)
        try:
            for queue, at_once in queues.items():
                producer.declare(queue, at_once, POLL_S)
        finally:
            producer.close()

    def stop(self, wait_s: float = 0.0, then: Callable[[], None] | None = None) -> None:
        """Take nothing more, let what is being done go on for `wait_s` seconds, call `then` (to break off the rest), and leave the slot.

        What is not done then stays as it is, and is done by the next worker.
        """
        self._stopping.set()
        self._database.patience.ended.set()
        if self._reaper.is_alive():
            self._reaper.join(REAP_S + 5)
        until = time.monotonic() + wait_s
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=math.ceil(wait_s) if self._active else 0)
        try:
            if then:
                then()
            while self._active and time.monotonic() < until:
                time.sleep(0.02)
        finally:
            self._slot.leave()

    def _end(self) -> None:
        DBOS.destroy(destroy_registry=True)
        self._slot.leave()

    def _counted(self, work: Work) -> Work:
        def run(data: dict[str, Any]) -> Any:
            with self._lock:
                self._active += 1
            try:
                return work(data)
            except StoreError as error:
                if not isinstance(error, OutOfReach):  # a server that is away comes back, and the task is put in anew
                    self._failure = self._failure or error
                raise
            finally:
                with self._lock:
                    self._active -= 1
                    self._idle_since = time.monotonic()

        return run

    # ------------------------------------------------------------------ the dead

    def _reap(self) -> None:
        while not self._stopping.wait(REAP_S):
            try:
                if self._slot.keep():
                    for name in self._others():
                        self._take_over(name)
                    self._own_leftovers()
            except SQLAlchemyError as error:
                # Out of reach for the moment: DBOS itself waits too. But a disk that is full is told.
                self._said.last.append(str(error))
            except (StoreError, dbos_error.DBOSException):
                continue

    def _others(self) -> Sequence[str]:
        return sorted({w.executor_id for w in self._running() if w.executor_id and w.executor_id != self._slot.name})

    def _running(self) -> Sequence[Any]:
        return DBOS.list_workflows(status="PENDING", application_name=self._application, load_input=False, load_output=False)

    def _take_over(self, name: str) -> None:
        """Queue a dead worker's work again. Its lock is held meanwhile: should it come back now, it waits until this is done."""
        theirs = slots.slot(self._database, name)
        if theirs.take():
            try:
                _queue_again(name)
            finally:
                theirs.leave()

    def _own_leftovers(self) -> None:
        """Work that is noted as ours and that we do not do: the database failed between taking and beginning it."""
        if self._active or time.monotonic() - self._idle_since < 5:
            return
        if any(w.executor_id == self._slot.name for w in self._running()):
            self._idle_since = time.monotonic()
            _queue_again(self._slot.name)


def _queue_again(executor: str) -> None:
    """Put what an executor began and did not end back into its queue.

    DBOS does so itself for an executor that starts again; for one that stays dead it has this alone. What it offers publicly,
    `resume_workflows`, forgets how often a task was begun, by which one that takes its worker down is given up (ATTEMPTS), and asks nobody
    whose it is. dbos is held below its next major version, and tests/audit kills workers over this.
    """
    DBOS._recover_pending_workflows([executor])
