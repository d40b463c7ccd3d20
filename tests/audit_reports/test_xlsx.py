"""The workbook: read back with another library, no cell a formula, and a person's decisions there and back."""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from pathlib import Path

import pytest
import reports as made
import shelves
from openpyxl import load_workbook

from glidecheck.audit.reports import write
from glidecheck.audit.review import BASIS, DATE, DECISION, INITIALS, KEY, NOTE
from glidecheck.report.view import CLOSING, LOOKS, Tone, plain


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("xlsx") / "audit.xlsx"
    write(shelves.handmade(since="earlier"), target)
    return target


def opened(path: Path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(path)


def lines(sheet) -> list[dict[str, object]]:
    head, *rest = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rest]


def test_an_empty_shelf_has_a_workbook(tmp_path: Path) -> None:
    write(shelves.audit([]), tmp_path / "empty.xlsx")
    assert "Not judged" not in opened(tmp_path / "empty.xlsx").sheetnames


def test_sheets(path: Path) -> None:
    book = opened(path)
    assert book.sheetnames == ["Not judged", "Products", "Findings", "Ingredients", "Advice", "Photograph again", "Changed", "About"]
    assert book.active.title == "Products"
    for sheet in book:
        assert sheet.freeze_panes in ("B2", "C2")
        if sheet.title not in ("About", "Advice"):
            assert sheet.auto_filter.ref.startswith("A1:")
    assert any(cell == CLOSING for row in book["About"].iter_rows(values_only=True) for cell in row)


def test_no_cell_is_a_formula_and_nothing_leads_out(path: Path) -> None:
    for sheet in opened(path):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                assert cell.hyperlink is None
    with zipfile.ZipFile(path) as parts:
        assert not any(
            b"<f>" in parts.read(n) or b'TargetMode="External"' in parts.read(n) for n in parts.namelist() if n.endswith((".xml", ".rels"))
        )
    products = [line["Product"] for line in lines(opened(path)["Products"])]
    assert '=HYPERLINK("http://x.example","y")' in products
    assert plain(made.HOSTILE) in products


def test_verdicts_in_words_and_colour_what_was_not_judged_first(path: Path) -> None:
    sheet = opened(path)["Products"]
    seen = {}
    for row in sheet.iter_rows(min_row=2, max_col=1):
        tone = next(t for t in Tone if row[0].value == f"{LOOKS[t].mark} {LOOKS[t].words}")
        seen[tone] = row[0].font.color.rgb
    assert next(iter(seen)) is Tone.SKIPPED
    assert list(seen)[1] is Tone.AVOID
    assert {t: c[2:].lower() for t, c in seen.items()} == {t: LOOKS[t].colour[1:] for t in seen}


def test_pictures_stand_in_the_line_of_their_finding(tmp_path: Path) -> None:
    from PIL import Image

    shades = {"first": 0, "second": 120, "third": 240}
    rows = [shelves.row(made.emla(), name, crops=((1, shelves.jpeg(shade)),)) for name, shade in shades.items()]
    write(shelves.audit(rows), tmp_path / "audit.xlsx")
    sheet = opened(tmp_path / "audit.xlsx")["Findings"]
    titles = [c.value for c in sheet[1]]
    found = {}
    for image in sheet._images:
        at = image.anchor._from
        assert titles[at.col] == "Picture"
        line = {t: c.value for t, c in zip(titles, sheet[at.row + 1], strict=True)}
        assert line["Rule"] == "TEST-MET"  # the finding of index 1
        found[line["Product"]] = Image.open(io.BytesIO(image._data())).getpixel((5, 5))[0]
    assert {name: round(red / 120) for name, red in found.items()} == {"first": 0, "second": 1, "third": 2}


def test_a_person_s_columns(path: Path) -> None:
    book = opened(path)
    titles = [c.value for c in book["Products"][1]]
    assert titles[titles.index(DECISION) :][:4] == [DECISION, INITIALS, DATE, NOTE]
    hidden = {
        title
        for title, cell in zip(titles, book["Products"][1], strict=True)
        if book["Products"].column_dimensions[cell.column_letter].hidden
    }
    assert KEY in hidden
    assert BASIS in titles
    (decided,) = [line for line in lines(book["Products"]) if line[DECISION]]
    assert (decided[DECISION], decided[INITIALS], decided[DATE]) == ("=1+1", "@AB", datetime.datetime(2026, 11, 2))
    assert "Lot" in decided


def test_long_text_is_cut_and_told(tmp_path: Path) -> None:
    from dataclasses import replace

    row = shelves.row(replace(made.retinol(), headline="x" * 40_000), "long")
    write(shelves.audit([row]), tmp_path / "long.xlsx")
    (line,) = lines(opened(tmp_path / "long.xlsx")["Products"])
    assert len(line["In one line"]) < 32_767
    assert line["In one line"].endswith("…")


def test_a_finding_names_the_photo_that_was_read(tmp_path: Path) -> None:
    from dataclasses import replace

    report = replace(made.retinol(), source=("back.jpg",))  # front.jpg could not be opened
    write(shelves.audit([shelves.row(report, "serum", "front.jpg", "back.jpg")]), tmp_path / "audit.xlsx")
    assert [line["Photo"] for line in lines(opened(tmp_path / "audit.xlsx")["Findings"])] == ["back.jpg"]
