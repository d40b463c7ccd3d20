"""Rows of print on two photos, and where they are alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from glidecheck.layout.completeness import holed
from glidecheck.layout.limits import Stitches
from glidecheck.model import Line, Panel
from glidecheck.model.rows import place, rows_of, slant
from glidecheck.text import key

if TYPE_CHECKING:
    pass

LIMITS = Stitches()


_SEPARATOR = re.compile(r"[,;|•·、，]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of print as pieces of lines, from left to right. `letters` is its key, and `at` where each of them stands: (piece,
    character). `title` is the key of the heading in front of it, which is none of its pieces."""

    pieces: tuple[Line, ...]
    letters: str
    at: tuple[tuple[int, int], ...]
    title: str = ""

    @classmethod
    def of(cls, pieces: Iterable[Line], title: str = "") -> Row:
        pieces = tuple(p for p in pieces if p.text.strip())
        letters: list[str] = []
        at: list[tuple[int, int]] = []
        for n, piece in enumerate(pieces):
            for m, glyph in enumerate(piece.text):
                for letter in key(glyph):
                    letters.append(letter)
                    at.append((n, m))
        return cls(pieces, "".join(letters), tuple(at), title)

    @property
    def height(self) -> float:
        return max(p.box.height for p in self.pieces if p.box is not None)

    def gap(self, n: int) -> str:
        """What stands between letters n - 1 and n."""
        if not 0 < n < len(self.at):
            return "\n"
        (a, x), (b, y) = self.at[n - 1], self.at[n]
        return self.pieces[a].text[x + 1 : y] if a == b else self.pieces[a].text[x + 1 :] + "\n" + self.pieces[b].text[:y]

    def head(self, n: int) -> tuple[Line, ...]:
        """The row up to its letter n, with the signs behind it."""
        if n >= len(self.at):
            return self.pieces
        piece, stop = self.at[n]
        return tuple(p for p in (*self.pieces[:piece], self.pieces[piece].part(0, stop)) if p.text.strip()) if n else ()

    def tail(self, n: int) -> tuple[Line, ...]:
        """The row from its letter n on."""
        if n >= len(self.at):
            return ()
        piece, start = self.at[n]
        return (self.pieces[piece].part(start, len(self.pieces[piece].text)), *self.pieces[piece + 1 :])


@dataclass(frozen=True, slots=True)
class Strip:
    """A panel, in rows. `holed` says that something may stand within a row that was not read."""

    panel: Panel
    rows: tuple[Row, ...]
    holed: bool

    @classmethod
    def of(cls, panel: Panel) -> Strip:
        placed = place(panel.lines, slant(line.box for line in panel.lines if line.box is not None))
        rows = rows_of(placed)
        titles = [key(panel.heading or ""), *[""] * len(rows)]
        return cls(panel, tuple(Row.of((p.line for p in row), title) for row, title in zip(rows, titles, strict=False)), holed(rows))

    @property
    def photos(self) -> frozenset[int]:
        return frozenset(line.photo for line in self.panel.lines)


@dataclass(frozen=True, slots=True)
class Made:
    """A row of the whole, and whose its two ends are: "a", "b", or "" where both show the same."""

    row: Row
    begins: str
    ends: str


def common(a: str, b: str) -> Match:
    """The longest run of letters that both rows hold: where it begins in the one and in the other, and its `size`."""
    return SequenceMatcher(None, a, b, autojunk=False).find_longest_match()


def alike(a: str, b: str) -> bool:
    """Whether the one beside a photo's edge may be a badly read piece of the other: both begin at the run that they share."""
    short, long = sorted((a, b), key=len)
    return len(short) <= LIMITS.crumb or Levenshtein.normalized_similarity(short, long[: len(short)]) >= LIMITS.broken
