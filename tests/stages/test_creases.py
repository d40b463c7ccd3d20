"""Paper that darkens between two lines of a list, and paper that does not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from glidecheck.creases import CREASE, creases
from glidecheck.model import Box, Line, Page, Panel, Section

WIDTH, HEIGHT, PITCH = 600, 260, 40
TEXTS = ("Ingredients: Aqua, Sodium", "Hyaluronate, Sodium Chloride,", "Disodium Phosphate, Citric", "Acid, Sodium Citrate.")


def label(paper: int = 220, ink: int = 30) -> np.ndarray:
    """(HEIGHT, WIDTH) grey picture of the list."""
    grey = np.full((HEIGHT, WIDTH), paper, np.uint8)
    for n, text in enumerate(TEXTS):
        cv2.putText(grey, text, (20, 60 + n * PITCH), cv2.FONT_HERSHEY_SIMPLEX, 0.9, ink, 2)
    return grey


def shaded(grey: np.ndarray, factors: np.ndarray) -> np.ndarray:
    return np.repeat((grey * factors[:, None]).clip(0, 255).astype(np.uint8)[:, :, None], 3, axis=2)


def found(pixels: np.ndarray) -> tuple[str, ...]:
    lines = tuple(Line(t, 0.99, Box.of(20, 36 + n * PITCH, 20 + 15 * len(t), 66 + n * PITCH)) for n, t in enumerate(TEXTS))
    return creases(pixels, Page(lines, WIDTH, HEIGHT, "test"), (Panel(Section.LIST, lines),))


ROWS = np.arange(HEIGHT)
FOLD = 1 - 0.4 * np.exp(-(((ROWS - 110) / 8.0) ** 2))


@pytest.mark.parametrize(
    ("pixels", "gap"),
    [
        (shaded(label(), np.ones(HEIGHT)), False),
        (shaded(label(paper=40, ink=230), np.ones(HEIGHT)), False),  # light print on a dark label
        (shaded(label(), np.linspace(1.0, 0.6, HEIGHT)), False),  # a shadow over all of it
        (shaded(label(), FOLD), True),
    ],
    ids=["even", "dark label", "shaded", "fold"],
)
def test_a_fold_is_told_from_shade(pixels: np.ndarray, gap: bool) -> None:
    assert found(pixels) == ((CREASE,) if gap else ())


def test_a_list_that_is_not_there_has_no_fold() -> None:
    assert creases(shaded(label(), FOLD), Page((), WIDTH, HEIGHT, "test"), ()) == ()
