"""What passes between a platform and the conversation."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a message is, whatever the platform calls it. OTHER is a sticker, a video, a voice note: the sender is told what we can read."""

    PHOTO = "photo"
    TEXT = "text"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Media:
    """A photo that a platform keeps for us. `ref` is the platform's own handle (file id, media id or URL), `size` in bytes where told. What
    kind of file the platform says it is proves nothing, and is not kept."""

    ref: str = field(repr=False)
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message from one person. `id` is the platform's message id: the key under which it is answered once.

    `chat` is where the answer goes (chat id, number, reply address) and also who is limited; it is never logged. `album` joins photos that
    were sent as one; `language` is the platform's code ("es-MX"), None where it tells none; `at` is seconds since 1970. `reply` is a
    short-lived handle for the answer, where the platform has one (LINE's replyToken), used first. `replies_to` is the platform's id of the
    earlier message that this one is sent as a reply to, None where it is none or the platform does not tell.

    `files` counts what came with it and is no photo (a PDF, a video), `withheld` the photos that came and are not looked at: the sender is
    over the limit. Neither is passed over: what is judged beside them is partial.
    """

    channel: str
    id: str
    chat: str = field(repr=False)
    kind: Kind
    text: str = field(default="", repr=False)
    media: tuple[Media, ...] = ()
    album: str | None = None
    language: str | None = None
    at: float = 0.0
    reply: str | None = field(default=None, repr=False)
    replies_to: str | None = None
    files: int = 0
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back. `text` is plain, without markup; `picture` is the annotated photo as JPEG without EXIF, None where there is
    nothing to show. `verdict` and `product` are what it says, None for an answer that judges nothing."""

    text: str
    picture: bytes | None = field(default=None, repr=False)
    verdict: str | None = None
    product: str | None = None
