"""OCR engines behind one Protocol (`glidecheck.model.Engine`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glidecheck.errors import UsageError

if TYPE_CHECKING:
    from glidecheck.model import Engine

NAMES = ("rapidocr", "paddle-tiny", "tesseract", "recorded")


def engine(name: str = "rapidocr") -> Engine:
    """The engine of that name, its models loaded on first use. Raises EngineMissing, and UsageError for a name there is not."""
    if name == "rapidocr":
        from glidecheck.ocr.rapid import Rapid

        return Rapid()
    raise UsageError(f"There is no engine {name!r}.", "Choose one of " + ", ".join(NAMES) + ".")
