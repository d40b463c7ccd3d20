"""Something that lies over the end of a line of a list."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from glidecheck.guards.occlusions import COVERED, patches
from glidecheck.image import dewarp
from glidecheck.model import Box, Line, Page, Panel, Section, Word

WIDE, HIGH = 1000, 400
TEXTS = ("Ingredients: Aqua, Sodium Hyaluronate,", "Sodium Chloride, Hyaluronic Acid,", "Citric Acid.")
COLOURS = {"black": (10, 10, 10), "orange": (255, 120, 40), "skin": (214, 160, 130)}


def label(paper: tuple[int, int, int] = (245, 245, 240)) -> tuple[np.ndarray, Page, tuple[Panel, ...]]:
    """Three lines of print, 30 pixels high, each with its box."""
    pixels = np.full((HIGH, WIDE, 3), paper, np.uint8)
    ink = (20, 20, 20) if sum(paper) > 300 else (235, 235, 235)
    lines = []
    for n, text in enumerate(TEXTS):
        (length, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.9, 2)
        cv2.putText(pixels, text, (40, 122 + 40 * n), cv2.FONT_HERSHEY_SIMPLEX, 0.9, ink, 2, cv2.LINE_AA)
        box = Box.of(40, 98 + 40 * n, 40 + length, 128 + 40 * n)
        lines.append(Line(text, 0.99, box, (Word(text, box, 0.99, 0, len(text)),), "rapidocr"))
    return pixels, Page(tuple(lines), WIDE, HIGH, "rapidocr"), (Panel(Section.LIST, tuple(lines)),)


def end(page: Page, n: int) -> int:
    box = page.lines[n].box
    assert box is not None
    return int(box.right)


@pytest.mark.parametrize("paper", [(245, 245, 240), (20, 30, 60)], ids=["light", "dark"])
def test_a_clean_label(paper: tuple[int, int, int]) -> None:
    assert patches(*label(paper)) == ()
    pixels, page, _ = label(paper)
    assert patches(pixels, page, ()) == ()


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("n", range(3))
def test_a_patch_behind_a_line(n: int, colour: str) -> None:
    pixels, page, panels = label()
    left = end(page, n) + 8
    cv2.rectangle(pixels, (left, 96 + 40 * n), (left + 140, 130 + 40 * n), COLOURS[colour], -1)
    assert patches(pixels, page, panels) == (COVERED,)


@pytest.mark.parametrize(("paper", "told"), [((253, 243, 225), True), ((252, 251, 250), False)], ids=["cream", "white"])
def test_glare_on_pale_paper(paper: tuple[int, int, int], told: bool) -> None:
    """Burnt out it is white, and cream paper is not; a name behind it was GLIDE once. On paper that is burnt out itself nothing shows."""
    pixels, page, panels = label(paper)
    middle = (end(page, 0) + 70, 112)
    cv2.ellipse(pixels, middle, (62, 24), 0, 0, 360, (255, 255, 255), -1)
    assert patches(pixels, page, panels) == ((COVERED,) if told else ())


def test_the_labels_own_edge_shows_beside_every_line() -> None:
    pixels, page, panels = label()
    pixels[:, end(page, 0) + 20 :] = (140, 120, 100)
    assert patches(pixels, page, panels) == ()
    pixels[:, end(page, 0) + 200 :] = (245, 245, 240)
    assert patches(pixels, page, panels) == ()


def test_a_bottle_that_narrows() -> None:
    """Its limb stands near the end of one line, and behind it is the background, as far as one sees."""
    pixels, page, panels = label()
    corners = [(end(page, 0) + 20, 0), (WIDE, 0), (WIDE, HIGH), (end(page, 0) - 200, HIGH)]
    cv2.fillPoly(pixels, [np.array(corners, np.int32)], (140, 120, 100))
    assert patches(pixels, page, panels) == ()


def test_a_word_or_a_small_sign_is_no_patch() -> None:
    pixels, page, panels = label()
    left = end(page, 1) + 12
    cv2.rectangle(pixels, (left, 138), (left + 20, 168), (10, 10, 10), -1)
    assert patches(pixels, page, panels) == ()
    cv2.rectangle(pixels, (left, 138), (left + 120, 168), (10, 10, 10), -1)
    box = Box.of(left - 4, 134, left + 124, 172)
    inverse = Line("NEW", 0.99, box, (Word("NEW", box, 0.99, 0, 3),), "rapidocr")
    assert patches(pixels, Page((*page.lines, inverse), WIDE, HIGH, "rapidocr"), panels) == ()


def test_a_page_that_was_turned() -> None:
    pixels, page, panels = label()
    left = end(page, 0) + 8
    cv2.rectangle(pixels, (left, 96), (left + 140, 130), COLOURS["orange"], -1)
    lying = dewarp.turn(pixels, 90)
    assert patches(dewarp.turn(lying, 270), page, panels) == (COVERED,)
