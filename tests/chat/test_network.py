"""The chat's network: how it cuts a text, and that it knows words that nobody wrote down."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glidecheck.chat.flags import Danger
from glidecheck.chat.network import sounds
from glidecheck.chat.pieces import BLANK, END, START, UNKNOWN, pieces
from glidecheck.chat.urgency import NONE

NAMES = ["<s>", "<pad>", "</s>", "<unk>", BLANK, "a", "b", f"{BLANK}ab", "ba", f"{BLANK}a"]
CUT = pieces(NAMES, [0.0, 0.0, 0.0, 0.0, -3.0, -4.0, -4.0, -2.0, -3.0, -2.5], {"A": "a", "\t": " ", "x": ""})


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", []),
        ("  ", []),
        ("ab", [7]),
        ("aba", [9, 8]),  # two pieces of -5.5 are likelier than three of -6
        ("Ab a", [7, 9]),  # letters are written alike first
        ("ab\ta", [7, 9]),
        ("xax", [9]),
        ("a?", [9, UNKNOWN]),
    ],
)
def test_a_text_is_cut_into_the_likeliest_pieces(text: str, cut: list[int]) -> None:
    assert CUT.cut(text, 50) == [START, *cut, END]


def test_what_is_too_long_is_read_in_part() -> None:
    assert CUT.cut("ab " * 100, 12) == CUT.cut("ab " * 10, 12) == [START, *[7] * 10, END]


@pytest.mark.slow
@given(st.text(max_size=300))
@settings(max_examples=40)
def test_whatever_is_written_every_danger_has_a_score(text: str) -> None:
    scores = sounds(text)
    assert set(scores) == {*map(str, Danger), NONE}
    assert all(abs(s) < 100 for s in scores.values())


@pytest.mark.parametrize(
    ("urgent", "harmless"),
    [
        ("the little fella guzzled half my micellar water", "the little fella guzzled half my lunch"),
        ("my windpipe feels like a straw since the mask went on", "my skin feels like silk since the mask went on"),
        ("mes lettres d'adieu sont sur la table", "mes lettres de la banque sont sur la table"),
        ("sie atmet so komisch und wird ganz grau um den mund", "sie lacht so komisch und kriegt brei um den mund"),
    ],
)
def test_the_sense_counts_and_not_the_frightening_word(urgent: str, harmless: str) -> None:
    def margin(text: str) -> float:
        scores = dict(sounds(text))
        calm = scores.pop(NONE)
        return max(scores.values()) - calm

    assert margin(urgent) > max(0, margin(harmless))
