"""The signs of devices stand beside the words of a label, and name nothing; and what is like them and names something is kept."""

from __future__ import annotations

import pytest

from glidecheck.label_text import kinds, signs
from glidecheck.lexicon import load
from glidecheck.model import Box, Line, Verdict
from glidecheck.pipeline import scan_text


def lines(*texts: str) -> list[Line]:
    """A sign and its number beside one another, each pair below the last."""
    return [
        Line(t, 0.99, Box.of(100 + 90 * (n % 2), 100 + 40 * (n // 2), 170 + 90 * (n % 2), 124 + 40 * (n // 2))) for n, t in enumerate(texts)
    ]


def strangers(*texts: str) -> list[str]:
    return [s.printed for s in kinds.explain(lines(*texts), load()).strangers]


@pytest.mark.parametrize(("text", "left"), [("EGF25 °C", "EGF"), ("a1egf25°C", "a1egf25"), ("levo25°C", "levo"), ("C25°C", "C25°C")])
def test_a_temperature_hides_no_word_that_it_is_glued_to(text: str, left: str) -> None:
    assert strangers(f"Store {text}.") == [left]


@pytest.mark.parametrize(
    ("text", "left"),
    [("Orvana10x2ml", []), ("Orvana5×2 ml", []), ("Retinol10x2ml", ["Retinol"]), ("Orvana10x2retinol", ["Orvana10x2retinol"])],
)
def test_a_count_hides_no_brand_that_it_is_glued_to(text: str, left: list[str]) -> None:
    front = [Line(text, 1.0, Box.of(100, 20, 500, 80)), *lines("Sterile", "Hyaluronic acid")]
    assert [s.printed for s in kinds.explain(front, load(), front=1).strangers] == left


def test_a_number_belongs_to_the_sign_left_of_it_whatever_was_read_between() -> None:
    sign, code, other = (Line(t, 1.0, Box.of(x, 100, x + 60, 130)) for t, x in (("REF", 100), ("HG-697", 166), ("Store below 25 °C.", 400)))
    assert signs.find([code, other, sign], load()) == {0, 2}
    far = Line("HG-697", 1.0, Box.of(460, 100, 520, 130))
    assert signs.find([far, other, sign], load()) == {2}


def test_a_label_without_signs_has_none() -> None:
    assert signs.find([], load()) == frozenset()
    assert signs.find(lines("Hydrogel", "A", "E", "5BH06C"), load()) == frozenset()
    assert signs.find([Line(t, 1.0) for t in ("Hydrogel", "A", "X", "5BH06C")], load()) == frozenset()


@pytest.mark.parametrize(
    "texts",
    [
        ("LOT", "333A22", "REF", "HG-966"),
        ("STERILE", "A"),
        ("STERILE", "EO", "CE0373", "2"),
        ("STERILE R", "RCE0373"),
        ("LOT", "2B5467", "X", "2027-09"),
        ("CE 0373", "MD"),
        ("TRCE0373", "12M", "L0T E6B694", "16"),
        ("STERILE", "C∈0373"),  # rows of signs that were read as one line
        ("C∈03732℃25℃", "LOT"),
        ("2℃25℃C∈0373", "LOT"),
        ("STERILERCE 0373", "LOT"),
        ("C∈0373 225℃", "LOT"),  # "do not use again", and 25 degrees behind it
        ("CF", "6M"),
        ("2°C8", "STERILE"),
        ("CE画", "6M"),
        ("CE T", "6M"),
    ],
)
def test_signs_and_the_numbers_beside_them_are_understood(texts: tuple[str, ...]) -> None:
    assert strangers(*texts) == []


@pytest.mark.parametrize(
    ("texts", "left"),
    [
        (("LOT", "12A4", "EGF2000", "PDRN"), ["EGF2000", "PDRN"]),  # not beside a sign
        (("STERILE", "PDRN2X"), ["PDRN2X"]),  # no number stands beside STERILE
        (("LOT", "333A22", "A", "E"), ["A", "E"]),  # letters of vitamins
        (("REF", "GHK-Cu"), ["GHK-Cu"]),
        (("CE A", "ACE", "CE EGF"), ["ACE"]),
        (("-2°C8", "2°C800"), ["2°C8", "2°C800"]),  # frost, and no temperature
    ],
)
def test_what_is_no_sign_is_not_understood(texts: tuple[str, ...], left: list[str]) -> None:
    assert [t for t in strangers(*texts) if t in left] == left


LIST = "Ingredients: Aqua, Sodium Hyaluronate, Sodium Chloride."


@pytest.mark.parametrize(
    "said",
    [
        "5 ampoules of 2 ml.",
        "Store between 2 and 25 °C.",
        "Store below25°C.Protect from light.",
        "②5℃",
        "2°CC",
        "Bewaren tussen 2 en 25 °C.",
        "Zwischen 2 und 25 °C lagern.",
        "Conservar entre 2 y 25 °C.",
        "Stérile. À\nusage unique.",
        "Preservative free",
        "Velmora Ltd, 21 Mill Lane, Leeds LS1\n4AB, UK\nVelmora 15 ml",
        "Made in Germany by Kaldera\nKaldera 3 ml",
        "Ostrina\nwww.ostrina.example",
        "DE: Dünn auf die gereinigte Haut auftragen.",
    ],
)
def test_what_packs_of_plain_hyaluronate_say(said: str) -> None:
    assert scan_text(f"{LIST}\n{said}").verdict is Verdict.GLIDE


@pytest.mark.parametrize(
    "said",
    [
        "Retinova Ltd, 21 Mill Lane, Leeds LS1 4AB, UK\nRetinova 15 ml",  # a maker's name like a retinoid's
        "Kelvorin 15 ml",  # nobody says that it is a maker
        "Made in Germany by Kaldera with Kelvorin",
        "Dermatan Ltd\nDermatan",
        "20 PDRN ampoules",
        "5 EGF",
    ],
)
def test_what_may_be_more_than_a_maker_or_a_count(said: str) -> None:
    assert scan_text(f"{LIST}\n{said}").verdict is not Verdict.GLIDE
