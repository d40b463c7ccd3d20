"""From a stored message to its answer: durable, in order within a chat, tried again, and given up only with a line in the log and a count.

    webhook -> store -> task "talk" -> hear -> fetch -> read -> answer made -> sent, message by message -> closed

Everything stands in the database before the next step begins, so that a kill loses nothing; only a message that was sent in the very moment
of a kill may be sent twice. A chat is talked to by one worker at a time, under a lease that ends by itself when its worker dies.
"""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from glidecheck.channels.base import Channel, MediaRefused, MediaUnreachable, Part, SendFailed, Why
from glidecheck.channels.spool import PREFIX, Spool
from glidecheck.chat import answers, hear
from glidecheck.chat.guidance import Notice
from glidecheck.chat.hear import Heard, Intent, What
from glidecheck.chat.model import Incoming, Kind
from glidecheck.chat.state import State
from glidecheck.errors import EngineFailed, GlidecheckError, StoreError
from glidecheck.jobs.database import Database
from glidecheck.jobs.queue import Producer, Task
from glidecheck.jobs.slots import first_free
from glidecheck.jobs.worker import Worker
from glidecheck.service.logs import LOG
from glidecheck.service.metrics import Metrics
from glidecheck.service.readers import Made, Stopping
from glidecheck.service.store import LEASE_S, Open, Store
from glidecheck.workers.pool import Died

APPLICATION = "glidecheck-serve"
QUEUE = "talk"
KIND = "talk"
TALKERS = 16
"""Chats that are talked to at once: most of them wait for a platform or for a reading process."""

SLOW_S = 2.0
"""Seconds after which a message that is being sent no longer holds the others up."""

TICK_S = 0.5
BACKOFF = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 900.0, 1800.0)
"""Seconds before an answer is tried again; the last one repeats."""
GIVE_UP_S = 24 * 3600.0
"""Seconds after which an answer is given up: no platform lets one answer later."""

BUGS = 4
"""Times that an answer is begun in which we ourselves fail."""

_SORRY = {Why.ADDRESS: Notice.NOT_A_PHOTO, Why.GONE: Notice.EXPIRED, Why.TOO_LARGE: Notice.TOO_LARGE, Why.NOT_A_PHOTO: Notice.NOT_A_PHOTO}


