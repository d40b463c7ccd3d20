"""What a damaged name may be, and how far it may be believed.

The rule is asymmetric (design: never corrected towards safety). A name is taken for a retinoid or an anaesthetic on weak evidence; it is
taken for anything else only where the print is that name with slips in it, and no critical name is about as near. Digits and the letter of
a vitamin tell names apart and are never corrected. `guess` asks the deciders of `DECIDERS` in turn; the first that knows ends it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from math import log10

from glidecheck.lexicon import Lexicon
from glidecheck.lexicon.nearest import Near, Nearest
from glidecheck.lexicon.spelling import agree, distance, vitamin
from glidecheck.match.limits import Allowance, Names
from glidecheck.match.slips import Slips
from glidecheck.text import skeleton

LIMITS = Names()
_FIGURES = re.compile(r"\d+")


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
    part: bool = False
    """Whether the print holds it and more: another name that is made of it."""


class _Open(Enum):
    """What a decider says that leaves the question to the next one."""

    NEXT = "next"


_Decided = Guess | None | _Open


def allowed(limits: Allowance, length: int) -> float:
    """Weighted letters that may be wrong in a name of `length` glyphs."""
    return limits.share * length + limits.letters


class _Query:
    """Words that together are no name, and the names near them. What decides is asked first and the letters are compared last, of those
    names alone that it depends on."""

    __slots__ = ("_asked", "critical", "damaged", "harmless", "lexicon", "n", "nearest", "printed", "ranked", "slips", "words")

    def __init__(self, words: tuple[str, ...], nearest: Nearest, lexicon: Lexicon, *, damaged: bool) -> None:
        self.damaged = damaged
        self.words, self.nearest, self.lexicon = words, nearest, lexicon
        self.slips = Slips.of(lexicon, nearest)
        self.printed = "".join(words)
        self.n = len(self.printed)
        found = {c.key: c for c in nearest.search(self.printed, LIMITS.searched)}
        for c in nearest.critical(self.printed, LIMITS.searched_critical):
            if c.key not in found or c.distance < found[c.key].distance:
                found[c.key] = c
        self.ranked = sorted(found.values(), key=lambda c: (c.distance, -c.grave, c.key))
        self._asked: dict[str, bool] = {}
        self.harmless = sorted((c for c in self.ranked if c.grave < 2), key=lambda c: c.distance - _usual(lexicon, c))
        self.critical = [
            c
            for c in self.ranked
            if c.grave == 2
            and c.distance <= allowed(LIMITS.suspect, max(self.n, len(c.key)))
            and self.fits(c)
            and not _read(words, c.key, nearest)
            and (self.slips.may_be(words, c.key) or not self.slips.clean(words, c.key))
        ]

    def fits(self, c: Near) -> bool:
        """Whether the figures of a name and the letter of a vitamin are those of the print."""
        if c.key not in self._asked:
            self._asked[c.key] = agree(self.printed, c.key) and bool(vitamin(self.words, c.key))
        return self._asked[c.key]

    def close(self) -> Iterable[Near]:
        """The harmless names that are near enough, the likeliest first."""
        return (
            c
            for c in self.harmless
            if c.distance <= allowed(LIMITS.harmless, max(self.n, len(c.key))) + _common(self.lexicon, c) and self.fits(c)
        )

    def slipped(self, c: Near) -> bool:
        """Whether the print is this name with slips in it."""
        return self.slips.explain(self.words, c.key, common=self.lexicon.prior(c.key) >= LIMITS.common, damaged=self.damaged)


def guess(words: tuple[str, ...], nearest: Nearest, lexicon: Lexicon, *, damaged: bool = False) -> Guess | None:
    """What `words` (keys that together are no name) may be; None when they resemble nothing, or are another name. `damaged`: the print
    around them shows that its reader was often wrong."""
    if not LIMITS.shortest <= sum(map(len, words)) <= LIMITS.longest:
        return None
    q = _Query(words, nearest, lexicon, damaged=damaged)
    return next((found for decide in DECIDERS if (found := decide(q)) is not _Open.NEXT), None)


# ------------------------------------------------------------------ the deciders, in their order


def _letter_gone(q: _Query) -> _Decided:
    """The letter of a vitamin is gone. Where only vitamin A can be meant ("vitamin ? propionate") the danger is named; else all candidates
    are."""
    far = allowed(LIMITS.harmless, q.n) + 1

    def lost(c: Near) -> bool:
        return c.distance <= far and vitamin(q.words, c.key) is None and distance(q.printed, c.key) <= far

    if not q.ranked or not lost(q.ranked[0]):
        return _Open.NEXT
    torn = [c for c in q.ranked if c.distance <= q.ranked[0].distance + 1 and lost(c)]
    # Without a glyph in the letter's place ("vitamin complex") none is supplied.
    only = "?" in q.printed and all(c.grave == 2 for c in torn) and len(torn[0].key) > len("vitamine a")
    return Guess(
        tuple(c.key for c in torn[:4]),
        torn[0].distance,
        _score(torn[0], q.n) if only else 0.0,
        only,
        any(c.grave == 2 for c in torn),
    )


def _word_of_labels(q: _Query) -> _Decided:
    """A misread word of a label ("proein") that is nearer to that word than to a critical name."""
    if q.critical and q.n <= LIMITS.ordinary and q.nearest.ordinary(q.printed) < _nearest_critical(q)[0].distance:
        return None
    return _Open.NEXT


def _danger(q: _Query) -> _Decided:
    """A critical name that no harmless one is nearer than: named where the print is sure to be it, else a suspect."""
    if not q.critical:
        return _Open.NEXT
    c, sure = _nearest_critical(q)
    h = next(iter(q.close()), None)
    # Harmless names are held against it by the prices that it had itself.
    held = islice(filter(q.fits, q.harmless), LIMITS.rivals)
    rival = min(((min(x.distance, q.nearest.prices.distance(q.printed, x.key)), x.key) for x in held), default=(9.0, ""))
    if c.distance <= rival[0] + (allowed(LIMITS.lead, len(c.key)) if sure else 0.0):
        other = [x.key for x in q.critical if x is not c][:1] if h is None else [h.key]
        unread = 0 if sure else _unread(q.words, c, q.nearest)
        return Guess((c.key, *other), c.distance, _score(c, q.n), sure, True, skeleton(q.printed) == skeleton(c.key), unread=unread)
    held_against = (rival[1],) if rival[1] else ()
    return Guess((c.key, *held_against), c.distance, 0.0, False, True) if h is None else _Open.NEXT


def _nothing_near(q: _Query) -> _Decided:
    """No harmless name is near, or the letters of a retinoid would be corrected away."""
    h = next(iter(q.close()), None)
    return None if h is None or ("retin" in q.printed and "retin" not in h.key) else _Open.NEXT


def _other_letter(q: _Query) -> _Decided:
    """One glyph, the letter of a vitamin, is too little to mend other words by: "vitamin e concentrate" is no tocopheryl acetate where a
    critical name is nearer save for its letter."""
    h = next(iter(q.close()))
    near = (c for c in q.ranked if c.grave == 2 and vitamin(q.words, c.key) is False and distance(q.printed, c.key) <= h.distance)
    letter = next(near, None)
    if letter is None or not agree(q.printed, letter.key):
        return _Open.NEXT
    return Guess((letter.key, h.key), letter.distance, 0.0, False, True)


def _other_figure(q: _Query) -> _Decided:
    """Nor is a figure: "macrogol lauryl ether (0)" is no cetyl ether where the (9) of polidocanol is lost."""
    h = next(iter(q.close()))
    bare = _FIGURES.sub("", q.printed)
    apart = (c for c in q.ranked if c.grave == 2 and not agree(q.printed, c.key))
    figure = next((c for c in apart if distance(bare, _FIGURES.sub("", c.key)) < h.distance), None)
    return _Open.NEXT if figure is None else Guess((figure.key, h.key), figure.distance, 0.0, False, True, unread=1)


def _slip(q: _Query) -> _Decided:
    """The nearest harmless name that the print is with slips in it, believed where it leads every other; None for another name."""
    h = next(filter(q.slipped, q.close()), None)
    if h is None:
        return None
    same = q.lexicon.numbers(h.key)
    rivals = [
        c
        for c in q.harmless
        if c is not h and c.distance <= h.distance + LIMITS.beside and not same & q.lexicon.numbers(c.key) and q.fits(c)
    ]
    rivals += [c for c in q.critical if c.distance <= h.distance + allowed(LIMITS.lead, len(c.key))]
    edge = min((_edge(q.lexicon, h, r) for r in rivals), default=9.0)
    bones = skeleton(q.printed)
    only = bones == skeleton(h.key) and q.n >= LIMITS.glyphs and all(skeleton(r.key) != bones for r in rivals)
    near = [r.key for r in sorted(rivals, key=lambda r: r.distance)[:1] if r.distance <= h.distance + LIMITS.beside]
    return Guess((h.key, *near), h.distance, _score(h, q.n), only or edge >= LIMITS.margin, False, only)


DECIDERS: tuple[Callable[[_Query], _Decided], ...] = (
    _letter_gone,
    _word_of_labels,
    _danger,
    _nothing_near,
    _other_letter,
    _other_figure,
    _slip,
)


# ------------------------------------------------------------------ what they ask


def _nearest_critical(q: _Query) -> tuple[Near, bool]:
    """The critical name that is likeliest, and whether the print is sure to be it: near enough, and that name with slips in it."""
    sure = (c for c in q.critical if _distinct(q.words, c, q.nearest) and _anchored(c, q.lexicon) and q.slips.may_be(q.words, c.key))
    c = next(sure, None)
    return (q.critical[0], False) if c is None else (c, True)


def _usual(lexicon: Lexicon, c: Near) -> float:
    """Weighted letters that a name may be farther off for standing on many labels; among harmless names only."""
    return LIMITS.prior * log10(1 + lexicon.prior(c.key))


def _common(lexicon: Lexicon, c: Near) -> float:
    """Weighted letters more that may be wrong in a long name that stands on many labels: condensed print loses its thin letters."""
    return LIMITS.usual * len(c.key) * log10(1 + lexicon.prior(c.key)) if len(c.key) >= LIMITS.usual_from else 0.0


def _edge(lexicon: Lexicon, h: Near, r: Near) -> float:
    return (r.distance - _usual(lexicon, r)) - (h.distance - _usual(lexicon, h))


def _read(words: tuple[str, ...], name: str, nearest: Nearest) -> bool:
    """Whether a word of the print is plainly another than those of the name: "Protein" is no damaged procaine."""
    parts = nearest.words(name)
    return any(
        nearest.word(w) and w not in parts and not any(w in p or _within_slip(words, w, p, name, nearest) for p in parts) for w in words
    )


def _within_slip(words: tuple[str, ...], word: str, part: str, name: str, nearest: Nearest) -> bool:
    """Whether another word ("eter") is but a slip in a name that is there else ("4-aminobenzoic acid ethyl ester")."""
    return len(words) > 1 and 2 * len(part) < len(name) and nearest.prices.distance(word, part) <= LIMITS.slip * len(part)


def _distinct(words: tuple[str, ...], c: Near, nearest: Nearest) -> bool:
    """Whether what remains without the words that both share is near enough: "encapsulated teasel" is not encapsulated retinol."""
    if len(words) > len(nearest.words(c.key)) and c.distance > LIMITS.torn * len(c.key):
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
    return len(a) if distance(a, b) <= allowed(LIMITS.suspect, max(len(a), len(b))) else 0


def _near(printed: str, name: str, length: int, nearest: Nearest) -> bool:
    """Whether so few letters differ that the print may be believed to be the name: by the one distance, or well by the other."""
    return distance(printed, name) <= allowed(LIMITS.critical, length) or nearest.prices.distance(printed, name) <= allowed(
        LIMITS.priced, length
    )


def _anchored(c: Near, lexicon: Lexicon) -> bool:
    """A short critical name, a brand or a dosage form is believed only where most letters agree: two wrong of six make another word."""
    if lexicon.lookup(c.key)[0].kind in ("brand", "abbreviation", "combination"):
        return c.distance <= LIMITS.brand * len(c.key)
    if len(c.key) >= LIMITS.whole:
        return True
    return c.distance <= (LIMITS.short * len(c.key) if len(c.key) >= LIMITS.brief_to else LIMITS.brief)


def _score(c: Near, n: int) -> float:
    return round(max(0.0, min(0.99, 1 - c.distance / max(n, len(c.key)))), 3)
