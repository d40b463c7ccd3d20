"""WhatsApp and SMS through Twilio, over its own library.

https://www.twilio.com/docs/usage/security: a request is signed over the public address it was sent to and its sorted fields, so the
service must know that address (GLIDECHECK_PUBLIC_URL): behind a proxy it sees another one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from glidecheck.channels import media as guarded
from glidecheck.channels.base import Ack, BadPayload, Delivery, MediaRefused, Part, SendFailed, Signed, Why, split
from glidecheck.channels.shapes import MAX_FIELDS, form, ident, kind_of, number, text, word
from glidecheck.chat.model import Answer, Incoming, Media

if TYPE_CHECKING:
    from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]

API = "https://api.twilio.com"
HOSTS = ("api.twilio.com", "*.twilio.com", "*.twiliocdn.com", "s3-external-1.amazonaws.com")
"""The last is where api.twilio.com redirects for older media."""
LIMIT = 1600  # characters of one message: https://www.twilio.com/docs/errors/21617
MAX_MEDIA = 10  # photos of one message: https://www.twilio.com/docs/messaging/twiml/message
_FINAL = frozenset({21211, 21214, 21610, 21612, 21614, 63003, 63016, 63024})
"""Twilio's error codes after which trying again is no use: no such number, opted out, window closed. https://www.twilio.com/docs/api/errors"""


@dataclass(frozen=True, slots=True)
class Twilio(Signed):
    """An account, whose `secret` is its auth token: `sender` is the number that answers ("whatsapp:+1..." or "+1...")."""

    UNSIGNED = "the signature does not fit the fields and the public address"

    sid: str
    sender: str = field(repr=False)
    guard: guarded.Guard = field(default_factory=lambda: guarded.Guard(HOSTS))
    api: str = API
    publish: Callable[[bytes, str], str] | None = field(default=None, repr=False)
    name: str = "twilio"
    signed_by: tuple[str, ...] = ("x-twilio-signature",)
    limit: int = field(default=LIMIT, kw_only=True)
    ack: Ack = field(default=('<?xml version="1.0" encoding="UTF-8"?><Response/>', "text/xml"), kw_only=True)

    def _signed(self, delivery: Delivery, secret: str) -> bool:
        from twilio.request_validator import SIGNATURE_SETTINGS_HEADER, RequestValidator, get_signature_algorithm  # type: ignore[import-untyped]

        fields = _Fields(parse_qsl(delivery.body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS))
        algorithm = get_signature_algorithm(delivery.headers.get(SIGNATURE_SETTINGS_HEADER.lower()))  # ValueError where unknown
        given = delivery.headers.get("x-twilio-signature", "")
        return bool(RequestValidator(secret).validate(delivery.url, fields, given, algorithm=algorithm))

    def messages(self, delivery: Delivery) -> tuple[Incoming, ...]:
        fields = form(delivery.body)
        if "MessageStatus" in fields or not fields.get("From") or word(fields, "SmsStatus") not in ("", "received"):
            return ()  # what became of an answer of ours
        count = number(fields, "NumMedia") or 0
        if count > MAX_MEDIA:
            raise BadPayload("NumMedia is too large")
        photos, others = [], 0
        for n in range(int(count)):
            address, mime = fields.get(f"MediaUrl{n}"), word(fields, f"MediaContentType{n}")
            if not isinstance(address, str) or len(address) > 2000:
                raise BadPayload(f"MediaUrl{n} is missing")
            if mime.startswith("image/"):
                photos.append(Media(address))
            else:
                others += 1
        words = text(fields, "Body")
        kind = kind_of(photos, others > 0, words)
        earlier = word(fields, "OriginalRepliedMessageSid") or None
        sid, person = ident(fields, "MessageSid"), ident(fields, "From")
        return (Incoming(self.name, sid, person, kind, words, tuple(photos), at=delivery.at, replies_to=earlier, files=others),)

    def fetch(self, media: Media) -> bytes:
        import httpx

        if not media.ref.startswith(f"{self.api}/"):
            raise MediaRefused(Why.ADDRESS, "the photo does not lie at Twilio")  # its address gets the account's password
        request = next(httpx.BasicAuth(self.sid, self.secret).auth_flow(httpx.Request("GET", self.api)))
        return guarded.fetch(media.ref, self.guard, {"Authorization": request.headers["Authorization"]})

    def parts(self, answer: Answer) -> tuple[Part, ...]:
        return split(answer, LIMIT, picture=self.publish is not None)

    def send(self, chat: str, part: Part, *, reply: str | None = None, key: str = "") -> None:  # noqa: ARG002
        import requests
        from twilio.base.exceptions import TwilioException, TwilioRestException  # type: ignore[import-untyped]
        from twilio.rest import Client  # type: ignore[import-untyped]

        client = Client(self.sid, self.secret, http_client=self._http(), environment={"TWILIO_ACCOUNT_SID": self.sid})
        try:
            if part.picture and self.publish is not None:
                client.messages.create(to=chat, from_=self.sender, media_url=[self.publish(part.picture, chat)])
            else:
                client.messages.create(to=chat, from_=self.sender, body=part.text)
        except TwilioRestException as error:
            retry = error.code not in _FINAL and (error.status >= 500 or error.status in (401, 429))
            raise SendFailed(f"Twilio does not take the answer (error {error.code or error.status})", retry=retry) from None
        except (TwilioException, requests.RequestException, OSError):
            raise SendFailed("Twilio did not answer", retry=True) from None
        except ValueError:
            raise SendFailed("Twilio answered something else than its documentation says", retry=False) from None

    def _http(self) -> TwilioHttpClient:
        from twilio.http.http_client import TwilioHttpClient

        api, silent = self.api, logging.getLogger("glidecheck.silent")
        silent.disabled = True  # the library writes numbers and texts into its log

        class Rebased(TwilioHttpClient):  # type: ignore[misc]
            def request(self, method: str, url: str, *args: Any, **options: Any) -> Any:
                return super().request(method, url.replace(API, api, 1), *args, **options)

        return Rebased(pool_connections=False, timeout=self.seconds, logger=silent)


class _Fields(dict[str, str]):
    """Form fields of which one may stand several times, as Twilio's validator asks for them."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        super().__init__(pairs)
        self._pairs = pairs

    def getlist(self, name: str) -> list[str]:
        return [value for key, value in self._pairs if key == name]
