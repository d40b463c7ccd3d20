"""The words of lexicon/label_words as a reader of labels needs them: which kind and which languages a word is of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from glidecheck.label_text import gates
from glidecheck.label_text.denials import Denied
from glidecheck.label_text.gates import SPACELESS as SPACELESS
from glidecheck.label_text.gates import Gate, Words
from glidecheck.label_text.heads import Heads
from glidecheck.lexicon import Lexicon
from glidecheck.text import STROKES, fold, key

_LEAST_PIECE = 3
"""Letters of a word that may be glued to two others: "forexternaluseonly"; one more where there is but one other."""
_NAMED_SO = "product"
"""The kind of words that products are named with: of three and more of them a short one may be a name, too ("gellamaserum")."""
NEUTRAL = "*"
"""The language of what is the same in all of them."""
BETWEEN = "between"
"""The kind of the words that say nothing by themselves."""
_EVERYWHERE = "xx"


def plain(word: str) -> str:
    """The form label words are compared in: `text.key`, and letters with a stroke as those without.

    >>> plain("Öffnung"), plain("Słońca")
    ('offnung', 'slonca')
    """
    return key(word).translate(STROKES)


@dataclass(frozen=True, slots=True)
class Saying:
    """What only a whole sentence says; `regex` is searched in words joined by single blanks."""

    kind: str
    lang: str
    regex: re.Pattern[str]


@dataclass(frozen=True)
class Vocabulary:
    """Known words and sayings. `words` gives each word's languages and in each its kind, `stems` the same of words without endings."""

    words: Mapping[str, Mapping[str, str]]
    stems: Mapping[str, Mapping[str, str]]
    kinds: Mapping[str, Mapping[str, frozenset[str]]]
    """All the kinds of a word or a stem, by language: "cap" is one of directions and one of storage."""
    heads: Heads
    endings: Mapping[str, frozenset[str]]
    sayings: tuple[Saying, ...]
    codes: frozenset[str]
    """Kinds whose words figures may follow."""
    names: frozenset[str]
    """Kinds whose words a maker's name may follow."""
    percent: frozenset[str]
    forms: frozenset[str]
    glued_forms: tuple[str, ...]
    """Company forms of scripts without blanks, which stand within a run of letters."""
    streets: frozenset[str]
    street_ends: tuple[str, ...]
    signs: frozenset[str]
    vowels: frozenset[str]
    letters: Mapping[str, frozenset[str]]
    """By language those beside a to z; those of `NEUTRAL` stand in names everywhere."""
    denies: Mapping[str, frozenset[str]]
    denying: frozenset[str]
    """The same of all languages: "no" is a number's word in some."""
    open_ended: Mapping[str, frozenset[str]]
    also_names: frozenset[str]
    said: frozenset[str]
    """Words of sayings, which need not be known by themselves."""
    accented: frozenset[str]
    """Words, as printed, that others are without their accents."""
    houses: Mapping[str, tuple[tuple[str, ...], ...]]
    """Names of houses as words (plain), the longest first, by their first word."""
    ends: re.Pattern[str]
    holds: tuple[str, ...]
    is_one: frozenset[str]
    """Words of drugs and donor products that count whole alone: a part of an innocent word they would be too often."""
    nouns: Mapping[str, frozenset[str]]
    """Everyday nouns of what a product may hold or be for, each with its languages."""
    noun_ends: Mapping[str, tuple[str, ...]]
    """By language, what its everyday words of doing and being end with: "-ющий", "-issant"."""
    trade_names: frozenset[str]
    """Of medicines and cleaners."""
    gates: tuple[Gate, ...]
    denied: Mapping[str, Denied]
    states: Mapping[str, Mapping[str, frozenset[str]]]
    """By language the words of `skin`, and what `opens` or `closes`: beside skin, words of wounds."""
    sounds: dict[str, str]
    """Cyrillic and Greek letters in Latin ones."""
    figures: Mapping[str, str]

    def __hash__(self) -> int:
        return id(self)

    @lru_cache(maxsize=16_384)  # noqa: B019 (one vocabulary a process)
    def of(self, word: str) -> Mapping[str, str]:
        """Languages in which `word` (plain) is known, each with its kind; of words glued together where each is known in one language."""
        known = self.listed(word)
        return known or (self._glued(word) if len(word) >= 2 * _LEAST_PIECE or word[:1] >= SPACELESS else _NOTHING)

    @lru_cache(maxsize=16_384)  # noqa: B019
    def listed(self, word: str) -> Mapping[str, str]:
        """The same of a word that stands in the data, by itself or as a stem with an ending of its language."""
        out = self._inflected(word)
        return {**out, **self.words.get(word, _NOTHING)} if out else self.words.get(word, _NOTHING)

    @lru_cache(maxsize=16_384)  # noqa: B019
    def heads_of(self, word: str) -> tuple[tuple[str, str], ...]:
        """Languages and kinds that a word (plain) is a head of."""
        return tuple(self.heads.told(word))

    @lru_cache(maxsize=16_384)  # noqa: B019
    def kinds_of(self, word: str, lang: str) -> frozenset[str]:
        """All the kinds of a word (plain) in a language, by itself and as a stem with an ending; empty of words glued together."""
        out = set(self.kinds.get(word, _NOTHING).get(lang, ()))
        for cut in range(len(word) - 1, 1, -1):
            if word[cut:] in self.endings.get(lang, ()) and lang in self.stems.get(word[:cut], _NOTHING):
                out |= self.kinds[word[:cut]][lang]
        return frozenset(out)

    def _inflected(self, word: str) -> dict[str, str]:
        out: dict[str, str] = {}
        for cut in range(len(word) - 1, 1, -1):
            for lang, kind in self.stems.get(word[:cut], _NOTHING).items():
                if word[cut:] in self.endings.get(lang, ()) and lang not in out and not self._drug(word, word[:cut]):
                    out[lang] = kind
        return out

    def _drug(self, word: str, stem: str) -> bool:
        """Whether an ending makes a drug's name of a word."""
        return self.ends.search(word) is not None or any(h in word and h not in stem for h in self.holds)

    def _glued(self, word: str) -> Mapping[str, str]:
        """Languages in which a run of letters is nothing but known words, two or more, each of three letters and more; in scripts without
        blanks of any length."""
        out = {}
        spaceless = word[0] >= SPACELESS
        least = 1 if spaceless else _LEAST_PIECE
        for lang in ("ja", "ko", "zh") if spaceless else LATIN_AND_CYRILLIC:
            ends: list[str | None] = [""] + [None] * len(word)
            pieces: list[tuple[int, ...]] = [()] * (len(word) + 1)
            for a in range(len(word)):
                so_far = ends[a]
                if so_far is None:
                    continue
                for b in range(a + least, min(len(word), a + 24) + 1):
                    kind = self.words.get(word[a:b], _NOTHING).get(lang)
                    if kind is not None and ends[b] in (None, BETWEEN):
                        ends[b] = so_far if so_far not in ("", BETWEEN) else kind
                        pieces[b] = (*pieces[a], b - a)
            short = 0 if len(pieces[-1]) > 2 and ends[-1] != _NAMED_SO else _LEAST_PIECE + (len(pieces[-1]) > 2)
            if ends[-1] and (spaceless or min(pieces[-1]) > short):
                out[lang] = ends[-1]
        return out


