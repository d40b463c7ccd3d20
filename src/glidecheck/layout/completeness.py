"""Is the list whole? What shows that it begins and ends in the picture, and what of it was not read.

`complete` must be true when it is said: a GLIDE stands on it. So each doubt becomes a gap in words that a person can act on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from glidecheck.layout import edges, surroundings
from glidecheck.layout.edges import CUT, SIDES
from glidecheck.layout.fullness import fits, holed, separated, wraps
from glidecheck.layout.headings import Heading, HeadingKind
from glidecheck.layout.likeness import contact, legible, prose
from glidecheck.layout.limits import Whole
from glidecheck.model import Box, Line, Message, Page, Section
from glidecheck.model.gaps import HIDDEN
from glidecheck.model.rows import Placed, rows_of
from glidecheck.text import key

if TYPE_CHECKING:
    from glidecheck.lexicon import Lexicon

__all__ = ["CUT", "Evidence", "Typed", "holed", "judge", "separated", "stopped", "unread", "wraps"]

LIMITS = Whole()
GOES_ON = (",", ";", "，", "、", "-", "/", "&", "(", "...", "…", ":", "+", "|", "•")  # no list ends on these: more follows, read or not
_RULE = "-_=~–— "  # what a rule between two paragraphs of a text is made of
_BULLETS = "•·-–—* "
_LEADER = re.compile(r"(%|\bmg|\bg|\bml)[\s.…·]+$")  # dots between an active ingredient's amount and its purpose, which stands beside it
_FIRST = re.compile(r"[,;•|、，(\[/]")

NO_START = Message("the beginning of the list was not found: photograph the heading too")
NO_END = Message("the end of the list was not found: photograph the part below it")
UNREAD_ONE = Message("1 line of the list could not be read: hold the camera closer and steady, without glare")
UNREAD = "{n} lines of the list could not be read: hold the camera closer and steady, without glare"
TOUCHING = Message("text beside the list could not be read: hold the camera closer")
PARTIAL = "only some ingredients are named ({heading}): photograph the whole ingredient list"
NO_ACTIVES = Message("the active ingredients are missing: photograph that part of the label too")
TOO_SMALL = Message("the print is too small: hold the camera closer")


@dataclass(frozen=True, slots=True)
class Typed:
    """The lines of a pasted text that are in no panel: the one right before a list without a heading, those within the list, and the one
    right behind it. Such a text has no places that could show where its list ends."""

    before: Line | None
    within: tuple[Line, ...]
    after: Line | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What `judge` needs of one panel: its page, lines, what stopped it and the line that did, the lines that are not in a panel, the
    sections found beside it, and whether it had to be put together from pieces with an empty space between them."""

    page: Page
    section: Section
    heading: Heading | None
    lines: tuple[Line, ...]
    placed: tuple[Placed, ...]
    stopped: str
    after: Placed | None
    rest: tuple[Line, ...]
    sections: tuple[Section, ...]
    torn: bool = False
    typed: Typed | None = None

    @property
    def boxes(self) -> list[Box]:
        """Where its lines stand; empty for pasted text."""
        return [line.box for line in self.lines if line.box is not None]


def _speaks(line: Line) -> bool:
    """Whether a line is surely no name of a list: a sentence, an address, what stands at a label's foot, a rule of dashes."""
    said = prose(line.text)
    return contact(line.text) or said >= 2 or (said == 1 and len(line.text.split()) >= 4) or not line.text.strip(_RULE)


def _paragraph_ends(e: Evidence) -> bool:
    """Whether the line that stopped the list begins another paragraph: its first word would have fitted behind the list's last, and every
    line before is full. A list with one name a line does not tell."""
    if e.after is None or not any(separated(p.line.text) for p in e.placed) or not wraps(e.placed):
        return False
    rows = rows_of(e.placed)
    return fits(rows[-1], e.after, max(row[-1].right for row in rows) - min(row[0].left for row in rows))


def stopped(lines: Sequence[Line]) -> bool:
    """Whether a full stop ends these lines."""
    return lines[-1].text.rstrip().endswith((".", "。"))


def unread(lines: Sequence[Line]) -> tuple[str, ...]:
    """A gap where lines of a list could not be read."""
    bad = sum(line.confidence < LIMITS.doubtful or not legible(line.text) for line in lines)
    return (UNREAD_ONE if bad == 1 else Message(UNREAD, n=str(bad)),) if bad else ()


