"""How far two spellings are apart, as OCR errors go, and what may never differ between them.

There are two distances, because a name may be corrected towards danger by weak evidence and away from it only by strong evidence.
`distance` is for every name: a sum of three edit distances, over the keys, over their skeletons and over a coarser folding, so that a
look-alike glyph (0 for o) costs 0.2, a glyph of the same build (e for c, n for h) 0.6 and any other letter 1. `Prices` is for retinoids and
anaesthetics alone: there an error costs what the engines' own errors say (lexicon/confusables.csv), runs of glyphs included (RETMOL for
RETINOL), and never more than by the other. Figures and the letter of a vitamin tell names apart: they are compared for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from glidecheck.text import skeleton

if TYPE_CHECKING:
    from glidecheck.lexicon.index import Confusable

LOOK, _BUILD, _OTHER = 0.2, 0.6, 1.0  # prices of an exchange: look-alikes, letters built alike, any other (measure_confusables.py)
_COARSE = str.maketrans({c: group[0] for group in ("oecad4", "ltfr7", "nhuvmy", "bkp6", "s3") for c in group})
# Letters that OCR takes for figures, beyond those of one skeleton.
_READ_AS = {"0": "odquc", "1": "litjr", "2": "z", "3": "eb", "4": "ah", "5": "s", "6": "bgo", "7": "tlfy", "8": "bsa", "9": "gqp"}
_VITAMIN = re.compile(r"[vw]itami(?P<n>n)(?:um|[ae](?=[a-k]))?")
_LETTERS = {"4": "a", "8": "b", "6": "b"}


@lru_cache(maxsize=65_536)
def coarse(skeleton_: str) -> str:
    """A skeleton with glyphs of the same build folded too."""
    return skeleton_.translate(_COARSE)


def distance(a: str, b: str) -> float:
    """The weighted edit distance of two keys.

    >>> distance("ret1nol", "retinol"), distance("retinal", "retinol") < distance("retinxl", "retinol")
    (0.2, True)
    """
    sa, sb = skeleton(a), skeleton(b)
    return weigh(Levenshtein.distance(a, b), Levenshtein.distance(sa, sb), Levenshtein.distance(coarse(sa), coarse(sb)))


def weigh(letters: int, bones: int, coarse_: int) -> float:
    """The distance, from the edit distances of the keys, the skeletons and the coarse foldings."""
    bones = min(bones, letters)
    coarse_ = min(coarse_, bones)
    return round(_OTHER * coarse_ + _BUILD * (bones - coarse_) + LOOK * (letters - bones), 3)


@dataclass(frozen=True, slots=True)
class Error:
    """Characters `start:end` of a print that stand for `meant` of a name, at a price from 0 to 1; one of the two may be empty."""

    start: int
    end: int
    meant: str
    price: float


class Prices:
    """What the engines' errors cost, as measured: see the module's docstring."""

    __slots__ = ("_one", "_runs")

    def __init__(self, confusables: Iterable[Confusable]) -> None:
        self._one: dict[str, float] = {}
        self._runs: dict[str, dict[str, float]] = {}
        for c in confusables:
            for a, b in ((c.a, c.b), (c.b, c.a)):
                if len(a) == len(b) == 1:
                    self._one[a + b] = c.cost
                else:
                    self._runs.setdefault(a, {})[b] = c.cost

    def distance(self, printed: str, name: str) -> float:
        """The weighted edit distance of two keys: the cheapest way from one to the other by single errors, measured confusions of glyphs
        and of runs. What both begin and end with is left out of the reckoning."""
        least = min(len(printed), len(name))
        head = 0
        while head < least and printed[head] == name[head]:
            head += 1
        tail = 0
        while tail < least - head and printed[-1 - tail] == name[-1 - tail]:
            tail += 1
        a, b = printed[head : len(printed) - tail], name[head : len(name) - tail]
        before: list[float] = []
        above = [float(j) for j in range(len(b) + 1)]
        for i in range(1, len(a) + 1):
            c, pair = a[i - 1], a[i - 2 : i] if i > 1 else ""
            two = self._runs.get(pair, {})
            single = self._runs.get(c, {})
            row = [float(i)]
            for j in range(1, len(b) + 1):
                d = b[j - 1]
                best = above[j - 1] if c == d else above[j - 1] + self._price(c, d)
                best = min(best, above[j] + 1.0, row[j - 1] + 1.0)
                if d in two:
                    best = min(best, before[j - 1] + two[d])
                if j > 1 and b[j - 2 : j] in single:
                    best = min(best, above[j - 2] + single[b[j - 2 : j]])
                row.append(best)
            before, above = above, row
        return round(above[-1], 3)

    def errors(self, printed: str, name: str) -> tuple[Error, ...]:
        """The single errors of the cheapest way from `name` to what is printed, in the order of the print."""
        rows: list[list[tuple[float, int, int]]] = [[(float(j), 0, 1) for j in range(len(name) + 1)]]
        for i in range(1, len(printed) + 1):
            c, two, single = printed[i - 1], self._runs.get(printed[max(0, i - 2) : i], {}), self._runs.get(printed[i - 1], {})
            row = [(float(i), 1, 0)]
            for j in range(1, len(name) + 1):
                d = name[j - 1]
                ways = [
                    (rows[i - 1][j - 1][0] + (0.0 if c == d else self._price(c, d)), 1, 1),
                    (rows[i - 1][j][0] + 1.0, 1, 0),
                    (row[j - 1][0] + 1.0, 0, 1),
                ]
                if i > 1 and d in two:
                    ways.append((rows[i - 2][j - 1][0] + two[d], 2, 1))
                if i > 1 and j > 1 and printed[i - 2 : i] == name[j - 2 : j][::-1] and c != d:
                    ways.append((rows[i - 2][j - 2][0] + 1.0, 2, 2))  # two letters in the other order: a slip of the finger
                if j > 1 and name[j - 2 : j] in single:
                    ways.append((rows[i - 1][j - 2][0] + single[name[j - 2 : j]], 1, 2))
                row.append(min(ways, key=lambda w: w[0]))
            rows.append(row)
        out: list[Error] = []
        i, j = len(printed), len(name)
        while i or j:
            cost, a, b = rows[i][j] if i else (0.0, 0, 1)
            a, b = (a, b) if j else (1, 0)
            paid = cost - rows[i - a][j - b][0] if i else 1.0
            if paid > 0:
                out.append(Error(i - a, i, name[j - b : j], round(paid, 3)))
            i, j = i - a, j - b
        return tuple(reversed(out))

    def _price(self, c: str, d: str) -> float:
        price = self._one.get(c + d)
        if price is None:
            x, y = skeleton(c), skeleton(d)
            price = LOOK if x == y else _BUILD if coarse(x) == coarse(y) else _OTHER
            self._one[c + d] = price
        return price


def agree(printed: str, name: str) -> bool:
    """Whether the figures of two keys agree, look-alike letters read as figures: LAURETH-12 is not LAURETH-9, POLYSORBATE 2O may be 20.

    A single figure within a word of the print is an OCR error like any other (PANTHEN0L).
    """
    if name.isalpha() and printed.isalpha():
        return True
    for op in Levenshtein.editops(printed, name):
        a = printed[op.src_pos] if op.tag != "insert" else ""
        b = name[op.dest_pos] if op.tag != "delete" else ""
        if a and b and (skeleton(a) == skeleton(b) or b in _READ_AS.get(a, "") or a in _READ_AS.get(b, "")):
            continue
        if b.isdigit() or (a.isdigit() and _figure(printed, op.src_pos)):
            return False
        # A letter put in or lost beside a figure may hide one: PEG-8 and PEG-8O.
        if not a and not b.isalpha():
            return False
    return True


def _figure(text: str, at: int) -> bool:
    """Whether the digit at `at` belongs to a number rather than standing alone within a word."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return before.isdigit() or after.isdigit() or not before or not after


