"""Engines that are asked line by line: which way up, where text stands, a closer look where print is small, the reading order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from glidecheck.image import dewarp
from glidecheck.image.quality import blank
from glidecheck.layout.reading_order import reading_order
from glidecheck.model import Box, Line, Page
from glidecheck.ocr import orientation, other_scripts
from glidecheck.ocr.limits import Lines
from glidecheck.ocr.looks import first_scale, moved, second_page, wanted

if TYPE_CHECKING:
    from glidecheck.image.strip import Region
    from glidecheck.model import Pixels

LIMITS = Lines()


class ByLines:
    """An Engine that can be asked for its two steps, where text stands and what it says, one by one: so a page is looked at more than once.

    What such an engine brings is `name`, `regions` and `line`; `both` where it reads other scripts too, and `glimpse` where it has a
    lighter network to look with.
    """

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def name(self) -> str: ...

        def regions(self, pixels: Pixels, scale: float) -> tuple[Region, ...]: ...

        def line(self, pixels: Pixels, region: Region, stretch: float = 1.0) -> Line: ...

    def both(self, pixels: Pixels, region: Region, stretch: float = 1.0) -> tuple[Line, Line | None]:
        """What `line` says; and where that is doubtful the same place as it reads in three alphabets, of an engine that can."""
        return self.line(pixels, region, stretch), None

    def glimpse(self, pixels: Pixels, scale: float) -> tuple[Region, ...] | None:  # noqa: ARG002 - such an engine has none
        """As `regions`, by a lighter network, of an engine that has one."""
        return None

    def several(self, pixels: Pixels, regions: Sequence[Region], stretch: float = 1.0) -> list[tuple[Line, Line | None]]:
        """What `both` says of each; an engine may read some of them at the same time."""
        return [self.both(pixels, region, stretch) for region in regions]

    def read(self, pixels: Pixels) -> Page:
        """See model.Engine."""
        if blank(pixels):  # sixty empty megapixels took a minute to be found empty
            return Page((), pixels.shape[1], pixels.shape[0], self.name)
        return _look(pixels, self, may_glimpse=True)

    def read_closely(self, pixels: Pixels) -> Page:
        """See model.Engine."""
        return _look(pixels, self)

    def reread(self, pixels: Pixels, page: Page, regions: Sequence[Box]) -> Page:
        """See model.Engine."""
        upright = dewarp.turn(pixels, page.turned, page.mirrored)
        lines: list[Line] = []
        unread: list[Box] = []
        for left, top, right, bottom in wanted(page, regions):
            found = moved(_look(upright[top:bottom, left:right], self, upright=True), 1.0, left, top)
            lines += found.lines
            unread += found.unread
        return second_page(page, self.name, lines, unread)

    def places(self, pixels: Pixels) -> tuple[Box, ...]:
        """Where text stands in the picture shrunk, in which print out of focus is sharp."""
        scale = first_scale(pixels)
        return tuple(r.box for part in LIMITS.blurred for r in self.regions(pixels, scale / part))


# ------------------------------------------------------------------ an engine that works line by line


def regions_of(pixels: Pixels, engine: ByLines) -> tuple[Region, ...]:
    """Where text stands in an upright picture, small print looked at closely."""
    scale = first_scale(pixels)
    return _closer(pixels, engine, _look_at_all(pixels, engine, scale), False, scale)


def _closer(pixels: Pixels, engine: ByLines, regions: tuple[Region, ...], glimpsed: bool, scale: float) -> tuple[Region, ...]:
    from glidecheck.ocr.closer import look_closer

    def look(part: tuple[int, int, int, int], at: float) -> tuple[Region, ...]:
        left, top, right, bottom = part
        return tuple(r.moved(1.0, left, top) for r in engine.regions(pixels[top:bottom, left:right], at))

    return look_closer(regions, (pixels.shape[1], pixels.shape[0]), scale, look, glimpsed)


def _look(pixels: Pixels, engine: ByLines, upright: bool = False, may_glimpse: bool = False) -> Page:
    scale = first_scale(pixels)
    regions, glimpsed = _first_look(pixels, engine, scale, may_glimpse)
    reader = _Reader(pixels, engine)
    way, lying = orientation.Way(0), False
    if not regions and not upright:  # the detector overlooks long lines that run down the picture more often than lines across it
        beside = dewarp.turn(pixels, 90)
        found, glimpsed = _first_look(beside, engine, scale, may_glimpse)
        if lying := bool(found):
            pixels, regions, reader = beside, found, _Reader(beside, engine)
    if not upright:
        glass = _Reader(pixels, engine, mirrored=True)
        way = orientation.lies(
            regions,
            pixels.shape[1],
            reader.well,
            glass.well,
            lambda lines, mirrored: (glass if mirrored else reader).foreign(lines),
        )
    if way != orientation.Way(0):
        pixels = dewarp.turn(pixels, way.turn, way.mirrored)
        regions, glimpsed = _first_look(pixels, engine, scale, glimpsed)
        reader = _Reader(pixels, engine)
    if lying:  # turned before it was mirrored, which is the same as mirrored and turned the other way
        way = replace(way, turn=(way.turn + (-90 if way.mirrored else 90)) % 360)

    said: dict[Region, Line] = {}
    regions = _closer(pixels, engine, regions, glimpsed, scale)
    reader.look(regions)
    for region in regions:
        said[region] = line = reader.once(region)
        if region.tall and orientation.plausible(line) <= orientation.LIMITS.confident:
            other = region.reversed()
            if orientation.plausible(back := reader.once(other)) > orientation.plausible(line):
                del said[region]
                said[other] = back
    foreign = other_scripts.reread(said, reader.others(said))
    # Only now: most lines of a page in Cyrillic are doubtful, and no wider for the network.
    reader.look_well([r for r in said if r not in foreign])
    said = {r: foreign[r] if r in foreign else reader.well(r) for r in said}
    lines: list[Line] = []
    unread: list[Region] = []
    read: list[Region] = []
    for region, line in said.items():
        if orientation.plausible(line) >= LIMITS.unread:
            lines.append(line)
            read.append(region)
        elif region.length > LIMITS.one_glyph * region.height:
            unread.append(region)
    ordered = reading_order(lines, [line.box for line in lines if line.box is not None])
    inked = tuple(r.box for r in _inked(pixels, unread, read))
    size = pixels.shape[1], pixels.shape[0]
    return Page(ordered, *size, engine.name, turned=way.turn, mirrored=way.mirrored, unread=inked, glimpsed=glimpsed)


def _inked(pixels: Pixels, unread: Sequence[Region], read: Sequence[Region]) -> list[Region]:
    """Those of `unread` that show print: the detector also marks the wide spaces of justified lines, which are as plain as paper."""
    if not unread or not read:
        return list(unread)

    def contrast(region: Region) -> float:
        import numpy as np

        low, high = np.percentile(region.cut(pixels, LIMITS.strip).mean(axis=2), (5, 95))
        return float(high - low)

    least = LIMITS.faint * median(contrast(r) for r in read[:: max(1, len(read) // LIMITS.asked)])
    return [r for r in unread if contrast(r) >= least]


def _halves(side: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Beginning and end, in pixels, of the two halves of a side: they overlap."""
    return (0, int(side * LIMITS.half)), (int(side * round(1 - LIMITS.half, 6)), side)


