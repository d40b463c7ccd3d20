"""A line of text as a camera sees it on a label, cut out as the product cuts lines: a strip 48 pixels high. Seeded.

Set at 44 pixels to the em with neighbours above and below, squeezed and bent, shrunk to the size that it has on a photo, then blurred, lit
unevenly, noisy and compressed at that size, and enlarged again.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw

from glidecheck.image.strip import resize
from head import fonts, texts

EM = 44
ROWS = 48
"""As glidecheck.ocr.network.ROWS."""
WIDEST = 900
"""Pixels of a strip; a longer one is drawn anew with a shorter text."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A strip (48, width, 3) RGB and what stands in it; `height` is that of the line on the photo in pixels, `harm` what was done to it."""

    strip: np.ndarray
    text: str
    height: float
    harm: str


def drawn(seed: int, aside: bool = False, main: str | None = None) -> Drawn:
    """The line of that seed: always the same for the same fonts and lexicon."""
    rng = random.Random(seed)
    noise = np.random.default_rng(seed)
    while True:
        text = texts.line(rng, aside, main)
        path = rng.choice([p for p, known in fonts.faces(aside) if known.issuperset(texts.needs(text))] or [None])
        if path is None:
            continue
        ink = _set(rng, fonts.font(path, EM), text)
        height = float(np.exp(rng.uniform(np.log(6.5), np.log(46))))
        strip, harm = _seen(rng, noise, ink, height)
        if strip.shape[1] <= WIDEST:
            return Drawn(strip, text, height, harm)


def _set(rng: random.Random, face, text: str) -> np.ndarray:
    """(rows, columns) 0 to 255: the ink of the line, in the middle third of the picture, and of its neighbours."""
    spacing = rng.choice((0, 0, 0, 0, 0, 0, 1, 2, 4, -1))
    width = int(sum(face.getlength(c) + spacing for c in text) if spacing else face.getlength(text)) + 1
    left, right = (int(EM * rng.uniform(0.05, 0.5)) for _ in "ab")
    picture = Image.new("L", (left + width + right, 4 * EM), 0)
    pen = ImageDraw.Draw(picture)
    base = 2 * EM + EM // 3

    def put(what: str, x: float, y: int) -> None:
        if not spacing:
            pen.text((x, y), what, 255, face, anchor="ls")
            return
        for c in what:
            pen.text((x, y), c, 255, face, anchor="ls")
            x += face.getlength(c) + spacing

    put(text, left, base)
    if rng.random() < 0.65:
        lead = int(EM * rng.choice((rng.uniform(0.92, 1.15), rng.uniform(1.1, 1.6))))
        for y in (base - lead, base + lead):
            if rng.random() < 0.8:
                shown = text[::-1] if rng.random() < 0.3 else "".join(rng.sample(text, len(text)))
                put(shown, left - rng.uniform(0, EM), y)
    if rng.random() < 0.05:
        y = base + int(EM * rng.choice((0.18, 0.28, -0.95)))
        pen.line((0, y, picture.width, y), 255, rng.randint(1, 4))
    ink = np.asarray(picture)
    weight = rng.random()
    if weight < 0.12:
        ink = cv2.dilate(ink, np.ones((2, 2), np.uint8), iterations=rng.choice((1, 1, 2)))
    elif weight < 0.2:
        ink = cv2.erode(ink, np.ones((2, 2), np.uint8))
    return ink


