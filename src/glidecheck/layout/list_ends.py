"""Where a list goes on and where it ends: names that pointer lines lead to, headings within a text, what stands behind the last name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from statistics import median
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from glidecheck.layout.headings import Heading, HeadingKind, tag
from glidecheck.layout.headings import find as headings
from glidecheck.layout.likeness import likeness, prose
from glidecheck.layout.limits import Lists
from glidecheck.lexicon.nearest import Nearest
from glidecheck.model import Line, Section
from glidecheck.model.rows import Placed
from glidecheck.text import key

if TYPE_CHECKING:
    from glidecheck.lexicon import Lexicon

LIMITS = Lists()


SEPARATORS = ",;•·、，"


_MISREAD = re.compile(r"(?P<head>[^,;•]{4,24}[:：])\s*(?=\S)")


_NAME = re.compile(r"[,;•.、，]")


_PARTS = re.compile(r"[,;•·、，]\s*|[.。](?:\s+|$)")


_STOP = re.compile(r"[.。]\s+")


_WORDS = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class Open:
    """A panel that is being gathered."""

    section: Section
    heading: Heading | None
    lines: list[Line] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    left: float = 0.0  # of the heading
    purpose: Placed | None = None
    torn: bool = False  # put together from pieces
    stopped: str = ""  # what ended it: "heading", "prose", "unsure", "space", "" for the end of the block
    after: Placed | None = None  # the line that did


def ends_sentence(line: Line) -> bool:
    return line.text.rstrip().endswith((".", "。"))


def pitch(placed: Sequence[Placed]) -> float:
    """The usual distance between the rows of a panel, infinite where it has only one."""
    steps = [b.middle - a.middle for a, b in pairwise(placed) if b.middle - a.middle > 0.5 * a.height]
    return median(steps) if steps else inf


def pointers(every: Sequence[Placed], lexicon: Lexicon) -> list[Placed]:
    """The lines of a photo that hold one name each, from the top down, as labels with pointer lines do; none where they are few."""
    single = (p for p in every if p.line.box is not None and not any(c in SEPARATORS for c in p.line.text))
    lines = sorted(single, key=lambda p: p.middle)
    known = {n for n, p in enumerate(lines) if lexicon.lookup(key(p.line.text))}
    for n, p in enumerate(lines):  # a name on two lines
        below = next((m for m in range(n + 1, len(lines)) if _under_one(p, lines[m])), None)
        if below is not None and lexicon.lookup(key(p.line.text + lines[below].line.text)):
            known |= {n, below}
    found = [lines[n] for n in sorted(known)]
    # Among them, in one column, what resembles no name is one that was misprinted or is not known.
    if len(found) < LIMITS.pointers:
        return []
    left, right = min(p.left for p in found), max(p.right for p in found)
    return [p for p in lines if left <= p.left and p.right <= right and found[0].middle <= p.middle <= found[-1].middle]


def runs_over(before: str, text: str, lexicon: Lexicon) -> bool:
    """Whether a name goes on over a line's end ("eau / pour préparations injectables"): then it is of the list."""
    head, tail = _PARTS.split(text.strip())[0], _PARTS.split(before.strip())[-1]
    return bool(head) and bool(tail) and bool(lexicon.lookup(key(tail + " " + head)))


def tag_of(line: Line, below: Line) -> bool:
    """Whether a line holds nothing but the code of a language, and the next one opens that language's list."""
    text = line.text.strip()
    return bool(text) and tag(text) == 0 and any(h.start == 0 and h.kind is not HeadingKind.STOP for h in headings(below.text.strip()))


def _under_one(upper: Placed, lower: Placed) -> bool:
    """Whether `lower` stands right under `upper`, in one column with it."""
    overlap = min(upper.right, lower.right) - max(upper.left, lower.left)
    return 0 < lower.top - upper.top < LIMITS.step * upper.height and overlap > 0


