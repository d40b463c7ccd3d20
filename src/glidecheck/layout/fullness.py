"""Are a list's lines full, or may something be hidden at their ends and in holes within them?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from glidecheck.layout.limits import Whole
from glidecheck.model.rows import Placed, rows_of

LIMITS = Whole()
_SEPARATED = re.compile(r"[,;|•·、，]")


def holed(rows: Sequence[Sequence[Placed]]) -> bool:
    """Whether there is room within a row for something that was not read."""
    for row in rows:
        if any(b.left - a.right > LIMITS.hole * a.height for a, b in pairwise(row)):
            return True
        words = [w.box for p in row for w in p.line.words]
        if any(b.left - a.right > LIMITS.hole * a.height for a, b in pairwise(words) if b.centre[0] > a.centre[0]):
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
    return not any(fits(row, after[0], widest) for row, after in pairwise(rows) if not row[-1].line.text.rstrip().endswith(("-", "‐")))


def begins(placed: Sequence[Placed]) -> bool:
    """Whether no line begins so far right of those beside it that a name may be hidden before it. Lines that are centred all have one
    middle. A heading counts with its line, so that what hangs under the first name and not under the heading is late."""
    if any(p.line.box is None for p in placed):
        return True
    rows = rows_of(placed)
    height = median(p.height for p in placed)
    lefts = [min(p.left for p in row) for row in rows]
    late = any(left - min(lefts[max(0, n - 1) : n + 2]) > LIMITS.late * height for n, left in enumerate(lefts))
    middles = [(left + max(p.right for p in row)) / 2 for left, row in zip(lefts, rows, strict=True)]
    return not late or max(middles) - min(middles) <= LIMITS.centred * height


def fits(row: Sequence[Placed], after: Placed, widest: float) -> bool:
    """Whether the first word of `after` would have fitted behind `row`, in lines as long as `widest`."""
    text = after.line.text.strip()
    word = (after.right - after.left) * len(text.split()[0]) / len(text) if text else 0.0
    height = row[0].height
    return (row[-1].right - row[0].left) + LIMITS.space * height + word + LIMITS.room * height < widest


def separated(text: str) -> bool:
    """Whether a separator stands within a line: it holds more than one name."""
    return bool(_SEPARATED.search(text.strip(" ,;.")))
