"""The second reader: PP-OCRv6 tiny, by faster-paddle (Rust, models in the wheel). Quick, and another network than the first reader's."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from glidecheck.errors import EngineFailed, EngineMissing
from glidecheck.layout.reading_order import reading_order
from glidecheck.model import Box, Line, Page, Word
from glidecheck.ocr.limits import Second
from glidecheck.ocr.packaged import Packaged
from glidecheck.ocr.threads import threads
from glidecheck.ocr.whole_pictures import WholePictures

if TYPE_CHECKING:
    from glidecheck.model import Pixels

LIMITS = Second()
_TOKEN = re.compile(r"\S+")


@lru_cache(maxsize=1)
def _open() -> Any:
    try:
        import faster_paddle
    except ImportError as e:
        raise EngineMissing(f"The reader paddle-tiny cannot be loaded: {e}", "pip install faster-paddle") from e
    return faster_paddle.OcrEngine(
        model_size="tiny", threads=threads(), det_max_side=LIMITS.side
    )  # medium would be downloaded; tiny is in the wheel


class PaddleTiny(Packaged, WholePictures):
    """An Engine. It gives upright boxes, no evidence, and one confidence a line."""

    __slots__ = ()

    name, network, package = "paddle-tiny", "PP-OCRv6-tiny", "faster-paddle"

    def glance(self, pixels: Pixels) -> Page:
        """One look at the picture as it stands. Raises EngineFailed, EngineMissing."""
        import cv2

        engine = _open()
        _, encoded = cv2.imencode(".bmp", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
        try:
            found = engine.ocr(encoded.tobytes())
        except (RuntimeError, ValueError, MemoryError) as e:
            raise EngineFailed(
                f"The reader paddle-tiny broke on this picture: {type(e).__name__}.", "Try a smaller picture, or another --engine."
            ) from e
        lines = []
        for bound in found["bounds"].values():
            text = bound["text"].strip()
            if text:
                (left, top), (right, bottom) = bound["topLeftCoord"], bound["bottomRightCoord"]
                lines.append(_line(text, float(bound["confidence"]), Box.of(left, top, right, bottom), self.name))
        boxes = [line.box for line in lines if line.box is not None]
        return Page(reading_order(lines, boxes), pixels.shape[1], pixels.shape[0], self.name)


def _line(text: str, confidence: float, box: Box, reader: str) -> Line:
    """The line with its words, placed by their share of the characters: the engine says nothing nearer."""
    step = (box.right - box.left) / len(text)
    words = tuple(
        Word(t.group(), Box.of(box.left + t.start() * step, box.top, box.left + t.end() * step, box.bottom), confidence, t.start(), t.end())
        for t in _TOKEN.finditer(text)
    )
    return Line(text, confidence, box, words, reader)
