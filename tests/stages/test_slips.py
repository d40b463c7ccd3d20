"""A name that the lexicon lacks is not taken for one that looks like it; a name with slips in it still is."""

from __future__ import annotations

import pytest
from bench_left_out import told, without

from glidecheck import match, parse
from glidecheck.lexicon import load
from glidecheck.lexicon.nearest import Nearest
from glidecheck.match.slips import Slips
from glidecheck.model import Line, Match, Method, Panel, Reading, Section
from glidecheck.pipeline import scan_text
from glidecheck.text import key

LEXICON = load()
NEAREST = Nearest.of(LEXICON)
SLIPS = Slips.of(LEXICON, NEAREST)


def resolve(text: str) -> tuple[Match, ...]:
    return match.resolve(parse.stream(Panel(Section.LIST, tuple(Line(t, 1.0) for t in text.split("\n")))), LEXICON)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        (("methyparaben",), "methylparaben"),
        (("sodlum", "hyaluronate"), "sodiumhyaluronate"),
        (("phenoxyethanlo",), "phenoxyethanol"),  # two letters in the other order
        (("acrk", "lates", "copolymer"), "acrylatescopolymer"),  # torn by a line's end that lost its hyphen
    ],
)
def test_slips(printed: tuple[str, ...], name: str) -> None:
    assert SLIPS.explain(printed, name)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        (("pentylene", "glycol"), "butyleneglycol"),
        (("rosa", "canina", "seed", "extract"), "rosacaninaleafextract"),
        (("hexadecane",), "hexadecene"),
        (("rosmarinus", "officinalis", "leaf"), "rosmarinusofficinalisleafoil"),
        (("insulin",), "inulin"),
        (("ketamine",), "vitamine"),
    ],
)
def test_other_names_that_look_alike(printed: tuple[str, ...], name: str) -> None:
    assert not SLIPS.explain(printed, name)


@pytest.mark.parametrize(
    "text",
    [
        "tetracycline",
        "ketamine",
        "monobenzone",
        "Camellia Extract",
        "White Lotus Extract",
        "vitamin complex",
        "cellule staminali",
        "acide hyaluronique réticulé",
        "Vit. E Palmitate",
        "Sodium Chloride extract",
    ],
)
def test_clean_print_is_corrected_into_nothing(text: str) -> None:
    assert not [m for m in resolve(f"Aqua, {text}, Glycerin") if m.method in (Method.FUZZY, Method.POSTERIOR, Method.STEM)]


def test_names_left_out_of_the_lexicon_stay_unknown() -> None:
    names = ["Pentylene Glycol", "Isohexadecane", "Sodium Citrate", "Cetearyl Alcohol", "Rosa Canina Fruit Oil", "Betaine", "Squalane"]
    poorer = without(LEXICON, set().union(*(LEXICON.numbers(key(n)) for n in names)))
    for name in names:
        found = match.resolve(parse.stream(Panel(Section.LIST, (Line(f"Aqua, {name}, Glycerin, Parfum", 1.0),))), poorer)
        assert told(found, name, {"aqua", "glycerin", "parfum"})[0] == "unknown", name


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Aqua, Squalane xanthate, Parfum", ["Aqua", "Squalane xanthate", "Parfum"]),  # a name of a known one and a word beside it
        ("Aqua, Polyurethane-1000", ["Aqua", "Polyurethane-1000"]),  # no name ends within a number
        ("Aqua Glycerin Xyzol", ["Aqua", "Glycerin", "Xyzol"]),  # two known: separators were lost
    ],
)
def test_a_part_of_a_name_is_no_name(text: str, printed: list[str]) -> None:
    assert [m.mention.printed for m in resolve(text)] == printed
    assert not any(m.substances for m in resolve(text) if m.mention.printed == printed[1] and "Glycerin" not in text)