@lru_cache(maxsize=1024)
def _vitamin_at(words: tuple[str, ...]) -> int | None:
    """The first of the words that may be "vitamin"."""
    return next((n for n, w in enumerate(words) if 6 <= len(w) <= 11 and Levenshtein.distance(skeleton(w)[:7], "vltamln") <= 2), None)


def vitamin(words: tuple[str, ...], name: str) -> bool | None:
    """Whether the letter of a vitamin agrees between printed words and a known name (a key); None where the print does not show it.

    A letter printed as a word of its own behind something like "vitamin" decides alone; else nothing at the letter's place may differ.

    >>> vitamin(("vitamim", "a"), "vitamina"), vitamin(("vitamin", "acetate"), "vitaminaacetate"), vitamin(("vitamin", "e"), "vitamina")
    (True, None, False)
    """
    if "vit" in words[:-1] and len(words[words.index("vit") + 1]) == 1:  # "Vit. E acetate"
        words = tuple("vitamin" if w == "vit" else w for w in words)
        name = f"vitamin{name[3:]}" if name.startswith("vita") and not name.startswith("vitam") else name
    m = _VITAMIN.match(name)
    at = _vitamin_at(words)
    if m is None:
        # "viaminati" is nearer to viaminate than to any vitamin.
        bones = skeleton(words[at]) if at is not None else ""
        return at is None or Levenshtein.distance(bones, skeleton(name)[: len(bones)]) < Levenshtein.distance(bones[:7], "vltamln")
    if at is not None and at + 1 < len(words):
        letter = _LETTERS.get(words[at + 1][:1], words[at + 1][:1])
        if len(words[at + 1]) <= 2 and letter in "abcdefhkp":
            # "vitaminaester" begins like Spanish "vitamina e": behind an English "vitamin" its letter is the a.
            at_once = len(words[at]) <= len("vitamin") and len(name) > m.end() + 1
            place = m.end("n") if at_once else m.end()
            return name[place : place + 1] == letter
    printed = "".join(words)
    if all(op.dest_pos < m.start("n") or op.dest_pos > m.start("n") + 2 for op in Levenshtein.editops(printed, name)):
        return True
    return None
