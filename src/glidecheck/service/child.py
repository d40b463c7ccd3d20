"""The reading process of the service: photos are decoded here and nowhere else.

python -m glidecheck.service.child        started by `readers`; messages (see `workers.messages`) on stdin and stdout

scan    photos or a text -> glidecheck.scan/1, and on wish the annotated photos and a crop of each line
album   the photos of an intent -> the answer and the chat's new state
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glidecheck.errors import EngineFailed, InputError
from glidecheck.service import sandbox
from glidecheck.workers import child
from glidecheck.workers.child import Reply
from glidecheck.workers.messages import Message

if TYPE_CHECKING:
    from glidecheck.chat.tongue import Tongue
    from glidecheck.model import Photo, Report

PIXELS = 100_000_000
"""Of all pictures of one request together: eight photos of 12 megapixels, four of 24. Each pixel takes three bytes, and the service is to
do with one and a half gigabytes."""


def answer(header: Message, blobs: list[bytes]) -> Reply:
    """What is to be said to a request: its outcome, or why there is none."""
    return child.answered(_album if header["do"] == "album" else _scan, header, blobs)


def _policy(header: Message) -> Path | None:
    return Path(header["policy"]) if header.get("policy") else None


# ------------------------------------------------------------------ the API's scan


def _scan(header: Message, blobs: list[bytes]) -> Reply:
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
                *map(_named, blobs, names),
                product=product,
                engine=header["engine"],
                second=header["second"],
                policy=_policy(header),
                room=PIXELS,
            )
            report, photos = made.report, made.photos
    except (InputError, EngineFailed) as error:
        report = pipeline.skipped(names, error, product)
    say = tongue(header.get("language") or ENGLISH)
    report = localised(report, say)
    told: Message = {"scan": jsonform.to_json(report, say)}
    return _shown(told, report, photos, say) if header.get("pictures") and photos and report.verdict else (told, [])


def _named(data: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def _shown(told: Message, report: Report, photos: Sequence[Photo], say: Tongue) -> Reply:
    """The same with each photo annotated, each line that was read with its crop, and the print that decided. No picture carries EXIF."""
    from glidecheck.report.annotate import shown
    from glidecheck.report.answer import answer, place
    from glidecheck.report.picture import crop, fits, jpeg, upright
    from glidecheck.report.view import LOOKS

    told_first = answer(report)
    where = place(report, told_first.decided)
    proof: list[dict[str, int]] = []
    pictures: list[dict[str, int]] = []
    lines: list[dict[str, Any]] = []
    parts: list[bytes] = []
    for index, photo in enumerate(photos):  # `report.source` counts the photos that opened
        pixels = upright(photo.pixels, report, index)
        page = report.page_of(index)
        if page is not None and fits(pixels, report, index):
            pictures.append({"photo": index, "part": len(parts)})
            parts.append(shown(pixels, report, index, say))
            if where is not None and where[0] == index and (cut := crop(pixels, where[1], LOOKS[told_first.tone].colour)):
                proof.append({"part": len(parts)})
                parts.append(jpeg(cut, 80))
            for line in page.lines:
                cut = crop(pixels, (line.box,), "#777777") if line.box else None
                lines.append(
                    {"photo": index, "text": line.text, "confidence": round(line.confidence, 3), "part": len(parts) if cut else None}
                )
                if cut:
                    parts.append(jpeg(cut, 72))
    return {**told, "pictures": pictures, "lines": lines, "proof": proof}, parts


# ------------------------------------------------------------------ a chat's album


def _album(header: Message, blobs: list[bytes]) -> Reply:
    from glidecheck.chat import albums, answers
    from glidecheck.chat.left_out import left_out
    from glidecheck.chat.state import State
    from glidecheck.service import intents

    intent = intents.load(header["intent"])
    engines = albums.Engines(header["engine"], header["second"], _policy(header), PIXELS)
    judged = albums.judge(blobs, engines, joined=intent.joined, lost=left_out(intent))
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
    """Answers until the parent is gone. A platform that waits for its acknowledgement comes before a photo that is read."""
    sandbox.lock()  # before a byte of a stranger's is read
    return child.serve(answer, nice=5)


if __name__ == "__main__":
    raise SystemExit(main())
