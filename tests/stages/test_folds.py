"""Paper that darkens between two lines of a list, and paper that does not."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from glidecheck.guards.folds import CREASE, LIMITS, _dip, creases
from glidecheck.model import Box, Line, Page, Panel, Section

WIDTH, HEIGHT, PITCH = 600, 300, 40
TEXTS = (
    "Ingredients: Aqua, Sodium",
    "Hyaluronate, Sodium Chloride,",
    "Disodium Phosphate, Citric",
    "Acid, Sodium Citrate,",
    "Phenoxyethanol, Glycerin.",
)
LINES = tuple(Line(t, 0.99, Box.of(20, 33 + n * PITCH, 20 + 15 * len(t), 69 + n * PITCH)) for n, t in enumerate(TEXTS))


def label(paper: int = 220, ink: int = 30) -> np.ndarray:
    """(HEIGHT, WIDTH) grey picture of the list."""
    grey = np.full((HEIGHT, WIDTH), paper, np.uint8)
    for n, text in enumerate(TEXTS):
        cv2.putText(grey, text, (20, 60 + n * PITCH), cv2.FONT_HERSHEY_SIMPLEX, 0.9, ink, 2)
    return grey


def shaded(grey: np.ndarray, factors: np.ndarray) -> np.ndarray:
    return np.repeat((grey * factors[:, None]).clip(0, 255).astype(np.uint8)[:, :, None], 3, axis=2)


def found(pixels: np.ndarray) -> tuple[str, ...]:
    return creases(pixels, Page(LINES, WIDTH, HEIGHT, "test"), (Panel(Section.LIST, LINES),))


ROWS = np.arange(HEIGHT)
GLOW = np.where(np.abs((ROWS - 51) % PITCH - PITCH / 2) < 4, 0.0, 8.0)
"""What blurred light print adds to black paper: all of it but a narrow space between two lines."""
BLACK = label(paper=14, ink=120)
PLEATED = 1 - 0.3 * np.exp(-((((ROWS - 51) % PITCH - PITCH / 2) / 4.0) ** 2))
"""A fold between any two lines."""
BLURRED = (BLACK + GLOW[:, None]).astype(np.uint8)
FOLD = 1 - 0.4 * np.exp(-(((ROWS - 110) / 8.0) ** 2))


def test_a_frame_around_the_list_is_no_fold_and_a_fold_under_its_heading_is_one() -> None:
    grey = label()
    cv2.line(grey, (0, 61), (WIDTH, 61), 60, 4)
    page = Page(LINES, WIDTH, HEIGHT, "test")
    pixels, panel = shaded(grey, np.ones(HEIGHT)), (Panel(Section.LIST, LINES[1:], LINES[0].text),)
    brand = Page((Line("Lunaris 5 ml", 0.99, LINES[0].box), *LINES[1:]), WIDTH, HEIGHT, "test")
    assert creases(pixels, brand, panel) == ()
    assert creases(pixels, page, panel) == (CREASE,)


@pytest.mark.parametrize(
    ("pixels", "gap"),
    [
        (shaded(label(), np.ones(HEIGHT)), False),
        (shaded(label(paper=40, ink=230), np.ones(HEIGHT)), False),  # light print on a dark label
        (shaded(label(), np.linspace(1.0, 0.6, HEIGHT)), False),  # a shadow over all of it
        (shaded(label(), FOLD), True),
        (shaded(label(), PLEATED), True),
        (shaded(BLURRED, np.ones(HEIGHT)), False),
        (shaded(BLURRED, FOLD), True),
        (shaded(BLACK, FOLD), True),
    ],
    ids=[
        "even",
        "dark label",
        "shaded",
        "fold",
        "folds everywhere",
        "black label, blurred print",
        "the same with a fold",
        "fold on a black label",
    ],
)
def test_a_fold_is_told_from_shade(pixels: np.ndarray, gap: bool) -> None:
    assert found(pixels) == ((CREASE,) if gap else ())


def test_blurred_print_darkens_the_paper_between_all_lines() -> None:
    """What the case "glow on black" rests on."""
    pixels = shaded(BLURRED, np.ones(HEIGHT))
    assert all(_dip(pixels, a, b)[0] >= LIMITS.dip for a, b in pairwise(LINES))
    assert creases(pixels, Page(LINES, WIDTH, HEIGHT, "test"), (Panel(Section.LIST, LINES[:4]),)) == (CREASE,), "three pairs tell nothing"


def torn(lines: tuple[Line, ...], at: int) -> tuple[Line, ...]:
    """The same rows, each found in two pieces."""
    return tuple(part for line in lines for part in (line.part(0, at), line.part(at, len(line.text))))


@pytest.mark.parametrize(("factors", "gap"), [(np.ones(HEIGHT), False), (FOLD, True)], ids=["even", "fold"])
def test_a_fold_is_seen_between_rows_that_come_in_pieces(factors: np.ndarray, gap: bool) -> None:
    lines = torn(LINES, 12)
    assert creases(shaded(label(), factors), Page(lines, WIDTH, HEIGHT, "test"), (Panel(Section.LIST, lines),)) == (
        (CREASE,) if gap else ()
    )


def test_a_list_that_is_not_there_has_no_fold() -> None:
    assert creases(shaded(label(), FOLD), Page((), WIDTH, HEIGHT, "test"), ()) == ()


def test_a_fold_behind_a_first_line_that_begins_behind_its_heading() -> None:
    """The list's own part of it, "Aqua, Sodium", stands over nothing of the next line; the heading on its left does."""
    box = LINES[0].box
    assert box is not None
    part = Line("Aqua, Sodium", 0.99, Box.of(box.right - 60, box.top, box.right, box.bottom))
    short = Line("Hyaluronate.", 0.99, Box.of(20, 33 + PITCH, 200, 69 + PITCH))
    fold = 1 - 0.4 * np.exp(-(((ROWS - 70) / 8.0) ** 2))
    page = Page((LINES[0], short), WIDTH, HEIGHT, "test")
    assert creases(shaded(label(), fold), page, (Panel(Section.LIST, (part, short), "Ingredients:"),)) == (CREASE,)
    assert creases(shaded(label(), np.ones(HEIGHT)), page, (Panel(Section.LIST, (part, short), "Ingredients:"),)) == ()
