"""Telegram, by its own HTTP interface: five fields of an update and three calls. aiogram took four seconds to load for them.

https://core.telegram.org/bots/api#setwebhook: Telegram sends the secret that was given to setWebhook in a header, in plain text; an update
that is not acknowledged comes again. Only private chats are answered: in a group, a photo is not meant for us.
"""

from __future__ import annotations

import hmac
import json
import re
from dataclasses import dataclass, field
from typing import Any

import httpx
from pydantic import BaseModel, Field, ValidationError

from glidecheck.channels import base
from glidecheck.channels import media as guarded
from glidecheck.channels.shapes import MAX_TEXT, clean, ident, json_object
from glidecheck.chat.model import Incoming, Kind, Media

API = "https://api.telegram.org"
HOSTS = ("api.telegram.org",)
LIMIT = 4096
"""UTF-16 units of one message."""
_PATH = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*", re.ASCII)


class _Chat(BaseModel):
    id: int
    type: str


class _User(BaseModel):
    is_bot: bool
    language_code: str | None = None


class _File(BaseModel):
    file_id: str
    width: int = 0
    height: int = 0
    mime_type: str | None = None
    file_size: int | None = None


class _Message(BaseModel):
    chat: _Chat
    date: int = Field(ge=0, le=2**40)
    sender: _User | None = Field(None, alias="from")
    text: str | None = None
    caption: str | None = None
    media_group_id: str | None = None
    photo: list[_File] | None = None
    document: _File | None = None
    video: _File | None = None
    animation: _File | None = None
    video_note: _File | None = None


class _Update(BaseModel):
    """What is used of https://core.telegram.org/bots/api#update."""

    message: _Message | None = None


class _Refused(Exception):  # noqa: N818 - never leaves this file
    """Telegram said no: the status, and what it said in English."""

    def __init__(self, status: int, said: str, after: float | None) -> None:
        super().__init__(status)
        self.status, self.said, self.after = status, said, after


@dataclass(frozen=True, slots=True)
class Telegram(base.Signed):
    """A bot. `token` is BotFather's, `secret` what was given to setWebhook."""

    UNSIGNED = "the secret token is not ours"

    token: str = field(repr=False)
    guard: guarded.Guard = field(default_factory=lambda: guarded.Guard(HOSTS))
    api: str = API
    name: str = "telegram"
    signed_by: tuple[str, ...] = ("x-telegram-bot-api-secret-token",)
    limit: int = field(default=LIMIT, kw_only=True)

    def _signed(self, delivery: base.Delivery, secret: str) -> bool:
        given = delivery.headers.get("x-telegram-bot-api-secret-token", "")
        return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), secret.encode())

    def messages(self, delivery: base.Delivery) -> tuple[Incoming, ...]:
        payload = json_object(delivery.body)
        number = ident(payload, "update_id")
        try:
            message = _Update.model_validate(payload).message
        except (ValidationError, OverflowError, RecursionError):
            raise base.BadPayload("the update has another shape") from None
        if message is None or message.chat.type != "private" or message.sender is None or message.sender.is_bot:
            return ()
        kind, found = Kind.OTHER, None
        if message.photo:
            best = max(message.photo, key=lambda size: size.width * size.height)
            kind, found = Kind.PHOTO, Media(clean(best.file_id), best.file_size)
        elif message.document is not None and (message.document.mime_type or "").startswith("image/"):
            kind, found = Kind.PHOTO, Media(clean(message.document.file_id), message.document.file_size)
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
                language=clean(message.sender.language_code or "")[:35] or None,
                at=float(message.date),
                files=int(kind is Kind.OTHER and any(shown)),
            ),
        )

    def fetch(self, media: Media) -> bytes:
        if media.size is not None and media.size > self.guard.max_bytes:
            raise base.MediaRefused(base.Why.TOO_LARGE, "the photo is larger than a bot may load")

        try:
            told = self._call("getFile", {"file_id": media.ref})
        except _Refused as error:
            if error.status not in (400, 404):
                raise base.MediaUnreachable(f"Telegram answered {error.status}") from None
            why = base.Why.TOO_LARGE if "too big" in error.said else base.Why.GONE
            raise base.MediaRefused(why, "Telegram does not hand the photo out") from None
        except (httpx.HTTPError, OSError, ValueError):
            raise base.MediaUnreachable("Telegram did not answer") from None
        path = told.get("file_path") if isinstance(told, dict) else None
        if not isinstance(path, str) or not _PATH.fullmatch(path):
            raise base.MediaRefused(base.Why.ADDRESS, "Telegram named no place for the photo")
        return guarded.fetch(f"{self.api}/file/bot{self.token}/{path}", self.guard)

    def send(self, chat: str, part: base.Part, *, reply: str | None = None, key: str = "") -> None:  # noqa: ARG002
        values: dict[str, Any] = {"chat_id": int(chat)}
        try:
            if part.picture:
                self._call("sendPhoto", values, {"photo": ("label.jpg", part.picture, "image/jpeg")})
            else:
                preview = json.dumps({"is_disabled": True})
                self._call("sendMessage", {**values, "text": part.text, "link_preview_options": preview})
        except _Refused as error:
            if error.after is not None:
                raise base.SendFailed("Telegram asks to wait", retry=True, after=error.after) from None
            if error.status == 401:
                raise base.SendFailed("Telegram does not know the token", retry=True) from None
            if error.status in (400, 403, 404):
                raise base.SendFailed("Telegram does not take the answer: the chat is closed or blocked", retry=False) from None
            raise base.SendFailed(f"Telegram answered {error.status}", retry=True) from None
        except (httpx.HTTPError, OSError, ValueError):
            raise base.SendFailed("Telegram did not answer", retry=True) from None

    def _call(self, method: str, values: dict[str, Any], files: dict[str, tuple[str, bytes, str]] | None = None) -> object:
        """The result of a call. Raises _Refused, httpx.HTTPError, OSError, and ValueError for an answer that is none."""
        with httpx.Client(timeout=self.seconds, verify=guarded.tls()) as http:
            response = http.post(f"{self.api}/bot{self.token}/{method}", data=values, files=files)
        told = response.json()
        if not isinstance(told, dict):
            raise ValueError("not an object")
        if response.is_success and told.get("ok") is True:
            return told.get("result")
        more = told.get("parameters")
        after = more.get("retry_after") if isinstance(more, dict) else None
        raise _Refused(response.status_code, str(told.get("description", "")), float(after) if isinstance(after, int | float) else None)
