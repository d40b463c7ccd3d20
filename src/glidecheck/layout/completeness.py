"""Is the list whole? What shows that it begins and ends in the picture, and what of it was not read.

`complete` must be true when it is said: a GLIDE stands on it. So each doubt becomes a gap in words that a person can act on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from glidecheck.layout.blocks import Placed
from glidecheck.layout.headings import Heading, HeadingKind
from glidecheck.layout.likeness import contact, legible, likeness, prose
from glidecheck.model import Box, Line, Message, Page, Section

if TYPE_CHECKING:
    from glidecheck.lexicon import Lexicon

EDGE = 0.15  # line heights: a line that ends nearer than this to the picture's edge may go on outside it
NEAR, SEVERAL, PAPER = 1.0, 4, 0.25  # so many lines whose print begins within the first, and none within the last, show a margin
DOUBTFUL = 0.75  # mean confidence of a line below which it counts as not read
MISSING = 1.7  # of the usual pitch: two lines further apart may have a third between them
APART = 2.3  # line heights between the middles of the only two lines from which a third may stand between them
ROOM = 0.6  # line heights that a word must have had to spare on the line before to be called missing there
GOES_ON = (",", ";", "，", "、", "-", "/", "&", "(", "...", "…", ":", "+", "|", "•")  # no list ends on these: more follows, read or not
HOLE = 2.0  # line heights between two words from which something may stand there that was not read
_RULE = "-_=~–— "  # what a rule between two paragraphs of a text is made of
_BULLETS = "•·-–—* "
_SPACE = 0.3  # line heights between two words
_SEPARATED = re.compile(r"[,;|•·、，]")
_LEADER = re.compile(r"(%|\bmg|\bg|\bml)[\s.…·]+$")  # dots between an active ingredient's amount and its purpose, which stands beside it
LIKE = 0.8  # share of ingredient letters from which a line beside a list is one of it
SMALL = 7.0  # pixels of a line's height under which print cannot be trusted

CUT = "the list runs to the {side} edge of the photo: photograph the label with a margin around it"
NO_START = Message("the beginning of the list was not found: photograph the heading too")
NO_END = Message("the end of the list was not found: photograph the part below it")
UNREAD_ONE = Message("1 line of the list could not be read: hold the camera closer and steady, without glare")
UNREAD = "{n} lines of the list could not be read: hold the camera closer and steady, without glare"
HIDDEN = Message("a line of the list may be missing: photograph the label straight on, without glare")
TOUCHING = Message("text beside the list could not be read: hold the camera closer")
PARTIAL = "only some ingredients are named ({heading}): photograph the whole ingredient list"
NO_ACTIVES = Message("inactive ingredients without the active ones: photograph the active ingredients too")
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


def _speaks(line: Line) -> bool:
    """Whether a line is surely no name of a list: a sentence, an address, what stands at a label's foot, a rule of dashes."""
    said = prose(line.text)
    return contact(line.text) or said >= 2 or (said == 1 and len(line.text.split()) >= 4) or not line.text.strip(_RULE)


def _margin(e: Evidence, side: str) -> bool:
    """Whether clear paper shows between a side of the photo and the first or last glyphs of several lines: a photo that cuts a list cuts
    through the letters of most of its lines. One line alone may end at the cut by chance."""
    gaps = []
    for line in e.lines:
        if line.box is not None and line.words:
            left = min(w.box.left for w in line.words) / line.box.height
            right = (e.page.width - max(w.box.right for w in line.words)) / line.box.height
            gaps.append(left if side == "left" else right)
    near = [gap for gap in gaps if gap < NEAR]
    return len(near) >= SEVERAL and min(near) >= PAPER


def _edges(e: Evidence) -> list[str]:
    sides = set()
    for line in e.lines:
        if line.box is None:
            continue
        reach = EDGE * line.box.height
        if line.box.left < reach:
            sides.add(Message("left"))
        if line.box.right > e.page.width - reach:
            sides.add(Message("right"))
        if line.box.bottom > e.page.height - reach:
            sides.add(Message("lower"))
        if line.box.top < reach:
            sides.add(Message("upper"))
    return [Message(CUT, side=side) for side in sorted(sides) if side not in ("left", "right") or not _margin(e, side)]


def _missing(e: Evidence) -> bool:
    middles = [p.middle for p in e.placed]
    height = median(p.height for p in e.placed)
    steps = [b - a for a, b in pairwise(middles) if b - a > 0.5 * height]
    if len(steps) == 1:
        return steps[0] > APART * height
    return len(steps) > 1 and max(steps) > MISSING * median(steps)


