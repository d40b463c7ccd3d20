"""Telegram, over aiogram.

https://core.telegram.org/bots/api#setwebhook: Telegram sends the secret that was given to setWebhook in a header, in plain text; an update
that is not acknowledged comes again. Only private chats are answered: in a group, a photo is not meant for us.
"""

from __future__ import annotations

import asyncio
import hmac
import re
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

import httpx

from glidecheck.channels import media as guarded
from glidecheck.channels.base import (
    PLAIN,
    Ack,
    BadPayload,
    BadSignature,
    Delivery,
    MediaRefused,
    MediaUnreachable,
    Part,
    SendFailed,
    Why,
    secrets,
    split,
)
from glidecheck.channels.shapes import MAX_TEXT, clean, ident, json_object
from glidecheck.chat.model import Answer, Incoming, Kind, Media

if TYPE_CHECKING:
    from aiogram import Bot
    from aiogram.client.session.base import BaseSession
    from aiogram.methods import TelegramMethod
    from aiogram.methods.base import TelegramType

API = "https://api.telegram.org"
HOSTS = ("api.telegram.org",)
LIMIT = 4096
"""UTF-16 units of one message."""
_PATH = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*", re.ASCII)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Telegram:
    """A bot. `token` is BotFather's, `secret` what was given to setWebhook."""

    token: str = field(repr=False)
    secret: str = field(repr=False)
    guard: guarded.Guard = field(default_factory=lambda: guarded.Guard(HOSTS))
    api: str = API
    seconds: float = 20.0
    name: str = "telegram"
    max_body: int = 1_000_000
    ack: Ack = PLAIN
    old_secret: str = field(default="", repr=False)
    signed_by: tuple[str, ...] = ("x-telegram-bot-api-secret-token",)

    def verify(self, delivery: Delivery) -> None:
        given = delivery.headers.get("x-telegram-bot-api-secret-token", "").encode("utf-8", "surrogateescape")
        if not any(hmac.compare_digest(given, secret.encode()) for secret in secrets(self.secret, self.old_secret)):
            raise BadSignature("the secret token is not ours")

    def challenge(self, delivery: Delivery) -> str | None:  # noqa: ARG002 - Telegram has none
        return None

    def messages(self, delivery: Delivery) -> tuple[Incoming, ...]:
        from aiogram.types import Update

        payload = json_object(delivery.body)
        number = ident(payload, "update_id")
        try:
            update = Update.model_validate(payload)
        except (ValueError, TypeError, OverflowError, RecursionError, AttributeError, KeyError):
            raise BadPayload("the update has another shape") from None
        message = update.message
        if message is None or message.chat.type != "private" or message.from_user is None or message.from_user.is_bot:
            return ()
        kind, found = Kind.OTHER, None
        if message.photo:
            best = max(message.photo, key=lambda size: size.width * size.height)
            kind, found = Kind.PHOTO, Media(clean(best.file_id), "image/jpeg", best.file_size)
        elif message.document is not None and (message.document.mime_type or "").startswith("image/"):
            kind = Kind.PHOTO
            found = Media(clean(message.document.file_id), clean(message.document.mime_type or ""), message.document.file_size)
        elif message.text:
            kind = Kind.TEXT
        shown = (message.document, message.video, message.animation, message.video_note)
        return (
            Incoming(
                channel=self.name,
                id=number,
                chat=str(message.chat.id),
                kind=kind,
                text=clean(message.text or message.caption or "")[:MAX_TEXT],
                media=(found,) if found else (),
                album=clean(message.media_group_id)[:64] if message.media_group_id else None,
                language=clean(message.from_user.language_code or "")[:35] or None,
                at=max(0.0, message.date.timestamp()),
                files=int(kind is Kind.OTHER and any(shown)),
            ),
        )

    def fetch(self, media: Media) -> bytes:
        from aiogram.client.telegram import TelegramAPIServer
        from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramNotFound

        if media.size is not None and media.size > self.guard.max_bytes:
            raise MediaRefused(Why.TOO_LARGE, "the photo is larger than a bot may load")

        async def ask(bot: Bot) -> str:
            return (await bot.get_file(media.ref)).file_path or ""

        try:
            path = self._run(ask)
        except (TelegramBadRequest, TelegramNotFound) as error:
            why = Why.TOO_LARGE if "too big" in str(error) else Why.GONE
            raise MediaRefused(why, "Telegram does not hand the photo out") from None
        except (AiogramError, OSError, TimeoutError):
            raise MediaUnreachable("Telegram did not answer") from None
        if not _PATH.fullmatch(path):
            raise MediaRefused(Why.ADDRESS, "Telegram named no place for the photo")
        return guarded.fetch(TelegramAPIServer.from_base(self.api).file_url(self.token, path), self.guard)

    def parts(self, answer: Answer) -> tuple[Part, ...]:
        return split(answer, LIMIT)

    def send(self, chat: str, part: Part, *, reply: str | None = None, key: str = "") -> None:  # noqa: ARG002
        from aiogram.exceptions import (
            AiogramError,
            TelegramBadRequest,
            TelegramForbiddenError,
            TelegramNotFound,
            TelegramRetryAfter,
            TelegramUnauthorizedError,
        )
        from aiogram.types import BufferedInputFile

        async def say(bot: Bot) -> None:
            if part.picture:
                await bot.send_photo(int(chat), BufferedInputFile(part.picture, "label.jpg"))
            else:
                await bot.send_message(int(chat), part.text, disable_web_page_preview=True)

        try:
            self._run(say)
        except TelegramRetryAfter as error:
            raise SendFailed("Telegram asks to wait", retry=True, after=float(error.retry_after)) from None
        except TelegramUnauthorizedError:
            raise SendFailed("Telegram does not know the token", retry=True) from None
        except (TelegramBadRequest, TelegramForbiddenError, TelegramNotFound):
            raise SendFailed("Telegram does not take the answer: the chat is closed or blocked", retry=False) from None
        except (AiogramError, OSError, TimeoutError):
            raise SendFailed("Telegram did not answer", retry=True) from None

    def _run(self, ask: Callable[[Bot], Coroutine[Any, Any, T]]) -> T:
        from aiogram import Bot

        async def whole() -> T:
            with httpx.Client(timeout=self.seconds, verify=guarded.tls()) as http:
                return await ask(Bot(self.token, session=_session(http, self.api)))

        return asyncio.run(whole())


