"""A channel for systems of one's own: Standard Webhooks in, a signed callback out.

https://www.standardwebhooks.com: webhook-id, webhook-timestamp (five minutes), webhook-signature over "id.timestamp.body".

    {"chat": "patient-17", "text": "...", "photo_url": "https://..." | "photo_base64": "...", "reply_url": "https://...", "language": "es",
     "album": "..."}

or the same fields as multipart/form-data with one or more files `photo`. The answer is posted to `reply_url`, signed with the same secret;
its webhook-id is the same at each try, so that the receiver can drop doubles.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, unquote

import httpx

from glidecheck.channels import base, forms
from glidecheck.channels import media as guarded
from glidecheck.channels.shapes import Object, clean, ident, json_object, text, word
from glidecheck.channels.spool import PREFIX, Spool
from glidecheck.chat.model import Answer, Incoming, Kind, Media

LIMIT = 20_000  # characters of one message: the longest text that is judged
WINDOW = 300
"""Seconds a signature is old at most, or ahead of our clock."""
MAX_PHOTOS = 6  # photos of one message: as many as one product may have
MAX_PARTS = 30  # parts of a form, names and text among them
_MAX_FIELD = 200_000  # bytes of a field of text; four a character at most
_FIELDS = frozenset({"photo_url", "photo_base64"})


@dataclass(frozen=True, slots=True)
class Generic(base.Posted):
    """`secret` is shared with the other side ("whsec_..." or plain base64); `guard` says where photos may lie and answers may go;
    `reply_url` is where they go when a message names no other place."""

    spool: Spool = field(repr=False)
    guard: guarded.Guard = field(default_factory=lambda: guarded.Guard(()))
    reply_url: str = field(default="", repr=False)
    clock: Callable[[], float] = field(default=time.time, repr=False)
    name: str = "generic"
    max_body: int = field(default=28_000_000, kw_only=True)
    limit: int = field(default=LIMIT, kw_only=True)
    signed_by: tuple[str, ...] = ("webhook-id", "webhook-timestamp", "webhook-signature")

    def verify(self, delivery: base.Delivery) -> None:
        # The library signs text alone; a multipart body is bytes, so the scheme's one line is computed here. Tests sign with the library.
        given = delivery.headers.get("webhook-signature", "")
        ident_, at = delivery.headers.get("webhook-id", ""), delivery.headers.get("webhook-timestamp", "")
        if not ident_ or not at.isascii() or not at.isdigit() or len(at) > 12:
            raise base.BadSignature("webhook-id or webhook-timestamp is missing")
        if abs(self.clock() - int(at)) > WINDOW:
            raise base.BadSignature("the signature is older than five minutes, or of the future")
        signed = b".".join((ident_.encode("utf-8", "surrogateescape"), at.encode(), delivery.body))
        offered = [s[3:].encode("utf-8", "surrogateescape") for s in given.split(" ")[:16] if s.startswith("v1,")]
        wanted = [base64.b64encode(hmac.new(_key(s), signed, hashlib.sha256).digest()) for s in self.secrets]
        if not any(hmac.compare_digest(good, one) for good in wanted for one in offered):
            raise base.BadSignature("the signature does not fit the body")

    def messages(self, delivery: base.Delivery) -> tuple[Incoming, ...]:
        key = ident({"webhook-id": delivery.headers.get("webhook-id", "")}, "webhook-id")
        kind = delivery.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "multipart/form-data":
            fields, photos = _multipart(delivery)
        else:
            fields, photos = json_object(delivery.body), []
            inline = fields.get("photo_base64")
            if inline is not None:
                photos = [_unpacked(inline)]
        if any(n not in _FIELDS and _like_a_photo(n) for n in fields):
            raise base.BadPayload("there is a field for photos that is neither photo_url nor photo_base64")
        address = text(fields, "photo_url")
        words = text(fields, "text")
        if not photos and not address and not words.strip():
            raise base.BadPayload("there is neither a photo nor a text")
        reply = text(fields, "reply_url") or self.reply_url
        if not reply or len(reply) > 2000:
            raise base.BadPayload("reply_url is missing")
        try:
            self.guard.check(reply)
        except base.MediaRefused:
            raise base.BadPayload("reply_url is not https, or its host is not allowed") from None
        chat = f"{reply.partition('#')[0]}#{quote(ident(fields, 'chat'), safe='')}"
        media = [Media(PREFIX + self.spool.put(data, f"{key}/{n}"), len(data)) for n, data in enumerate(photos)]
        media += [Media(address[:4000])] if address else []
        return (
            Incoming(
                channel=self.name,
                id=key,
                chat=chat,
                kind=Kind.PHOTO if media else Kind.TEXT,
                text=words,
                media=tuple(media),
                album=word(fields, "album")[:64] or None,
                language=word(fields, "language")[:35] or None,
                at=delivery.at,
            ),
        )

    def fetch(self, media: Media) -> bytes:
        if not media.ref.startswith(PREFIX):
            return guarded.fetch(media.ref, self.guard)
        data = self.spool.get(media.ref.removeprefix(PREFIX))
        if data is None:
            raise base.MediaRefused(base.Why.GONE, "the photo was kept too long and is deleted")
        if len(data) > self.guard.max_bytes:
            raise base.MediaRefused(base.Why.TOO_LARGE, "the photo is too large")
        return guarded.photo(data)

    def parts(self, answer: Answer) -> tuple[base.Part, ...]:
        whole = base.split(answer, self.limit)
        if len(whole) == 2 and whole[0].picture:  # one callback with both
            return (base.Part(whole[1].text, whole[0].picture, answer.verdict, answer.product),)
        return whole

    def send(self, chat: str, part: base.Part, *, reply: str | None = None, key: str = "") -> None:  # noqa: ARG002
        from standardwebhooks import Webhook

        address, _, person = chat.partition("#")
        body: dict[str, Any] = {
            "type": "glidecheck.answer",
            "chat": unquote(person),
            "in_reply_to": key.rpartition("/")[0] or None,
            "verdict": part.verdict,
            "product": part.product,
            "text": part.text,
            "picture_base64": base64.b64encode(part.picture).decode() if part.picture else None,
            "last": part.last,
        }
        packed = json.dumps(body)
        ident_ = "msg_" + hashlib.sha256(f"{chat}:{key}".encode()).hexdigest()[:32]
        now = datetime.fromtimestamp(int(self.clock()), UTC)
        headers = {
            "Content-Type": "application/json",
            "webhook-id": ident_,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(_key(self.secret)).sign(ident_, now, packed),
        }
        try:
            url = self.guard.check(address)
            with guarded.client(self.guard) as http:
                response = http.post(url, content=packed.encode(), headers=headers)
        except base.MediaRefused:
            raise base.SendFailed("the reply address is not allowed", retry=False) from None
        except (base.MediaUnreachable, httpx.HTTPError, OSError):
            raise base.SendFailed("the reply address did not answer", retry=True) from None
        if not 200 <= response.status_code < 300:
            retry = response.status_code >= 500 or response.status_code in (408, 425, 429)
            raise base.SendFailed(f"the reply address answered {response.status_code}", retry=retry)


def _key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix("whsec_") + "==")


def _like_a_photo(name: str) -> bool:
    """Whether a field may hold a photo, by its name: one that is passed over may be the list."""
    return any(word in name.lower() for word in ("photo", "image", "picture", "file", "media", "attachment"))


def _unpacked(inline: object) -> bytes:
    if not isinstance(inline, str):
        raise base.BadPayload("photo_base64 is not a text")
    try:
        data = base64.b64decode(inline.encode("ascii"), validate=True)
    except ValueError:
        raise base.BadPayload("photo_base64 is not base64") from None
    if not data:
        raise base.BadPayload("photo_base64 is empty")
    return data


def _multipart(delivery: base.Delivery) -> tuple[Object, list[bytes]]:
    """The fields and the photos of a form. Raises BadPayload, also for a file that is not called photo: it would be passed over."""
    fields: Object = {}
    photos: list[bytes] = []
    try:
        for part in forms.parse(delivery.body, delivery.headers.get("content-type", ""), MAX_PARTS):
            if part.file is None:
                if part.name in fields or len(part.data) > _MAX_FIELD:
                    raise base.BadPayload("a field of the form stands twice, or is too long")
                fields[part.name] = clean(part.text())
            elif part.name != "photo" or not part.data:
                raise base.BadPayload("a file of the form is empty, or not named photo")
            else:
                photos.append(part.data)
    except forms.BadForm as error:
        raise base.BadPayload(f"the form is broken: {error}") from None
    if len(photos) > MAX_PHOTOS:
        raise base.BadPayload(f"there are more than {MAX_PHOTOS} photos")
    return fields, photos
