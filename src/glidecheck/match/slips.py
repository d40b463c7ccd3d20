"""Whether a print can be a known name with slips in it, or is another name that looks like it.

Most names that a lexicon lacks look like one that it holds: "Rosa canina seed extract" and "... leaf extract", "decylene glycol" and
"hexylene glycol". Their letters are no errors, and two things show it: the words are words that names have, and where they differ from the
known name they read as words do. A slip, of a finger or of OCR, makes letters stand together that no word holds together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glidecheck.lexicon.nearest import Nearest
from glidecheck.lexicon.spelling import Error
from glidecheck.match.limits import Errors
from glidecheck.text import HOMOGLYPHS

if TYPE_CHECKING:
    from glidecheck.lexicon import Lexicon

LIMITS = Errors()


@dataclass(frozen=True, slots=True)
class _Part:
    """A word of the print, where it stands in the print without blanks, and the errors in it."""

    text: str
    start: int
    errors: tuple[Error, ...]


class Slips:
    """What letters stand together in the words of the lexicon. Built once a lexicon."""

    __slots__ = ("_counts", "_nearest", "_runs")

    def __init__(self, nearest: Nearest) -> None:
        self._nearest = nearest
        self._counts = nearest.vocabulary
        self._runs = frozenset(f"^{w}$"[i : i + LIMITS.run] for w in self._counts for i in range(max(1, len(w) + 3 - LIMITS.run)))

    @classmethod
    def of(cls, lexicon: Lexicon, nearest: Nearest) -> Slips:
        """Those of this lexicon."""
        cache = lexicon._cache
        if "slips" not in cache:
            cache["slips"] = cls(nearest)
        return cache["slips"]  # type: ignore[no-any-return]

    def explain(self, words: tuple[str, ...], name: str, *, common: bool = False, damaged: bool = False) -> bool:
        """Whether `words` (keys, in the order of the print) can be `name` (a key) with slips in it and nothing else. Of a name that is
        `common` on labels one error is believed in a long word, though the letters may stand so in a word; in print that is `damaged` all
        over any error is, in a word that is no other."""
        errors = self._errors("".join(words), name)
        if _gap(errors):
            return False
        ways = [self._slipped, self._easy if common else self._frequent] + [self._wrong] * damaged
        return any(
            all(any(way(p) for way in ways) for p in _parts(form, errors) if p.errors)
            for form in dict.fromkeys((words, self._untorn(words)))
        )

    def _untorn(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The words, two that nobody knows side by side as one: a line's end tears a name where its hyphen is lost."""
        out: list[str] = []
        for n, w in enumerate(words):
            if n and not self._known(w) and not self._known(words[n - 1]) and out[-1] == words[n - 1]:
                out[-1] += w
            else:
                out.append(w)
        return tuple(out)

    def _wrong(self, p: _Part) -> bool:
        """Whether a word with errors is no other word, and most of it is right."""
        return not self._meant(p) and sum(e.price for e in p.errors) <= max(1.0, LIMITS.share * len(p.text))

    def may_be(self, words: tuple[str, ...], name: str) -> bool:
        """The same on weaker evidence, for a retinoid or an anaesthetic: how many letters differ, be they odd or not."""
        errors = self._errors("".join(words), name)
        return not _gap(errors) and all(self._likely(p) for p in _parts(words, errors) if p.errors)

    def _likely(self, p: _Part) -> bool:
        """Whether a word with errors is one of a critical name."""
        if not p.text.isascii():  # of other scripts too few words are known to tell what is odd
            return sum(e.price for e in p.errors) <= max(1.0, LIMITS.share * len(p.text))
        few = sum(e.price for e in p.errors) <= max(1.0, LIMITS.share_critical * len(p.text))
        odd = few or all(self._odd(p, e) for e in p.errors if e.price > LIMITS.look)
        return odd and not self._known(p.text) and _plain(p) <= _room(p, LIMITS.one_critical, LIMITS.two_critical)

    def clean(self, words: tuple[str, ...], name: str) -> bool:
        """Whether every word of the print that differs from `name` reads as words do: what is printed is then likely what was meant."""
        errors = self._errors("".join(words), name)
        return all(self._known(p.text) or not any(self._odd(p, e) for e in p.errors) for p in _parts(words, errors) if p.errors)

    def _errors(self, printed: str, name: str) -> tuple[Error, ...]:
        """The errors, less letters of two scripts that print the same."""
        found = self._nearest.prices.errors(printed, name)
        return tuple(e for e in found if printed[e.start : e.end].translate(HOMOGLYPHS) != e.meant.translate(HOMOGLYPHS))

    def known(self, words: Iterable[str]) -> bool:
        """Whether each of these is a word of a name."""
        return all(map(self._known, words))

    def wordlike(self, words: Iterable[str]) -> bool:
        """Whether each of these words is a word of a name, or made of letters that stand together in such words."""
        return all(self._known(w) or all(r in self._runs for r in _runs(w, 0, len(w))) for w in words)

    def _meant(self, p: _Part) -> bool:
        """Whether a word with errors is a word of names by itself, and not but a misprint of the very inventory: "fitrate" stands in one
        name, "filtrate" in hundreds."""
        if not self._known(p.text):
            return False
        return not 0 < self._counts.get(p.text, 0) * LIMITS.rarer <= self._counts.get(_word(p), 0)

    def _known(self, word: str) -> bool:
        return len(word) >= LIMITS.word and self._nearest.word(word)

    def _odd(self, p: _Part, e: Error) -> bool:
        """Whether no word has the letters around an error as the print has them."""
        return any(r not in self._runs for r in _runs(p.text, e.start - p.start, e.end - p.start))

    def _easy(self, p: _Part) -> bool:
        """Whether no more than one letter is wrong in a longer word that is no other."""
        if p.errors[0].start == p.start and p.errors[0].price > LIMITS.look:
            return False  # "simethicone" is no dimethicone
        return len(p.text) >= LIMITS.easy and sum(e.price for e in p.errors) <= 1.0 and not self._meant(p)

    def _frequent(self, p: _Part) -> bool:
        """The same of a word that many names have: "crosspolyme"."""
        return self._counts.get(_word(p), 0) >= LIMITS.frequent and self._easy(p)

    def _slipped(self, p: _Part) -> bool:
        """Whether the errors in one word are slips."""
        if self._meant(p):
            return False
        if len(p.text) < LIMITS.word:
            return all(e.price <= LIMITS.look for e in p.errors)
        if len(p.errors) > 1 and p.errors[0].start == p.start and p.errors[0].price >= LIMITS.plain:
            return False  # "ketamine" is no "vitamine": what is misread begins right, or is misread in one place
        return (
            sum(e.price for e in p.errors) <= max(1.0, LIMITS.share * len(p.text))
            and _plain(p) <= _room(p, LIMITS.one, LIMITS.two)
            and all(e.price <= LIMITS.look or self._odd(p, e) for e in p.errors)
        )