def _first_look(pixels: Pixels, engine: ByLines, scale: float, may_glimpse: bool) -> tuple[tuple[Region, ...], bool]:
    """Where text stands, and whether only a lighter network has looked: a photo with little and large print needs no more before its blocks
    are looked at one by one (closer.py). A large photo, in which print is small, is seen by the better one."""
    if may_glimpse and scale > LIMITS.much_shrunk and _no_list(engine.glimpse(pixels, scale * LIMITS.glance) or ()):
        glimpsed = engine.glimpse(pixels, scale)
        if glimpsed and _no_list(glimpsed) and median(r.height for r in glimpsed) * scale >= LIMITS.print:
            large = engine.glimpse(pixels, scale / LIMITS.shrunk) or ()
            return tuple(_with_large(glimpsed, large, scale)), True
    return _look_at_all(pixels, engine, scale), False


def _no_list(regions: Sequence[Region]) -> bool:
    """Whether this is little print, and no block of it may be a list: what a lighter network sees as well as the better one."""
    from glidecheck.ocr.closer import blocks

    if not 0 < len(regions) <= LIMITS.glimpsed:
        return False
    return all(sum(regions[i].length / regions[i].height for i in block) <= LIMITS.block for block in blocks(regions))


def _with_large(regions: Sequence[Region], large: Sequence[Region], scale: float) -> list[Region]:
    """`regions` with very high letters, which are seen as letters only in a smaller picture."""
    from glidecheck.ocr.closer import inside

    found = list(regions)
    for one in large:
        parts = [f for f in found if inside(f, one) or inside(one, f)]
        if one.height * scale > LIMITS.large and all(f.length < LIMITS.whole * one.length for f in parts):
            found = [f for f in found if f not in parts or f.height < LIMITS.part * one.height] + [one]
    return found


