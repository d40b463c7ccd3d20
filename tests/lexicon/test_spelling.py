"""What an error costs: measured prices for names that must not be missed, and never more than by the other distance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glidecheck.lexicon import load
from glidecheck.lexicon.spelling import Prices, distance, vitamin

PRICES = Prices(load().confusables)
WORD = st.text("abcdeilmnorst019", max_size=12)


def test_every_confusion_was_counted() -> None:
    """A cost without a count is an estimate."""
    assert all(c.measured > 0 and 0 < c.cost < 1 for c in load().confusables)
    assert {(c.a, c.b) for c in load().confusables} >= {("i", "l"), ("rn", "m"), ("0", "o")}


@pytest.mark.parametrize(
    ("printed", "name", "most"),
    [
        ("retinol", "retinol", 0.0),
        ("", "", 0.0),
        ("retlnol", "retinol", 0.2),
        # Runs of glyphs, read as one and as two.
        ("retmol", "retinol", 0.3),
        ("rnethyl", "methyl", 0.3),
        # What is no confusion costs a letter.
        ("retixol", "retinol", 1.0),
        ("retiol", "retinol", 1.0),
        ("abc", "", 3.0),
    ],
)
def test_price(printed: str, name: str, most: float) -> None:
    assert PRICES.distance(printed, name) <= most
    assert (PRICES.distance(printed, name) == 0) is (printed == name)


@given(WORD, WORD)
def test_prices_are_the_same_both_ways_and_at_most_a_letter_each(a: str, b: str) -> None:
    assert PRICES.distance(a, b) == pytest.approx(PRICES.distance(b, a), abs=1e-3)
    assert PRICES.distance(a, b) <= max(len(a), len(b))


@pytest.mark.parametrize(("printed", "name"), [("methylparaben", "ethylparaben"), ("tocopherol", "retinol"), ("peg8", "peg80")])
def test_other_letters_stay_dear(printed: str, name: str) -> None:
    assert PRICES.distance(printed, name) >= 1.0
    assert distance(printed, name) >= 1.0


@pytest.mark.parametrize(
    ("words", "name", "agrees"),
    [
        (("vitamin", "a"), "vitamina", True),
        (("vilamin", "a", "ester"), "vitaminaester", True),
        (("vitamin", "e", "ester"), "vitaminaester", False),
        (("vitamin", "e", "acetate"), "vitaminaacetate", False),
        (("vitamin", "acetate"), "vitaminaacetate", None),
    ],
)
def test_the_letter_of_a_vitamin(words: tuple[str, ...], name: str, agrees: bool | None) -> None:
    assert vitamin(words, name) is agrees
