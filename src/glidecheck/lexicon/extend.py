"""Entries without a block of their own: substances/listed.csv, one a line, and families of the inventory (families.yaml), one an INCI name.

Both inherit the prose of their class. Imported by the build only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from glidecheck.errors import LexiconError
from glidecheck.lexicon import schema
from glidecheck.lexicon.index import slug
from glidecheck.text import key

COLUMNS = ("class", "name", "subclass", "severity", "cas", "names", "sources")
"""Of listed.csv. `cas`, `names` and `sources` hold several, parted by bars."""

Entries = list[tuple[schema.ClassSpec, schema.EntrySpec]]
Rows = Mapping[str, Mapping[str, str]]


def listed(folder: Path, classes: Sequence[schema.ClassSpec], rows: Rows) -> Entries:
    """The entries of substances/listed.csv, in its order; none where it is absent. Raises LexiconError."""
    path = folder / "substances" / "listed.csv"
    if not path.is_file():
        return []
    out: Entries = []
    for number, row in enumerate(schema.load_csv(path, COLUMNS), 2):
        where = f"listed.csv, line {number}"
        names = [_name(n, rows) for n in _parts(row["names"])]
        out.append((_class(row["class"], classes, where), _entry(row["name"], row, names, rows, where)))
    return out


def families(folder: Path, classes: Sequence[schema.ClassSpec], rows: Rows, taken: Entries) -> Entries:
    """An entry for each name of the inventory that a pattern of families.yaml finds and that no entry has yet. Raises LexiconError."""
    path = folder / "families.yaml"
    if not path.is_file():
        return []
    had = {key(n) for _, e in taken for n in (e.name, *(s.name for s in e.names))}
    out: Entries = []
    for family in schema.load(schema.FamiliesFile, path).families:
        found = re.compile(family.pattern)
        cls = _class(family.cls, classes, "families.yaml")
        for k, row in sorted(rows.items(), key=lambda item: item[1]["name"]):
            if k not in had and found.search(row["name"]):
                had.add(k)
                values = {"subclass": family.subclass, "severity": family.severity, "cas": row["cas"], "sources": "|".join(family.sources)}
                out.append((cls, _entry(row["name"], values, [], rows, f"families.yaml: {family.cls}")))
    return out


def stems(folder: Path, ids: set[str]) -> list[schema.StemSpec]:
    """The stems of stems.yaml, each of a known substance; none where it is absent. Raises LexiconError."""
    path = folder / "stems.yaml"
    if not path.is_file():
        return []
    found = list(schema.load(schema.StemsFile, path).stems)
    for stem in found:
        if stem.of not in ids:
            raise LexiconError(f"stems.yaml: {stem.id}: no substance has the id {stem.of}", "Name the id of an entry")
    return found


def strength_words(folder: Path) -> dict[str, Any]:
    """The words of strengths.yaml. Raises LexiconError."""
    return schema.load(schema.StrengthWords, folder / "strengths.yaml").model_dump(mode="json", exclude={"reviewed", "fires", "passes"})


def _parts(cell: str) -> list[str]:
    return [p for p in cell.split("|") if p]


def _class(name: str, classes: Sequence[schema.ClassSpec], where: str) -> schema.ClassSpec:
    found = next((c for c in classes if c.cls == name), None)
    if found is None:
        raise LexiconError(f"{where}: no file of substances/ is of class {name!r}", "Write a class that has a file, or add one")
    return found


def _name(name: str, rows: Rows) -> dict[str, str]:
    kind = "inci" if key(name) in rows else "synonym"
    return {"name": name, "kind": kind, "basis": "sourced" if kind == "inci" else "general"}


def _entry(name: str, row: Mapping[str, str], names: list[dict[str, str]], rows: Rows, where: str) -> schema.EntrySpec:
    return schema.parse(
        schema.EntrySpec,
        {
            "id": slug(name),
            "name": name,
            "name_type": "INCI" if key(name) in rows else "INN",
            "subclass": row["subclass"] or None,
            "cas": tuple(c for c in re.findall(r"\d+-\d+-\d+", row["cas"]) if schema.check_digit(c) == int(c[-1])),  # some are wrong
            "severity": row["severity"],
            "role": "none",
            "basis": "extension",
            "names": tuple(names),
            "sources": tuple(_parts(row["sources"])),
            "confidence": "identity",
            "reviewed": None,
        },
        where,
    )
