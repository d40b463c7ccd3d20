"""Fingers that hold the pack: rounded, skin-coloured, over its edge or behind it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .scene import broad_blur
from .textures import cloud, linear

Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Finger:
    """From the palm to the tip, in shares of the picture's width and height; `radius` a share of its width;
    `behind` the pack or before it."""

    palm: tuple[float, float]
    tip: tuple[float, float]
    radius: float = 0.06
    behind: bool = False
    colour: str = "#c98f74"


def hold(picture: Array, pack: Array, fingers: list[Finger], towards: tuple[float, float, float], rng: np.random.Generator) -> Array:
    """`picture` (linear light) with the fingers in it; `pack` is where the pack is. Returns it and where fingers cover the pack."""
    h, w = pack.shape
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    for finger in fingers:
        a, b = np.array(finger.palm) * (w, h), np.array(finger.tip) * (w, h)
        length = float(np.hypot(*(b - a)))
        d = (b - a) / length
        along = np.clip(((x - a[0]) * d[0] + (y - a[1]) * d[1]), 0, length)
        side = (x - a[0]) * -d[1] + (y - a[1]) * d[0]
        radius = finger.radius * w * (1 - 0.16 * along / length + 0.03 * np.sin(along / length * 9))
        off = np.hypot(x - (a[0] + along * d[0]), y - (a[1] + along * d[1])) / radius
        inside = off < 1
        rise = np.sqrt(np.clip(1 - off**2, 0, 1))
        lx, ly, lz = np.array(towards) / np.linalg.norm(towards)
        slope = (side / radius) * (-d[1] * lx + d[0] * ly)
        light = 0.35 + 0.65 * np.clip(rise * lz + slope * 0.8, 0, 1)
        skin = linear(finger.colour) * (1 + 0.1 * cloud(rng, (h, w), (60, 60)))[..., None] * light[..., None]
        skin[..., 0] *= 1.08
        creases = 1 - 0.12 * np.exp(-(((along / length - 0.55) * 26) ** 2))
        cover = np.clip((1 - off) * radius / 1.5, 0, 1) * inside
        if finger.behind:
            cover = cover * ~pack
        else:  # its shadow on the pack
            shade = broad_blur(inside.astype(np.float32), finger.radius * w * 0.35)
            picture = picture * (1 - 0.45 * shade * (1 - cover))[..., None]
        picture = picture * (1 - cover[..., None]) + skin * creases[..., None] * cover[..., None]
    return picture.astype(np.float32)


def covers(fingers: list[Finger], points: Array, width: int, height: int) -> Array:
    """Whether each point (n, 2; pixels) lies under a finger that is before the pack."""
    under = np.zeros(len(points), bool)
    for finger in fingers:
        if not finger.behind:
            a, b = np.array(finger.palm) * (width, height), np.array(finger.tip) * (width, height)
            t = np.clip((points - a) @ (b - a) / ((b - a) @ (b - a)), 0, 1)
            under |= np.linalg.norm(points - (a + t[:, None] * (b - a)), axis=1) < finger.radius * width
    return under
