"""The child process: reads and judges one product at a time, and dies with its parent. Photos are decoded here and nowhere else, so that
one that takes the process down costs only itself.

    python -m glidecheck.audit.child        started by the pool; messages (see `workers.messages`) on stdin and stdout
"""

from __future__ import annotations

import sys

from glidecheck import serialise
from glidecheck.audit.evidence import crop, pixels_of, places, with_jpegs
from glidecheck.audit.orders import Order
from glidecheck.model import Severity
from glidecheck.workers import child
from glidecheck.workers.child import Reply
from glidecheck.workers.messages import Message

COMMAND = (sys.executable, "-m", "glidecheck.audit.child")


def main() -> int:
    """Answers until the parent is gone."""
    return child.serve(answer)


def answer(header: Message, blobs: list[bytes]) -> Reply:
    """What is to be said to a request: its outcome, or why there is none."""
    return child.answered(_done, header, blobs)


def _done(header: Message, blobs: list[bytes]) -> Reply:
    match header["do"]:
        case "read":
            return _read(header)
        case "judge":
            return _judge(header, blobs)
        case _:
            return _crop(header, blobs)


def _read(header: Message) -> Reply:
    from glidecheck.audit import product

    readings, pictures = product.read(Order.loads(header["order"]))
    told = {
        "photos": [p.sha256 for p in readings.photos],
        "barcode": readings.barcode,
        "evidence": places(pictures),
    }
    return told, [product.pack(readings), *(e.jpeg for e in pictures)]


def _judge(header: Message, blobs: list[bytes]) -> Reply:
    from glidecheck.audit import product

    judged = product.judge([product.unpack(b) for b in blobs], header["product"], header["names"], product.policy_of(header["policy"]))
    report = judged.report
    told = {
        "wants_second": judged.wants_second,
        "verdict": report.verdict,
        "cuts": [[cut.id, serialise.dump(cut)] for cut in judged.cuts],
        "outcome": [
            report.verdict,
            report.caution_kind,
            report.reading,
            sorted(
                [f.rule, *(s.id for match in [report.match_of(f)] if match for s in match.substances)]
                for f in report.findings
                if f.severity is not Severity.INFO
            ),
        ],
    }
    return told, [product.pack_report(report)]


def _crop(header: Message, blobs: list[bytes]) -> Reply:
    from glidecheck.audit.product import Cut

    kept = {e.photo: e for e in with_jpegs(header["evidence"], blobs)}
    pixels = {photo: pixels_of(e) for photo, e in kept.items()}
    made, out = [], []
    for name, data in header["cuts"]:
        cut = serialise.load(Cut, data)
        picture = crop(kept[cut.photo], pixels[cut.photo], cut.boxes, cut.colour) if cut.photo in kept else None
        if picture is not None:
            made.append([name, cut.photo])
            out.append(picture)
    return {"made": made}, out


if __name__ == "__main__":
    raise SystemExit(main())
