"""Where reports go: one writer a face, to stdout or to a file, line by line as they come."""

from __future__ import annotations

import os
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from glidecheck.cli import ending
from glidecheck.errors import StoreError, UsageError
from glidecheck.model import Photo, Report


class Output(ABC):
    """One face of reports, written to `stream`. Errors of the stream are StoreError, but for a reader that left: BrokenPipeError."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    @abstractmethod
    def add(self, report: Report, photos: Sequence[Photo]) -> None:
        """Write one report, and let it go at once."""

    def finish(self) -> None:  # noqa: B027 - most faces have nothing left to write
        """Write what can only be written at the end."""

    def write(self, text: str) -> None:
        """Write and flush."""
        with ending.writing():
            self.stream.write(text)
            self.stream.flush()


class TextOutput(Output):
    """For people, in the terminal."""

    def __init__(self, stream: TextIO, *, full: bool = False) -> None:
        super().__init__(stream)
        self.full = full  # the rest is shown too: findings in the clinic's terms, sources, ingredients

    def add(self, report: Report, photos: Sequence[Photo]) -> None:  # noqa: ARG002
        from rich.console import Console

        from glidecheck.report.text import MAX_WIDTH, as_text

        on_screen = self.stream is sys.stdout
        console = Console(file=self.stream, width=None if on_screen else MAX_WIDTH, highlight=False, markup=False, emoji=False)
        self.write(as_text(report, console, full=self.full))


class JsonOutput(Output):
    """For programs: one object a line."""

    def add(self, report: Report, photos: Sequence[Photo]) -> None:  # noqa: ARG002
        from glidecheck.report.jsonform import line

        self.write(line(report) + "\n")


class CsvOutput(Output):
    """For spreadsheets: a header, then one row an ingredient."""

    begun = False

    def add(self, report: Report, photos: Sequence[Photo]) -> None:  # noqa: ARG002
        from glidecheck.report import csvform

        self.write(("" if self.begun else csvform.header()) + csvform.rows(report))
        self.begun = True


class HtmlOutput(Output):
    """For a browser or a printer: one page for all reports."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        # Sections, not photos: a hundred photos would not fit in memory.
        self.sections: list[tuple[Report, str]] = []

    def add(self, report: Report, photos: Sequence[Photo]) -> None:
        from glidecheck.report.html import section

        pixels = dict(enumerate(p.pixels for p in photos))
        self.sections.append((report, section(report, len(self.sections) + 1, pixels)))

    def finish(self) -> None:
        from glidecheck.report.html import page

        self.write(page(self.sections))


_FACES: dict[str, Callable[[TextIO], Output]] = {"json": JsonOutput, "csv": CsvOutput, "html": HtmlOutput}


def _face(face: str, stream: TextIO, *, full: bool) -> Output:
    return TextOutput(stream, full=full) if face == "text" else _FACES[face](stream)


@contextmanager
def open_output(face: str, path: Path | None, *, full: bool = False) -> Iterator[Output]:
    """The writer of `face`, to `path` or else to stdout; with `full` a text shows the rest too.

    Raises UsageError when `path` cannot be written, before anything is scanned.
    """
    if path is None:
        if sys.stdout is None:
            raise StoreError("stdout is closed", "Write to a file with -o.")
        # JSON, CSV and HTML are UTF-8 whatever the terminal is; for people a letter that the terminal lacks becomes a question mark.
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(**({"errors": "replace"} if face == "text" else {"encoding": "utf-8", "newline": "\n"}))
        yield _face(face, sys.stdout, full=full)
        return
    try:
        stream = path.open("w", encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise UsageError(f"{path} cannot be written: {reason}", "Give -o a file in a folder that you may write to.") from None
    try:
        yield _face(face, stream, full=full)
    finally:
        with ending.writing():
            stream.close()


def writable(folder: Path) -> bool:
    """Whether files can be made in `folder`."""
    return folder.is_dir() and os.access(folder, os.W_OK)