def _look_at_all(pixels: Pixels, engine: ByLines, scale: float) -> tuple[Region, ...]:
    """Where text stands. Letters too large to be seen as letters vanish unless shrunk; a label far away vanishes when shrunk, or its lines
    run together, so that a large photo is looked at again, see `_parts`."""
    from glidecheck.ocr.closer import inside

    found = _with_large(engine.regions(pixels, scale), engine.regions(pixels, scale / LIMITS.shrunk), scale)
    if scale > LIMITS.much_shrunk:
        return tuple(found)
    for left, top, right, bottom in _parts(found, pixels.shape[1], pixels.shape[0]):
        part = pixels[top:bottom, left:right]
        nearer = [r.moved(1.0, left, top) for r in engine.regions(part, max(2 * scale, first_scale(part)))]
        # What was seen from nearer is told apart better: of several lines the first look may have made one blot.
        found = [f for f in found if not any(inside(f, r) or inside(r, f) for r in nearer)] + nearer
    return tuple(found)


def _level(region: Region) -> Box:
    """The rectangle around a region as if it were straight: of several lines in one blot the bend is wild."""
    (x, y), (u, v), half, thick = region.centre, region.along, region.length / 2, region.height / 2
    across, down = abs(u) * half + abs(v) * thick, abs(v) * half + abs(u) * thick
    return Box.of(x - across, y - down, x + across, y + down)


def _parts(found: Sequence[Region], width: int, height: int) -> list[tuple[int, int, int, int]]:
    """What of a photo is looked at from nearer, as left, top, right and bottom: all of its quarters where next to no print was found, and
    where print fills a small part of it, that part."""
    if len(found) <= LIMITS.few:
        return [(left, top, right, bottom) for top, bottom in _halves(height) for left, right in _halves(width)]
    box = Box.around(*(_level(f) for f in found))
    if max(box.width / width, box.height / height) > LIMITS.small:
        return []
    margin = LIMITS.around * max(box.width, box.height)
    left, top = max(0, int(box.left - margin)), max(0, int(box.top - margin))
    return [(left, top, min(width, int(box.right + margin)), min(height, int(box.bottom + margin)))]


class _Reader:
    """Reads regions of one picture, or of its mirror image, each only once."""

    __slots__ = ("_engine", "_mirrored", "_once", "_other", "_pixels", "_well")

    def __init__(self, pixels: Pixels, engine: ByLines, mirrored: bool = False) -> None:
        self._pixels, self._engine, self._mirrored = pixels, engine, mirrored
        self._once: dict[Region, Line] = {}
        self._other: dict[Region, Line] = {}
        self._well: dict[Region, Line] = {}

    @property
    def pixels(self) -> Pixels:
        """The picture that is read; its mirror image is made when it is first looked at."""
        if self._mirrored:
            self._pixels, self._mirrored = dewarp.turn(self._pixels, 0, mirrored=True), False
        return self._pixels

    def look(self, regions: Iterable[Region]) -> None:
        """Reads those of the regions that were not read yet, several at a time."""
        new = list(dict.fromkeys(r for r in regions if r not in self._once))
        for region, (line, other) in zip(new, self._engine.several(self.pixels, new), strict=True):
            self._once[region] = line
            if other is not None:
                self._other[region] = other

    def once(self, region: Region) -> Line:
        """What the region says as it stands."""
        self.look((region,))
        return self._once[region]

    def others(self, regions: Iterable[Region]) -> dict[Region, Line]:
        """Those that read doubtfully, in three alphabets; none where the engine does not know them."""
        regions = list(regions)
        self.look(regions)
        return {r: self._other[r] for r in regions if r in self._other}

    def foreign(self, regions: Sequence[Region]) -> tuple[float, float]:
        """Letters in these places that Latin script does not have, and how plausibly their lines read (other_scripts.letters)."""
        return other_scripts.letters(self.others(regions).values())

    def look_well(self, regions: Iterable[Region]) -> None:
        """Reads those of the regions anew, widened, that read doubtfully: condensed print has too few columns to a letter.

        Not where nothing was read at all: that is another script.
        """
        new = list(dict.fromkeys(r for r in regions if r not in self._well))
        self.look(new)
        self._well.update((r, self._once[r]) for r in new)
        doubtful = [r for r in new if LIMITS.unreadable < orientation.plausible(self._once[r]) < LIMITS.doubtful]
        for region, (line, _) in zip(doubtful, self._engine.several(self.pixels, doubtful, LIMITS.stretch), strict=True):
            self._well[region] = max(self._once[region], line, key=orientation.plausible)

    def well(self, region: Region) -> Line:
        """What it says, at its best (see look_well)."""
        self.look_well((region,))
        return self._well[region]
