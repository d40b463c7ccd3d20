"""What starts a list and what ends one, in the languages of labels and with the errors of OCR."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glidecheck.layout.headings import HeadingKind, find
from glidecheck.model import Section

NONE = [
    "Aqua, Glycerin, Sodium Hyaluronate",
    "Do you know all the ingredients of your cream",
    "Glyceryl Stearate, Caution Extract",
    "Contains no retinol palmitate.",
    "with hyaluronic acid",
    "allergic to any of the ingredients.",
    "Keep out of reach of children. Avoid contact with",
]
LISTS = [
    ("Ingredients: Aqua, Glycerin", Section.LIST, "Aqua, Glycerin"),
    ("INGREDIENTS", Section.LIST, ""),
    ("lngredlents: Aqua. Glycerin.", Section.LIST, "Aqua. Glycerin."),
    ("gredients: Aqua, Butylene", Section.LIST, "Aqua, Butylene"),
    ("mposisi: Aqua", Section.LIST, "Aqua"),
    ("Ingrédients : Eau", Section.LIST, "Eau"),
    ("Inhaltsstoffe: Aqua", Section.LIST, "Aqua"),
    ("Składniki: Aqua", Section.LIST, "Aqua"),
    ("Состав: вода, лидокаин", Section.LIST, "вода, лидокаин"),
    ("Cocra/Ckna/Kypambl/Ingredients: Aqua", Section.LIST, "Aqua"),
    ("成分：水、甘油", Section.LIST, "水、甘油"),
    ("全成分：水", Section.LIST, "水"),
    ("INCI: Aqua", Section.LIST, "Aqua"),
    ("INC: Aqua", Section.LIST, "Aqua"),  # its last letter is as thin as the colon
    ("Es - Ingredientes: agua", Section.LIST, "agua"),  # a small s looks like a large one
    ("Inactive Ingredients", Section.INACTIVE, ""),
    ("Other ingredients: water", Section.INACTIVE, "water"),
    ("Sonstige Bestandteile: Carbomer", Section.INACTIVE, "Carbomer"),
    ("Active ingredient: Lidocaine 4%", Section.ACTIVE, "Lidocaine 4%"),
    ("Principio activo: tretinoína 0,5 mg/g", Section.ACTIVE, "tretinoína 0,5 mg/g"),
    ("Wirkstoffe: 25 mg Lidocain", Section.ACTIVE, "25 mg Lidocain"),
    ("May contain: CI 77491", Section.MAY_CONTAIN, "CI 77491"),
    ("+/- CI 77491, CI 77492", Section.MAY_CONTAIN, "CI 77491, CI 77492"),
    ("Retinol-free serum. Ingredients: Aqua", Section.LIST, "Aqua"),
    ("1 g contains: lidocaine 25 mg", Section.ACTIVE, "1 g contains: lidocaine 25 mg"),
]


@pytest.mark.parametrize("text", NONE)
def test_no_list_is_opened(text: str) -> None:
    assert [h for h in find(text) if h.kind is not HeadingKind.STOP] == []


@pytest.mark.parametrize(("text", "section", "behind"), LISTS)
def test_a_list_is_opened_and_its_heading_cut_off(text: str, section: Section, behind: str) -> None:
    last = find(text)[-1]
    assert (last.kind, last.section, text[last.end :]) == (HeadingKind.LIST, section, behind)


@pytest.mark.parametrize(
    "text",
    [
        "Directions: apply",
        "Questions?",
        "Warnings",
        "Uses temporarily relieves pain",
        "Manufactured for: a firm",
        "Anwendung: dünn auftragen",
        "Применение: нанести",
    ],
)
def test_something_else_begins(text: str) -> None:
    assert find(text)[0].kind is HeadingKind.STOP


@pytest.mark.parametrize("text", ["Key ingredients: retinol", "Contains: sodium citrate", "No - Ingredients: retinol", "ACME INC: Aqua"])
def test_a_choice_of_names_is_no_list(text: str) -> None:
    assert find(text)[0].kind is HeadingKind.PARTIAL


def test_active_and_inactive_in_one_text() -> None:
    text = "Active: Arnica montana 1X. Inactive ingredients: alcohol denat."
    assert [(h.section, text[h.start : h.end].strip()) for h in find(text)] == [
        (Section.ACTIVE, "Active:"),
        (Section.INACTIVE, "Inactive ingredients:"),
    ]


@given(st.text(max_size=80))
def test_any_text_gives_headings_in_order_and_within_it(text: str) -> None:
    found = find(text)
    assert all(0 <= h.start <= h.end <= len(text) for h in found)
    assert all(a.end <= b.start or a.start == a.end for a, b in pairwise(found))


def test_a_heading_without_its_first_letters_is_said_to_be_cut() -> None:
    assert [h.cut for h in find("mposisi: Aqua")] == [True]
    assert [h.cut for h in find("Komposisi: Aqua")] == [False]
    assert find("sition: Aqua") == ()  # too little is left
