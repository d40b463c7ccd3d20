"""BENCHMARKS.md is made of what was measured, and of nothing else."""

from __future__ import annotations

from pathlib import Path

import benchmarks_page as page
import measure
import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


ROWS = "| what | measured by |\n| {a.right} of {a.all} | @a |\n| {a.all} | @a |\n"
KNOWN = {"a": {"command": "python a.py", "commit": "abc", "date": "2026-11-30", "machine": "m", "figures": {"right": 1439, "all": ".98"}}}


def test_the_page_is_not_stale() -> None:
    assert page.made(page.PAGE.read_text("utf-8"), page.results()) == page.TARGET.read_text("utf-8")


def test_a_row_tells_its_figures_and_what_measured_them() -> None:
    told = page.made(ROWS, KNOWN)
    assert "| 1,439 of .98 | `python a.py`; commit abc, 2026-11-30 |" in told
    assert "| .98 | the same |" in told


def test_a_figure_that_nothing_measured_and_a_result_that_nothing_shows_are_errors() -> None:
    with pytest.raises(ValueError, match="which no result file has"):
        page.made("| {a.lost} | @a |", KNOWN)
    with pytest.raises(ValueError, match="no row shows b"):
        page.made(ROWS, {**KNOWN, "b": KNOWN["a"]})


def test_figures_are_found_in_what_is_printed() -> None:
    assert measure.figures(r"(?P<right>\d+) right(?=(?:.*wrong (?P<wrong>\d+))?)", "12 right, nothing") == {"right": 12, "wrong": 0}
    with pytest.raises(ValueError, match="not in what it printed"):
        measure.figures(r"(?P<right>\d+) right", "it broke")
