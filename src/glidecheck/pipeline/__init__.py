"""scan(): one product, one or many photos, down the house once.

    photos -> page -> panel -> mentions -> matches -> findings -> report

`read` is the half that opens photos, `judge` the half that does not; `scan` is both. Only this module may send a photo through OCR again:
a second reading by another network, for the names the first was not sure of and for every list that would end in GLIDE.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from glidecheck.errors import EngineFailed, EngineMissing, GlidecheckError, InputError
from glidecheck.lexicon import load
from glidecheck.model import Box, Engine, Layout, Line, Message, Page, Photo, PhotoFacts, Reading, Readings, Report, Skipped
from glidecheck.pipeline import judging
from glidecheck.pipeline.judging import Case, Trace, judge, understand

if TYPE_CHECKING:
    from glidecheck.lexicon.policy import Policy

__all__ = ["judge", "read", "regions", "scan", "scan_text", "skipped", "understand", "wants_second"]

Source = str | Path | bytes | BinaryIO

DEFAULT = "rapidocr"
SECOND = {"rapidocr": "paddle-tiny"}  # any other first reader has rapidocr for its second
BARCODES = "the photos show different barcodes ({codes}): give the photos of one product only"
READ, WORD = 0.8, 3  # confidence and letters of a line that shows a photo to be readable
BLANK = "nothing could be read in {photo}: photograph that side again, in focus and in good light, or leave it out"
_ENCLOSED = re.compile("[\u2460-\u24ff\U0001f110-\U0001f169]")  # letters in circles, which are no letters to a regular expression
MAX_TEXT = 20_000  # characters of pasted text; the longest real label has some thousands


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
    started = time.perf_counter()
    policy = judging.rules_of(policy)
    report = judge(_read(photos, engine, second, policy, trace), product=product, policy=policy, trace=trace)
    return replace(report, elapsed_s=round(time.perf_counter() - started, 3))


def read(
    photos: Sequence[Source],
    *,
    engine: str | Engine | None = None,
    second: str | Engine | None = None,
    policy: Path | Policy | None = None,
    trace: Trace | None = None,
) -> Readings:
    """Everything that OCR and the barcode reader make of one product's photos, to be kept and judged. Arguments and errors as `scan`.

    `policy` only decides whether a second reading can change the answer.
    """
    return _read(photos, engine, second, judging.rules_of(policy), trace).readings


def wants_second(readings: Readings, policy: Path | Policy | None = None) -> bool:
    """Whether kept readings lack a second one that could change the answer under the lexicon and policy of today: read again then."""
    return judging.wants_second(judging.case(readings), judging.rules_of(policy))


def _read(
    photos: Sequence[Source], engine: str | Engine | None, second: str | Engine | None, policy: Policy | None, trace: Trace | None
) -> Case:
    from glidecheck.image import barcode
    from glidecheck.ocr import read_page

    reader = _engine(engine, DEFAULT)
    opened, lost = _open(photos)
    if trace:
        trace("photos", tuple(opened))
    pages = tuple(read_page.read(p, reader, n) for n, p in enumerate(opened))
    if trace:
        trace("pages", pages)
    codes = tuple(dict.fromkeys(c for c in (barcode.read(p.pixels) for p in opened) if c))
    if len(codes) > 1:
        lost.append(Message(BARCODES, codes=", ".join(codes)))
    if len(opened) > 1:
        lost += (Message(BLANK, photo=p.source) for p, page in zip(opened, pages, strict=True) if not _speaks(page))
    readings = Readings(
        photos=tuple(PhotoFacts(p.source, p.sha256, p.quality, p.pixels.shape[1], p.pixels.shape[0]) for p in opened),
        pages=pages,
        networks=(reader.network, ""),
        engines=(reader.version,),
        barcode=codes[0] if len(codes) == 1 else None,
        lost=tuple(lost),
    )
    known = judging.case(readings, trace)
    if second == "none" or not judging.wants_second(known, policy):
        return known
    known = _witnessed(known, opened, reader, second)
    if trace:
        trace("second reading", known.readings.second)
    return known


def _speaks(page: Page) -> bool:
    """Whether a word was read on the page, certainly enough to say that it could be read."""
    return any(line.confidence >= READ and sum(map(str.isalnum, line.text)) >= WORD for line in page.lines)


def _open(photos: Sequence[Source]) -> tuple[list[Photo], list[str]]:
    """The photos that open, and what is to be said of the others. Raises InputError when none does."""
    from glidecheck.image import photo

    opened: list[Photo] = []
    lost: list[str] = []
    failure: GlidecheckError | None = None
    for source in photos:
        try:
            opened.append(photo.load(Path(source) if isinstance(source, str) else source))
        except InputError as error:
            failure = failure or error
            reason, advice = f"{error}".rstrip("."), error.next.rstrip(".")
            lost.append(Message.worded(f"{reason}: {advice}", "{reason}: {next}", {"reason": error.reason, "next": error.next}))
    if not opened:
        raise failure or InputError("no photo was given", "Name at least one photo of the product.")
    return opened, lost


def _witnessed(known: Case, opened: Sequence[Photo], reader: Engine, second: str | Engine | None) -> Case:
    """The same with a second reading by another network."""
    from glidecheck.ocr import read_page

    readings, layout, lexicon = known.readings, known.first.seen, load()
    try:
        witness = _engine(second, SECOND.get(reader.name, DEFAULT))
    except EngineMissing:
        if second is not None:
            raise
        return known

    photos = list(zip(opened, readings.pages, strict=True))
    readings = replace(readings, witnessed=True)
    try:
        other = tuple(read_page.second(p, page, regions(layout, page), witness) for p, page in photos)
        seen = understand(other, lexicon)
        # Always: a lexicon or a policy to come may make a glide of it, and the photo is not opened again then.
        shaded, pages = _shaded(photos, layout, reader)
        readings = replace(readings, shaded=shaded, pages=pages)
    except EngineMissing:
        if second is not None:
            raise
        return known
    except EngineFailed:
        return replace(known, readings=readings)
    readings = replace(
        readings,
        second=other,
        networks=(reader.network, witness.network),
        engines=(*readings.engines, witness.version),
    )
    return Case(readings, known.first, seen)


def _shaded(photos: Sequence[tuple[Photo, Page]], layout: Layout, reader: Engine) -> tuple[tuple[str, ...], tuple[Page, ...]]:
    """What speaks against a list having been seen whole, on any of the photos, and the pages with the print on them that was overlooked."""
    from glidecheck.guards import folds, occlusions, smudges, unread_text
    from glidecheck.image import dewarp
    from glidecheck.ocr import read_page

    found: list[str] = []
    pages: list[Page] = []
    for shot, page in photos:
        pixels = dewarp.turn(shot.pixels, page.turned, page.mirrored)
        found += (*folds.creases(pixels, page, layout.panels), *smudges.smears(pixels, page, layout.panels))
        found += occlusions.patches(pixels, page, layout.panels)
        boxes = unread_text.overlooked(pixels, page, layout.panels, read_page.blurred(pixels, reader))
        if boxes:
            found.append(unread_text.UNREAD)
        if len(photos) > 1 and shot.quality.sharpness < judging.BLURRED:
            found.append(Message(judging.SOFT, photo=shot.source))
        pages.append(replace(page, overlooked=boxes))
    return tuple(dict.fromkeys(found)), tuple(pages)


def regions(layout: Layout, page: Page) -> tuple[Box, ...]:
    """The panels on one photo's page, each with its heading and a margin, for a second look."""
    out = []
    for p in layout.panels:
        boxes = [line.box for line in p.lines if line.box is not None and line.photo == page.photo]
        if boxes:
            # A panel's lines begin behind its heading: without it a second reader would not know the list for one.
            whole = [line.box for line in page.lines if line.box is not None and any(_holds(line.box, b) for b in boxes)]
            around = Box.around(*boxes, *whole)
            margin = 2 * max(b.height for b in boxes)
            out.append(Box.of(around.left - margin, around.top - margin, around.right + margin, around.bottom + margin))
    return tuple(out)


