"""Photo to page: the first look, which way up, a closer look where the print is small, and the reading order.

Also the second, independent reading of the same page that a GLIDE asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from glidecheck.image import dewarp
from glidecheck.layout.reading_order import reading_order
from glidecheck.model import Box, Line, Page, Word
from glidecheck.ocr import cyrillic, orientation

if TYPE_CHECKING:
    from glidecheck.image.strip import Region
    from glidecheck.model import Engine, Photo, Pixels

FIRST_LOOK = 1440
"""Longer side, in pixels, at which a photo is first looked at; smaller photos are enlarged, at most three times."""
MOST_ENLARGED = 3.0
MUCH_SHRUNK, FEW = 0.6, 6
"""A photo shrunk to less than this for the first look, which then shows no more than so many lines, is looked at again in quarters."""
SHRUNK, LARGE = 4.0, 100.0
"""Letters of a line higher than the second figure, in pixels of the first look, are looked for in a picture so many times smaller."""
BLURRED = (2.0, 3.0, 4.0, 6.0)
"""By how much smaller than at the first look a photo is looked at for print that is out of focus."""
WHOLE, PART = 0.6, 0.3
"""What was found of such a line is a part of it where it is shorter than the first share and higher than the second."""
UNREAD = 0.5
"""A line that reads less plausibly than this counts as not read: what stands there is not known."""
ONE_GLYPH = 1.2
"""A place no longer than this, in line heights, holds one sign at most, a bullet or a logo: no name is lost there."""
FAINT, STRIP = 0.2, 24
"""A place with less than this share of the contrast that read lines have holds no print; measured on a strip so many pixels high."""
DOUBTFUL, UNREADABLE = 0.8, 0.4
"""A line read with less confidence is read again, widened by STRETCH; below the second figure nothing stands there that could be read."""
STRETCH = 1.3
CUT = 0.3
"""Line heights from the side of what the second reader was shown, nearer than which a line goes on outside it."""
SECOND_LINE, SECOND_SIDE = 32.0, 2400
"""The second reader gets the page enlarged until a line is that many pixels high, within that many pixels on the longer side."""


@runtime_checkable
class Looker(Protocol):
    """An engine that can be asked for its two steps, where text stands and what it says, one by one."""

    @property
    def name(self) -> str: ...

    def regions(self, pixels: Pixels, scale: float) -> tuple[Region, ...]: ...

    def line(self, pixels: Pixels, region: Region, stretch: float = 1.0) -> Line: ...


def read(photo: Photo, engine: Engine, index: int = 0) -> Page:
    """The photo's text, in pixels of the photo after it was turned upright (Page.turned). `index` is the photo's within its product.

    Raises EngineFailed and EngineMissing.
    """
    return _numbered(_look(photo.pixels, engine) if isinstance(engine, Looker) else _plain(photo.pixels, engine), index)


def blurred(pixels: Pixels, engine: Engine) -> tuple[Box, ...]:
    """Where text stands in the picture shrunk, in which print out of focus is sharp; nothing by an engine that is not asked for places."""
    if not isinstance(engine, Looker):
        return ()
    scale = min(MOST_ENLARGED, FIRST_LOOK / max(pixels.shape[:2]))
    return tuple(r.box for part in BLURRED for r in engine.regions(pixels, scale / part))


def second(photo: Photo, page: Page, regions: Sequence[Box], engine: Engine) -> Page:
    """The same upright page, or the given `regions` of it, read by another engine, which looks for the text itself.

    Lines come back in the coordinates of `page`. From `page` only which way is up and how high the print is are taken over.
    Raises EngineFailed and EngineMissing.
    """
    pixels = dewarp.turn(photo.pixels, page.turned, page.mirrored)
    boxes = [line.box for line in page.lines if line.box is not None]
    lines: list[Line] = []
    unread: list[Box] = []
    for left, top, right, bottom in _parts(regions or boxes, bool(regions), (page.width, page.height)):
        heights = [b.height for b in boxes if left <= b.centre[0] <= right and top <= b.centre[1] <= bottom]
        scale = min(max(1.0, SECOND_LINE / median(heights)) if heights else 1.0, SECOND_SIDE / max(right - left, bottom - top))
        if isinstance(engine, Looker):
            found = _moved(_look(pixels[top:bottom, left:right], engine, upright=True), 1.0, left, top)
            lines += found.lines
            unread += found.unread
        else:
            flat = dewarp.level(page.lines, (left, top, right, bottom), max(scale, 0.25))
            placed = (_placed(line, flat) for line in engine.read(flat.cut(pixels)).lines)
            lines += (line for line in placed if not _cut(line, left, right, page.width))
    return _numbered(
        Page(tuple(lines), page.width, page.height, engine.name, page.photo, page.turned, page.mirrored, tuple(unread)), page.photo
    )


def _placed(line: Line, flat: dewarp.Level) -> Line:
    """A line of a level picture, in coordinates of the page."""
    words = tuple(replace(w, box=flat.place(w.box)) for w in line.words)
    return replace(line, box=flat.place(line.box) if line.box else None, words=words)


def _cut(line: Line, left: int, right: int, width: int) -> bool:
    """Whether a line reaches the side of a part cut out of the page: what it says there it may say half ("-dients: ...", "... free")."""
    if line.box is None:
        return False
    near = CUT * line.box.height
    return (left > 0 and line.box.left < left + near) or (right < width and line.box.right > right - near)


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
    margin = 0.02 * max(size)
    return [
        (
            max(0, int(b.left - margin)),
            max(0, int(b.top - margin)),
            min(width, int(b.right + margin) + 1),
            min(height, int(b.bottom + margin) + 1),
        )
        for b in sorted(joined, key=lambda b: (b.top, b.left))
    ]


# ------------------------------------------------------------------ an engine that works line by line


def _look(pixels: Pixels, engine: Looker, upright: bool = False) -> Page:
    from glidecheck.ocr.closer import look_closer

    scale = min(MOST_ENLARGED, FIRST_LOOK / max(pixels.shape[:2]))
    regions = _first_look(pixels, engine, scale)
    reader = _Reader(pixels, engine)
    way, lying = orientation.Way(0), False
    if not regions and not upright:  # the detector overlooks long lines that run down the picture more often than lines across it
        beside = dewarp.turn(pixels, 90)
        found = _first_look(beside, engine, scale)
        if lying := bool(found):
            pixels, regions, reader = beside, found, _Reader(beside, engine)
    if not upright:
        glass = _Reader(pixels, engine, mirrored=True)
        way = orientation.lies(
            regions,
            pixels.shape[1],
            reader.well,
            glass.well,
            lambda lines, mirrored: cyrillic.letters((glass if mirrored else reader).pixels, lines),
        )
    if way != orientation.Way(0):
        pixels = dewarp.turn(pixels, way.turn, way.mirrored)
        regions = _first_look(pixels, engine, scale)
        reader = _Reader(pixels, engine)
    if lying:  # turned before it was mirrored, which is the same as mirrored and turned the other way
        way = replace(way, turn=(way.turn + (-90 if way.mirrored else 90)) % 360)

    def look(part: tuple[int, int, int, int], at: float) -> tuple[Region, ...]:
        left, top, right, bottom = part
        return tuple(r.moved(1.0, left, top) for r in engine.regions(pixels[top:bottom, left:right], at))

    said: dict[Region, Line] = {}
    for region in look_closer(regions, (pixels.shape[1], pixels.shape[0]), scale, look):
        said[region] = line = reader.once(region)
        if region.tall and orientation.plausible(line) <= orientation.CONFIDENT:
            other = region.reversed()
            if orientation.plausible(back := reader.once(other)) > orientation.plausible(line):
                del said[region]
                said[other] = back
    other_script = cyrillic.reread(pixels, said)
    # Only now: most lines of a page in Cyrillic are doubtful, and no wider for the network.
    said = {r: other_script[r] if r in other_script else reader.well(r) for r in said}
    lines: list[Line] = []
    unread: list[Region] = []
    read: list[Region] = []
    for region, line in said.items():
        if orientation.plausible(line) >= UNREAD:
            lines.append(line)
            read.append(region)
        elif region.length > ONE_GLYPH * region.height:
            unread.append(region)
    ordered = reading_order(lines, [line.box for line in lines if line.box is not None])
    inked = tuple(r.box for r in _inked(pixels, unread, read))
    return Page(ordered, pixels.shape[1], pixels.shape[0], engine.name, turned=way.turn, mirrored=way.mirrored, unread=inked)


def _inked(pixels: Pixels, unread: Sequence[Region], read: Sequence[Region]) -> list[Region]:
    """Those of `unread` that show print: the detector also marks the wide spaces of justified lines, which are as plain as paper."""
    if not unread or not read:
        return list(unread)

    def contrast(region: Region) -> float:
        import numpy as np

        low, high = np.percentile(region.cut(pixels, STRIP).mean(axis=2), (5, 95))
        return float(high - low)

    least = FAINT * median(contrast(r) for r in read[:: max(1, len(read) // 12)])
    return [r for r in unread if contrast(r) >= least]


def _first_look(pixels: Pixels, engine: Looker, scale: float) -> tuple[Region, ...]:
    """Where text stands. A large photo that shows next to none is looked at again in quarters: a label far away vanishes when shrunk.

    And letters too large to be seen as letters vanish unless shrunk.
    """
    from glidecheck.ocr.closer import inside

    found = list(engine.regions(pixels, scale))
    for large in engine.regions(pixels, scale / SHRUNK):
        parts = [f for f in found if inside(f, large) or inside(large, f)]
        if large.height * scale > LARGE and all(f.length < WHOLE * large.length for f in parts):
            found = [f for f in found if f not in parts or f.height < PART * large.height] + [large]
    if scale > MUCH_SHRUNK or len(found) > FEW:
        return tuple(found)
    height, width = pixels.shape[:2]
    for top, bottom in ((0, int(height * 0.55)), (int(height * 0.45), height)):
        for left, right in ((0, int(width * 0.55)), (int(width * 0.45), width)):
            part = [r.moved(1.0, left, top) for r in engine.regions(pixels[top:bottom, left:right], 2 * scale)]
            found += [r for r in part if not any(inside(r, f) for f in found)]
    return tuple(found)


class _Reader:
    """Reads regions of one picture, or of its mirror image, each only once."""

    __slots__ = ("_engine", "_mirrored", "_once", "_pixels", "_well")

    def __init__(self, pixels: Pixels, engine: Looker, mirrored: bool = False) -> None:
        self._pixels, self._engine, self._mirrored = pixels, engine, mirrored
        self._once: dict[Region, Line] = {}
        self._well: dict[Region, Line] = {}

    @property
    def pixels(self) -> Pixels:
        """The picture that is read; its mirror image is made when it is first looked at."""
        if self._mirrored:
            self._pixels, self._mirrored = dewarp.turn(self._pixels, 0, mirrored=True), False
        return self._pixels

    def once(self, region: Region) -> Line:
        """What the region says as it stands."""
        if region not in self._once:
            self._once[region] = self._engine.line(self.pixels, region)
        return self._once[region]

    def well(self, region: Region) -> Line:
        """What it says, looked at widened too where that is doubtful: condensed print has too few columns to a letter.

        Not where nothing was read at all: that is another script.
        """
        if region not in self._well:
            line = self.once(region)
            if UNREADABLE < orientation.plausible(line) < DOUBTFUL:
                line = max(line, self._engine.line(self.pixels, region, STRETCH), key=orientation.plausible)
            self._well[region] = line
        return self._well[region]


# ------------------------------------------------------------------ an engine that only takes a whole picture


def _plain(pixels: Pixels, engine: Engine) -> Page:
    scale = min(MOST_ENLARGED, max(1.0, FIRST_LOOK / max(pixels.shape[:2])))
    page = _scaled(pixels, engine, scale)
    if _fluency(page) > orientation.CONFIDENT:
        return page
    for turned in (180, 90, 270):
        other = replace(_scaled(dewarp.turn(pixels, turned), engine, scale), turned=turned)
        if _fluency(other) > max(orientation.CONFIDENT, _fluency(page) + 0.1):
            page = other
    return page


def _fluency(page: Page) -> float:
    """How well the longest lines read, 0 to 1."""
    longest = sorted(page.lines, key=lambda line: len(line.text), reverse=True)[:8]
    return sum(map(orientation.plausible, longest)) / len(longest) if longest else 0.0


def _scaled(pixels: Pixels, engine: Engine, scale: float) -> Page:
    """The reading of the picture at `scale` times its size, in its own pixels."""
    if scale == 1.0:
        return engine.read(pixels)
    import cv2
    import numpy as np

    larger = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA)
    page = _moved(engine.read(np.asarray(larger, dtype=np.uint8)), 1 / scale, 0, 0)
    return replace(page, width=pixels.shape[1], height=pixels.shape[0])


def _moved(page: Page, scale: float, dx: float, dy: float) -> Page:
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


def _numbered(page: Page, index: int) -> Page:
    return replace(page, photo=index, lines=tuple(replace(line, photo=index) for line in page.lines))
