"""The quick way to a photograph, for benchmarks of thousands: rays meet the solids on a coarse raster, everything between is interpolated.

The samples are drawn by `scene`, ray by ray, an order of magnitude slower; geometry and truth are the same: both ask `Stage`.
Pixels here count from the place on the pack that the camera aims at; a `Frame` says which of them are in the picture.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import cv2
import numpy as np

from .artwork import DENSITY
from .camera import Phone
from .hand import Finger, hold
from .scene import Lamp, Stage
from .sheet import Fold
from .textures import ground, srgb, stock

Array = np.ndarray
LEVELS = 4096


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the view that is the picture, in whole pixels from the aim."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pack:
    """A solid with its print before the camera. `print` is sRGB at `artwork.DENSITY`; `body` and `cap` are linear colours; `stock` the
    label's paper or foil; `fold` a strip of the label that is not seen."""

    stage: Stage
    print: Array = field(repr=False)
    scale: float
    """Pixels a millimetre where the camera aims."""
    body: Array
    cap: Array
    stock: str = "film"
    fold: Fold | None = None
    seed: int = 0


@lru_cache(maxsize=24)
def table(kind: str, seed: int) -> Array:
    """A table's texture, white: to be multiplied by its colour."""
    return ground(kind, "#ffffff", np.random.default_rng(seed), 500)


@lru_cache(maxsize=16)
def weave(kind: str, seed: int) -> Array | None:
    found = stock(kind, np.random.default_rng(seed))
    return None if found is None else np.ascontiguousarray(found[..., 0])


@lru_cache(maxsize=1)
def _to_linear() -> Array:
    return np.array([((i / 255 + 0.055) / 1.055) ** 2.4 if i > 10 else i / 255 / 12.92 for i in range(256)], np.float32)


@lru_cache(maxsize=1)
def _to_srgb() -> Array:
    return srgb(np.linspace(0, 1, LEVELS)).astype(np.float32)


