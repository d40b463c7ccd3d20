"""What a damaged name may be, and how far it may be believed.

The rule is asymmetric (design: never corrected towards safety). A name is taken for a retinoid or an anaesthetic on weak evidence; it is
taken for anything else only when no such name is about as near. Digits and the letter of a vitamin tell names apart and are never
corrected.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from math import log10

from glidecheck.lexicon import Hit, Lexicon
from glidecheck.lexicon.nearest import Near, Nearest
from glidecheck.lexicon.spelling import agree, distance, vitamin
from glidecheck.text import skeleton

# Shares of a name's length that may be wrong, in weighted letters (nearest.distance), and an allowance on top. Measured by
# scripts/bench_text.py.
HARMLESS = (0.15, 0.1)
CRITICAL = (0.2, 0.3)
PRICED = (0.15, 0.3)  # the same by measured prices, which are lower
SUSPECT = (0.32, 0.5)
# A harmless name must be nearer than a critical one by this much to be believed, and than another harmless one by MARGIN.
LEAD = (0.0, 0.5)
MARGIN = 0.35
TORN = 0.12
"""Share of a name that may be wrong when it is also torn into more words than it has."""
COMMON = 0.04
LONGEST = 160
"""Glyphs of a damaged name that is looked up."""
_FIGURES = re.compile(r"\d+")
SHORT = 0.2
"""Share of a critical name of eight letters at most that may be wrong: "eucate" is a scrap of print, and no eucaine."""
SLIP = 0.25
"""Share of one of several words that may be wrong though what is printed is a word too."""
NEAR = 1.0
"""Weighted letters by which another name may be farther off and still be named beside the one that is believed."""
RIVALS = 3
"""Harmless names that are held against a critical one."""
ORDINARY = 9
"""Letters up to which a misread word of a label ("proein") may look like a critical name."""
PRIOR = 0.08
"""Weighted letters that a ten times more common name may be farther off; among harmless names only."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The names that a damaged name may be, the likeliest first. `named` is False where none may be believed: then it stays unknown."""

    keys: tuple[str, ...]
    distance: float
    score: float
    named: bool
    critical: bool
    glyphs_only: bool = False
    heard: bool = False
    """Whether the network's own probabilities speak for it, and not the string."""
    unread: int = 0
    """Glyphs of the words that a suspected critical name leaves unread, where its other words stand in the print; else 0."""


def allowed(limits: tuple[float, float], length: int) -> float:
    """Weighted letters that may be wrong in a name of `length` glyphs."""
    return limits[0] * length + limits[1]


def guess(words: tuple[str, ...], nearest: Nearest, lexicon: Lexicon) -> Guess | None:
    """What `words` (keys that together are no name) may be; None when they resemble nothing."""
    printed = "".join(words)
    n = len(printed)
    if not 4 <= n <= LONGEST:
        return None
    found = {c.key: c for c in nearest.search(printed, 6)}
    for c in nearest.critical(printed, 4):
        if c.key not in found or c.distance < found[c.key].distance:
            found[c.key] = c
    ranked = sorted(found.values(), key=lambda c: (c.distance, -c.grave, c.key))
    far = allowed(HARMLESS, n) + 1

    def lost(c: Near) -> bool:
        return c.distance <= far and vitamin(words, c.key) is None and distance(printed, c.key) <= far

    if ranked and lost(ranked[0]):
        # The letter is gone. Where only vitamin A can be meant ("vitamin ? propionate") the danger is named; else all candidates are.
        torn = [c for c in ranked if c.distance <= ranked[0].distance + 1 and lost(c)]
        only = all(c.grave == 2 for c in torn) and len(torn[0].key) > len("vitamine a")
        return Guess(
            tuple(c.key for c in torn[:4]), torn[0].distance, _score(torn[0], n) if only else 0.0, only, any(c.grave == 2 for c in torn)
        )

    # What decides is asked first and the letters are compared last, of those names alone that it depends on.
    asked: dict[str, bool] = {}

    def fits(c: Near) -> bool:
        if c.key not in asked:
            asked[c.key] = agree(printed, c.key) and bool(vitamin(words, c.key))
        return asked[c.key]

    harmless = sorted((c for c in ranked if c.grave < 2), key=lambda c: c.distance - PRIOR * log10(1 + lexicon.prior(c.key)))
    critical = [
        c
        for c in ranked
        if c.grave == 2 and c.distance <= allowed(SUSPECT, max(n, len(c.key))) and fits(c) and not _read(words, c.key, nearest)
    ]
    h = next((c for c in harmless if c.distance <= allowed(HARMLESS, max(n, len(c.key))) + _common(lexicon, c) and fits(c)), None)
    if critical:
        sure = [c for c in critical if _distinct(words, c, nearest) and _anchored(c, lexicon)]
        c = sure[0] if sure else critical[0]
        # Harmless names are held against it by the prices that it had itself.
        held = islice(filter(fits, harmless), RIVALS)
        rival = min(((min(x.distance, nearest.prices.distance(printed, x.key)), x.key) for x in held), default=(9.0, ""))
        if n <= ORDINARY and nearest.ordinary(printed) < c.distance:
            return None
        if c.distance <= rival[0] + (allowed(LEAD, len(c.key)) if sure else 0.0):
            other = [x.key for x in critical if x is not c][:1] if h is None else [h.key]
            unread = 0 if sure else _unread(words, c, nearest)
            return Guess((c.key, *other), c.distance, _score(c, n), bool(sure), True, skeleton(printed) == skeleton(c.key), unread=unread)
        if h is None:
            return Guess((c.key, rival[1]), c.distance, 0.0, False, True)
    if h is None or ("retin" in printed and "retin" not in h.key):
        return None  # the letters of a retinoid are not corrected away
    # One glyph, the letter of a vitamin, is too little to mend other words by: "vitamin e concentrate" is no tocopheryl acetate where a
    # critical name is nearer save for its letter.
    letter = next((c for c in ranked if c.grave == 2 and vitamin(words, c.key) is False and distance(printed, c.key) <= h.distance), None)
    if letter is not None and agree(printed, letter.key):
        return Guess((letter.key, h.key), letter.distance, 0.0, False, True)
    # Nor is a figure: "macrogol lauryl ether (0)" is no cetyl ether where the (9) of polidocanol is lost.
    bare = _FIGURES.sub("", printed)
    apart = (c for c in ranked if c.grave == 2 and not agree(printed, c.key))
    figure = next((c for c in apart if distance(bare, _FIGURES.sub("", c.key)) < h.distance), None)
    if figure is not None:
        return Guess((figure.key, h.key), figure.distance, 0.0, False, True, unread=1)
    same = lexicon.numbers(h.key)
    rivals = [c for c in harmless if c is not h and c.distance <= h.distance + NEAR and not same & lexicon.numbers(c.key) and fits(c)]
    rivals += [c for c in critical if c.distance <= h.distance + allowed(LEAD, len(c.key))]
    edge = min((_edge(lexicon, h, r) for r in rivals), default=9.0)
    bones = skeleton(printed)
    only = bones == skeleton(h.key) and n >= 5 and all(skeleton(r.key) != bones for r in rivals)
    near = [r.key for r in sorted(rivals, key=lambda r: r.distance)[:1] if r.distance <= h.distance + NEAR]
    return Guess((h.key, *near), h.distance, _score(h, n), only or edge >= MARGIN, False, only)


