"""A service for tests: its settings point at a fake platform, its inbox and its reader are in memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from channels import senders
from channels.fake_platform import Platform

from glidecheck.channels.spool import Spool
from glidecheck.chat.model import Incoming
from glidecheck.errors import GlidecheckError, StoreError
from glidecheck.service import wiring
from glidecheck.service.app import Service, create
from glidecheck.service.connections import guarded
from glidecheck.service.readers import Question
from glidecheck.service.settings import Settings, read

ENVIRONMENT = {
    "telegram_token": senders.TELEGRAM_TOKEN,
    "telegram_secret": senders.SECRETS["telegram"],
    "whatsapp_token": "whatsapp-token-for-tests",
    "whatsapp_app_secret": senders.SECRETS["whatsapp"],
    "whatsapp_verify_token": "verify-me",
    "whatsapp_phone_id": "5550",
    "twilio_sid": "AC1",
    "twilio_token": senders.SECRETS["twilio"],
    "twilio_from": "whatsapp:+15559990000",
    "slack_token": "xoxb-token-for-tests",
    "slack_signing_secret": senders.SECRETS["slack"],
    "line_token": "line-token-for-tests",
    "line_secret": senders.SECRETS["line"],
    "messenger_token": "messenger-token-for-tests",
    "messenger_app_secret": senders.SECRETS["messenger"],
    "messenger_verify_token": "verify-me",
    "generic_secret": senders.SECRETS["generic"],
    "public_url": senders.PUBLIC,
    "sender_limit": "off",
    "address_limit": "off",
}


def settings(platform: Platform | None, folder: Path, **other: Any) -> Settings:
    test = {"mode": "test", "test_host": platform.host} if platform else {}
    return read(**{**ENVIRONMENT, "db": str(folder / "serve.db"), **test, **other})


@dataclass
class Memory:
    """An inbox that keeps its messages, by their ids."""

    kept: dict[tuple[str, str], Incoming] = field(default_factory=dict)
    broken: bool = False
    trouble: str | None = None
    calls: int = 0

    def put(self, messages: Sequence[Incoming], now: float | None = None) -> int:
        self.calls += 1
        if self.broken:
            raise StoreError("the disk is full", "Make room.")
        new = [m for m in messages if (m.channel, m.id) not in self.kept]
        self.kept.update({(m.channel, m.id): m for m in new})
        return len(new)


SKIPPED = {
    "schema": "glidecheck.scan/1",
    "source": ["a.jpg"],
    "product": "a",
    "barcode": None,
    "verdict": None,
    "caution_kind": None,
    "reading": "unreadable",
    "headline": "Not judged: for a test",
    "skipped": {"reason": "for a test", "next": "nothing"},
    "ingredients": [],
    "findings": [],
    "retake": [],
    "lexicon": "",
    "policy": None,
    "engines": [],
    "elapsed_s": 0.1,
}


@dataclass
class Quick:
    """A reader that answers at once, or when it is let go, or never well."""

    waiting: int = 0
    full: bool = False
    error: GlidecheckError | None = None
    hold: threading.Event | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)

    def scan(self, asked: Question) -> dict[str, Any]:
        self.asked.append({"photos": list(asked.photos), "names": list(asked.names), "text": asked.text, "product": asked.product})
        if self.hold:
            self.hold.wait(10)
        if self.error:
            raise self.error
        return {"scan": {**SKIPPED, "source": list(asked.names) or ["text"], "product": asked.product or "a"}, "pictures": [], "lines": []}


def service(platform: Platform | None, folder: Path, inbox: Memory | None = None, reader: Quick | None = None, **other: Any) -> Service:
    found = settings(platform, folder, **other)
    pictures = Spool(folder / "out")
    made = wiring.channels(
        found, Spool(folder / "in"), lambda data, chat: f"{senders.PUBLIC}/pictures/{pictures.put(data, owner=chat)}.jpg"
    )
    return Service(found, made, inbox or Memory(), reader or Quick(), pictures=pictures)


LIVE: list[tuple[uvicorn.Server, threading.Thread, httpx.Client]] = []


def client(made: Service) -> httpx.Client:
    """A client of `made`, served on loopback until the test ends (`close`)."""
    options: dict[str, Any] = {"log_config": None, "access_log": False, "lifespan": "off", "proxy_headers": False}
    server = uvicorn.Server(uvicorn.Config(create(made), host="127.0.0.1", port=0, http=guarded(), **options))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False)
    LIVE.append((server, thread, http))
    return http


def close() -> None:
    """Ends every server that a test has started."""
    while LIVE:
        server, thread, http = LIVE.pop()
        http.close()
        server.should_exit = True
        thread.join(10)
