"""WhatsApp Cloud, over pywa.

https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks. A person without a visible number has a user id instead ("BSUID"), and
the answer goes there. pywa's own reading of webhooks asks for fields that Meta does not always send, so payloads are read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from glidecheck.channels import media as guarded
from glidecheck.channels import meta
from glidecheck.channels.base import BadPayload, Delivery, MediaRefused, MediaUnreachable, Part, SendFailed, Why
from glidecheck.channels.shapes import Object, ident, json_object, maybe, number, obj, objects, text, word
from glidecheck.chat.model import Incoming, Kind, Media

if TYPE_CHECKING:
    from pywa.client import WhatsApp as Client

HOSTS = ("lookaside.fbsbx.com", "*.fbsbx.com", "*.fbcdn.net", "*.whatsapp.net")
LIMIT = 4096  # characters of one message: https://developers.facebook.com/docs/whatsapp/cloud-api/messages/text-messages
_MEDIA_ID = re.compile(r"[A-Za-z0-9_-]{1,128}", re.ASCII)
_LATER = frozenset({1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133016, 135000, 190})
"""Meta's error codes after which trying again can help: overload, rate limits, maintenance, and a token that is renewed meanwhile.
https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes"""


@dataclass(frozen=True, slots=True)
class WhatsApp(meta.OfMeta):
    """A business number: `phone_id` is its id at Meta, not the number."""

    phone_id: str
    guard: guarded.Guard = field(default_factory=lambda: guarded.Guard(HOSTS))
    api: str | None = None
    name: str = "whatsapp"
    limit: int = field(default=LIMIT, kw_only=True)

    def messages(self, delivery: Delivery) -> tuple[Incoming, ...]:
        return tuple(self._messages(json_object(delivery.body)))

    def _messages(self, payload: Object) -> Iterator[Incoming]:
        for entry in objects(payload, "entry"):
            for change in objects(entry, "changes"):
                if word(change, "field") != "messages":
                    continue
                value = obj(change, "value")
                ours = word(maybe(value, "metadata"), "phone_number_id")
                if ours and ours != self.phone_id:
                    continue  # another number of the same app has its own worker
                for message in objects(value, "messages"):
                    yield self._message(message)

    def _message(self, message: Object) -> Incoming:
        kind, words = Kind.OTHER, ""
        found: tuple[Media, ...] = ()
        body = message.get("type")
        if body == "image":
            image = obj(message, "image")
            kind, words, found = Kind.PHOTO, text(image, "caption"), (Media(ident(image, "id")),)
        elif body == "document" and word(obj(message, "document"), "mime_type").startswith("image/"):
            document = obj(message, "document")
            kind, words, found = Kind.PHOTO, text(document, "caption"), (Media(ident(document, "id")),)
        elif body == "text":
            kind, words = Kind.TEXT, text(obj(message, "text"), "body")
        return Incoming(
            channel=self.name,
            id=ident(message, "id"),
            chat=self._sender(message),
            kind=kind,
            text=words,
            media=found,
            at=number(message, "timestamp") or 0.0,
            files=int(kind is Kind.OTHER and body in ("document", "video", "image")),
            replies_to=word(maybe(message, "context"), "id") or None,
        )

    @staticmethod
    def _sender(message: Object) -> str:
        if message.get("from"):
            return ident(message, "from")
        if message.get("from_user_id"):
            return ident(message, "from_user_id")
        raise BadPayload("a message has no sender")

    def fetch(self, media: Media) -> bytes:
        from pywa.errors import WhatsAppError

        if not _MEDIA_ID.fullmatch(media.ref):
            raise MediaRefused(Why.ADDRESS, "the photo has no id of WhatsApp's")
        try:
            with self._http() as http:
                address = self._client(http).get_media_url(media.ref).url
        except WhatsAppError as error:
            if error.status_code in (400, 404):
                raise MediaRefused(Why.GONE, "WhatsApp does not have the photo any more") from None
            raise MediaUnreachable("WhatsApp did not hand the photo out") from None
        except (httpx.HTTPError, ValueError, KeyError, TypeError, OSError):
            raise MediaUnreachable("WhatsApp did not answer") from None
        return guarded.fetch(str(address), self.guard, {"Authorization": f"Bearer {self.token}"})

    def send(self, chat: str, part: Part, *, reply: str | None = None, key: str = "") -> None:  # noqa: ARG002
        from pywa.errors import WhatsAppError

        try:
            with self._http() as http:
                client = self._client(http)
                if part.picture:
                    client.send_image(chat, part.picture, mime_type="image/jpeg")
                else:
                    client.send_message(chat, part.text)
        except WhatsAppError as error:
            status = error.status_code or 0
            retry = error.code in _LATER or status >= 500 or status in (401, 429)
            raise SendFailed(f"WhatsApp does not take the answer (error {error.code})", retry=retry) from None
        except (httpx.HTTPError, OSError):
            raise SendFailed("WhatsApp did not answer", retry=True) from None
        except (ValueError, KeyError, TypeError):
            raise SendFailed("WhatsApp answered something else than its documentation says", retry=False) from None

    def _http(self) -> httpx.Client:
        return httpx.Client(timeout=self.seconds, verify=guarded.tls())

    def _client(self, http: httpx.Client) -> Client:
        from pywa.client import WhatsApp as Client

        client = Client(self.phone_id, self.token, session=http)
        if self.api:
            http.base_url = self.api  # pywa names Meta's address itself, and has no setting for it
        return client
