"""How well a picture was taken, and whether there is anything on it at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glidecheck.image.limits import Contrast
from glidecheck.model import Quality

if TYPE_CHECKING:
    from glidecheck.model import Pixels

LIMITS = Contrast()


def blank(pixels: Pixels) -> bool:
    """Whether the picture is of one colour: nothing can be read on it."""
    return all(int(pixels[..., c].max()) - int(pixels[..., c].min()) <= LIMITS.flat for c in range(pixels.shape[2]))


def quality(pixels: Pixels) -> Quality:
    """Sharpness and glare of (height, width, 3) RGB pixels, as model.Quality defines them.

    Variance of the Laplacian: J. L. Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", ICPR 2000.
    """
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    scale = (1_000_000 / (height * width)) ** 0.5
    if scale != 1:
        size = max(1, round(width * scale)), max(1, round(height * scale))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    sharpness = float(cv2.Laplacian(grey, cv2.CV_64F).var())
    # Burnt out: white throughout a patch of a fiftieth of the side. The white between the lines of a page is broken by print sooner.
    burnt = (grey >= LIMITS.burnt).astype(np.uint8)
    side = max(3, round(LIMITS.patch * min(grey.shape)))
    return Quality(sharpness, float(cv2.erode(burnt, np.ones((side, side), np.uint8)).mean()))
