"""Print outside the list that was seen and not understood."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from glidecheck.guards.unread_text import missed, overlooked
from glidecheck.model import Box, Line, Page, Panel, Section, Word

WIDE, HIGH = 900, 400


def paper() -> np.ndarray:
    return np.full((HIGH, WIDE, 3), 235, np.uint8)


def line(text: str, left: float, top: float, length: float, height: float = 40, confidence: float = 0.99, share: float = 1.0) -> Line:
    """A line of print whose words, one for all, stand on `share` of its length."""
    box = Box.of(left, top, left + length, top + height)
    word = Word(text, Box.of(left, top, left + share * length, top + height), confidence, 0, len(text))
    return Line(text, confidence, box, (word,), "rapidocr")


def printed(pixels: np.ndarray, text: str, left: int, top: int) -> tuple[int, int]:
    """Sets `text` on the paper, 40 pixels high; its length and height."""
    (length, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 1.3, 3)
    cv2.putText(pixels, text, (left, top + 32), cv2.FONT_HERSHEY_SIMPLEX, 1.3, (20, 20, 20), 3, cv2.LINE_AA)
    return length, height


def page(*lines: Line, unread: tuple[Box, ...] = ()) -> Page:
    return Page(lines, WIDE, HIGH, "rapidocr", unread=unread)


LIST = line("Aqua, Sodium Hyaluronate.", 40, 200, 500)
PANEL = Panel(Section.LIST, (LIST,), None, True, True)


def test_a_label_of_which_all_is_read() -> None:
    pixels = paper()
    length, _ = printed(pixels, "PURE DEW SERUM", 40, 40)
    assert overlooked(pixels, page(line("PURE DEW SERUM", 40, 40, length), LIST), (PANEL,)) == ()


def test_a_page_without_anything() -> None:
    assert overlooked(paper(), page(), ()) == ()


@pytest.mark.parametrize(
    ("unread", "told"),
    [(Box.of(40, 300, 340, 340), True), (Box.of(40, 40, 80, 340), False), (Box.of(40, 300, 90, 340), False)],
    ids=["a line", "across the text", "a bullet"],
)
def test_a_place_with_print_that_gave_no_text(unread: Box, told: bool) -> None:
    assert overlooked(paper(), page(LIST, unread=(unread,)), (PANEL,)) == ((unread,) if told else ())


@pytest.mark.parametrize(
    ("text", "confidence", "told"), [("snə α [ιgνsιu", 0.64, True), ("Close tightly", 0.95, False), ("+#*/%&= a", 0.95, True)]
)
def test_a_line_that_is_hardly_believed(text: str, confidence: float, told: bool) -> None:
    pixels = paper()
    length, _ = printed(pixels, "Close tightly", 40, 40)
    assert bool(overlooked(pixels, page(line(text, 40, 40, length, confidence=confidence), LIST), (PANEL,))) is told


def test_the_list_itself_is_judged_elsewhere() -> None:
    doubtful = line("snə α [ιgνsιu", 40, 40, 300, confidence=0.6)
    assert overlooked(paper(), page(doubtful), (Panel(Section.LIST, (doubtful,), None, True, True),)) == ()


def test_upside_down_print_gives_a_few_sure_letters_and_bare_print() -> None:
    pixels = paper()
    length, _ = printed(pixels, "RETINOL 0.5% SERUM", 40, 40)
    few = line("RE MM", 40, 40, length, confidence=0.97, share=0.3)
    assert missed(pixels, few) > 3
    assert overlooked(pixels, page(few, LIST), (PANEL,)) == (few.box,)
    assert missed(paper(), few) == 0.0


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ([(700, 40), (700, 110), (704, 180)], True),
        ([(100, 40), (160, 60), (220, 100)], True),
        ([(100, 40), (160, 60)], False),
        ([(40, 40), (700, 340)], False),
        ([(40, 40)], False),
    ],
    ids=["downwards", "an arc", "two marks", "far apart", "one"],
)
def test_letters_that_stand_one_by_one(places: list[tuple[int, int]], told: bool) -> None:
    letters = [line(c, x, y, 44) for c, (x, y) in zip("NUM", places, strict=False)]
    assert overlooked(paper(), page(*letters, LIST), (PANEL,)) == (tuple(c.box for c in letters) if told else ())


def test_marks_and_a_brand_set_wide_are_read() -> None:
    marks = [line("CE", 700, 40, 60), line("UK", 700, 100, 60), line("CA", 700, 150, 60), line("FR", 620, 100, 60)]
    assert overlooked(paper(), page(*marks, LIST), (PANEL,)) == ()
    assert overlooked(paper(), page(line("P U R E D E W", 40, 40, 500, confidence=0.86), LIST), (PANEL,)) == ()
    brand = line("PUREDEW SERUM", 40, 40, 500, confidence=0.86)
    assert overlooked(paper(), page(brand, LIST), (PANEL,)) == (brand.box,)


@pytest.mark.parametrize(
    ("place", "told"),
    [((40, 300, 500, 350), True), ((60, 195, 500, 245), False), ((40, 300, 90, 350), False)],
    ids=["where nothing was read", "the list, blurred by shrinking", "a mark"],
)
def test_print_that_only_a_smaller_picture_shows(place: tuple[int, int, int, int], told: bool) -> None:
    assert overlooked(paper(), page(LIST), (PANEL,), [Box.of(*place), Box.of(*place)]) == ((Box.of(*place),) if told else ())
