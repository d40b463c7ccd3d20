"""One answer, from the intent to the platform: made and kept, sent message by message, tried again, or given up aloud.

    open -> photos fetched -> read -> answer made and kept -> [asked whether it is still ours -> sent -> noted] for each message -> finished

A message that is out is noted before anything else is done, first in a file (`journal`), and in memory while the store cannot be written.
Only a kill between the platform's taking it and that line doubles it, and no more than one message stands there at a time.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from glidecheck.channels.base import Channel, MediaRefused, Part, SendFailed, Why
from glidecheck.channels.spool import PREFIX, Spool
from glidecheck.chat import answers
from glidecheck.chat.guidance import Notice
from glidecheck.chat.intents import Intent, What
from glidecheck.chat.model import Media
from glidecheck.chat.state import State
from glidecheck.errors import EngineFailed, GlidecheckError, StoreError
from glidecheck.service.journal import Journal
from glidecheck.service.logs import LOG
from glidecheck.service.metrics import Metrics
from glidecheck.service.readers import AlbumReader, Made, Stopping
from glidecheck.service.store import Fenced, Hold, Open, Store
from glidecheck.workers.pool import Died

BACKOFF = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 900.0, 1800.0)
"""Seconds before an answer is tried again; the last one repeats."""

DISK_S = 15.0
"""Seconds before one is tried again that only the disk was against: room is made by hand, and then nobody wants to wait half an hour."""

GIVE_UP_S = 24 * 3600.0
"""Seconds after which an answer is given up: no platform lets one answer later."""

BUGS = 4
"""Times that an answer is begun in which we ourselves fail."""

SLOW_S = 2.0
"""Seconds after which a message that is being sent no longer holds the others up."""

_SORRY = {Why.ADDRESS: Notice.NOT_A_PHOTO, Why.GONE: Notice.EXPIRED, Why.TOO_LARGE: Notice.TOO_LARGE, Why.NOT_A_PHOTO: Notice.NOT_A_PHOTO}


@dataclass(slots=True)
class Answerer:
    """Answers one intent at a time, in as many threads as call. `stopping` is set when the service ends."""

    store: Store
    now: Callable[[], float]
    channels: Mapping[str, Channel]
    readers: AlbumReader
    spool: Spool
    metrics: Metrics
    stopping: threading.Event
    published: Spool | None = None
    policy: Any = None
    give_up_s: float = GIVE_UP_S
    journal: Journal | None = None
    _sending: threading.Lock = field(default_factory=threading.Lock)
    _sending_since: float = 0.0
    _bugs: dict[str, int] = field(default_factory=dict)

    def make(self, one: Open) -> Made | None:
        """The answer to it, not kept yet; None where there is nothing to make: it is made, or its channel is off.

        Raises what `answer` takes: MediaUnreachable, Stopping, GlidecheckError, OSError, anything.
        """
        channel = self.channels.get(one.intent.channel)
        return None if one.answer is not None or channel is None else self._made(one, channel, self.store.state(one.chat))

    def answer(self, hold: Hold, one: Open, made: Callable[[], Made | None], state: Callable[[Made], State]) -> bool:
        """Answers one intent, as far as it goes. `made` gives what `make` makes of it, `state` what is to be remembered then.

        Returns False where the service is stopping. Raises StoreError, Fenced.
        """
        channel = self.channels.get(one.intent.channel)
        if channel is None:
            self._give_up(hold, one, one.intent.channel, "the channel is switched off")
            return True
        try:
            found = made()
            told = one.answer if found is None else self._keep(hold, one, channel, found, state(found))
            self._send(hold, one, channel, told or {"parts": []})
        except Stopping:
            return False
        except SendFailed as error:
            if error.retry:
                self._later(hold, one, channel, error, after=error.after or 0.0)
            else:
                self._give_up(hold, one, channel.name, str(error))
        except (StoreError, Fenced):
            raise
        except GlidecheckError as error:
            self._later(hold, one, channel, error)
        except OSError as error:  # the disk is full or read-only: nobody's bug, and it passes
            said = error.strerror or type(error).__name__
            self._later(hold, one, channel, GlidecheckError(f"the disk: {said}", ""), wait=DISK_S)
        except Exception as error:  # noqa: BLE001 - a bug is tried again a few times, and then told: it must not turn round for ever
            if self.stopping.is_set():  # what is being broken off
                return False
            self._bugs[one.id] = self._bugs.get(one.id, 0) + 1
            bug = f"a bug of glidecheck ({type(error).__name__})"
            if self._bugs[one.id] >= BUGS:
                self._give_up(hold, one, channel.name, bug)
            else:
                self._later(hold, one, channel, GlidecheckError(bug, ""))
        return True

    # ------------------------------------------------------------------ making

    def _made(self, one: Open, channel: Channel, state: State) -> Made:
        intent, now = one.intent, self.now()
        if intent.what is not What.PHOTOS:
            reply = answers.answer(intent, state, now, policy=self.policy)
            return Made(reply.answers, reply.state, tuple((a.verdict, "text") for a in reply.answers[:1] if a.verdict))
        photos: list[bytes] = []
        fetched: list[Media] = []
        refused: MediaRefused | None = None
        for media in intent.media:
            try:
                photos.append(channel.fetch(media))
                fetched.append(media)
            except MediaRefused as error:
                refused = error
        failure = Notice.NOT_A_PHOTO
        if photos:
            # What could not be fetched is named beside what is judged of the others, and they are never complete.
            intent = replace(intent, media=tuple(fetched), refused=len(intent.media) - len(fetched))
            started = time.perf_counter()
            try:
                made = self.readers.album(intent, state, photos)
            except (Died, EngineFailed):
                failure = Notice.ENGINE
            else:
                self.metrics.scan_seconds.observe(time.perf_counter() - started)
                return made
        elif refused is not None:
            failure = _SORRY[refused.why]
        reply = answers.answer(intent, state, now, failure=failure, policy=self.policy)
        return Made(reply.answers, reply.state, ((None, failure.value),))

    def _keep(self, hold: Hold, one: Open, channel: Channel, made: Made, state: State) -> dict[str, Any]:
        """The answer, kept as it was made: the photos are not needed any more then."""
        told = {
            "parts": [
                {"text": p.text, "verdict": p.verdict, "product": p.product, "last": p.last, "picture": self._picture(p.picture)}
                for whole in made.answers
                for p in channel.parts(whole)
            ]
        }
        if one.intent.what is What.FORGET:
            self._forget(hold, one)
        self.store.answered(hold, one, told, state)
        for verdict, reading in made.verdicts:
            self.metrics.scans.labels(verdict or "skipped", reading, "chat").inc()
        self._drop(one.intent)
        return told

    def _forget(self, hold: Hold, one: Open) -> None:
        """Deletes what is kept of the chat besides its messages of first aid: before it is said that it is deleted. Raises OSError where
        the disk does not let it go: then that is not said yet."""
        for other, _ in self.store.open(hold.chat):
            if other.id != one.id and other.intent.what is not What.URGENT:
                self._finish(hold, other, other.answer or {"parts": []})
        for media in one.intent.media:
            if media.ref.startswith(PREFIX):
                self.spool.drop(media.ref.removeprefix(PREFIX))
        if self.published:
            self.published.drop_of(one.intent.chat)

    def _picture(self, picture: bytes | None) -> str | None:
        """Where it is kept; None where the disk takes nothing more: a verdict does not wait for its picture."""
        if not picture:
            return None
        try:
            return self.spool.put(picture)
        except OSError as error:
            LOG.error("a picture cannot be kept, its answer goes without it: %s", error.strerror or type(error).__name__)
            return None

    # ------------------------------------------------------------------ sending

    def _send(self, hold: Hold, one: Open, channel: Channel, made: Mapping[str, Any]) -> None:
        parts = made["parts"]
        for number in range(one.sent, len(parts)):
            p = parts[number]
            picture = self._shown(p["picture"])
            if picture is None and not p["text"]:
                continue  # kept too long: the text goes without it
            part = Part(p["text"], picture, p["verdict"], p["product"], p["last"])
            reply = one.intent.reply if number == 0 else None
            with self._alone():
                if not self._ours(hold, one, parts, number):
                    raise Fenced
                channel.send(one.intent.chat, part, reply=reply, key=f"{one.id}/{number}")
                if self.journal:
                    self.journal.note(one.id, number + 1)
                self._note(one.id, number + 1)
        self.metrics.answers.labels(channel.name).inc()
        self._finish(hold, one, made)

    def _shown(self, token: str | None) -> bytes | None:
        try:
            return self.spool.get(token) if token else None
        except OSError:
            return None

    def _ours(self, hold: Hold, one: Open, parts: Sequence[Mapping[str, Any]], number: int) -> bool:
        """Whether this message is still ours to send; those before it that could not be shown count as sent."""
        for before in range(number, -1, -1):
            if self.store.may_send(hold, one.id, before):
                return True
            if before == 0 or parts[before - 1]["text"]:
                return False
        return False

    def _note(self, id_: str, count: int) -> None:
        """Writes down that so many messages are out, however long the store takes."""
        wait = 0.05
        while True:
            try:
                self.store.sent(id_, count)
                if self.journal:
                    self.journal.noted(id_)
                return
            except StoreError as error:
                if self.stopping.is_set():
                    raise
                LOG.error("answer %s is out, and that cannot be written yet: %s", id_[:8], error)
            self.stopping.wait(wait)
            wait = min(2 * wait, 2.0)

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

    # ------------------------------------------------------------------ otherwise

    def _later(
        self, hold: Hold, one: Open, channel: Channel, error: GlidecheckError, *, after: float = 0.0, wait: float | None = None
    ) -> None:
        now = self.now()
        if now - one.made > self.give_up_s:
            self._give_up(hold, one, channel.name, str(error))
            return
        tries = one.tries + 1
        wait = (wait or BACKOFF[min(tries, len(BACKOFF)) - 1]) * random.uniform(0.8, 1.2)
        self.metrics.retries.labels(channel.name).inc()
        LOG.warning("%s: answer %s is tried again (%d): %s", channel.name, one.id[:8], tries, error)
        self.store.later(hold, one.id, tries, now + max(wait, min(after, 3600.0)))

    def _give_up(self, hold: Hold, one: Open, channel: str, why: str) -> None:
        self.metrics.given_up.labels(channel, "refused" if self.now() - one.made < self.give_up_s else "too late").inc()
        LOG.error("%s: answer %s is given up: %s", channel, one.id[:8], why)
        self._finish(hold, one, one.answer or {"parts": []})

    def _finish(self, hold: Hold, one: Open, made: Mapping[str, Any]) -> None:
        self.store.finish(hold, one.id)
        if one.intent.what is What.FORGET:
            self.store.scrub()
        self._bugs.pop(one.id, None)
        self._drop(one.intent)
        for part in made["parts"]:
            if part["picture"]:
                self._dropped(part["picture"])

    def _drop(self, intent: Intent) -> None:
        """Photos that came with the request are deleted; the platforms' own we never kept."""
        for media in intent.media:
            if media.ref.startswith(PREFIX):
                self._dropped(media.ref.removeprefix(PREFIX))

    def _dropped(self, token: str) -> None:
        try:
            self.spool.drop(token)
        except OSError as error:  # the janitor tries again, and readiness tells while it cannot
            LOG.error("a photo cannot be deleted yet: %s", error.strerror or type(error).__name__)
