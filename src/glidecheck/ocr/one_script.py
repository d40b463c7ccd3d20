"""A word is written in one script: of letters that print alike the head cannot tell which, its neighbours in the word can.

Shown a Cyrillic word the label head gives half of its belief in an "a" to the Greek alpha and a little to the Latin letter. Per word the
script is taken in which the word reads best as a whole, and what its look-alikes of other scripts were given is given to its own letter.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from glidecheck.ocr.limits import Scripts
from glidecheck.text import HOMOGLYPHS

if TYPE_CHECKING:
    import numpy.typing as npt

    from glidecheck.ocr.network import Probabilities

SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")
"""As the names of their letters begin (Unicode)."""
LIMITS = Scripts()
_NOTHING = 1e-6  # probability, of a letter that no column shows: a logarithm needs some
_CAPITALS = {"\u0413": "\u0393", "\u041f": "\u03a0", "\u0424": "\u03a6", "\u0444": "\u03c6"}
"""Cyrillic letters that print as a Greek one and as no Latin one."""


@lru_cache(maxsize=2)
def _scripts(characters: tuple[str, ...]) -> npt.NDArray[np.intp]:
    """Per character the place of its script in SCRIPTS; -1 for signs, figures, the blank and the space."""
    names = [unicodedata.name(c, "") if len(c) == 1 and c.isalpha() else "" for c in characters]
    return np.array([next((n for n, s in enumerate(SCRIPTS) if name.startswith(s + " ")), -1) for name in names], np.intp)


@lru_cache(maxsize=2)
def _twins(characters: tuple[str, ...]) -> tuple[tuple[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]], ...], ...]:
    """Per script, for each other one: its letters that look like one of the script, and which."""
    of = _scripts(characters)
    shape = [c.translate(HOMOGLYPHS) if len(c) == 1 else c for c in (_CAPITALS.get(c, c) for c in characters)]
    out = []
    for script in range(len(SCRIPTS)):
        own = {shape[n]: n for n in np.flatnonzero(of == script)[::-1].tolist()}
        pairs = []
        for other in range(len(SCRIPTS)):
            alike = [n for n in np.flatnonzero(of == other).tolist() if other != script and shape[n] in own]
            pairs.append((np.array(alike, np.intp), np.array([own[shape[n]] for n in alike], np.intp)))
        out.append(tuple(pairs))
    return tuple(out)


def _gathered(chances: Probabilities, characters: tuple[str, ...], script: int) -> Probabilities:
    """`chances` in which the letters of a script have what they and their look-alikes hold, and those of other scripts nothing."""
    of = _scripts(characters)
    out = np.where((of == script) | (of < 0), chances, np.float32(0))
    for alike, own in _twins(characters)[script]:
        np.add.at(out.T, own, chances.T[alike])
    return out


def in_one_script(chances: Probabilities, characters: tuple[str, ...]) -> Probabilities:
    """(columns, characters) `chances`, in each word only letters of one script; what no letter of it looks like is lost, so that a word in
    no script is less believed than before."""
    of = _scripts(characters)
    best = chances.argmax(axis=1)
    letter = of[best] >= 0
    words: list[npt.NDArray[np.intp]] = []
    for is_word, columns in groupby(range(len(best)), key=lambda c: bool(letter[c]) or best[c] == 0):
        span = np.fromiter(columns, np.intp)
        if is_word and letter[span].any():
            words.append(span)
    if not words:
        return chances
    gathered = [_gathered(chances, characters, script) for script in range(len(SCRIPTS))]
    scores = np.array([[_log(g[span][letter[span]][:, of == s]) for s, g in enumerate(gathered)] for span in words])
    scores[:, 0] += LIMITS.alike
    scores[:, scores.sum(axis=0).argmax()] += LIMITS.lean
    out = chances.copy()
    for span, script in zip(words, scores.argmax(axis=1).tolist(), strict=True):
        out[span] = gathered[script][span]
    return out


def _log(letters: Probabilities) -> float:
    """How well (columns, letters of one script) read: the sum of the logs of the best."""
    return float(np.log(np.maximum(letters.max(axis=1), _NOTHING)).sum())
