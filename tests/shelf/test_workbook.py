"""Workbooks: their lines, and that a damaged one is told and never a fault of ours."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from glidecheck.shelf import workbook

LINES = [("product", "photo"), *((f"Serum {n}", f"{n}.jpg") for n in range(40))]


def made() -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title in ("Products", "Others"):
        sheet = book.create_sheet(title)
        for line in LINES if title == "Products" else [("nothing",)]:
            sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_all_sheets_or_the_one_that_is_named() -> None:
    data = made()
    assert workbook.sheets(io.BytesIO(data)) == [LINES, [("nothing",)]]
    assert workbook.sheets(io.BytesIO(data), "Products") == [LINES]
    assert workbook.sheets(io.BytesIO(data), "Findings") == []


def test_a_damaged_workbook_is_told() -> None:
    """Whatever byte is wrong: its lines come, or it is unreadable."""
    data, told = made(), 0
    for at in range(0, len(data), 61):
        try:
            workbook.sheets(io.BytesIO(data[:at] + bytes([data[at] ^ 0x5A]) + data[at + 1 :]))
        except workbook.Unreadable:
            told += 1
    assert told > 20
    with pytest.raises(workbook.Unreadable):
        workbook.sheets(io.BytesIO(data[: len(data) // 2]))
