"""Near twins: a ruled name and a name of other consequence that OCR could turn into one another.

Ruled are the names of retinoids, anaesthetics and the allow-list (core and silent glides). Two names are twins when what follows from
them differs and their weighted edit distance is at most 1.6, or 2 where both have ten glyphs or more (`spelling.distance`: 0.2 for a
look-alike glyph, 0.6 for one of the same build, 1 for any other). Names of fewer than four glyphs (three in scripts other than Latin) are
left out: they are never corrected, only read exactly. With these limits there are some 150 pairs, each acknowledged in lexicon/twins.csv.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from glidecheck.errors import LexiconError
from glidecheck.lexicon import schema
from glidecheck.lexicon.spelling import distance
from glidecheck.text import key, skeleton

COLUMNS = ("name", "twin", "distance", "told_apart")
NEAR = 1.6  # weighted letters up to which two names can be confused
NEAR_LONG = 2.0  # the same of two long names
LONG = 10  # letters from which a name is long
SHORT = 4  # letters of a name in Latin script below which it is no twin: everything resembles it
SHORT_OTHER = 3  # signs of a name in another script, the same

Bearing = frozenset[str]
"""What follows from a name: of retinoid, anaesthetic and glide, those it stands for."""


@dataclass(frozen=True, slots=True)
class Twin:
    """Two keys, in alphabetical order, and their weighted edit distance."""

    a: str
    b: str
    distance: float


def find(bearings: Mapping[str, Bearing]) -> list[Twin]:
    """The twins among these keys. Takes some three seconds for 40,000 names, most of them without a bearing."""
    bones = {k: skeleton(k) for k in bearings if len(k) >= (SHORT if k.isascii() else SHORT_OTHER)}
    by_length: dict[int, list[str]] = defaultdict(list)
    for k, bone in bones.items():
        by_length[len(bone)].append(k)
    lengths = {n: [bones[k] for k in ks] for n, ks in by_length.items()}
    found: set[Twin] = set()
    for k in sorted(k for k in bones if bearings[k]):
        for n in range(len(bones[k]) - 2, len(bones[k]) + 3):
            for _, _, at in process.extract(bones[k], lengths.get(n, []), scorer=Levenshtein.distance, score_cutoff=2, limit=None):
                other = by_length[n][at]
                if bearings[other] != bearings[k]:
                    d = distance(k, other)
                    if d <= (NEAR_LONG if min(len(k), len(other)) >= LONG else NEAR):
                        found.add(Twin(min(k, other), max(k, other), d))
    return sorted(found, key=lambda t: (t.distance, t.a, t.b))


def check(found: Iterable[Twin], path: Path) -> None:
    """Compares the twins with those acknowledged in twins.csv.

    Raises LexiconError for a pair without a reason, and for a line that is no pair any more.
    """
    known: dict[tuple[str, str], str] = {}
    for number, row in enumerate(schema.load_csv(path, COLUMNS), 2):
        pair = tuple(sorted((key(row["name"]), key(row["twin"]))))
        if pair in known:
            raise LexiconError(f"{path.name}, line {number}: {row['name']} and {row['twin']} stand twice", "Keep one of the two lines")
        known[pair[0], pair[1]] = row["told_apart"].strip()
    pairs = {(t.a, t.b) for t in found}
    if new := sorted(p for p in pairs if not known.get(p)):
        a, b = new[0]
        raise LexiconError(
            f"{path.name}: {a} and {b} are near twins, and nothing says how they are told apart ({len(new)} such pairs)",
            "Write the pairs: python scripts/build_lexicon.py --twins; then fill the column told_apart, or take the nearer name out",
        )
    if gone := sorted(set(known) - pairs):
        a, b = gone[0]
        raise LexiconError(f"{path.name}: {a} and {b} are no near twins ({len(gone)} such lines)", "Remove the line")
