"""A solid with its print, on a table, under a lamp: linear light at the camera's raster, and where the print comes to lie."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from .solid import Solid

Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Pose:
    """How the solid lies before the camera. `spin` about its own axis, `tilt` away from the camera, `roll` in the picture (degrees);
    `aim` is the place on the solid (y, mm) at the picture's middle; `shift` moves it there (mm); `distance` to the camera (mm)."""

    spin: float = 0.0
    tilt: float = 0.0
    roll: float = 0.0
    yaw: float = 0.0
    aim: float = 30.0
    shift: tuple[float, float] = (0.0, 0.0)
    distance: float = 220.0


@dataclass(frozen=True, slots=True)
class Lens:
    """The picture in pixels, and the focal length in pixels."""

    width: int = 1080
    height: int = 1440
    focal: float = 2600.0


@dataclass(frozen=True, slots=True)
class Lamp:
    """A window or lamp: where it stands, how soft, what it leaves on glossy print (`gloss` 0 to 1, `strip` its angular size in degrees)."""

    towards: tuple[float, float, float] = (-0.5, -0.6, 0.9)
    ambient: float = 0.45
    gloss: float = 0.15
    strip: tuple[float, float] = (10.0, 40.0)
    tint: tuple[float, float, float] = (1.0, 0.98, 0.94)
    falloff: float = 0.25


@dataclass(frozen=True, slots=True)
class Label:
    """The print (RGB), its size (mm) and where it sits: `u`, `v` of its left top corner on the solid."""

    print: Array = field(repr=False)
    size: tuple[float, float]
    corner: tuple[float, float]
    printed_on_body: bool = False


def rotation(pose: Pose) -> Array:
    def turn(axis: int, degrees: float) -> Array:
        c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        i, j = [(1, 2), (2, 0), (0, 1)][axis]
        m = np.eye(3)
        m[i, i], m[i, j], m[j, i], m[j, j] = c, -s, s, c
        return m

    return turn(2, pose.roll) @ turn(0, pose.tilt) @ turn(1, pose.yaw)


