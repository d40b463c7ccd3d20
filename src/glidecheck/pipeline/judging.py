"""Readings to a report: the half of the house behind OCR. No photo is opened here, so a kept reading is judged again in milliseconds.

pages -> panel -> mentions -> matches -> findings -> report
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from glidecheck import classify, match, parse
from glidecheck.label_text import names, outside, phrases, suspects
from glidecheck.layout import completeness, headings, panels
from glidecheck.lexicon import load
from glidecheck.lexicon.declarations import opening
from glidecheck.match import merge
from glidecheck.match.backing import backed
from glidecheck.match.merge import dangerous
from glidecheck.model import (
    GlideRole,
    Judgement,
    Layout,
    Line,
    Match,
    Message,
    Method,
    Notice,
    NoticeKind,
    Page,
    Reading,
    Readings,
    Report,
    Section,
    Witness,
    says_not_for_skin,
)
from glidecheck.model.gaps import HIDDEN
from glidecheck.pipeline import beside, doubts, versions
from glidecheck.pipeline.limits import Retakes
from glidecheck.text import key

if TYPE_CHECKING:
    from glidecheck.lexicon import Lexicon
    from glidecheck.lexicon.policy import Policy

__all__ = [
    "Case",
    "Understood",
    "agrees",
    "case",
    "dangerous",
    "judge",
    "may_be_glide",
    "reading_of",
    "refuse",
    "rules_of",
    "taken_for",
    "understand",
    "wants_second",
    "without",
]

Trace = Callable[[str, object], None]

LIMITS = Retakes()
SOFT = "{photo} is blurred: hold the camera still, or lean it on something"
NOT_CERTAIN = "not read for certain: {names}; photograph that part of the list closer and straight on, or type it"
_LIKELY = (Method.FUZZY, Method.POSTERIOR)
UNSEEN = (HIDDEN, completeness.TOUCHING, completeness.UNREAD_ONE, completeness.TOO_SMALL)


@dataclass(frozen=True, slots=True)
class Understood:
    """What one reading of a product says: its layout, the listed and claimed names, the notices.

    `seen` is the layout as each photo shows it, before the parts of one list were joined.
    """

    layout: Layout
    matches: tuple[Match, ...]
    notices: tuple[Notice, ...]
    prose: tuple[Line, ...]
    seen: Layout

    @property
    def listed(self) -> tuple[Match, ...]:
        return tuple(m for m in self.matches if m.listed)


def understand(pages: Sequence[Page], lexicon: Lexicon, trace: Trace | None = None) -> Understood:
    """From lines to matches: the text half of the house, the same for photos and for pasted text."""
    seen = panels.find(pages, lexicon)
    layout = _stitched(seen, lexicon)
    if trace:
        trace("panels", layout)
    streams = tuple(parse.stream(p) for p in layout.panels)
    if trace:
        trace("mentions", streams)
    every = (*layout.rest, *(line for p in layout.panels for line in p.lines))
    notices = phrases.notices(every, lexicon)
    prose = tuple(line for s in streams for line in s.prose)
    named = match.resolve(streams, lexicon)
    if layout != seen:
        named = merge.dangers(named, match.resolve(map(parse.stream, seen.panels), lexicon))
    spoken = tuple(m for m in named if outside.sentence(m, layout.panels, lexicon))
    named = tuple(m for m in named if m not in spoken)
    prose = (*prose, *(Line(m.mention.printed, m.mention.confidence, m.mention.box, photo=m.mention.photo) for m in spoken))
    notices = phrases.outside_names(notices, every, named)
    matches = (*named, *names.names((*layout.rest, *prose), lexicon, first=len(named) + 1))
    if trace:
        trace("matches", matches)
        trace("notices", notices)
    return Understood(layout, matches, notices, prose, seen)


def _stitched(seen: Layout, lexicon: Lexicon) -> Layout:
    """The layout with the parts of one list joined. The end of its last row, shown alone by another photo, was read with them."""
    joined = panels.stitch(seen.panels, lexicon)
    if joined == seen.panels:
        return seen
    ends = [(p.lines[-1].photo, p.lines[-1].text.strip()) for p in joined if p.lines and p not in seen.panels]
    rest = tuple(line for line in seen.rest if not any(line.photo != n and end.endswith(line.text.strip()) for n, end in ends))
    return replace(seen, panels=joined, rest=rest)


# ------------------------------------------------------------------ how well it was read


def reading_of(pages: Sequence[Page], layout: Layout, listed: Sequence[Match]) -> Reading:
    """How well the label was read, by its panels, its names and the places where text was found and not read."""
    if not layout.panels or not listed:
        unread = sum(len(page.unread) for page in pages)
        return Reading.UNREADABLE if unread > sum(len(page.lines) for page in pages) else Reading.NO_LIST
    sections = {p.section for p in layout.panels}
    whole = Section.LIST in sections or sections >= {Section.ACTIVE, Section.INACTIVE} or _declared(layout, listed)
    if not whole or any(p.gaps or not p.begun or not p.ended for p in layout.panels) or not all(m.read for m in listed):
        return Reading.PARTIAL
    return Reading.COMPLETE


def _declared(layout: Layout, listed: Sequence[Match]) -> bool:
    """Whether a label declares all that a measure of it holds: "1 ml contains: sodium hyaluronate 10 mg, sodium chloride 8.5 mg, ...".

    One that names the strength of its hyaluronate alone may be of the active ingredient; salts, buffers or water beside it show that it is
    of everything (design/verdicts.md, decision 14), and so does the water that all of it is dissolved in.
    """
    known = [s for m in listed for s in m.substances]
    opened = all(p.heading is not None and opening().search(p.heading) for p in layout.panels)
    strong = any(m.mention.amount is not None and any(s.role is GlideRole.CORE for s in m.substances) for m in listed)
    pure = all(m.substances for m in listed) and all(s.role in (GlideRole.CORE, GlideRole.SILENT) for s in known)
    dissolved = any(s.id == "water" for s in known)
    return opened and (strong or dissolved) and pure and any(s.role is GlideRole.SILENT for s in known)


def _doubts(
    first: Understood, matches: Sequence[Match], notices: Sequence[Notice], readings: Readings, policy: Policy | None
) -> tuple[str, ...]:
    """What speaks against the list having been understood whole. Letters beside the names matter only where everything else is a glide."""
    listed = [m for m in matches if m.listed]
    scraps: tuple[str, ...] = doubts.scraps(first.layout, load()) if listed else ()
    if listed and may_be_glide(first, policy):
        scraps = (*scraps, *doubts.residue(first.layout, first.listed, first.prose), *doubts.short(first.layout))
        scraps = (*scraps, *doubts.promised(readings.pages), *doubts.unheaded(first.layout), *doubts.at_edge(first.layout, readings.pages))
        scraps = (*scraps, *doubts.wanting(first.listed), *versions.apart(first.layout, first.listed))
        around = (*first.layout.rest, *first.prose)
        outside = tuple(dict.fromkeys((*suspects.beside(around, load()), *suspects.suspects(around, load()))))
        scraps = (*scraps, *doubts.outside(outside), *readings.shaded)
    return (
        *doubts.elsewhere(line for page in readings.pages for line in page.lines),
        *doubts.blotted(first.layout),
        *doubts.other_kind((line for page in readings.pages for line in page.lines), listed),
        *scraps,
        *doubts.numbing(notices, matches),
        *doubts.lists(first.layout, listed),
        *versions.cut_short(first.layout, listed),
        *doubts.brands(first.layout),
    )


def _outside(first: Understood, readings: Readings, policy: Policy | None) -> tuple[Notice, ...]:
    """What was not understood of everything beside the list, and what was taken for a brand. Asked only of what may be a glide."""
    if not first.listed or not may_be_glide(first, policy):
        return ()
    around = (*first.layout.rest, *first.prose, *_left_out(first, readings.pages))
    front, stated = beside.front(first.layout, readings.pages), tuple(beside.stated(first.listed))
    return outside.outside(around, load(), front=front, typed=readings.from_text, stated=stated)


def _left_out(first: Understood, pages: Sequence[Page]) -> list[Line]:
    """Lines that are nowhere: a heading that nothing follows, whose list is on another side ("Active ingredient:")."""
    kept = [line.text for line in (*first.layout.rest, *first.prose, *(line for p in first.layout.panels for line in p.lines))]
    held = key(" ".join((*kept, *(p.heading or "" for p in first.layout.panels))))
    return [
        line
        for page in pages
        for line, below in pairwise((*page.lines, None))
        if line is not None and (words := key(line.text)) and words not in held and not (_held(line, first) or _heads(line, below, first))
    ]


def _heads(line: Line, below: Line | None, first: Understood) -> bool:
    """Whether a line is one heading in several words or languages ("Ingredients / Inhaltsstoffe:"), and its list begins right below."""
    text = line.text.strip()
    whole = [h for h in headings.find(text) if h.start == 0 and h.end == len(text) and h.section is Section.LIST]
    return bool(whole) and below is not None and any(p.lines and p.lines[0].text.strip() == below.text.strip() for p in first.layout.panels)


def _held(line: Line, first: Understood) -> bool:
    """Whether a panel or the rest holds a part of a line."""
    return any(part.text.strip() and part.text.strip() in line.text for p in first.layout.panels for part in p.lines)


def _gaps(layout: Layout) -> tuple[str, ...]:
    return tuple(dict.fromkeys(gap for p in layout.panels for gap in p.gaps))


def _retake(readings: Readings, reading: Reading, gaps: Sequence[str], listed: Sequence[Match]) -> tuple[str, ...]:
    """What to do better with the next photo, what made the reading partial first; nothing when the reading is complete.

    Blur, glare and small print are named only where something was not read: of a drawn pack on white paper nothing was lost to glare. No
    photo makes a food a product for the skin.
    """
    if reading is Reading.COMPLETE:
        return ()
    if other := tuple(filter(says_not_for_skin, gaps)):
        return other
    doubtful = tuple(dict.fromkeys(m.mention.printed for m in listed if not m.read))
    out = list(gaps)
    if doubtful:
        out.append(Message(NOT_CERTAIN, names="; ".join(doubtful[: LIMITS.shown])))
    if not readings.from_text and _lost(readings, reading, gaps, doubtful):
        out += _quality(readings)
    if reading is Reading.NO_LIST:
        out.append(Message("no ingredient list was found: photograph the side that says Ingredients, or the box"))
    if reading is Reading.UNREADABLE:
        out.append(Message("the text could not be read: photograph the label straight on, in good light, filling the frame"))
    if reading is Reading.PARTIAL and not out:
        out.append(Message("the list could not be told to be whole: photograph all of it, from its heading to its end"))
    return tuple(dict.fromkeys(out))


def _lost(readings: Readings, reading: Reading, gaps: Sequence[str], doubtful: Sequence[str]) -> bool:
    """Whether a better picture would have shown more: names, lines or print beside them were not read."""
    if reading is not Reading.PARTIAL:
        return any(page.unread or any(line.confidence < completeness.LIMITS.doubtful for line in page.lines) for page in readings.pages)
    return bool(doubtful) or any(gap in UNSEEN or getattr(gap, "template", "") == completeness.UNREAD for gap in gaps)


def _quality(readings: Readings) -> Iterator[str]:
    """What about the photos themselves may have lost print."""
    for photo, page in zip(readings.photos, readings.pages, strict=True):
        heights = sorted(line.box.height for line in page.lines if line.box)
        if photo.quality.sharpness < LIMITS.blurred:
            yield Message(SOFT, photo=photo.source)
        # A white background is burnt out, too: glare is named where the network met print that it could not read.
        if photo.quality.glare > LIMITS.glare and page.unread:
            yield Message("{photo} has glare: tilt the product away from the light", photo=photo.source)
        if heights and heights[len(heights) // 2] < LIMITS.small_text:
            height = f"{heights[len(heights) // 2]:.0f}"
            yield Message("the print in {photo} is {n} pixels high: hold the camera closer", photo=photo.source, n=height)


# ------------------------------------------------------------------ judging


@dataclass(frozen=True, slots=True)
class Case:
    """A product's readings, and what each of the two networks makes of them."""

    readings: Readings
    first: Understood
    other: Understood | None


