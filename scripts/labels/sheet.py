"""A crumpled sheet: a sachet, a pouch, a sticker that came loose. And a fold that swallows a strip of print."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .solid import Solid

Array = np.ndarray


@dataclass(frozen=True)
class Sheet(Solid):
    """A plane whose height (mm) is a sum of waves, each (amplitude mm, waves a mm across, waves a mm down, phase), and of creases, each
    (depth mm, place mm, slant, width mm)."""

    waves: tuple[tuple[float, float, float, float], ...] = ()
    creases: tuple[tuple[float, float, float, float], ...] = ()

    def height(self, x: Array, y: Array) -> tuple[Array, Array, Array]:
        """Height and its slopes across and down."""
        z, zx, zy = (np.zeros_like(x, float) for _ in range(3))
        for amplitude, across, down, phase in self.waves:
            angle = 2 * np.pi * (across * x + down * y) + phase
            z += amplitude * np.cos(angle)
            zx -= amplitude * 2 * np.pi * across * np.sin(angle)
            zy -= amplitude * 2 * np.pi * down * np.sin(angle)
        for depth, place, slant, width in self.creases:
            d = (x * np.cos(slant) + y * np.sin(slant) - place) / width
            bump = depth * np.exp(-np.abs(d))
            z += bump
            zx -= bump * np.sign(d) * np.cos(slant) / width
            zy -= bump * np.sign(d) * np.sin(slant) / width
        return z, zx, zy

    def hit(self, origin: Array, rays: Array) -> tuple[Array, Array, Array]:
        t = -origin[2] / rays[:, 2]
        for _ in range(4):
            p = origin + rays * t[:, None]
            t = (self.height(p[:, 0], p[:, 1])[0] - origin[2]) / rays[:, 2]
        p = origin + rays * t[:, None]
        return p, self.normals(p), (np.abs(p[:, 0]) <= self.a[0]) & (p[:, 1] >= self.y[0]) & (p[:, 1] <= self.y[-1])

    def normals(self, p: Array) -> Array:
        _, zx, zy = self.height(p[:, 0], p[:, 1])
        n = np.stack([-zx, -zy, np.ones_like(zx)], axis=1)
        out: Array = n / np.linalg.norm(n, axis=1, keepdims=True)
        return out

    def wrap(self, u: Array, v: Array) -> tuple[Array, Array]:
        p = np.stack([u, v, self.height(u, v)[0]], axis=1)
        return p, self.normals(p)


def crumpled(width: float, height: float, rng: np.random.Generator, strength: float) -> Sheet:
    """A sheet of about `strength` mm of relief."""
    waves = tuple(
        (strength * rng.uniform(0.2, 0.5), rng.uniform(-1, 1) / 26, rng.uniform(-1, 1) / 26, rng.uniform(0, 6.28)) for _ in range(4)
    )
    creases = tuple(
        (strength * rng.uniform(-0.5, 0.5), rng.uniform(0.1, 0.9) * height, rng.uniform(0.9, 2.2), rng.uniform(2.0, 5.0)) for _ in range(3)
    )
    return Sheet(np.array([0.0, height]), np.array([width / 2] * 2), np.zeros(2), np.zeros(2), True, waves, creases)


@dataclass(frozen=True, slots=True)
class Fold:
    """A strip of the print that lies within a fold: from `at` on, `size` mm, `left` of it still showing (a share), down the print, or
    across it."""

    at: float
    size: float
    down: bool = True
    left: float = 0.1

    def lies(self, place: Array) -> Array:
        """Where a place on the print comes to lie on the folded label (mm)."""
        inside = self.at + (place - self.at) * self.left
        out: Array = np.where(place < self.at, place, np.where(place < self.at + self.size, inside, place - self.size * (1 - self.left)))
        return out

    def shows(self, place: Array) -> Array:
        """What place of the print is seen at a place of the folded label: the inverse of `lies`."""
        end = self.at + self.size * self.left
        inside = self.at + (place - self.at) / self.left
        out: Array = np.where(place < self.at, place, np.where(place < end, inside, place + self.size * (1 - self.left)))
        return out

    def hides(self, place: Array) -> Array:
        out: Array = (place >= self.at) & (place <= self.at + self.size)
        return out
