"""The CSV form: every product and every ingredient in it, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import pytest
import reports
from hypothesis import given
from hypothesis import strategies as st

from glidecheck.report import csvform


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", reports.ALL)
def test_one_row_an_ingredient_and_one_for_a_product_without(name: str) -> None:
    report = reports.ALL[name]()
    rows = read(csvform.header() + csvform.rows(report))
    assert len(rows) == max(1, len(report.ingredients))
    assert all(None not in row and None not in row.values() for row in rows)
    assert {row["verdict"] for row in rows} == {report.verdict.value if report.verdict else ""}


def test_a_row() -> None:
    row = read(csvform.header() + csvform.rows(reports.retinol()))[2]
    assert {k: row[k] for k in ("printed", "name", "amount", "severity", "rules", "bases", "score")} == {
        "printed": "Ret1nol",
        "name": "RETINOL",
        "amount": "0,5 %",
        "severity": "avoid",
        "rules": "TEST-RET",
        "bases": "founding",
        "score": "0.96",
    }


def test_findings_of_the_labels_prose_are_not_lost() -> None:
    rows = read(csvform.header() + csvform.rows(reports.partial()))
    assert all("The list's end is outside the picture." in row["label_findings"] for row in rows)


def test_a_skipped_product_says_why() -> None:
    (row,) = read(csvform.header() + csvform.rows(reports.skipped()))
    assert row["verdict"] == ""
    assert row["not_judged"] == "the picture is cut short: send the photo again"


@pytest.mark.parametrize("plain_text", ["Aqua", "1,2-Hexanediol", "", "a = b", "0.5", "ascorbic-acid"])
def test_ordinary_text_stays(plain_text: str) -> None:
    assert csvform.safe(plain_text) == plain_text


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u200b=1", "＝1", "\x1b[1m=1"])
def test_a_formula_is_quoted(formula: str) -> None:
    assert csvform.safe(formula).startswith("'")


@given(st.text(st.characters(codec=None), max_size=12))
def test_no_cell_begins_like_a_formula(text: str) -> None:
    (cells,) = csv.reader(io.StringIO(csvform.written([(text, "x")]), newline=""))
    assert not cells[0].lstrip().startswith(("=", "+", "-", "@"))
    assert cells[1] == "x"
