"""Messenger, over httpx: no library for it is kept up, and its scheme is Meta's.

https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messages and .../send-api-reference.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx

from glidecheck.channels import media as guarded
from glidecheck.channels import meta
from glidecheck.channels.base import MAX_ID, Delivery, Part, SendFailed
from glidecheck.channels.shapes import Object, ident, json_object, kind_of, maybe, number, obj, objects, text
from glidecheck.chat.model import Incoming, Media

API = "https://graph.facebook.com/v26.0"
HOSTS = ("*.fbcdn.net", "*.fbsbx.com")
LIMIT = 2000  # characters of one message: https://developers.facebook.com/docs/messenger-platform/reference/send-api/
_LATER = frozenset({1, 2, 4, 32, 190, 368, 613, 1200})
"""Meta's error codes after which trying again can help: overload, rate limits, a token that is renewed meanwhile."""


@dataclass(frozen=True, slots=True)
class Messenger(meta.OfMeta):
    """A page: `token` is the page's access token."""

    guard: guarded.Guard = field(default_factory=lambda: guarded.Guard(HOSTS))
    api: str = API
    name: str = "messenger"
    limit: int = field(default=LIMIT, kw_only=True)

    def messages(self, delivery: Delivery) -> tuple[Incoming, ...]:
        payload = json_object(delivery.body)
        return tuple(self._messages(payload)) if payload.get("object") == "page" else ()

    def _messages(self, payload: Object) -> Iterator[Incoming]:
        for entry in objects(payload, "entry"):
            for event in objects(entry, "messaging"):
                message = maybe(event, "message")
                if not message or message.get("is_echo") or message.get("is_deleted"):
                    continue  # receipts, reactions, our own answers
                files = objects(message, "attachments")
                photos = tuple(Media(address) for address in map(_address, files) if address)
                words = text(message, "text")
                kind = kind_of(photos, bool(files), words)
                at = (number(event, "timestamp") or 0.0) / 1000
                earlier = text(maybe(message, "reply_to"), "mid")[:MAX_ID] or None
                person = ident(obj(event, "sender"), "id")
                others = sum(not _sticker(f) for f in files) - len(photos)
                yield Incoming(self.name, ident(message, "mid"), person, kind, words, photos, at=at, replies_to=earlier, files=others)

    def fetch(self, media: Media) -> bytes:
        return guarded.fetch(media.ref, self.guard)

    def send(self, chat: str, part: Part, *, reply: str | None = None, key: str = "") -> None:  # noqa: ARG002
        to = {"id": chat}
        try:
            with httpx.Client(timeout=self.seconds, verify=guarded.tls(), headers={"Authorization": f"Bearer {self.token}"}) as http:
                if part.picture:
                    fields = {
                        "recipient": json.dumps(to),
                        "messaging_type": "RESPONSE",
                        "message": json.dumps({"attachment": {"type": "image", "payload": {"is_reusable": False}}}),
                    }
                    files = {"filedata": ("label.jpg", part.picture, "image/jpeg")}
                    response = http.post(f"{self.api}/me/messages", data=fields, files=files)
                else:
                    body = {"recipient": to, "messaging_type": "RESPONSE", "message": {"text": part.text}}
                    response = http.post(f"{self.api}/me/messages", json=body)
        except (httpx.HTTPError, OSError):
            raise SendFailed("Messenger did not answer", retry=True) from None
        if response.status_code != 200:
            code = _code(response)
            retry = response.status_code >= 500 or response.status_code == 429 or code in _LATER
            raise SendFailed(f"Messenger does not take the answer (status {response.status_code}, error {code})", retry=retry)


def _address(attachment: Object) -> str | None:
    """Where a photo lies; None for anything else, stickers among them, which Meta sends as pictures."""
    payload = maybe(attachment, "payload")
    address = payload.get("url")
    if attachment.get("type") != "image" or payload.get("sticker_id") or not isinstance(address, str) or len(address) > 4000:
        return None
    return address


def _sticker(attachment: Object) -> bool:
    return bool(maybe(attachment, "payload").get("sticker_id")) and attachment.get("type") == "image"


def _code(response: httpx.Response) -> int | None:
    try:
        found = response.json()["error"]["code"]
    except (ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, int) else None