def _grow(coarse: Array, step: int, width: int, height: int) -> Array:
    """A coarse raster (values at every `step`-th pixel) brought to full size."""
    scale = np.array([[step, 0, 0], [0, step, 0]], np.float32)
    return cv2.warpAffine(coarse, scale, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _fill(values: Array, known: Array, rounds: int = 3) -> Array:
    """Values where nothing was met, from those beside, so that interpolation at an outline stays on the solid."""
    mask = known.astype(np.float32)
    for _ in range(rounds):
        weight = cv2.blur(mask, (3, 3))
        spread = cv2.blur(values * mask[..., None], (3, 3)) / np.maximum(weight, 1e-6)[..., None]
        new = (mask == 0) & (weight > 1e-6)
        values = np.where(new[..., None], spread, values)
        mask = np.maximum(mask, new)
    return values.astype(np.float32)


def _rays(stage: Stage, left: float, top: float, columns: int, rows: int, step: int) -> Array:
    px, py = np.meshgrid(left + 0.5 + np.arange(columns) * step, top + 0.5 + np.arange(rows) * step)
    f = stage.lens.focal
    return np.stack([px / f, py / f, -np.ones_like(px)], axis=-1).reshape(-1, 3)


def _meet(stage: Stage, left: float, top: float, columns: int, rows: int, step: int) -> tuple[Array, Array, Array, Array]:
    rays = _rays(stage, left, top, columns, rows, step) @ stage.turned
    points, normals, met = stage.solid.hit((stage.camera - stage.moved) @ stage.turned, rays)
    return points, normals, met, -rays


def _extent(stage: Stage, frame: Frame) -> tuple[int, int, int, int] | None:
    """The part of the frame in which the solid may be seen (left, top, right, bottom; pixels of the frame)."""
    far = max(8, max(frame.width, frame.height) // 64)
    columns, rows = frame.width // far + 2, frame.height // far + 2
    met = _meet(stage, frame.left, frame.top, columns, rows, far)[2].reshape(rows, columns)
    if not met.any():
        return None
    ys, xs = np.nonzero(met)
    left, top = max(0, int(xs.min() - 1) * far), max(0, int(ys.min() - 1) * far)
    return left, top, min(frame.width, int(xs.max() + 2) * far), min(frame.height, int(ys.max() + 2) * far)


def empty(stage: Stage, frame: Frame, kind: str, colour: Array, lamp: Lamp, seed: int) -> Array:
    """The table alone, in linear light, seen at the distance of `stage`."""
    texture = table(kind, seed)
    depth = -stage.solid.depth * 1.9 - 1.5
    reach = (stage.camera[2] - depth) / stage.lens.focal * 4  # texels a pixel
    x = (np.arange(frame.width) + frame.left) * reach + texture.shape[1] / 3
    y = (np.arange(frame.height) + frame.top) * reach + texture.shape[0] / 3
    side = texture.shape[0] - 1
    mx, my = np.meshgrid((x % side).astype(np.float32), (y % side).astype(np.float32))
    tile = cv2.remap(texture, mx, my, cv2.INTER_LINEAR)
    gx, gy = np.meshgrid(np.linspace(-0.5, 0.5, 64), np.linspace(-0.5, 0.5, 64))
    fall = (1 + lamp.falloff * (gx * lamp.towards[0] + gy * lamp.towards[1])).astype(np.float32)
    lit: Array = cv2.resize(fall, (frame.width, frame.height))
    return tile * (lit[..., None] * (colour * np.array(lamp.tint)).astype(np.float32))


def paint(light: Array, frame: Frame, pack: Pack, lamp: Lamp, step: int = 4) -> Array:
    """Puts a pack with its shadow into `light` (linear, changed in place); returns where it is (height, width; 0 to 1)."""
    cover = np.zeros(light.shape[:2], np.float32)
    stage = pack.stage
    extent = _extent(stage, frame)
    if extent is None:
        return cover
    left, top, right, bottom = extent
    w, h = right - left, bottom - top
    columns, rows = w // step + 2, h // step + 2
    points, normals, met, view = _meet(stage, frame.left + left, frame.top + top, columns, rows, step)
    u, v = stage.solid.unroll(points)
    u = u - stage.spun
    if not stage.solid.plane:  # the print goes once around
        girth = np.interp(v, stage.solid.y, stage.solid.a + stage.solid.b) * np.pi
        u = (u + girth / 2) % girth - girth / 2
    x, y = u - stage.label.corner[0], v - stage.label.corner[1]
    part = np.interp(points[:, 1], stage.solid.y, stage.solid.part)
    lit, shine = _lighting(stage, normals, view, lamp)
    known = met.reshape(rows, columns)
    coarse = np.stack([x, y, lit, shine], axis=-1).reshape(rows, columns, 4).astype(np.float32)
    coarse = _grow(_fill(coarse, known), step, w, h)
    masks = np.stack([met, part, part], axis=-1).reshape(rows, columns, 3).astype(np.float32)
    masks[..., 1:] = _fill(masks[..., 1:], known)
    masks = _grow(masks, step, w, h)
    area = light[top:bottom, left:right]
    _shade(light, frame, (left, top, right, bottom), masks[..., 0], stage, lamp)
    colour = _colours(pack, coarse[..., 0], coarse[..., 1], masks[..., 1] > 0.5)
    tint = np.array(lamp.tint, np.float32)
    surface = colour * (coarse[..., 2:3] * tint) + coarse[..., 3:4]
    inside = _outline(stage, frame, (left, top), masks[..., 0])
    cover[top:bottom, left:right] = inside
    area += (surface - area) * inside[..., None]
    return cover


def _outline(stage: Stage, frame: Frame, corner: tuple[int, int], grown: Array) -> Array:
    """Where the solid is, to the pixel: rays of their own where the coarse raster only knows that an outline passes."""
    inside = (grown > 0.5).astype(np.float32)
    ys, xs = np.nonzero((grown > 0.001) & (grown < 0.999))
    if len(xs):
        f = stage.lens.focal
        px, py = xs + (corner[0] + frame.left + 0.5), ys + (corner[1] + frame.top + 0.5)
        rays = np.stack([px / f, py / f, -np.ones(len(xs))], axis=-1) @ stage.turned
        inside[ys, xs] = stage.solid.hit((stage.camera - stage.moved) @ stage.turned, rays)[2]
    return cv2.blur(inside, (3, 3))


def _lighting(stage: Stage, n: Array, view: Array, lamp: Lamp) -> tuple[Array, Array]:
    to = stage.turned.T @ np.array(lamp.towards)
    to /= np.linalg.norm(to)
    view = view / np.linalg.norm(view, axis=1, keepdims=True)
    facing = np.clip((n * view).sum(axis=1), 0, 1)
    lit = lamp.ambient + (1 - lamp.ambient) * np.clip((n @ to + 0.15) / 1.15, 0, 1)
    lit = lit * (0.72 + 0.28 * np.sqrt(facing))
    mirrored = 2 * (n * view).sum(axis=1, keepdims=True) * n - view
    across = np.cross(to, stage.turned.T @ np.array([0.0, 1.0, 0.0]))
    across /= max(float(np.linalg.norm(across)), 1e-6)
    up = np.cross(across, to)
    ahead = mirrored @ to
    side, rise = np.degrees(np.arctan2(mirrored @ across, ahead)), np.degrees(np.arctan2(mirrored @ up, ahead))
    pane = _soft(np.abs(side), lamp.strip[0]) * _soft(np.abs(rise), lamp.strip[1]) * (ahead > 0)
    fresnel = 0.04 + 0.96 * (1 - facing) ** 5
    return lit, lamp.gloss * (pane * 1.1 + fresnel * 0.25)


def _soft(angle: Array, size: float) -> Array:
    t = np.clip(2 - angle / size, 0, 1)
    out: Array = t * t * (3 - 2 * t)
    return out


def _shade(light: Array, frame: Frame, at: tuple[int, int, int, int], met: Array, stage: Stage, lamp: Lamp) -> None:
    """The solid's soft shadow on what lies behind it."""
    small = 8
    whole = np.zeros((frame.height // small + 2, frame.width // small + 2), np.float32)
    left, top = at[0] // small, at[1] // small
    thumb = cv2.resize(met, (max(1, met.shape[1] // small), max(1, met.shape[0] // small)), interpolation=cv2.INTER_AREA)
    whole[top : top + thumb.shape[0], left : left + thumb.shape[1]] = thumb[: whole.shape[0] - top, : whole.shape[1] - left]
    scale = stage.lens.focal / stage.camera[2]
    lx, ly, lz = lamp.towards
    reach = (stage.solid.depth * 1.4 + 1.5) * scale / max(lz, 0.3) / small
    move = np.array([[1, 0, -lx * reach], [0, 1, -ly * reach]], np.float32)
    size = (whole.shape[1], whole.shape[0])
    shade = cv2.GaussianBlur(cv2.warpAffine(whole, move, size), (0, 0), max(0.5, reach * 0.45)) * 0.55
    shade += cv2.GaussianBlur(whole, (0, 0), max(0.5, 3 * scale / small)) * 0.25
    light *= 1 - np.clip(cv2.resize(shade, (frame.width, frame.height)), 0, 0.85)[..., None]


def _colours(pack: Pack, x: Array, y: Array, cap: Array) -> Array:
    """Linear colours at places of the label (mm): print where there is print, the body elsewhere."""
    width, height = pack.stage.label.size
    colour = np.broadcast_to(pack.body, (*x.shape, 3)).astype(np.float32)
    colour[cap] = pack.cap
    crease = None
    if pack.fold:
        place = y if pack.fold.down else x
        d = (place - pack.fold.at) / max(pack.fold.size * 0.5, 0.4)
        crease = 1 - 0.55 * np.exp(-(d**2)) + 0.12 * np.exp(-((d + 1.6) ** 2))
        shown = pack.fold.shows(place).astype(np.float32)
        x, y = (x, shown) if pack.fold.down else (shown, y)
    density = min(DENSITY, max(2.0, pack.scale * 1.25))
    size = max(1, round(width * density)), max(1, round(height * density))
    flat = pack.print if density == DENSITY else cv2.resize(pack.print, size, interpolation=cv2.INTER_AREA)
    texels = _to_linear()[flat]
    # texel centres: a picture's pixel 0 covers 0 to 1
    sampled: Array = cv2.remap(texels, x * density - 0.5, y * density - 0.5, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    grain = weave(pack.stock, pack.seed)
    if grain is not None:
        side = grain.shape[0] - 2
        sampled *= cv2.remap(grain, (x * 8) % side, (y * 8) % side, cv2.INTER_LINEAR)[..., None]
    edge = np.minimum(np.minimum(x, width - x), np.minimum(y, height - y))
    if not pack.stage.label.printed_on_body:  # the cut edge of a sticker catches the light
        sampled *= np.where(edge < 0.25, 0.82, 1.0).astype(np.float32)[..., None]
        colour *= np.where((edge < 0) & ~cap & (edge > -0.4), 0.8, 1.0).astype(np.float32)[..., None]
    on = np.clip(edge * pack.scale + 0.5, 0, 1) * ~cap
    colour += (sampled - colour) * on[..., None].astype(np.float32)
    if crease is not None:
        colour *= crease.astype(np.float32)[..., None]
    return colour


def grasp(light: Array, cover: Array, fingers: list[Finger], towards: tuple[float, float, float], rng: np.random.Generator) -> None:
    """Fingers drawn into `light`, each only where it is. `Finger` in shares of the picture, as `hand` has it."""
    h, w = cover.shape
    for finger in fingers:
        xs = np.array([finger.palm[0], finger.tip[0]]) * w
        ys = np.array([finger.palm[1], finger.tip[1]]) * h
        reach = finger.radius * w * 2.2
        left, right = int(max(0, xs.min() - reach)), int(min(w, xs.max() + reach))
        top, bottom = int(max(0, ys.min() - reach)), int(min(h, ys.max() + reach))
        if right - left < 16 or bottom - top < 16:
            continue
        here = w / (right - left)
        down = h / (bottom - top)
        moved = Finger(
            ((finger.palm[0] - left / w) * here, (finger.palm[1] - top / h) * down),
            ((finger.tip[0] - left / w) * here, (finger.tip[1] - top / h) * down),
            finger.radius * here,
            finger.behind,
            finger.colour,
        )
        part = light[top:bottom, left:right]
        light[top:bottom, left:right] = hold(part, cover[top:bottom, left:right] > 0.5, [moved], towards, rng)


@lru_cache(maxsize=4)
def _grain(seed: int) -> Array:
    """A tile of sensor noise: half of it smeared over neighbours, as demosaicing and the phone's own smoothing leave it."""
    grain = np.random.default_rng(seed).standard_normal((1024, 1024, 3), np.float32)
    return 0.5 * grain + 1.1 * cv2.GaussianBlur(grain, (0, 0), 1.0)


def expose(light: Array, phone: Phone, rng: np.random.Generator) -> Array:
    """Linear light -> 8-bit sRGB: `camera.expose`, quicker. Blur is done before."""
    h, w = light.shape[:2]
    light = light * (phone.exposure * np.array([1 + phone.warmth, 1.0, 1 - phone.warmth])).astype(np.float32)
    gx, gy = np.meshgrid(np.linspace(-0.5, 0.5, 64), np.linspace(-0.5, 0.5, 64))
    vignette = (1 - phone.vignette * (gx**2 + gy**2) / 0.5).astype(np.float32)
    light *= cv2.resize(vignette, (w, h))[..., None]
    tile = np.roll(_grain(int(rng.integers(4))), (int(rng.integers(1024)), int(rng.integers(1024))), (0, 1))
    noise = np.tile(tile, (-(-h // 1024), -(-w // 1024), 1))[:h, :w]
    light += noise * np.sqrt(np.maximum(light, 0) * 0.8 + 0.04) * phone.noise
    bright = light > 0.85
    light[bright] = 0.85 + 0.15 * np.tanh((light[bright] - 0.85) / 0.15)  # the shoulder of the tone curve
    picture = _to_srgb()[(np.clip(light, 0, 1) * (LEVELS - 1)).astype(np.int16)]
    if phone.sharpen:
        picture = picture * (1 + phone.sharpen) - cv2.GaussianBlur(picture, (0, 0), 1.3) * phone.sharpen
    return (np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8)


__all__ = ["Frame", "Pack", "empty", "expose", "grasp", "paint", "table"]
