"""A message as the tables of this package read it: one normal form, split into sentences."""

from __future__ import annotations

import re
from functools import lru_cache

from glidecheck.text import fold

_QUOTES = str.maketrans(dict.fromkeys((0x2019, 0x2018, 0x2BC, 0xB4, 0x60), "'"))
_JOINED = str.maketrans({0x153: "oe", 0xE6: "ae"})


@lru_cache(maxsize=1024)
def flat(text: str) -> str:
    """`text` without case and accents, apostrophes alike, blanks single; line ends and signs stay."""
    text = fold(text.translate(_QUOTES)).translate(_QUOTES).translate(_JOINED)
    return re.sub(r"[ \t\u00a0\u202f]+", " ", text)


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the sentences of `text` (already flat); a decimal point ends none."""
    spans: list[tuple[int, int]] = []
    start = 0
    for m in re.finditer(r"(?<!\d)[.…]+|[.…]+(?!\d)|[!?¿¡\n]+", text):
        spans.append((start, m.end()))
        start = m.end()
    spans.append((start, len(text)))
    return tuple((a, b) for a, b in spans if text[a:b].strip())
