"""The terminal's form: verdict first, nothing hidden, nothing of a label taken for markup."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
import reports
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from glidecheck.model import Severity, Verdict
from glidecheck.report.text import as_text
from glidecheck.report.view import LOOKS, plain, verdict_tone


def shown(report, width: int = 80, encoding: str = "utf-8", **options) -> str:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    return as_text(report, Console(file=stream, width=width, highlight=False, markup=False, emoji=False, **options))


def joined(report, width: int = 80) -> str:
    return " ".join(shown(report, width).split())


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("name", reports.ALL)
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    assert max(cell_len(line) for line in shown(reports.ALL[name](), width).splitlines()) <= min(width, 100)


@pytest.mark.parametrize("name", reports.ALL)
def test_the_verdict_comes_first_and_the_warning_last(name: str) -> None:
    report = reports.ALL[name]()
    lines = shown(report).split("\n")
    assert LOOKS[verdict_tone(report)].words in lines[1]
    if report.verdict:
        assert "not medical advice: ask your provider. nothing here was reviewed by a clinician." in joined(report).lower()


def test_the_three_cautions_differ_without_colour() -> None:
    banners = {shown(f()).split("\n")[1].split("  ")[0] for f in (reports.emla, reports.vitamin_c, reports.moisturiser, reports.retinol)}
    assert len(banners) == 4


def test_a_finding_names_print_lexicon_amount_rule_basis_and_source() -> None:
    text = joined(reports.retinol())
    for part in ("Ret1nol = RETINOL, 0,5 %", "nearest name, 0.96", "next RETINAL", "TEST-RET, founding article", "For you: Do not"):
        assert part in text
    assert "For the clinic: Choose a plain hyaluronate" in text


def test_a_glide_says_what_was_looked_for() -> None:
    assert "Looked for and not found - retinoids" in joined(reports.glide())
    assert "Looked for" not in joined(reports.moisturiser())


def test_what_was_not_read_is_listed() -> None:
    text = joined(reports.partial())
    assert "Vitamin ? acetate: may be RETINOL or ASCORBIC ACID" in text
    assert "Xqzzlide: a name that the lexicon does not know" in text
    assert "2 places with print that could not be read" in text
    assert "For a better photo - Turn the bottle" in text


def test_label_text_is_shown_and_never_obeyed() -> None:
    text = shown(reports.hostile(), force_terminal=True, color_system="truecolor")
    assert "[bold red]x[/]" in text
    assert ":smile:" in text
    assert "\x9b" not in text
    assert "\x07" not in text
    assert "\u202e" not in text
    # What is left of escape sequences is rich's own colours.
    assert re.fullmatch(r"(\x1b\[[0-9;]*m|[^\x1b])*", text)
    assert "\x1b[31m[bold" not in text


def test_a_terminal_without_the_signs_gets_plain_ones() -> None:
    text = shown(reports.retinol(), encoding="ascii")
    assert text.isascii()
    assert " X AVOID " in text


def test_forty_companions_are_one_paragraph() -> None:
    names = [f"Companion {n}" for n in range(40)]
    matches = tuple(reports.match(n + 1, name, replace(reports.GLYCERIN, id=name, name=name.upper())) for n, name in enumerate(names))
    found = tuple(
        reports.finding("TEST-COM", "companion", Severity.CAUTION, n, summary=f"{name.upper()} is not on the glide list.")
        for n, name in enumerate(names)
    )
    text = joined(replace(reports.moisturiser(), ingredients=matches, findings=found))
    assert text.count("is not on the glide list.") == 1
    assert "The same holds for the 39 others." in text
    assert all(name in text.split("Ingredients (40)")[0] for name in names)


@given(st.text(st.characters(codec=None), max_size=40))
def test_plain_leaves_nothing_that_moves_a_cursor(text: str) -> None:
    clean = plain(text)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]", clean)
    assert plain(clean) == clean


@pytest.mark.parametrize("name", ["Aqua", "Рети́нол", "レチノール", "می‌خواهم", "Rétinol", "ascorbyl \u00b5g"])
def test_plain_keeps_names_of_every_script(name: str) -> None:
    assert plain(name) == name


def test_review_findings_come_before_notes_and_after_cautions() -> None:
    report = replace(
        reports.moisturiser(),
        findings=(
            reports.finding("T-INFO", "sterile", Severity.INFO),
            reports.finding("T-REV", "unread", Severity.REVIEW),
            *reports.moisturiser().findings,
        ),
    )
    text = shown(report)
    assert text.index("TEST-COM") < text.index("T-REV") < text.index("T-INFO")
    assert report.verdict is Verdict.CAUTION


def test_sixteen_colours_are_enough() -> None:
    green = shown(reports.glide(), force_terminal=True, color_system="standard")
    red = shown(reports.retinol(), force_terminal=True, color_system="standard")
    assert "\x1b[1;37;42m" in green
    assert "\x1b[1;37;41m" in red


def test_no_colour_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    coloured = shown(reports.retinol(), force_terminal=True, color_system="truecolor")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", coloured)
    assert "AVOID" in coloured