def _common(lexicon: Lexicon, c: Near) -> float:
    """Weighted letters more that may be wrong in a long name that stands on many labels: condensed print loses its thin letters."""
    return COMMON * len(c.key) * log10(1 + lexicon.prior(c.key)) if len(c.key) >= 8 else 0.0


def _edge(lexicon: Lexicon, h: Near, r: Near) -> float:
    return (r.distance - PRIOR * log10(1 + lexicon.prior(r.key))) - (h.distance - PRIOR * log10(1 + lexicon.prior(h.key)))


def _read(words: tuple[str, ...], name: str, nearest: Nearest) -> bool:
    """Whether a word of the print is plainly another than those of the name: "Protein" is no damaged procaine."""
    parts = nearest.words(name)
    return any(nearest.word(w) and w not in parts and not any(w in p or _slip(words, w, p, name, nearest) for p in parts) for w in words)


def _slip(words: tuple[str, ...], word: str, part: str, name: str, nearest: Nearest) -> bool:
    """Whether another word ("eter") is but a slip in a name that is there else ("4-aminobenzoic acid ethyl ester")."""
    return len(words) > 1 and 2 * len(part) < len(name) and nearest.prices.distance(word, part) <= SLIP * len(part)


def _distinct(words: tuple[str, ...], c: Near, nearest: Nearest) -> bool:
    """Whether what remains without the words that both share is near enough: "encapsulated teasel" is not encapsulated retinol."""
    if len(words) > len(nearest.words(c.key)) and c.distance > TORN * len(c.key):
        return False
    a, b = _apart(words, c, nearest)
    if not a or not b or len(b) == len(c.key):
        return _near("".join(words), c.key, len(c.key), nearest)
    return _near(a, b, max(len(b), 8), nearest)


def _apart(words: tuple[str, ...], c: Near, nearest: Nearest) -> tuple[str, str]:
    """What remains of the print and of the name without the words that both share."""
    parts = list(nearest.words(c.key))
    left = []
    for w in words:
        if w in parts:
            parts.remove(w)
        else:
            left.append(w)
    return "".join(left), "".join(parts)


def _unread(words: tuple[str, ...], c: Near, nearest: Nearest) -> int:
    """Glyphs of what the print does not share with the name, where that resembles what is left of the name: then "rotnovl
    oligopeptide-161" is one suspect, and no oligopeptide beside a word that nobody knows."""
    a, b = _apart(words, c, nearest)
    if not a or not b or len(b) == len(c.key):
        return 0
    return len(a) if distance(a, b) <= allowed(SUSPECT, max(len(a), len(b))) else 0


def _near(printed: str, name: str, length: int, nearest: Nearest) -> bool:
    """Whether so few letters differ that the print may be believed to be the name: by the one distance, or well by the other."""
    return distance(printed, name) <= allowed(CRITICAL, length) or nearest.prices.distance(printed, name) <= allowed(PRICED, length)


def _anchored(c: Near, lexicon: Lexicon) -> bool:
    """A short critical name, a brand or a dosage form is believed only where most letters agree: two wrong of six make another word."""
    if lexicon.lookup(c.key)[0].kind in ("brand", "abbreviation", "combination"):
        return c.distance <= 0.07 * len(c.key)
    if len(c.key) >= 9:
        return True
    return c.distance <= (SHORT * len(c.key) if len(c.key) >= 6 else 0.7)


def _score(c: Near, n: int) -> float:
    return round(max(0.0, min(0.99, 1 - c.distance / max(n, len(c.key)))), 3)


def first(lexicon: Lexicon, key: str) -> Hit:
    """The gravest hit of a known key."""
    return lexicon.lookup(key)[0]
