"""One way of reading: a photo gives the same report by the command line, an audit, the chat and the HTTP API.

The chat once read by a wrapper that lost half of what its engine can do: RETINOL out of focus, bent or stretched beside a plain list was
REVIEW on the command line and GLIDE in the chat.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from glidecheck import ocr, pipeline
from glidecheck.audit import product
from glidecheck.audit.orders import Order, Piece
from glidecheck.chat import albums
from glidecheck.model import Box, Engine, Page, Verdict
from glidecheck.report import jsonform
from glidecheck.service import child

if TYPE_CHECKING:
    from glidecheck.model import Pixels, Report

PLAIN = ("Ingredients: Aqua, Sodium Hyaluronate,", "Sodium Chloride, Disodium Phosphate.")


@dataclass
class Once:
    """A real engine that remembers its answers, so that four faces take the time of one."""

    engine: Engine
    seen: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.engine.name

    @property
    def version(self) -> str:
        return self.engine.version

    @property
    def network(self) -> str:
        return self.engine.network

    def read(self, pixels: Pixels) -> Page:
        found: Page = self._once("read", pixels, lambda: self.engine.read(pixels))
        return found

    def reread(self, pixels: Pixels, page: Page, regions: Sequence[Box]) -> Page:
        found: Page = self._once(f"reread {regions}", pixels, lambda: self.engine.reread(pixels, page, regions))
        return found

    def places(self, pixels: Pixels) -> tuple[Box, ...]:
        found: tuple[Box, ...] = self._once("places", pixels, lambda: self.engine.places(pixels))
        return found

    def _once(self, what: str, pixels: Pixels, ask: Any) -> Any:
        key = f"{what} {hashlib.sha256(np.ascontiguousarray(pixels)).hexdigest()}"
        if key not in self.seen:
            self.seen[key] = ask()
        return self.seen[key]


@pytest.fixture(scope="module")
def engines() -> tuple[Once, Once]:
    return Once(ocr.engine("rapidocr")), Once(ocr.engine("paddle-tiny"))


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


def told(report: Report) -> dict[str, Any]:
    """What a report says, without what it is called and how long it took."""
    said = jsonform.to_json(replace(report, source=("photo",), product="label", elapsed_s=0.0, pages=()))
    return {**said, "retake": [line.replace("label.png", "photo") for line in said["retake"]]}


@pytest.mark.engines
@pytest.mark.parametrize("hidden", HIDDEN)
def test_every_face_gives_the_same_report(hidden: str, engines: tuple[Once, Once], tmp_path: Path) -> None:
    first, second = engines
    data = label(HIDDEN[hidden]())
    file = tmp_path / "label.png"
    file.write_bytes(data)

    terminal = told(pipeline.examine(file, engine=first, second=second).report)

    (one,) = albums.judge([data], albums.Engines(first, second))
    assert told(one.report) == terminal

    answer, _ = child._scan({"do": "scan", "names": ["photo"], "engine": first, "second": second}, [data])
    over_http = {**answer["scan"], "source": ["photo"], "product": "label", "elapsed_s": 0.0}
    assert json.loads(json.dumps(over_http)) == json.loads(json.dumps(terminal))

    order = Order((Piece("label.png", str(file), hashlib.sha256(data).hexdigest()),), "test", first, second)  # type: ignore[arg-type]
    readings, _ = product.read(order)
    kept = product.unpack(product.pack(readings))
    audited = product.judge([kept], "label", {}, None)
    assert told(audited.report)["verdict"] == terminal["verdict"]
    assert told(audited.report)["reading"] == terminal["reading"]
    assert [i["name"] for i in told(audited.report)["ingredients"]] == [i["name"] for i in terminal["ingredients"]]

    assert (terminal["verdict"] == Verdict.GLIDE) == (hidden == "nothing"), terminal["headline"]
