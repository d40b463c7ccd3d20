"""Lines -> blocks in reading order: what stands together on the label.

OCR gives lines from all over a picture: columns side by side, justified lines torn into words, text on a slant. A block is a set of lines
of like height that lie under or beside one another without a gap; in it, rows run from top to bottom and columns are not interleaved.
"""

from __future__ import annotations

from collections.abc import Sequence

from glidecheck.layout.likeness import legible
from glidecheck.layout.limits import Blocks
from glidecheck.layout.reading_order import rows_in_order
from glidecheck.model import Box, Line
from glidecheck.model.rows import Placed, Row, place, slant

LIMITS = Blocks()


def _level(a: Placed, b: Placed) -> bool:
    """Whether two lines stand in one row."""
    return abs(a.middle - b.middle) < 0.5 * min(a.height, b.height)


def _joined(a: Placed, b: Placed) -> bool:
    small, large = sorted((a.height, b.height))
    if small <= 0 or large / small > LIMITS.heights:
        return False
    upper, lower = (a, b) if a.middle <= b.middle else (b, a)
    overlap = min(a.right, b.right) - max(a.left, b.left)
    if _level(a, b):
        return -overlap < LIMITS.beside * small
    gap = lower.top - upper.bottom
    narrow = max(1.0, min(a.right - a.left, b.right - b.left))
    return gap < LIMITS.below * small and overlap > LIMITS.overlap * narrow


def _column_starts(placed: Sequence[Placed]) -> set[int]:
    """Indices of lines that begin a column of their own: three or more with one left edge under one another, and no line that runs across
    that edge between them. A row torn into words has no such edge, because the rows above and below it run across."""
    starts: set[int] = set()
    order = sorted(range(len(placed)), key=lambda i: placed[i].middle)
    for seed in order:
        if seed in starts:
            continue
        run = [seed]
        for i in order:
            last, p = placed[run[-1]], placed[i]
            if (
                p.middle > last.middle
                and abs(p.left - last.left) < LIMITS.aligned * last.height
                and p.top - last.bottom < LIMITS.apart * last.height
            ):
                run.append(i)
        if len(run) < LIMITS.gutter_rows:
            continue
        top, bottom = placed[run[0]].top, placed[run[-1]].bottom
        edge = max(placed[i].left for i in run)
        if not any(p.left < edge - 2 * p.height and p.right > edge + p.height and top < p.middle < bottom for p in placed):
            starts.update(run)
    return starts


def _ordered(group: Sequence[Placed]) -> list[Row]:
    """The rows of a block as a person reads them."""
    return list(rows_in_order(group, [Box.of(p.left, p.top, p.right, p.bottom) for p in group]))


def blocks(lines: Sequence[Line]) -> list[list[Row]]:
    """Blocks of rows, in reading order (top to bottom by their first row). Lines without a box (pasted text) are one block, a row each.

    Lines that the reader could make nothing of (another script) form blocks of their own, behind the others: they must not be woven into
    a list.
    """
    return [*_blocks([line for line in lines if legible(line.text)]), *_blocks([line for line in lines if not legible(line.text)])]


def _blocks(lines: Sequence[Line]) -> list[list[Row]]:
    boxed = [line for line in lines if line.box is not None]
    if not boxed:
        return [[(Placed(line, 0, 2 * n, 1, 2 * n + 1),) for n, line in enumerate(lines)]] if lines else []
    placed = place(boxed, slant(line.box for line in boxed if line.box))
    parent = list(range(len(placed)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    starts = _column_starts(placed)
    for i, a in enumerate(placed):
        for j in range(i):
            right = i if a.left > placed[j].left else j
            apart = right in starts and _level(a, placed[j]) and abs(a.left - placed[j].left) > 2 * a.height
            if root(i) != root(j) and not apart and _joined(a, placed[j]):
                parent[root(i)] = root(j)
    groups: dict[int, list[Placed]] = {}
    for i, p in enumerate(placed):
        groups.setdefault(root(i), []).append(p)
    found = [_ordered(group) for group in groups.values()]
    return sorted(found, key=lambda rows: (min(p.top for p in rows[0]), rows[0][0].left))
