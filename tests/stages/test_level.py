"""A bent or slanting piece of a page is laid level by the words that were read on it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from glidecheck.image import dewarp
from glidecheck.image.dewarp import level, turn
from glidecheck.model import Box, Line, Word

WIDTH, HEIGHT = 900, 400
PART = (0, 0, WIDTH, HEIGHT)


def arc(x: np.ndarray, depth: float, slope: float) -> np.ndarray:
    """How much lower than its beginning a line lies at `x`."""
    t = x / WIDTH * 2 - 1
    return depth * t**2 + slope * t


def lines(depth: float, slope: float, rows: int = 6) -> list[Line]:
    """Lines of words whose middles lie on one arc."""
    out = []
    for n in range(rows):
        xs = np.arange(60, WIDTH - 60, 80)
        ys = 80 + 45 * n + arc(xs, depth, slope)
        words = tuple(
            Word("word", Box.of(x - 30, y - 10, x + 30, y + 10), 1.0, 5 * k, 5 * k + 4) for k, (x, y) in enumerate(zip(xs, ys, strict=True))
        )
        out.append(Line("word " * len(xs), 1.0, Box.around(*(w.box for w in words)), words))
    return out


def striped(depth: float, slope: float) -> np.ndarray:
    """A picture with a dark stripe along each of the `lines`."""
    picture = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    xs = np.arange(WIDTH)
    for n in range(6):
        for x, y in zip(xs, np.round(80 + 45 * n + arc(xs, depth, slope)).astype(int), strict=True):
            picture[max(0, y - 4) : y + 5, x] = 0
    return picture


def straightness(picture: np.ndarray) -> float:
    """How sharply rows differ from one another: level stripes make dark rows and light rows."""
    return float(picture[:, 100:-100, 0].mean(axis=1).std())


@pytest.mark.parametrize(("depth", "slope"), [(0, 0), (0, 60), (40, 0), (-35, 25)])
def test_stripes_along_the_lines_come_out_level(depth: float, slope: float) -> None:
    flat = level(lines(depth, slope), PART, 1.0).cut(striped(depth, slope))
    assert straightness(flat) >= 0.85 * straightness(striped(0, 0))


def test_a_page_of_few_words_is_left_as_it_is() -> None:
    flat = level(lines(40, 0, rows=1)[:1], PART, 1.0)
    assert set(flat.coefficients) == {0.0}
    assert (flat.cut(striped(0, 0)) == striped(0, 0)).all()


def test_a_word_that_lies_far_off_does_not_bend_the_page() -> None:
    odd = Line("noise", 1.0, Box.of(400, 10, 500, 390), (Word("noise", Box.of(400, 10, 500, 390), 1.0, 0, 5),))
    given = [*lines(0, 30), odd]
    assert straightness(level(given, PART, 1.0).cut(striped(0, 30))) >= 0.85 * straightness(striped(0, 0))


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_a_place_on_the_level_picture_leads_back_to_the_page(scale: float) -> None:
    flat = level(lines(40, 20), PART, scale)
    ends = []
    for x in (150.0, 750.0):
        # On the level picture the third stripe is level; back on the page its ends lie where the arc puts them.
        column = flat.cut(striped(40, 20))[:, round(x * scale), 0]
        middles = [i for i in range(1, len(column)) if column[i] < 128 <= column[i - 1]]
        v = middles[2] + 4 * scale
        box = flat.place(Box.of(x * scale - 1, v - 1, x * scale + 1, v + 1))
        ends.append((box.centre[1], 80 + 45 * 2 + float(arc(np.array(x), 40, 20))))
    for found, true in ends:
        assert found == pytest.approx(true, abs=3.0)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_four_turns_of_a_turn_are_the_picture(degrees: int) -> None:
    picture = striped(10, 5)
    turned = picture
    for _ in range(4):
        turned = turn(turned, degrees)
    assert (turned == picture).all()


def test_a_level_picture_is_the_same_in_bands_as_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    flat, picture = level(lines(-35, 25), PART, 1.3), striped(-35, 25)
    in_bands = flat.cut(picture)
    monkeypatch.setattr(dewarp, "LIMITS", replace(dewarp.LIMITS, band=10_000))
    assert np.array_equal(flat.cut(picture), in_bands)
