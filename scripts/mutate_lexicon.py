#!/usr/bin/env python3
"""Deletes, one at a time and in memory, every retinoid and anaesthetic entry, every name of theirs, every rule and every file of lexicon/
rules and lexicon/substances, and asserts what the tests assert: whatever nobody misses is printed.

    mutate_lexicon.py [--entries N]       N entries a class are rebuilt (default: all; half a second each)

  entry  the parsed files less the entry go through the build's own steps (claims, index); tests/lexicon/critical_names.txt is held
         against the index that comes out
  name   one name of one entry, on the loaded index; the same list
  rule   the labels of tests/lexicon/labels.yaml and the rows of tests/stages/test_classify.py; the clinical cases of ../shared where they
         are there
  file   rules: the same; substances: the build must refuse (a rule names what is gone) or one of the labels must break
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "lexicon"), str(ROOT / "tests" / "stages")]

import test_classify  # noqa: E402 - the tests' own tables
import witnesses  # noqa: E402
from hand_made import KNOWLEDGE, found, judge  # noqa: E402

from glidecheck.errors import LexiconError  # noqa: E402
from glidecheck.lexicon import Lexicon, build, load  # noqa: E402

FOLDER = ROOT / "lexicon"
CRITICAL = ("retinoid", "anaesthetic")


def built(table: build.Table) -> Lexicon:
    """The index of a table, read as every face reads it. Raises LexiconError."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.zip"
        path.write_bytes(build.pack(build.members(table)))
        return Lexicon.read(path)


def less(whole: build.Table, id_: str) -> build.Table:
    """The table again, from the parsed files less one entry. Raises LexiconError where the files do not hold together without it."""
    table = build.Table(whole.classes, [e for e in whole.entries if e[1].id != id_], [], whole.rows)
    build._entries(table)
    build._tail(table)
    build._synonyms(table, FOLDER)
    build._inns(table)
    return table


def entries(whole: build.Table, most: int) -> Iterator[tuple[str, list[str]]]:
    """Each entry, and who misses it."""
    for cls in CRITICAL:
        for entry in [e for c, e in whole.entries if c.cls == cls][:most]:
            try:
                lexicon = built(less(whole, entry.id))
            except LexiconError as error:
                yield entry.id, [f"the build: {error}"]
                continue
            yield entry.id, [n for e in witnesses.NAMES[cls] if e == entry.name for n in witnesses.lost(lexicon, cls, e)]


def names() -> Iterator[tuple[str, list[str]]]:
    """Each name of each entry, and who misses it."""
    lexicon = load()
    for cls in CRITICAL:
        for s in lexicon.of_class(cls):
            for name in lexicon.entry(s.id).names:
                yield f"{s.id}: {name.name}", witnesses.lost(witnesses.without_name(lexicon, name.name, s.id), cls, s.name)


def missed(ids: list[str]) -> list[str]:
    """Which labels and rows miss these rules."""
    with witnesses.without_rules(*ids):
        out = [label.text for label in witnesses.LABELS if set(ids) & set(label.rules) and label.broken]
        return out + [f"row of {row[0]}" for row in test_classify.ROWS if row[0] in ids and row[0] not in found(judge(row[1], **row[2]))]


def files() -> Iterator[tuple[str, list[str]]]:
    """Each file of rules and of substances, and who misses it."""
    of_class: dict[str, list[str]] = {str(r["cls"]): [] for r in KNOWLEDGE.rules_json}
    for r in KNOWLEDGE.rules_json:
        of_class[str(r["cls"])].append(str(r["id"]))
    for cls, ids in of_class.items():
        yield f"rules of {cls}", missed(ids)
    lexicon = load()
    for cls in lexicon.classes:
        gone = {s.id for s in lexicon.of_class(cls)}
        rules = [r for r in KNOWLEDGE.rules_json if gone & {*r["applies"].get("substances", ())} or cls in r["applies"].get("classes", ())]
        yield f"substances of {cls}", [f"the build: {r['id']} names it" for r in rules] or broken_without(lexicon, gone)


def broken_without(lexicon: Lexicon, gone: set[str]) -> list[str]:
    """Names of critical_names.txt (the allow-list among them) that lead to nothing without these substances."""
    for id_ in gone:
        lexicon = witnesses.without_entry(lexicon, id_)
    listed = [n for section in ("core", "silent") for n in witnesses.NAMES[section]]
    return [n for n in listed if not any(h.substance.classes for h in lexicon.lookup(witnesses.key(n)))]


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--entries", type=int, default=1000, help="entries a class that are built anew")
    a = ap.parse_args()
    survivors = 0
    rules = ((str(r["id"]), missed([str(r["id"])])) for r in KNOWLEDGE.rules_json)
    for kind, mutants in (("rules", rules), ("files", files()), ("names", names()), ("entries", entries(build.read(FOLDER), a.entries))):
        count, alive = 0, []
        for what, who in mutants:
            count += 1
            if not who:
                alive.append(what)
        print(
            f"{kind}: {count} deleted, {count - len(alive)} missed" + (f"; nobody misses {', '.join(alive)}" if alive else ""), flush=True
        )
        survivors += len(alive)
    return 1 if survivors else 0


if __name__ == "__main__":
    raise SystemExit(main())
