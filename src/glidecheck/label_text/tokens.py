"""The text outside the list as tokens, and what is known of each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from glidecheck.label_text.prose import Prose
from glidecheck.label_text.vocabulary import SPACELESS, plain

_TOKEN = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e\u3099\u309a]+[^\W_]*)*|[^\w\s]|_")
_PIECE = re.compile(r"\d+[A-Za-z]*|[A-Za-z]+\d*|[^\dA-Za-z]+")
_RUN = re.compile(r"\d+|\D+")
# A word and the temperature or the count of packs behind it, their blank lost: "Store at5 \u00b0C", "Orvana10x2ml".
_GLUED = re.compile(r"[^\W\d_]{3,}\d{1,2}\s?(?:[\u00b0\u2103]|[x\u00d7]\s?\d{1,3}\s?[^\W\d_]{1,2}(?!\w))")
STRONG = frozenset(".;:!?|\u2022\u00b7\u25cf\u25a0\u25aa\u25e6\u2023*\u2020\u2021\u3002\uff1b\uff1a\uff01\uff1f")
"""Signs that end what is said."""
SPELT = 3
"""Single letters in a row that are a word in pieces: two are abbreviations ("e U", "w / w" has a sign between)."""
SOFT = frozenset(",/()[]\u2013\u2014-&+\u3001\uff0c\u30fb\uff08\uff09")
"""Signs that part what is said."""


@dataclass(slots=True)
class Token:
    """A word, figure or sign, characters `start:end` of the text; `known` gives the languages it is understood in, each with its kind."""

    text: str
    plain: str
    start: int
    end: int
    line: int
    known: dict[str, str] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)
    """Languages in which a saying covers it."""
    gated: bool = False
    """Whether it was known, and other words of its sentence took that back: it is no name then."""
    firm: bool = False
    """Whether not even a saying makes it understood again."""

    @property
    def word(self) -> bool:
        return self.text[0].isalnum()

    @property
    def letters(self) -> bool:
        return any(c.isalpha() for c in self.text)

    @property
    def figures(self) -> bool:
        return any(c.isdigit() for c in self.text)

    @property
    def named(self) -> bool:
        """Whether it is written as a name is: with a capital, or in a script that has none."""
        return self.text[0].isupper() or self.text[0] >= SPACELESS


def of(text: Prose) -> list[Token]:
    """The tokens of the text; in scripts that set no blanks figures and Latin letters are tokens of their own."""
    out = []
    for n, (line, at) in enumerate(zip(text.lines, text.starts, strict=True)):
        for m in _TOKEN.finditer(line.text):
            if unicodedata.category(m.group()[0])[0] in "MC":
                continue
            glued = _GLUED.match(line.text, m.start())
            for printed, start in _pieces(m.group(), at + m.start(), apart=glued is not None):
                out.append(Token(printed, plain(printed), start, start + len(printed), n))
    return out


def _pieces(word: str, at: int, *, apart: bool) -> Iterator[tuple[str, int]]:
    """A word as it is; what is written without blanks, or is to be `apart`, without the figures and Latin letters in it."""
    if max(word) < SPACELESS and not apart:
        yield word, at
    else:
        yield from ((m.group(), at + m.start()) for m in (_RUN if apart else _PIECE).finditer(word))


_READ = (
    "LATIN",
    "CYRILLIC",
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "HANGUL",
    "FULLWIDTH",
    "KATAKANA-HIRAGANA",
    "HALFWIDTH",
    "DIGIT",
    "MODIFIER",
    "MICRO",
    "MASCULINE",
    "FEMININE",
)


def script(printed: str) -> str:
    """The script of the first letters that are of none that is read, capitalised; empty where all are."""
    for c in printed:
        if c.isalpha():
            name = unicodedata.name(c, "UNKNOWN").split()[0]
            if name not in _READ:
                return name.capitalize()
    return ""


def clauses(sentence: Sequence[Token], text: str) -> list[list[Token]]:
    """The words of a sentence of `text`, parted at its commas and brackets."""
    out: list[list[Token]] = [[sentence[0]]] if sentence else []
    for before, t in pairwise(sentence):
        if any(c in ",()/;:" for c in text[before.end : t.start]):
            out.append([])
        out[-1].append(t)
    return out


def spelt(words: Sequence[Token]) -> list[Token]:
    """Letters that stand by themselves, `SPELT` of them and more in a row: a word in pieces, whatever each may stand for ("D a p a")."""
    out: list[Token] = []
    for alone, run in groupby(words, lambda t: t.text.isalpha() and len(t.text) == 1 and t.text < SPACELESS and not t.said):
        letters = list(run)
        if alone and len(letters) >= SPELT:
            out += letters
    return out


def short(t: Token, letters: int) -> bool:
    """Whether a word of at most so many letters may be an abbreviation, and no saying holds it."""
    return t.text.isalpha() and len(t.plain) <= letters and t.text[0] < SPACELESS and not t.said