# ------------------------------------------------------------------ where it begins and ends


def _begun(e: Evidence, lexicon: Lexicon) -> bool:
    """Whether the list's first name is in the picture."""
    if e.heading is not None:
        return not e.heading.cut
    if e.typed is not None:
        # Whoever pastes a list says where it begins; but a line above names one by one may be one of them.
        before = e.typed.before
        return before is None or _speaks(before) or any(separated(line.text.lstrip(_BULLETS)) for line in e.lines)
    # Without a heading: paper above, and a name that the first line begins with.
    boxes = e.boxes
    if not boxes or not surroundings.paper_above(e.page, Box.around(*boxes), _reach(e, median(b.height for b in boxes))):
        return False
    return bool(lexicon.lookup(key(_FIRST.split(e.lines[0].text.strip())[0])))


def _no_start(e: Evidence) -> str:
    """Why the beginning of a list was not found: the picture ends right above its first line, or its heading is not there."""
    first = next((line.box for line in e.lines if line.box is not None), None)
    close = e.heading is None and first is not None and first.top < LIMITS.near * first.height
    return Message(CUT, side=SIDES["upper"]) if close else NO_START


def _reach(e: Evidence, height: float) -> float:
    """Pixels of paper above a list that show its beginning. Of one with a name a line it is enough that a further line would be seen."""
    usual = LIMITS.above * height
    steps = sorted(b.middle - a.middle for a, b in pairwise(sorted(e.placed, key=lambda p: p.middle)))
    if any(separated(line.text) for line in e.lines) or not steps:
        return usual
    return min(usual, median(steps))


def _closed(e: Evidence) -> bool:
    """Whether a full stop or another heading ends the list."""
    return stopped(e.lines) or e.stopped == "heading"


def _ended(e: Evidence) -> bool:
    """Whether the list's last name is in the picture."""
    last = e.lines[-1].text.rstrip()
    if e.section is Section.ACTIVE:
        last = _LEADER.sub(r"\1", last)
    if last.endswith(GOES_ON):
        return False
    if e.typed is not None:
        return _closed(e) or e.typed.after is None or _speaks(e.typed.after)
    if _closed(e) or e.stopped in ("prose", "space"):
        return True
    boxes = e.boxes
    if not boxes:
        return False
    if e.stopped == "unsure":
        return _paragraph_ends(e)
    # A margin: nothing was found there, and there is room for a line.
    return e.page.height - Box.around(*boxes).bottom > LIMITS.below * median(b.height for b in boxes)


# ------------------------------------------------------------------ what of it was not read


def _unseen(e: Evidence, lexicon: Lexicon) -> Iterator[str]:
    """A gap for each thing about the places of a list's lines that speaks against its having been seen whole."""
    boxes = e.boxes
    if not boxes:
        return
    around, height = Box.around(*boxes), median(b.height for b in boxes)
    yield from edges.cut(e.page, e.lines, lexicon)
    if e.torn or surroundings.line_missing(e.placed) or surroundings.further_column(around, e.rest, lexicon):
        yield HIDDEN
    if height < LIMITS.small:
        yield TOO_SMALL
    closed = _closed(e) or surroundings.another_script(e.page, around, height, e.placed)
    if surroundings.touching(e.page, around, height, e.placed, e.rest, closed=closed):
        yield TOUCHING


def _promised(e: Evidence) -> Iterator[str]:
    """A gap where the heading does not promise a whole list."""
    if e.heading is not None and e.heading.kind is HeadingKind.PARTIAL:
        yield Message(PARTIAL, heading=e.heading.printed.strip())
    if e.section is Section.INACTIVE and Section.ACTIVE not in e.sections:
        yield NO_ACTIVES


def judge(e: Evidence, lexicon: Lexicon) -> tuple[bool, bool, tuple[str, ...]]:
    """(begun, ended, gaps) of one panel."""
    begun, ended = _begun(e, lexicon), _ended(e)
    within = (HIDDEN,) if e.typed is not None and any(line.text.strip() for line in e.typed.within) else ()
    gaps = (
        *within,
        *_unseen(e, lexicon),
        *unread(e.lines),
        *_promised(e),
        *(() if begun else (_no_start(e),)),
        *(() if ended else (NO_END,)),
    )
    return begun, ended, gaps