def in_column(placed: Placed, purpose: Placed, names: float) -> bool:
    """Whether a line stands in the column of purposes, which may be flush right, and not in that of the names, which begins at `names`."""
    overlap = min(placed.right, purpose.right) - max(placed.left, purpose.left)
    return overlap > LIMITS.flush * (purpose.right - purpose.left) and placed.left > names + LIMITS.column * placed.height


def in_row(placed: Placed, name: Placed) -> bool:
    """Whether a line stands behind the line of a name, in its row, and gives no strength, as another name would."""
    strong = any(map(str.isdigit, placed.line.text))
    return (
        not strong
        and placed.line.box is not None
        and placed.left > name.right
        and abs(placed.middle - name.middle) < LIMITS.row * name.height
    )


def headings_of(text: str, lexicon: Lexicon, below: str) -> tuple[Heading, ...]:
    """The headings in a line, that of another script included, of which the network made letters of its own ("aouus:nou:"). `below` is
    the next line, into which a sentence that begins at this one's end may run."""
    found = tuple(h for h in headings(text) if not _spoken(h, text, lexicon, below))
    if found or not (m := _MISREAD.match(text)) or not lexicon.lookup(key(_NAME.split(text[m.end() :])[0])):
        return found
    bones = key(m["head"])
    if any(OSA.distance(bones, form) <= len(form) // 4 for form in lexicon.words("misread")):
        return (Heading(HeadingKind.LIST, Section.LIST, m["head"], 0, m.end()),)
    return found


def _spoken(h: Heading, text: str, lexicon: Lexicon, below: str) -> bool:
    """Whether a heading's word only begins a sentence: "Composition is given on the pack in the words of the INCI"."""
    behind = text[h.end :]
    if not behind.strip() and text[: h.start].strip() and below[:1].islower():
        behind = below
    plain = h.kind is not HeadingKind.STOP and h.section is Section.LIST and ":" not in text[h.start : h.end]
    said = prose(behind) > 0 and len(_WORDS.findall(behind)) > LIMITS.behind and likeness(behind, lexicon) < LIMITS.foreign
    return plain and said and not any(c in SEPARATORS for c in behind)


def trim(panel: Open, lexicon: Lexicon) -> Line | None:
    """Cuts what stands behind a full stop in a list's last line and is nothing of a list, several words of another script or a sentence;
    it comes back."""
    last = panel.lines[-1]
    stops = [m for m in _STOP.finditer(last.text) if last.text[: m.start()].strip()]
    if not stops:
        return None
    at = stops[-1].end()
    for m in reversed(stops):
        behind = last.text[m.end() :]
        if any(c in SEPARATORS for c in behind) or likeness(behind, lexicon) >= LIMITS.foreign:
            break
        at = m.end()
    behind = last.text[at:]
    words = _WORDS.findall(behind)
    if (
        len(words) < LIMITS.behind
        or any(c in SEPARATORS for c in behind)
        or likeness(behind, lexicon) >= LIMITS.foreign
        or _suspect(words, lexicon)
    ):
        return None
    panel.lines[-1] = last.part(0, at)
    return last.part(at, len(last.text))


def _suspect(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether one of these words may be a misread retinoid or anaesthetic."""
    nearest = Nearest.of(lexicon)
    return any(nearest.critical(k, 1) for k in map(key, words) if len(k) >= LIMITS.worded)


def goes_on(panel: Open, first: Placed) -> bool:
    """Whether `first` can be the next line of `panel`, which an empty space parts from it."""
    last = panel.placed[-1]
    if first.line.box is None or panel.section is Section.ACTIVE or ends_sentence(panel.lines[-1]):
        return False
    overlap = min(last.right, first.right) - max(last.left, first.left)
    return 0 < first.middle - last.middle < 4 * last.height and overlap > 0.5 * min(last.right - last.left, first.right - first.left)


def continues(panels: Sequence[Open], piece: Open) -> bool:
    """Whether `piece`, a run of list-like lines without a heading, goes on under one of `panels`; if so, it is put there."""
    for panel in panels:
        if goes_on(panel, piece.placed[0]):
            panel.lines += piece.lines
            panel.placed += piece.placed
            panel.torn, panel.stopped = True, piece.stopped
            return True
    return False
