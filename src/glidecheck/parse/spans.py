"""What in a panel's text is no name: headings, amounts, purposes, may-contain marks, prose. Found before the text is cut into tokens."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from glidecheck.layout import absences, headings
from glidecheck.layout.headings import HeadingKind
from glidecheck.lexicon import load, strengths
from glidecheck.model import Amount, Section
from glidecheck.parse.words import words
from glidecheck.text import SMALL_LATIN, fold

MARKS = 500
"""Places of one panel where a heading is looked for: a list has a few, a text of nothing but colons thousands."""


WORDS = 64
"""Characters of a heading at most."""
_HYPHENS = ("-", "‐")


class Kind(StrEnum):
    """What a span is."""

    HEADING = "heading"
    AMOUNT = "amount"
    PROSE = "prose"
    PURPOSE = "purpose"
    AND = "and"
    SIGN = "sign"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start:end` that hold no name."""

    start: int
    end: int
    kind: Kind
    amount: Amount | None = None


@dataclass(frozen=True, slots=True)
class Switch:
    """From character `at` on, names belong to `section` (under `heading`); None switches to prose."""

    at: int
    section: Section | None
    heading: str | None


# ------------------------------------------------------------------ amounts


def amounts(text: str) -> Iterator[Span]:
    """Every amount, and the phrases ("1 g contains") that say what amounts are per."""
    for f in strengths.find(text):
        yield Span(f.start, f.end, Kind.HEADING if f.amount is None else Kind.AMOUNT, f.amount)


# ------------------------------------------------------------------ headings

_STARTS = re.compile(r"(?:\A|\n|[.:;/|•·●!?]\s)\s*")
_COLON = re.compile(r"[:：]")
_LINE_END = re.compile(r"\n|\Z")


def switches(text: str) -> tuple[list[Switch], list[Span]]:
    """Where sections change, and the words that change them.

    Headings stand at a line's or sentence's start or before a colon. A stop ("Directions") switches to prose until the next list heading.
    A may-contain mark reaches to the bracket that closes it, or to the next heading.
    """
    found: dict[int, headings.Heading] = {}
    words_end: dict[int, int] = {}
    places = {m.end() for m in _STARTS.finditer(text)}
    for colon in _COLON.finditer(text):
        left = max(text.rfind(c, 0, colon.start()) for c in ",;.:!?\n•()")
        places.add(left + 1)
    for at in sorted(places)[:MARKS]:
        end = _LINE_END.search(text, at)
        piece = text[at : min(end.start() if end else len(text), at + WORDS)]
        broken = len(piece) - 1 if len(piece) < WORDS and piece[-1:] in _HYPHENS else WORDS  # "Ingrédi-" and "ents: Aqua" are one heading
        if broken < WORDS:
            piece = piece[:-1] + text[at + len(piece) + 1 : at + WORDS].partition("\n")[0]
        for h in headings.find(piece):
            if h.start <= len(piece) - len(piece.lstrip()):
                moved = at + 2 * (h.end > broken)
                words_end[at + h.start] = moved + h.start + h.tagged + len(h.printed)
                found[at + h.start] = headings.Heading(h.kind, h.section, h.printed, at + h.start, moved + h.end)
            break
    events: list[Switch] = []
    spans: list[Span] = []
    done = 0
    for at, h in sorted(found.items()):
        if at < done or h.section is Section.MAY_CONTAIN:
            continue
        if _runs_on(text, h, words_end[at]):
            continue
        done = h.end
        if h.kind is HeadingKind.STOP:
            events.append(Switch(at, None, h.printed))
            continue
        # "Contains no parabens" is prose: without a colon a promise of names is one only where it stands alone.
        if h.kind is HeadingKind.PARTIAL and ":" not in text[at : h.end]:
            continue
        spans.append(Span(at, h.end, Kind.HEADING))
        events.append(Switch(h.end, h.section, h.printed))
    for m in islice(words().may.finditer(text), MARKS // 10):
        if m.start() < done and any(s.start <= m.start() < s.end for s in spans):
            continue
        spans.append(Span(m.start(), m.end(), Kind.HEADING))
        events.append(Switch(m.end(), Section.MAY_CONTAIN, m.group().strip(" :()[]\n")))
        close = _closing(text, m)
        if close is not None:
            before = next((e for e in sorted(events, key=lambda e: -e.at) if e.at <= m.start()), None)
            events.append(Switch(close, before.section if before else Section.LIST, before.heading if before else None))
    return sorted(events, key=lambda e: e.at), spans


def _runs_on(text: str, h: headings.Heading, end: int) -> bool:
    """Whether what looks like a heading, with words up to `end`, is part of the list: letters, figures or a comma follow at once, or the
    line before breaks off."""
    if text[end : end + 1].isalnum() or text[end : end + 2].lstrip()[:1] == ",":
        return True
    return ":" not in text[end : h.end] and text[: h.start].rstrip()[-1:] in (",", "-", "/", "(", "&", "‐")


def _closing(text: str, m: re.Match[str]) -> int | None:
    """Where the bracket that stands before a may-contain mark is closed; None when there is none, or it held the mark alone."""
    before = text[: m.start()].rstrip()
    if not before or before[-1] not in "([" or re.search(r"[)\]]", m.group()):
        return None
    depth = 1
    for i in range(m.end(), len(text)):
        if text[i] in "([":
            depth += 1
        elif text[i] in ")]":
            depth -= 1
            if depth == 0:
                return i
    return None


# ------------------------------------------------------------------ purposes (Drug Facts)

_LEADER = re.compile(r"(?:\.[ \t]?){3,}|…+|·{3,}|_{3,}|-{4,}")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def purposes(text: str, taken: list[Span]) -> Iterator[Span]:
    """What a Drug Facts panel says of an active ingredient's purpose: after a row of dots, or after the strength, up to the line's end."""
    starts = (
        [m.end() for m in _LEADER.finditer(text)]
        + [s.end for s in taken if s.kind is Kind.AMOUNT]
        + [s.end for s in taken if s.kind is Kind.HEADING]
    )
    purposes_ = load().words("purposes")
    for m in _LEADER.finditer(text):
        yield Span(m.start(), m.end(), Kind.SIGN)
    for at in starts:
        end = _LINE_END.search(text, at)
        rest = text[at : end.start() if end else len(text)]
        said = [fold(w) for w in _WORD.findall(rest)]
        if said and len(said) <= 6 and all(w in purposes_ for w in said):
            yield Span(at, at + len(rest), Kind.PURPOSE)


# ------------------------------------------------------------------ prose

_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐]\n(?=[^\W\d_])")
_SENTENCE = re.compile(rf"(?:[^.;•●|!?\n]|\.(?!\s|\Z)|\n(?=[{SMALL_LATIN}]))+")
_FOOTNOTE = re.compile(
    r"(?:(?<=\n)|(?<=\A)|(?<=[.,;]\s)|(?<=[.,;]))[ \t]{0,4}(?:\*+|[†‡§¹²³]+|\(\d\))\s?"
    r"(?P<text>[^*†‡\n.;]{3,120}(?:\n[a-z][^*†‡\n.;]{0,80})?)"
)


