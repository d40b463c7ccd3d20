"""Turns and mirrors, and lays a bent or slanting piece of a page level, by the lines that were read on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from glidecheck.image.limits import Paper
from glidecheck.model import Box, Line

if TYPE_CHECKING:
    import numpy.typing as npt

    from glidecheck.model import Pixels

    FloatArray = npt.NDArray[np.float64]


def turn(pixels: Pixels, degrees: int, mirrored: bool = False) -> Pixels:
    """`pixels` turned clockwise by 0, 90, 180 or 270 degrees, after being mirrored left to right where asked.

    It gives the picture that the coordinates of a Page with that `turned` and `mirrored` belong to.
    """
    if degrees % 90:
        raise ValueError(f"Only right angles: {degrees}")
    picture = pixels[:, ::-1] if mirrored else pixels
    return np.ascontiguousarray(np.rot90(picture, -(degrees // 90) % 4))


LIMITS = Paper()


@dataclass(frozen=True, slots=True)
class Level:
    """A piece of a page laid level: what a curved or slanting label would look like if its lines were straight.

    A pixel (u, v) of the level picture, times `1 / scale` and moved to `left`, `top`, lies `bend(x, y)` pixels lower on the page. `bend` is
    a polynomial in x (up to the third power, never constant) and y (up to the first), in units of half the piece's width and height from
    its middle.
    """

    left: int
    top: int
    width: int
    height: int
    scale: float
    coefficients: tuple[float, ...]

    def _bend(self, x: FloatArray, y: FloatArray) -> FloatArray:
        terms = _terms((x - self.left) / self.width * 2 - 1, (y - self.top) / self.height * 2 - 1)
        return np.tensordot(np.asarray(self.coefficients), terms, axes=1)

    def cut(self, pixels: Pixels) -> Pixels:
        """The level picture of this piece, `scale` times its size."""
        import cv2

        across, down = round(self.width * self.scale), round(self.height * self.scale)
        flat = np.empty((down, across, pixels.shape[2]), np.uint8)
        for top in range(0, down, LIMITS.band):  # at once, the bend of every pixel takes 80 bytes for three
            rows = np.arange(top, min(down, top + LIMITS.band))
            u, v = np.meshgrid(np.arange(across) / self.scale + self.left, rows / self.scale + self.top)
            y = v + self._bend(u, v)
            flat[rows] = cv2.remap(pixels, u.astype(np.float32), y.astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        return flat

    def place(self, box: Box) -> Box:
        """A box of the level picture, in pixels of the page."""
        points = np.array(box.points, dtype=np.float64) / self.scale + (self.left, self.top)
        lower = self._bend(points[:, 0], points[:, 1])
        (a, b, c, d) = ((float(x), float(y)) for x, y in zip(points[:, 0], points[:, 1] + lower, strict=True))
        return Box((a, b, c, d))


def _terms(x: FloatArray, y: FloatArray) -> FloatArray:
    return np.stack([x, x**2, x**3, x * y, x**2 * y, x**3 * y])


def level(lines: Sequence[Line], part: tuple[int, int, int, int], scale: float) -> Level:
    """How to lay `part` (left, top, right, bottom) of the page level, from the words that a first reading found in it.

    Every line has a height of its own, and all share one bend: a linear least-squares fit of the words' middles, which leaves the part as
    it is where too few words are known to tell.
    """
    left, top, right, bottom = part
    width, height = right - left, bottom - top
    words = [
        (n, *w.box.centre)
        for n, line in enumerate(lines)
        for w in line.words
        if left <= w.box.centre[0] < right and top <= w.box.centre[1] < bottom and w.end - w.start > 1
    ]
    flat = Level(left, top, width, height, scale, (0.0,) * 6)
    if len(words) < LIMITS.least_words or len({n for n, _, _ in words}) < 2:
        return flat
    index = {n: i for i, n in enumerate(sorted({n for n, _, _ in words}))}
    rows = np.array([index[n] for n, _, _ in words])
    x = np.array([x for _, x, _ in words])
    y = np.array([y for _, _, y in words])
    keep = np.ones(len(words), dtype=bool)
    fit = np.zeros(6)
    for _ in range(LIMITS.robust):
        # The bend is measured at the line's own height, so that it stays linear: the middle of each line stands in for it.
        centre = np.array([y[(rows == i) & keep].mean() if ((rows == i) & keep).any() else y[rows == i].mean() for i in range(len(index))])
        terms = _terms((x - left) / width * 2 - 1, (centre[rows] - top) / height * 2 - 1).T
        offsets = np.zeros((len(words), len(index)))
        offsets[np.arange(len(words)), rows] = 1.0
        design = np.hstack([terms, offsets])
        ridge = np.sqrt(LIMITS.ridge) * np.eye(6, design.shape[1])
        solution = np.linalg.lstsq(np.vstack([design[keep], ridge]), np.concatenate([y[keep], np.zeros(6)]), rcond=None)[0]
        fit = solution[:6]
        off = np.abs(design @ solution - y)
        keep = off <= max(LIMITS.off_px, LIMITS.off * float(np.median(off)))
    return replace(flat, coefficients=tuple(float(c) for c in fit))
