"""scan(): one product, one or many photos, down the house once.

    photos -> page -> panel -> mentions -> matches -> findings -> report

Only this module may send a photo through OCR again: a second reading by another network, for the names the first was not sure of and for
every
list that would end in GLIDE.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from glidecheck import claims, classify, doubts, fuse, match, panel, parse
from glidecheck.errors import EngineFailed, EngineMissing, GlidecheckError, InputError
from glidecheck.lexicon import load
from glidecheck.model import Box, Engine, GlideRole, Layout, Line, Match, Notice, Page, Photo, Reading, Report, Section, Skipped, Witness

if TYPE_CHECKING:
    from glidecheck.lexicon import Lexicon
    from glidecheck.lexicon.policy import Policy

Source = str | Path | bytes | BinaryIO
Trace = Callable[[str, object], None]

DEFAULT = "rapidocr"
SECOND = {"rapidocr": "paddle-tiny"}  # any other first reader has rapidocr for its second
AGAIN = 1.5  # times the size of its first look at which the second reader looks again, before a list of glides ends in REVIEW
MAX_TEXT = 20_000  # characters of pasted text; the longest real label has some thousands

SMALL_TEXT = 12.0  # px of line height under which a closer photo is asked for
BLURRED = 60.0  # variance of the Laplacian at one megapixel under which a photo is called blurred
GLARE = 0.15  # share of burnt-out pixels from which glare is named


@dataclass(frozen=True, slots=True)
class Understood:
    """What one reading of a product says: its layout, the listed and claimed names, the notices."""

    layout: Layout
    matches: tuple[Match, ...]
    notices: tuple[Notice, ...]
    prose: tuple[Line, ...] = ()

    @property
    def listed(self) -> tuple[Match, ...]:
        return tuple(m for m in self.matches if m.mention.section is not Section.CLAIM)


def understand(pages: Sequence[Page], lexicon: Lexicon, trace: Trace | None = None) -> Understood:
    """From lines to matches: the text half of the house, the same for photos and for pasted text."""
    layout = panel.find(pages, lexicon)
    if trace:
        trace("panels", layout)
    streams = tuple(parse.stream(p) for p in layout.panels)
    if trace:
        trace("mentions", streams)
    notices = claims.notices((*layout.rest, *(line for p in layout.panels for line in p.lines)), lexicon)
    prose = tuple(line for s in streams for line in s.prose)
    named = match.resolve(streams, lexicon)
    matches = (*named, *claims.names((*layout.rest, *prose), lexicon, first=len(named) + 1))
    if trace:
        trace("matches", matches)
        trace("notices", notices)
    return Understood(layout, matches, notices, prose)


# ------------------------------------------------------------------ how well it was read


def reading_of(pages: Sequence[Page], layout: Layout, listed: Sequence[Match]) -> Reading:
    """How well the label was read, by its panels, its names and the places where text was found and not read."""
    if not layout.panels or not listed:
        unread = sum(len(page.unread) for page in pages)
        return Reading.UNREADABLE if unread > sum(len(page.lines) for page in pages) else Reading.NO_LIST
    sections = {p.section for p in layout.panels}
    whole = Section.LIST in sections or sections >= {Section.ACTIVE, Section.INACTIVE}
    if not whole or any(p.gaps or not p.begun or not p.ended for p in layout.panels) or not all(m.certain for m in listed):
        return Reading.PARTIAL
    return Reading.COMPLETE


def _doubts(
    first: Understood, matches: Sequence[Match], notices: Sequence[Notice], pages: Sequence[Page], policy: Policy | None
) -> tuple[str, ...]:
    """What speaks against the list having been understood whole. Scraps beside the names matter only where everything else is a glide."""
    listed = [m for m in matches if m.mention.section is not Section.CLAIM]
    scraps = doubts.residue(first.layout, first.listed, first.prose) if listed and _may_be_glide(first, policy) else ()
    return (
        *doubts.elsewhere(line for page in pages for line in page.lines),
        *scraps,
        *doubts.numbing(notices, matches),
        *doubts.lists(first.layout, listed),
    )


def _gaps(layout: Layout) -> tuple[str, ...]:
    return tuple(dict.fromkeys(gap for p in layout.panels for gap in p.gaps))


def _retake(photos: Sequence[Photo], pages: Sequence[Page], reading: Reading, gaps: Sequence[str]) -> tuple[str, ...]:
    """What to do better with the next photo, each line something a person can act on; nothing when the reading is complete."""
    if reading is Reading.COMPLETE:
        return ()
    out = list(gaps)
    for photo, page in zip(photos, pages, strict=True):
        heights = sorted(line.box.height for line in page.lines if line.box)
        if photo.quality.sharpness < BLURRED:
            out.append(f"{photo.source} is blurred: hold the camera still, or lean it on something")
        if photo.quality.glare > GLARE:
            out.append(f"{photo.source} has glare: tilt the product away from the light")
        if heights and heights[len(heights) // 2] < SMALL_TEXT:
            out.append(f"the print in {photo.source} is {heights[len(heights) // 2]:.0f} pixels high: hold the camera closer")
    if reading is Reading.NO_LIST:
        out.append("no ingredient list was found: photograph the side that says Ingredients, or the box")
    if reading is Reading.UNREADABLE:
        out.append("the text could not be read: photograph the label straight on, in good light, filling the frame")
    return tuple(dict.fromkeys(out))


# ------------------------------------------------------------------ judging


def judge_pages(
    pages: Sequence[Page],
    second: Sequence[Page] | None = None,
    *,
    again: Sequence[Page] | None = None,
    networks: tuple[str, str] = ("", ""),
    source: Sequence[str] = ("label",),
    product: str | None = None,
    policy: Path | Policy | None = None,
    photos: Sequence[Photo] = (),
    barcode: str | None = None,
    lost: Sequence[str] = (),
    from_text: bool = False,
    single_name: bool = False,
    trace: Trace | None = None,
) -> Report:
    """A report from readings already made: `pages` by the first reader, `second` by another network of the same photos, in the same
    coordinates.

    `again` is a further look of that other network, where its first look left a doubt. `networks` names the two recognition networks;
    `lost` are further gaps, such as a photo of the product that could not be opened.
    """
    lexicon = load()
    first = understand(pages, lexicon, trace)
    other = understand(second, lexicon) if second is not None else None
    if other is not None and again is not None:
        other = _together(other, understand(again, lexicon))
    case = Case(pages, second, networks, tuple(source), product, policy, photos, barcode, tuple(lost), from_text, single_name)
    return _judge(case, first, other, lexicon, trace)


@dataclass(frozen=True, slots=True)
class Case:
    """What a report says of a product beside what its label says; the fields are those of `judge_pages`."""

    pages: Sequence[Page]
    second: Sequence[Page] | None = None
    networks: tuple[str, str] = ("", "")
    source: tuple[str, ...] = ("label",)
    product: str | None = None
    policy: Path | Policy | None = None
    photos: Sequence[Photo] = ()
    barcode: str | None = None
    lost: tuple[str, ...] = ()
    from_text: bool = False
    single_name: bool = False


def _judge(case: Case, first: Understood, other: Understood | None, lexicon: Lexicon, trace: Trace | None) -> Report:
    """The report, from what the two readings say."""
    rule_book = _policy(case.policy)
    matches, notices = first.matches, first.notices
    if other is not None:
        matches = fuse.matches(first.matches, other.matches)
        notices = tuple(dict.fromkeys((*first.notices, *(n for n in other.notices if n.kind not in {m.kind for m in first.notices}))))
    listed = [m for m in matches if m.mention.section is not Section.CLAIM]
    doubt = _doubts(first, matches, notices, case.pages, rule_book)
    gaps = (*_gaps(first.layout), *case.lost, *doubt)
    reading = reading_of(case.pages, first.layout, listed)
    if (case.lost or doubt) and reading is Reading.COMPLETE:
        reading = Reading.PARTIAL
    witnesses: tuple[Witness, ...] = ()
    if not case.from_text:
        witnesses = (fuse.witness(case.pages[0].reader if case.pages else "", case.networks[0], first.listed),)
        if case.second is not None:
            witnesses += (fuse.witness(case.second[0].reader if case.second else "", case.networks[1], other.listed if other else None),)
    judgement = classify.judge(
        matches,
        reading=reading,
        gaps=gaps,
        notices=notices,
        witnesses=witnesses,
        lexicon=lexicon,
        policy=rule_book,
        from_text=case.from_text,
        single_name=case.single_name,
    )
    if trace:
        trace("judgement", judgement)
    return Report(
        source=tuple(case.source),
        product=case.product or Path(case.source[0]).stem,
        verdict=judgement.verdict,
        caution_kind=judgement.caution_kind,
        reading=judgement.reading,
        headline=judgement.headline,
        ingredients=matches,
        findings=judgement.findings,
        retake=_retake(case.photos, case.pages, judgement.reading, gaps)
        if case.photos
        else (gaps if judgement.reading is not Reading.COMPLETE else ()),
        notices=notices,
        barcode=case.barcode,
        lexicon=lexicon.version,
        policy=rule_book.label if rule_book else None,
        from_text=case.from_text,
        pages=tuple(case.pages),
    )


def _together(seen: Understood, again: Understood) -> Understood:
    """Two looks of one reader: of a name that one look read badly, the better reading counts."""
    return Understood(seen.layout, fuse.matches(seen.matches, again.matches), (*seen.notices, *again.notices), seen.prose)


def _policy(policy: Path | Policy | None) -> Policy | None:
    if isinstance(policy, Path):
        from glidecheck.lexicon.policy import read

        return read(policy)
    return policy


# ------------------------------------------------------------------ reading


def _wants_second(first: Understood, reading: Reading, policy: Policy | None) -> bool:
    """Whether a second reading can change the answer: a list with doubtful names, or one that may be a glide.

    A label that is AVOID already is not read again for its doubtful names: nothing worse can be found.
    """
    listed = first.listed
    if any("retinoid" in s.classes for m in first.matches for s in m.substances if m.certain):
        return not all(m.certain for m in listed)
    if not listed:
        return reading is not Reading.NO_LIST
    return _may_be_glide(first, policy) or not all(m.certain for m in listed)


def _may_be_glide(first: Understood, policy: Policy | None) -> bool:
    """Whether every listed name that is known is on the allow-list, or is a companion that the clinic's policy allows."""
    allowed = policy.allowed if policy else {}
    return all(s.role in (GlideRole.CORE, GlideRole.SILENT) or s.id in allowed for m in first.listed for s in m.substances)


