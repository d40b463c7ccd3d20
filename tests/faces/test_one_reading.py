"""One way of reading: a photo gives the same report by the command line, an audit, the chat and the HTTP API.

The chat once read by a wrapper that lost half of what its engine can do: RETINOL out of focus, bent or stretched beside a plain list was
REVIEW on the command line and GLIDE in the chat.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import compare_faces
import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from glidecheck import ocr
from glidecheck.model import Verdict

if TYPE_CHECKING:
    from glidecheck.model import Pixels

PLAIN = ("Ingredients: Aqua, Sodium Hyaluronate,", "Sodium Chloride, Disodium Phosphate.")


@pytest.fixture(scope="module")
def engines() -> tuple[compare_faces.Once, compare_faces.Once]:
    return compare_faces.Once(ocr.engine("rapidocr")), compare_faces.Once(ocr.engine("paddle-tiny"))


def written(text: str, size: int, ink: tuple[int, int, int] = (30, 30, 30)) -> Pixels:
    font = ImageFont.load_default(size)
    left, top, right, bottom = font.getbbox(text)
    image = Image.new("RGB", (int(right - left) + 40, int(bottom - top) + 40), (246, 246, 242))
    ImageDraw.Draw(image).text((20 - left, 20 - top), text, fill=ink, font=font)
    return np.asarray(image)


def blurred(word: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(word, (0, 0), 5.0), np.uint8)


def stretched(word: Pixels) -> Pixels:
    return np.asarray(cv2.resize(word, (word.shape[1], word.shape[0] * 3)), np.uint8)


def bent(word: Pixels) -> Pixels:
    """Set along an arc, as on a seal."""
    height, width = word.shape[:2]
    side = 2 * width
    ys, xs = np.mgrid[0:side, 0:side].astype(np.float32) - side / 2
    radius = np.hypot(xs, ys)
    along = (np.arctan2(xs, -ys) / np.pi * 1.3 + 0.5) * width
    across = side * 0.42 - radius + height / 2
    return np.asarray(
        cv2.remap(word, along, across, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(246, 246, 242)), np.uint8
    )


HIDDEN = {
    "nothing": lambda: written(" ", 48),
    "out of focus": lambda: blurred(written("RETINOL", 48)),
    "bent": lambda: bent(written("RETINOL 0.5 %", 40)),
    "stretched": lambda: stretched(written("RETINOL", 48)),
    "sideways": lambda: np.ascontiguousarray(np.rot90(written("RETINOL SERUM", 40))),
    "mirrored": lambda: np.ascontiguousarray(written("RETINOL", 48)[:, ::-1]),
    "Cyrillic": lambda: written("РЕТИНОЛ", 48),
}


def label(word: Pixels) -> bytes:
    """A plain list with the `word` above it, as PNG."""
    sheet = Image.new("RGB", (1100, 560 + word.shape[0]), (246, 246, 242))
    sheet.paste(Image.fromarray(word), (160, 60))
    font = ImageFont.load_default(34)
    ImageDraw.Draw(sheet).multiline_text((90, word.shape[0] + 220), "\n".join(PLAIN), fill=(20, 20, 20), font=font, spacing=16)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


@pytest.mark.engines
@pytest.mark.parametrize("hidden", HIDDEN)
def test_every_face_gives_the_same_report(hidden: str, engines: tuple[compare_faces.Once, compare_faces.Once], tmp_path: Path) -> None:
    first, second = engines
    data = label(HIDDEN[hidden]())
    file = tmp_path / "label.png"
    file.write_bytes(data)

    said = compare_faces.faces(file, first, second)
    terminal = said["command line"]
    assert set(said) == {"command line", "chat", "HTTP", "audit"}
    assert compare_faces.differences(said) == []

    assert (terminal["verdict"] == Verdict.GLIDE) == (hidden == "nothing"), terminal["headline"]
