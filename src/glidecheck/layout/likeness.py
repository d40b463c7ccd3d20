"""How much a line of text looks like a piece of an ingredient list, and how much like prose."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from glidecheck.layout.limits import Lists
from glidecheck.lexicon import load
from glidecheck.lexicon.terms import either
from glidecheck.text import CYRILLIC_ALONE, GREEK_ALONE, fold, key, skeleton, worded

if TYPE_CHECKING:
    from glidecheck.lexicon import Lexicon

_WORD = re.compile(r"[^\W\d_]{2,}")
_PIECE = re.compile(r"[,;•·|*.:()\[\]/、，]+")


LIMITS = Lists()
_FOREIGN = re.compile(r"[\u0370-\u04ff]")
_OWN = re.compile(f"\\w*[{CYRILLIC_ALONE}{GREEK_ALONE}]")


_SIZED = re.compile(r"(?:[^\W\d_]+\s){1,3}\d{1,4}(?:[.,]\d+)?\s?(?:ml|mle|fl\.?\s?oz)\W*", re.IGNORECASE)


@cache
def _beside(lexicon: str) -> tuple[re.Pattern[str], re.Pattern[str]]:  # noqa: ARG001 - the words are those of this version
    """What an address holds; and what stands at a label's foot: how much is in it, how long it keeps, its batch."""
    contents, codes, contact = (either(load().terms(group), blank=" ") for group in ("contents", "foot", "contact"))
    return (
        re.compile(rf"www\.|https?:|@|\b{contact}\b|\+\d{{2}}[\d ()-]{{7,}}|\b1[-.(]\(?\d{{3}}", re.IGNORECASE),
        re.compile(
            rf"^\W*(?:{contents}\W+(?:wt\W+)?)?\d+(?:[.,]\d+)?\s*(?:ml|mle|g|kg|oz|fl|l)\b"
            rf"|^\W*{codes}\b[\s.:#]*\w*\d|^\W*\d{{1,2}}\s?M\W*$",
            re.IGNORECASE,
        ),
    )


_VOCABULARIES: dict[str, frozenset[str]] = {}


def vocabulary(lexicon: Lexicon) -> frozenset[str]:
    """Skeletons of the words (three letters and more) of every ruled name and of every name seen on real labels."""
    if lexicon.version in _VOCABULARIES:
        return _VOCABULARIES[lexicon.version]
    words = {skeleton(w) for name in lexicon.common() for w in _WORD.findall(fold(name)) if len(w) > 2}
    return _VOCABULARIES.setdefault(lexicon.version, frozenset(words - {skeleton(w) for w in lexicon.words("prose")}))


def names(text: str, lexicon: Lexicon) -> int:
    """How many pieces between separators are names of the lexicon, letter by letter."""
    return sum(bool(k) and len(k) > 2 and bool(lexicon.lookup(k)) for k in map(key, _PIECE.split(text)))


def likeness(text: str, lexicon: Lexicon) -> float:
    """The share (0 to 1) of the letters of `text` that stand in names of the lexicon or in words that such names are made of."""
    pieces = [p for p in _PIECE.split(text) if p.strip()]
    letters = known = 0
    words = vocabulary(lexicon)
    for piece in pieces:
        k = key(piece)
        size = sum(c.isalpha() for c in k)
        letters += size
        if len(k) > 2 and lexicon.lookup(k):
            known += size
        else:
            known += sum(len(w) for w in _WORD.findall(fold(piece)) if skeleton(w) in words)
    return known / letters if letters else 0.0


def turns(before: str, text: str) -> int:
    """Where `text` goes over to Cyrillic or Greek, behind print without a letter of theirs alone; -1 where it does not, or turns back."""
    first = _OWN.search(text)
    if first is None or _OWN.search(before):
        return -1
    at = first.start()
    letters = [c for c in text[at:] if c.isalpha()]
    return at if len(letters) >= LIMITS.worded and 2 * sum(bool(_FOREIGN.match(c)) for c in letters) > len(letters) else -1


def prose(text: str) -> int:
    """How many words of `text` only sentences have."""
    said = load().words("prose")
    return sum(w in said for w in _WORD.findall(fold(text)))


def contact(text: str) -> bool:
    """Whether `text` is an address, a firm, a web page, a telephone number, or the contents, date or batch of a pack."""
    return any(pattern.search(text) for pattern in _beside(load().version))


def sized(text: str) -> bool:
    """Whether `text` is a few words and how much is in the pack, as it stands at a label's foot: "Cavelle 15 ml"."""
    return _SIZED.fullmatch(text.strip()) is not None


def legible(text: str) -> bool:
    """Whether a reading holds text at all: a network that lacks a script's letters returns little but signs for it."""
    shown = sum(not c.isspace() for c in text)
    return worded(text) >= 0.5 and (len(text) < 8 or shown >= 0.5 * len(text))