_NOTHING: Mapping[str, str] = MappingProxyType({})
LATIN_AND_CYRILLIC = ("en", "fr", "es", "de", "it", "pt", "nl", "pl", "ru", "uk", "tr", "id", "sv", "da", "no", "fi", "hu")


_KEPT: dict[str, Vocabulary] = {}


def of(lexicon: Lexicon) -> Vocabulary:
    """The vocabulary that the lexicon carries, made once for each version of it."""
    if lexicon.version not in _KEPT:
        _KEPT[lexicon.version] = _made(lexicon.label_words)
    return _KEPT[lexicon.version]


def _made(data: dict[str, Any]) -> Vocabulary:
    words: dict[str, dict[str, str]] = {}
    stems: dict[str, dict[str, str]] = {}
    kinds: dict[str, dict[str, frozenset[str]]] = {}
    for kind, lang, word in _words(data):
        table, lang = stems if word.endswith("*") else words, _language(lang)
        table.setdefault(plain(word), {}).setdefault(lang, kind)
        of = kinds.setdefault(plain(word), {})
        of[lang] = of.get(lang, frozenset()) | {kind}
    endings = {lang: frozenset(map(plain, told.split())) for lang, told in data["endings"].items()}
    for stem, known in stems.items():
        words.setdefault(stem, {}).update({lang: kind for lang, kind in known.items() if lang not in words.get(stem, {})})
    sayings = tuple(
        Saying(kind["kind"], lang, re.compile(rf"(?<![^ ])(?:{_folded(pattern)})(?![^ ])"))
        for kind in data["kinds"]
        for lang, patterns in (*kind["sayings"].items(), *((lang, _places(names)) for lang, names in kind["names_of"].items()))
        for pattern in patterns
    )
    resembles = data["resembles"]
    forms = frozenset(map(plain, data["forms"]))
    return Vocabulary(
        words=words,
        stems=stems,
        kinds=kinds,
        heads=Heads.of(
            {_language(lang): {k: list(map(_marked, w.split())) for k, w in told.items()} for lang, told in data["heads"].items()}
        ),
        endings=endings,
        sayings=sayings,
        said=frozenset(word for saying in sayings for word in re.findall(r"[^\W\d_]+", saying.regex.pattern)),
        codes=frozenset(k["kind"] for k in data["kinds"] if k["codes"]),
        names=frozenset(k["kind"] for k in data["kinds"] if k["names"]),
        percent=frozenset(plain(w) for words in data["percent"].values() for w in words.split()),
        forms=forms,
        glued_forms=tuple(sorted(f for f in forms if f[:1] >= SPACELESS)),
        streets=frozenset(map(plain, data["streets"])),
        street_ends=tuple(map(plain, data["street_ends"].split())),
        signs=frozenset(data["signs"]),
        vowels=frozenset(data["vowels"]),
        letters={_language(lang): frozenset(told) for lang, told in data["letters"].items()},
        denying=frozenset(plain(w) for said in data["denies"].values() for w in said.split()),
        open_ended={lang: frozenset(map(plain, said.split())) for lang, said in data["open_ended"].items()},
        also_names=frozenset(map(plain, data["also_names"].split())),
        accented=frozenset(data["accented"].split()),
        houses=_houses(data["houses"]),
        denies={lang: frozenset(map(plain, said.split())) for lang, said in data["denies"].items()},
        ends=re.compile(f"(?:{'|'.join(sorted(map(plain, resembles['ends'].split())))})$"),
        holds=tuple(sorted({plain(w) for w in resembles["holds"].split() if not w.startswith("=")})),
        is_one=frozenset(plain(w) for w in resembles["holds"].split() if w.startswith("=")),
        nouns=_nouns(data["no_brand"]),
        noun_ends={lang: tuple(map(plain, said.split())) for lang, said in data["no_brand_ends"].items()},
        trade_names=frozenset(map(plain, data["no_brand"][_EVERYWHERE].split())),
        gates=gates.made(data["gates"], plain),
        denied=_denied(data),
        states={lang: {g: frozenset(map(plain, w.split())) for g, w in told.items()} for lang, told in data["states"].items()},
        sounds=data["sounds"],
        figures=data["figures"],
    )


