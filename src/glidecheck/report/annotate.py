"""The photo, upright, with every ingredient boxed and coloured by its finding.

Nothing of the photo is covered but by thin lines and, where a finding is critical, a small tag that is laid where no print is. The verdict
stands in a strip above the photo, the legend in one below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glidecheck.model import Report, Severity
from glidecheck.report.captions import Say, banner, legend
from glidecheck.report.letters import drawable, font
from glidecheck.report.picture import SHOWN, jpeg, smaller
from glidecheck.report.view import CRITICAL, LOOKS, Tone, finding_tone, ingredient_tone, lexicon_name, not_read, plain

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt
    from PIL import Image, ImageDraw

    from glidecheck.model import Box, Pixels, Point

QUALITY = 85
"""Of a JPEG that is shown, 0 to 100: print stays sharp at its size."""
_CELL = 8
"""Pixels: the grid on which a free place for a tag is looked for."""


@dataclass(frozen=True, slots=True)
class Boxed:
    """One thing to box: where (a name that a line's end breaks has a box on each line), how grave, and the words of its tag."""

    boxes: tuple[Box, ...]
    tone: Tone
    words: str


def annotate(pixels_upright: Pixels, report: Report, photo_index: int, say: Say = str) -> Image.Image:
    """The photo `photo_index` of `report` with its boxes, RGB, without metadata.

    Args:
        pixels_upright: (height, width, 3) RGB, turned the way it was read (`picture.upright`). Of another size, boxes are scaled.
        report: judged; without boxes on this photo the picture only gets its verdict.
        photo_index: index into `report.source`.
        say: the words of verdict, legend and closing line in another language; the headline is the report's own.
    """
    from PIL import Image, ImageDraw

    height, width = pixels_upright.shape[:2]
    things = list(_things(report, photo_index, width, height))
    # The gravest is drawn last, so that no grey box lies over a red one.
    things.sort(key=lambda t: list(Tone).index(t.tone), reverse=True)
    unit = max(11, round(min(width, height) / 34))  # the height of small letters on the picture
    top = banner(report, width, unit, say)
    below = legend(list(dict.fromkeys(t.tone for t in reversed(things))), width, unit, say)
    out = Image.new("RGB", (width, top.height + height + below.height), "white")
    photo = Image.fromarray(pixels_upright)
    draw = ImageDraw.Draw(photo)
    thin = max(1, round(min(width, height) / 500))
    for thing in things:
        _outline(draw, thing, 3 * thin if thing.tone in CRITICAL else thin)
    _tags(draw, [t for t in things if t.tone in CRITICAL], _print(report, photo_index, width, height), unit, thin)
    out.paste(top, (0, 0))
    out.paste(photo, (0, top.height))
    out.paste(below, (0, top.height + height))
    return out


def shown(pixels_upright: Pixels, report: Report, photo_index: int, say: Say = str) -> bytes:
    """The same as a JPEG that a phone or a page shows, at most `picture.SHOWN` pixels on the longer side."""
    from PIL import Image

    image = annotate(smaller(pixels_upright), report, photo_index, say)
    image.thumbnail((SHOWN, SHOWN), Image.Resampling.LANCZOS)
    return jpeg(image, QUALITY)


def save(image: Image.Image, path: Path) -> None:
    """Write `image` in the format of the ending of `path`. Without EXIF: where and when the photo was taken stays with the photo."""
    image.save(path, quality=88)  # PNG has no quality, and ignores it


# ------------------------------------------------------------------ what to box


def _things(report: Report, photo: int, width: int, height: int) -> Iterator[Boxed]:
    scale = _scale(report, photo, width, height)
    boxed = set()
    for index, match in enumerate(report.ingredients):
        mention = match.mention
        if mention.box is not None and mention.photo == photo:
            boxed.add(mention.box)
            pieces = tuple(_scaled(b, scale) for b in mention.pieces or (mention.box,))
            yield Boxed(pieces, ingredient_tone(report, index), lexicon_name(match) or plain(mention.printed))
    for finding in report.findings:
        if finding.severity is Severity.INFO:
            continue  # said in words; a box for it would be coloured like a name without a finding
        if finding.box is not None and (finding.photo or 0) == photo and finding.box not in boxed:
            boxed.add(finding.box)
            yield Boxed((_scaled(finding.box, scale),), finding_tone(report, finding), finding.cls.replace("_", " "))
    page = report.page_of(photo)
    for box in not_read(page) if page is not None else ():
        yield Boxed((_scaled(box, scale),), Tone.REVIEW, "not read")


def _scale(report: Report, photo: int, width: int, height: int) -> tuple[float, float]:
    page = report.page_of(photo)
    return (width / page.width, height / page.height) if page is not None and page.width and page.height else (1.0, 1.0)


def _scaled(box: Box, scale: tuple[float, float]) -> Box:
    from glidecheck.model import Box

    (ax, ay), (bx, by), (cx, cy), (dx, dy) = box.points
    sx, sy = scale
    return Box(((ax * sx, ay * sy), (bx * sx, by * sy), (cx * sx, cy * sy), (dx * sx, dy * sy)))


# ------------------------------------------------------------------ drawing


def _outline(draw: ImageDraw.ImageDraw, thing: Boxed, line: int) -> None:
    """A box around the print, moved out by its width so that no stroke of a letter inside is covered. Critical ones get a white edge, to be
    seen on any ground; on a dense list, white edges around every name would eat the lines above and below."""
    critical = thing.tone in CRITICAL
    for box in thing.boxes:
        _frame(draw, box, LOOKS[thing.tone].colour, line, critical=critical)


def _frame(draw: ImageDraw.ImageDraw, box: Box, colour: str, line: int, *, critical: bool) -> None:
    a, b, c, d = box.points
    by = line + 2 if critical else line
    out = [_moved(a, (b, d), by), _moved(b, (a, c), by), _moved(c, (d, b), by), _moved(d, (c, a), by)]
    closed = [*out, out[0], out[1]]  # one side more, so that the last corner is joined too
    if critical:
        draw.line(closed, fill="white", width=line + 2, joint="curve")
    draw.line(closed, fill=colour, width=line, joint="curve")


def _moved(corner: Point, neighbours: tuple[Point, Point], by: float) -> Point:
    """`corner` moved away from both of its neighbours by `by` pixels."""
    x, y = corner
    for nx, ny in neighbours:
        away = ((corner[0] - nx) ** 2 + (corner[1] - ny) ** 2) ** 0.5 or 1.0
        x, y = x + (corner[0] - nx) / away * by, y + (corner[1] - ny) / away * by
    return x, y


def _print(report: Report, photo: int, width: int, height: int) -> npt.NDArray[np.bool_]:
    """Where print was found, on the grid of _CELL."""
    import numpy as np

    grid = np.zeros((-(-height // _CELL), -(-width // _CELL)), dtype=bool)
    scale = _scale(report, photo, width, height)
    for page in report.pages:
        if page.photo == photo:
            for box in (*(line.box for line in page.lines), *page.unread):
                if box is not None:
                    _cover(grid, _scaled(box, scale))
    for match in report.ingredients:
        if match.mention.box is not None and match.mention.photo == photo:
            for box in match.mention.pieces or (match.mention.box,):
                _cover(grid, _scaled(box, scale))
    return grid


def _cover(grid: npt.NDArray[np.bool_], box: Box) -> None:
    grid[max(0, int(box.top // _CELL)) : int(box.bottom // _CELL) + 1, max(0, int(box.left // _CELL)) : int(box.right // _CELL) + 1] = True


def _tags(draw: ImageDraw.ImageDraw, things: Sequence[Boxed], taken: npt.NDArray[np.bool_], unit: int, thin: int) -> None:
    """A tag for each of `things`, at the nearest place without print, joined to its box by a line. Where print is everywhere, none."""
    letters = font(unit)
    for thing in reversed(things):  # the gravest first: it gets the nearest place
        words = drawable(thing.words)[:40]
        pad = max(2, unit // 4)
        left, top, right, bottom = draw.textbbox((0, 0), words, font=letters)
        wide, high = int(right - left) + 2 * pad, int(bottom - top) + 2 * pad
        box = thing.boxes[0]
        place = _free(taken, box, wide, high)
        if place is None:
            continue
        x, y = place
        colour = LOOKS[thing.tone].colour
        cx, cy = box.centre
        nearest = (min(max(cx, x), x + wide), min(max(cy, y), y + high))
        edge = (min(max(nearest[0], box.left), box.right), min(max(nearest[1], box.top), box.bottom))
        draw.line([nearest, edge], fill=colour, width=2 * thin)
        draw.rectangle([x, y, x + wide, y + high], fill=colour)
        draw.text((x + pad - left, y + pad - top), words, fill="white", font=letters)
        from glidecheck.model import Box

        _cover(taken, Box.of(x, y, x + wide, y + high))


def _free(taken: npt.NDArray[np.bool_], box: Box, wide: int, high: int) -> tuple[int, int] | None:
    """The top left corner of the free place of this size whose middle is nearest to `box`, None when there is none."""
    import numpy as np

    rows, columns = -(-high // _CELL) + 1, -(-wide // _CELL) + 1
    if rows > taken.shape[0] or columns > taken.shape[1]:
        return None
    sums = np.zeros((taken.shape[0] + 1, taken.shape[1] + 1), dtype=np.int32)
    sums[1:, 1:] = taken.cumsum(0).cumsum(1)
    inside = sums[rows:, columns:] - sums[:-rows, columns:] - sums[rows:, :-columns] + sums[:-rows, :-columns]
    free = np.argwhere(inside == 0)
    if not len(free):
        return None
    tops, lefts = free[:, 0] * _CELL, free[:, 1] * _CELL
    # Distance between the two rectangles, and of the middles where it is equal.
    across = np.maximum(np.maximum(lefts - box.right, box.left - lefts - wide), 0)
    down = np.maximum(np.maximum(tops - box.bottom, box.top - tops - high), 0)
    cx, cy = box.centre
    off = np.hypot(lefts + wide / 2 - cx, tops + high / 2 - cy)
    best = int(np.argmin(np.hypot(across, down) + off / 100))
    return int(lefts[best]) + _CELL // 2, int(tops[best]) + _CELL // 2
