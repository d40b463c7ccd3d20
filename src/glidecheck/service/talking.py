"""From a stored message to its answer: durable, in order within a chat, tried again, and given up only with a line in the log and a count.

    webhook -> store -> a free thread takes the chat -> hear -> answer (see `answering`) -> leave

Everything stands in the database before the next step begins, so that a kill loses nothing. A chat is one thread's of one service at a
time, until that leaves it or its service is dead (`lives`); no clock takes it away. An urgent message waits neither for the photos of other
chats (some threads are kept free) nor for those of its own.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import replace
from typing import Any

from glidecheck.channels.base import Channel
from glidecheck.channels.spool import Spool, each
from glidecheck.chat import answers, hear
from glidecheck.chat.hear import Heard
from glidecheck.chat.intents import What
from glidecheck.chat.model import Incoming, Kind
from glidecheck.chat.state import State
from glidecheck.errors import GlidecheckError, StoreError
from glidecheck.jobs.database import Database
from glidecheck.jobs.slots import Slot, first_free
from glidecheck.service.answering import GIVE_UP_S, Answerer
from glidecheck.service.clock import Clock
from glidecheck.service.health import PROBE_S, Health, Loop
from glidecheck.service.journal import Journal
from glidecheck.service.lives import BEAT_S, Lives
from glidecheck.service.logs import LOG
from glidecheck.service.metrics import Metrics
from glidecheck.service.readers import AlbumReader, Made, Stopping
from glidecheck.service.store import AT_ONCE, Fenced, Hold, Open, Store

TALKERS = 16
"""Chats that are talked to at once: most of them wait for a platform or for a reading process."""

URGENT = 4
"""Further ones that take urgent messages alone."""

TICK_S = 0.5  # seconds between two looks for talks that are due
JANITOR_S = 20.0
"""Seconds by which a photo may outlive its time."""

LOOK_S = 0.4
"""Seconds between two looks for an urgent message while a photo of the same chat is read."""

OVERDUE_S = 30.0
"""Seconds that a message may wait while there are free threads, before the service says that it is not ready."""

SYNC_BEATS = 60
"""Beats between two looks at the database's clock."""


def warm() -> None:
    """Loads the lexicon and all that a question needs, now: at the first message it would hold up the next hundred."""
    said = Incoming("warm", "1", "1", Kind.TEXT, "is retinal ok? my skin is red")
    for intent in hear.understand((said,), State(), 0.0).intents:
        answers.answer(intent, State(), 0.0)