@pytest.mark.parametrize("text", ["sodium and potassium hyaluronate, Aqua", "Natrium- und Kaliumhyaluronat, Aqua"])
def test_names_that_share_their_last_word(text: str) -> None:
    found = resolve(text)
    assert [m.substances[0].name for m in found] == ["SODIUM HYALURONATE", "POTASSIUM HYALURONATE", "WATER"]
    assert found[0].read
    assert not found[0].certain  # no GLIDE rests on a name that is not printed


def test_print_that_is_damaged_all_over_is_mended_on_less() -> None:
    clean, worn = "Aqua, Glycerin, Parfum, Sclerotium Gim", "Aqua, Glyccrin, Pcrfum, Sclerotium Gim"
    assert not resolve(clean)[3].substances
    assert [m.substances[0].name for m in resolve(worn)] == ["WATER", "GLYCERIN", "PARFUM", "SCLEROTIUM GUM"]


@pytest.mark.parametrize(
    ("name", "reading"),
    [("White Lotus Extract", Reading.COMPLETE), ("Glycerim", Reading.PARTIAL), ("Sodium", Reading.PARTIAL), ("A", Reading.PARTIAL)],
)
def test_a_pasted_name_that_nobody_knows_was_read(name: str, reading: Reading) -> None:
    assert scan_text(f"Ingredients: Aqua, Glycerin, {name}, Parfum.").reading is reading


REVIEWED = {  # every correction that a clinical reader called wrong, in clean print, and others of its kind: what each may stand for
    "another medicine": {
        "tetracycline": "TETRACYCLINE",
        "insulin": "INSULIN",
        "ketamine": "KETAMINE",
        "monobenzone": "MONOBENZONE",
        "dexamethasone": "DEXAMETHASONE",
        "oxytetracycline": "OXYTETRACYCLINE",
        "estramustine": None,
        "ketorolac": None,
        "retigabine": None,
        "lidofenin": None,
    },
    "a salt in water": {
        "Sodium Chloride solution": "SODIUM CHLORIDE",
        "Sodium Chloride 0.9 % solution": "SODIUM CHLORIDE",
        "Potassium Chloride solution": "POTASSIUM CHLORIDE",
    },
    "another plant": dict.fromkeys(
        ("Camellia Extract", "White Lotus Extract", "Blue Lotus Extract", "Lotus Extract", "Magnolia Extract"),
    ),
    "what it is made on": dict.fromkeys(("base - water", "carrier - water", "base - oil")),
    "another hyaluronate": {
        "acide hyaluronique réticulé": None,
        "acido ialuronico reticolato": None,
        "Hyaluronsäure vernetzt": None,
        "cross-linked hyaluronic acid": "SODIUM HYALURONATE CROSSPOLYMER",
    },
    "cells": dict.fromkeys(("cellule staminali", "cellules souches", "células madre"), "STEM CELLS"),
    "a vitamin's letter": {
        "Vit. E Acetate": "TOCOPHERYL ACETATE",
        "Vit. E Linoleate": None,
        "Vit. C Phosphate": None,
        "Vit. A Acetate": "RETINYL ACETATE",
    },
    "a word for a mixture": dict.fromkeys(("vitamin complex", "mineral complex", "vitamin blend")),
    "a word for a kind": {"anesthetic": "LOCAL ANAESTHETIC", "analgesic": None, "antiseptic": None, "emollient": None},
}


@pytest.mark.parametrize(("text", "name"), [(t, n) for kind in REVIEWED.values() for t, n in kind.items()])
def test_no_correction_that_was_called_wrong_is_made(text: str, name: str | None) -> None:
    for printed in (text, text.upper()):
        found = [m for m in resolve(f"Aqua, {printed}, Glycerin") if m.mention.printed not in ("Aqua", "Glycerin")]
        assert [m.substances[0].name if m.substances else None for m in found] == [name]
        assert all(m.method in (Method.EXACT, Method.SYNONYM, Method.NONE) for m in found)
