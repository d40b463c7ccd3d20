"""What every channel does, and what can go wrong with it.

GlidecheckError
|- BadSignature      401  not from the platform, or too old, or seen before
|- BadPayload        400  signed, and still not what the platform sends
|- MediaRefused           a photo that will not be fetched, today or tomorrow: the sender is told
|- MediaUnreachable       a photo that could not be fetched now: tried again
`- SendFailed             an answer that was not taken; `retry` says whether trying again can help
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Protocol

from glidecheck.chat.model import Answer, Incoming, Media
from glidecheck.errors import GlidecheckError, InputError, ServiceError

MAX_ID = 512
"""Characters of a platform's message or chat id that are taken; Messenger's are the longest, some 150."""


Ack = tuple[str, str]
"""What a platform is told when its request is stored: a body and its media type."""
PLAIN: Ack = ("", "text/plain")


class BadSignature(GlidecheckError):  # noqa: N818 - the house names states
    """The request is not the platform's, or it is too old, or it is a replay."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, "Check the channel's secret in the environment, and the clock of this machine.")


class BadPayload(GlidecheckError):  # noqa: N818
    """Signed, and still not what the platform sends. The reason names a field, never its content."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, "Compare the request with the platform's documentation.")


class Why(StrEnum):
    """Why a photo was refused; the conversation tells the sender in their language."""

    ADDRESS = "address"
    GONE = "gone"
    TOO_LARGE = "too_large"
    NOT_A_PHOTO = "not_a_photo"


class MediaRefused(InputError):  # noqa: N818
    """A photo that will not be fetched. Its text never holds the address: addresses of media carry tokens."""

    def __init__(self, why: Why, reason: str) -> None:
        super().__init__(reason, "Send the photo again, as a JPEG or PNG of at most 20 MB.")
        self.why = why


class MediaUnreachable(ServiceError):  # noqa: N818
    """A photo that could not be fetched now: the platform is slow or broken."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, "It is tried again by itself.")


class SendFailed(ServiceError):  # noqa: N818
    """An answer the platform did not take. `retry`: trying again can help; `after`: seconds the platform asks to wait, None where it
    names none."""

    def __init__(self, reason: str, *, retry: bool, after: float | None = None) -> None:
        super().__init__(reason, "It is tried again by itself." if retry else "Look the channel's error up at the platform.")
        self.retry = retry
        self.after = after


@dataclass(frozen=True, slots=True)
class Delivery:
    """One HTTP request of a platform. `headers` have lower-case names; `url` is the public address it was sent to, as the platform knows
    it; `query` its parameters in order. `at` is when it came, in seconds since 1970."""

    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False, default_factory=dict)
    url: str = field(repr=False, default="")
    query: tuple[tuple[str, str], ...] = field(repr=False, default=())
    at: float = 0.0

    def one(self, name: str) -> str:
        """The first query parameter of that name, "" where there is none."""
        return next((value for key, value in self.query if key == name), "")