def case(readings: Readings, trace: Trace | None = None) -> Case:
    """The readings, understood by the lexicon of today."""
    lexicon = load()
    first = understand(readings.pages, lexicon, trace)
    other = understand(readings.second, lexicon) if readings.second is not None else None
    return Case(readings, first, other)


def refuse(known: Case, printed: Collection[str]) -> Case:
    """The same without the corrections that a person refuses: print taken for a name by likeness is unknown again, and says what it may be.

    What was taken for a retinoid or an anaesthetic stays one: nobody's word makes a product safer.
    """
    matches = _refused(known.first.matches, printed)
    return known if matches == known.first.matches else replace(known, first=replace(known.first, matches=matches))


def _refused(matches: Sequence[Match], printed: Collection[str]) -> tuple[Match, ...]:
    prints = frozenset(map(key, printed))
    return tuple(
        Match(m.mention, runner_up=m.substances[0].name, candidates=m.substances)
        if m.substances and m.method in _LIKELY and not dangerous(m) and key(m.mention.printed) in prints
        else m
        for m in matches
    )


def taken_for(m: Match) -> bool:
    """Whether print was taken for a name by likeness, and not by look-alike glyphs alone."""
    return bool(m.substances) and m.method in _LIKELY and not m.glyphs_only


def without(report: Report, printed: Collection[str], policy: Path | Policy | None = None) -> Judgement:
    """The judgement of a report without the corrections that a person refuses, as `refuse` has it: never a GLIDE. Raises LexiconError."""
    return classify.judge(
        _refused(report.ingredients, printed),
        reading=Reading.PARTIAL if report.reading is Reading.COMPLETE else report.reading,
        notices=report.notices,
        lexicon=load(),
        policy=rules_of(policy),
        from_text=report.from_text,
        edited=True,
    )


