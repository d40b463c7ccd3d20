"""What a sentence speaks of: a word counts only where the sentence holds a head of the word's kind.

"Glass" is a word of packaging, and so is "dust"; "dust and water in a glass" says nothing of packaging, as nothing in it stores, protects
or throws away. "Morning" and "drops" are words of directions; "ten drops every morning" does not say that anything is put on skin. The
heads are data: `heads` of lexicon/label_words/, by kind. A language without any is read as if each word were its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heads:
    """Beginnings of words and whole words (plain), each with the languages and kinds that it is a head of."""

    starts: Mapping[str, frozenset[tuple[str, str]]]
    whole: Mapping[str, frozenset[tuple[str, str]]]
    languages: frozenset[str]

    @classmethod
    def of(cls, told: Mapping[str, Mapping[str, Sequence[str]]]) -> Heads:
        """From words by language and kind as the data has them: `=` before a whole one."""
        starts: dict[str, set[tuple[str, str]]] = {}
        whole: dict[str, set[tuple[str, str]]] = {}
        for lang, kinds in told.items():
            for kind, words in kinds.items():
                for w in words:
                    (whole if w.startswith("=") else starts).setdefault(w.lstrip("="), set()).add((lang, kind))
        return cls({w: frozenset(k) for w, k in starts.items()}, {w: frozenset(k) for w, k in whole.items()}, frozenset(told))

    def told(self, word: str) -> Iterator[tuple[str, str]]:
        """Languages and kinds that a word (plain) is a head of."""
        yield from self.whole.get(word, ())
        for n in range(2, len(word) + 1):
            yield from self.starts.get(word[:n], ())
