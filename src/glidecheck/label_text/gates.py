"""Words that say together what none of them says alone: "after needling", "wait", "days". They are data: `gates` of label_words.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SPACELESS = "\u2e80"
"""The first of the scripts that set no blanks: there a word is looked for within a run."""
CLEAR = frozenset(("spoken", "figure", "hyaluronate", "companion", "house"))
"""Kinds of what other rules speak for, or names by itself: no gate takes them away."""
COUNT = "#"
"""In the data: any number above one and below `FEW`, which years are not."""
FEW = 100
"""A number from which it counts years or millilitres, and no actives or products of one box."""


@dataclass(frozen=True, slots=True)
class Words:
    """Beginnings of words, whole words, and what is looked for within runs of scripts without blanks; all plain."""

    starts: tuple[str, ...]
    whole: frozenset[str]
    within: tuple[str, ...]
    counts: bool
    """Whether a number above one is meant, too."""

    @classmethod
    def of(cls, told: Iterable[str]) -> Words:
        """From words as the data has them: `=` before a whole one."""
        all_of = tuple(told)
        words = tuple(w for w in all_of if w.strip("=") and w != COUNT)
        begins = tuple(w for w in words if not w.startswith("=") and w[:1] < SPACELESS)
        whole = frozenset(w[1:] for w in words if w.startswith("="))
        return cls(begins, whole, tuple(w for w in words if w[:1] >= SPACELESS), COUNT in all_of)

    def hold(self, word: str) -> bool:
        if self.counts and word.isdecimal():
            return 1 < int(word) < FEW
        return word in self.whole or word.startswith(self.starts) or (word[:1] >= SPACELESS and any(w in word for w in self.within))


@dataclass(frozen=True, slots=True)
class Gate:
    """`about` is not understood in a sentence that holds a word of `beside` too (None: in any), and one of `also` (None: whatever), or,
    with `alone`, that is one word; of more than `most` words (0: any number), or with a word of `unless`, it says nothing. No
    saying takes back what a `firm` one shuts."""

    about: Words
    beside: Words | None
    also: Words | None
    alone: bool
    most: int = 0
    unless: Words | None = None
    firm: bool = False

    def shut(self, sentence: Sequence[str]) -> list[int]:
        """The places of those words (plain) of a sentence that are not to be understood by themselves."""
        if (self.most and len(sentence) > self.most) or (self.unless is not None and any(map(self.unless.hold, sentence))):
            return []
        found = [n for n, w in enumerate(sentence) if self.about.hold(w)]
        beside = self.beside
        if not found or beside is None:
            return found
        # A run without blanks may hold both.
        others = any(beside.hold(w) and (n not in found or w[:1] >= SPACELESS) for n, w in enumerate(sentence))
        third = self.also is None or any(map(self.also.hold, sentence))
        return found if (others and third) or (self.alone and len(sentence) == 1) else []


def made(data: Sequence[Mapping[str, Any]], plain: Callable[[str], str]) -> tuple[Gate, ...]:
    """The gates of the lexicon's data; `plain` brings a word into the form that words are compared in."""

    def words(told: str) -> Words:
        return Words.of(w if w == COUNT else ("=" if w.startswith("=") else "") + plain(w) for w in told.split())

    def or_none(told: str) -> Words | None:
        return words(told) if told else None

    return tuple(
        Gate(
            words(g["about"]), or_none(g["beside"]), or_none(g["also"]), bool(g["alone"]), g["most"], or_none(g["unless"]), bool(g["firm"])
        )
        for g in data
    )