def judge(
    given: Readings | Case,
    *,
    product: str | None = None,
    policy: Path | Policy | None = None,
    single_name: bool = False,
    edited: bool = False,
    trace: Trace | None = None,
) -> Report:
    """The report of a product from what was read of it. `single_name` judges one name, which says nothing of a whole label; `edited` lines
    that a person has corrected.

    Raises LexiconError for a policy that does not hold together.
    """
    lexicon = load()
    known = given if isinstance(given, Case) else case(given, trace)
    readings, first, other = known.readings, known.first, known.other
    rule_book = rules_of(policy)
    matches, notices = first.matches, first.notices
    if other is not None:
        matches = backed(merge.matches(first.matches, other.matches), other.matches, lexicon)
        notices = tuple(dict.fromkeys((*first.notices, *(n for n in other.notices if n.kind not in {m.kind for m in first.notices}))))
    notices = (*notices, *_outside(first, readings, rule_book))
    listed = [m for m in matches if m.listed]
    lost = merge.unheard(matches, other.matches) if other is not None else ()
    doubt = (*_doubts(first, matches, notices, readings, rule_book), *doubts.unheard(lost))
    if other is not None and listed and may_be_glide(first, rule_book) and not agrees(first, other):
        doubt = (*doubt, doubts.DIFFER)  # of what may be a glide all is read twice: where the two differ, one did not read it whole
    layout = first.layout
    if not may_be_glide(first, rule_book):  # of what may be a glide all lists are read
        layout, matches = versions.supported(layout, matches)
        listed = [m for m in matches if m.listed]
        if differing := versions.differing(first.layout, listed):
            notices = (*notices, Notice(NoticeKind.LISTS_DIFFER, ", ".join(differing)[:60]))
    gaps = tuple(sorted((*_gaps(layout), *readings.lost, *doubt), key=lambda gap: not says_not_for_skin(gap)))
    reading = reading_of(readings.pages, layout, listed)
    if (readings.lost or doubt) and reading is Reading.COMPLETE:
        reading = Reading.PARTIAL
    judgement = classify.judge(
        matches,
        reading=reading,
        gaps=gaps,
        notices=notices,
        witnesses=() if readings.from_text else _witnesses(known),
        lexicon=lexicon,
        policy=rule_book,
        from_text=readings.from_text,
        single_name=single_name,
        edited=edited,
    )
    if trace:
        trace("judgement", judgement)
    source = tuple(p.source for p in readings.photos) or (product or "label",)
    return Report(
        source=source,
        product=product or Path(source[0]).stem,
        verdict=judgement.verdict,
        caution_kind=judgement.caution_kind,
        reading=judgement.reading,
        headline=judgement.headline,
        ingredients=matches,
        findings=judgement.findings,
        retake=_retake(readings, judgement.reading, gaps, listed),
        notices=notices,
        barcode=readings.barcode,
        lexicon=lexicon.version,
        policy=rule_book.label if rule_book else None,
        engines=readings.engines,
        from_text=readings.from_text,
        pages=readings.pages,
    )