class Stage:
    """One solid before one camera."""

    def __init__(self, solid: Solid, pose: Pose, lens: Lens, label: Label) -> None:
        self.solid, self.pose, self.lens, self.label = solid, pose, lens, label
        self.turned = rotation(pose)
        # The solid's own point (0, aim, front) comes to the middle of the picture.
        self.moved = np.array([*pose.shift, 0.0]) - self.turned @ np.array([0.0, pose.aim, solid.depth])
        self.camera = np.array([0.0, 0.0, pose.distance])

    def project(self, points: Array) -> Array:
        """Pixels (n, 2) of points in the solid's frame."""
        p = points @ self.turned.T + self.moved
        scale = self.lens.focal / (self.camera[2] - p[:, 2])
        return np.stack([self.lens.width / 2 + p[:, 0] * scale, self.lens.height / 2 + p[:, 1] * scale], axis=1)

    def place(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Where places on the print (mm) lie in the picture (n, 2), and how squarely they face the camera (cosine; below 0 is behind)."""
        u, v = x + self.label.corner[0] + self.spun, y + self.label.corner[1]
        points, normals = self.solid.wrap(u, v)
        eye = (self.camera - self.moved) @ self.turned
        view = eye - points
        view /= np.linalg.norm(view, axis=1, keepdims=True)
        return self.project(points), (normals * view).sum(axis=1)

    @property
    def spun(self) -> float:
        """The spin as a length along the girth."""
        return float(self.solid.a.max() * np.radians(self.pose.spin)) if not self.solid.plane else 0.0

    def render(self, body: Array, cap: Array, lamp: Lamp, ground: Array, weave: Array | None = None) -> tuple[Array, Array]:
        """Linear light (height, width, 3) from 0, and where the solid is (height, width).

        `body` and `cap` are linear colours, `ground` a linear texture of the table (four texels a millimetre), `weave` a grey texture of
        the label's stock (eight texels a millimetre, mean 1).
        """
        w, h, f = self.lens.width, self.lens.height, self.lens.focal
        px, py = np.meshgrid(np.arange(w) + 0.5, np.arange(h) + 0.5)
        rays = np.stack([(px - w / 2) / f, (py - h / 2) / f, -np.ones_like(px)], axis=-1).reshape(-1, 3)
        origin = (self.camera - self.moved) @ self.turned
        local = rays @ self.turned
        points, normals, met = self.solid.hit(origin, local)
        picture = self._table(rays, ground, met.reshape(h, w), lamp)
        idx = np.flatnonzero(met)
        if len(idx):
            picture.reshape(-1, 3)[idx] = self._surface(points[idx], normals[idx], -local[idx], body, cap, lamp, weave)
        return self._edge(picture, met.reshape(h, w)), met.reshape(h, w)

    def _table(self, rays: Array, ground: Array, met: Array, lamp: Lamp) -> Array:
        """A plane just behind the solid, with its soft shadow."""
        depth = -self.solid.depth * 1.9 - 1.5
        t = (self.camera[2] - depth) / -rays[:, 2]
        x, y = rays[:, 0] * t, rays[:, 1] * t
        shape = met.shape
        tile = cv2.remap(
            ground,
            ((x * 4 + ground.shape[1] / 4) % (ground.shape[1] - 1)).reshape(shape).astype(np.float32),
            ((y * 4 + ground.shape[0] / 4) % (ground.shape[0] - 1)).reshape(shape).astype(np.float32),
            cv2.INTER_LINEAR,
        )
        scale = self.lens.focal / self.camera[2]
        lx, ly, lz = lamp.towards
        reach = (self.solid.depth * 1.4 + 1.5) * scale / max(lz, 0.3)
        move = np.array([[1, 0, -lx * reach], [0, 1, -ly * reach]], np.float32)
        shade = cv2.warpAffine(met.astype(np.float32), move, (shape[1], shape[0]))
        soft = broad_blur(shade, max(2.0, reach * 0.45)) * 0.55 + broad_blur(met.astype(np.float32), 3 * scale) * 0.25
        light = (1 - np.clip(soft, 0, 0.85)) * self._falloff(shape, lamp)
        out: Array = tile * light[..., None] * np.array(lamp.tint, np.float32)
        return out.astype(np.float32)

    @staticmethod
    def _falloff(shape: tuple[int, ...], lamp: Lamp) -> Array:
        y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
        along = (x / shape[1] - 0.5) * lamp.towards[0] + (y / shape[0] - 0.5) * lamp.towards[1]
        return (1 + lamp.falloff * along).astype(np.float32)

    def _surface(self, p: Array, n: Array, view: Array, body: Array, cap: Array, lamp: Lamp, weave: Array | None) -> Array:
        u, v = self.solid.unroll(p)
        u = u - self.spun
        if not self.solid.plane:  # the print goes once around
            girth = np.interp(v, self.solid.y, self.solid.a + self.solid.b) * np.pi
            u = (u + girth / 2) % girth - girth / 2
        x, y = u - self.label.corner[0], v - self.label.corner[1]
        part = np.interp(p[:, 1], self.solid.y, self.solid.part) > 0.5
        colour = np.where(part[:, None], cap, body).astype(np.float32)
        on = (x >= 0) & (x < self.label.size[0]) & (y >= 0) & (y < self.label.size[1]) & ~part
        density = self.label.print.shape[1] / self.label.size[0]
        sampled = self._sample(self.label.print, x * density, y * density, on)
        colour[on] = sampled
        if weave is not None:
            colour[on] *= self._sample(weave, (x * 8) % (weave.shape[1] - 2), (y * 8) % (weave.shape[0] - 2), on)
        if not self.label.printed_on_body:  # the cut edge of a sticker catches the light
            edge = np.minimum.reduce([x, self.label.size[0] - x, y, self.label.size[1] - y])
            colour[on & (edge < 0.25)] *= 0.82
            colour[~on & ~part & (edge > -0.4)] *= 0.8
        to = self.turned.T @ np.array(lamp.towards)
        to /= np.linalg.norm(to)
        view = view / np.linalg.norm(view, axis=1, keepdims=True)
        lit = lamp.ambient + (1 - lamp.ambient) * np.clip((n @ to + 0.15) / 1.15, 0, 1)
        facing = np.clip((n * view).sum(axis=1), 0, 1)
        lit = lit * (0.72 + 0.28 * np.sqrt(facing))
        mirrored = 2 * (n * view).sum(axis=1, keepdims=True) * n - view
        across = np.cross(to, self.turned.T @ np.array([0.0, 1.0, 0.0]))
        across /= max(float(np.linalg.norm(across)), 1e-6)
        up = np.cross(across, to)
        side = np.degrees(np.arctan2(mirrored @ across, mirrored @ to))
        rise = np.degrees(np.arctan2(mirrored @ up, mirrored @ to))
        pane = _soft(np.abs(side), lamp.strip[0]) * _soft(np.abs(rise), lamp.strip[1]) * (mirrored @ to > 0)
        fresnel = 0.04 + 0.96 * (1 - facing) ** 5
        shine = lamp.gloss * (pane * 1.1 + fresnel * 0.25)
        out: Array = colour * lit[:, None] * np.array(lamp.tint, np.float32) + shine[:, None]
        return out.astype(np.float32)

    @staticmethod
    def _sample(texture: Array, x: Array, y: Array, on: Array) -> Array:
        """Bilinear texels at x, y where `on`, in pieces that OpenCV's 16-bit sizes allow."""
        xs, ys = x[on].astype(np.float32), y[on].astype(np.float32)
        if not len(xs):
            return np.zeros((0, 3), np.float32)
        wide = 8192
        pad = -len(xs) % wide
        xs, ys = (np.pad(c, (0, pad)).reshape(-1, wide) for c in (xs, ys))
        got = cv2.remap(texture, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return got.reshape(-1, got.shape[2])[: len(x[on])].astype(np.float32)

    @staticmethod
    def _edge(picture: Array, met: Array) -> Array:
        """The outline, softened over a pixel."""
        rim = cv2.morphologyEx(met.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)).astype(np.float32)
        soft = cv2.GaussianBlur(picture, (0, 0), 1.2)
        return picture * (1 - rim[..., None]) + soft * rim[..., None]


def broad_blur(grey: Array, sigma: float) -> Array:
    """A wide Gaussian, made at an eighth of the size."""
    small = cv2.resize(grey, (grey.shape[1] // 8, grey.shape[0] // 8), interpolation=cv2.INTER_AREA)
    return cv2.resize(cv2.GaussianBlur(small, (0, 0), max(0.3, sigma / 8)), (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_CUBIC)


def _soft(angle: Array, size: float) -> Array:
    """1 within `size` degrees, falling to 0 at twice that."""
    t = np.clip(2 - angle / size, 0, 1)
    return t * t * (3 - 2 * t)
