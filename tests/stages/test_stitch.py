"""The list around a bottle: parts on several photos become one list where their print agrees, and never otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glidecheck.layout.panels import find, stitch
from glidecheck.lexicon import load
from glidecheck.model import Box, Line, Page, PhotoFacts, Quality, Reading, Readings, Report, Section, Verdict
from glidecheck.pipeline import doubts, judge, judging

ADVANCE, PITCH, HEIGHT, MARGIN = 9.0, 26.0, 20.0, 60.0  # px: a glyph's width, from line to line, of a line, around the print
WIDTH = 50  # glyphs a row of the label holds
PURE = (
    *("Aqua", "Sodium Hyaluronate", "Hyaluronic Acid", "Hydrolyzed Hyaluronic Acid", "Sodium Chloride", "Citric Acid", "Tromethamine"),
    *("Potassium Chloride", "Sodium Citrate", "Potassium Phosphate", "Sodium Hydroxide", "Dipotassium Phosphate", "Sodium Phosphate"),
)


def printed(names: Sequence[str], width: int = WIDTH) -> list[str]:
    """The list as a label prints it: wrapped between words, with its heading."""
    rows = [""]
    for word in ("Ingredients: " + ", ".join(names) + ".").split():
        if rows[-1] and len(rows[-1]) + 1 + len(word) > width:
            rows.append("")
        rows[-1] += (" " if rows[-1] else "") + word
    return rows


def view(rows: Sequence[str], *, left: int = 0, right: int | None = None, top: int = 0, bottom: int | None = None, photo: int = 0) -> Page:
    """A photo of glyphs `left:right` of rows `top:bottom`; where it cuts the print, the picture ends."""
    widest = max(map(len, rows))
    right = widest if right is None else right
    bottom = len(rows) if bottom is None else bottom
    x = 0.0 if left else MARGIN
    y = 0.0 if top else MARGIN
    lines = []
    for n, row in enumerate(rows[top:bottom]):
        text = row[left:right]
        start = x + ADVANCE * (len(text) - len(text.lstrip()))
        text = text.strip()
        if text:
            box = Box.of(start, y + PITCH * n, start + ADVANCE * len(text), y + PITCH * n + HEIGHT)
            lines.append(Line(text, 0.99, box, reader="a", photo=photo))
    width = x + ADVANCE * (right - left) + (MARGIN if right >= widest else 0.0)
    # Cut through the row's last pixels: where the photo ends below a row that goes on, the row touches the edge.
    height = y + PITCH * (bottom - top) - (PITCH - HEIGHT if bottom < len(rows) else -MARGIN)
    return Page(tuple(lines), round(width), round(height), "a", photo)


def judged(*pages: Page) -> Report:
    """What two networks that read alike make of these photos."""
    facts = tuple(PhotoFacts(f"{n}.jpg", "", Quality(1000.0, 0.0), p.width, p.height) for n, p in enumerate(pages))
    return judge(Readings(facts, pages, pages, witnessed=True, networks=("net-a", "net-b")))


def ids(report: Report) -> list[str]:
    return [s.id for m in report.ingredients for s in m.substances if m.mention.section is not Section.CLAIM]


def test_one_photo_is_left_as_it_is() -> None:
    panels = find((view(printed(PURE), right=30),), load()).panels
    assert stitch(panels, load()) == panels


def test_nothing_is_nothing() -> None:
    assert stitch((), load()) == ()


def test_a_list_around_a_bottle_is_whole_on_two_photos() -> None:
    rows = printed(PURE)
    left, right = view(rows, right=38), view(rows, left=8, photo=1)
    alone = replace(right, photo=0, lines=tuple(replace(line, photo=0) for line in right.lines))
    assert {judged(left).reading, judged(alone).reading} == {Reading.PARTIAL}
    report = judged(left, right)
    assert (report.verdict, report.reading, report.retake) == (Verdict.GLIDE, Reading.COMPLETE, ())
    assert ids(report) == ids(judged(view(rows)))
    assert {m.mention.photo for m in report.ingredients} == {0, 1}


def test_the_order_of_the_photos_does_not_matter() -> None:
    rows = printed(PURE)
    report = judged(view(rows, left=8), view(rows, right=38, photo=1))
    assert report.verdict is Verdict.GLIDE
    assert ids(report) == ids(judged(view(rows)))


def test_three_photos_around() -> None:
    rows = printed(PURE, width=90)
    report = judged(view(rows, right=66), view(rows, left=18, right=76, photo=1), view(rows, left=34, photo=2))
    assert report.reading is Reading.COMPLETE
    assert ids(report) == ids(judged(view(rows)))


def test_the_upper_and_the_lower_half() -> None:
    rows = printed(PURE, width=30)
    report = judged(view(rows, bottom=6), view(rows, top=3, photo=1))
    assert (report.verdict, report.reading) == (Verdict.GLIDE, Reading.COMPLETE)
    assert ids(report) == ids(judged(view(rows)))


def test_a_row_that_the_edge_cuts_lengthwise_is_taken_from_the_other_photo() -> None:
    rows = printed(PURE, width=30)
    upper, lower = view(rows, bottom=6), view(rows, top=3, photo=1)
    upper = replace(upper, lines=(*upper.lines[:-1], replace(upper.lines[-1], text="IUEII IILEE IE", confidence=0.5)))
    report = judged(upper, lower)
    assert report.reading is Reading.COMPLETE
    assert ids(report) == ids(judged(view(rows)))


def test_two_names_in_common_are_too_few() -> None:
    rows = printed(PURE, width=24)
    upper, lower = view(rows, bottom=4), view(rows, top=3, photo=1)
    panels = find((upper, lower), load()).panels
    assert len(stitch(panels, load())) == len(panels) == 2
    assert judged(upper, lower).verdict is Verdict.REVIEW


@pytest.mark.parametrize(
    "other",
    [
        [*PURE[:9], "Retinol", *PURE[10:]],
        [*PURE[:6], "Panthenol", *PURE[7:]],
        [*PURE[:3], *PURE[4:], "Niacinamide"],
        list(reversed(PURE)),
    ],
    ids=["one name of another product", "one in the middle", "one added, one gone", "another order"],
)
def test_parts_of_two_products_are_never_one_list(other: list[str]) -> None:
    left, right = view(printed(PURE), right=38), view(printed(other), left=8, photo=1)
    report = judged(left, right)
    assert report.verdict is not Verdict.GLIDE
    assert report.reading is not Reading.COMPLETE


def test_a_danger_that_one_photo_shows_is_kept() -> None:
    rows = printed(PURE)
    left, right = view(rows, right=38), view(rows, left=8, photo=1)
    # One reading of a row that both photos show has it, and the other, read surely, has not.
    n = next(n for n, ln in enumerate(right.lines) if "Tromethamine" in ln.text)
    lines = [*right.lines]
    lines[n] = replace(lines[n], text=lines[n].text.replace("Tromethamine", "Tretinoin"))
    report = judged(left, replace(right, lines=tuple(lines)))
    assert "retinoic-acid" in {s.id for m in report.ingredients for s in m.substances}
    assert report.verdict is Verdict.AVOID


def test_a_gap_that_no_photo_closes_stays() -> None:
    rows = printed(PURE, width=70)
    report = judged(view(rows, right=40), view(rows, left=15, right=60, photo=1))
    assert report.verdict is Verdict.REVIEW
    assert any("right edge" in line for line in report.retake)
    assert not any("left edge" in line for line in report.retake)


def test_stitched_photos_are_not_called_different_products() -> None:
    rows = printed(PURE)
    known = judging.understand((view(rows, right=38), view(rows, left=8, photo=1)), load())
    assert doubts.LISTS not in doubts.lists(known.layout, known.listed)


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(PURE), st.permutations(PURE), st.integers(22, 40), st.integers(6, 26), st.integers(30, 60), st.booleans())
def test_complete_is_said_of_the_printed_list_only(
    names: list[str], others: list[str], right: int, left: int, width: int, same: bool
) -> None:
    rows = printed(names, width)
    report = judged(view(rows, right=right), view(rows if same else printed(others, width), left=left, photo=1))
    if report.reading is Reading.COMPLETE:
        assert ids(report) == ids(judged(view(rows)))
