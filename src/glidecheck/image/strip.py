"""A place where text was found, and how to cut it out as a straight strip.

The detector gives the outline of a line's core. A straight line is cut out by its rectangle. A bent one (print on a tube or a jar) is cut
along its own centre line, a cubic fitted to the outline, at constant height: on real photos that gained more than flattening the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from glidecheck.image.limits import Strips
from glidecheck.model import Box

if TYPE_CHECKING:
    import numpy.typing as npt

    from glidecheck.model import Pixels
    from glidecheck.model.geometry import Point

    Floats = npt.NDArray[np.float64]


def resize(pixels: Pixels, width: int, height: int) -> Pixels:
    """`pixels` at another size: by area where it shrinks, cubic where it grows."""
    shrinks = width * height < pixels.shape[0] * pixels.shape[1]
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC), dtype=np.uint8)


def straight(pixels: Pixels, corners: Sequence[Point] | Floats, width: int, height: int, how: int = cv2.INTER_AREA) -> Pixels:
    """The place whose top left, top right and bottom left are `corners`, as an upright picture."""
    flat = np.array([(0, 0), (width, 0), (0, height)], np.float32)
    matrix = cv2.getAffineTransform(np.array(corners, np.float32), flat)
    return np.asarray(cv2.warpAffine(pixels, matrix, (width, height), flags=how, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8)


def around(pixels: Pixels, box: Box) -> Pixels:
    """The upright part of the picture that holds a box."""
    return pixels[max(0, int(box.top)) : int(box.bottom) + 1, max(0, int(box.left)) : int(box.right) + 1]


LIMITS = Strips()


@dataclass(frozen=True, slots=True)
class Region:
    """A line of text as found, in pixels of the picture it was looked for in.

    `centre` is the middle, `along` the unit vector in reading direction, `length` and `height` are the strip's, `score` is the detector's.
    `curve` is the cubic (highest power first) of the centre line's offset across the reading direction, as a function of the place along it
    from -length / 2 to length / 2, or () for a straight one.
    """

    centre: tuple[float, float]
    along: tuple[float, float]
    length: float
    height: float
    score: float
    curve: tuple[float, ...] = ()

    @property
    def tall(self) -> bool:
        """Whether the line runs down or up the picture, not across it."""
        return abs(self.along[1]) > abs(self.along[0])

    @property
    def box(self) -> Box:
        """The four corners; of a bent line those of the strip's ends."""
        return self.part(0.0, 1.0)

    def reversed(self) -> Region:
        """The same place read from its other end."""
        curve = tuple(c * (1 if (len(self.curve) - 1 - i) % 2 else -1) for i, c in enumerate(self.curve))
        return replace(self, along=(-self.along[0], -self.along[1]), curve=curve)

    def mirrored(self, width: float) -> Region:
        """The same place in the mirror image of a picture `width` wide, read the way that text mostly runs there: rightwards, or down."""
        n = len(self.curve)
        curve = tuple(c * (-1 if (n - 1 - i) % 2 else 1) for i, c in enumerate(self.curve))
        turned = replace(self, centre=(width - self.centre[0], self.centre[1]), along=(self.along[0], -self.along[1]), curve=curve)
        return turned if turned.along[int(turned.tall)] >= 0 else turned.reversed()

    def moved(self, scale: float, dx: float = 0.0, dy: float = 0.0) -> Region:
        """The same region in a picture that is `scale` times as large and then shifted by (dx, dy)."""
        n = len(self.curve)
        curve = tuple(c * scale ** (1 - (n - 1 - i)) for i, c in enumerate(self.curve))
        x, y = self.centre
        return replace(self, centre=(x * scale + dx, y * scale + dy), length=self.length * scale, height=self.height * scale, curve=curve)

    def part(self, start: float, end: float) -> Box:
        """The box of the part from `start` to `end`, shares (0 to 1) of the length in reading direction."""
        (x0, y0, nx0, ny0), (x1, y1, nx1, ny1) = self._at(start), self._at(end)
        h = self.height / 2
        return Box(
            (
                (x0 - nx0 * h, y0 - ny0 * h),
                (x1 - nx1 * h, y1 - ny1 * h),
                (x1 + nx1 * h, y1 + ny1 * h),
                (x0 + nx0 * h, y0 + ny0 * h),
            )
        )

    def _at(self, share: float) -> tuple[float, float, float, float]:
        a = (share - 0.5) * self.length
        b = slope = 0.0
        for c in self.curve:  # Horner, with the derivative
            slope = slope * a + b
            b = b * a + c
        ux, uy = self.along
        norm = (1 + slope * slope) ** 0.5
        x, y = self.centre[0] + a * ux - b * uy, self.centre[1] + a * uy + b * ux
        return x, y, (-uy - slope * ux) / norm, (ux - slope * uy) / norm

    def cut(self, pixels: Pixels, rows: int) -> Pixels:
        """The strip, straight, `rows` pixels high and as wide in proportion, RGB."""
        native = max(rows, round(self.height))  # sampled finely first, then shrunk by area: a coarse grid over large print would alias
        width = max(8, round(self.length * native / max(self.height, 1e-6)))
        if width > LIMITS.widest:  # OpenCV's remap stops at 32767
            native, width = max(1, round(native * LIMITS.widest / width)), LIMITS.widest
        if self.curve:
            strip = self._remap(pixels, native, width)
        else:
            strip = straight(pixels, [self.box.points[i] for i in (0, 1, 3)], width, native, cv2.INTER_CUBIC)
        return strip if native == rows else resize(strip, max(8, round(width * rows / native)), rows)

    def _remap(self, pixels: Pixels, rows: int, width: int) -> Pixels:
        a = (np.arange(width) + 0.5) / width * self.length - self.length / 2
        b, slope = np.polyval(self.curve, a), np.polyval(np.polyder(np.array(self.curve)), a)
        norm = np.sqrt(1 + slope * slope)
        r = ((np.arange(rows) + 0.5) / rows - 0.5)[:, None] * self.height
        across, along = b + r / norm, a - r * slope / norm
        ux, uy = self.along
        x = self.centre[0] + along * ux - across * uy
        y = self.centre[1] + along * uy + across * ux
        strip = cv2.remap(pixels, x.astype(np.float32), y.astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(strip, dtype=np.uint8)


def region(
    core: npt.NDArray[np.uint8],
    left: int,
    top: int,
    rectangle: tuple[Sequence[float], Sequence[float], float],
    score: float,
    unclip: float,
) -> Region:
    """The region around a core the detector found.

    Args:
        core: (height, width) mask of the core, 0 or 1, whose corner stands at (left, top).
        rectangle: the smallest rectangle around it: centre, sides, angle in degrees, as cv2.minAreaRect gives it.
        unclip: by how much the core is grown, as a share of area over perimeter (the detector learnt a shrunk core).
    """
    centre, sides, angle = rectangle
    turn = np.deg2rad(angle)
    u, sides = (
        (np.array([np.cos(turn), np.sin(turn)]), sides)
        if sides[0] >= sides[1]
        else (np.array([-np.sin(turn), np.cos(turn)]), (sides[1], sides[0]))
    )
    length, thick = float(sides[0]), float(sides[1])
    if abs(u[1]) > abs(u[0]) and length < LIMITS.square * thick:  # nearly square: a short word across, not a line down the picture
        u, length, thick = np.array([u[1], -u[0]]), thick, length
    u = u * (1.0 if u[int(abs(u[1]) > abs(u[0]))] >= 0 else -1.0)
    curve, fitted = _bend(core, left, top, centre, u, length, thick)
    if curve:
        thick = fitted
    grow = unclip * length * thick / (2 * (length + thick))
    height = (thick + 2 * grow) * LIMITS.tight
    return Region((float(centre[0]), float(centre[1])), (float(u[0]), float(u[1])), length + 2 * grow, height, score, curve)


def _bend(
    core: npt.NDArray[np.uint8], left: int, top: int, centre: Sequence[float], u: Floats, length: float, thick: float
) -> tuple[tuple[float, ...], float]:
    """The cubic of the centre line and the core's thickness along it; ((), 0) where the line is straight or too short to tell."""
    if length < LIMITS.long * thick and length < LIMITS.longer:
        return (), 0.0
    ys, xs = np.nonzero(core)
    x, y = xs + left - centre[0], ys + top - centre[1]
    a, b = x * u[0] + y * u[1], y * u[0] - x * u[1]
    bins = int(min(LIMITS.most_bins, max(LIMITS.least_bins, length / 4)))
    slot = np.clip(((a / length + 0.5) * bins).astype(np.intp), 0, bins - 1)
    count = np.bincount(slot, minlength=bins)
    full = count > 0
    middle = np.bincount(slot, weights=b, minlength=bins)[full] / count[full]
    place = ((np.arange(bins) + 0.5) / bins - 0.5)[full] * length
    width = length / bins
    deep = count[full] / width
    # The ends are rounded off and say nothing about the run of the line.
    inner = np.abs(place) < length / 2 - np.median(deep) / 2
    if inner.sum() < LIMITS.fitted:
        return (), 0.0
    t = 2 * place / length
    weights = np.sqrt(count[full]) * inner
    cubic = np.polyfit(t, middle, 3, w=weights)
    line = np.polyfit(t, middle, 1, w=weights)
    grid = np.linspace(-1, 1, 33)
    leaves = np.abs(np.polyval(cubic, grid) - np.polyval(line, grid)).max()
    core_thick = float(np.median(deep[inner]))
    if leaves < LIMITS.bend * LIMITS.core * core_thick or core_thick <= 0:
        return (), 0.0
    residual = np.abs(np.polyval(cubic, t) - middle)[inner].max()
    if residual > LIMITS.blot * core_thick:  # no line but a blot, or two lines grown together
        return (), 0.0
    scale = 2 / length
    return tuple(float(c * scale ** (3 - i)) for i, c in enumerate(cubic)), core_thick
