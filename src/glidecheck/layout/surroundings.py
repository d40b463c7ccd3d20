"""What stands beside, above and below a list, and whether it may belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from glidecheck.layout.fullness import separated
from glidecheck.layout.likeness import legible, likeness
from glidecheck.layout.limits import Whole
from glidecheck.model import Box, Line, Page
from glidecheck.model.rows import Placed, rows_of

if TYPE_CHECKING:
    from glidecheck.lexicon import Lexicon

LIMITS = Whole()


def line_missing(placed: Sequence[Placed]) -> bool:
    """Whether two of a list's lines stand so far apart that a third may stand between them."""
    middles = [p.middle for p in placed]
    height = median(p.height for p in placed)
    steps = [b - a for a, b in pairwise(middles) if b - a > 0.5 * height]
    if len(steps) == 1:
        return steps[0] > LIMITS.apart * height
    return len(steps) > 1 and max(steps) > LIMITS.missing * median(steps)


def further_column(panel: Box, rest: Sequence[Line], lexicon: Lexicon) -> bool:
    """Whether a line of names stands at the panel's height and in no panel."""
    return any(
        panel.top < line.box.centre[1] < panel.bottom and separated(line.text) and likeness(line.text, lexicon) >= LIMITS.like
        for line in rest
        if line.box is not None
    )


def touching(page: Page, panel: Box, height: float, placed: Sequence[Placed], rest: Sequence[Line], *, closed: bool) -> bool:
    """Whether print that could not be read may belong to the list: it lies within it, close beside its lines, or, where nothing shows the
    list's end, close below it. A column of its own behind a gutter does not."""
    stray = [line.box for line in rest if line.box is not None and _unread(line)]
    doubtful = [box for box in [*page.unread, *stray] if _near(box, panel, height, below=not closed)]
    column = _column(page, panel, height, placed)
    return any(box not in column for box in doubtful)


def _unread(line: Line) -> bool:
    """Whether a line's reading holds no text. A sign that fills its place is what a heading leaves over ("[" of "[+/-")."""
    sign = line.box is not None and len(line.text.strip()) == 1 and line.box.width < line.box.height
    return line.confidence < LIMITS.doubtful or not (sign or legible(line.text))


def _near(box: Box, panel: Box, height: float, *, below: bool) -> bool:
    """Whether `box` stands where a line of the list might. What stands above a heading or behind a full stop is another paragraph."""
    near = LIMITS.beside * height
    beside = box.left < panel.right + near and box.right > panel.left - near
    middle = box.centre[1]
    return beside and panel.top + LIMITS.within * height < middle < (
        panel.bottom + LIMITS.next * height if below else panel.bottom - LIMITS.within * height
    )


def _column(page: Page, panel: Box, height: float, placed: Sequence[Placed]) -> list[Box]:
    """The print right of a list that begins at one height, where the list's rows end at one: a gutter parts the two."""
    right = [box for box in (*page.unread, *page.boxes) if box.left > panel.right - LIMITS.beside * height]
    if len(right) < LIMITS.gutter:
        return []
    edge = median(box.left for box in right)
    aligned = [box for box in right if abs(box.left - edge) < height and panel.top - height < box.centre[1] < panel.bottom + height]
    ends = [row[-1].right for row in rows_of(placed)]
    full = [end for end in ends if max(ends) - end < 2 * height]
    return aligned if min(len(aligned), len(full)) >= LIMITS.gutter else []


def paper_above(page: Page, panel: Box, reach: float) -> bool:
    """Whether nothing stands above a list but paper, within `reach` pixels: there it begins."""
    boxes = [*page.unread, *page.boxes]
    over = (b for b in boxes if b.centre[1] < panel.top and b.left < panel.right and b.right > panel.left)
    return panel.top > reach and all(panel.top - b.bottom > reach for b in over)


def another_script(page: Page, panel: Box, height: float, placed: Sequence[Placed]) -> bool:
    """Whether the print right below a list is a paragraph in a script that the network lacks: the list's own lines are clear and its last
    one is short, and nothing of several lines below could be read. A blur does not begin at a line's end."""
    rows = rows_of(placed)
    if median(p.line.confidence for p in placed) < LIMITS.clear or len(rows) < 2:
        return False
    widest = max(row[-1].right for row in rows)
    if widest - rows[-1][-1].right < LIMITS.short * height:
        return False
    reach = panel.bottom + LIMITS.below_foreign * height
    below = [
        (box, confidence)
        for box, confidence in (*((b, 0.0) for b in page.unread), *((line.box, line.confidence) for line in page.lines if line.box))
        if panel.bottom - LIMITS.within * height < box.centre[1] < reach and box.left < panel.right and box.right > panel.left
    ]
    return len(below) >= LIMITS.foreign and all(confidence < LIMITS.murky for _, confidence in below)