def _witnesses(known: Case) -> tuple[Witness, ...]:
    readings = known.readings
    first = merge.witness(readings.pages[0].reader if readings.pages else "", readings.networks[0], known.first.listed)
    if readings.second is None:
        return (first,)
    named = known.other.listed if known.other else None
    return first, merge.witness(readings.second[0].reader if readings.second else "", readings.networks[1], named)


def rules_of(policy: Path | Policy | None) -> Policy | None:
    """The clinic's policy, read where only its path is given. Raises LexiconError."""
    if isinstance(policy, Path):
        from glidecheck.lexicon.policy_schema import read

        return read(policy)
    return policy


# ------------------------------------------------------------------ whether to read again


def wants_second(known: Case, policy: Policy | None) -> bool:
    """Whether a second reading can change the answer: a list with doubtful names, or one that may be a glide. Never once it was tried.

    A label that is AVOID already is not read again for its doubtful names: nothing worse can be found.
    """
    if known.readings.witnessed or known.readings.from_text:
        return False
    first = known.first
    listed = first.listed
    if any("retinoid" in s.classes for m in first.matches for s in m.substances if m.certain):
        return not all(m.certain for m in listed)
    if not listed:
        return reading_of(known.readings.pages, first.layout, listed) is not Reading.NO_LIST
    return may_be_glide(first, policy) or not all(m.certain for m in listed)


def may_be_glide(first: Understood, policy: Policy | None) -> bool:
    """Whether every listed name that is known is on the allow-list, or is a companion that the clinic's policy allows."""
    allowed = policy.allowed if policy else {}
    return all(s.role in (GlideRole.CORE, GlideRole.SILENT) or s.id in allowed for m in first.listed for s in m.substances)


def agrees(first: Understood, other: Understood) -> bool:
    """Whether the second reading names what the first does, all of it certainly."""
    a, b = ({s.id for m in u.listed for s in m.substances} for u in (first, other))
    return a == b and all(m.certain for m in other.listed)
