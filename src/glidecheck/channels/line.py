"""LINE, over line-bot-sdk.

https://developers.line.biz/en/reference/messaging-api/: signed over the raw body; a 2xx is expected within 2 s. A reply token is free of
charge and lives for about a minute; after that the answer is pushed, with a retry key that makes LINE drop doubles.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from glidecheck.channels import media as guarded
from glidecheck.channels.base import Delivery, MediaRefused, Part, SendFailed, Signed, Why, split
from glidecheck.channels.shapes import Object, ident, json_object, maybe, number, obj, objects, text, word
from glidecheck.chat.model import Answer, Incoming, Kind, Media

if TYPE_CHECKING:
    from linebot.v3.messaging import ImageMessage, TextMessage  # type: ignore[import-untyped]
    from linebot.v3.messaging.exceptions import ApiException  # type: ignore[import-untyped]

API = "https://api.line.me"
DATA = "https://api-data.line.me"
HOSTS = ("api-data.line.me",)
LIMIT = 5000  # characters of one message: https://developers.line.biz/en/reference/messaging-api/#text-message
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line(Signed):
    """A Messaging API channel. `publish(picture, chat)` puts a picture where LINE can fetch it by https and returns its address;
    None: no pictures."""

    token: str = field(repr=False)
    guard: guarded.Guard = field(default_factory=lambda: guarded.Guard(HOSTS))
    api: str = API
    data: str = DATA
    publish: Callable[[bytes, str], str] | None = field(default=None, repr=False)
    name: str = "line"
    signed_by: tuple[str, ...] = ("x-line-signature",)
    limit: int = field(default=LIMIT, kw_only=True)

    def _signed(self, delivery: Delivery, secret: str) -> bool:
        from linebot.v3.webhook import SignatureValidator  # type: ignore[import-untyped]

        return bool(SignatureValidator(secret).validate(delivery.body.decode(), delivery.headers.get("x-line-signature", "")))

    def messages(self, delivery: Delivery) -> tuple[Incoming, ...]:
        events = objects(json_object(delivery.body), "events")
        return tuple(self._message(e) for e in events if e.get("type") == "message" and word(maybe(e, "source"), "type") == "user")

    def _message(self, event: Object) -> Incoming:
        message = obj(event, "message")
        kind, words, found, album = Kind.OTHER, "", None, None
        if message.get("type") == "image" and word(maybe(message, "contentProvider"), "type") in ("", "line"):
            kind, found = Kind.PHOTO, Media(ident(message, "id"))
            album = word(maybe(message, "imageSet"), "id") or None
        elif message.get("type") == "text":
            kind, words = Kind.TEXT, text(message, "text")
        return Incoming(
            channel=self.name,
            id=ident(event, "webhookEventId"),
            chat=ident(obj(event, "source"), "userId"),
            kind=kind,
            text=words,
            media=(found,) if found else (),
            album=album,
            at=(number(event, "timestamp") or 0.0) / 1000,
            reply=word(event, "replyToken") or None,
            files=int(kind is Kind.OTHER and message.get("type") in ("image", "video", "file")),
        )

    def fetch(self, media: Media) -> bytes:
        if not _ID.fullmatch(media.ref):
            raise MediaRefused(Why.ADDRESS, "the photo has no id of LINE's")
        address = f"{self.data}/v2/bot/message/{media.ref}/content"
        return guarded.fetch(address, self.guard, {"Authorization": f"Bearer {self.token}"})

    def parts(self, answer: Answer) -> tuple[Part, ...]:
        return split(answer, LIMIT, picture=self.publish is not None)

    def send(self, chat: str, part: Part, *, reply: str | None = None, key: str = "") -> None:
        import urllib3
        from linebot.v3.messaging import ApiClient, Configuration, MessagingApi, PushMessageRequest, ReplyMessageRequest
        from linebot.v3.messaging.exceptions import ApiException

        body = [self._body(part, chat)]
        retry_key = str(uuid.uuid5(uuid.NAMESPACE_URL, f"glidecheck:{chat}:{key}")) if key else None
        try:
            with ApiClient(Configuration(host=self.api, access_token=self.token)) as http:
                line = MessagingApi(http)
                if reply:
                    try:
                        line.reply_message(ReplyMessageRequest(replyToken=reply, messages=body), _request_timeout=self.seconds)
                        return
                    except ApiException as error:
                        if error.status != 400:
                            raise
                        # the token is used up or too old: the answer is pushed
                line.push_message(PushMessageRequest(to=chat, messages=body), x_line_retry_key=retry_key, _request_timeout=self.seconds)
        except ApiException as error:
            self._failed(error)
        except (urllib3.exceptions.HTTPError, OSError):
            raise SendFailed("LINE did not answer", retry=True) from None
        except ValueError:  # the library's own check of what is sent
            raise SendFailed("LINE takes no such answer", retry=False) from None

    def _body(self, part: Part, chat: str) -> TextMessage | ImageMessage:
        from linebot.v3.messaging import ImageMessage, TextMessage

        if part.picture and self.publish is not None:
            address = self.publish(part.picture, chat)
            return ImageMessage(originalContentUrl=address, previewImageUrl=address)
        return TextMessage(text=part.text)

    @staticmethod
    def _failed(error: ApiException) -> None:
        status = int(error.status or 0)
        if status == 409:
            return  # taken already, under the same retry key
        raise SendFailed(f"LINE does not take the answer (status {status})", retry=status >= 500 or status in (0, 401, 429)) from None
