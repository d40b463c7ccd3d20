"""Which way up a page is, by what a few lines say read every way."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from glidecheck.image.strip import Region
from glidecheck.model import Line
from glidecheck.ocr import orientation
from glidecheck.ocr.orientation import Way

WIDE = 400.0
LEVEL = tuple(Region((200.0, 40.0 + 30 * n), (1.0, 0.0), 300.0 - n, 20.0, 0.9) for n in range(6))
TALL = tuple(Region((40.0 + 30 * n, 200.0), (0.0, 1.0), 300.0 - n, 20.0, 0.9) for n in range(6))
GOOD, FAIR, POOR, NONE = ("Hyaluronic Acid Serum", 0.97), ("Hyaluronic Acd Serun", 0.78), ("rl nn m", 0.55), ("", 0.0)


def says(forth: tuple[str, float], back: tuple[str, float], asked: list[Region] | None = None) -> Callable[[Region], Line]:
    """Reads every region alike: `forth` to the right or downwards, `back` the other way."""

    def read(region: Region) -> Line:
        if asked is not None:
            asked.append(region)
        text, confidence = forth if max(region.along, key=abs) > 0 else back
        return Line(text, confidence, region.box)

    return read


def test_nothing_to_go_by() -> None:
    assert orientation.lies((), WIDE, says(NONE, NONE), says(NONE, NONE)) == Way(0)
    assert orientation.lies(LEVEL, WIDE, says(NONE, NONE), says(NONE, NONE)) == Way(0)


def test_an_upright_page_is_read_once() -> None:
    asked: list[Region] = []
    assert orientation.lies(LEVEL, WIDE, says(GOOD, NONE, asked), says(NONE, NONE, asked)) == Way(0)
    assert len(asked) == 4
    assert all(r in LEVEL for r in asked)


@pytest.mark.parametrize("clear", [GOOD, FAIR], ids=["clear", "blurred"])
@pytest.mark.parametrize(
    ("regions", "here", "glass", "way"),
    [
        (LEVEL, 1, None, Way(180)),
        (LEVEL, None, 0, Way(0, mirrored=True)),
        (LEVEL, None, 1, Way(180, mirrored=True)),
        (TALL, 0, None, Way(270)),
        (TALL, 1, None, Way(90)),
        (TALL, None, 0, Way(270, mirrored=True)),
    ],
)
def test_the_way_that_reads(regions: Sequence[Region], here: int | None, glass: int | None, way: Way, clear: tuple[str, float]) -> None:
    read = says(*(clear if here == n else POOR for n in (0, 1)))
    mirrored = says(*(clear if glass == n else POOR for n in (0, 1)))
    assert orientation.lies(regions, WIDE, read, mirrored) == way


def test_a_blurred_upright_page_stays() -> None:
    assert orientation.lies(LEVEL, WIDE, says(FAIR, POOR), says(POOR, POOR)) == Way(0)
    assert orientation.lies(LEVEL, WIDE, says(FAIR, POOR), says(("Hyaluronic Acd Serum", 0.8), POOR)) == Way(0)


def test_a_few_letters_turn_nothing() -> None:
    """A page in a script that the network cannot read, read upside down: a handful of letters, believed."""
    assert orientation.lies(LEVEL, WIDE, says(POOR, ("ngeg", 0.85)), says(POOR, POOR)) == Way(0)


@pytest.mark.parametrize(
    ("letters", "way"),
    [
        ((0.0, 0.0, 0.0, 0.0), Way(0)),
        ((40.0, 5.0, 4.0, 0.0), Way(0)),
        ((4.0, 40.0, 4.0, 0.0), Way(180)),
        ((0.0, 3.0, 40.0, 0.0), Way(0, mirrored=True)),
        ((30.0, 40.0, 0.0, 0.0), Way(0)),
        ((0.0, 12.0, 0.0, 0.0), Way(0)),
    ],
)
def test_another_script_is_asked_for_where_nothing_reads(letters: tuple[float, ...], way: Way) -> None:
    """`letters` of that script forth, back, and the same in the mirror."""

    def foreign(regions: Sequence[Region], mirrored: bool) -> tuple[float, float]:
        return letters[2 * mirrored + (regions[0].along[0] < 0)], 0.8

    assert orientation.lies(LEVEL, WIDE, says(POOR, POOR), says(POOR, POOR), foreign) == way


@pytest.mark.parametrize(("plausible", "way"), [(0.97, Way(0)), (0.7, Way(0, mirrored=True))])
def test_a_mirror_between_two_scripts_is_decided_by_the_better_reading(plausible: float, way: Way) -> None:
    """Capitals are read in a mirror, Latin ones as Cyrillic and the other way round."""
    latin = ("COCTAB BOTg HATPNR THANYPOHAT", 0.85)

    def foreign(regions: Sequence[Region], mirrored: bool) -> tuple[float, float]:
        return (30.0, plausible) if not mirrored and regions[0].along[0] > 0 else (0.0, 0.0)

    assert orientation.lies(LEVEL, WIDE, says(POOR, POOR), says(latin, POOR), foreign) == way


def test_another_script_counts_more_than_letters_that_are_hardly_believed() -> None:
    chance = ("Kpem ynnepcanbh", 0.65)

    def foreign(regions: Sequence[Region], mirrored: bool) -> tuple[float, float]:
        return (50.0 if not mirrored and regions[0].along[0] < 0 else 12.0), 0.8

    assert orientation.lies(LEVEL, WIDE, says(POOR, POOR), says(POOR, chance)) == Way(180, mirrored=True)
    assert orientation.lies(LEVEL, WIDE, says(POOR, POOR), says(POOR, chance), foreign) == Way(180)
