"""What happens to a picture: glare, a shadow, a patch out of focus. Each knows which places of the picture it makes unreadable.

Places are pixels of the picture; light is linear and is changed in place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np

from .hand import Finger, covers

Array = np.ndarray


class Harm(Protocol):
    def apply(self, light: Array) -> None: ...

    def hides(self, points: Array) -> Array:
        """How much of each point (n, 2) is lost, 0 to 1."""
        ...


@dataclass(frozen=True, slots=True)
class Patch:
    """An ellipse with soft edges: centre, half axes (pixels), turn (radians), and how soft (a share of the axes)."""

    centre: tuple[float, float]
    axes: tuple[float, float]
    turn: float = 0.0
    soft: float = 0.35

    def at(self, x: Array, y: Array) -> Array:
        dx, dy = x - self.centre[0], y - self.centre[1]
        c, s = np.cos(self.turn), np.sin(self.turn)
        r = np.hypot((dx * c + dy * s) / self.axes[0], (-dx * s + dy * c) / self.axes[1])
        t = np.clip((1 + self.soft - r) / (2 * self.soft), 0, 1)
        out: Array = t * t * (3 - 2 * t)
        return out

    def box(self, height: int, width: int) -> tuple[int, int, int, int]:
        reach = max(self.axes) * (1 + self.soft) + 1
        x, y = self.centre
        return max(0, int(x - reach)), max(0, int(y - reach)), min(width, int(x + reach) + 1), min(height, int(y + reach) + 1)

    def mask(self, height: int, width: int) -> tuple[tuple[slice, slice], Array] | None:
        left, top, right, bottom = self.box(height, width)
        if right - left < 2 or bottom - top < 2:
            return None
        y, x = np.mgrid[top:bottom, left:right].astype(np.float32)
        return (slice(top, bottom), slice(left, right)), self.at(x, y).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Glare:
    """A lamp's reflection that burns the print out."""

    patch: Patch
    strength: float = 2.2

    def apply(self, light: Array) -> None:
        found = self.patch.mask(*light.shape[:2])
        if found:
            where, mask = found
            light[where] += (self.strength * mask**1.5)[..., None] * np.array([1.0, 0.99, 0.96], np.float32)

    def hides(self, points: Array) -> Array:
        return self.patch.at(points[:, 0], points[:, 1])


@dataclass(frozen=True, slots=True)
class Smear:
    """A patch far out of focus: a drop, a smeared lens."""

    patch: Patch
    sigma: float

    def apply(self, light: Array) -> None:
        found = self.patch.mask(*light.shape[:2])
        if found:
            where, mask = found
            part = light[where]
            part += (cv2.GaussianBlur(part, (0, 0), self.sigma) - part) * mask[..., None]

    def hides(self, points: Array) -> Array:
        return self.patch.at(points[:, 0], points[:, 1])


@dataclass(frozen=True, slots=True)
class Shadow:
    """A shadow's edge across the picture: the side beyond it is darker by `depth`. Hides nothing."""

    place: tuple[float, float]
    turn: float
    depth: float
    soft: float

    def apply(self, light: Array) -> None:
        h, w = light.shape[:2]
        small = 8
        y, x = np.mgrid[0 : h // small + 1, 0 : w // small + 1].astype(np.float32) * small
        d = (x - self.place[0]) * np.cos(self.turn) + (y - self.place[1]) * np.sin(self.turn)
        shade = 1 - self.depth / (1 + np.exp(-np.clip(d / self.soft, -30, 30)))
        light *= cv2.resize(shade.astype(np.float32), (w, h))[..., None]

    def hides(self, points: Array) -> Array:
        return np.zeros(len(points))


@dataclass(frozen=True, slots=True)
class Held:
    """Fingers before the pack, for what they hide; `snapshot.grasp` draws them."""

    fingers: tuple[Finger, ...]
    width: int
    height: int

    def apply(self, light: Array) -> None: ...

    def hides(self, points: Array) -> Array:
        return covers(list(self.fingers), points, self.width, self.height).astype(float)


__all__ = ["Glare", "Harm", "Held", "Patch", "Shadow", "Smear"]
