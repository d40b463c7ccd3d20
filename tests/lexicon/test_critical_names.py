"""Names that must never fall out of their class: tests/lexicon/critical_names.txt, written to be read by a clinician."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from witnesses import NAMES, lost

from glidecheck.lexicon import load, stems
from glidecheck.model import GlideRole
from glidecheck.text import key

LEXICON = Path(__file__).parents[2] / "lexicon"
SUBSTANCES = Path(__file__).resolve().parents[3] / "shared" / "clinical" / "substances.jsonl"
CRITICAL = ("retinoid", "anaesthetic")
# The names of the two inventories that hold the letters of the stem and are flavonoids.
FLAVONOIDS = {"PHLORETIN", "HESPERETIN", "HESPERETIN LAURATE", "DISODIUM PHLORETIN DISULFONATE"}


@pytest.mark.parametrize("name", NAMES["neither"])
def test_near_names_are_neither(name: str) -> None:
    assert not {c for hit in load().lookup(key(name)) for c in hit.substance.classes} & set(CRITICAL)


@pytest.mark.parametrize(("cls", "entry"), [(cls, entry) for cls in CRITICAL for entry in NAMES[cls]])
def test_every_name_of_a_critical_entry_has_its_class(cls: str, entry: str) -> None:
    assert lost(load(), cls, entry) == []


@pytest.mark.parametrize(("role", "name"), [(role, name) for role in ("core", "silent") for name in NAMES[role]])
def test_a_name_of_the_allow_list_has_its_role(role: str, name: str) -> None:
    assert {hit.substance.role for hit in load().lookup(key(name))} == {GlideRole(role)}


@pytest.mark.parametrize("cls", CRITICAL)
def test_every_critical_entry_stands_in_the_list_with_all_its_names(cls: str) -> None:
    lexicon = load()
    listed = {entry: {key(entry), *map(key, names)} for entry, names in NAMES[cls].items()}
    for s in lexicon.of_class(cls):
        assert {key(n.name) for n in lexicon.entry(s.id).names} - listed.get(s.name, set()) == set()


# What the brief lists beside names: sentences of a warning (phrases.yaml has them), two brands in one, a strength or a form behind a brand,
# a word too short to be one name's, and the ingredient whose every strength but one is an emulsifier.
NO_NAMES = {
    *("vitamin A (unspecified)", "Ziana/Veltin", "Synera/Rapydan", "Isotrex gel", "Ametop 4%", "Pliaglis 7%/7%", "LIDO", "CompoundedBLT"),
    "laureth-9",
}


@pytest.mark.shared
@pytest.mark.skipif(not SUBSTANCES.exists(), reason="needs ../shared/clinical/substances.jsonl")
def test_every_critical_name_of_the_brief_is_known_as_one() -> None:
    lexicon = load()
    wrong = []
    for row in map(json.loads, SUBSTANCES.read_text(encoding="utf-8").splitlines()):
        if row["cls"] not in CRITICAL:
            continue
        names = [row["name"], *row.get("synonyms", ()), *row.get("label_abbreviations", ()), *row.get("brands_trade_names", ())]
        if row["name"] != "vitamin A (unspecified)":  # in other languages the brief gives the warning's sentence there
            names += [n.strip() for listed in (row.get("names_other_languages") or {}).values() for n in listed.split(";")]
        for name in set(names) - NO_NAMES:
            hits = lexicon.lookup(key(name))
            if (not hits or row["cls"] not in hits[0].substance.classes) and not any(p.regex.search(name) for p in lexicon.phrases):
                wrong.append(name)
    assert wrong == []


@pytest.mark.parametrize("role", ["core", "silent"])
def test_nothing_else_is_of_the_allow_list(role: str) -> None:
    assert {s.name for s in load().substances() if s.role == role} <= set(NAMES[role])


@pytest.mark.slow
def test_every_inventory_name_with_the_stem_is_a_retinoid() -> None:
    lexicon = load()
    with (LEXICON / "inci.csv").open(encoding="utf-8") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    holding = {n for n in names if "RETIN" in n}
    assert len(holding - FLAVONOIDS) == 51
    told = {n for n in names if (stem := stems.stem(n, lexicon)) is not None and stem.of == "vitamin-a"}
    assert holding - FLAVONOIDS - told == set()
    assert {n for n in told if lexicon.lookup(key(n))[0].substance.classes != ("retinoid",)} == set()
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
