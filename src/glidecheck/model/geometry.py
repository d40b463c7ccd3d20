"""Places on a page, in pixels of the upright photo: origin top left, x to the right and y down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A quadrilateral: four corners clockwise in reading direction, from the top left of the text."""

    points: tuple[Point, Point, Point, Point]

    @classmethod
    def of(cls, left: float, top: float, right: float, bottom: float) -> Box:
        """An upright rectangle."""
        return cls(((left, top), (right, top), (right, bottom), (left, bottom)))

    @classmethod
    def around(cls, *boxes: Box) -> Box:
        """The upright rectangle that holds all of `boxes` (at least one)."""
        return cls.of(min(b.left for b in boxes), min(b.top for b in boxes), max(b.right for b in boxes), max(b.bottom for b in boxes))

    @classmethod
    def between(cls, box: Box, start: float, end: float) -> Box:
        """The part of `box` from `start` to `end`, as shares (0 to 1) of its length in reading direction."""
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = box.points

        def along(p: Point, q: Point, t: float) -> Point:
            return p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t

        a, b, c, d = (ax, ay), (bx, by), (cx, cy), (dx, dy)
        return cls((along(a, b, start), along(a, b, end), along(d, c, end), along(d, c, start)))

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> Any:
        """Kept (`serialise`) as its points."""
        from pydantic_core import core_schema as kept

        point = kept.tuple_schema([kept.float_schema(), kept.float_schema()])
        written = kept.plain_serializer_function_ser_schema(lambda box: [list(point) for point in box.points])
        return kept.no_info_after_validator_function(cls, kept.tuple_schema([point] * 4), serialization=written)

    @property
    def left(self) -> float:
        return min(x for x, _ in self.points)

    @property
    def right(self) -> float:
        return max(x for x, _ in self.points)

    @property
    def top(self) -> float:
        return min(y for _, y in self.points)

    @property
    def bottom(self) -> float:
        return max(y for _, y in self.points)

    @property
    def centre(self) -> Point:
        return sum(x for x, _ in self.points) / 4, sum(y for _, y in self.points) / 4

    @property
    def height(self) -> float:
        """Mean length of the two sides across the reading direction: the height of the line, whatever its slant."""
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = self.points
        return float(((ax - dx) ** 2 + (ay - dy) ** 2) ** 0.5 + ((bx - cx) ** 2 + (by - cy) ** 2) ** 0.5) / 2

    @property
    def width(self) -> float:
        """Mean length of the two sides along the reading direction."""
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = self.points
        return float(((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 + ((dx - cx) ** 2 + (dy - cy) ** 2) ** 0.5) / 2