def prose(text: str, events: list[Switch]) -> Iterator[Span]:
    """Sentences, directions, addresses and negations within the panel."""
    for n, e in enumerate(events):
        if e.section is None:
            end = next((later.at for later in events[n + 1 :] if later.section is not None), None)
            # A list heading's own words begin before the switch it makes.
            yield Span(e.at, len(text) if end is None else end, Kind.PROSE)
    for m in _FOOTNOTE.finditer(text):
        if words().footnote.search(m.group("text")):
            yield Span(m.start(), m.end(), Kind.PROSE)
    for which in (absences.absent, absences.denied, absences.spoken_of):
        for a, b in which(text):
            yield Span(a, b, Kind.PROSE)
    whole = _HYPHEN.sub("xx", text)  # a word cut at a line's end is one word: "anesthe-/sin" is no Spanish
    for m in _SENTENCE.finditer(whole):
        yield from _sentence(whole, m.start(), m.end())


def _sentence(text: str, start: int, end: int) -> Iterator[Span]:
    parts: list[tuple[int, int]] = []
    at = start
    for m in re.finditer(r"[,、，:]\s*(?!\d)", text[start:end]):
        parts.append((at, start + m.end()))
        at = start + m.end()
    parts.append((at, end))
    running = False
    function = load().words("sentence")
    if _idle(text[start:end]):
        yield Span(start, end, Kind.PROSE)
        return
    for a, b in parts:
        said = [fold(w) for w in _WORD.findall(text[a:b])]
        weight = sum(w in function for w in said)
        negation = words().negation.search(text, a, b)
        further = words().further.search(text, a, b)
        if len(said) <= 14 and negation:
            # Within a longer list the negation takes its own words only.
            yield Span(a, b, Kind.PROSE)
            running = False
        elif weight >= 2 or (weight and further) or (running and weight) or (further and len(said) >= 2 and not text[a:b].isupper()):
            yield Span(a, b, Kind.PROSE)
            running = True
        else:
            if negation:
                yield Span(negation.start(), negation.end(), Kind.PROSE)
            running = False


def _idle(sentence: str) -> bool:
    """Whether a sentence is of residues ("traces of nuts"), or says by percent how the whole was made and names nothing: "natural origin:
    99 %"."""
    said = [fold(w) for w in _WORD.findall(sentence)]
    lexicon = load()
    if said and said[0] in lexicon.words("traces"):
        return True
    idle = lexicon.words("made") | lexicon.words("sentence") | lexicon.words("shares")
    return bool(said) and "%" in sentence and len(said) >= 2 and all(w in idle for w in said)


def at_or_before(positions: list[int], value: int) -> int:
    """Index of the last of the sorted `positions` that is not above `value`, -1 when all are."""
    return bisect_right(positions, value) - 1
