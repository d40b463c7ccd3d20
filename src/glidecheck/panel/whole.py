"""Is the list whole? What shows that it begins and ends in the picture, and what of it was not read.

`complete` must be true when it is said: a GLIDE stands on it. So each doubt becomes a gap in words that a person can act on.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from glidecheck.headings import Heading, HeadingKind
from glidecheck.model import Box, Line, Page, Section
from glidecheck.panel.blocks import Placed
from glidecheck.panel.likeness import legible

if TYPE_CHECKING:
    from glidecheck.lexicon import Lexicon

EDGE = 0.15  # line heights: a line that ends nearer than this to the picture's edge may go on outside it
DOUBTFUL = 0.75  # mean confidence of a line below which it counts as not read
MISSING = 1.7  # of the usual pitch: two lines further apart may have a third between them
GOES_ON = (",", ";", "，", "、", "-", "/", "&", "(", "...", "…", ":", "+")  # no list ends on these: more follows, read or not
SMALL = 7.0  # pixels of a line's height under which print cannot be trusted

CUT = "the list runs to the {side} edge of the photo: photograph the label with a margin around it"
NO_START = "the beginning of the list was not found: photograph the heading too"
NO_END = "the end of the list was not found: photograph the part below it"
UNREAD = "{n} line{s} of the list could not be read: hold the camera closer and steady, without glare"
HIDDEN = "a line of the list may be missing: photograph the label straight on, without glare"
TOUCHING = "text beside the list could not be read: hold the camera closer"
PARTIAL = "only some ingredients are named ({heading}): photograph the whole ingredient list"
NO_ACTIVES = "inactive ingredients without the active ones: photograph the active ingredients too"
TOO_SMALL = "the print is too small: hold the camera closer"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What `judge` needs of one panel: its page, lines, what stopped it, the lines that are not in a panel, the sections found beside it,
    and whether it had to be put together from pieces with an empty space between them."""

    page: Page
    section: Section
    heading: Heading | None
    lines: tuple[Line, ...]
    placed: tuple[Placed, ...]
    stopped: str
    rest: tuple[Line, ...]
    sections: tuple[Section, ...]
    torn: bool = False


def _edges(e: Evidence) -> list[str]:
    sides = set()
    for line in e.lines:
        if line.box is None:
            continue
        reach = EDGE * line.box.height
        if line.box.left < reach:
            sides.add("left")
        if line.box.right > e.page.width - reach:
            sides.add("right")
        if line.box.bottom > e.page.height - reach:
            sides.add("lower")
        if line.box.top < reach:
            sides.add("upper")
    return [CUT.format(side=side) for side in sorted(sides)]


def _missing(e: Evidence) -> bool:
    middles = [p.middle for p in e.placed]
    height = median(p.height for p in e.placed)
    steps = [b - a for a, b in pairwise(middles) if b - a > 0.5 * height]
    return len(steps) > 1 and max(steps) > MISSING * median(steps)


def _touches(box: Box, panel: Box, height: float, below: bool) -> bool:
    """Whether `box` may belong to the list: it lies within it, close beside its lines, or, where nothing shows the list's end, close
    `below` it.

    What stands above a heading or behind a full stop is another paragraph.
    """
    near = 0.4 * height
    beside = box.left < panel.right + near and box.right > panel.left - near
    middle = box.centre[1]
    return beside and panel.top + 0.3 * height < middle < (panel.bottom + 1.2 * height if below else panel.bottom - 0.3 * height)


def judge(e: Evidence, lexicon: Lexicon) -> tuple[bool, bool, tuple[str, ...]]:  # noqa: ARG001 - to come: names that lists begin with
    """(begun, ended, gaps) of one panel."""
    gaps: list[str] = []
    last = e.lines[-1].text.rstrip()
    open_end = last.endswith(GOES_ON)
    boxes = [line.box for line in e.lines if line.box is not None]
    begun = e.heading is not None or not boxes  # whoever pastes a list says where it begins
    closed = last.endswith((".", "。")) or e.stopped == "heading"
    ended = closed or e.stopped in ("prose", "space") or not boxes
    if boxes:
        around = Box.around(*boxes)
        height = median(b.height for b in boxes)
        below = e.page.height - around.bottom
        ended = ended or (e.stopped != "unsure" and below > 1.5 * height)  # a margin: nothing was found there, and there is room for a line
        gaps += _edges(e)
        if e.torn or _missing(e):
            gaps.append(HIDDEN)
        if height < SMALL:
            gaps.append(TOO_SMALL)
        stray = [line.box for line in e.rest if line.box is not None and (line.confidence < DOUBTFUL or not legible(line.text))]
        if any(_touches(box, around, height, not closed) for box in [*e.page.unread, *stray]):
            gaps.append(TOUCHING)
    ended = ended and not open_end
    unread = sum(line.confidence < DOUBTFUL or not legible(line.text) for line in e.lines)
    if unread:
        gaps.append(UNREAD.format(n=unread, s="s" if unread > 1 else ""))
    if e.heading is not None and e.heading.kind is HeadingKind.PARTIAL:
        gaps.append(PARTIAL.format(heading=e.heading.printed.strip()))
    if e.section is Section.INACTIVE and Section.ACTIVE not in e.sections:
        gaps.append(NO_ACTIVES)
    if not begun:
        gaps.append(NO_START)
    if not ended:
        gaps.append(NO_END)
    return begun, ended, tuple(gaps)
