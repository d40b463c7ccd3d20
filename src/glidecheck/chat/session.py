"""The bot without a platform: messages in, answers out, one state a chat, all of it in memory and gone with the process."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from glidecheck.chat import albums, answers, hear, waiting
from glidecheck.chat.guidance import Notice
from glidecheck.chat.intents import Intent, What
from glidecheck.chat.left_out import left_out
from glidecheck.chat.model import Answer, Incoming, Kind, Media
from glidecheck.chat.state import State
from glidecheck.errors import EngineFailed, InputError
from glidecheck.lexicon.policy import Policy

CHANNEL = "terminal"
MAX_PHOTO = 64 * 2**20
"""Bytes of a photo's file that are read at all. The photo stage has its own, lower limit: this one keeps an endless file out of memory."""


class Session:
    """Every chat of one process. `clock` gives seconds since 1970."""

    def __init__(
        self,
        *,
        engine: str | None = None,
        second: str | None = None,
        policy: Path | Policy | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Arguments as those of `pipeline.scan`."""
        self._engine, self._second, self._policy, self._clock = engine, second, policy, clock
        self._states: dict[str, State] = {}
        self._messages = 0

    def say(self, chat: str, text: str, photos: Sequence[str] = (), language: str | None = None) -> tuple[Answer, ...]:
        """The answers to one message of `chat`. `photos` are paths, all of one album; `language` is the code that a platform would tell.

        Raises InputError for a photo that is no file, and then the chat is as it was; EngineMissing, LexiconError.
        """
        photo_bytes = [_bytes(path) for path in photos]
        self._messages += 1
        now = self._clock()
        media = tuple(Media(path, size=len(data)) for path, data in zip(photos, photo_bytes, strict=True))
        message = Incoming(CHANNEL, str(self._messages), chat, Kind.PHOTO if media else Kind.TEXT, text, media, language=language, at=now)
        heard = hear.understand((message,), self._states.get(chat, State()), now)
        # A line is a whole album: nobody waits for another photo.
        later = hear.understand((), heard.state, now + waiting.LONGEST)
        state = later.state
        out: list[Answer] = []
        for intent in (*heard.intents, *later.intents):
            reply = self._reply(intent, state, now, photo_bytes)
            state = reply.state
            out += reply.answers
        self._states[chat] = state
        return tuple(out)

    def _reply(self, intent: Intent, state: State, now: float, photos: Sequence[bytes]) -> answers.Reply:
        if intent.what is not What.PHOTOS:
            return answers.answer(intent, state, now, policy=self._policy)
        photos = photos[: len(intent.media)]
        try:
            engines = albums.Engines(self._engine, self._second, self._policy)
            judged = albums.judge(photos, engines, joined=intent.joined, lost=left_out(intent))
        except EngineFailed:
            return answers.answer(intent, state, now, failure=Notice.ENGINE, policy=self._policy)
        return answers.answer(intent, state, now, judged=judged, policy=self._policy)


def _bytes(path: str) -> bytes:
    """The file at `path`. Raises InputError where there is none that can be read."""
    try:
        with Path(path).open("rb") as file:
            return file.read(MAX_PHOTO + 1)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}", "Give the path of a photo.") from None
    except ValueError:
        raise InputError("a photo's path holds a zero byte", "Give the path of a photo.") from None
