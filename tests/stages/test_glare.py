"""Glare where a list's next line would stand."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from glidecheck.guards.glare import blots
from glidecheck.model import Box, Line, Page, Panel, Section, Word
from glidecheck.model.gaps import HIDDEN

WIDE, HIGH, H, STEP = 700, 420, 30, 40
TEXTS = ("Aqua, Sodium Hyaluronate, Citric", "Acid, Sodium Chloride, Disodium", "Phosphate,")
CREAM, WHITE = (250, 242, 228), (252, 250, 249)


def label(paper: tuple[int, int, int] = CREAM) -> tuple[np.ndarray, Page, tuple[Panel, ...]]:
    """Three lines of print, 30 pixels high, each with its box; below them room for two more."""
    pixels = np.full((HIGH, WIDE, 3), paper, np.uint8)
    lines = []
    for n, text in enumerate(TEXTS):
        (length, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.9, 2)
        cv2.putText(pixels, text, (40, 122 + STEP * n), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (20, 20, 20), 2, cv2.LINE_AA)
        box = Box.of(40, 98 + STEP * n, 40 + length, 98 + H + STEP * n)
        lines.append(Line(text, 0.99, box, (Word(text, box, 0.99, 0, len(text)),), "rapidocr"))
    return pixels, Page(tuple(lines), WIDE, HIGH, "rapidocr"), (Panel(Section.LIST, tuple(lines)),)


def glared(pixels: np.ndarray, left: int, top: int, right: int, bottom: int) -> None:
    middle = ((left + right) // 2, (top + bottom) // 2)
    cv2.ellipse(pixels, middle, ((right - left) // 2, (bottom - top) // 2), 0, 0, 360, (255, 255, 255), -1)


@pytest.mark.parametrize("paper", [CREAM, WHITE, (30, 60, 40)])
def test_no_glare(paper: tuple[int, int, int]) -> None:
    assert blots(*label(paper)) == ()
    pixels, page, _ = label(paper)
    assert blots(pixels, page, ()) == ()


@pytest.mark.parametrize(("paper", "told"), [(CREAM, True), ((30, 60, 40), True), (WHITE, False)], ids=["cream", "green", "white"])
def test_glare_on_the_place_of_the_next_line(paper: tuple[int, int, int], told: bool) -> None:
    """A name of a glide's label stood behind such a patch, and the label was GLIDE. On paper that is burnt out itself nothing shows."""
    pixels, page, panels = label(paper)
    glared(pixels, 40, 208, 280, 262)
    assert blots(pixels, page, panels) == ((HIDDEN,) if told else ())


def test_a_highlight_that_runs_on() -> None:
    pixels, page, panels = label()
    cv2.rectangle(pixels, (330, 0), (420, HIGH), (255, 255, 255), -1)
    assert blots(pixels, page, panels) == ()


def test_glare_that_is_too_small_or_too_far_to_hide_a_name() -> None:
    pixels, page, panels = label()
    glared(pixels, 40, 210, 80, 260)
    glared(pixels, 40, 330, 320, 390)
    assert blots(pixels, page, panels) == ()


def test_print_that_was_read_is_not_hidden() -> None:
    pixels, page, panels = label()
    cv2.rectangle(pixels, (40, 208), (320, 258), (255, 255, 255), -1)  # a white field with a code on it
    box = Box.of(44, 212, 316, 254)
    code = Line("LOT 12345", 0.99, box, (Word("LOT 12345", box, 0.99, 0, 9),), "rapidocr")
    assert blots(pixels, Page((*page.lines, code), WIDE, HIGH, "rapidocr"), panels) == ()
