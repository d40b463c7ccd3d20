"""The signs that devices and cosmetics carry, as line drawings of a given height: they stand beside words and hold few letters."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin

from labels.artwork import DENSITY, Artwork, Style

At = tuple[float, float]


def _line(art: Artwork, points: list[At], ink: str, width: float) -> None:
    art.draw.line([(x * DENSITY, y * DENSITY) for x, y in points], fill=ink, width=max(1, round(width * DENSITY)), joint="curve")


def _ring(art: Artwork, centre: At, radius: float, ink: str, width: float) -> None:
    x, y = centre
    box = [v * DENSITY for v in (x - radius, y - radius, x + radius, y + radius)]
    art.draw.ellipse(box, outline=ink, width=max(1, round(width * DENSITY)))


def _letters(art: Artwork, text: str, at: At, width: float, size: float, ink: str) -> None:
    art.paragraph(text, at, width, Style(face="sans bold", size=size, colour=ink, align="centre"))


def boxed(*cells: str) -> Callable[[Artwork, At, float, str], float]:
    """Cells with a frame each: LOT, REF, STERILE R."""

    def draw(art: Artwork, at: At, height: float, ink: str) -> float:
        x, y = at
        for cell in cells:
            wide = art.measure(cell, Style(face="sans bold", size=height * 0.62), False) + 0.5 * height
            art.box(x, y, x + wide, y + height, outline=ink, width=0.07 * height)
            _letters(art, cell, (x, y + 0.14 * height), wide, height * 0.62, ink)
            x += wide
        return x - at[0]

    return draw


def once(art: Artwork, at: At, height: float, ink: str) -> float:
    """Do not use again: a 2 in a crossed ring."""
    r = height / 2
    centre = (at[0] + r, at[1] + r)
    _ring(art, centre, r, ink, 0.08 * height)
    _letters(art, "2", (at[0], at[1] + 0.12 * height), height, height * 0.7, ink)
    d = r * cos(pi / 4)
    _line(art, [(centre[0] - d, centre[1] - d), (centre[0] + d, centre[1] + d)], ink, 0.08 * height)
    return height


def until(art: Artwork, at: At, height: float, ink: str) -> float:
    """An hourglass: use by."""
    x, y, w = at[0], at[1], height * 0.7
    _line(art, [(x, y), (x + w, y), (x, y + height), (x + w, y + height), (x, y)], ink, 0.08 * height)
    return w


def maker(art: Artwork, at: At, height: float, ink: str) -> float:
    """A factory: the manufacturer."""
    x, y, h = at[0], at[1], height
    roof = [(x, y), (x + 0.2 * h, y), (x + 0.2 * h, y + 0.5 * h), (x + 0.55 * h, y + 0.3 * h), (x + 0.55 * h, y + 0.5 * h)]
    roof += [(x + 0.9 * h, y + 0.3 * h), (x + 0.9 * h, y + h), (x, y + h)]
    art.draw.polygon([(a * DENSITY, b * DENSITY) for a, b in roof], fill=ink)
    return 0.9 * h


def leaflet(art: Artwork, at: At, height: float, ink: str) -> float:
    """An open booklet with an i: see the instructions."""
    x, y, h = at[0], at[1], height
    art.box(x, y + 0.12 * h, x + 0.55 * h, y + h, outline=ink, width=0.06 * h)
    art.box(x + 0.55 * h, y + 0.12 * h, x + 1.1 * h, y + h, outline=ink, width=0.06 * h)
    _letters(art, "i", (x + 0.55 * h, y + 0.16 * h), 0.55 * h, 0.7 * h, ink)
    return 1.1 * h


def warmth(low: str, high: str) -> Callable[[Artwork, At, float, str], float]:
    """A thermometer between two temperatures."""

    def draw(art: Artwork, at: At, height: float, ink: str) -> float:
        x, y, h = at[0], at[1], height
        size = 0.42 * h
        wide = art.measure(low, Style(face="sans", size=size)) + 0.1 * h
        art.paragraph(low, (x, y + 0.55 * h), wide, Style(face="sans", size=size, colour=ink))
        art.box(x + wide, y, x + wide + 0.24 * h, y + 0.75 * h, outline=ink, width=0.06 * h, radius=0.1 * h)
        art.draw.ellipse([v * DENSITY for v in (x + wide - 0.05 * h, y + 0.65 * h, x + wide + 0.29 * h, y + h)], fill=ink)
        art.paragraph(high, (x + wide + 0.36 * h, y), 2 * h, Style(face="sans", size=size, colour=ink))
        return wide + 0.36 * h + art.measure(high, Style(face="sans", size=size))

    return draw


def conformity(number: str) -> Callable[[Artwork, At, float, str], float]:
    """CE, with the number of a notified body."""

    def draw(art: Artwork, at: At, height: float, ink: str) -> float:
        x, y, h = at[0], at[1], height
        for middle in (x + 0.5 * h, x + 1.25 * h):
            arc = [(middle + 0.46 * h * cos(a), y + h / 2 + 0.46 * h * sin(a)) for a in (pi * (0.4 + 1.2 * k / 24) for k in range(25))]
            _line(art, arc, ink, 0.12 * h)
        _line(art, [(x + 0.8 * h, y + h / 2), (x + 1.15 * h, y + h / 2)], ink, 0.12 * h)
        if not number:
            return 1.5 * h
        art.paragraph(number, (x + 1.55 * h, y + 0.35 * h), 3 * h, Style(face="sans", size=0.6 * h, colour=ink))
        return 1.6 * h + art.measure(number, Style(face="sans", size=0.6 * h))

    return draw


def opened(months: str) -> Callable[[Artwork, At, float, str], float]:
    """An open jar: how long it keeps once opened."""

    def draw(art: Artwork, at: At, height: float, ink: str) -> float:
        x, y, h = at[0], at[1], height
        art.box(x, y + 0.4 * h, x + 0.9 * h, y + h, outline=ink, width=0.06 * h, radius=0.1 * h)
        _line(art, [(x + 0.05 * h, y + 0.32 * h), (x + 0.85 * h, y + 0.05 * h)], ink, 0.08 * h)
        _letters(art, months, (x, y + 0.48 * h), 0.9 * h, 0.36 * h, ink)
        return 0.9 * h

    return draw


DEVICE = (
    once,
    boxed("STERILE", "R"),
    boxed("STERILE", "A"),
    leaflet,
    warmth("2°C", "25°C"),
    warmth("5°C", "30°C"),
    conformity("0373"),
    boxed("MD"),
)
COSMETIC = (opened("6M"), opened("12M"), conformity(""), leaflet)
