"""The font of the annotated picture, carried in the package, and what may be written with it: no font of the machine is needed."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import ImageFont

FONT = Path(__file__).with_name("letters.ttf")
"""A part of DejaVu Sans, by scripts/letters.py."""

_BLOCKS = (
    (0x20, 0x7E),  # ASCII
    (0xA0, 0x17F),  # Latin with accents
    (0x384, 0x3CE),  # Greek
    (0x400, 0x45F),  # Cyrillic
    (0x490, 0x491),
    (0x5D0, 0x5EA),  # Hebrew
    (0x60C, 0x60C),  # Arabic, with its comma, semicolon and question mark
    (0x61B, 0x61B),
    (0x61F, 0x61F),
    (0x621, 0x63A),
    (0x640, 0x652),
    (0x660, 0x669),
    (0x2010, 0x2014),  # dashes, quotes, dots
    (0x2018, 0x201E),
    (0x2022, 0x2022),
    (0x2026, 0x2026),
    (0x2039, 0x203A),
    (0x20AC, 0x20AC),
)
"""First and last code points (Unicode) of what answers in eleven languages and names are written with."""
_ABSENT = frozenset((0x38B, 0x38D, 0x3A2))
"""Code points that Unicode left free in the Greek block."""

LETTERS = frozenset(c for first, last in _BLOCKS for c in range(first, last + 1)) - _ABSENT
"""What the font has, as code points."""

_LEFTWARDS = (0x590, 0x8FF)
"""First and last code points (Unicode), Hebrew to Arabic."""
_NEAREST = str.maketrans({"\u202f": "\u00a0"})


def leftwards(words: str) -> bool:
    """Whether `words` have a letter that is written from right to left."""
    return any(_LEFTWARDS[0] <= ord(c) <= _LEFTWARDS[1] for c in words)


@cache
def shapes() -> bool:
    """Whether this Pillow joins Arabic letters and turns their direction (its wheels do)."""
    from PIL import features

    return bool(features.check("raqm")) and bool(features.check("fribidi"))


def drawable(words: str) -> str:
    """`words` in letters that the font has; accents that it lacks are left off, other letters are shown as a question mark."""
    told = []
    for c in unicodedata.normalize("NFC", words).translate(_NEAREST):
        whole = c if _has(c) else "".join(p for p in unicodedata.normalize("NFD", c) if not unicodedata.combining(p))
        told.append("".join(p if _has(p) else "?" for p in whole))
    return "".join(told)


def _has(c: str) -> bool:
    return ord(c) in LETTERS and (shapes() or not leftwards(c))


def font(size: int) -> ImageFont.FreeTypeFont:
    """The font, `size` pixels high."""
    from PIL import ImageFont

    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.RAQM if shapes() else ImageFont.Layout.BASIC)
