"""The clinic's own list: a CSV or XLSX with the columns product and photo, and any others, which are carried through.

A list with a mistake in it stops before a photo is read: a photo under the wrong product would be judged by another's label. A photo
that is only missing becomes a row.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from glidecheck.errors import InputError, UsageError
from glidecheck.lexicon import load
from glidecheck.shelf import workbook
from glidecheck.shelf.listing import is_address, local
from glidecheck.shelf.places import fetch
from glidecheck.text import fold

MAX_BYTES = 20_000_000  # bytes of a manifest: a chain's whole list has some megabytes

_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: `line` as a spreadsheet counts it, `photo` as written."""

    line: int
    product: str
    photo: str
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list, each photo once. `name` is its file's."""

    name: str
    entries: tuple[Entry, ...]


def read(where: str) -> Manifest:
    """The list at `where`, a path or an address.

    Raises:
        UsageError: it does not hold together; names the line and what to write.
        InputError, ServiceError: it cannot be opened.
    """
    name = where.replace("\\", "/").rsplit("/", 1)[-1]
    if not is_address(where) and not local(where).is_file():
        raise InputError(f"{where} does not exist, or is no file.", "Check the path of the list.")
    data = fetch(where, MAX_BYTES)
    lines = _sheet(data, name) if data.startswith(b"PK\x03\x04") else _csv(data, name)
    return Manifest(name, tuple(_entries(lines, name)))


# ------------------------------------------------------------------ lines


def _csv(data: bytes, name: str) -> list[tuple[int, list[str]]]:
    if not data.strip():
        raise UsageError(f"{name} is empty.", _HEADER)
    text = _text(data, name)
    best: list[tuple[int, list[str]]] = []
    for delimiter in _DELIMITERS:
        reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=False)
        lines: list[tuple[int, list[str]]] = []
        before = 0
        try:
            for row in reader:
                lines.append((before + 1, row))
                before = reader.line_num
        except csv.Error as error:
            raise UsageError(f"{name} line {reader.line_num}: {error}.", "Save the list again as CSV (UTF-8).") from None
        if not best or _found(_head(lines)) > _found(_head(best)):
            best = lines
    return best


def _text(data: bytes, name: str) -> str:
    # cp1252 is what a Western Excel calls plain "CSV".
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("sep=;\n").removeprefix("sep=,\n")
    raise UsageError(f"{name} is no text.", "Save the list as CSV (UTF-8) or as XLSX.")


def _sheet(data: bytes, name: str) -> list[tuple[int, list[str]]]:
    try:
        found = [[(n, [_cell(v) for v in row]) for n, row in enumerate(lines, 1)] for lines in workbook.sheets(io.BytesIO(data))]
    except (workbook.Unreadable, OSError):
        raise UsageError(f"{name} is no workbook that can be read.", "Save the list as XLSX or as CSV.") from None
    return max(found, key=lambda lines: _found(_head(lines)), default=[])


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


# ------------------------------------------------------------------ columns


_HEADER = "Begin it with a line that names its columns: product,photo - and any others, such as location,lot,expiry."


def _plain(title: str) -> str:
    return "".join(c for c in fold(title) if c.isalnum())


def _head(lines: Sequence[tuple[int, list[str]]]) -> list[str]:
    return next((row for _, row in lines if any(c.strip() for c in row)), [])


def _found(head: Iterable[str]) -> int:
    titles = {_plain(t) for t in head}
    return sum(not titles.isdisjoint(load().file_words[column]) for column in ("product", "photo"))


def _column(head: Sequence[str], word: str, file: str) -> int:
    exact = [i for i, t in enumerate(head) if _plain(t) == word]
    found = exact or [i for i, t in enumerate(head) if _plain(t) in load().file_words[word]]
    if not found:
        given = ", ".join(t.strip() for t in head if t.strip())[:120]
        raise UsageError(f"{file} has no column {word}; its first line says: {given or 'nothing'}.", _HEADER)
    if len(found) > 1:
        raise UsageError(f"{file} has {len(found)} columns for {word}: {', '.join(head[i] for i in found)}.", f"Call one of them {word}.")
    return found[0]


def _entries(lines: Sequence[tuple[int, list[str]]], file: str) -> Iterator[Entry]:
    head = _head(lines)
    if not head:
        raise UsageError(f"{file} is empty.", _HEADER)
    product, photo = (_column(head, word, file) for word in ("product", "photo"))
    others = [(i, _tidy(t)) for i, t in enumerate(head) if i not in (product, photo) and t.strip()]
    twice = next((t for n, (_, t) in enumerate(others) if t in [o for _, o in others[:n]]), None)
    if twice:
        raise UsageError(f"{file} has two columns {twice}.", "Give each column a name of its own.")
    started = False
    told: dict[str, tuple[str, int]] = {}
    for number, row in lines:
        cells = [*(c.strip() for c in row), *[""] * (len(head) - len(row))]
        if not any(cells):
            continue
        if not started:
            started = True
            continue
        if not cells[product]:
            raise UsageError(f"{file} line {number} names no product.", "Write the product's name in the column product.")
        if not cells[photo]:
            raise UsageError(
                f"{file} line {number} names no photo of {_tidy(cells[product])}.", "Write the photo's file name, or remove the line."
            )
        name = _tidy(cells[product])
        columns = tuple((title, _tidy(cells[i])) for i, title in others if cells[i])
        for picture in _pictures(cells[photo]):
            key = same(picture)
            if key in told and told[key][0] != fold(name):
                raise UsageError(
                    f"{file} line {number} gives {picture} to {name}, line {told[key][1]} to another product.",
                    "A photo shows one product: correct one of the lines.",
                )
            told[key] = fold(name), number
            yield Entry(number, name, picture, columns)
    if not told:
        raise UsageError(f"{file} names no photo.", "Write one line for each photo: the product's name and the photo's file name.")


def _pictures(cell: str) -> list[str]:
    """One cell may name several photos, divided by ";", "|" or line breaks."""
    for mark in ("|", ";"):
        cell = cell.replace(mark, "\n")
    return [p.strip() for p in cell.splitlines() if p.strip()]


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def same(path: str) -> str:
    """By what the list's photo and the shelf's are compared: whatever the case, the kind of slash, and how accents are stored."""
    tidy = unicodedata.normalize("NFC", path.strip().replace("\\", "/")).casefold()
    parts = [p for p in tidy.split("/") if p not in ("", ".")]
    return "/".join(parts)


def refuse_outside(entry: Entry, file: str) -> None:
    """Raises UsageError for a photo that is not below the shelf."""
    path = entry.photo.replace("\\", "/")
    if path.startswith(("/", "~")) or path[1:3] == ":/" or ".." in path.split("/") or "://" in path:
        raise UsageError(
            f"{file} line {entry.line}: {entry.photo} does not lie below the shelf.",
            "Write the photo's path as seen from the shelf's folder, such as room 2/elta-back.jpg.",
        )