def _seen(rng: random.Random, noise: np.random.Generator, ink: np.ndarray, height: float) -> tuple[np.ndarray, str]:
    """The strip, and the worst that befell it."""
    share = rng.uniform(0.9, 1.35)  # of the em, that the strip is high
    factor = height / (share * EM)
    squeeze = rng.choice((1.0, rng.uniform(0.62, 1.0), rng.uniform(0.9, 1.25)))
    rows, columns = ink.shape
    x, y = np.meshgrid(np.arange(columns, dtype=np.float32), np.arange(rows, dtype=np.float32))
    harms = []
    if squeeze < 0.75:
        harms.append("condensed")
    bend = rng.choice((0.0, rng.uniform(-0.06, 0.06), rng.uniform(-0.12, 0.12)))
    tilt = rng.uniform(-1, 1) * min(0.02, 0.12 * EM / columns)
    slant = rng.choice((0.0, 0.0, rng.uniform(-0.25, 0.25)))
    if bend or slant or tilt:
        at = x / columns - 0.5
        y = y + (bend * EM * np.cos(at * np.pi * rng.choice((1, 2))) + tilt * (x - columns / 2)).astype(np.float32)
        x = x + slant * (y - rows / 2)
    if rng.random() < 0.15:  # towards the side of a jar letters grow narrow
        side, turn = rng.choice((0.0, 1.0)), rng.uniform(0.4, 0.95)
        u = np.linspace(0, turn, columns)
        arc = np.arcsin(u) / np.arcsin(turn) * (columns - 1)
        x = x + (np.interp(x, np.arange(columns), arc if side else (columns - 1) - arc[::-1]).astype(np.float32) - x)
        harms.append("round")
    ink = cv2.remap(ink, np.ascontiguousarray(x, np.float32), np.ascontiguousarray(y, np.float32), cv2.INTER_LINEAR, borderValue=0)
    shrunk = max(12, round(columns * factor * squeeze)), max(8, round(rows * factor))
    ink = cv2.resize(ink, shrunk, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR).astype(np.float32) / 255
    picture = _lit(rng, noise, ink, harms)
    blur = height / 20 * rng.choice((0.0, rng.uniform(0, 0.6), rng.uniform(0.4, 1.5))) * rng.random() + rng.choice(
        (0.0, rng.uniform(0.2, 0.7))
    )
    if blur > 0.15:
        picture = cv2.GaussianBlur(picture, (0, 0), blur)
        if blur > 0.07 * height:
            harms.append("blurred")
    if rng.random() < 0.08:
        n = max(2, round(height * rng.uniform(0.05, 0.18)))
        kernel = np.zeros((n, n), np.float32)
        kernel[n // 2] = 1 / n
        picture = cv2.filter2D(picture, -1, kernel if rng.random() < 0.6 else kernel.T)
        harms.append("moved")
    if rng.random() < 0.5:
        grain = rng.uniform(0, 12)
        picture = picture + noise.normal(0, grain, picture.shape)
        if grain > 8:
            harms.append("noisy")
    if rng.random() < 0.15:
        picture = picture + (picture - cv2.GaussianBlur(picture, (0, 0), 1.2)) * rng.uniform(0.4, 1.5)
    picture = np.clip(picture, 0, 255).astype(np.uint8)
    if rng.random() < 0.5:
        quality = rng.randint(22, 95)
        picture = cv2.imdecode(cv2.imencode(".jpg", picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)[
            :, :, ::-1
        ]
        if quality < 45:
            harms.append("compressed")
    middle = (2 * EM + EM // 3 - 0.34 * EM + rng.uniform(-0.07, 0.07) * EM) * picture.shape[0] / rows
    matrix = np.array([[ROWS / height, 0, 0], [0, ROWS / height, ROWS / 2 - middle * ROWS / height]], np.float32)
    width = max(8, round(picture.shape[1] * ROWS / height))
    flat = cv2.warpAffine(np.ascontiguousarray(picture), matrix, (width, ROWS), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    strip = np.asarray(flat, np.uint8)
    if rng.random() < 0.1:  # as condensed print is read a second time
        strip = resize(strip, round(width * 1.3), ROWS)
    return strip, harms[-1] if harms else "none"


def _lit(rng: random.Random, noise: np.random.Generator, ink: np.ndarray, harms: list[str]) -> np.ndarray:
    """(rows, columns, 3) 0 to 255, in two colours that can be told apart, under uneven light."""
    rows, columns = ink.shape
    paper, print_ = noise.uniform(120, 255, 3), noise.uniform(0, 110, 3)
    if rng.random() < 0.6:
        paper = np.full(3, noise.uniform(150, 255)) + noise.normal(0, 6, 3)
        print_ = np.full(3, noise.uniform(0, 90)) + noise.normal(0, 6, 3)
    if rng.random() < 0.2:
        print_ = paper - (paper - print_) * rng.uniform(0.2, 0.5)
        harms.append("faint")
    if rng.random() < 0.28:
        paper, print_ = print_, paper
        harms.append("light on dark")
    picture = paper + ink[:, :, None] * (print_ - paper)
    if rng.random() < 0.4:
        light = (
            np.linspace(rng.uniform(0.35, 1.1), rng.uniform(0.35, 1.1), columns)[None, :, None]
            * np.linspace(rng.uniform(0.8, 1.1), 1, rows)[:, None, None]
        )
        picture = picture * light
        harms.append("shadowed")
    if rng.random() < 0.08:
        at, wide = rng.uniform(0, columns), columns * rng.uniform(0.03, 0.3)
        glare = np.exp(-(((np.arange(columns) - at) / wide) ** 2)) * rng.uniform(0.3, 0.8)
        picture = picture + (255 - picture) * glare[None, :, None]
        harms.append("glared")
    return np.asarray(picture, np.float32)
