"""The words of lexicon/label_words.yaml as a reader of labels needs them: which kind and which languages a word is of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from glidecheck.lexicon import Lexicon
from glidecheck.text import fold, key

# Letters that are none with a mark, and that print without one beside those that are.
_BARE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_LEAST_PIECE = 3
"""Letters of a word that may be glued to another: "forexternaluseonly"."""


def plain(word: str) -> str:
    """The form label words are compared in: `text.key`, and letters with a stroke as those without.

    >>> plain("Öffnung"), plain("Słońca")
    ('offnung', 'slonca')
    """
    return key(word).translate(_BARE)


@dataclass(frozen=True, slots=True)
class Saying:
    """What only a whole sentence says; `regex` is searched in words joined by single blanks."""

    kind: str
    lang: str
    regex: re.Pattern[str]


@dataclass(frozen=True)
class Vocabulary:
    """Known words and sayings. `words` gives each word's languages and in each its kind."""

    words: Mapping[str, Mapping[str, str]]
    sayings: tuple[Saying, ...]
    codes: frozenset[str]
    """Kinds whose words figures may follow."""
    names: frozenset[str]
    """Kinds whose words a maker's name may follow."""
    percent: frozenset[str]
    forms: frozenset[str]
    streets: frozenset[str]
    signs: frozenset[str]
    denies: frozenset[str]
    open_ended: frozenset[str]
    also_names: frozenset[str]
    ends: re.Pattern[str]
    holds: tuple[str, ...]

    def __hash__(self) -> int:
        return id(self)

    @lru_cache(maxsize=16_384)  # noqa: B019 (one vocabulary a process)
    def of(self, word: str) -> Mapping[str, str]:
        """Languages in which `word` (plain) is known, each with its kind; of words glued together where each is known in one language."""
        known = self.words.get(word)
        if known is not None:
            return known
        return self._glued(word) if len(word) >= 2 * _LEAST_PIECE else _NOTHING

    def _glued(self, word: str) -> Mapping[str, str]:
        """Languages in which a run of letters is nothing but known words, two or more, each of three letters and more."""
        out = {}
        spaceless = word[0] >= "\u2e80"
        least = 1 if spaceless else _LEAST_PIECE
        for lang in ("ja", "ko", "zh") if spaceless else LATIN_AND_CYRILLIC:
            ends: list[str | None] = [""] + [None] * len(word)
            for a in range(len(word)):
                if ends[a] is None:
                    continue
                for b in range(a + least, min(len(word), a + 24) + 1):
                    kind = self.words.get(word[a:b], _NOTHING).get(lang)
                    if kind is not None and ends[b] is None:
                        ends[b] = ends[a] or kind
            if ends[-1]:
                out[lang] = ends[-1]
        return out


_NOTHING: Mapping[str, str] = MappingProxyType({})
LATIN_AND_CYRILLIC = ("en", "fr", "es", "de", "it", "pt", "nl", "pl", "ru", "uk", "tr", "id")


_KEPT: dict[str, Vocabulary] = {}


def of(lexicon: Lexicon) -> Vocabulary:
    """The vocabulary that the lexicon carries, made once for each version of it."""
    if lexicon.version not in _KEPT:
        _KEPT[lexicon.version] = _made(lexicon.label_words)
    return _KEPT[lexicon.version]


def _made(data: dict[str, Any]) -> Vocabulary:
    words: dict[str, dict[str, str]] = {}
    for kind, lang, word in _words(data):
        words.setdefault(word, {}).setdefault(lang, kind)
    sayings = tuple(
        Saying(kind["kind"], lang, re.compile(rf"(?<![^ ])(?:{_folded(pattern)})(?![^ ])"))
        for kind in data["kinds"]
        for lang, patterns in (*kind["sayings"].items(), *((lang, _places(names)) for lang, names in kind["names_of"].items()))
        for pattern in patterns
    )
    resembles = data["resembles"]
    return Vocabulary(
        words=words,
        sayings=sayings,
        codes=frozenset(k["kind"] for k in data["kinds"] if k["codes"]),
        names=frozenset(k["kind"] for k in data["kinds"] if k["names"]),
        percent=frozenset(plain(w) for words in data["percent"].values() for w in words.split()),
        forms=frozenset(map(plain, data["forms"])),
        streets=frozenset(map(plain, data["streets"])),
        signs=frozenset(data["signs"]),
        open_ended=frozenset(map(plain, data["open_ended"].split())),
        also_names=frozenset(map(plain, data["also_names"].split())),
        denies=frozenset(map(plain, data["denies"].split())),
        ends=re.compile(f"(?:{'|'.join(sorted(map(plain, resembles['ends'].split())))})$"),
        holds=tuple(sorted(set(map(plain, resembles["holds"].split())))),
    )


def _words(data: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for kind in data["kinds"]:
        for lang, words in kind["words"].items():
            for word in words.split():
                yield kind["kind"], lang, plain(word)
        for lang, names in kind["names_of"].items():
            for name in names.split(","):
                if " " not in name.strip():
                    yield kind["kind"], lang, plain(name)


def _folded(pattern: str) -> str:
    """The pattern with its letters as a label's words are compared; what may stand between runs within a sentence."""
    return fold(pattern).translate(_BARE).replace(".{", "[^|]{")


def _places(names: str) -> list[str]:
    """The names of several words, as one saying."""
    long = [plain_words(n) for n in names.split(",") if " " in n.strip()]
    return ["|".join(sorted(long, key=len, reverse=True))] if long else []


def plain_words(text: str) -> str:
    """Words of a text, each plain, joined by single blanks."""
    return " ".join(filter(None, map(plain, re.findall(r"\w+", text))))
