"""Requests as each platform makes them, signed with the platform's own library where it signs, and the platform's side of an answer."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from channels.fake_platform import JPEG, Asked, Platform, Told

from glidecheck.channels.base import Channel, Delivery
from glidecheck.channels.generic import Generic
from glidecheck.channels.line import Line
from glidecheck.channels.media import Guard
from glidecheck.channels.messenger import Messenger
from glidecheck.channels.slack import Slack
from glidecheck.channels.spool import Spool
from glidecheck.channels.telegram import Telegram
from glidecheck.channels.twilio import Twilio
from glidecheck.channels.whatsapp import WhatsApp

PUBLIC = "https://clinic.example.com"
TELEGRAM_TOKEN = "123456:telegram-token-for-tests"
SECRETS = {
    "telegram": "telegram-secret-for-tests",
    "whatsapp": "whatsapp-app-secret-for-tests",
    "messenger": "messenger-app-secret-for-tests",
    "twilio": "twilio-token-for-tests",
    "slack": "slack-signing-secret-for-tests",
    "line": "line-secret-for-tests",
    "generic": "whsec_" + base64.b64encode(b"generic-secret-for-tests").decode(),
}
NAMES = tuple(SECRETS)


@dataclass(frozen=True)
class Made:
    """A request to our webhook."""

    body: bytes
    headers: dict[str, str]

    def delivery(self, name: str = "") -> Delivery:
        headers = {k.lower(): v for k, v in self.headers.items()}
        return Delivery(self.body, headers, f"{PUBLIC}/webhooks/{name}", (), time.time())


def signed(name: str, body: bytes, *, secret: str | None = None, at: float | None = None, key: str = "msg-1", kind: str = "") -> Made:
    """`body` as the platform would sign it at the time `at`."""
    secret = SECRETS[name] if secret is None else secret
    moment = int(time.time() if at is None else at)
    headers = {"Content-Type": kind or ("application/x-www-form-urlencoded" if name == "twilio" else "application/json")}
    match name:
        case "telegram":
            headers["X-Telegram-Bot-Api-Secret-Token"] = secret
        case "whatsapp" | "messenger":
            headers["X-Hub-Signature-256"] = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        case "twilio":
            from twilio.request_validator import RequestValidator

            fields = {k: v[0] for k, v in parse_qs(body.decode(), keep_blank_values=True).items()}
            headers["X-Twilio-Signature"] = RequestValidator(secret).compute_signature(f"{PUBLIC}/webhooks/twilio", fields)
        case "slack":
            from slack_sdk.signature import SignatureVerifier

            headers["X-Slack-Request-Timestamp"] = str(moment)
            made = SignatureVerifier(secret).generate_signature(timestamp=str(moment), body=body)
            assert made is not None
            headers["X-Slack-Signature"] = made
        case "line":
            headers["X-Line-Signature"] = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
        case "generic":
            from standardwebhooks import Webhook

            headers |= {"webhook-id": key, "webhook-timestamp": str(moment)}
            try:
                made = Webhook(secret).sign(key, datetime.fromtimestamp(moment, UTC), body.decode())
            except UnicodeDecodeError:  # the library signs text alone
                packed = base64.b64decode(secret.removeprefix("whsec_"))
                made = "v1," + base64.b64encode(hmac.new(packed, f"{key}.{moment}.".encode() + body, hashlib.sha256).digest()).decode()
            headers["webhook-signature"] = made
    return Made(body, headers)


@dataclass(frozen=True)
class Wanted:
    """What a platform is to send: `what` (see `payload`) of the message `key` in the chat `chat`, its own number being `number`."""

    what: str
    key: str
    chat: str | None
    words: str
    platform: str

    @property
    def number(self) -> int:
        return int.from_bytes(hashlib.sha256(self.key.encode()).digest()[:4], "big")


def _telegram(t: Wanted) -> bytes:
    message: dict[str, object] = {
        "message_id": t.number,
        "date": 1_700_000_000,
        "chat": {"id": int(t.chat or 7), "type": "private", "first_name": "A"},
        "from": {"id": int(t.chat or 7), "is_bot": t.what == "own", "first_name": "A", "language_code": "en"},
    }
    size = {"file_unique_id": "u", "width": 90, "height": 90}
    match t.what:
        case "photo":
            message["photo"] = [{**size, "file_id": "small"}, {**size, "file_id": f"file-{t.key}", "width": 1280, "height": 960}]
            message["caption"] = "Serum X"
        case "text" | "own":
            message["text"] = t.words
        case "sticker":
            message["sticker"] = {**size, "file_id": "s", "type": "regular", "is_animated": False, "is_video": False}
        case "video":
            message["video"] = {**size, "file_id": "v", "duration": 3}
    return json.dumps({"update_id": t.number, ("edited_message" if t.what == "event" else "message"): message}).encode()


def _whatsapp(t: Wanted) -> bytes:
    body: dict[str, object] = {"id": f"wamid.{t.key}", "from": t.chat or "15550001111", "timestamp": "1700000000", "type": "text"}
    match t.what:
        case "photo":
            body |= {"type": "image", "image": {"id": f"media-{t.key}", "mime_type": "image/jpeg", "sha256": "x", "caption": "Serum X"}}
        case "sticker":
            body |= {"type": "sticker", "sticker": {"id": "1", "mime_type": "image/webp"}}
        case "video":
            body |= {"type": "video", "video": {"id": "1", "mime_type": "video/mp4"}}
        case _:
            body |= {"text": {"body": t.words}}
    value: dict[str, object] = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": "5550", "display_phone_number": "1"}}
    if t.what in ("event", "own"):
        value["statuses"] = [{"id": "wamid.x", "status": "delivered", "timestamp": "1", "recipient_id": "1"}]
    else:
        value["messages"] = [body]
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}
    ).encode()


def _messenger(t: Wanted) -> bytes:
    inner: dict[str, object] = {"mid": f"m_{t.key}"}
    match t.what:
        case "photo":
            inner["attachments"] = [{"type": "image", "payload": {"url": f"{t.platform}/cdn/{t.key}.jpg"}}]
        case "sticker":
            inner["attachments"] = [{"type": "image", "payload": {"url": f"{t.platform}/cdn/s.png", "sticker_id": 369239263222822}}]
        case "video":
            inner["attachments"] = [{"type": "video", "payload": {"url": f"{t.platform}/cdn/v.mp4"}}]
        case _:
            inner["text"] = t.words
    if t.what == "own":
        inner["is_echo"] = True
    event = {"sender": {"id": t.chat or "777"}, "recipient": {"id": "1"}, "timestamp": 1_700_000_000_000}
    event |= {"read": {"watermark": 1}} if t.what == "event" else {"message": inner}
    return json.dumps({"object": "page", "entry": [{"id": "1", "time": 1, "messaging": [event]}]}).encode()


def _twilio(t: Wanted) -> bytes:
    fields = {
        "MessageSid": f"SM{t.key}",
        "From": t.chat or "whatsapp:+15550001111",
        "To": "whatsapp:+15559990000",
        "NumMedia": "0",
        "Body": t.words,
    }
    match t.what:
        case "photo" | "sticker" | "video":
            mime = {"photo": "image/jpeg", "sticker": "application/octet-stream", "video": "video/mp4"}[t.what]
            fields |= {"NumMedia": "1", "MediaUrl0": f"{t.platform}/twilio/{t.key}", "MediaContentType0": mime, "Body": ""}
        case "event" | "own":
            fields |= {"MessageStatus": "delivered", "SmsStatus": "delivered"}
    return urlencode(fields).encode()


def _slack(t: Wanted) -> bytes:
    occurred: dict[str, Any] = {
        "type": "message",
        "channel": t.chat or "D024BE91L",
        "user": "U1",
        "channel_type": "im",
        "ts": "1700000000.1",
        "text": t.words,
    }
    types = {"photo": "image/jpeg", "video": "video/mp4", "sticker": "application/octet-stream"}
    if t.what in types:
        occurred |= {"subtype": "file_share", "text": "", "files": [{"id": f"F{t.number}", "mimetype": types[t.what], "size": 1000}]}
    if t.what == "event":
        occurred = {"type": "reaction_added", "user": "U1"}
    if t.what == "own":
        occurred |= {"bot_id": "B1"}
    return json.dumps({"type": "event_callback", "event_id": f"Ev{t.key}", "event_time": 1_700_000_000, "event": occurred}).encode()


def _line(t: Wanted) -> bytes:
    inner: dict[str, Any] = {"id": f"{t.number}", "type": "text", "text": t.words, "quoteToken": "q"}
    match t.what:
        case "photo":
            inner = {"id": f"{t.number}", "type": "image", "quoteToken": "q", "contentProvider": {"type": "line"}}
        case "sticker":
            inner = {
                "id": f"{t.number}",
                "type": "sticker",
                "packageId": "1",
                "stickerId": "1",
                "stickerResourceType": "STATIC",
                "quoteToken": "q",
            }
        case "video":
            inner = {"id": f"{t.number}", "type": "video", "duration": 1, "contentProvider": {"type": "line"}, "quoteToken": "q"}
    event = {
        "type": "unfollow" if t.what in ("event", "own") else "message",
        "webhookEventId": f"01{t.key}",
        "deliveryContext": {"isRedelivery": False},
        "timestamp": 1_700_000_000_000,
        "mode": "active",
        "source": {"type": "user", "userId": t.chat or "U" + "4" * 32},
    }
    if t.what not in ("event", "own"):
        event |= {"replyToken": f"reply-{t.key}", "message": inner}
    return json.dumps({"destination": "U1", "events": [event]}).encode()


def _generic(t: Wanted) -> bytes:
    body = {"chat": t.chat or "patient-17", "reply_url": f"{t.platform}/callback", "language": "en"}
    match t.what:
        case "photo":
            body["photo_url"] = f"{t.platform}/photos/{t.key}.jpg"
        case "event" | "own":
            return json.dumps({"chat": "x"}).encode()
        case _:
            body["text"] = t.words
    return json.dumps(body).encode()


SENT: dict[str, Callable[[Wanted], bytes]] = {
    "telegram": _telegram,
    "whatsapp": _whatsapp,
    "messenger": _messenger,
    "twilio": _twilio,
    "slack": _slack,
    "line": _line,
    "generic": _generic,
}


def payload(
    name: str, what: str, *, key: str = "msg-1", chat: str | None = None, words: str = "is retinal ok?", platform: str = ""
) -> bytes:
    """What the platform sends for `what`: photo, text, sticker, video, event (one that needs no answer), own (an answer of ours)."""
    return SENT[name](Wanted(what, key, chat, words, platform))


def made(name: str, what: str, platform: str = "", *, key: str = "msg-1", chat: str | None = None, words: str = "is retinal ok?") -> Made:
    """The whole request."""
    return signed(name, payload(name, what, key=key, chat=chat, words=words, platform=platform), key=key)


def channel(name: str, platform: Platform, folder: Path, publish: Callable[[bytes, str], str] | None = None) -> Channel:
    """The channel, its platform being the fake one."""
    guard = Guard((), test_host=platform.host)
    url, secret = platform.url, SECRETS[name]
    match name:
        case "telegram":
            return Telegram(TELEGRAM_TOKEN, guard, url, secret=secret)
        case "whatsapp":
            return WhatsApp("whatsapp-token-for-tests", "verify-me", "5550", guard, f"{url}/graph", secret=secret)
        case "messenger":
            return Messenger("messenger-token-for-tests", "verify-me", guard, f"{url}/graph", secret=secret)
        case "twilio":
            return Twilio("AC1", "whatsapp:+15559990000", guard, url, publish, secret=secret)
        case "slack":
            return Slack("xoxb-token-for-tests", guard, f"{url}/slack/api/", secret=secret)
        case "line":
            return Line("line-token-for-tests", guard, url, url, publish, secret=secret)
        case "generic":
            return Generic(Spool(folder), guard, secret=secret)
    raise AssertionError(name)


def serve(platform: Platform, media: Told | None = None) -> None:
    """Lets the fake platform behave like all of them: `media` is what it hands out for a photo."""
    photo = media or Told(body=JPEG, headers={"Content-Type": "image/jpeg"})
    ok = Told(body=b'{"ok": true, "result": true}')
    bot = f"/bot{TELEGRAM_TOKEN}"
    sent = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}}
    told = Told(body=json.dumps({"ok": True, "result": sent}).encode())
    platform.on(
        f"POST {bot}/getFile", Told(body=b'{"ok": true, "result": {"file_id": "f", "file_unique_id": "u", "file_path": "photos/a.jpg"}}')
    )
    platform.on(f"GET /file{bot}/photos/a.jpg", photo)
    platform.on(f"POST {bot}/sendMessage", told)
    platform.on(f"POST {bot}/sendPhoto", told)

    def graph(asked: Asked) -> Told:
        if asked.path.endswith("/media"):
            return Told(body=b'{"id": "uploaded-1"}')
        taken = {"messaging_product": "whatsapp", "contacts": [{"input": "1", "wa_id": "1"}], "message_id": "m"}
        return Told(body=json.dumps({**taken, "messages": [{"id": "wamid.out"}]}).encode())

    address = {
        "url": f"{platform.url}/lookaside/a",
        "mime_type": "image/jpeg",
        "sha256": "x",
        "file_size": 1,
        "id": "m",
        "messaging_product": "whatsapp",
    }
    platform.on("GET /graph/*", Told(body=json.dumps(address).encode()))
    platform.on("GET /lookaside/a", photo)
    platform.on("POST /graph/*", graph)
    platform.on("GET /cdn/*", photo)
    platform.on("GET /twilio/*", Told(307, b"", {"Location": "/twilio-cdn/a"}))
    platform.on("GET /twilio-cdn/*", photo)
    platform.on("POST /2010-04-01/*", Told(201, b'{"sid": "SMout", "status": "queued"}'))
    found = {"ok": True, "file": {"id": "F1", "url_private_download": f"{platform.url}/slack/files/a"}}
    platform.on("POST /slack/api/files.info", Told(body=json.dumps(found).encode()))
    platform.on("GET /slack/files/*", photo)
    platform.on("POST /slack/api/chat.postMessage", ok)
    upload = {"ok": True, "upload_url": f"{platform.url}/slack/upload", "file_id": "F9"}
    platform.on("GET /slack/api/files.getUploadURLExternal", Told(body=json.dumps(upload).encode()))
    platform.on("POST /slack/api/files.getUploadURLExternal", Told(body=json.dumps(upload).encode()))
    platform.on("POST /slack/upload", Told(body=b"OK - 60"))
    platform.on("POST /slack/api/files.completeUploadExternal", Told(body=b'{"ok": true, "files": [{"id": "F9", "title": "label"}]}'))
    platform.on("GET /v2/bot/message/*", photo)
    platform.on("POST /v2/bot/message/reply", Told(body=b'{"sentMessages": [{"id": "1"}]}'))
    platform.on("POST /v2/bot/message/push", Told(body=b'{"sentMessages": [{"id": "1"}]}'))
    platform.on("GET /photos/*", photo)
    platform.on("POST /callback", Told(body=b""))


ANSWERS = {
    "telegram": f"/bot{TELEGRAM_TOKEN}/sendMessage",
    "whatsapp": "/graph/5550/messages",
    "messenger": "/graph/me/messages",
    "twilio": "/2010-04-01/",
    "slack": "/slack/api/chat.postMessage",
    "line": "/v2/bot/message/reply",
    "generic": "/callback",
}
"""Where a text answer arrives at the fake platform."""
PICTURES = {
    "telegram": f"/bot{TELEGRAM_TOKEN}/sendPhoto",
    "whatsapp": "/graph/5550/media",
    "messenger": "/graph/me/messages",
    "twilio": "/2010-04-01/",
    "slack": "/slack/upload",
    "line": "/v2/bot/message/push",
    "generic": "/callback",
}


def changed(request: Made, **headers: str) -> Made:
    """`request` with other headers."""
    return replace(request, headers={**request.headers, **headers})


def text_of(name: str, asked: Asked) -> str:
    """The text of an answer, as it arrived at the platform."""
    if name == "twilio":
        return parse_qs(asked.body.decode()).get("Body", [""])[0]
    if name == "telegram":
        return parse_qs(asked.body.decode("utf-8", "replace")).get("text", [""])[0]
    if not asked.body.startswith(b"{"):
        return ""  # a picture
    found = json.loads(asked.body)
    match name:
        case "whatsapp":
            return str(found.get("text", {}).get("body", ""))
        case "messenger":
            return str(found["message"].get("text", ""))
        case "line":
            return str(found["messages"][0].get("text", ""))
    return str(found.get("text", ""))
