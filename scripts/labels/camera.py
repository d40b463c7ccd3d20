"""From light to a phone's JPEG: defocus, a moving hand, noise, sharpening, compression, and the orientation kept in EXIF."""

from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from .textures import srgb

Array = np.ndarray
TURNS = {1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
"""EXIF orientation -> how the stored picture is turned from the upright one."""

ORIENTATION = 0x0112


@dataclass(frozen=True, slots=True)
class Phone:
    """What the camera does. `defocus` and `shake` in pixels of the final picture (radius; length), `shake_angle` in degrees,
    `exposure` a factor, `noise` the standard deviation at mid grey (0 to 1 scale), `sharpen` the phone's own halo, `quality` of the
    JPEG, `orientation` the EXIF tag under which it is stored, `warmth` shifts the white balance towards yellow."""

    defocus: float = 0.6
    shake: float = 0.0
    shake_angle: float = 0.0
    exposure: float = 1.0
    noise: float = 0.012
    sharpen: float = 0.5
    quality: int = 80
    orientation: int = 1
    warmth: float = 0.0
    vignette: float = 0.15


def blur(light: Array, phone: Phone) -> Array:
    if phone.defocus > 0.3:
        r = phone.defocus
        size = int(2 * np.ceil(r) + 1)
        y, x = np.mgrid[0:size, 0:size] - size // 2
        disc = np.clip(r + 0.5 - np.hypot(x, y), 0, 1)
        light = cv2.filter2D(light, -1, disc / disc.sum())
    if phone.shake > 0.5:
        size = int(np.ceil(phone.shake)) | 1
        line = np.zeros((size + 2, size + 2), np.float32)
        a = np.radians(phone.shake_angle)
        half, c = phone.shake / 2, (size + 2) / 2
        for t in np.linspace(-half, half, 8 * size):  # a straight path, spread over the pixels it crosses
            line[int(c + t * np.sin(a)), int(c + t * np.cos(a))] += 1
        light = cv2.filter2D(light, -1, line / line.sum())
    return light


def expose(light: Array, phone: Phone, rng: np.random.Generator) -> Array:
    """Linear light -> 8-bit sRGB."""
    h, w = light.shape[:2]
    light = blur(light, phone) * phone.exposure
    light = light * np.array([1 + phone.warmth, 1.0, 1 - phone.warmth], np.float32)
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    light *= (1 - phone.vignette * (((x / w - 0.5) ** 2 + (y / h - 0.5) ** 2) / 0.5))[..., None]
    # Shot and read noise; half of it smeared over neighbours, as demosaicing and the phone's own smoothing leave it.
    grain = rng.normal(0, 1, light.shape).astype(np.float32)
    grain = 0.5 * grain + 1.1 * cv2.GaussianBlur(grain, (0, 0), 1.0)
    light = light + grain * phone.noise * np.sqrt(np.clip(light, 0, None) * 0.8 + 0.04)
    light = np.where(light > 0.85, 0.85 + 0.15 * np.tanh((light - 0.85) / 0.15), light)  # the shoulder of the tone curve
    picture = srgb(light).astype(np.float32)
    if phone.sharpen:
        picture = picture + phone.sharpen * (picture - cv2.GaussianBlur(picture, (0, 0), 1.3))
    return (np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8)


def develop(picture: Array, phone: Phone) -> bytes:
    """The JPEG file."""
    image = Image.fromarray(picture)
    turn = TURNS[phone.orientation]
    exif = Image.Exif()
    if turn is not None:
        image = image.transpose(turn)
        exif[ORIENTATION] = phone.orientation
    out = io.BytesIO()
    image.save(out, "JPEG", quality=phone.quality, optimize=True, progressive=True, exif=exif, subsampling=2)
    return out.getvalue()
