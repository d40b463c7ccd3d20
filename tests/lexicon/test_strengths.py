"""Strengths in every notation that labels and OCR give them, and what follows from one that is above its limit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from glidecheck.lexicon import strengths
from glidecheck.pipeline import scan_text


@pytest.mark.parametrize(
    ("printed", "percent"),
    [
        ("5 %", "5"),
        ("0,5 %", "0.5"),
        ("Lidocaine10%", "10"),
        ("LidocaineHCl10.56% cream", "10.56"),
        ("Лидокаин10%", "10"),
        ("利多卡因10%", "10"),
        ("Lidocaine100mg/g", "10"),
        ("100 mg per gram", "10"),
        ("40 mg/cc", "4"),
        ("5,000 mg/100 g", "5"),
        ("5.000 mg/100 g", "5"),
        ("1,000 mg per 10 g", "10"),
        ("0,500 mg/g", "0.05"),
        ("thirty (30) %", "30"),
        ("ten percent", "10"),
        ("up to 10%", "10"),
        ("bis zu 5 %", "5"),
        ("1O%", "10"),
        ("l0%", "10"),
        ("IO %", "10"),
        ("10°/o", "10"),
        ("10 o/o", "10"),
        ("%5", "5"),
        ("O.4 mg/g", "0.04"),  # the nought before a comma, read as a letter
        ("O,05 %", "0.05"),
    ],
)
def test_a_strength_is_read_in_any_notation(printed: str, percent: str) -> None:
    (amount,) = [f.amount for f in strengths.find(printed) if f.amount is not None]
    assert amount.percent == Decimal(percent)


@pytest.mark.parametrize("text", ["SPF 50", "vitamin B5", "PEG-100", "oil", "ten ingredients", "10 ml", "Laureth-9", "vitamin O, 5"])
def test_what_is_no_strength_has_none(text: str) -> None:
    assert [f for f in strengths.find(text) if f.amount is not None and f.amount.percent is not None] == []


def test_more_than_there_is_of_the_whole_is_no_thousands() -> None:
    amounts = [f.amount for f in strengths.find("1 ml contains: sodium chloride 8.500 mg") if f.amount is not None]
    assert Decimal("0.85") in [a.percent for a in amounts]


@pytest.mark.parametrize(
    "active",
    [
        "Lidocaine10%",
        "Lidocaine up to 10%",
        "Lidocaine/Prilocaine 10%/5%",
        "Lidocaine and Tetracaine 7%/7%",
        "BLT 20/6/4",
        "Lidocaine 1O%",
        "Lidocaine 5,000 mg/100 g",
        "Benzocaine 25%",
        "Tetracaine 4%",
        "Dibucaine 2%",
        "Pramoxine 2%",
        "Dyclonine 2%",
        "Prilocaine 5%",
    ],
)
@pytest.mark.parametrize("text", ["Active ingredient: {}\nInactive ingredients: water, carbomer.", "{} cream\nIngredients: water."])
def test_above_what_is_sold_without_a_prescription_is_avoid(active: str, text: str) -> None:
    assert scan_text(text.format(active)).verdict == "AVOID"


@pytest.mark.parametrize("active", ["Lidocaine 4%", "Benzocaine 20%", "Tetracaine 2%", "Lidocaine 2.5% and Prilocaine 2.5%"])
def test_what_is_sold_without_a_prescription_is_a_caution(active: str) -> None:
    report = scan_text(f"Active ingredient: {active}\nInactive ingredients: water, carbomer.")
    assert (report.verdict, report.caution_kind) == ("CAUTION", "anaesthetic")


@pytest.mark.parametrize(
    ("mark", "verdict"),
    [
        ("Rx only.", "CAUTION"),
        ("Verschreibungspflichtig.", "CAUTION"),
        ("Same quality as Rx only products.", "AVOID"),
        ("Formerly Rx only.", "AVOID"),
        ("Not an Rx only product.", "AVOID"),
        ("Con receta o sin ella.", "AVOID"),
        ("Rx only. Use on broken skin.", "AVOID"),
        ("Rx only. Apply between passes.", "AVOID"),
    ],
)
def test_a_prescription_mark_counts_only_where_it_is_one(mark: str, verdict: str) -> None:
    text = f"Numbing cream. {mark}\nActive ingredient: Lidocaine 10%. Inactive ingredients: carbomer, water."
    assert scan_text(text).verdict == verdict


def test_a_brand_that_is_a_prescription_medicine_is_such_a_mark() -> None:
    assert scan_text("Pliaglis\n1 g contains: lidocaine 70 mg, tetracaine 70 mg. Excipients: water.").verdict == "CAUTION"
    assert scan_text("Better than Pliaglis\n1 g contains: lidocaine 70 mg, tetracaine 70 mg. Excipients: water.").verdict == "AVOID"