def rows_of(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Lines in reading order as rows: words of one row are one line of print."""
    rows: list[list[Placed]] = []
    for p in placed:
        if rows and abs(p.middle - rows[-1][-1].middle) < 0.5 * p.height and p.left > rows[-1][-1].left:
            rows[-1].append(p)
        else:
            rows.append([p])
    return rows


def holed(rows: Sequence[Sequence[Placed]]) -> bool:
    """Whether there is room within a row for something that was not read."""
    for row in rows:
        if any(b.left - a.right > HOLE * a.height for a, b in pairwise(row)):
            return True
        words = [w.box for p in row for w in p.line.words]
        if any(b.left - a.right > HOLE * a.height for a, b in pairwise(words) if b.centre[0] > a.centre[0]):
            return True
    return False


def wraps(placed: Sequence[Placed]) -> bool:
    """Whether every line is as full as a paragraph's lines are: the next line's first word would not have fitted behind it.

    Where it would have, something may stand at the line's end that was not read: a thumb, glare, a fold; and so it may in a hole within
    the line. Lists with one name a line, and lines that end in a hyphen, say nothing of the kind. Words of one row count as one line.
    """
    if any(p.line.box is None for p in placed):
        return True
    rows = rows_of(placed)
    if holed(rows):
        return False
    if not any(separated(p.line.text) for p in placed):
        return True
    widest = max(row[-1].right for row in rows) - min(row[0].left for row in rows)
    return not any(_fits(row, after[0], widest) for row, after in pairwise(rows) if not row[-1].line.text.rstrip().endswith(("-", "‐")))


def _fits(row: Sequence[Placed], after: Placed, widest: float) -> bool:
    """Whether the first word of `after` would have fitted behind `row`, in lines as long as `widest`."""
    text = after.line.text.strip()
    word = (after.right - after.left) * len(text.split()[0]) / len(text) if text else 0.0
    return (row[-1].right - row[0].left) + _SPACE * row[0].height + word + ROOM * row[0].height < widest


def _paragraph_ends(e: Evidence) -> bool:
    """Whether the line that stopped the list begins another paragraph: its first word would have fitted behind the list's last, and every
    line before is full. A list with one name a line does not tell."""
    if e.after is None or not any(separated(p.line.text) for p in e.placed) or not wraps(e.placed):
        return False
    rows = rows_of(e.placed)
    return _fits(rows[-1], e.after, max(row[-1].right for row in rows) - min(row[0].left for row in rows))


def separated(text: str) -> bool:
    """Whether a separator stands within a line: it holds more than one name."""
    return bool(_SEPARATED.search(text.strip(" ,;.")))


def stopped(lines: Sequence[Line]) -> bool:
    """Whether a full stop ends these lines."""
    return lines[-1].text.rstrip().endswith((".", "。"))


def unread(lines: Sequence[Line]) -> tuple[str, ...]:
    """A gap where lines of a list could not be read."""
    bad = sum(line.confidence < DOUBTFUL or not legible(line.text) for line in lines)
    return (UNREAD_ONE if bad == 1 else Message(UNREAD, n=str(bad)),) if bad else ()


def _touches(box: Box, panel: Box, height: float, below: bool) -> bool:
    """Whether `box` may belong to the list: it lies within it, close beside its lines, or, where nothing shows the list's end, close
    `below` it.

    What stands above a heading or behind a full stop is another paragraph.
    """
    near = 0.4 * height
    beside = box.left < panel.right + near and box.right > panel.left - near
    middle = box.centre[1]
    return beside and panel.top + 0.3 * height < middle < (panel.bottom + 1.2 * height if below else panel.bottom - 0.3 * height)


def _beside(e: Evidence, panel: Box, lexicon: Lexicon) -> bool:
    """Whether a line of names stands at the panel's height and in no panel: a further column."""
    return any(
        panel.top < line.box.centre[1] < panel.bottom and separated(line.text) and likeness(line.text, lexicon) >= LIKE
        for line in e.rest
        if line.box is not None
    )


def judge(e: Evidence, lexicon: Lexicon) -> tuple[bool, bool, tuple[str, ...]]:
    """(begun, ended, gaps) of one panel."""
    gaps: list[str] = []
    last = e.lines[-1].text.rstrip()
    if e.section is Section.ACTIVE:
        last = _LEADER.sub(r"\1", last)
    open_end = last.endswith(GOES_ON)
    boxes = [line.box for line in e.lines if line.box is not None]
    begun = e.heading is not None and not e.heading.cut
    if e.typed is not None and e.heading is None:
        # Whoever pastes a list says where it begins; but a line above names one by one may be one of them.
        begun = e.typed.before is None or _speaks(e.typed.before) or any(separated(line.text.lstrip(_BULLETS)) for line in e.lines)
    closed = stopped(e.lines) or e.stopped == "heading"
    ended = closed or e.stopped in ("prose", "space")
    if e.typed is not None:
        ended = closed or e.typed.after is None or _speaks(e.typed.after)
        if any(line.text.strip() for line in e.typed.within):
            gaps.append(HIDDEN)
    if boxes:
        around = Box.around(*boxes)
        height = median(b.height for b in boxes)
        below = e.page.height - around.bottom
        ended = ended or (e.stopped == "unsure" and _paragraph_ends(e))
        ended = ended or (e.stopped != "unsure" and below > 1.5 * height)  # a margin: nothing was found there, and there is room for a line
        gaps += _edges(e)
        if e.torn or _missing(e) or _beside(e, around, lexicon):
            gaps.append(HIDDEN)
        if height < SMALL:
            gaps.append(TOO_SMALL)
        stray = [line.box for line in e.rest if line.box is not None and (line.confidence < DOUBTFUL or not legible(line.text))]
        if any(_touches(box, around, height, not closed) for box in [*e.page.unread, *stray]):
            gaps.append(TOUCHING)
    ended = ended and not open_end
    gaps += unread(e.lines)
    if e.heading is not None and e.heading.kind is HeadingKind.PARTIAL:
        gaps.append(Message(PARTIAL, heading=e.heading.printed.strip()))
    if e.section is Section.INACTIVE and Section.ACTIVE not in e.sections:
        gaps.append(NO_ACTIVES)
    if not begun:
        gaps.append(NO_START)
    if not ended:
        gaps.append(NO_END)
    return begun, ended, tuple(gaps)
