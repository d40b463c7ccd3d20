"""Payloads by mutation: what a platform sends, with parts swapped, dropped, retyped or torn.

Used by the test and by scripts/fuzz_channels.py.
"""

from __future__ import annotations

import json
import random
import tempfile
from pathlib import Path
from typing import Any

from channels import senders

from glidecheck.channels.base import BadPayload, BadSignature, Channel, Delivery
from glidecheck.channels.generic import Generic
from glidecheck.channels.line import Line
from glidecheck.channels.media import Guard
from glidecheck.channels.messenger import Messenger
from glidecheck.channels.shapes import MAX_TEXT
from glidecheck.channels.slack import Slack
from glidecheck.channels.spool import Spool
from glidecheck.channels.telegram import Telegram
from glidecheck.channels.twilio import Twilio
from glidecheck.channels.whatsapp import WhatsApp
from glidecheck.chat.model import Incoming

PLATFORM = "https://photos.example.com"
WHATS = ("photo", "text", "sticker", "video", "event", "own")
ODD: list[Any] = [
    None, True, False, 0, -1, 1.5, 1e308, 10**40, -(10**40), "", " ", "a", "0", "\0", "\ud800", "٣", "é" * 600, "x" * 70_000, [], {}, [[]],
    [{}], [None], {"": None}, {"id": {}}, "image", "photo", "text", "9" * 5000, "1e999", "true", "https://", "D1", "page",
    "message", "private",
]  # fmt: skip


def every() -> dict[str, Channel]:
    """The channels with their parsers' settings; nothing is sent anywhere."""
    folder = Path(tempfile.mkdtemp(prefix="glidecheck-fuzz-"))
    s = senders.SECRETS
    return {
        "telegram": Telegram(senders.TELEGRAM_TOKEN, secret=s["telegram"]),
        "whatsapp": WhatsApp("t", "v", "5550", secret=s["whatsapp"]),
        "messenger": Messenger("t", "v", secret=s["messenger"]),
        "twilio": Twilio("AC1", "+1", secret=s["twilio"]),
        "slack": Slack("t", secret=s["slack"]),
        "line": Line("t", secret=s["line"]),
        "generic": Generic(Spool(folder), Guard(("photos.example.com",)), secret=s["generic"]),
    }


def mutated(name: str, rng: random.Random) -> Delivery:
    """One damaged request to the channel `name`."""
    body = senders.payload(name, rng.choice(WHATS), key=f"k{rng.randrange(9)}", platform=PLATFORM)
    headers = {"content-type": "application/json", "webhook-id": rng.choice(["k", "", "x" * 600, "\x80", "a b"])}
    if name == "twilio":
        headers["content-type"] = "application/x-www-form-urlencoded"
        fields = body.split(b"&")
        for _ in range(rng.randrange(4)):
            at = rng.randrange(len(fields))
            fields[at] = (
                fields[at].partition(b"=")[0] + b"=" + rng.choice([b"", b"9", b"-1", b"%00", b"%ff", b"a" * 3000, b"1e9", b"%F0%9F"])
            )
        body = b"&".join(fields)
    else:
        found = json.loads(body)
        for _ in range(rng.randrange(1, 4)):
            found = _damaged(found, rng)
        body = json.dumps(found).encode("utf-8", "surrogatepass")
    if name == "generic" and rng.random() < 0.3:
        edge = rng.choice(["b", "", "b" * 80, '"b"', "é"])
        headers["content-type"] = f"multipart/form-data; boundary={edge}"
        part = (
            f'--{edge}\r\nContent-Disposition: form-data; name="{rng.choice(["photo", "chat", "text", "reply_url"])}"; filename="a"\r\n\r\n'
        )
        body = part.encode() * rng.randrange(4) + body + f"\r\n--{edge}{rng.choice(['', '--'])}\r\n".encode()
    if rng.random() < 0.3:
        body = _torn(body, rng)
    return Delivery(body, headers, senders.PUBLIC, (), 1.0)


def _damaged(found: Any, rng: random.Random) -> Any:
    """`found` with one value, somewhere in it, replaced, dropped, doubled or renamed."""
    if isinstance(found, dict) and found and rng.random() < 0.85:
        key = rng.choice(list(found))
        if rng.random() < 0.6:
            return {**found, key: _damaged(found[key], rng)}
        match rng.randrange(3):
            case 0:
                return {k: v for k, v in found.items() if k != key}
            case 1:
                return {**found, key: rng.choice(ODD)}
            case _:
                return {**found, str(rng.choice(ODD))[:40]: found[key]}
    if isinstance(found, list) and found and rng.random() < 0.85:
        at = rng.randrange(len(found))
        return [*found[:at], _damaged(found[at], rng), *found[at + rng.randrange(2) :]]
    return rng.choice(ODD)


def _torn(body: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(body) + 1)
    match rng.randrange(4):
        case 0:
            return body[:at]
        case 1:
            return body[:at] + rng.randbytes(rng.randrange(1, 5)) + body[at:]
        case 2:
            return body[:at] + body[at + rng.randrange(1, 9) :]
        case _:
            return body[:at] + rng.choice([b"[" * 5000, b'{"a":' * 5000, b"\xff", b"\xed\xa0\x80", b"NaN", b"1" * 6000]) + body[at:]


def tried(channel: Channel, delivery: Delivery) -> tuple[Incoming, ...] | None:
    """The messages, None where the payload was refused. Any other error goes on: it would be a 500."""
    for ask in (channel.verify, channel.challenge):
        try:
            ask(delivery)
        except (BadSignature, BadPayload):
            continue
    try:
        return channel.messages(delivery)
    except BadPayload:
        return None


def hold(found: tuple[Incoming, ...]) -> None:
    """What every message must keep, for what stores and answers it."""
    for message in found:
        assert message.id
        assert message.chat
        for words in (message.id, message.chat, message.text, message.album or "", message.language or "", message.reply or ""):
            words.encode("utf-8")  # no lone surrogate: no database takes one
            assert "\0" not in words
        assert len(message.text) <= MAX_TEXT
        assert 0 <= message.at < 1e15
