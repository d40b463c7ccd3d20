"""The shapes that labels are wrapped around: rays in, a place on the print out; and back.

In a solid's own frame x goes right, y down along its axis, z towards the camera. Every solid is a stack of ellipses around the y axis with
half axes a(y) and b(y) in millimetres: a bottle, a cone, a tube whose round sleeve is pressed flat at the crimp. A card is a plane.
u is the length along the girth from the front, v equals y.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

Array = np.ndarray
STEPS, BISECTIONS = 40, 11
FINE = 0.01
"""Spacing (mm) of the table of half axes that rays look up."""


@dataclass(frozen=True)
class Solid:
    """`y` ascending, with `a`, `b` and `part` (0 body, 1 cap) at each. A plane has a = width / 2 and b = 0 everywhere."""

    y: Array
    a: Array
    b: Array
    part: Array
    plane: bool = False

    @property
    def depth(self) -> float:
        return float(self.b.max())

    def hit(self, origin: Array, rays: Array) -> tuple[Array, Array, Array]:
        """Where rays (n, 3) from one origin first meet the solid: points (n, 3), normals (n, 3), and whether they do."""
        return self._plane(origin, rays) if self.plane else self._round(origin, rays)

    def _plane(self, origin: Array, rays: Array) -> tuple[Array, Array, Array]:
        with np.errstate(divide="ignore", invalid="ignore"):
            t = -origin[2] / rays[:, 2]
        points = origin + rays * t[:, None]
        met = (t > 0) & (np.abs(points[:, 0]) <= self.a[0]) & (points[:, 1] >= self.y[0]) & (points[:, 1] <= self.y[-1])
        return points, np.tile(np.array([0.0, 0.0, 1.0]), (len(rays), 1)), met

    @cached_property
    def _table(self) -> Array:
        """1 / a² and 1 / b² every FINE mm, from y[0] on."""
        rows = np.arange(self.y[0], self.y[-1], FINE)
        return np.stack([np.interp(rows, self.y, self.a) ** -2, np.interp(rows, self.y, self.b) ** -2]).astype(np.float32)

    def _inside(self, origin: Array, rays: Array, t: Array) -> Array:
        """Whether the points origin + t * rays lie within."""
        row = ((origin[1] + rays[1] * t - self.y[0]) * (1 / FINE)).astype(np.int32)
        height = self._table.shape[1]
        level = (row >= 0) & (row < height)
        row = np.clip(row, 0, height - 1)
        inside: Array = (
            (origin[0] + rays[0] * t) ** 2 * self._table[0, row] + (origin[2] + rays[2] * t) ** 2 * self._table[1, row] <= 1
        ) & level
        return inside

    def _round(self, origin: Array, rays: Array) -> tuple[Array, Array, Array]:
        # Only within the cylinder that holds the solid.
        reach = float(max(self.a.max(), self.b.max())) * 1.001
        qa = rays[:, 0] ** 2 + rays[:, 2] ** 2
        qb = origin[0] * rays[:, 0] + origin[2] * rays[:, 2]
        qc = origin[0] ** 2 + origin[2] ** 2 - reach**2
        disc = qb**2 - qa * qc
        idx = np.flatnonzero(disc > 0)
        points, normals = np.zeros((len(rays), 3)), np.zeros((len(rays), 3))
        met = np.zeros(len(rays), bool)
        if not len(idx):
            return points, normals, met
        d, root = np.ascontiguousarray(rays[idx].T), np.sqrt(disc[idx])
        near, far = (-qb[idx] - root) / qa[idx], (-qb[idx] + root) / qa[idx]
        low, high = near.copy(), near.copy()
        found = np.zeros(len(idx), bool)
        previous = near
        for k in range(1, STEPS + 1):
            t = near + (far - near) * (k / STEPS)
            enters = ~found & self._inside(origin, d, t)
            low[enters], high[enters] = previous[enters], t[enters]
            found |= enters
            previous = t
        # A crimp is thinner than a step: every solid is widest where z = 0.
        with np.errstate(divide="ignore", invalid="ignore"):
            middle = np.clip(np.nan_to_num(-origin[2] / d[2]), near, far)
        thin = ~found & self._inside(origin, d, middle)
        high[thin], found[thin] = middle[thin], True
        for _ in range(BISECTIONS):
            mid = (low + high) / 2
            inside = self._inside(origin, d, mid)
            high, low = np.where(inside, mid, high), np.where(inside, low, mid)
        p = origin + d.T * high[:, None]
        points[idx], met[idx] = p, found
        a, b = np.interp(p[:, 1], self.y, self.a), np.interp(p[:, 1], self.y, self.b)
        slope = (np.interp(p[:, 1] + 0.2, self.y, self.a) - np.interp(p[:, 1] - 0.2, self.y, self.a)) / 0.4
        n = np.stack([p[:, 0] / a**2, -slope / a, p[:, 2] / b**2], axis=1)
        for edge, sign in ((self.y[0], -1.0), (self.y[-1], 1.0)):
            n[np.abs(p[:, 1] - edge) < 0.02] = (0.0, sign, 0.0)
        normals[idx] = n / np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-9)
        return points, normals, met

    # ------------------------------------------------------------ along the print

    def _girths(self, angles: Array, y: Array) -> Array:
        """Length along the girth from the front to each angle (radians), (len(y), len(angles))."""
        a, b = np.interp(y, self.y, self.a)[:, None], np.interp(y, self.y, self.b)[:, None]
        speed = np.hypot(a * np.cos(angles), b * np.sin(angles))
        step = np.diff(angles, prepend=angles[0])
        total = np.cumsum(speed * step, axis=1)
        return total - total[:, [len(angles) // 2]]

    def unroll(self, points: Array) -> tuple[Array, Array]:
        """u and v (mm) of points on the surface."""
        if self.plane:
            return points[:, 0], points[:, 1]
        y = points[:, 1]
        theta = np.arctan2(points[:, 0] / np.interp(y, self.y, self.a), points[:, 2] / np.interp(y, self.y, self.b))
        angles, rows = np.linspace(-np.pi, np.pi, 721), np.linspace(self.y[0], self.y[-1], 240)
        table = self._girths(angles, rows)
        ix = (theta + np.pi) / (2 * np.pi) * 720
        iy = np.clip((y - rows[0]) / (rows[-1] - rows[0]) * 239, 0, 239)
        x0, y0 = np.clip(ix.astype(int), 0, 719), np.clip(iy.astype(int), 0, 238)
        fx, fy = ix - x0, iy - y0
        top = table[y0, x0] * (1 - fx) + table[y0, x0 + 1] * fx
        bottom = table[y0 + 1, x0] * (1 - fx) + table[y0 + 1, x0 + 1] * fx
        return top * (1 - fy) + bottom * fy, y

    def wrap(self, u: Array, v: Array) -> tuple[Array, Array]:
        """Points (n, 3) and normals of places on the print: the inverse of `unroll`."""
        if self.plane:
            return np.stack([u, v, np.zeros_like(u)], axis=1), np.tile(np.array([0.0, 0.0, 1.0]), (len(u), 1))
        angles = np.linspace(-np.pi, np.pi, 721)
        girths = self._girths(angles, v)
        theta = np.array([np.interp(x, row, angles) for x, row in zip(u, girths, strict=True)])
        a, b = np.interp(v, self.y, self.a), np.interp(v, self.y, self.b)
        points = np.stack([a * np.sin(theta), v, b * np.cos(theta)], axis=1)
        n = np.stack([np.sin(theta) / a, np.zeros_like(a), np.cos(theta) / b], axis=1)
        return points, n / np.linalg.norm(n, axis=1, keepdims=True)


def _stack(*rings: tuple[float, float, float, int]) -> Solid:
    y, a, b, part = (np.array(column, float) for column in zip(*rings, strict=True))
    return Solid(y, a, b, part)


def bottle(radius: float, height: float, cap: float = 18.0, cap_radius: float | None = None, shoulder: float = 4.0) -> Solid:
    """A round bottle whose body begins at y = 0; above it a shoulder, a collar and a cap."""
    r, c = radius, cap_radius or radius * 0.62
    bend = [(-shoulder * float(np.cos(t)), c + (r - c) * float(np.sin(t)), 0) for t in np.linspace(0, np.pi / 2, 40)]
    rings = [(-shoulder - cap, c * 0.96, c * 0.96, 1), (-shoulder - 0.31, c, c, 1), (-shoulder - 0.3, c * 0.85, c * 0.85, 0)]
    rings += [(y, rad, rad, part) for y, rad, part in bend]
    rings += [(0.5, r, r, 0), (height - 1.2, r, r, 0), (height - 0.3, r * 0.985, r * 0.985, 0), (height, r * 0.95, r * 0.95, 0)]
    return _stack(*rings)


def cone(top: float, bottom: float, height: float, cap: float = 12.0) -> Solid:
    """A tapered pot or bottle: radius `top` at y = 0, `bottom` at y = `height`."""
    return _stack(
        (-cap, top * 1.03, top * 1.03, 1),
        (-0.3, top * 1.04, top * 1.04, 1),
        (-0.29, top * 0.99, top * 0.99, 0),
        (0.0, top, top, 0),
        (height, bottom, bottom, 0),
    )


def tube(girth: float, height: float, cap: float = 14.0, cap_radius: float | None = None) -> Solid:
    """A tube standing on its cap: the crimp at y = 0 is flat, the sleeve's girth (mm) stays the same down to the round end."""
    y = np.linspace(0, height, 60)
    r = girth / (2 * np.pi)
    flat = girth / 4 * 0.985
    b = np.maximum(0.9, r * np.sin(np.clip(y / height, 0, 1) * np.pi / 2) ** 0.9)
    a = np.empty_like(b)
    angles = np.linspace(0, 2 * np.pi, 361)
    for i, depth in enumerate(b):  # the half width that keeps the girth
        low, high = r * 0.9, flat * 1.02
        for _ in range(40):
            mid = (low + high) / 2
            around = np.hypot(mid * np.cos(angles), depth * np.sin(angles))[:-1].mean() * 2 * np.pi
            low, high = (mid, high) if around < girth else (low, mid)
        a[i] = (low + high) / 2
    c = cap_radius or r * 0.86
    rings = [(float(v), float(w), float(d), 0) for v, w, d in zip(y, a, b, strict=True)]
    return _stack(*rings, (height + 3, c * 1.02, c * 1.02, 0), (height + 3.2, c, c, 1), (height + 3.2 + cap, c * 0.96, c * 0.96, 1))


def card(width: float, height: float) -> Solid:
    """The flat face of a carton, a box or a sticker."""
    return Solid(np.array([0.0, height]), np.array([width / 2] * 2), np.zeros(2), np.zeros(2), plane=True)


SHAPES = {"bottle": bottle, "cone": cone, "tube": tube, "card": card}
