"""Tables, cloths and stocks, drawn from noise. All return linear light."""

from __future__ import annotations

import cv2
import numpy as np

Array = np.ndarray


def linear(colour: str) -> Array:
    """#rrggbb -> linear RGB, 0 to 1."""
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4).astype(np.float32)


def srgb(light: Array) -> Array:
    light = np.clip(light, 0, 1)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def cloud(rng: np.random.Generator, shape: tuple[int, int], grain: tuple[float, float], octaves: int = 4) -> Array:
    """Smooth noise, mean 0, about -1 to 1; `grain` is the size of its largest features (texels, down and across)."""
    out, weight = np.zeros(shape, np.float32), 1.0
    for k in range(octaves):
        cells = [max(2, int(s / (g / 2**k)) + 2) for s, g in zip(shape, grain, strict=True)]
        out += weight * cv2.resize(rng.uniform(-1, 1, cells).astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
        weight *= 0.5
    return out / 1.6


def ground(kind: str, colour: str, rng: np.random.Generator, size: int = 1400) -> Array:
    """A table, four texels a millimetre: wood, cloth, marble, tile, towel or plain."""
    base, shape = linear(colour), (size, size)
    if kind == "wood":
        row = np.arange(size, dtype=np.float32)[:, None]
        rings = row + cloud(rng, shape, (260, 900), 3) * 70
        value = (
            1
            + 0.10 * np.sin(rings / 9) * np.sin(rings / 31 + 1)
            + 0.16 * cloud(rng, shape, (10, 700), 4)
            + 0.08 * cloud(rng, shape, (2, 60), 1)
        )
        value *= 1 - 0.45 * ((row % 466) < 3)
    elif kind == "cloth":
        y, x = np.mgrid[0:size, 0:size].astype(np.float32)
        value = 1 + 0.16 * np.sin(x * 1.1) * np.sin(y * 1.1) + 0.12 * cloud(rng, shape, (300, 300)) + 0.06 * cloud(rng, shape, (4, 4), 1)
    elif kind == "marble":
        vein = np.abs(cloud(rng, shape, (420, 420), 5))
        value = 1.02 - 0.35 * np.exp(-((vein / 0.05) ** 2)) + 0.05 * cloud(rng, shape, (300, 300))
    elif kind == "tile":
        y, x = np.mgrid[0:size, 0:size]
        joint = ((x % 240) < 7) | ((y % 240) < 7)
        value = 1 - 0.3 * joint + 0.04 * cloud(rng, shape, (200, 200))
    elif kind == "towel":
        value = 1 + 0.25 * cloud(rng, shape, (14, 10), 3) + 0.12 * cloud(rng, shape, (400, 400), 2)
    else:
        value = 1 + 0.06 * cloud(rng, shape, (700, 700), 3)
    value = np.clip(value, 0.05, 1.6)
    value = np.block([[value, value[:, ::-1]], [value[::-1], value[::-1, ::-1]]])  # mirrored, so that no seam shows where it repeats
    return np.ascontiguousarray(base * value[..., None], np.float32)


def stock(kind: str, rng: np.random.Generator, size: int = 800) -> Array | None:
    """What the label is printed on, eight texels a millimetre, as a factor around 1: paper, kraft or foil; None for smooth film."""
    shape = (size, size)
    if kind == "paper":
        value = 1 + 0.02 * cloud(rng, shape, (5, 5), 2)
    elif kind == "kraft":
        value = 1 + 0.07 * cloud(rng, shape, (5, 22), 3) - 0.16 * (cloud(rng, shape, (3, 14), 1) > 0.5)
    elif kind == "foil":
        value = 1 + 0.28 * cloud(rng, shape, (500, 60), 3) + 0.08 * cloud(rng, shape, (2, 200), 1)
    else:
        return None
    return np.repeat(np.clip(value, 0.3, 1.5)[..., None], 3, axis=2).astype(np.float32)
