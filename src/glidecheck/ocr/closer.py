"""A closer look: blocks of print that is small in the photo are looked at again, enlarged, before anything is read.

The detector was trained on lines some 30 to 50 pixels high. Below that it joins neighbours, drops the ends and cannot follow a bent line.
Only blocks of text are enlarged, never the whole photo, so the cost follows the print and not the camera.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

import numpy as np

from glidecheck.image.strip import Region
from glidecheck.layout.reading_order import heights, shared
from glidecheck.ocr.limits import Closer

LIMITS = Closer()

Look = Callable[[tuple[int, int, int, int], float], tuple[Region, ...]]
"""Regions in a part (left, top, right, bottom) of the picture at a scale; in pixels of the whole picture."""


def blocks(regions: Sequence[Region]) -> list[list[int]]:
    """Indices of regions that stand together: as high, near, and above or beside one another."""
    n = len(regions)
    if not n:
        return []
    box = np.array([(b.left, b.top, b.right, b.bottom) for b in (r.box for r in regions)])
    height = np.array([r.height for r in regions])
    low, high = heights(height)
    apart = [-shared(box[:, i], box[:, i + 2]) for i in (0, 1)]
    joined = (high < LIMITS.alike * low) & (apart[0] < LIMITS.apart * low) & (apart[1] < LIMITS.apart * low)
    label = np.arange(n)
    while True:  # each takes the lowest label among its neighbours, until nothing changes
        lowest = np.where(joined, label[None], n).min(axis=1)
        if (lowest == label).all():
            break
        label = lowest
    return [np.flatnonzero(label == k).tolist() for k in np.unique(label)]


def look_closer(regions: Sequence[Region], size: tuple[int, int], scale: float, look: Look, glimpsed: bool = False) -> tuple[Region, ...]:
    """`regions`, those of small print replaced by what a closer look finds.

    Args:
        regions: of the first look, in pixels of the picture.
        size: width and height of the picture.
        scale: that of the first look.
        look: the detector.
        glimpsed: whether a lighter detector found them: then all of them are looked at, large print no closer than it needs.
    """
    out = list(regions)
    worth = (LIMITS.worth if scale < 1 else LIMITS.worth_enlarged) * scale
    least = LIMITS.shrunk * scale if glimpsed else worth
    wanted = []
    for members in blocks(regions):
        height = median(regions[i].height for i in members)
        goal = min(LIMITS.most, LIMITS.line / height)
        length = sum(regions[i].length for i in members)
        if glimpsed:
            wanted.append((length / height, goal if goal >= worth else max(min(goal, scale), least), height, members))
        elif goal >= worth and length >= LIMITS.least * height:
            wanted.append((length / height, goal, height, members))
    wanted.sort(reverse=True)  # the most print first
    left_over = float(LIMITS.budget)
    for _, goal, height, members in wanted:
        edges = [regions[i].box for i in members]
        margin = 2 * height
        part = (
            max(0, int(min(b.left for b in edges) - margin)),
            max(0, int(min(b.top for b in edges) - margin)),
            min(size[0], int(max(b.right for b in edges) + margin) + 1),
            min(size[1], int(max(b.bottom for b in edges) + margin) + 1),
        )
        area = (part[2] - part[0]) * (part[3] - part[1])
        goal = min(goal, (left_over / area) ** 0.5)
        if goal < least:
            continue
        left_over -= area * goal * goal
        out = _replaced(out, [regions[i] for i in members], look(part, goal))
    return tuple(out)


def _replaced(all_regions: list[Region], block: list[Region], found: Sequence[Region]) -> list[Region]:
    """`all_regions` with those of `block` replaced by what was found in its place, where something was."""
    others = [r for r in all_regions if r not in block]
    fresh = [f for f in found if not any(inside(f, o) for o in others)]
    kept = [b for b in block if not any(inside(b, f) or inside(f, b) for f in fresh)]
    return others + kept + fresh


def inside(a: Region, b: Region) -> bool:
    """Whether the middle of `a` lies within the strip of `b`."""
    x, y = a.centre[0] - b.centre[0], a.centre[1] - b.centre[1]
    along, across = x * b.along[0] + y * b.along[1], y * b.along[0] - x * b.along[1]
    if b.curve:
        across -= float(np.polyval(b.curve, along))
    return abs(along) < b.length / 2 and abs(across) < b.height / 2
