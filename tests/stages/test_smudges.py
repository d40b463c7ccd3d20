"""Paper behind the end of a line that a smear darkens, and paper that is only unevenly lit."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from glidecheck.guards.smudges import SMEAR, smears
from glidecheck.model import Box, Line, Page, Panel, Section

WIDTH, HEIGHT, PITCH = 640, 240, 40
OPEN = ("Ingredients: Aqua, Sodium", "Hyaluronate, Sodium Chloride,", "Disodium Phosphate")
CLOSED = (*OPEN[:2], "Disodium Phosphate.")


def label(texts: tuple[str, ...], paper: int = 220, ink: int = 30) -> tuple[np.ndarray, tuple[Line, ...]]:
    """A grey picture of the list, and its lines as they were read."""
    grey = np.full((HEIGHT, WIDTH), paper, np.uint8)
    lines = []
    for n, text in enumerate(texts):
        (width, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.9, 2)
        cv2.putText(grey, text, (20, 60 + n * PITCH), cv2.FONT_HERSHEY_SIMPLEX, 0.9, ink, 2)
        lines.append(Line(text, 0.99, Box.of(20, 36 + n * PITCH, 20 + width, 66 + n * PITCH)))
    return grey, tuple(lines)


def found(grey: np.ndarray, lines: tuple[Line, ...], others: tuple[Line, ...] = ()) -> bool:
    pixels = np.repeat(grey.clip(0, 255).astype(np.uint8)[:, :, None], 3, axis=2)
    gaps = smears(pixels, Page((*lines, *others), WIDTH, HEIGHT, "test"), (Panel(Section.LIST, lines),))
    assert gaps in ((), (SMEAR,))
    return bool(gaps)


def smeared(grey: np.ndarray, row: int, depth: float, left: int = 370) -> np.ndarray:
    """The picture with a soft spot, which loses `depth` of its brightness, behind the end of a row."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    spot = np.exp(-(((y - 51 - row * PITCH) / 12.0) ** 2)) * ((x > left) & (x < 450))
    return grey * (1 - depth * cv2.GaussianBlur(spot, (0, 0), 6))


def test_no_panel_no_smear() -> None:
    grey, _ = label(OPEN)
    assert not found(grey, ())


@pytest.mark.parametrize("texts", [OPEN, CLOSED], ids=["open end", "full stop"])
@pytest.mark.parametrize(("paper", "ink"), [(220, 30), (40, 230)], ids=["dark on light", "light on dark"])
def test_clean_paper_is_no_smear(texts: tuple[str, ...], paper: int, ink: int) -> None:
    assert not found(*label(texts, paper, ink))


def test_a_faint_smear_where_nothing_ends_the_list() -> None:
    grey, lines = label(OPEN)
    assert found(smeared(grey, 2, 0.12), lines)
    grey, lines = label(CLOSED)
    assert not found(smeared(grey, 2, 0.06), lines)


def test_a_dark_smear_behind_any_line() -> None:
    grey, lines = label(CLOSED)
    assert found(smeared(grey, 2, 0.4), lines)
    grey, lines = label(("Aqua, Sodium", *CLOSED[1:]))
    assert found(smeared(grey, 0, 0.4), lines)


def test_light_print_smeared_on_a_dark_label() -> None:
    grey, lines = label(OPEN, 40, 230)
    assert found(255 - smeared(255 - grey, 2, 0.3), lines)


def test_a_highlight_across_the_lines_is_no_smear() -> None:
    grey, lines = label(OPEN)
    streak = np.exp(-(((np.arange(WIDTH) - 420) / 10.0) ** 2))
    assert not found(grey * (0.7 + 0.3 * streak[None, :]), lines)


def streaked(grey: np.ndarray, depth: float, slant: float = 0.5) -> np.ndarray:
    """The picture with a leaning highlight, which takes `depth` of what brightness is left, behind the end of the last row."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    streak = cv2.GaussianBlur((np.abs(x - 400 - slant * (y - 131)) < 25).astype(float), (0, 0), 3)
    return grey + depth * (255 - grey) * streak


@pytest.mark.parametrize("slant", [0.0, 0.5, -1.0])
def test_a_highlight_that_crosses_a_dark_label_is_no_smear(slant: float) -> None:
    grey, lines = label(CLOSED, 40, 230)
    assert not found(streaked(grey, 0.4, slant), lines)
    assert found(255 - smeared(255 - streaked(grey, 0.4, slant), 2, 0.3), lines)


def test_a_highlight_in_which_light_print_is_lost() -> None:
    grey, lines = label(CLOSED, 40, 230)
    assert found(streaked(grey, 0.95), lines)


def test_a_word_that_was_read_is_no_smear() -> None:
    grey, lines = label(OPEN)
    cv2.putText(grey, "50 ml", (380, 60 + 2 * PITCH), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 30, 2)
    assert found(grey, lines)
    assert not found(grey, lines, (Line("50 ml", 0.99, Box.of(380, 36 + 2 * PITCH, 470, 66 + 2 * PITCH)),))
