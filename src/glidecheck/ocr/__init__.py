"""OCR engines behind one Protocol (`glidecheck.model.Engine`)."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

from glidecheck.errors import EngineMissing, UsageError

if TYPE_CHECKING:
    from glidecheck.model import Engine

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
"""Read by onnxruntime when it is loaded: its build for Linux (1.32 at least) reports its use to its maker otherwise."""

NAMES = ("rapidocr", "paddle-tiny", "tesseract", "recorded")


def engine(name: str = "rapidocr") -> Engine:
    """The engine of that name; its models are loaded at its first reading.

    Raises:
        EngineMissing: its packages are not installed, with the line that installs them.
        UsageError: there is no engine of that name.
    """
    try:
        match name:
            case "rapidocr":
                from glidecheck.ocr import network
                from glidecheck.ocr.rapid import Rapid

                network.models()
                return Rapid()
            case "paddle-tiny":
                from glidecheck.ocr.paddle_tiny import PaddleTiny

                import_module("faster_paddle")
                return PaddleTiny()
            case "tesseract":
                from glidecheck.ocr import tesseract

                tesseract.program()
                return tesseract.Tesseract()
            case "recorded":
                from glidecheck.ocr import recorded

                return recorded.open_folder()
    except ImportError as e:
        package = {"rapidocr": "rapidocr onnxruntime opencv-python-headless", "paddle-tiny": "faster-paddle opencv-python-headless"}.get(
            name, "glidecheck"
        )
        raise EngineMissing(f"The reader {name} cannot be loaded: {e}", f"pip install {package}") from e
    raise UsageError(f"There is no engine {name!r}.", "Choose one of " + ", ".join(NAMES) + ".")
