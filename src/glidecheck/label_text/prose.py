"""Lines outside the ingredient list as one text, with the places of its characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from glidecheck.errors import InputError
from glidecheck.model import Box, Line
from glidecheck.text import SMALL

LIMIT = 30_000
"""Characters of prose that are looked at."""

HYPHEN = re.compile(rf"(?<=[^\W\d_])[-‐‑]\n(?=[{SMALL}])")
_DIGITS = str.maketrans("015|", "ols" + "l")
# It begins at a word's beginning alone: tried at each digit, a run of 20,000 digits took half a minute.
_MIXED = re.compile(r"(?:(?<![^\W_])|(?<=\d)(?=\|))[^\W_]*(?:[^\W\d_][015|]|[015|][^\W\d_])[^\W_]*")


@dataclass(frozen=True, slots=True)
class Prose:
    """Lines as one text. `plain` is the same, glyph by glyph, with digits within words read as letters."""

    lines: tuple[Line, ...]
    starts: tuple[int, ...]
    text: str
    plain: str

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Prose:
        text = "\n".join(line.text for line in lines)
        if len(text) > LIMIT:
            raise InputError(f"a text of {len(text)} characters is no label", f"Give the label's text alone: at most {LIMIT} characters")
        starts, at = [], 0
        for line in lines:
            starts.append(at)
            at += len(line.text) + 1
        plain = _MIXED.sub(lambda m: m.group() if sum(c.isalpha() for c in m.group()) < 4 else m.group().translate(_DIGITS), text)
        return cls(tuple(lines), tuple(starts), text, plain)

    def parts(self, start: int, end: int) -> list[Line]:
        """The parts of the lines that hold characters `start:end`."""
        n = max(0, bisect_right(self.starts, start) - 1)
        out = []
        while n < len(self.lines) and self.starts[n] < end:
            line, at = self.lines[n], self.starts[n]
            if at + len(line.text) > start:
                out.append(line.part(max(0, start - at), min(len(line.text), end - at)))
            n += 1
        return out

    def place(self, start: int, end: int) -> tuple[Box | None, int]:
        """Box and photo of characters `start:end`."""
        parts = self.parts(start, end)
        boxes = [p.box for p in parts if p.box is not None]
        return (Box.around(*boxes) if len(boxes) > 1 else boxes[0] if boxes else None), (parts[0].photo if parts else 0)


def without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with these spans struck out, glyph by glyph: what stands beside them is read ("paraben-free retinol")."""
    out = list(text)
    for a, b in spans:
        out[a:b] = "|" * (b - a)
    return "".join(out)