class Talker:
    """Answers what the store holds. Started by `start`, ended by `stop`."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        readers: AlbumReader,
        spool: Spool,
        metrics: Metrics,
        *,
        pictures: Spool | None = None,
        memory_s: float = 30 * 86400.0,
        give_up_s: float = GIVE_UP_S,
        policy: Any = None,
        clock: Clock | None = None,
    ) -> None:
        self.store = Store(database)
        self.clock = clock or Clock(database)
        self._stopping = threading.Event()
        spools = [spool, *([pictures] if pictures else [])]
        self.health = Health(spools, metrics, database.path)
        self._answerer = Answerer(
            self.store, self.clock.now, channels, readers, spool, metrics, self._stopping, pictures, policy, give_up_s
        )
        self._database = database
        self._spools = spools
        self._metrics = metrics
        self._memory_s = memory_s
        self._lock = threading.Lock()
        self._busy: dict[str, bool] = {}  # chats in hand, and whether as an urgent one
        self._unleft: dict[Hold, float | None] = {}  # chats that could not be left: the store could not be written
        self._nudged = threading.Event()
        self._loops: list[Loop] = []
        self._talkers = ThreadPoolExecutor(TALKERS + URGENT, thread_name_prefix="glidecheck-talk")
        self._makers = ThreadPoolExecutor(TALKERS + URGENT, thread_name_prefix="glidecheck-make")
        self._slot: Slot | None = None
        self._lives: Lives | None = None
        self._journal: Journal | None = None
        self._beats = 0

    # ------------------------------------------------------------------ in

    def put(self, messages: Sequence[Incoming], now: float | None = None) -> int:
        """Stores the messages, and wakes a talker. Returns how many chats have a new one. Raises StoreError: nothing is acknowledged."""
        with self.health.storing():
            chats = self.store.put(messages, self.clock.now() if now is None else now)
        if chats:
            self._nudged.set()
        return len(chats)

    # ------------------------------------------------------------------ life

    def start(self) -> None:
        """Raises StoreError."""
        now = self.clock.now()
        if self.store.written_after(now + 60):
            self._set_back()
        self._slot = first_free(self._database, "serve")
        self._journal = Journal(self._spools[0].folder.parent, self._slot.name)
        self._journal.take_up(self.store.sent)
        self._journal.begin()
        self._answerer.journal = self._journal
        self._lives = Lives(self._database, self._slot)
        self._lives.begin()
        self.health.beaten()
        for name, run, every, signal in (
            ("ticker", self._tick, TICK_S, self._nudged),
            ("beat", self._beat, BEAT_S, None),
            ("janitor", self._tidy, JANITOR_S, None),
            ("probe", self.health.probe, PROBE_S, None),
        ):
            self._loops.append(Loop(name, run, every, signal, self._stopping, self._metrics))
        self.health.watch(self._loops)
        for loop in self._loops:
            loop.start()

    def _wait(self, wait_s: float) -> None:
        until = time.monotonic() + wait_s
        while self._busy and time.monotonic() < until:
            time.sleep(0.02)

    def stop(self, wait_s: float = 5.0, then: Callable[[], None] | None = None) -> None:
        """Takes nothing more; what is not answered then is answered after the next start. `then` breaks off what is being read."""
        self._stopping.set()
        self._nudged.set()
        self._wait(wait_s)
        if then:
            then()
        self._wait(wait_s)
        for loop in self._loops:
            loop.join(5)
        self._talkers.shutdown(wait=False, cancel_futures=True)
        self._makers.shutdown(wait=False, cancel_futures=True)
        try:
            if self._lives:
                self._lives.end()
        except StoreError as error:
            LOG.warning("store: %s", error)
        if self._journal:
            self._journal.end()
        if self._slot:
            self._slot.leave()
        self.store.close()

    @property
    def trouble(self) -> str | None:
        """Why messages cannot be stored or answered now, None while they can."""
        if self._lives is None or self._stopping.is_set():
            return "It is not running."
        return self.health.trouble

    # ------------------------------------------------------------------ what is done again and again

    def _tick(self) -> None:
        """Takes as many chats as there are free threads."""
        assert self._lives is not None
        for urgent, most in ((False, TALKERS), (True, URGENT)):
            with self._lock:
                free = most - sum(1 for of in self._busy.values() if of is urgent)
            while free > 0 and not self._stopping.is_set():
                found = self.store.take(self._lives.life, self.clock.now(), free, urgent=urgent)
                for hold in found:
                    with self._lock:
                        self._busy[hold.chat] = urgent
                    self._talkers.submit(self._talk, hold, urgent)
                free = free - len(found) if found else 0

    def _beat(self) -> None:
        """Says that we live, looks who does not, and leaves what could not be left."""
        assert self._lives is not None
        assert self._slot is not None
        self._beats += 1
        if not self._slot.keep():
            raise StoreError("the lock of this service is lost", "It is taken again as soon as the database is back.")
        self._lives.beat()
        for hold, wake in tuple(self._unleft.items()):
            self._leave(hold, wake)
        for slot in self._lives.bury(self._take_up):
            LOG.warning("%s is gone: its chats are ours or another's now", slot)
            self._nudged.set()
        if self._beats % SYNC_BEATS == 0 and self.clock.sync():
            self._set_back()
        now = self.clock.now()
        with self._lock:
            free = len(self._busy) < TALKERS
        self.health.beaten(overdue=free and self.store.overdue(now, OVERDUE_S))

    def _take_up(self) -> None:
        if self._journal:
            self._journal.take_up(self.store.sent)

    def _set_back(self) -> None:
        LOG.warning("the database's clock was set back: what waits for a time is looked at now")
        self.store.set_back(self.clock.now())

    def _tidy(self) -> None:
        try:
            each(self._spools, Spool.sweep)
        finally:
            self.store.clear(self.clock.now() - self._memory_s)
            self.store.scrub()

    # ------------------------------------------------------------------ one chat

    def _talk(self, hold: Hold, urgent: bool) -> None:
        """Hears and answers one chat until nothing is due there."""
        wake: float | None = self.clock.now() + 1.0  # where it breaks off, the chat is looked at again
        try:
            if not self._stopping.is_set():
                wake = self._answer_all(hold, urgent)
        except (Stopping, Fenced):
            pass
        except StoreError as error:
            LOG.warning("store: %s", error)
        except Exception as error:  # noqa: BLE001 - a thread's last resort: counted, and the chat is looked at again
            self._metrics.bugs.labels("talk").inc()
            LOG.error("a bug of glidecheck (%s) while a chat was answered", type(error).__name__)
        finally:
            self._leave(hold, wake)
            with self._lock:
                self._busy.pop(hold.chat, None)
            self._nudged.set()

    def _leave(self, hold: Hold, wake: float | None) -> None:
        try:
            self.store.leave(hold, wake)
        except Fenced:
            pass
        except StoreError:
            self._unleft[hold] = wake
            return
        self._unleft.pop(hold, None)

    def _answer_all(self, hold: Hold, urgent: bool) -> float | None:
        """Answers what is due, one after the other; an `urgent` thread what is urgent alone. Returns when the chat is to be looked at
        again, None where nothing waits."""
        while True:
            heard = self._hear(hold)
            now = self.clock.now()
            waiting = self.store.open(hold.chat)
            due = next((one for one, at in waiting if at <= now), None)
            if due is None:
                times = [at for _, at in waiting] + ([heard.wake] if heard.wake else [])
                return min(times, default=None)
            if urgent and due.intent.what is not What.URGENT:
                return AT_ONCE
            if not self._answer(hold, due) or self._stopping.is_set():
                return AT_ONCE

    def _hear(self, hold: Hold) -> Heard:
        numbers, messages, state = self.store.inbox(hold)
        now = self.clock.now()
        try:
            heard = hear.understand(messages, state, now)
        except GlidecheckError:
            raise
        except Exception as error:  # noqa: BLE001 - a message that breaks us must not break us for ever
            count = self.store.discard(hold, numbers)
            self._metrics.given_up.labels("any", "bug").inc(count)
            LOG.error("%d messages of a chat are given up: a bug of glidecheck (%s)", count, type(error).__name__)
            return Heard((), State(), None)
        if numbers or heard.state != state or heard.intents:
            self.store.heard(hold, numbers, heard, now)
        return heard

    def _answer(self, hold: Hold, one: Open) -> bool:
        """Answers one intent. While its photos are read, urgent messages of the same chat are answered."""
        if one.intent.what is not What.PHOTOS or one.answer is not None:
            return self._answerer.answer(hold, one, lambda: self._answerer.make(one), lambda made: made.state)
        making = self._makers.submit(self._answerer.make, one)
        forgotten = False
        while not wait_for([making], LOOK_S).done:
            if self.store.urgent(hold):
                forgotten |= self._urgent(hold)

        def state(made: Made) -> State:
            """What was heard meanwhile, with what this answer adds."""
            now = self.store.state(hold.chat)
            return now if forgotten else replace(now, told=made.state.told)

        return self._answerer.answer(hold, one, making.result, state)

    def _urgent(self, hold: Hold) -> bool:
        """Answers what is urgent, now. Whether the chat was to be forgotten meanwhile."""
        heard = self._hear(hold)
        for other, at in self.store.open(hold.chat):
            if other.intent.what is What.URGENT and at <= self.clock.now():
                self._answerer.answer(hold, other, lambda other=other: self._answerer.make(other), lambda made: made.state)  # type: ignore[misc]
        return any(i.what is What.FORGET for i in heard.intents)
