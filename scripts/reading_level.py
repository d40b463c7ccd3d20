#!/usr/bin/env python3
"""How hard the English texts that are said to people are to read: their school grade, and their longest sentence.

    python scripts/reading_level.py              how many texts there are of each kind, and the ten hardest
    python scripts/reading_level.py --worst 40   the forty hardest
    python scripts/reading_level.py --check      exit 1 where a text is beyond grade 7 or 25 words

The grade is that of Flesch and Kincaid (1975): .39 words a sentence + 11.8 syllables a word - 15.59. A colon or a semicolon ends a sentence
for the grade, not for the count of words. Syllables are groups of vowels. Words without which nothing can be said here (EASY) count as two
syllables at most, as a name does in other measures; a name that is filled in counts as one word. Fewer than five words have no grade.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

from catalogues import ROOT, messages

GRADE, WORDS, LEAST = 7.0, 25, 5
EASY = frozenset(
    "breastfeeding breastfeed needling needled microneedling provider ingredient ingredients hyaluronic acid hyaluronate retinoid "
    "retinoids vitamin lidocaine numbing ibuprofen paracetamol acetaminophen".split()
)


class Text(NamedTuple):
    """One text with its `grade` (0 where it is too short for one) and the number of words in its longest sentence."""

    grade: float
    longest: int
    where: str
    words: str


def syllables(word: str) -> int:
    """Groups of vowels, a silent ending left off; at least one."""
    word = re.sub("[^a-z]", "", word.lower())
    spoken = re.sub("(?:[^laeiouy]es|[^td]ed|[^l]e)$", lambda m: m[0][0], word) if len(word) > 3 else word
    groups = max(1, len(re.findall("[aeiouy]+", spoken)))
    return min(2, groups) if word in EASY else groups


def measured(words: str, where: str) -> Text:
    """`words` with their grade and longest sentence."""
    told = re.sub(r"\{\w+\}", "name", words)
    parts = [split(s) for s in re.split(r"(?<=[.!?;:])\s+|\n", told)]
    parts = [p for p in parts if p]
    count = sum(map(len, parts))
    grade = 0.39 * count / len(parts) + 11.8 * sum(syllables(w) for p in parts for w in p) / count - 15.59 if count >= LEAST else 0.0
    return Text(round(grade, 1), max((len(split(s)) for s in re.split(r"(?<=[.!?])\s+|\n", told)), default=0), where, words)


def split(sentence: str) -> list[str]:
    """The words of a sentence."""
    return re.findall("[A-Za-z0-9'%-]+", sentence)


def texts() -> Iterator[Text]:
    """Every text in English: what rules, answers and the chat say, and the words of the phone page."""
    for text, where in messages().items():
        if not where[0].startswith("rule") or not where[0].endswith("short"):
            yield measured(text, where[0])
    page = ROOT / "src" / "glidecheck" / "service" / "page" / "words-en.json"
    for key, text in json.loads(page.read_text("utf-8")).items():
        yield measured(text, f"page {key}")


def beyond(text: Text) -> bool:
    """Whether a text is too hard."""
    return text.grade > GRADE or text.longest > WORDS


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--worst", type=int, default=10)
    ap.add_argument("--check", action="store_true")
    a = ap.parse_args()
    found = sorted(texts(), key=lambda t: (t.grade, t.longest), reverse=True)
    bad = [t for t in found if beyond(t)]
    for t in bad if a.check else found[: a.worst]:
        print(f"grade {t.grade:4.1f}, {t.longest:2d} words  {t.where}: {t.words}")
    mean = sum(t.grade for t in found) / len(found)
    print(f"{len(found)} texts: mean grade {mean:.1f}, {len(bad)} beyond grade {GRADE:.0f} or {WORDS} words", file=sys.stderr)
    return 1 if a.check and bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
