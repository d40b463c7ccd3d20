"""Everyday words of a photo that a network read with a letter wrong, and words that a line's end breaks."""

from __future__ import annotations

import pytest

from glidecheck.label_text.kinds import explain
from glidecheck.lexicon import load
from glidecheck.model import Box, Line

LEXICON = load()


def photo(*texts: str, heights: tuple[float, ...] = ()) -> list[Line]:
    """Lines of a photo, each as high as is said, or 20 pixels."""
    tall = heights or (20.0,) * len(texts)
    return [Line(t, 0.95, Box.of(10, 50 * n, 400, 50 * n + tall[n])) for n, t in enumerate(texts)]


def strangers(lines: list[Line], *, typed: bool = False) -> list[str]:
    return [s.printed for s in explain(lines, LEXICON, typed=typed).strangers]


def test_nothing_misread() -> None:
    assert strangers(photo("Apply two drops to clean, dry skin.")) == []


@pytest.mark.parametrize(
    "text", ["Apply two drops to dlean, dry skin.", "Use sun prot ection during the day.", "Keep out of reach of childten."]
)
def test_one_letter_or_a_blank(text: str) -> None:
    assert strangers(photo(text)) == []


@pytest.mark.parametrize(
    "texts",
    [
        ("For all skin types", "Not testedon animals"),
        ("Made in Germanyby Lunaris GmbH",),
        ("Appliquer une fine couche surla peau propre.",),
        ("Do not use if the packagingis damaged.",),
    ],
)
def test_two_words_that_were_read_as_one(texts: tuple[str, ...]) -> None:
    assert strangers(photo(*texts)) == []


@pytest.mark.parametrize("text", ["Apply with snailmucin to dry skin", "use the retinolon dry skin"])
def test_two_words_of_which_one_is_none(text: str) -> None:
    assert strangers(photo(text))


def test_pasted_text_is_as_it_was_typed() -> None:
    assert strangers([Line("Apply two drops to dlean, dry skin.", 1.0)], typed=True) == ["dlean"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Apply two drops with snall to dry skin.", "snall"),  # small, or snail
        ("Do not apply to brokem or dry skin.", "brokem"),  # what gates look for
        ("Apply two drops of retimol to dry skin.", "retimol"),
    ],
)
def test_what_may_be_something_else_stays_unknown(text: str, word: str) -> None:
    assert word in " ".join(strangers(photo(text)))


def test_two_such_words_are_a_line_that_was_badly_read() -> None:
    assert len(strangers(photo("Applv two drops to dlean, dry skin."))) > 0


@pytest.mark.parametrize("typed", [True, False])
def test_a_line_s_end_breaks_a_word(typed: bool) -> None:
    lines = photo("Use sun prot-", "ection during the day.")
    assert strangers(lines if not typed else [Line(line.text, 1.0) for line in lines], typed=typed) == []


def test_a_broken_word_that_is_none() -> None:
    assert strangers(photo("Use sun retin-", "ol during the day."))


@pytest.mark.parametrize(
    ("heights", "brand"),
    [
        ((30.0, 40.0, 32.0, 18.0), "Kalinne"),  # a title in one print, its second line with tails
        ((20.0, 40.0, 32.0, 18.0), ""),  # small print above it
    ],
)
def test_a_title_of_several_lines_is_in_one_print(heights: tuple[float, ...], brand: str) -> None:
    lines = photo("Kalinne", "Hyaluron Glide", "Gel", "Keep out of reach of children.", heights=heights)
    assert explain(lines, LEXICON).brand == brand
