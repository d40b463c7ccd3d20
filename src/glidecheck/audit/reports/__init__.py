"""The reports of an audit: html, xlsx, csv, jsonl and pdf, all of the same rows.

check(Path("audit.html"))        # before the work: can it be written?
write(audit, Path("audit.html"))
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from glidecheck.errors import UsageError

if TYPE_CHECKING:
    from glidecheck.audit.model import Audit

FORMS = ("html", "xlsx", "csv", "jsonl", "pdf")
"""The endings that a report may have."""


def check(path: Path) -> None:
    """Whether a report can be written to `path`, asked before an hour of reading.

    Raises:
        UsageError: an ending that is no report's, a folder that is not there or may not be written to, or the pdf extra missing.
    """
    form = _form(path)
    if path.is_dir():
        raise UsageError(f"{path} is a folder.", f"Name a file in it, such as {path / 'audit.html'}.")
    folder = path.parent
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder.", "Make the folder first, or write the report to another.")
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise UsageError(f"{path} cannot be written.", "Give -o a file that you may write.")
    if form == "pdf":
        from glidecheck.audit.reports.paper import available

        available()


def write(audit: Audit, path: Path) -> None:
    """Write the report of `audit` that the ending of `path` asks for; a file that is there is replaced at the end, whole.

    Raises:
        UsageError: as `check`.
        StoreError: the disk is full, or the folder may not be written to.
    """
    match _form(path):
        case "html":
            from glidecheck.audit.reports.page import write as form
        case "xlsx":
            from glidecheck.audit.reports.workbook import write as form
        case "csv":
            from glidecheck.audit.reports.table import write as form
        case "jsonl":
            from glidecheck.audit.reports.lines import write as form
        case _:
            from glidecheck.audit.reports.paper import write as form
    form(audit, path)


def _form(path: Path) -> str:
    ending = path.suffix.lower().removeprefix(".")
    if ending not in FORMS:
        known = ", ".join(f".{form}" for form in FORMS)
        raise UsageError(f"{path.name} has no ending of a report.", f"End it with one of {known}.")
    return ending