class AlbumReader(Protocol):
    """Whoever reads the photos of an intent: `Readers`, or something quicker in a test."""

    def album(self, intent: Intent, state: State, photos: Sequence[bytes]) -> Made: ...


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
    ) -> None:
        self.store = Store(database)
        self._database = database
        self._channels = channels
        self._readers = readers
        self._spool = spool
        self._pictures = pictures
        self._metrics = metrics
        self._memory_s = memory_s
        self._give_up_s = give_up_s
        self._policy = policy
        self._holders: set[str] = set()
        self._lock = threading.Lock()
        self._sending = threading.Lock()
        self._sending_since = 0.0
        self._stopping = threading.Event()
        self._nudged = threading.Event()
        self._threads: list[threading.Thread] = []
        self._worker: Worker | None = None
        self._producer: Producer | None = None

    # ------------------------------------------------------------------ in

    def put(self, messages: Sequence[Incoming], now: float | None = None) -> int:
        """Stores the messages, and wakes a worker. Returns how many chats have a new one. Raises StoreError: nothing is acknowledged."""
        moment = time.time() if now is None else now
        chats = self.store.put(messages, moment)
        if chats:
            self._nudged.set()  # the ticker wakes workers, for many chats at once: the platform need not wait for that
        return len(chats)

    def _wake(self, chats: Sequence[str], now: float) -> None:
        assert self._producer is not None
        self._producer.put(QUEUE, [Task(f"talk:{chat}:{now:.3f}", KIND, {"chat": chat}) for chat in chats])

    # ------------------------------------------------------------------ life

    def start(self) -> None:
        """Raises StoreError."""
        slot = first_free(self._database, "serve")
        self._worker = Worker(self._database, APPLICATION, slot, {KIND: self._talk})
        self._worker.start({QUEUE: TALKERS})
        self._producer = Producer(self._database, APPLICATION)
        ends = self._stopping
        for name, run, every, signal in (
            ("ticker", self._tick, TICK_S, self._nudged),
            ("leases", self._keep, LEASE_S / 4, ends),
            ("janitor", self._tidy, 60.0, ends),
        ):
            thread = threading.Thread(target=self._often, args=(run, every, signal), name=f"glidecheck-{name}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, wait_s: float = 5.0, then: Callable[[], None] | None = None) -> None:
        """Takes nothing more; what is not answered then is answered after the next start."""
        self._stopping.set()
        self._nudged.set()
        for thread in self._threads:
            thread.join(10)
        if self._worker:
            self._worker.stop(wait_s, then)
        if self._producer:
            self._producer.close()

    @property
    def failure(self) -> StoreError | None:
        """Why nothing can be answered any more, None while it can."""
        return self._worker.failure if self._worker else None

    @property
    def ready(self) -> bool:
        return self._worker is not None and self._worker.failure is None and not self._stopping.is_set()

    def _often(self, run: Callable[[], None], every: float, signal: threading.Event) -> None:
        """Calls `run` every so many seconds, and when `signal` is given."""
        while not self._stopping.is_set():
            signal.wait(every)
            if self._stopping.is_set():
                return
            self._nudged.clear()
            try:
                run()
            except StoreError as error:
                LOG.warning("store: %s", error)

    def _tick(self) -> None:
        now = time.time()
        while chats := self.store.due(now):
            self._wake(chats, now)
            self.store.asked(chats, now)

    def _keep(self) -> None:
        with self._lock:
            holders = tuple(self._holders)
        self.store.keep(holders, time.time())

    def _tidy(self) -> None:
        now = time.time()
        self._spool.sweep(now)
        if self._pictures:
            self._pictures.sweep(now)
        self.store.clear(now - self._memory_s)
        if self._producer:
            # Tasks carry nothing but a hash; they are cleared away all the same.
            self._producer.clear(time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(now - 3600)))

    # ------------------------------------------------------------------ one chat

    def _talk(self, data: dict[str, Any]) -> None:
        """Hears and answers one chat until nothing is due there. Another worker may have it: then that one does."""
        chat, holder = str(data["chat"]), uuid.uuid4().hex
        if self._stopping.is_set() or not self.store.take(chat, holder, time.time()):
            return
        with self._lock:
            self._holders.add(holder)
        wake: float | None = time.time() + 1.0  # where it breaks off, the chat is looked at again
        try:
            wake = self._whole(chat)
        except Stopping:
            pass
        finally:
            with self._lock:
                self._holders.discard(holder)
            self.store.leave(chat, holder, wake, time.time())

    def _whole(self, chat: str) -> float | None:
        """When the chat is to be looked at again, None where nothing waits."""
        while True:
            heard = self._hear(chat)
            now = time.time()
            waiting = self.store.open(chat)
            due = next((one for one, at in waiting if at <= now), None)
            if due is None:
                times = [at for _, at in waiting] + ([heard.wake] if heard.wake else [])
                return min(times, default=None)
            if not self._answer(due) or self._stopping.is_set():
                return time.time()

    def _hear(self, chat: str) -> Heard:
        try:
            return self.store.hear(chat, hear.understand, time.time())
        except GlidecheckError:
            raise
        except Exception as error:  # noqa: BLE001 - a message that breaks us must not break us for ever
            count = self.store.discard(chat)
            self._metrics.given_up.labels("any", "bug").inc(count)
            LOG.error("%d messages of a chat are given up: a bug of glidecheck (%s)", count, type(error).__name__)
            return Heard((), State(), None)

    def _answer(self, one: Open) -> bool:
        """Answers one intent, as far as it goes. False where the service is stopping."""
        channel = self._channels.get(one.intent.channel)
        if channel is None:
            self._give_up(one, one.intent.channel, "the channel is switched off")
            return True
        try:
            made = one.answer if one.answer is not None else self._make(one, channel)
            self._send(one, channel, made)
        except Stopping:
            return False
        except MediaUnreachable as error:
            self._later(one, channel, error, None)
        except SendFailed as error:
            if error.retry:
                self._later(one, channel, error, error.after)
            else:
                self._give_up(one, channel.name, str(error))
        except StoreError:
            raise
        except GlidecheckError as error:
            self._later(one, channel, error, None)
        except Exception as error:  # noqa: BLE001 - a bug is tried again a few times, and then told: it must not turn round for ever
            if one.tries + 1 >= BUGS:
                self._give_up(one, channel.name, f"a bug of glidecheck ({type(error).__name__})")
            else:
                self._later(one, channel, GlidecheckError(f"a bug of glidecheck ({type(error).__name__})", ""), None)
        return True

    def _make(self, one: Open, channel: Channel) -> dict[str, Any]:
        """The answer, made and kept: the photos are not needed any more then."""
        state = self.store.state(one.chat)
        made = self._made(one, channel, state)
        told = {
            "parts": [
                {
                    "text": p.text,
                    "verdict": p.verdict,
                    "product": p.product,
                    "last": p.last,
                    "picture": self._spool.put(p.picture) if p.picture else None,
                }
                for whole in made.answers
                for p in channel.parts(whole)
            ]
        }
        self.store.answered(one, told, made.state)
        for verdict, reading in made.verdicts:
            self._metrics.scans.labels(verdict or "skipped", reading, "chat").inc()
        self._drop(one.intent)
        return told

    def _made(self, one: Open, channel: Channel, state: State) -> Made:
        intent, now = one.intent, time.time()
        if intent.what is not What.PHOTOS:
            reply = answers.answer(intent, state, now, policy=self._policy)
            return Made(reply.answers, reply.state, tuple((a.verdict, "text") for a in reply.answers[:1] if a.verdict))
        photos: list[bytes] = []
        refused: MediaRefused | None = None
        for media in intent.media:
            try:
                photos.append(channel.fetch(media))
            except MediaRefused as error:
                refused = error
        failure = Notice.NOT_A_PHOTO
        if photos and refused is None:
            started = time.perf_counter()
            try:
                made = self._readers.album(intent, state, photos)
            except (Died, EngineFailed):
                failure = Notice.ENGINE
            else:
                self._metrics.scan_seconds.observe(time.perf_counter() - started)
                return made
        elif refused is not None:
            failure = _SORRY[refused.why]
        reply = answers.answer(intent, state, now, failure=failure, policy=self._policy)
        return Made(reply.answers, reply.state, ((None, failure.value),))

    def _send(self, one: Open, channel: Channel, made: dict[str, Any]) -> None:
        parts = made["parts"]
        for number in range(one.sent, len(parts)):
            p = parts[number]
            picture = self._spool.get(p["picture"]) if p["picture"] else None
            if p["picture"] and picture is None and not p["text"]:
                continue  # kept too long: the text goes without it
            part = Part(p["text"], picture, p["verdict"], p["product"], p["last"])
            reply = one.intent.reply if number == 0 else None
            with self._alone():
                channel.send(one.intent.chat, part, reply=reply, key=f"{one.id}/{number}")
                self.store.sent(one.id, number + 1)
        self._metrics.answers.labels(channel.name).inc()
        self._close(one, made)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One message at a time is between the platform and our note that it is out, so that a kill doubles one at most. A platform that is
        slow to answer holds the others up for a moment only."""
        mine = self._sending.acquire(timeout=0.05)
        while not mine and time.monotonic() - self._sending_since < SLOW_S:
            mine = self._sending.acquire(timeout=0.05)
        if mine:
            self._sending_since = time.monotonic()
        try:
            yield
        finally:
            if mine:
                self._sending.release()

    def _later(self, one: Open, channel: Channel, error: GlidecheckError, after: float | None) -> None:
        now = time.time()
        if now - one.made > self._give_up_s:
            self._give_up(one, channel.name, str(error))
            return
        tries = one.tries + 1
        wait = BACKOFF[min(tries, len(BACKOFF)) - 1] * random.uniform(0.8, 1.2)
        self._metrics.retries.labels(channel.name).inc()
        LOG.warning("%s: answer %s is tried again (%d): %s", channel.name, one.id[:8], tries, error)
        self.store.later(one.id, tries, now + max(wait, min(after or 0.0, 3600.0)))

    def _give_up(self, one: Open, channel: str, why: str) -> None:
        self._metrics.given_up.labels(channel, "refused" if time.time() - one.made < self._give_up_s else "too late").inc()
        LOG.error("%s: answer %s is given up: %s", channel, one.id[:8], why)
        self._close(one, one.answer or {"parts": []})

    def _close(self, one: Open, made: dict[str, Any]) -> None:
        self.store.close(one.id)
        self._drop(one.intent)
        for part in made["parts"]:
            if part["picture"]:
                self._spool.drop(part["picture"])

    def _drop(self, intent: Intent) -> None:
        """Photos that came with the request are deleted; the platforms' own we never kept."""
        for media in intent.media:
            if media.ref.startswith(PREFIX):
                self._spool.drop(media.ref.removeprefix(PREFIX))
