"""What a person has seen (sterile, single use, use by, lot): entered, kept, printed, never inferred; and the cards for the shelf."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
import shelves
from openpyxl import load_workbook
from pypdf import PdfReader

from glidecheck.audit import facts
from glidecheck.audit.model import Facts
from glidecheck.audit.reports import cards, write
from glidecheck.audit.store import Store
from glidecheck.errors import InputError, UsageError
from glidecheck.jobs.database import open_database

TODAY = datetime.date(2026, 11, 23)
SEEN = Facts(True, True, "2027-03", "L-77", "AB", "2026-11-20", "item")


def entered(**given) -> Facts:
    return facts.entered(**{"initials": "AB", "on": TODAY, "today": TODAY} | given)


def test_what_is_entered_is_tidied_and_what_is_not_said_stays_unsaid() -> None:
    told = entered(sterile="Yes ", expiry="2027-03", lot=" L\t7 ")
    assert (told.sterile, told.single_use, told.expiry, told.lot) == (True, None, "2027-03", "L 7")
    assert facts.words(told) == "sterile: yes, use by: 2027-03, lot: L 7 (AB, 2026-11-23)"


@pytest.mark.parametrize(
    "given",
    [{}, {"sterile": "maybe"}, {"expiry": "soon"}, {"expiry": "2027-13"}, {"lot": "x" * 61}, {"sterile": "yes", "initials": ""},
     {"sterile": "yes", "on": "2026-11-24"}],
)  # fmt: skip
def test_what_cannot_be_taken(given: dict[str, str]) -> None:
    with pytest.raises(InputError):
        entered(**given)


@pytest.mark.parametrize(("day", "late"), [("2027-03-31", False), ("2027-04-01", True)])
def test_a_month_ends_with_its_last_day(day: str, late: bool) -> None:
    assert facts.expired(SEEN, day) is late
    assert ("PASSED" in facts.words(SEEN, day)) is late


def test_facts_hold_for_the_photos_they_were_entered_beside() -> None:
    row = replace(shelves.row(shelves.judged("ha-gel-tube"), "a"), item="item")
    (held,) = facts.carry({"a": SEEN}, [row])
    (fallen,) = facts.carry({"a": SEEN}, [replace(row, item="other photos")])
    assert (held.facts, held.outdated) == (SEEN, None)
    assert (fallen.facts, fallen.outdated) == (None, SEEN)
    assert held.report == row.report  # a fact changes no verdict


def test_they_are_kept_and_forgotten(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "audit.db"))
    try:
        store = Store(database)
        store.keep_facts("shelf", {"a": SEEN, "b": replace(SEEN, lot="")})
        store.keep_facts("shelf", {"b": None})
        assert store.facts("shelf") == {"a": SEEN}
        store.forget([])
        assert store.facts("shelf") == {}  # no audit of that shelf is left
    finally:
        database.close()


def test_they_are_read_back_from_the_workbook(tmp_path: Path) -> None:
    rows = [replace(shelves.row(shelves.judged("ha-gel-tube"), name), item=f"item {name}") for name in "abc"]
    path = tmp_path / "audit.xlsx"
    write(shelves.audit([replace(rows[0], facts=replace(SEEN, item="item a")), *rows[1:]]), path)
    book = load_workbook(path)
    sheet = book["Products"]
    at = {c.value: c.column for c in sheet[1]}
    for line, (sterile, by) in enumerate((("yes", "CD"), ("no", None)), 3):
        for title, value in ((facts.STERILE, sterile), (facts.SEEN_BY, by), (facts.SEEN_ON, datetime.date(2026, 11, 21))):
            sheet.cell(line, at[title], value)
    book.save(path)
    taken, problems = facts.read_workbook(path, {"a", "b", "c"}, TODAY)
    assert taken == {"a": replace(SEEN, item="item a"), "b": Facts(True, None, "", "", "CD", "2026-11-21", "item b")}
    assert ["no initials" in p for p in problems] == [True]


@pytest.mark.parametrize("form", ["html", "csv", "jsonl"])
def test_every_report_shows_them(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"audit.{form}"
    write(shelves.audit([replace(shelves.row(shelves.judged("ha-gel-tube"), "a"), facts=SEEN)]), path)
    assert "L-77" in path.read_text("utf-8")


def test_a_card_a_product_of_one_page_each(tmp_path: Path) -> None:
    plain = shelves.row(shelves.judged("ha-gel-tube"), "Gel")
    rows = [replace(plain, facts=SEEN), replace(plain, product=shelves.product("long name " * 40)), *shelves.handmade().rows]
    path = tmp_path / "cards.pdf"
    cards.write(shelves.audit(rows), path)
    pages = [p.extract_text() for p in PdfReader(path).pages]
    assert len(pages) == len(rows)
    assert "L-77" in pages[0]
    assert "This may go on needled skin" in " ".join(pages[0].split())
    assert all("Not medical advice" in p for p in pages)
    with pytest.raises(UsageError):
        cards.check(tmp_path / "cards.docx")


def test_two_long_names_that_differ_at_their_end_differ_on_their_cards() -> None:
    audit = shelves.audit([shelves.row(shelves.judged("ha-gel-tube"), "a")])
    long = "Intensive overnight replenishing serum for very sensitive skin after treatments, limited edition, "
    rows = [replace(audit.rows[0], product=replace(audit.rows[0].product, name=long + end)) for end in ("30 ml, 0.2 %", "30 ml, 2 %")]
    page = "".join(cards.render(replace(audit, rows=tuple(rows))))
    assert "30 ml, 0.2 %" in page
    assert "30 ml, 2 %" in page
    assert long not in page