def _word(p: _Part) -> str:
    """The word of the name that a word with errors stands for."""
    out = p.text
    for e in reversed(p.errors):
        out = out[: e.start - p.start] + e.meant + out[e.end - p.start :]
    return out


def _plain(p: _Part) -> int:
    """Errors of a word that are no measured confusion."""
    return sum(e.price >= LIMITS.plain for e in p.errors)


def _room(p: _Part, *least: int) -> int:
    """How many such errors a word of its length may have."""
    return sum(len(p.text) >= n for n in least)


def _gap(errors: tuple[Error, ...]) -> bool:
    """Whether so many letters were put in or lost at one place that it is a word."""
    run, at, put = 0, -1, False
    for e in errors:
        one = not e.meant or e.start == e.end
        goes_on = one and run and (e.start == at) and put is not bool(e.meant)
        run = (run + 1 if goes_on else 1) if one else 0
        at, put = e.end, not e.meant
        if run >= LIMITS.lost:
            return True
    return False


def _parts(words: tuple[str, ...], errors: tuple[Error, ...]) -> list[_Part]:
    """The words, each with its errors; a letter lost between two words is of the first."""
    out: list[_Part] = []
    at = 0
    left = list(errors)
    for w in words:
        end = at + len(w)
        mine = [e for e in left if e.start < end or (e.start == e.end == end)]
        left = [e for e in left if e not in mine]
        out.append(_Part(w, at, tuple(mine)))
        at = end
    return out


def _runs(word: str, start: int, end: int) -> list[str]:
    """The runs of letters of a word that hold its characters `start:end`, or for none of them the place between two."""
    held = f"^{word}$"
    a, b = start + 1, max(end + 1, start + 1)
    if start == end:  # a letter is missing before `start`: the runs that reach over that place
        first, last = a - LIMITS.run + 1, a - 1
    else:
        first, last = a - LIMITS.run + 1, b - 1
    return [held[i : i + LIMITS.run] for i in range(max(0, first), min(last, max(0, len(held) - LIMITS.run)) + 1)] or [held]
