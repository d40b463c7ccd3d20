"""What every engine does alike: how large a photo is looked at, which parts are read a second time, where what was read there stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from glidecheck.model import Box, Line, Page, Word
from glidecheck.ocr.limits import FirstLook

if TYPE_CHECKING:
    from glidecheck.model import Pixels

LIMITS = FirstLook()


def first_scale(pixels: Pixels) -> float:
    """How many times its size a photo is first looked at."""
    return min(LIMITS.most_enlarged, LIMITS.side / float(max(pixels.shape[:2])))


def wanted(page: Page, regions: Sequence[Box]) -> list[tuple[int, int, int, int]]:
    """The parts of a page that are read a second time: the `regions`, or all that has print."""
    return _parts(regions or page.boxes, bool(regions), (page.width, page.height))


def second_page(page: Page, reader: str, lines: Sequence[Line], unread: Sequence[Box]) -> Page:
    return Page(tuple(lines), page.width, page.height, reader, page.photo, page.turned, page.mirrored, tuple(unread))


def _parts(boxes: Sequence[Box], apart: bool, size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """What to cut out, in whole pixels with a margin: each box for itself (overlapping ones joined), or all boxes in one."""
    width, height = size
    if not boxes:
        return [(0, 0, width, height)]
    areas = list(boxes) if apart else [Box.around(*boxes)]
    joined: list[Box] = []
    for area in areas:
        while touching := [
            j for j in joined if j.left < area.right and area.left < j.right and j.top < area.bottom and area.top < j.bottom
        ]:
            area = Box.around(area, *touching)
            joined = [j for j in joined if j not in touching]
        joined.append(area)
    margin = LIMITS.margin * max(size)
    return [
        (
            max(0, int(b.left - margin)),
            max(0, int(b.top - margin)),
            min(width, int(b.right + margin) + 1),
            min(height, int(b.bottom + margin) + 1),
        )
        for b in sorted(joined, key=lambda b: (b.top, b.left))
    ]


def moved(page: Page, scale: float, dx: float, dy: float) -> Page:
    def box(b: Box) -> Box:
        (ax, ay), (bx, by), (cx, cy), (ex, ey) = b.points
        return Box(
            (
                (ax * scale + dx, ay * scale + dy),
                (bx * scale + dx, by * scale + dy),
                (cx * scale + dx, cy * scale + dy),
                (ex * scale + dx, ey * scale + dy),
            )
        )

    def word(w: Word) -> Word:
        return replace(w, box=box(w.box))

    lines = tuple(replace(line, box=line.box and box(line.box), words=tuple(map(word, line.words))) for line in page.lines)
    return replace(page, lines=lines, unread=tuple(map(box, page.unread)))
