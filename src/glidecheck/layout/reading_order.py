"""Reading order: column by column, and within a column from the top down.

T. M. Breuel, "High performance document layout analysis" (2003): line a comes before line b when they share a column and a stands above,
or when a stands wholly to the left of b and no line between them in height spans both. Pieces of one printed line are put together first,
so that a paragraph whose lines were found in pieces is not read as two columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from glidecheck.layout.limits import Blocks

if TYPE_CHECKING:
    import numpy.typing as npt

    from glidecheck.model import Box

    Floats = npt.NDArray[np.float64]

T = TypeVar("T")

LIMITS = Blocks()


def reading_order(items: Sequence[T], boxes: Sequence[Box]) -> tuple[T, ...]:
    """`items` in the order in which a person reads them, `boxes[i]` being where `items[i]` stands."""
    return tuple(item for row in rows_in_order(items, boxes) for item in row)


def rows_in_order(items: Sequence[T], boxes: Sequence[Box]) -> tuple[tuple[T, ...], ...]:
    """The same as rows of print, each with its pieces from left to right."""
    if len(items) < 2:
        return tuple((item,) for item in items)
    spans = _level(boxes)
    rows = _rows(spans)
    merged = np.array([(spans[r, 0].min(), spans[r, 1].mean(), spans[r, 2].max(), spans[r, 3].mean()) for r in rows])
    return tuple(tuple(items[i] for i in sorted(rows[row], key=lambda i: spans[i, 0])) for row in _sorted(merged))


def _level(boxes: Sequence[Box]) -> Floats:
    """(n, 4) left, top, right, bottom in a frame that is turned until the typical line lies level; top and bottom without slant."""
    points = np.array([b.points for b in boxes], np.float64)
    run = points[:, 1] - points[:, 0]
    across = np.abs(run[:, 0]) >= np.abs(run[:, 1])  # a line up the margin says nothing about the slant
    length = np.hypot(run[:, 0], run[:, 1]) * across
    turn = 0.0
    if length.sum() > 0:
        angle = np.arctan2(run[:, 1], np.abs(run[:, 0]))
        by = np.argsort(angle)
        turn = float(angle[by][np.searchsorted(np.cumsum(length[by]), length.sum() / 2)])
    c, s = np.cos(turn), np.sin(turn)
    flat = points @ np.array([[c, -s], [s, c]])
    middle = flat[:, :, 1].mean(axis=1)
    half = np.where(across, np.array([b.height for b in boxes]), np.array([b.width for b in boxes])) / 2
    return np.column_stack([flat[:, :, 0].min(axis=1), middle - half, flat[:, :, 0].max(axis=1), middle + half])


def heights(height: Floats) -> tuple[Floats, Floats]:
    """(n, n) each: of every two of n heights the lower one, and the higher."""
    return np.minimum(height[:, None], height[None]), np.maximum(height[:, None], height[None])


def shared(start: Floats, end: Floats) -> Floats:
    """(n, n): how far every two of n stretches overlap, less than 0 where there is a gap between them."""
    return np.minimum(end[:, None], end[None]) - np.maximum(start[:, None], start[None])


def _rows(spans: Floats) -> list[list[int]]:
    """Pieces of one printed line together: as high, at the same height, and next to one another."""
    left, top, right, bottom = spans.T
    low, high = heights(bottom - top)
    gap = -shared(left, right)
    joined = (
        (shared(top, bottom) > LIMITS.shared * low) & (high < LIMITS.one_line * low) & (gap < LIMITS.gap * low) & (gap > -LIMITS.over * low)
    )
    group = list(range(len(spans)))

    def find(i: int) -> int:
        while group[i] != i:
            i = group[i]
        return i

    for i, j in np.argwhere(np.triu(joined, 1)).tolist():
        group[find(j)] = find(i)
    rows: dict[int, list[int]] = {}
    for i in range(len(spans)):
        rows.setdefault(find(i), []).append(i)
    return list(rows.values())


def _sorted(spans: Floats) -> list[int]:
    """Topological order of Breuel's relation, the topmost (then leftmost) first where it leaves a choice."""
    left, top, right, bottom = spans.T
    n = len(spans)
    middle = (top + bottom) / 2
    width = right - left
    same = shared(left, right) > LIMITS.column * np.minimum(width[:, None], width[None])
    above = middle[:, None] < middle[None]
    before = same & above
    aside = ~same & (left[:, None] < left[None])
    parent = _continues(spans, same)
    low, high = heights(bottom - top)
    level = (shared(top, bottom) > LIMITS.shared * low) & (high < LIMITS.level * low)
    for i, j in np.argwhere(aside).tolist():
        # A line that goes on from the one above waits only for what stands left of both, not for a big figure beside the paragraph's end;
        # unless the two stand on one line of print, set wide.
        if parent[j] >= 0 and not aside[i, parent[j]] and not level[i, j]:
            continue
        lo, hi = sorted((middle[i], middle[j]))
        between = (middle > lo) & (middle < hi) & same[i] & same[j]
        if not between.any():
            before[i, j] = True
    np.fill_diagonal(before, False)
    waits = before.sum(axis=0)
    left_over = set(range(n))
    out: list[int] = []
    while left_over:
        free = [i for i in left_over if waits[i] == 0] or list(left_over)  # a ring, in print that overlaps: break it at the top
        # Stay in the column: the next line is the nearest below the last one, if it is free.
        last = out[-1] if out else None
        following = [i for i in free if last is not None and same[last, i] and above[last, i]]
        best = min(following or free, key=lambda i: (middle[i], left[i]))
        out.append(best)
        left_over.remove(best)
        waits = waits - before[best]
    return out


def _continues(spans: Floats, same: npt.NDArray[np.bool_]) -> list[int]:
    """For each line the one right above it, as high, in the same column and closer than a line's height; -1 where there is none."""
    _, top, _, bottom = spans.T
    low, high = heights(bottom - top)
    gap = top[None] - bottom[:, None]  # of the lower (column index) below the upper (row index)
    near = same & (high < LIMITS.goes_on * low) & (gap < LIMITS.close * low) & (gap > -0.5 * low) & (top[:, None] < top[None])
    distance = np.where(near, gap, np.inf)
    best = distance.argmin(axis=0)
    return [int(i) if np.isfinite(distance[i, j]) else -1 for j, i in enumerate(best)]