def _session(http: httpx.Client, api: str) -> BaseSession:
    """aiogram's way to Telegram, over httpx: its own reads the machine's certificates again for every message."""
    from aiogram.client.session.base import BaseSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.exceptions import TelegramNetworkError

    class Session(BaseSession):
        async def close(self) -> None:
            """Whoever made the client closes it."""

        async def make_request(self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None) -> TelegramType:  # noqa: ARG002 - the client has its own
            files: dict[str, Any] = {}
            values = {k: self.prepare_value(v, bot=bot, files=files) for k, v in method.model_dump(warnings=False).items()}
            sent = {key: (file.filename, file.data, "image/jpeg") for key, file in files.items()}
            try:
                # It blocks, and may: the loop of this call has nothing else to do.
                response = http.post(
                    self.api.api_url(token=bot.token, method=method.__api_method__),
                    data={k: v for k, v in values.items() if v},
                    files=sent or None,
                )
            except httpx.HTTPError as error:
                raise TelegramNetworkError(method=method, message=type(error).__name__) from None
            told = self.check_response(bot=bot, method=method, status_code=response.status_code, content=response.text)
            return cast("TelegramType", told.result)

        async def stream_content(self, url: str, *args: Any, **options: Any) -> AsyncGenerator[bytes, None]:  # noqa: ARG002
            # aiogram asks for this way to download; photos come through the guard, and by no other way.
            raise MediaRefused(Why.ADDRESS, "Telegram's photos are fetched through the guard")
            yield b""

    return Session(api=TelegramAPIServer.from_base(api))
