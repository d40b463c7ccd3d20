"""A message as words: folded, without apostrophes, with the number of each word's sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from glidecheck.chat.wordlists import words_of
from glidecheck.text import fold

_APOSTROPHES = re.compile(f"['\u2019\u2018{chr(0x2BC)}\u00b4`]")
_STOPS = frozenset(".!?;\u2026\n\u0964\u061f\u061b\u00bf\u00a1")
_BREAKS = frozenset(",:()\u060c-\u2013\u2014")
# What no decomposition folds: Polish, Turkish, Danish letters; Arabic ta marbuta and alef maksura.
_LETTERS: dict[int, int | str] = {
    0x142: "l",
    0x131: "i",
    0xF8: "o",
    0xE6: "ae",
    0x153: "oe",
    0x111: "d",
    0x629: 0x647,
    0x649: 0x64A,
    0x451: 0x435,
}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a message: `tokens`, the number of the sentence of each, and whether a comma or the like stands before it."""

    tokens: tuple[str, ...]
    sentences: tuple[int, ...]
    breaks: tuple[bool, ...]

    def ends(self, most: int) -> Words:
        """The same, or the first and the last words of it, where there are more than `most`."""
        if len(self.tokens) <= most:
            return self
        kept = (*range(most * 2 // 3), *range(len(self.tokens) - most // 3, len(self.tokens)))
        return Words(tuple(self.tokens[n] for n in kept), tuple(self.sentences[n] for n in kept), tuple(self.breaks[n] for n in kept))


def words(text: str) -> Words:
    """The words of `text`, folded.

    >>> words("She\u2019s limp... 38,5\u00b0, help!").tokens
    ('shes', 'limp', '38.5', 'deg', 'help')
    """
    tokens: list[str] = []
    sentences: list[int] = []
    breaks: list[bool] = []
    sentence, broken = 0, False
    for piece in re.findall(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:['][^\W\d_]+)*|\S|\n", _normal(text)):
        if piece in _STOPS:
            sentence += 1
        elif piece in _BREAKS:
            broken = True
        elif piece == "%" or piece[0].isalnum():
            for part in _parts(piece):
                tokens.append(part)
                sentences.append(sentence)
                breaks.append(broken)
                broken = False
    return Words(tuple(tokens), tuple(sentences), tuple(breaks))


def _normal(text: str) -> str:
    text = _APOSTROPHES.sub("'", text).replace("\u00b0", " deg ")
    # Vowel signs of Arabic go; those of Devanagari become letters of the word, which `\\w` does not count them as.
    text = "".join(c for c in unicodedata.normalize("NFKD", fold(text)) if not "\u064b" <= c <= "\u065f" and not "\u0300" <= c <= "\u036f")
    text = "".join(_sign(c) for c in unicodedata.normalize("NFC", text)).translate(_LETTERS)
    return re.sub(r"([^\W\d])\1{2,}", r"\1", text.replace(chr(0x640), ""))


def _sign(c: str) -> str:
    """A mark as a letter: the private area holds nothing else here."""
    return chr(0x1E000 + ord(c)) if unicodedata.category(c)[0] == "M" and 0x900 <= ord(c) < 0xE00 else c


def _parts(piece: str) -> Iterator[str]:
    if piece[0].isdecimal():
        yield piece.replace(",", ".")
        return
    pieces = piece.split("'")
    told = words_of("names")
    while len(pieces) > 1 and pieces[0] in told["elided"] and pieces[1] not in told["clipped"]:
        yield pieces.pop(0)
    yield "".join(pieces)
