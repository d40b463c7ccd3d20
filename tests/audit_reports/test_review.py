"""Decisions: what they are tied to, carried to the next audit, and read from the workbook that a person filled in."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
import reports as made
import shelves
from openpyxl import load_workbook

from glidecheck.audit.model import Review
from glidecheck.audit.reports import write
from glidecheck.audit.review import BASIS, DATE, DECISION, INITIALS, KEY, NOTE, basis_of, carry, checked, read_workbook
from glidecheck.errors import InputError
from glidecheck.model import CautionKind, Verdict

TODAY = datetime.date(2026, 11, 23)
GOOD = {DECISION: "only as noted", INITIALS: "AB", DATE: datetime.date(2026, 11, 20), NOTE: "after numbing"}


def test_what_changes_nothing_leaves_the_basis() -> None:
    basis = basis_of(["a", "b"], Verdict.CAUTION, CautionKind.COMPANION)
    assert basis == basis_of(["b", "a", "b"], Verdict.CAUTION, CautionKind.COMPANION)


@pytest.mark.parametrize(
    "other",
    [
        basis_of(["a"], Verdict.CAUTION, CautionKind.COMPANION),
        basis_of(["a", "c"], Verdict.CAUTION, CautionKind.COMPANION),
        basis_of(["a", "b"], Verdict.AVOID),
        basis_of(["a", "b"], Verdict.CAUTION, CautionKind.ANAESTHETIC),
        basis_of(["a", "b"], None),
    ],
)
def test_other_photos_or_another_verdict_give_another_basis(other: str) -> None:
    assert other != basis_of(["a", "b"], Verdict.CAUTION, CautionKind.COMPANION)


def test_decisions_are_carried_while_they_hold() -> None:
    rows = [shelves.row(made.retinol(), name) for name in ("none", "held", "fallen")]
    held, fallen = replace(shelves.REVIEW, basis=rows[1].basis), replace(shelves.REVIEW, basis="another")
    carried = list(carry({"held": held, "fallen": fallen, "gone": held}, iter(rows)))
    assert [(r.review, r.dropped) for r in carried] == [(None, None), (held, None), (None, fallen)]
    assert carried[0] is rows[0]
    assert [r.report.verdict for r in carried] == [Verdict.AVOID] * 3


def filled(path: Path, *answers: dict[str, object]) -> tuple[Path, list[str]]:
    """A workbook of three products, with `answers` written into its lines by a person, and the products' keys."""
    rows = [shelves.row(made.retinol(), n) for n in ("a", "b", "c")]
    write(shelves.audit(rows), path)
    book = load_workbook(path)
    sheet = book["Products"]
    at = {c.value: c.column for c in sheet[1]}
    for line, answer in enumerate(answers, 2):
        for title, value in answer.items():
            sheet.cell(line, at[title]).value = value
    book.save(path)
    return path, [r.product.key for r in rows]


def test_an_untouched_workbook_decides_nothing(tmp_path: Path) -> None:
    path, keys = filled(tmp_path / "audit.xlsx")
    assert read_workbook(path, keys, TODAY) == read_workbook(path)
    assert (dict(read_workbook(path).reviews), read_workbook(path).problems) == ({}, ())


def test_what_a_person_wrote_is_read_with_its_basis(tmp_path: Path) -> None:
    path, keys = filled(tmp_path / "audit.xlsx", {}, GOOD)
    read = read_workbook(path, keys, TODAY)
    basis = basis_of(["b"], Verdict.AVOID)
    assert dict(read.reviews) == {"b": Review("only as noted", "AB", "2026-11-20", "after numbing", basis)}
    assert read.problems == ()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({KEY: "nobody"}, "nobody is no product of this audit"),
        ({KEY: None}, "hidden column key is empty"),
        ({KEY: "b"}, "b has a decision further up already"),
        ({DECISION: None}, "there is no decision"),
        ({INITIALS: " "}, "there are no initials"),
        ({DATE: None}, "there is no date"),
        ({DATE: "1.2.2026"}, "1.2.2026 is no date"),
        ({DATE: "2026-02-30"}, "2026-02-30 is no date"),
        ({DATE: datetime.date(2026, 11, 24)}, "2026-11-24 has not come yet"),
        ({NOTE: "x" * 2_000}, "too long"),
    ],
)
def test_a_line_that_cannot_be_taken_stops_no_other(wrong: dict[str, object], words: str, tmp_path: Path) -> None:
    path, keys = filled(tmp_path / "audit.xlsx", GOOD, GOOD, {**GOOD, **wrong})
    read = read_workbook(path, keys, TODAY)
    assert set(read.reviews) == {"a", "b"}
    (problem,) = read.problems
    assert words in problem
    assert "audit.xlsx line 4" in problem
    assert "\n" not in problem


def test_columns_may_be_moved_and_lines_sorted(tmp_path: Path) -> None:
    path, _ = filled(tmp_path / "audit.xlsx", GOOD)
    book = load_workbook(path)
    old = list(book["Products"].iter_rows(values_only=True))
    del book["Products"]
    sheet = book.create_sheet("Products")
    for line in [old[0], *reversed(old[1:])]:
        sheet.append([*reversed(line)])
    book.save(path)
    assert list(read_workbook(path, today=TODAY).reviews) == ["a"]


def test_other_files_are_refused(tmp_path: Path) -> None:
    from openpyxl import Workbook

    (tmp_path / "text.xlsx").write_text("no workbook")
    Workbook().save(tmp_path / "other.xlsx")
    for name, words in (("none.xlsx", "does not exist"), ("text.xlsx", "no workbook"), ("other.xlsx", "has no column")):
        with pytest.raises(InputError, match=words):
            read_workbook(tmp_path / name)


def test_a_decision_is_tidied() -> None:
    review = checked(" may be\tused ", "A\u202eB", "2026-11-01", "x\x07y", "basis", TODAY)
    assert (review.decision, review.initials, review.note, review.basis) == ("may be used", "A B", "x y", "basis")


def test_the_basis_column_is_there(tmp_path: Path) -> None:
    path, _ = filled(tmp_path / "audit.xlsx")
    assert BASIS in [c.value for c in load_workbook(path)["Products"][1]]
