"""Lines of print as rows: what a person sees as one line, however many pieces a reader found of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, cos, sin
from statistics import median

from glidecheck.model.geometry import Box
from glidecheck.model.page import Line


@dataclass(frozen=True, slots=True)
class Placed:
    """A line in the block's own frame, turned so that its lines are level: left, top, right, bottom in pixels."""

    line: Line
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


Row = tuple[Placed, ...]


def slant(boxes: Iterable[Box]) -> float:
    """The usual slope of text lines, in radians, weighted by their length; 0 where there is none to measure."""
    slopes: list[float] = []
    for box in boxes:
        (ax, ay), (bx, by), _, _ = box.points
        if bx - ax > 2 * box.height:
            slopes += [atan2(by - ay, bx - ax)] * max(1, round(box.width / max(box.height, 1.0)))
    return median(slopes) if slopes else 0.0


def place(lines: Sequence[Line], angle: float) -> list[Placed]:
    """`lines` (all with boxes) in a frame turned by `angle`."""
    out = []
    c, s = cos(-angle), sin(-angle)
    for line in lines:
        assert line.box is not None
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = line.box.points
        x0, x1, x2, x3 = (x * c - y * s for x, y in ((ax, ay), (bx, by), (cx, cy), (dx, dy)))
        y0, y1, y2, y3 = (x * s + y * c for x, y in ((ax, ay), (bx, by), (cx, cy), (dx, dy)))
        middle, half = (y0 + y1 + y2 + y3) / 4, line.box.height / 2
        out.append(Placed(line, min(x0, x3), middle - half, max(x1, x2), middle + half))
    return out


def rows_of(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Lines in reading order as rows: words of one row are one line of print."""
    rows: list[list[Placed]] = []
    for p in placed:
        if rows and abs(p.middle - rows[-1][-1].middle) < 0.5 * p.height and p.left > rows[-1][-1].left:
            rows[-1].append(p)
        else:
            rows.append([p])
    return rows
