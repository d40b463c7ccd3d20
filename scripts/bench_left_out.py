#!/usr/bin/env python3
"""What a name that the lexicon does not hold is corrected into: known names are left out, and printed undamaged in real lists.

    bench_left_out.py [--sample 2000] [--folds 20] [--seed 1] [--show]

Names that stand in at least two of the retail lists are drawn. A fold's names are taken out of the lexicon with all their synonyms, and
each is printed once among ten neighbours of a real list that are known. Of each name one of four things is told:

  unknown    it stands as it is printed and names nothing: right
  corrected  a name that is taken for another by likeness (fuzzy): wrong, and what this script measures
  part       an exact name of the lexicon within it is told ("Jojoba Oil" of "Hydrogenated Jojoba Oil")
  raised     a stem or a critical name within it: a danger may be told on weak evidence
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from bench_text import LISTS, critical, resolve, texts

from glidecheck import lexicon
from glidecheck.lexicon import Lexicon
from glidecheck.model import Match, Method
from glidecheck.text import key

AROUND = 10
"""Neighbours of a left-out name in its list."""


def without(known: Lexicon, numbers: set[int]) -> Lexicon:
    """The lexicon without the substances of these numbers: every key that stands for none but them is gone."""
    refs = {k: r for k, r in known._refs.items() if not known.numbers(k) <= numbers}
    return replace(known, version=f"{known.version} less {len(numbers)}", _refs=refs, _cache={})


def neighbours(path: Path, known: Lexicon, rng: random.Random) -> Iterator[list[str]]:
    """Runs of exact names as real lists hold them, for ever."""
    rows = list(texts(path))
    while True:
        parts = [p.strip() for p in re.split(r"[,;]", rng.choice(rows))]
        names = [p for p in parts if key(p) in known.keys and len(key(p)) > 3]
        if len(names) >= AROUND:
            start = rng.randrange(len(names) - AROUND + 1)
            yield names[start : start + AROUND]


def told(found: tuple[Match, ...], name: str, context: set[str]) -> tuple[str, str]:
    """What became of `name`, and the name that is told in its stead."""
    mine = [m for m in found if key(m.mention.printed) not in context]
    fuzzy = [m for m in mine if m.substances and m.method in (Method.FUZZY, Method.POSTERIOR)]
    wrong = next((m for m in fuzzy if not critical(m)), None)
    if wrong is not None:
        return "corrected", f"{wrong.mention.printed} -> {wrong.substances[0].name}"
    danger = next((m for m in mine if critical(m)), None)
    if danger is not None:
        return "raised", f"{danger.mention.printed} -> {danger.substances[0].name} ({danger.method.value})"
    part = next((m for m in mine if m.substances), None)
    return ("part", f"{name}: {part.mention.printed} -> {part.substances[0].name}") if part else ("unknown", name)


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--lists", type=Path, default=LISTS)
    ap.add_argument("--sample", type=int, default=2000, help="names left out")
    ap.add_argument("--folds", type=int, default=20, help="of the sample, each with a lexicon of its own")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--show", action="store_true", help="print each name that is told as something else")
    a = ap.parse_args()
    if not a.lists.is_file():
        print(f"no lists at {a.lists}: nothing measured", file=sys.stderr)
        return 0
    known, rng = lexicon.load(), random.Random(a.seed)
    drawn = rng.sample(sorted(known.common()), a.sample)
    runs = neighbours(a.lists, known, rng)
    tally: Counter[str] = Counter()
    for fold in range(a.folds):
        names = [n for n in drawn[fold :: a.folds] if known.numbers(key(n)) and known.lookup(key(n))]
        poorer = without(known, set().union(*(known.numbers(key(n)) for n in names)))
        for name in names:
            around = [n for n in next(runs) if key(n) in poorer.keys]
            at = rng.randrange(len(around) + 1)
            found = resolve(", ".join([*around[:at], name.capitalize(), *around[at:]]), poorer)
            what, instead = told(found, name, {key(n) for n in around})
            tally[what] += 1
            if a.show and what != "unknown":
                print(f"  {what:10} {instead}", flush=True)
    total = tally.total()
    print(f"{total} names left out: " + "  ".join(f"{what} {n} ({100 * n / total:.2f} %)" for what, n in tally.most_common()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
