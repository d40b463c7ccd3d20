"""Near twins: each of a pair, printed as it is, is read as itself and not as its twin."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from glidecheck.lexicon import load
from glidecheck.match import resolve
from glidecheck.model import Line, Panel, Section
from glidecheck.parse import stream
from glidecheck.text import key

with (Path(__file__).parents[2] / "lexicon" / "twins.csv").open(encoding="utf-8") as file:
    PAIRS = [(row["name"], row["twin"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize("name", sorted({n for pair in PAIRS for n in pair}))
def test_a_twin_is_read_as_itself(name: str) -> None:
    panel = Panel(Section.LIST, (Line(f"Ingredients: Dimethicone, {name}, Xanthan Gum.", 1.0),))
    ids = {h.substance.id for h in load().lookup(key(name))}
    read = [m for m in resolve(stream(panel), load()) if key(name) in key(m.mention.printed)]
    assert [{s.id for s in m.substances} for m in read] == [ids]
    assert all(m.certain for m in read)
