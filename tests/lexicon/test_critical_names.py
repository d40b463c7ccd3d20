"""Names that must never fall out of their class: tests/lexicon/critical_names.txt, written to be read by a clinician."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from glidecheck.lexicon import load
from glidecheck.model import GlideRole
from glidecheck.text import key

HERE = Path(__file__).parent
LEXICON = HERE.parent.parent / "lexicon"
CRITICAL = ("retinoid", "anaesthetic")
# The names of the two inventories that hold the letters of the stem and are flavonoids.
FLAVONOIDS = {"PHLORETIN", "HESPERETIN", "HESPERETIN LAURATE", "DISODIUM PHLORETIN DISULFONATE"}


def _sections() -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for line in (HERE / "critical_names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            names = out.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            names.append(line)
    return out


NAMES = _sections()


@pytest.mark.parametrize("name", NAMES["neither"])
def test_near_names_are_neither(name: str) -> None:
    assert not {c for hit in load().lookup(key(name)) for c in hit.substance.classes} & set(CRITICAL)


@pytest.mark.parametrize(("cls", "name"), [(cls, name) for cls in CRITICAL for name in NAMES[cls]])
def test_a_critical_name_has_its_class(cls: str, name: str) -> None:
    hits = load().lookup(key(name))
    assert hits, f"{name} is unknown"
    assert cls in hits[0].substance.classes, f"{name} is {hits[0].substance}"


@pytest.mark.parametrize(("role", "name"), [(role, name) for role in ("core", "silent") for name in NAMES[role]])
def test_a_name_of_the_allow_list_has_its_role(role: str, name: str) -> None:
    assert {hit.substance.role for hit in load().lookup(key(name))} == {GlideRole(role)}


@pytest.mark.parametrize("cls", CRITICAL)
def test_every_critical_entry_stands_in_the_list(cls: str) -> None:
    assert {s.name for s in load().of_class(cls)} - set(NAMES[cls]) == set()


@pytest.mark.parametrize("role", ["core", "silent"])
def test_nothing_else_is_of_the_allow_list(role: str) -> None:
    assert {s.name for s in load().substances() if s.role == role} <= set(NAMES[role])


def test_every_inventory_name_with_the_stem_is_a_retinoid() -> None:
    lexicon = load()
    with (LEXICON / "inci.csv").open(encoding="utf-8") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    holding = {n for n in names if "RETIN" in n}
    assert len(holding - FLAVONOIDS) == 51
    assert {n for n in names if lexicon.stem.search(n)} == holding - FLAVONOIDS
    assert {n for n in holding - FLAVONOIDS if lexicon.lookup(key(n))[0].substance.classes != ("retinoid",)} == set()


def test_no_other_name_has_the_cas_number_of_a_critical_one() -> None:
    """A retinoid that an inventory lists a second time, misspelled, has the same number (RETYNIL FORMYL ASPARTAMATE)."""
    lexicon = load()
    critical = {cas: s for cls in CRITICAL for s in lexicon.of_class(cls) for cas in s.cas}
    other = {(s.name, critical[c].name) for s in lexicon.substances() for c in s.cas if c in critical and not {*s.classes} & {*CRITICAL}}
    assert other == {("LAURETH-9", "POLIDOCANOL")}


def test_a_plain_hyaluronate_is_told_from_the_other_hyaluronans() -> None:
    lexicon = load()
    with (LEXICON / "inci.csv").open(encoding="utf-8") as file:
        names = [row["name"] for row in csv.DictReader(file) if "HYALUR" in row["name"]]
    core = {n for n in names if any(h.substance.role is GlideRole.CORE for h in lexicon.lookup(key(n)))}
    assert core == {
        "HYALURONIC ACID",
        "SODIUM HYALURONATE",
        "POTASSIUM HYALURONATE",
        "HYDROLYZED HYALURONIC ACID",
        "HYDROLYZED SODIUM HYALURONATE",
        "HYDROLYZED CALCIUM HYALURONATE",
    }
    assert lexicon.lookup(key("SODIUM RETINOYL HYALURONATE"))[0].substance.classes == ("retinoid",)
