"""Photos for faces that show them: turned the way they were read, and cut around one name."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from glidecheck.model import Box, Report

if TYPE_CHECKING:
    from PIL import Image

    from glidecheck.model import Pixels

SHOWN = 1600
"""Pixels of the longer side of a whole photo that is shown: what messengers show without shrinking it themselves."""
CROP_WIDTH = 560
"""Pixels: the widest an embedded crop gets. A line of print is readable at this width, and fifty crops stay under two megabytes."""


def upright(pixels: Pixels, report: Report, photo: int) -> Pixels:
    """`pixels` (upright by its EXIF) mirrored and turned as the reader of photo `photo` turned it, so that the report's boxes lie on it."""
    from glidecheck.image.dewarp import turn

    page = report.page_of(photo)
    return pixels if page is None else turn(pixels, page.turned, page.mirrored)


def fits(pixels: Pixels, report: Report, photo: int) -> bool:
    """Whether `pixels` has the size that the photo was read at: boxes on a picture of another size would point at the wrong print."""
    page = report.page_of(photo)
    return page is not None and pixels.shape[:2] == (page.height, page.width)


def crop(pixels: Pixels, boxes: Sequence[Box], colour: str) -> Image.Image | None:
    """The print in `boxes` (one on each line that it stands on), underlined in `colour`, with a little around it, at most CROP_WIDTH wide;
    None where it is outside."""
    from PIL import Image, ImageDraw

    height, width = pixels.shape[:2]
    box, height_of_print = Box.around(*boxes), min(b.height for b in boxes)
    around = max(8.0, 0.9 * height_of_print)
    left, top = int(max(0.0, box.left - 2 * around)), int(max(0.0, box.top - around))
    right, bottom = int(min(float(width), box.right + 2 * around)), int(min(float(height), box.bottom + around))
    if right - left < 2 or bottom - top < 2:
        return None
    cut = Image.fromarray(pixels[top:bottom, left:right])
    scale = min(1.0, CROP_WIDTH / cut.width)
    if scale < 1:
        cut = cut.resize((CROP_WIDTH, max(1, round(cut.height * scale))), Image.Resampling.LANCZOS)
    line = max(2, round(height_of_print * scale / 12))
    draw = ImageDraw.Draw(cut)
    for piece in boxes:
        under = [((x - left) * scale, (y - top) * scale + line) for x, y in (piece.points[3], piece.points[2])]
        draw.line(under, fill=colour, width=line)
    return cut


def smaller(pixels: Pixels) -> Pixels:
    """`pixels`, at most twice SHOWN on the longer side. What is drawn on then costs 60 MB, where 60 megapixels cost half a gigabyte; twice,
    so that thin lines and letters are smooth when it is shrunk the rest of the way."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    scale = 2 * SHOWN / max(height, width)
    if scale >= 1:
        return pixels
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def jpeg(image: Image.Image, quality: int) -> bytes:
    """`image` as a JPEG, `quality` from 0 to 100. It carries no EXIF: a photo's place and time stay with the photo."""
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def data_uri(image: Image.Image) -> str:
    """`image` as a JPEG in a data: address."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg(image, 72)).decode("ascii")