def _agrees(first: Understood, other: Understood) -> bool:
    """Whether the second reading names what the first does, all of it certainly."""
    a, b = ({s.id for m in u.listed for s in m.substances} for u in (first, other))
    return a == b and all(m.certain for m in other.listed)


def _look_again(photo: Photo, page: Page, layout: Layout, n: int, engine: Engine) -> Page:
    """A further look of the second reader, at another size: what a network misreads at one size it often reads at another."""
    from glidecheck import reading

    return reading.second(photo, page, regions(layout, n), engine, AGAIN)


def regions(layout: Layout, photo: int) -> tuple[Box, ...]:
    """The panels on one photo, each with a margin, for a second look."""
    out = []
    for p in layout.panels:
        boxes = [line.box for line in p.lines if line.box is not None and line.photo == photo]
        if boxes:
            around = Box.around(*boxes)
            margin = 2 * max(b.height for b in boxes)
            out.append(Box.of(around.left - margin, around.top - margin, around.right + margin, around.bottom + margin))
    return tuple(out)


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
    second
    reader, and then never a GLIDE). Raises InputError when no photo can be opened, EngineMissing, LexiconError. A bad photo among good ones
    makes the reading partial and is named in `retake`.
    """
    from glidecheck import barcode, photo, reading

    started = time.perf_counter()
    if not photos:
        raise InputError("no photo was given", "Name at least one photo of the product.")
    policy = _policy(policy)
    reader = _engine(engine, DEFAULT)
    opened: list[Photo] = []
    lost: list[str] = []
    failure: GlidecheckError | None = None
    for source in photos:
        try:
            opened.append(photo.load(Path(source) if isinstance(source, str) else source))
        except InputError as error:
            failure = failure or error
            lost.append(f"{error}: {error.next}")
    if not opened:
        assert failure is not None
        raise failure
    if trace:
        trace("photos", tuple(opened))
    pages = [reading.read(p, reader, n) for n, p in enumerate(opened)]
    if trace:
        trace("pages", tuple(pages))
    lexicon = load()
    first = understand(pages, lexicon, trace)
    other: list[Page] | None = None
    seen: Understood | None = None
    networks = (reader.network, "")
    engines = [reader.version]
    if second != "none" and _wants_second(first, reading_of(pages, first.layout, first.listed), policy):
        try:
            witness = _engine(second, SECOND.get(reader.name, DEFAULT))
            other = [
                reading.second(p, page, regions(first.layout, n), witness) for n, (p, page) in enumerate(zip(opened, pages, strict=True))
            ]
            seen = understand(other, lexicon)
            if _may_be_glide(first, policy) and not _agrees(first, seen):
                again = [_look_again(p, page, first.layout, n, witness) for n, (p, page) in enumerate(zip(opened, pages, strict=True))]
                seen = _together(seen, understand(again, lexicon))
            networks = (reader.network, witness.network)
            engines.append(witness.version)
        except EngineMissing:
            if second is not None:
                raise
        except EngineFailed:
            other = seen = None
        if trace:
            trace("second reading", other)
    code = _one([barcode.read(p.pixels) for p in opened])
    case = Case(pages, other, networks, tuple(p.source for p in opened), product, policy, opened, code, tuple(lost))
    report = _judge(case, first, seen, lexicon, trace)
    return replace(report, engines=tuple(engines), elapsed_s=round(time.perf_counter() - started, 3))


def _engine(given: str | Engine | None, default: str) -> Engine:
    from glidecheck import ocr

    return ocr.engine(given or default) if given is None or isinstance(given, str) else given


def _one(codes: Sequence[str | None]) -> str | None:
    """The barcode all photos agree on, None when there is none or several."""
    found = {c for c in codes if c}
    return found.pop() if len(found) == 1 else None


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
    lines = tuple(Line(line, 1.0) for line in text.splitlines() if line.strip())
    report = judge_pages([Page(lines, 0, 0, "text")], source=(name,), product=name, policy=policy, from_text=True, trace=trace)
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
        headline=f"Not judged: {error}",
        skipped=Skipped(str(error), error.next),
    )
