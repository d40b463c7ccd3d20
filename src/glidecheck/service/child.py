"""The reading process of the service: photos are decoded here and nowhere else.

python -m glidecheck.service.child        started by `readers`; messages (see `audit.frames`) on stdin and stdout

scan    photos or a text -> glidecheck.scan/1, and on wish the annotated photos and a crop of each line
album   the photos of an intent -> the answer and the chat's new state
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glidecheck.audit import child, frames
from glidecheck.errors import EngineFailed, EngineMissing, GlidecheckError, InputError, LexiconError

if TYPE_CHECKING:
    from glidecheck.chat.tongue import Tongue
    from glidecheck.model import Photo, Report

Reply = tuple[frames.Message, list[bytes]]

SIDE = 1600
"""Pixels of the longer side of an annotated photo that is shown."""


def answer(header: frames.Message, blobs: list[bytes]) -> Reply:
    """What is to be said to a request: its outcome, or why there is none."""
    try:
        return _album(header, blobs) if header["do"] == "album" else _scan(header, blobs)
    except (EngineMissing, LexiconError) as error:
        return _failed("setup", error), []
    except GlidecheckError as error:
        return _failed("photo", error), []
    except MemoryError:
        return _failed("photo", InputError("there was not enough memory to read it", "Send a smaller picture.")), []
    except Exception as error:  # noqa: BLE001 - told and counted as a bug; the process lives on for the next photo
        return _failed("bug", InputError(f"a bug of glidecheck ({type(error).__name__})", "Please report it.")), []


def _failed(kind: str, error: GlidecheckError) -> frames.Message:
    return {"failed": kind, "reason": str(error), "next": error.next}


def _policy(header: frames.Message) -> Path | None:
    return Path(header["policy"]) if header.get("policy") else None


# ------------------------------------------------------------------ the API's scan


def _scan(header: frames.Message, blobs: list[bytes]) -> Reply:
    from glidecheck import pipeline
    from glidecheck.chat.tongue import ENGLISH, localised, tongue
    from glidecheck.report import jsonform

    product = header.get("product") or None
    names = header["names"] or ["text"]
    photos: tuple[Photo, ...] = ()
    try:
        if header.get("text") is not None:
            report = pipeline.scan_text(header["text"], name=names[0], policy=_policy(header))
        else:
            made = pipeline.examine(
                *map(_named, blobs, names), product=product, engine=header["engine"], second=header["second"], policy=_policy(header)
            )
            report, photos = made.report, made.photos
    except (InputError, EngineFailed) as error:
        report = pipeline.skipped(names, error, product)
    say = tongue(header.get("language") or ENGLISH)
    report = localised(report, say)
    told: frames.Message = {"scan": jsonform.to_json(report)}
    return _shown(told, report, photos, say) if header.get("pictures") and photos and report.verdict else (told, [])


def _named(data: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def _shown(told: frames.Message, report: Report, photos: Sequence[Photo], say: Tongue) -> Reply:
    """The same with each photo annotated, and each line that was read with its crop. No picture carries EXIF."""
    from PIL import Image

    from glidecheck.report.annotate import annotate
    from glidecheck.report.picture import crop, fits, upright

    pictures: list[dict[str, int]] = []
    lines: list[dict[str, Any]] = []
    parts: list[bytes] = []
    for index, photo in enumerate(photos):  # `report.source` counts the photos that opened
        pixels = upright(photo.pixels, report, index)
        if fits(pixels, report, index):
            page = next(p for p in report.pages if p.photo == index)
            image = annotate(pixels, report, index, say)
            image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
            pictures.append({"photo": index, "part": len(parts)})
            parts.append(_jpeg(image, 85))
            for line in page.lines:
                cut = crop(pixels, line.box, "#777777") if line.box else None
                lines.append(
                    {"photo": index, "text": line.text, "confidence": round(line.confidence, 3), "part": len(parts) if cut else None}
                )
                if cut:
                    parts.append(_jpeg(cut, 72))
    return {**told, "pictures": pictures, "lines": lines}, parts


def _jpeg(image: Any, quality: int) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


# ------------------------------------------------------------------ a chat's album


def _album(header: frames.Message, blobs: list[bytes]) -> Reply:
    from glidecheck.chat import albums, answers
    from glidecheck.chat.state import State
    from glidecheck.service import intents

    intent = intents.load(header["intent"])
    judged = albums.judge(blobs, albums.Engines(header["engine"], header["second"], _policy(header)), joined=intent.joined)
    reply = answers.answer(intent, State.from_json(header["state"]), header["now"], judged=judged, policy=_policy(header))
    parts: list[bytes] = []
    told = []
    for one in reply.answers:
        told.append({"text": one.text, "verdict": one.verdict, "product": one.product, "part": len(parts) if one.picture else None})
        if one.picture:
            parts.append(one.picture)
    verdicts = [[j.report.verdict and j.report.verdict.value, j.report.reading.value] for j in judged]
    return {"answers": told, "state": reply.state.to_json(), "verdicts": verdicts}, parts


def main() -> int:
    """Answers until the parent is gone."""
    parent = os.getppid()
    child._die_with_parent()
    if os.getppid() != parent:
        return 1
    if hasattr(os, "nice"):
        os.nice(5)  # a platform that waits for its acknowledgement comes before a photo that is read
    # What a library prints must not stand between two messages.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    frames.send(out, {"ready": True})
    for header, blobs in iter(child._requests(sys.stdin.buffer), None):
        told, parts = answer(header, blobs)
        try:
            frames.send(out, {**told, "rss_mb": child.rss_mb()}, parts)
        except OSError:
            return 1
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    raise SystemExit(main())