@dataclass(frozen=True, slots=True)
class Part:
    """One message of an answer: a picture (JPEG) or a text within the platform's limit. `last` marks the end of the answer."""

    text: str = field(default="", repr=False)
    picture: bytes | None = field(default=None, repr=False)
    verdict: str | None = None
    product: str | None = None
    last: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What the channels share to which a platform posts: the `secret` that it signs with, and the one before while it is exchanged; seconds
    that it is waited for, bytes of a request at most, what a stored one is answered with; `limit`, the UTF-16 units of one message; how
    its answers are cut; and that the platform does not ask whose address this is."""

    secret: str = field(repr=False)
    old_secret: str = field(default="", repr=False)
    seconds: float = 20.0
    max_body: int = 1_000_000
    ack: Ack = PLAIN
    limit: int

    @property
    def secrets(self) -> tuple[str, ...]:
        """Those that are set, today's first."""
        return tuple(filter(None, (self.secret, self.old_secret)))

    def challenge(self, delivery: Delivery) -> str | None:  # noqa: ARG002 - most platforms have none
        """See Channel."""
        return None

    def parts(self, answer: Answer) -> tuple[Part, ...]:
        """See Channel."""
        return split(answer, self.limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed(Posted, ABC):
    """A channel whose platform signs a request by itself with one of the secrets: what differs is how."""

    UNSIGNED: ClassVar[str] = "the signature does not fit the body"
    """What is said of a request that none of the secrets has signed."""

    def verify(self, delivery: Delivery) -> None:
        """See Channel."""
        try:
            good = any(self._signed(delivery, secret) for secret in self.secrets)
        # a body or a signature that is no text, a timestamp that is no number or a huge one
        except (ValueError, TypeError, OverflowError):
            good = False
        if not good:
            raise BadSignature(self.UNSIGNED)

    @abstractmethod
    def _signed(self, delivery: Delivery, secret: str) -> bool:
        """Whether the platform signed it with `secret`. May raise ValueError, TypeError, OverflowError: then it did not."""


class Channel(Protocol):
    """A chat platform. All calls block, and are made in worker threads; an instance holds no state of a conversation.

    `max_body` is the size in bytes above which a request is refused unread; `signed_by` are the headers without which it is none of the
    platform's; `ack` is what the platform is told when all is stored. While a secret is exchanged, the old one is taken too.
    """

    @property
    def name(self) -> str: ...

    @property
    def max_body(self) -> int: ...

    @property
    def signed_by(self) -> tuple[str, ...]: ...

    @property
    def ack(self) -> Ack: ...

    def verify(self, delivery: Delivery) -> None:
        """Returns where the platform signed the raw body. Raises BadSignature."""

    def challenge(self, delivery: Delivery) -> str | None:
        """What is to be echoed to a platform that asks whether this address is ours, None for any other request. Raises BadSignature."""

    def messages(self, delivery: Delivery) -> tuple[Incoming, ...]:
        """The messages of a verified request; none for events that need no answer. Raises BadPayload."""

    def fetch(self, media: Media) -> bytes:
        """The photo. Raises MediaRefused, MediaUnreachable."""

    def parts(self, answer: Answer) -> tuple[Part, ...]:
        """`answer` cut into messages of the platform's size, the picture first."""

    def send(self, chat: str, part: Part, *, reply: str | None = None, key: str = "") -> None:
        """Sends one message. `key` is the same at each try of the same message: where the platform can drop doubles by it, it does.
        Raises SendFailed."""


def reply(channel: Channel, chat: str, answer: Answer, *, handle: str | None = None, key: str = "") -> None:
    """Sends the whole of `answer`, message by message. Raises SendFailed."""
    for number, part in enumerate(channel.parts(answer)):
        channel.send(chat, part, reply=handle if number == 0 else None, key=f"{key}/{number}")


def split(answer: Answer, limit: int, *, picture: bool = True) -> tuple[Part, ...]:
    """The picture, where there is one and the platform takes it, then the text in pieces of at most `limit` UTF-16 units."""
    shown = [Part(picture=answer.picture, verdict=answer.verdict, product=answer.product, last=False)] if picture and answer.picture else []
    texts = [Part(text, None, answer.verdict, answer.product, last=False) for text in pieces(answer.text, limit)]
    parts = [*shown, *texts]
    if parts:
        end = parts[-1]
        parts[-1] = Part(end.text, end.picture, end.verdict, end.product, last=True)
    return tuple(parts)


def pieces(text: str, limit: int) -> list[str]:
    """`text` cut where a reader would: at a blank line, a line end, a full stop, a blank, and only then inside a word.

    `limit` counts UTF-16 units, as Telegram and Twilio do: an emoji is two. Nothing but white space at the cuts is lost.
    """
    out: list[str] = []
    rest = text.strip()
    while _units(rest) > limit:
        room = rest[: _fitting(rest, limit)]
        cut = next(
            (at for at in (room.rfind(end) + len(end.rstrip()) for end in ("\n\n", "\n", ". ", " ")) if at > len(room) // 3), len(room)
        )
        out.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*out, rest] if rest else out


def _units(text: str) -> int:
    return len(text) + sum(c > "\uffff" for c in text)


def _fitting(text: str, limit: int) -> int:
    """How many characters of `text` fit into `limit` UTF-16 units, at least one."""
    used = 0
    for at, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > limit:
            return max(at, 1)
    return len(text)
