"""Engines that only take a whole picture: turned until it reads, enlarged where it is small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from glidecheck.image import dewarp
from glidecheck.model import Box, Line, Page
from glidecheck.ocr import orientation
from glidecheck.ocr.limits import Second
from glidecheck.ocr.looks import first_scale, moved, second_page, wanted

if TYPE_CHECKING:
    from glidecheck.model import Pixels

LIMITS = Second()


class WholePictures:
    """An Engine that only takes a whole picture. What it brings is `name`, and `glance`: one look at a picture as it stands."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def name(self) -> str: ...

        def glance(self, pixels: Pixels) -> Page: ...

    def read(self, pixels: Pixels) -> Page:
        """See model.Engine."""
        return _plain(pixels, self)

    def read_closely(self, pixels: Pixels) -> Page:
        """See model.Engine."""
        return self.read(pixels)

    def reread(self, pixels: Pixels, page: Page, regions: Sequence[Box]) -> Page:
        """See model.Engine."""
        upright = dewarp.turn(pixels, page.turned, page.mirrored)
        boxes = page.boxes
        lines: list[Line] = []
        for left, top, right, bottom in wanted(page, regions):
            heights = [b.height for b in boxes if left <= b.centre[0] <= right and top <= b.centre[1] <= bottom]
            scale = min(max(1.0, LIMITS.line / median(heights)) if heights else 1.0, LIMITS.side / max(right - left, bottom - top))
            flat = dewarp.level(page.lines, (left, top, right, bottom), max(scale, LIMITS.least))
            placed = (_placed(line, flat) for line in self.glance(flat.cut(upright)).lines)
            lines += (line for line in placed if not _cut(line, left, right, page.width))
        return second_page(page, self.name, lines, ())

    def places(self, pixels: Pixels) -> tuple[Box, ...]:  # noqa: ARG002 - the Protocol's
        """None: such an engine is not asked for places."""
        return ()


def _placed(line: Line, flat: dewarp.Level) -> Line:
    """A line of a level picture, in coordinates of the page."""
    words = tuple(replace(w, box=flat.place(w.box)) for w in line.words)
    return replace(line, box=flat.place(line.box) if line.box else None, words=words)


def _cut(line: Line, left: int, right: int, width: int) -> bool:
    """Whether a line reaches the side of a part cut out of the page: what it says there it may say half ("-dients: ...", "... free")."""
    if line.box is None:
        return False
    near = LIMITS.cut * line.box.height
    return (left > 0 and line.box.left < left + near) or (right < width and line.box.right > right - near)


def _plain(pixels: Pixels, engine: WholePictures) -> Page:
    scale = max(1.0, first_scale(pixels))
    page = _scaled(pixels, engine, scale)
    if _fluency(page) > orientation.LIMITS.confident:
        return page
    for turned in (180, 90, 270):
        other = replace(_scaled(dewarp.turn(pixels, turned), engine, scale), turned=turned)
        if _fluency(other) > max(orientation.LIMITS.confident, _fluency(page) + LIMITS.lead):
            page = other
    return page


def _fluency(page: Page) -> float:
    """How well the longest lines read, 0 to 1."""
    longest = sorted(page.lines, key=lambda line: len(line.text), reverse=True)[: LIMITS.longest]
    return sum(map(orientation.plausible, longest)) / len(longest) if longest else 0.0


def _scaled(pixels: Pixels, engine: WholePictures, scale: float) -> Page:
    """The reading of the picture at `scale` times its size, in its own pixels."""
    if scale == 1.0:
        return engine.glance(pixels)
    import cv2
    import numpy as np

    larger = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA)
    page = moved(engine.glance(np.asarray(larger, dtype=np.uint8)), 1 / scale, 0, 0)
    return replace(page, width=pixels.shape[1], height=pixels.shape[0])
