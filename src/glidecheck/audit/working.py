"""Reading as durable work: a task is a product's photos, done by a child process, its outcome kept in the store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from glidecheck.audit.child import COMMAND
from glidecheck.audit.evidence import Evidence, with_jpegs
from glidecheck.audit.orders import Order, queue_of
from glidecheck.audit.store import Failure, Kept, Store
from glidecheck.jobs.database import Database
from glidecheck.jobs.slots import Slot
from glidecheck.jobs.worker import Worker
from glidecheck.workers.pool import Closed, Died, Pool

APPLICATION = "glidecheck-audit"
KIND = "read"

LIMIT_S = 180.0
"""Seconds a photo: a sharp 60-megapixel label takes 20 on one slow core."""

AHEAD = 3
"""Tasks taken a child: while one is read, the next are at hand."""


class Reading:
    """A worker that reads. `start` it, and `stop` it."""

    def __init__(
        self, database: Database, slot: Slot, reader: str, jobs: int, *, command: Sequence[str] = COMMAND, limit_s: float = LIMIT_S
    ) -> None:
        self.store = Store(database)
        self.pool = Pool(jobs, command)
        self._reader = reader
        self._limit_s = limit_s
        self.worker = Worker(database, APPLICATION, slot, {KIND: self._read})

    def start(self) -> None:
        """Raises StoreError."""
        self.worker.start({queue_of(self._reader): self.pool.size * AHEAD})

    def stop(self, wait_s: float = 0.0) -> None:
        """Take nothing more; what is being read may go on for `wait_s` seconds, then its child is ended and it stays to be read."""
        self.worker.stop(wait_s, self.pool.close)

    def _read(self, data: dict[str, Any]) -> None:
        """One task. It may come twice, when a worker died between keeping the reading and saying so: then there is nothing to do."""
        work = str(data["work"])
        if self.store.is_read(work):
            return
        order = self.store.order(work)
        if order is None:  # forgotten meanwhile
            return
        outcome = self.outcome(order)
        if isinstance(outcome, Failure):
            self.store.keep_failure(work, outcome)
        else:
            kept, packed, pictures = outcome
            self.store.keep_reading(work, order.reader, Kept(work, *kept), packed, pictures)

    def outcome(self, order: Order) -> Failure | tuple[tuple[tuple[str, ...], str | None], bytes, tuple[Evidence, ...]]:
        """What a child makes of an order. Raises Closed."""
        try:
            told, blobs = self.pool.ask({"do": "read", "order": order.dumps()}, limit_s=self._limit_s * max(1, len(order.pieces)))
        except Closed:
            raise
        except Died as death:
            return Failure("died", str(death), death.next)
        if "failed" in told:
            return Failure(told["failed"], told["reason"], told["next"])
        pictures = with_jpegs(told["evidence"], blobs[1:])
        return (tuple(told["photos"]), told["barcode"]), blobs[0], pictures
