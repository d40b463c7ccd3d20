"""lexicon/ -> src/glidecheck/lexicon/data/index.zip, the index the package carries.

python scripts/build_lexicon.py [--check]      --check writes nothing and exits with 4 when the index is stale
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from glidecheck.errors import Exit, LexiconError
from glidecheck.lexicon import CARRIED, schema, twins
from glidecheck.lexicon.build import bearings, build, read, stale
from glidecheck.text import key

FOLDER = Path(__file__).resolve().parent.parent / "lexicon"


def write_twins() -> int:
    """How many of the twins nothing is said of yet."""
    path = FOLDER / "twins.csv"
    said = {}
    if path.exists():
        said = {frozenset((key(r["name"]), key(r["twin"]))): r["told_apart"] for r in schema.load_csv(path, twins.COLUMNS)}
    table = read(FOLDER)
    rows = []
    for twin in twins.find(bearings(table)):
        names = [min((c.name for c in table.claims[k]), key=len) for k in (twin.a, twin.b)]
        rows.append((*names, f"{twin.distance:.1f}", said.get(frozenset((twin.a, twin.b)), "")))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(twins.COLUMNS)
        writer.writerows(rows)
    return sum(not r[3] for r in rows)


def main() -> int:
    try:
        if "--twins" in sys.argv[1:]:
            print(f"{write_twins()} pairs to be looked at in {FOLDER / 'twins.csv'}")
            return 0
        if "--check" in sys.argv[1:]:
            if stale(FOLDER, CARRIED):
                print("The carried index is stale. Build it: python scripts/build_lexicon.py", file=sys.stderr)
                return Exit.LEXICON
            return 0
        print(build(FOLDER, CARRIED), f"{CARRIED.stat().st_size / 1e6:.2f} MB")
    except LexiconError as error:
        print(f"{error}\n{error.next}", file=sys.stderr)
        return Exit.LEXICON
    return 0


if __name__ == "__main__":
    sys.exit(main())
