#!/usr/bin/env python3
"""Photo flows through the generic channel, signed, heard, judged by recorded readings, answered: a table of what was said.

    python scripts/chat_flows.py [FLOW ...] [--whole]

The flows are scripts/chat_flows.yaml; the readings those of tests/golden (scripts/record_samples.py). Nothing is fetched and no engine
runs. Exit 1 where an answer lacks what it must say, or says what it must not.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import io
import json
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from ruamel.yaml import YAML

from glidecheck.channels.base import Delivery
from glidecheck.channels.generic import Generic
from glidecheck.channels.media import Guard
from glidecheck.channels.spool import Spool
from glidecheck.chat import albums, answers, hear, waiting
from glidecheck.chat.intents import Intent, What
from glidecheck.chat.left_out import left_out
from glidecheck.chat.model import Answer
from glidecheck.chat.state import State
from glidecheck.model import Box, Line, Page, Photo, PhotoFacts, PhotoReading, Quality, Report, Shot
from glidecheck.ocr import recorded
from glidecheck.pipeline import judging, merge

ROOT = Path(__file__).resolve().parents[1]
FLOWS = ROOT / "scripts" / "chat_flows.yaml"
READINGS = ROOT / "tests" / "golden" / "readings"
FIRST, SECOND = "rapidocr", "paddle-tiny"
NETWORKS = ("PP-OCRv6-small", "PP-OCRv6-tiny")
SECRET = "whsec_" + base64.b64encode(b"flows of photos, not a secret").decode()
START = 1_700_000_000.0
REPLY = "https://example.org/answers"


@dataclass(slots=True)
class Said:
    """One step: what was sent, what was understood, and the answers."""

    sent: str
    understood: tuple[What, ...]
    answers: tuple[Answer, ...]


@dataclass(slots=True)
class Recorded:
    """Reads what was recorded of a sample, or the lines of a page that the flows give. A photo is known by its bytes."""

    pages: dict[str, Sequence[str]]
    names: dict[bytes, str] = field(default_factory=dict)

    def photo(self, name: str) -> bytes:
        """Some picture that stands for the photo `name`."""
        out = io.BytesIO()
        seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
        Image.fromarray(np.random.default_rng(seed).integers(0, 255, (32, 32, 3), dtype=np.uint8)).save(out, "PNG")
        self.names[out.getvalue()] = name
        return out.getvalue()

    def read(self, photo: bytes, name: str) -> albums.Taken:
        known = self.names[photo]
        if known in self.pages:
            first = second = _page(self.pages[known])
        else:
            first, second = (recorded.load(json.loads((READINGS / f"{known}.{e}.json").read_text("utf-8"))) for e in (FIRST, SECOND))
        facts = PhotoFacts(name, hashlib.sha256(photo).hexdigest(), Quality(1000.0, 0.0), first.width, first.height)
        reading = PhotoReading(facts, first, NETWORKS, NETWORKS, None, second, witnessed=True)
        return albums.Taken((Shot(Photo(name, facts.sha256, np.zeros((1, 1, 3), np.uint8), facts.quality), reading),))

    def judge(self, shots: Sequence[Shot], lost: Sequence[str]) -> Report:
        return judging.judge(merge([s.reading for s in shots], lost))


def _page(lines: Sequence[str]) -> Page:
    """A front: its first line the tallest."""
    boxes = (Box.of(100, 200 + 150 * n, 100 + 30 * len(t), 200 + 150 * n + (90 if n == 0 else 34)) for n, t in enumerate(lines))
    return Page(tuple(Line(t, 0.99, b) for t, b in zip(lines, boxes, strict=True)), 1200, 1600, FIRST)


def flows() -> dict[str, Any]:
    """The flows by their ids, and `pages`."""
    told = YAML(typ="safe").load(FLOWS.read_text(encoding="utf-8"))
    return {"pages": told["pages"], "flows": {flow["id"]: flow for flow in told["flows"]}}


def run(flow: dict[str, Any], pages: dict[str, Sequence[str]]) -> list[Said]:
    """The steps of one flow. Photos without a wait behind them wait for their album, as in the service."""
    reader = Recorded(pages)
    out: list[Said] = []
    with tempfile.TemporaryDirectory() as folder:
        now = [START]
        channel = Generic(Spool(Path(folder)), guard=Guard(("example.org",)), reply_url=REPLY, clock=lambda: now[0], secret=SECRET)
        state = State()
        for n, step in enumerate(flow["steps"]):
            now[0] += step.get("wait", 0.5 if n else 0)
            delivery = _delivery(flow["id"], n, step, [reader.photo(p) for p in step.get("photos", ())], now[0])
            channel.verify(delivery)
            heard = hear.understand(channel.messages(delivery), state, now[0])
            state, intents = heard.state, list(heard.intents)
            following = flow["steps"][n + 1 : n + 2]
            if not following or following[0].get("wait", 0.0) > waiting.QUIET:
                later = hear.understand((), state, now[0] + waiting.LONGEST)
                state, intents = later.state, [*intents, *later.intents]
            told: list[Answer] = []
            for intent in intents:
                reply = _reply(intent, state, now[0], channel, reader)
                state = reply.state
                told += reply.answers
            sent = " + ".join((*step.get("photos", ()), *([json.dumps(step["text"], ensure_ascii=False)] if "text" in step else [])))
            out.append(Said(sent, tuple(i.what for i in intents), tuple(told)))
    return out


def _delivery(flow: str, n: int, step: dict[str, Any], photos: Sequence[bytes], now: float) -> Delivery:
    """A signed multipart body, as another system would post it."""
    edge = "----flows"
    fields = {"chat": flow, "text": step.get("text", ""), "album": step.get("album", ""), "language": step.get("language", "")}
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items() if v]
    for number, data in enumerate(photos):
        head = f'--{edge}\r\nContent-Disposition: form-data; name="photo"; filename="{number}.png"\r\nContent-Type: image/png\r\n\r\n'
        parts.append(head.encode() + data + b"\r\n")
    body = b"".join(parts) + f"--{edge}--\r\n".encode()
    ident, at = f"msg_{flow}_{n}", str(int(now))
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    sign = base64.b64encode(hmac.new(key, b".".join((ident.encode(), at.encode(), body)), hashlib.sha256).digest()).decode()
    headers = {"webhook-id": ident, "webhook-timestamp": at, "webhook-signature": f"v1,{sign}"}
    return Delivery(headers={**headers, "content-type": f"multipart/form-data; boundary={edge}"}, body=body, at=now)


def _reply(intent: Intent, state: State, now: float, channel: Generic, reader: Recorded) -> answers.Reply:
    if intent.what is not What.PHOTOS:
        return answers.answer(intent, state, now)
    photos = [channel.fetch(media) for media in intent.media]
    judged = albums.judge(photos, reader, joined=intent.joined, lost=left_out(intent))
    return answers.answer(intent, state, now, judged=judged)


def wrong(flow: dict[str, Any], said: Sequence[Said]) -> list[str]:
    """What the flow's answers lack, and what they say that they must not."""
    text = "\n".join(a.text for step in said for a in step.answers)
    lacks = [f"lacks {p!r}" for p in flow.get("says", ()) if not re.search(p, text)]
    return [*lacks, *(f"says {p!r}" for p in flow.get("never", ()) if re.search(p, text))] + ([] if text else ["says nothing"])


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("flow", nargs="*", help="flows by their ids; all of them when none is given")
    ap.add_argument("--whole", action="store_true", help="whole answers instead of their beginnings")
    a = ap.parse_args()
    told, bad = flows(), 0
    for name, flow in told["flows"].items():
        if a.flow and name not in a.flow:
            continue
        said = run(flow, told["pages"])
        faults = wrong(flow, said)
        bad += bool(faults)
        print(f"{name:22} {'; '.join(faults) or 'ok'}")
        for step in said:
            print(f"    {step.sent}  [{', '.join(step.understood)}]")
            for one in step.answers:
                text = " / ".join(one.text.split("\n"))
                print(f"      -> {one.verdict or '-':8} {text if a.whole else text[:150]}")
    print(f"{bad} of {len(told['flows']) if not a.flow else len(a.flow)} flows say something wrong")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
