"""The samples hold together: every picture with its recipe, its truth and its row in the table, and small enough to be cloned."""

from __future__ import annotations

import re

import pytest
from golden.samples import ROOT, SAMPLES, names, truth
from ruamel.yaml import YAML

LARGEST, ALL = 350_000, 4_000_000  # bytes


def test_each_picture_has_recipe_and_truth() -> None:
    pictures = {p.stem for p in SAMPLES.glob("*.jpg")}
    assert pictures == {p.stem for p in (SAMPLES / "recipes").glob("*.yaml")} == set(names())
    assert len(pictures) >= 14


def test_the_pictures_are_small() -> None:
    sizes = [p.stat().st_size for p in SAMPLES.glob("*.jpg")]
    assert max(sizes) < LARGEST
    assert sum(sizes) < ALL


def test_the_table_names_each_once() -> None:
    listed = re.findall(r"^\| \[([\w-]+)\.jpg\]", (SAMPLES / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == names()


@pytest.mark.parametrize("sample", names())
def test_the_truth_is_that_of_the_recipe(sample: str) -> None:
    recipe = YAML(typ="safe").load((SAMPLES / "recipes" / f"{sample}.yaml").read_text("utf-8"))
    right = truth(sample)
    printed = [
        entry["name"] if isinstance(entry, dict) else entry
        for block in recipe["blocks"]
        for item in block.get("items", [])
        if isinstance(item, dict) and "names" in item
        for entry in item["names"] + item.get("may_contain", {}).get("names", [])
    ]
    assert [n["name"] for n in right["names"] if n["section"] in ("list", "inactive", "may_contain")] == [
        p.replace("\u00ad", "") for p in printed
    ]
    assert right["expected"]["verdict"] == recipe["truth"]["verdict"]
    assert right["seed"] == recipe["seed"]


def test_there_are_glides_and_every_kind_of_danger() -> None:
    verdicts = [truth(s)["expected"]["verdict"] for s in names()]
    assert {v: verdicts.count(v) >= n for v, n in (("GLIDE", 3), ("AVOID", 5), ("CAUTION", 5), ("REVIEW", 1))} == dict.fromkeys(
        ("GLIDE", "AVOID", "CAUTION", "REVIEW"), True
    )
    assert {truth(s)["expected"]["caution_kind"] for s in names()} == {None, "anaesthetic", "active", "companion"}


def test_no_sample_is_named_in_the_code() -> None:
    """The reader must not know its samples: no brand of theirs stands in the package."""
    brands = ("Odela", "Mirelle", "Anelmia", "Nordvik", "Hydrea", "Dewline", "Aurelie", "Lumen & Fjord")
    code = " ".join(p.read_text("utf-8") for p in (ROOT / "src").rglob("*.py")).casefold()
    assert [b for b in brands if b.casefold() in code] == []
