"""A message as the tables of this package read it: one normal form, split into sentences."""

from __future__ import annotations

import re
from functools import lru_cache

from glidecheck.text import fold

_QUOTES = str.maketrans(dict.fromkeys((0x2019, 0x2018, 0x2BC, 0xB4, 0x60), "'"))
_JOINED = str.maketrans({0x153: "oe", 0xE6: "ae", 0x142: "l"})
# Arabic is written with and without its signs: hamza on its seats, ta marbuta, alef maksura; vowel signs and the stroke that lengthens go.
_ARABIC = str.maketrans(
    {**dict.fromkeys((0x622, 0x623, 0x625, 0x671), 0x627), 0x629: 0x647, 0x649: 0x64A, 0x624: 0x648, 0x626: 0x64A}
    | {0x60C: ",", 0x61B: ";", 0x61F: "?", 0x66A: "%", 0x640: None}
    | dict.fromkeys(range(0x64B, 0x660))
)


@lru_cache(maxsize=1024)
def flat(text: str) -> str:
    """`text` without case and accents, apostrophes and the letters of Arabic alike, blanks single; line ends and signs stay."""
    text = fold(text.translate(_QUOTES)).translate(_QUOTES).translate(_JOINED).translate(_ARABIC)
    return re.sub(r"[ \t\u00a0\u202f]+", " ", text)


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the sentences of `text` (already flat); a decimal point ends none."""
    spans: list[tuple[int, int]] = []
    start = 0
    for m in re.finditer(r"(?<!\d)[.…]+|[.…]+(?!\d)|[!?¿¡؟\n]+", text):
        spans.append((start, m.end()))
        start = m.end()
    spans.append((start, len(text)))
    return tuple((a, b) for a, b in spans if text[a:b].strip())
