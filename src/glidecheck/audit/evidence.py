"""The picture kept of a photo: its print, upright, small, without EXIF. Crops for findings are cut from it, also after years, for a lexicon
that did not exist when the photo was read."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glidecheck.model import Box, Page

if TYPE_CHECKING:
    from glidecheck.model import Pixels

LONGEST = 1600
"""Pixels of its longer side. Only the part with print is kept, so this is nearly the photo's own sharpness on most labels."""

QUALITY = 68
"""JPEG quality: a label takes 100 to 250 kB, and print of 12 pixels stays readable."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A JPEG of part of a photo. A point (x, y) of the page lies at ((x - left) * scale, (y - top) * scale) in it."""

    photo: str
    left: float
    top: float
    scale: float
    jpeg: bytes


def picture(sha256: str, pixels: Pixels, page: Page) -> Evidence:
    """What is kept of the photo `pixels` (upright by its EXIF) that was read as `page`."""
    import cv2
    from PIL import Image

    from glidecheck.image import dewarp

    upright = dewarp.turn(pixels, page.turned, page.mirrored)
    height, width = upright.shape[:2]
    left, top, right, bottom = _print(page, width, height)
    cut = upright[top:bottom, left:right]
    scale = min(1.0, LONGEST / max(cut.shape[:2]))
    if scale < 1:
        size = max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale))
        small = cv2.resize(cut, size, interpolation=cv2.INTER_AREA)
    else:
        small = cut
    out = io.BytesIO()
    Image.fromarray(small).save(out, "JPEG", quality=QUALITY)
    return Evidence(sha256, float(left), float(top), scale, out.getvalue())


def places(pictures: Iterable[Evidence]) -> list[list[str | float]]:
    """`pictures` without their JPEGs, as plain JSON, in their order: what goes to a child, or comes from one, beside the bytes."""
    return [[e.photo, e.left, e.top, e.scale] for e in pictures]


def with_jpegs(told: Iterable[Sequence[Any]], jpegs: Sequence[bytes]) -> tuple[Evidence, ...]:
    """What `places` told, with its JPEGs."""
    return tuple(Evidence(photo, left, top, scale, jpeg) for (photo, left, top, scale), jpeg in zip(told, jpegs, strict=True))


def _print(page: Page, width: int, height: int) -> tuple[int, int, int, int]:
    """The part of the page with print on it, with a margin; all of it where there is none."""
    boxes = page.boxes
    if not boxes:
        return 0, 0, width, height
    around = Box.around(*boxes)
    margin = 3 * max(b.height for b in boxes)
    left, top = max(0, int(around.left - margin)), max(0, int(around.top - margin))
    right, bottom = min(width, int(around.right + margin)), min(height, int(around.bottom + margin))
    return (left, top, right, bottom) if right - left > 16 and bottom - top > 16 else (0, 0, width, height)


def crop(kept: Evidence, pixels: Pixels, boxes: Sequence[Box], colour: str) -> bytes | None:
    """The print in `boxes` (of the page) as a JPEG, underlined in `colour`; None where it is outside. `pixels` are those of
    `kept.jpeg`."""
    from glidecheck.report import picture as cutting

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return (point[0] - kept.left) * kept.scale, (point[1] - kept.top) * kept.scale

    moved = [Box((at(a), at(b), at(c), at(d))) for a, b, c, d in (box.points for box in boxes)]
    image = cutting.crop(pixels, moved, colour)
    return cutting.jpeg(image, 72) if image is not None else None


def pixels_of(kept: Evidence) -> Pixels:
    """The kept picture, decoded."""
    import numpy as np
    from PIL import Image

    with Image.open(io.BytesIO(kept.jpeg), formats=("JPEG",)) as image:
        return np.asarray(image.convert("RGB"))
