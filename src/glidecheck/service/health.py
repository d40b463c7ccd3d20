"""Whether messages can be stored and answered: threads that are watched, a store that was written a moment ago, folders that can be.

Readiness says what was found, not what was hoped: it goes when something is missing and comes back by itself.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from glidecheck.channels.spool import ROOM, Spool, each
from glidecheck.errors import StoreError
from glidecheck.service import notify
from glidecheck.service.logs import LOG
from glidecheck.service.metrics import Metrics

STALE_S = 8.0
"""Seconds since the store was last written after which it counts as out of reach."""

HUNG_S = 60.0
"""Seconds, beyond its own pace, after which a thread that has not come round counts as hung."""

PROBE_S = 3.0
"""Seconds between two tries to write into the folders of photos."""


class Loop(threading.Thread):
    """A thread that calls `run` every so many seconds, and when `signal` is set. Nothing that goes wrong in it ends it."""

    def __init__(
        self,
        name: str,
        run: Callable[[], None],
        every: float,
        signal: threading.Event | None,
        stopping: threading.Event,
        metrics: Metrics,
    ) -> None:
        super().__init__(name=f"glidecheck-{name}", daemon=True)
        self.label = name
        self.round = time.monotonic()
        self._run = run
        self._every = every
        self._signal = signal
        self._stopping = stopping
        self._metrics = metrics
        self._said: str | None = None

    def run(self) -> None:
        while not self._stopping.is_set():
            self.round = time.monotonic()
            try:
                self._run()
                self._say(None)
            except (StoreError, OSError) as error:
                self._say(str(error))
            except Exception as error:  # noqa: BLE001 - a thread that ends is worse than one that fails: counted, told, tried again
                self._metrics.bugs.labels(self.label).inc()
                self._say(f"a bug of glidecheck ({type(error).__name__})")
            (self._signal or self._stopping).wait(self._every)
            if self._signal:
                self._signal.clear()  # what sets it from here on finds us before the next look

    @property
    def hung(self) -> bool:
        return not self.is_alive() or time.monotonic() - self.round > self._every + HUNG_S

    def _say(self, what: str | None) -> None:
        """Once, and not at each try."""
        if what != self._said:
            LOG.warning("%s: %s", self.label, what or "works again")
            self._said = what


class Health:
    """What is known of it. `trouble` is asked by the web's threads, the rest is told by the talker's."""

    def __init__(self, spools: Sequence[Spool], metrics: Metrics, database: Path | None = None) -> None:
        self._spools = spools
        self._database = database
        self._metrics = metrics
        self._loops: Sequence[Loop] = ()
        self._beat = float("-inf")
        self._overdue = False
        self._full: str | None = None
        self._little = False
        self._failing = False
        self._stored = float("-inf")
        self._probe = threading.Lock()
        metrics.ready.set_function(lambda: float(self.trouble is None))
        metrics.store_up.set_function(lambda: float(self.store_up))

    def watch(self, loops: Sequence[Loop]) -> None:
        self._loops = loops

    def beaten(self, *, overdue: bool = False) -> None:
        """The store was written now; `overdue` says that a message waits for longer than it should."""
        self._beat = time.monotonic()
        self._overdue = overdue
        self._failing = False

    @property
    def store_up(self) -> bool:
        return time.monotonic() - self._beat < STALE_S

    @property
    def trouble(self) -> str | None:
        """What is wrong, in a sentence without names of this machine; None where nothing is."""
        if hung := [loop.label for loop in self._loops if loop.hung]:
            return f"A thread of the service hangs: {', '.join(hung)}."
        if not self.store_up or self._failing:
            return "The database cannot be written."
        if self._little:
            return "The disk of the database is full."
        if self._overdue:
            return "Messages wait, and nobody answers them."
        return self._full

    @contextmanager
    def storing(self) -> Iterator[None]:
        """Around storing a message. While the store fails, one at a time tries and the others are told at once: a platform sends again,
        and threads that wait for a locked store would be missed elsewhere. Raises StoreError."""
        if not self._failing:
            with self._tried():
                yield
        elif self._probe.acquire(blocking=False):
            try:
                with self._tried():
                    yield
            finally:
                self._probe.release()
        else:
            raise StoreError("the database cannot be written at the moment", "Send it again.")

    @contextmanager
    def _tried(self) -> Iterator[None]:
        """One that had to wait too long among many is no failing store: another was stored, or the beat was written, meanwhile."""
        began = time.monotonic()
        try:
            yield
        except StoreError:
            self._failing = max(self._stored, self._beat) < began
            raise
        self._stored = time.monotonic()
        self._failing = False

    def probe(self) -> None:
        """Looks whether photos can be kept and deleted, and tells systemd that we live. Raises OSError where they cannot."""
        if not any(loop.hung for loop in self._loops):
            notify.tell("WATCHDOG=1")
        self._little = self._database is not None and shutil.disk_usage(self._database.parent).free < ROOM
        try:
            each(self._spools, Spool.probe)
        except OSError as error:
            self._full = f"The folder of photos cannot be written: {error.strerror or type(error).__name__}."
            raise
        self._full = None