def _holds(line: Box, part: Box) -> bool:
    """Whether the middle of `part` lies on `line`."""
    x, y = part.centre
    return line.left <= x <= line.right and line.top <= y <= line.bottom


def _engine(given: str | Engine | None, default: str) -> Engine:
    from glidecheck import ocr

    return ocr.engine(given or default) if given is None or isinstance(given, str) else given


def scan_text(text: str, *, name: str = "text", policy: Path | Policy | None = None, trace: Trace | None = None) -> Report:
    """The report of a pasted label text: front lines and list together, in any order, with or without headings.

    A text without a separator and without a line break that is one name is judged as that name (`explain` says more). Raises InputError
    for an empty or
    absurdly long text.
    """
    started = time.perf_counter()
    if not text.strip():
        raise InputError("the text is empty", "Paste the label's text: its front lines and its ingredient list.")
    if len(text) > MAX_TEXT:
        raise InputError(f"the text has {len(text)} characters, more than {MAX_TEXT}", "Paste the text of one label.")
    text = _ENCLOSED.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
    lines = tuple(Line(line, 1.0) for line in text.splitlines() if line.strip())
    report = judge(Readings((), (Page(lines, 0, 0, "text"),), from_text=True), product=name, policy=policy, trace=trace)
    return replace(report, elapsed_s=round(time.perf_counter() - started, 3))


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
