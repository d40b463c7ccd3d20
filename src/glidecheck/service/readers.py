"""The reading processes, and who may wait for one: messages of a chat as long as it takes, scans of the API only so many at once."""

from __future__ import annotations

import base64
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from glidecheck.chat.intents import Intent
from glidecheck.chat.model import Answer
from glidecheck.chat.state import State
from glidecheck.chat.tongue import ENGLISH
from glidecheck.errors import EngineFailed, GlidecheckError, ServiceError
from glidecheck.service import intents, sandbox
from glidecheck.workers import capacity
from glidecheck.workers.child import STOPS
from glidecheck.workers.pool import Closed, Died, Pool

COMMAND = (sys.executable, "-m", "glidecheck.service.child")

LIMIT_S = 180.0
"""Seconds a photo: a sharp 60-megapixel label takes 20 on one slow core."""
API_LIMIT_S = 120.0
"""Seconds a scan of the API, whatever it holds: six photos take some 40 on one slow core."""
WAIT_S = 120.0
"""Seconds that a scan of the API waits for a reader."""


class Busy(ServiceError):  # noqa: N818 - the house names states
    """Too many scans wait already."""


class Stopping(ServiceError):  # noqa: N818
    """The service ends: the work is done by the next one."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the API is asked of one product: its photos with their names, or its label's `text`. `pictures` wants to see what was read,
    `language` is the answer's."""

    photos: tuple[bytes, ...] = field(default=(), repr=False)
    names: tuple[str, ...] = ()
    text: str | None = field(default=None, repr=False)
    product: str | None = None
    pictures: bool = False
    language: str = ENGLISH


@dataclass(frozen=True, slots=True)
class Made:
    """The answer to an album, with the state to keep; `verdicts` are (verdict, reading) of each product, for the counts."""

    answers: tuple[Answer, ...] = field(repr=False)
    state: State = field(repr=False)
    verdicts: tuple[tuple[str | None, str], ...]


class AlbumReader(Protocol):
    """Whoever reads the photos of an intent: `Readers`, or something quicker in a test."""

    def album(self, intent: Intent, state: State, photos: Sequence[bytes]) -> Made: ...


class Readers:
    """`jobs` processes (0: one a core). `queue` is how many scans of the API may wait beyond those being read.

    With `chat`, one process is never given to the API: a photo of a chat does not wait behind what strangers send. Where there would be
    one process alone, there are two then.
    """

    def __init__(
        self,
        jobs: int = 0,
        queue: int = 8,
        policy: Path | None = None,
        command: Sequence[str] = COMMAND,
        *,
        engine: str | None = None,
        second: str | None = None,
        chat: bool = False,
    ) -> None:
        size = jobs or capacity.jobs()
        self.pool = Pool(max(size, 2) if chat else size, command, sandbox.cell())
        self._how = {"policy": str(policy.resolve()) if policy else None, "engine": engine, "second": second}
        self._turns = threading.Semaphore(self.pool.size - chat)
        self._most = self.pool.size - chat + queue
        self.waiting = 0
        self._lock = threading.Lock()

    def scan(self, asked: Question) -> dict[str, Any]:
        """{"scan": glidecheck.scan/1}, and with `pictures` also "pictures", "lines" and "proof", each picture as a data: address;
        "seconds" is how long a process was busy with it.

        Raises Busy, Stopping, EngineMissing, LexiconError's kin as GlidecheckError.
        """
        header = {
            "do": "scan", "names": asked.names, "text": asked.text, "product": asked.product, "pictures": asked.pictures,
            "language": asked.language, **self._how,
        }  # fmt: skip
        with self._place():
            started = time.monotonic()
            try:
                told, parts = self._ask(header, asked.photos, min(API_LIMIT_S, LIMIT_S * max(1, len(asked.photos))))
            except Died as death:
                from glidecheck import pipeline
                from glidecheck.report import jsonform

                failed = EngineFailed(str(death), "Send it again; if it happens again, export the photo smaller.")
                scan = jsonform.to_json(pipeline.skipped(asked.names or ["text"], failed, asked.product))
                return {"scan": scan, "seconds": time.monotonic() - started}
            seconds = time.monotonic() - started
        for shown in (*told.get("pictures", ()), *told.get("lines", ()), *told.get("proof", ())):
            part = shown.pop("part")
            shown["picture"] = None if part is None else "data:image/jpeg;base64," + base64.b64encode(parts[part]).decode()
        return {**{key: told[key] for key in ("scan", "pictures", "lines", "proof") if key in told}, "seconds": seconds}

    @property
    def full(self) -> bool:
        """Whether one more scan of the API would be sent away."""
        return self.waiting >= self._most

    def album(self, intent: Intent, state: State, photos: Sequence[bytes]) -> Made:
        """The answer to the photos of an intent. Raises Died when the photos take the process down, Stopping, EngineMissing."""
        header = {"do": "album", "intent": intents.dump(intent), "state": state.to_json(), "now": time.time(), **self._how}
        told, parts = self._ask(header, photos, LIMIT_S * max(1, len(photos)))
        answers = tuple(
            Answer(a["text"], None if a["part"] is None else parts[a["part"]], a["verdict"], a["product"]) for a in told["answers"]
        )
        return Made(answers, State.from_json(told["state"]), tuple((v, r) for v, r in told["verdicts"]))

    def close(self) -> None:
        """Ends the processes at once."""
        self.pool.close()

    def _ask(self, header: dict[str, Any], photos: Sequence[bytes], limit_s: float) -> tuple[dict[str, Any], list[bytes]]:
        try:
            told, parts = self.pool.ask(header, photos, limit_s)
        except Closed:
            raise Stopping("the service is stopping", "Try again in a minute.") from None
        match told.get("failed"):
            case None:
                return told, parts
            case "engine" | "lexicon" as kind:
                raise STOPS[kind](told["reason"], told["next"])
            case "photo" | "passing":
                raise EngineFailed(told["reason"], told["next"])
        raise GlidecheckError(told["reason"], told["next"])

    @contextmanager
    def _place(self) -> Iterator[None]:
        with self._lock:
            if self.full:
                raise Busy("all readers are busy and the queue is full", "Try again in half a minute.")
            self.waiting += 1
        try:
            if not self._turns.acquire(timeout=WAIT_S):
                raise Busy("no reader was free in time", "Try again in half a minute.")
            try:
                yield
            finally:
                self._turns.release()
        finally:
            with self._lock:
                self.waiting -= 1
