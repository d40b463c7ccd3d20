"""What a name is that no list holds: by the stem of a class ("-caine", in each script), or by a registry number (CAS, EC).

Both may raise a verdict and never lower one: a stem is tried where no exact name was found, and a number is the substance's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from glidecheck.model import GlideRole
from glidecheck.text import fold

if TYPE_CHECKING:
    from glidecheck.lexicon.index import Hit, Lexicon, Stem
    from glidecheck.model import Substance

MEDICINE = "unlisted-medicine"
"""The id of what an INN stem tells."""

_BLOCKS = (
    ("Latn", 0x41, 0x24F),
    ("Grek", 0x370, 0x3FF),
    ("Cyrl", 0x400, 0x52F),
    ("Hebr", 0x590, 0x5FF),
    ("Arab", 0x600, 0x6FF),
    ("Deva", 0x900, 0x97F),
    ("Beng", 0x980, 0x9FF),
    ("Thai", 0xE00, 0xE7F),
    ("Hani", 0x3040, 0xD7AF),
)
_CAS = re.compile(r"(?<![\d-])[1-9]\d{1,6}-\d{2}-\d(?![\d-])")
_EC = re.compile(r"(?<![\d-])\d{3}-\d{3}-\d(?![\d-])")
_NUMBER = re.compile(rf"(?:{_CAS.pattern})|(?:{_EC.pattern})")


@lru_cache(maxsize=16_384)
def _scripts(folded: str) -> frozenset[str]:
    """The scripts of a folded text's letters, as stems name them."""
    found = {"any"}
    for c in set(folded):
        found.update(script for script, first, last in _BLOCKS if first <= ord(c) <= last)
    return frozenset(found)


@lru_cache(maxsize=16_384)
def stem(name: str, lexicon: Lexicon) -> Stem | None:
    """The first stem that one name holds, None where it holds none."""
    return next((s for s, _, _ in _spans(fold(name), lexicon)), None)


def _spans(folded: str, lexicon: Lexicon) -> Iterator[tuple[Stem, int, int]]:
    scripts = _scripts(folded)
    for s in lexicon.stems:
        if s.script in scripts:
            for m in s.regex.finditer(folded):
                yield s, *m.span()


@lru_cache(maxsize=4096)
def spans(line: str, lexicon: Lexicon) -> tuple[tuple[str, int, int], ...]:
    """What the stems (those of medicines left out) and the numbers in a line of prose tell: id of the substance, and the place of the word
    (the whole line where folding it moves its letters)."""
    folded = fold(line)
    same = len(folded) == len(line)
    out = []
    for s, a, b in _spans(folded, lexicon):
        if s.of != MEDICINE:
            out.append((s.of, *(_word(folded, a, b) if same else (0, len(line)))))
    for m in _NUMBER.finditer(line):
        out += [(s.id, *m.span()) for s in lexicon.numbered(m.group())[:1] if s.classes and s.role is GlideRole.NONE]
    return tuple(dict.fromkeys(out))


def _word(text: str, a: int, b: int) -> tuple[int, int]:
    """A span widened to the words it is part of; in scripts without blanks it stays."""
    if text[a] >= "\u0e00":
        return a, b
    while a > 0 and text[a - 1].isalnum() and text[a - 1] < "\u0e00":
        a -= 1
    while b < len(text) and text[b].isalnum() and text[b] < "\u0e00":
        b += 1
    return a, b


def hits(of: str, lexicon: Lexicon) -> tuple[Hit, ...]:
    """What a stem's substance is, as a name's lookup gives it."""
    from glidecheck.lexicon.index import Hit

    substance = lexicon.substance(of)
    return (Hit(substance, "form", substance.name),)


def numbers(text: str) -> tuple[str, ...]:
    """The CAS and EC numbers in a text, as printed."""
    return tuple(m.group() for m in _NUMBER.finditer(text))


def numbered(text: str, lexicon: Lexicon) -> tuple[Hit, ...]:
    """What the CAS and EC numbers in a text stand for, the gravest first: of several numbers one may not hide behind another.

    () where there is none, or where one of them is unknown and none is of a class with a rule."""
    from glidecheck.lexicon.index import Hit

    found = [(number, lexicon.numbered(number)) for number in numbers(text)]
    hits = [Hit(s, "synonym", number) for number, known in found for s in known[:1]]
    hits.sort(key=lambda h: _gravity(h.substance))
    unknown = any(not known for _, known in found)
    return () if unknown and (not hits or _gravity(hits[0].substance) >= _PLAIN) else tuple(hits)


_PLAIN = 3
"""The rank of a substance of the allow-list or of the long tail."""


def _gravity(substance: Substance) -> int:
    """How grave a substance is: 0 a retinoid, 1 an anaesthetic, 2 another with a class, 3 one of the long tail, 4 one of the allow-list."""
    if "retinoid" in substance.classes:
        return 0
    if "anaesthetic" in substance.classes:
        return 1
    if substance.role in (GlideRole.CORE, GlideRole.SILENT):
        return _PLAIN + 1
    return 2 if substance.classes else _PLAIN
