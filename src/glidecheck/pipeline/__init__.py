"""One way through, for every face: a product's photos, or a pasted text, to its report.

    photos -> page -> panel -> mentions -> matches -> findings -> report

`reading` is the half that opens photos, `judging` the half that does not.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from glidecheck.errors import GlidecheckError, InputError
from glidecheck.layout import columns
from glidecheck.model import Engine, Line, Message, Page, Photo, Reading, Readings, Report, Shot, Skipped
from glidecheck.pipeline.judging import Trace, judge, understand
from glidecheck.pipeline.limits import Legible
from glidecheck.pipeline.reading import DEFAULT, SECOND, Reader, Source, merge, opened, parts_of, regions

if TYPE_CHECKING:
    from glidecheck.lexicon.policy import Policy

__all__ = [
    "DEFAULT",
    "SECOND",
    "Examined",
    "Reader",
    "Source",
    "examine",
    "judge",
    "merge",
    "opened",
    "parts_of",
    "read",
    "regions",
    "scan",
    "scan_text",
    "skipped",
    "understand",
]

_ENCLOSED = re.compile("[\u2460-\u24ff\U0001f110-\U0001f189]")  # letters in circles, which are no letters to a regular expression
_WHITE_ON_BLACK = (0x1F150, 0x1F170)
"""Where the alphabets of white letters in black circles and squares begin: Unicode does not say which letters they are."""
LIMITS = Legible()


@dataclass(frozen=True, slots=True)
class Examined:
    """A product's report with what it was made of: the photos that opened, upright by their EXIF, and what was read of them."""

    report: Report
    photos: tuple[Photo, ...]
    readings: Readings


def examine(
    *photos: Source,
    product: str | None = None,
    engine: str | Engine | None = None,
    second: str | Engine | None = None,
    policy: Path | Policy | None = None,
    lost: Sequence[str] = (),
    room: int | None = None,
    trace: Trace | None = None,
) -> Examined:
    """One product from one or several photos of it.

    Arguments and errors as `scan`; `lost` says what else was sent and not looked at, `room` how many pixels the photos may have together.
    """
    started = time.perf_counter()
    reader = Reader(engine, second, policy)
    found, unusable = opened(photos, room)
    if trace:
        trace("photos", found)
    shots = [Shot(photo, reader.read(photo)) for photo in found]
    if trace:
        trace("pages", tuple(shot.reading.page for shot in shots))
    known = reader.case(shots, (*unusable, *lost))
    readings = known.readings
    if trace and readings.second is not None:
        trace("second reading", readings.second)
    report = judge(readings if trace else known, product=product, policy=reader.policy, trace=trace)
    return Examined(replace(report, elapsed_s=round(time.perf_counter() - started, 3)), found, readings)


def scan(
    *photos: Source,
    product: str | None = None,
    engine: str | Engine | None = None,
    second: str | Engine | None = None,
    policy: Path | Policy | None = None,
    trace: Trace | None = None,
) -> Report:
    """The report of one product from one or several photos of it.

    `engine` and `second` name the readers (default: rapidocr, and paddle-tiny where a second reading can change the answer; "none" for no
    second reader, and then never a GLIDE). Raises InputError when no photo can be opened, EngineMissing, LexiconError. A bad photo among
    good ones makes the reading partial and is named in `retake`.
    """
    return examine(*photos, product=product, engine=engine, second=second, policy=policy, trace=trace).report


def read(
    photos: Sequence[Source],
    *,
    engine: str | Engine | None = None,
    second: str | Engine | None = None,
    policy: Path | Policy | None = None,
) -> tuple[Readings, tuple[Photo, ...]]:
    """Everything that OCR and the barcode reader make of one product's photos, to be kept and judged, and the photos that opened.

    `policy` only decides whether a second reading can change the answer. Arguments and errors as `scan`.
    """
    reader = Reader(engine, second, policy)
    found, lost = opened(photos)
    return reader.product([Shot(photo, reader.read(photo)) for photo in found], lost), found


def scan_text(text: str, *, name: str = "text", policy: Path | Policy | None = None, trace: Trace | None = None) -> Report:
    """The report of a pasted label text: front lines and list together, in any order, with or without headings.

    A text without a separator and without a line break that is one name is judged as that name (`explain` says more). Raises InputError
    for an empty or absurdly long text.
    """
    started = time.perf_counter()
    if not text.strip():
        raise InputError("the text is empty", "Paste the label's text: its front lines and its ingredient list.")
    if len(text) > LIMITS.max_text:
        raise InputError(f"the text has {len(text)} characters, more than {LIMITS.max_text}", "Paste the text of one label.")
    text = _ENCLOSED.sub(lambda m: _letter(m.group()), text)
    lines = tuple(Line(line, 1.0) for line in columns.apart([line for line in text.splitlines() if line.strip()]))
    report = judge(Readings((), (Page(lines, 0, 0, "text"),), from_text=True), product=name, policy=policy, trace=trace)
    return replace(report, elapsed_s=round(time.perf_counter() - started, 3))


def _letter(sign: str) -> str:
    """The letter or number in a circle, a square or brackets."""
    for first in _WHITE_ON_BLACK:
        if 0 <= ord(sign) - first < 26:
            return chr(ord("A") + ord(sign) - first)
    return unicodedata.normalize("NFKC", sign)


def skipped(source: str | Sequence[str], error: GlidecheckError, product: str | None = None) -> Report:
    """The report of a product that could not be judged: never clean, with the reason and what to do next."""
    names = (source,) if isinstance(source, str) else tuple(source)
    return Report(
        source=names,
        product=product or Path(names[0]).stem or names[0],
        verdict=None,
        caution_kind=None,
        reading=Reading.UNREADABLE,
        headline=Message("Not judged: {reason}", reason=error.reason),
        skipped=Skipped(error.reason, error.next),
    )
