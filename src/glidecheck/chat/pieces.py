"""A message as numbered pieces of words, the likeliest way to cut it (a unigram model, as SentencePiece does).

The pieces, what each weighs and how letters are written alike first are read from the file of the network (`network`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BLANK = "\u2581"  # what stands for the blank before a word
START, END, UNKNOWN = 0, 2, 3  # the numbers of the marks
MARKS = 4  # pieces that are marks
LOST = 10.0  # how much less than the rarest piece a letter weighs that no piece has


@dataclass(frozen=True, slots=True)
class Pieces:
    """`numbers` of the pieces, the logarithm of how likely each is by its number (`weights`), `alike`: what a letter is written as (none,
    one or several); `longest` piece in letters, `least` of the weights."""

    numbers: Mapping[str, int]
    weights: Sequence[float]
    alike: Mapping[str, str]
    longest: int
    least: float

    def cut(self, text: str, most: int) -> list[int]:
        """The numbers of the pieces of `text` between START and END, `most` at most with them."""
        out: list[int] = [START]
        for word in "".join(self.alike.get(c, c) for c in text).split():
            out += self._word(BLANK + word)
            if len(out) >= most:
                break
        return [*out[: most - 1], END]

    def _word(self, word: str) -> list[int]:
        """The pieces of one word, by dynamic programming over its letters."""
        size = len(word)
        best, piece, before = [0.0] + [-1e30] * size, [UNKNOWN] * (size + 1), [0] * (size + 1)
        for start in range(size):
            for end in range(start + 1, min(size, start + self.longest) + 1):
                number = self.numbers.get(word[start:end])
                weight = self.weights[number] if number is not None else self.least - LOST if end == start + 1 else None
                if weight is not None and best[start] + weight > best[end]:
                    best[end], piece[end], before[end] = best[start] + weight, UNKNOWN if number is None else number, start
        found: list[int] = []
        end = size
        while end:
            found.append(piece[end])
            end = before[end]
        return found[::-1]


def pieces(names: Sequence[str], weights: Sequence[float], alike: Mapping[str, str]) -> Pieces:
    """The pieces `names`, by number, of which the first MARKS are marks."""
    return Pieces({p: n for n, p in enumerate(names) if n >= MARKS}, weights, alike, max(map(len, names)), min(weights))
