"""The workbook's sheets and cells: what fits into one, how high it is, where a picture goes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from glidecheck.audit.model import Row
from glidecheck.report.view import ordered, plain

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

LONGEST = 32_000
"""Characters in a cell; Excel takes 32,767."""


LAST_ROW = 1_048_575
"""The last line of a sheet, from 0."""


_ROW, FULL, MOST_ROWS = 20, 0.95, 20
"""Pixels of a line of text, the share of a column's width that words fill before they wrap, and the most lines a cell shows."""


PICTURE_HEIGHT = 48.0
"""Pixels of a picture in its line."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet whose titles are written, the widths of its columns in characters, and where its next line goes."""

    sheet: Worksheet
    widths: tuple[float, ...]
    line: list[int]

    def next(self) -> int:
        self.line[0] += 1
        return self.line[0]

    @property
    def full(self) -> bool:
        return self.line[0] >= LAST_ROW


def let_go(book: Workbook) -> None:
    """Closes what a workbook that could not be written to its end leaves open, and keeps it from being written when it is forgotten."""
    book.fileclosed = True
    for sheet in book.worksheets():
        lines = getattr(sheet, "row_data_fh", None)
        if lines is not None:
            lines.close()


def cell(words: str) -> str:
    text = plain(words)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def height_of(cells: Sequence[str], widths: Sequence[float]) -> int:
    """Pixels that a line of wrapped cells takes: not every spreadsheet program finds that out by itself."""
    rows = max(
        sum(max(1, ceil(len(part) / (FULL * width))) for part in words.split("\n")) for words, width in zip(cells, widths, strict=True)
    )
    return _ROW * min(rows, MOST_ROWS)


def date_of(on: str) -> date | None:
    try:
        return date.fromisoformat(on)
    except ValueError:
        return None


def pictures_of(row: Row, allowance: int) -> dict[int, bytes]:
    """The pictures there is room for, by the `id` of their finding: each print once, the gravest finding's first."""
    kept, seen = {}, set[bytes]()
    for finding in ordered(row.report):
        jpeg = row.picture(finding)
        if jpeg and jpeg not in seen and (not seen or len(jpeg) <= allowance):
            kept[id(finding)] = jpeg
            seen.add(jpeg)
            allowance -= len(jpeg)
    return kept


def insert(sheet: Worksheet, line: int, column: int, jpeg: bytes, words: str, least: int) -> None:
    """A picture in its cell, in a line at least `least` pixels high."""
    from PIL import Image

    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
        width, height = image.size
    scale = min(1.0, PICTURE_HEIGHT / height, 290 / width)
    sheet.set_row_pixels(line, max(least, int(PICTURE_HEIGHT) + 6))
    sheet.insert_image(
        line, column, "print.jpg",
        {"image_data": io.BytesIO(jpeg), "x_scale": scale, "y_scale": scale, "x_offset": 3, "y_offset": 3, "object_position": 1,
         "description": f"The print on the photo: {cell(words)[:200]}"},
    )  # fmt: skip
