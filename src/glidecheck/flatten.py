"""Turns and mirrors: the upright picture that a Page's coordinates belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glidecheck.model import Pixels


def turn(pixels: Pixels, degrees: int, mirrored: bool = False) -> Pixels:
    """`pixels` turned clockwise by 0, 90, 180 or 270 degrees, after being mirrored left to right where asked.

    It gives the picture that the coordinates of a Page with that `turned` and `mirrored` belong to.
    """
    if degrees % 90:
        raise ValueError(f"Only right angles: {degrees}")
    picture = pixels[:, ::-1] if mirrored else pixels
    return np.ascontiguousarray(np.rot90(picture, -(degrees // 90) % 4))
