"""CSV, JSON Lines and paper; where a report may be written, and what is left when it cannot be."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import stat
from pathlib import Path

import pytest
import reports as made
import shelves
from jsonschema import Draft202012Validator

from glidecheck.audit.reports import FORMS, check, files, write
from glidecheck.errors import Exit, StoreError, UsageError
from glidecheck.report.csvform import HEADER
from glidecheck.report.jsonform import schema
from glidecheck.report.view import CLOSING, plain


def test_json_lines_obey_the_schema_the_unjudged_too(tmp_path: Path) -> None:
    audit = shelves.handmade(since="earlier")
    write(audit, tmp_path / "audit.jsonl")
    text = (tmp_path / "audit.jsonl").read_text("utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert len(lines) == len(audit.rows)
    for line in lines:
        Draft202012Validator(schema()).validate(line)
        assert (line["audit"]["notice"], line["audit"]["made"], line["audit"]["lexicon"]) == (CLOSING, audit.made, audit.lexicon)
    assert [line["product"] for line in lines] == [plain(r.product.name) for r in audit.rows]
    assert any(line["skipped"] for line in lines)
    (decided,) = [line for line in lines if line["audit"]["decision"]]
    assert decided["verdict"] == "AVOID"


@pytest.mark.parametrize("change", [{"extra": 1}, {"notice": ""}, {"change": {"causes": ["mood"], "before": None}}])
def test_the_schema_refuses_what_is_not_of_an_audit(change: dict[str, object], tmp_path: Path) -> None:
    write(shelves.audit([shelves.row(made.glide(), "a")]), tmp_path / "audit.jsonl")
    line = json.loads((tmp_path / "audit.jsonl").read_text("utf-8"))
    line["audit"] |= change
    assert not Draft202012Validator(schema()).is_valid(line)


def test_csv_has_the_columns_of_a_scan_then_the_audit_s_then_the_clinic_s(tmp_path: Path) -> None:
    audit = shelves.handmade()
    write(audit, tmp_path / "audit.csv")
    head, *rows = csv.reader(io.StringIO((tmp_path / "audit.csv").read_text("utf-8-sig"), newline=""))
    assert tuple(head[: len(HEADER)]) == HEADER
    assert head[-3:] == ["column: Location", "column: Lot", f"column: {plain(made.HOSTILE)}"]
    assert {len(row) for row in rows} == {len(head)}
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    keys = {row[head.index("key")].removeprefix("'") for row in rows}
    assert keys == {plain(r.product.key) for r in audit.rows}
    assert {row[head.index("notice")] for row in rows} == {CLOSING}
    (skipped,) = [row for row in rows if row[head.index("not_judged")]]
    assert skipped[head.index("verdict")] == ""


def test_paper_says_what_the_page_says(tmp_path: Path) -> None:
    from pypdf import PdfReader

    audit = shelves.handmade(since="earlier")
    check(tmp_path / "audit.pdf")
    write(audit, tmp_path / "audit.pdf")
    pages = PdfReader(tmp_path / "audit.pdf").pages
    text = " ".join(" ".join(p.extract_text() for p in pages).split())
    for words in (
        "Not judged: 1 of",
        "To be photographed again",
        "Signature",
        "<script>alert(1)</script>",
        "RETINOL is a retinoid",
        CLOSING,
        *audit.engines,
    ):
        assert words in text, words
    assert all("Not medical advice" in p.extract_text() for p in pages)
    assert sum(len(p.images) for p in pages) > 0


def test_paper_of_a_large_shelf_is_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pypdf import PdfReader

    from glidecheck.audit.reports import paper

    monkeypatch.setattr(paper, "FULL", 1)
    monkeypatch.setattr(paper, "LINES", 1)
    write(shelves.handmade(), tmp_path / "audit.pdf")
    text = " ".join(p.extract_text() for p in PdfReader(tmp_path / "audit.pdf").pages)
    assert "html and xlsx reports" in text
    assert "Signature" in text
    assert "For the clinic" not in text


# ------------------------------------------------------------------ files


@pytest.mark.parametrize("form", FORMS)
def test_every_ending_can_be_written(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"Audit of May.{form.upper()}"
    path.write_text("the one before")
    check(path)
    write(shelves.audit([shelves.row(made.retinol(), "serum")]), path)
    assert path.stat().st_size > 300
    assert b"the one before" not in path.read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    assert stat.S_IMODE(path.stat().st_mode) & 0o044 == 0o044


@pytest.mark.parametrize("name", ["audit", "audit.docx", "audit.html.gz", "none/audit.html", ".html"])
def test_what_cannot_be_a_report_is_said_before_the_work(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        check(tmp_path / name)
    assert raised.value.next


def test_a_folder_is_no_report(tmp_path: Path) -> None:
    (tmp_path / "audit.html").mkdir()
    with pytest.raises(UsageError, match="is a folder"):
        check(tmp_path / "audit.html")


def test_no_pdf_without_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(UsageError) as raised:
        check(tmp_path / "audit.pdf")
    assert "glidecheck[pdf]" in raised.value.next


@pytest.mark.parametrize("form", FORMS)
def test_a_full_disk_leaves_the_report_that_was_there(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / f"audit.{form}"
    path.write_text("the one before")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(StoreError, match="No space left on device") as raised:
        write(shelves.audit([shelves.row(made.retinol(), "serum")]), path)
    assert raised.value.exit is Exit.STORE
    assert path.read_text() == "the one before"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_workbook_that_finds_the_disk_full_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import xlsxwriter

    def full(self: object) -> None:
        with Path("/dev/full").open("wb", buffering=0) as out:
            try:
                out.write(b"x")
            except OSError as error:
                raise xlsxwriter.exceptions.FileCreateError(error) from error

    monkeypatch.setattr(xlsxwriter.Workbook, "close", full)
    with pytest.raises(StoreError, match="No space left on device"):
        write(shelves.audit([shelves.row(made.retinol(), "serum")]), tmp_path / "audit.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_rows_are_walked_and_never_held(tmp_path: Path) -> None:
    """A hundred rows with 200 kB of pictures each are 20 MB: at no time are more than a few of them in memory."""
    import tracemalloc
    from collections.abc import Sequence
    from dataclasses import replace

    report = made.retinol()

    class Rows(Sequence):
        def __len__(self) -> int:
            return 100

        def __getitem__(self, index):
            if index >= 100:
                raise IndexError(index)
            picture = b"\xff\xd8\xff" + index.to_bytes(4, "big") * 50_000
            return shelves.row(report, f"serum {index}", crops=((0, picture),))

    audit = replace(shelves.audit([]), rows=Rows())
    write(audit, tmp_path / "warm.html")
    for form in ("html", "csv", "jsonl"):
        tracemalloc.start()
        write(audit, tmp_path / f"audit.{form}")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < 5_000_000, form
    assert (tmp_path / "audit.html").stat().st_size > 20_000_000
