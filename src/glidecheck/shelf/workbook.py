"""The lines of an XLSX, as values."""

from __future__ import annotations

from typing import BinaryIO

Lines = list[tuple[object, ...]]


class Unreadable(ValueError):  # noqa: N818 - the house names states
    """It is no workbook, or a damaged one."""


def sheets(file: BinaryIO, only: str | None = None) -> list[Lines]:
    """The lines of each sheet, or of the one that is called `only`, where there is one. Raises Unreadable, OSError."""
    import warnings

    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's, about styles and validations that it leaves out
            book = load_workbook(file, read_only=True, data_only=True)
            found: list[Lines] = [[*s.iter_rows(values_only=True)] for s in book.worksheets if only in (None, s.title)]
            book.close()
    except (OSError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - all that is called here is openpyxl's, which raises a dozen kinds over damaged files
        raise Unreadable from None
    return found
