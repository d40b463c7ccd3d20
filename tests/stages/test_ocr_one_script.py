"""A word is written in one script."""

from __future__ import annotations

import numpy as np
import pytest

from glidecheck.ocr import ctc
from glidecheck.ocr.one_script import in_one_script

CHARACTERS = ("", *"abcpxVН\u0430\u0431\u0432\u0440\u0445\u03b1\u03c1\u03c71,", " ")  # Latin, Cyrillic, Greek, signs


def chances(*columns: dict[str, float]) -> np.ndarray:
    """A column for each of these, the blank after it."""
    out = np.zeros((2 * len(columns), len(CHARACTERS)), np.float32)
    out[1::2, 0] = 1.0
    for n, column in enumerate(columns):
        for c, p in column.items():
            out[2 * n, CHARACTERS.index(c)] = p
    return out


def read(*columns: dict[str, float]) -> tuple[str, float]:
    found = ctc.decode(in_one_script(chances(*columns), CHARACTERS), CHARACTERS)
    return found.text, found.confidence


A = {"a": 0.1, "\u0430": 0.4, "\u03b1": 0.5}


def test_nothing_is_changed_where_nothing_is_read() -> None:
    empty = chances({"": 1.0}, {"": 1.0})
    assert (in_one_script(empty, CHARACTERS) == empty).all()


def test_a_word_in_one_script_stays() -> None:
    assert read({"b": 0.9}, {"a": 0.8}, {",": 1.0}, {"1": 1.0}) == ("ba,1", pytest.approx((0.9 + 0.8 + 2) / 4))


def test_look_alikes_follow_the_word() -> None:
    assert read({"\u0431": 0.9}, A) == ("\u0431\u0430", pytest.approx(0.95))  # nothing that was believed of an "a" is lost
    assert read({"b": 0.9}, A) == ("ba", pytest.approx(0.95))


def test_a_word_of_look_alikes_is_of_the_lines_script_or_else_latin() -> None:
    p = {"p": 0.3, "\u0440": 0.35, "\u03c1": 0.35}
    assert read(p) == ("p", pytest.approx(1.0))
    assert read({"\u0431": 0.9}, {" ": 1.0}, p)[0] == "\u0431 \u0440"


def test_each_word_has_its_own() -> None:
    assert read({"\u0432": 0.9}, A, {" ": 1.0}, {"b": 0.9}, A)[0] == "\u0432\u0430 ba"


def test_a_word_in_no_script_is_less_believed() -> None:
    text, confidence = read({"\u0431": 0.9}, {"b": 0.9}, {"\u0432": 0.9}, {"c": 0.9})
    assert len(text) < 4
    assert confidence < 0.95
