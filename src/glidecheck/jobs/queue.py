"""Putting work into a queue, asking how it fares, and forgetting it. It takes no work itself: for producers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions
from dbos import error as dbos_error

from glidecheck.errors import StoreError
from glidecheck.jobs import engine_log, slots
from glidecheck.jobs.database import Database
from glidecheck.jobs.errors import telling
from glidecheck.jobs.patience import Patience, patient

VERSION = "glidecheck-1"
"""The application version, pinned: by default DBOS hashes the code, and queued work would be stranded by every new release."""

CHUNK = 200
"""Tasks put in or asked for in one transaction: a writer that waits for SQLite's only pen waits for milliseconds."""


class State(StrEnum):
    """How a task fares."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    GIVEN_UP = "given up"


_STATES = {
    "ENQUEUED": State.WAITING,
    "DELAYED": State.WAITING,
    "PENDING": State.RUNNING,
    "SUCCESS": State.DONE,
    "ERROR": State.FAILED,
    "CANCELLED": State.FAILED,
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": State.GIVEN_UP,
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: `kind` names the function, `id` makes it unique (the same id is done once), `data` is JSON."""

    id: str
    kind: str
    data: Mapping[str, Any]


class Producer:
    """Puts tasks into queues of an application, for its workers to do. Raises StoreError."""

    def __init__(self, database: Database, application: str) -> None:
        engine_log.listen()
        self._database = database
        self._application = application
        with telling(database.label):
            with slots.laying(database):
                DBOS.migrate(database.url)  # a client makes no tables, and may be here before the first worker
            self._client = DBOSClient(
                system_database_engine=database.engine,
                dbos_system_schema=None if database.path else "dbos",
                serializer=DBOSPortableJSONSerializer(),
                application_name=application,
                retry_connection_errors=False,
            )

    @property
    def patience(self) -> Patience:
        return self._database.patience

    @patient
    def declare(self, queue: str, at_once: int, poll_s: float) -> None:
        """Make a queue, of which a worker takes `at_once` tasks or more and looks for them every `poll_s` seconds."""
        with telling(self._database.label):
            known = self._client.retrieve_queue(queue)
            most = max(at_once, (known.worker_concurrency or 0) if known else 0)
            self._client.register_queue(queue, worker_concurrency=most, polling_interval_sec=poll_s, on_conflict="always_update")

    def put(self, queue: str, tasks: Iterable[Task]) -> None:
        """Queue `tasks`. One whose id is known already is left as it is, done or not."""
        waiting = iter(tasks)
        while batch := list(islice(waiting, CHUNK)):
            self._put(queue, batch)

    @patient
    def _put(self, queue: str, batch: Sequence[Task]) -> None:
        with self._database.changing() as c:
            for task in batch:
                options: EnqueueOptions = {
                    "workflow_name": task.kind,
                    "queue_name": queue,
                    "workflow_id": task.id,
                    "app_version": VERSION,
                    "application_name": self._application,
                }
                self._client.enqueue_in_transaction(c, options, dict(task.data))

    @patient
    def states(self, ids: Sequence[str]) -> dict[str, State]:
        """How those of `ids` fare that are known."""
        out: dict[str, State] = {}
        with telling(self._database.label):
            for start in range(0, len(ids), CHUNK):
                found = self._client.list_workflows(
                    workflow_ids=list(ids[start : start + CHUNK]), load_input=False, load_output=False, application_name=self._application
                )
                out.update((w.workflow_id, _STATES[w.status]) for w in found)
        return out

    @patient
    def forget(self, ids: Sequence[str]) -> None:
        """Clear tasks away, so that their ids can be used again."""
        with telling(self._database.label):
            for start in range(0, len(ids), CHUNK):
                self._client.delete_workflows(list(ids[start : start + CHUNK]))

    def close(self) -> None:
        self._client.destroy()


def explain(error: dbos_error.DBOSException, database: Database) -> StoreError:
    """An error of DBOS itself as a StoreError."""
    return StoreError(f"the database {database.label} cannot be used: {' '.join(str(error).split())[:200]}", "Name another with --db.")
