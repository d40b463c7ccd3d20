"""Photo to page: the first look, which way up, a closer look where the print is small, and the reading order.

Also the second, independent reading of the same page that a GLIDE asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from glidecheck import flatten
from glidecheck.model import Box, Line, Page
from glidecheck.ocr import orient
from glidecheck.ocr.order import reading_order

if TYPE_CHECKING:
    from glidecheck.model import Engine, Photo, Pixels
    from glidecheck.ocr.strip import Region

FIRST_LOOK = 1600
"""Longer side, in pixels, at which a photo is first looked at; smaller photos are enlarged, at most three times."""


@runtime_checkable
class Looker(Protocol):
    """An engine that can be asked for its two steps one by one."""

    @property
    def name(self) -> str: ...

    def regions(self, pixels: Pixels, scale: float) -> tuple[Region, ...]: ...

    def line(self, pixels: Pixels, region: Region, stretch: float = 1.0) -> Line: ...


def read(photo: Photo, engine: Engine, index: int = 0) -> Page:
    """The photo's text, in pixels of the photo after it was turned upright (Page.turned). `index` is the photo's within its product.

    Raises EngineFailed and EngineMissing.
    """
    page = _look(photo.pixels, engine) if isinstance(engine, Looker) else engine.read(photo.pixels)
    return replace(page, photo=index, lines=tuple(replace(line, photo=index) for line in page.lines))


def _scale(pixels: Pixels) -> float:
    return min(3.0, FIRST_LOOK / max(pixels.shape[:2]))


def _look(pixels: Pixels, engine: Looker) -> Page:
    regions = engine.regions(pixels, _scale(pixels))
    read_line = _reader(pixels, engine)
    turned = orient.clockwise(regions, read_line)
    if turned:
        pixels = flatten.turn(pixels, turned)
        regions = engine.regions(pixels, _scale(pixels))
        read_line = _reader(pixels, engine)
    lines, unread = [], []
    for region in regions:
        line = _best_way(region, read_line)
        if orient.plausible(line) >= 0.5:
            lines.append(line)
        elif line.box is not None:
            unread.append(line.box)
    lines = list(reading_order(lines, [_box(line) for line in lines]))
    return Page(tuple(lines), pixels.shape[1], pixels.shape[0], engine.name, turned=turned, unread=tuple(unread))


def _best_way(region: Region, read_line: Callable[[Region], Line]) -> Line:
    line = read_line(region)
    if not region.tall or orient.plausible(line) > orient.CONFIDENT:
        return line
    return max(line, read_line(region.reversed()), key=orient.plausible)


def _reader(pixels: Pixels, engine: Looker) -> Callable[[Region], Line]:
    seen: dict[Region, Line] = {}

    def read_line(region: Region) -> Line:
        if region not in seen:
            seen[region] = engine.line(pixels, region)
        return seen[region]

    return read_line


def _box(line: Line) -> Box:
    if line.box is None:
        raise ValueError("a line read from a picture has a box")
    return line.box


def bounds(boxes: Sequence[Box]) -> Box:
    return Box.around(*boxes)
