"""Denials that a pack prints in a hundred wordings and that keep nothing off the skin: "do not freeze", "avoid contact with eyes".

A sentence is one where it denies, speaks of eyes, frost, animals or a second use, and holds no other word than such sentences need. The
words are data: `denied` of lexicon/label_words/. One word more ("do not use on the skin around the eyes") and it is not understood. What is
damaged, broken, burnt or opened is not among them: it may be the skin ("do not apply to a damaged area").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from glidecheck.label_text.gates import Words


@dataclass(frozen=True, slots=True)
class Denied:
    """By language: what is denied without harm, what else such a sentence holds, and the words that deny."""

    about: Words
    around: frozenset[str]
    denies: frozenset[str]

    def says(self, clause: Sequence[str]) -> bool:
        """Whether these words (plain) deny nothing but that."""
        return (
            any(w in self.denies for w in clause)
            and any(self.about.hold(w) for w in clause)
            and all(w in self.denies or w in self.around or self.about.hold(w) for w in clause)
        )


def languages(clause: Sequence[str], denied: Mapping[str, Denied]) -> tuple[str, ...]:
    """The languages in which a clause is such a denial."""
    return tuple(lang for lang, told in denied.items() if told.says(clause))
