"""Reading order."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glidecheck.layout.reading_order import reading_order
from glidecheck.model import Box

Rect = tuple[float, float, float, float]


def tilted(rect: Rect, degrees: float) -> Box:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    left, top, right, bottom = rect
    a, b, d, e = ((x * c - y * s, x * s + y * c) for x, y in ((left, top), (right, top), (right, bottom), (left, bottom)))
    return Box((a, b, d, e))


def order(rects: dict[str, Rect], degrees: float = 0.0) -> str:
    names = sorted(rects, reverse=True)
    return "".join(reading_order(names, [tilted(rects[n], degrees) for n in names]))


def column(names: str, left: float, right: float, top: float = 0.0, height: float = 20.0, pitch: float = 26.0) -> dict[str, Rect]:
    return {n: (left, top + i * pitch, right, top + i * pitch + height) for i, n in enumerate(names)}


LAYOUTS: list[tuple[str, dict[str, Rect], str]] = [
    ("one line", column("a", 0, 100), "a"),
    ("a paragraph", column("abcd", 0, 300), "abcd"),
    ("two columns", column("abc", 0, 200) | column("def", 260, 460), "abcdef"),
    ("two columns, not on the same lines", column("abc", 0, 200) | column("def", 260, 460, top=9), "abcdef"),
    ("a title over two columns", column("a", 0, 460) | column("bc", 0, 200, top=40) | column("de", 260, 460, top=40), "abcde"),
    ("two columns over a foot", column("ab", 0, 200) | column("cd", 260, 460) | column("e", 0, 460, top=60), "abcde"),
    (
        "lines found in pieces",
        {
            "a": (0, 0, 100, 20),
            "b": (110, 1, 300, 21),
            "c": (0, 26, 180, 46),
            "d": (190, 27, 300, 47),
            "e": (0, 52, 90, 72),
            "f": (100, 52, 300, 72),
        },
        "abcdef",
    ),
    (
        "words set wide in a paragraph",
        column("af", 0, 440, pitch=69, height=18)
        | {"b": (0, 23, 56, 41), "c": (86, 23, 128, 41), "d": (163, 22, 286, 40), "e": (319, 23, 440, 41)}
        | {"g": (0, 92, 65, 110), "h": (160, 92, 240, 110), "i": (343, 92, 440, 110)},
        "abcdefghi",
    ),
    (
        "a big figure beside the end of a centred paragraph",
        column("ab", 0, 900, pitch=24) | {"c": (300, 48, 600, 68), "d": (0, 50, 250, 150)},
        "abcd",
    ),
]


@pytest.mark.parametrize(("what", "rects", "expected"), LAYOUTS, ids=[x[0] for x in LAYOUTS])
@pytest.mark.parametrize("degrees", [0.0, 12.0, -12.0])
def test_layouts(what: str, rects: dict[str, Rect], expected: str, degrees: float) -> None:
    assert order(rects, degrees) == expected


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(1, 300), st.integers(1, 60)), max_size=25))
def test_every_line_comes_back_once_whatever_the_layout(rects: list[tuple[int, int, int, int]]) -> None:
    boxes = [Box.of(x, y, x + w, y + h) for x, y, w, h in rects]
    assert sorted(reading_order(range(len(boxes)), boxes)) == list(range(len(boxes)))