def _language(lang: str) -> str:
    return NEUTRAL if lang == _EVERYWHERE else lang


def _marked(word: str) -> str:
    """The plain form of a word of the data, with the sign before a whole one."""
    return ("=" if word.startswith("=") else "") + plain(word)


def _houses(told: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    names = sorted((tuple(plain_words(name).split()) for name in told.split(";")), key=len, reverse=True)
    return {first: tuple(n for n in names if n[0] == first) for first in {n[0] for n in names}}


def _nouns(told: Mapping[str, str]) -> dict[str, frozenset[str]]:
    out: dict[str, frozenset[str]] = {}
    for lang, said in told.items():
        for word in said.split() if lang != _EVERYWHERE else ():
            out[plain(word)] = out.get(plain(word), frozenset()) | {lang}
    return out


def _denied(data: Mapping[str, Any]) -> dict[str, Denied]:
    """What is denied without harm, by language; beside it also what a language's sayings deny by."""
    out = {}
    for lang, told in data["denied"].items():
        around = frozenset(map(plain, told["around"].split()))
        denies = frozenset(map(plain, (data["denies"].get(lang, "") + " " + told["by"]).split()))
        about = Words.of(map(_marked, told["about"].split()))
        out[lang] = Denied(about, around, denies)
    return out


def _words(data: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Every word with its kind and language; a stem keeps its asterisk."""
    for kind in data["kinds"]:
        for lang, words in kind["words"].items():
            for word in words.split():
                yield kind["kind"], lang, word if word.endswith("*") else plain(word)
        for lang, names in kind["names_of"].items():
            for name in names.split(","):
                if " " not in name.strip():
                    yield kind["kind"], lang, plain(name)


def _folded(pattern: str) -> str:
    """The pattern with its letters as a label's words are compared; what may stand between runs within a sentence."""
    return fold(pattern).translate(STROKES).replace(".{", "[^|]{")


def _places(names: str) -> list[str]:
    """The names of several words, as one saying."""
    long = [plain_words(n) for n in names.split(",") if " " in n.strip()]
    return ["|".join(sorted(long, key=len, reverse=True))] if long else []


def plain_words(text: str) -> str:
    """Words of a text, each plain, joined by single blanks."""
    return " ".join(filter(None, map(plain, re.findall(r"\w+", text))))
