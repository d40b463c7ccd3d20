"""Nothing that was sent is passed over: pages, further files, what is beyond a limit. The same by every face, and never a GLIDE."""

from __future__ import annotations

import gc
import hashlib
import io
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from stages.test_pipeline import GLIDE, SERUM, SIZE, Says, page

from glidecheck import pipeline
from glidecheck.audit import product
from glidecheck.audit.orders import Order, Piece
from glidecheck.chat import albums
from glidecheck.chat.intents import Intent, What
from glidecheck.chat.left_out import left_out
from glidecheck.model import Page, Reading, Report, Verdict
from glidecheck.service import child

if TYPE_CHECKING:
    from glidecheck.model import Pixels


@dataclass(frozen=True)
class ByColour(Says):
    """Reads a pure glide from what is grey, and a serum with retinol from what is blue."""

    def glance(self, pixels: Pixels) -> Page:
        blue = float(np.asarray(pixels)[..., 2].mean()) > float(np.asarray(pixels)[..., 0].mean()) + 20
        return page(*(SERUM if blue else GLIDE), reader=self.name)


FIRST, SECOND = ByColour("a", "net-a", lambda: page()), ByColour("b", "net-b", lambda: page())


def sheet(colour: str | tuple[int, int, int] = (200, 200, 200)) -> Image.Image:
    return Image.new("RGB", SIZE, colour)


def encoded(first: Image.Image, kind: str, *more: Image.Image) -> bytes:
    out = io.BytesIO()
    first.save(out, kind, **({"save_all": True, "append_images": list(more)} if more else {}))
    return out.getvalue()


def terminal(data: bytes, _: Path) -> Report:
    return pipeline.examine(data, engine=FIRST, second=SECOND).report


def chat(data: bytes, _: Path) -> Report:
    (one,) = albums.judge([data], albums.Engines(FIRST, SECOND))
    return one.report


def audit(data: bytes, folder: Path) -> Report:
    file = folder / "label.tif"
    file.write_bytes(data)
    order = Order((Piece("label.tif", str(file), hashlib.sha256(data).hexdigest()),), "test", FIRST, SECOND)  # type: ignore[arg-type]
    readings, pictures = product.read(order)
    assert len({p.photo for p in pictures}) == len(pictures)
    return product.judge([product.unpack(product.pack(readings))], "label", {}, None).report


FACES = [terminal, chat, audit]


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("kind", ["TIFF", "MPO"])
def test_retinol_on_the_second_page_is_found(kind: str, face: object, tmp_path: Path) -> None:
    assert callable(face)
    assert face(encoded(sheet(), kind), tmp_path).verdict is Verdict.GLIDE
    report = face(encoded(sheet(), kind, sheet((90, 90, 200))), tmp_path)
    assert report.verdict is Verdict.AVOID
    assert len(report.source) == 2


@pytest.mark.parametrize("kind", ["TIFF", "MPO"])
def test_and_by_the_api(kind: str) -> None:
    header = {"do": "scan", "names": ["label"], "engine": FIRST, "second": SECOND}
    told, _ = child._scan(header, [encoded(sheet(), kind, sheet((90, 90, 200)))])
    assert (told["scan"]["verdict"], told["scan"]["source"]) == ("AVOID", ["label", "label (2)"])


@pytest.mark.parametrize("face", FACES)
def test_a_page_that_cannot_be_opened_is_named(face: object, tmp_path: Path) -> None:
    assert callable(face)
    data = encoded(sheet(), "MPO", Image.effect_noise(SIZE, 90).convert("RGB"))
    report = face(data[: len(data) // 2], tmp_path)
    assert (report.verdict, report.reading) == (Verdict.REVIEW, Reading.PARTIAL)
    assert any("(2) is damaged" in line for line in report.retake)


@pytest.mark.parametrize("face", FACES)
def test_pages_beyond_the_limit_are_named(face: object, tmp_path: Path) -> None:
    assert callable(face)
    report = face(encoded(sheet(), "TIFF", *[sheet() for _ in range(7)]), tmp_path)
    assert (report.verdict, report.reading) == (Verdict.REVIEW, Reading.PARTIAL)
    assert any("more than 6 pictures" in line for line in report.retake)


def test_photos_beyond_the_pixels_of_one_product_are_named() -> None:
    report = pipeline.examine(encoded(sheet(), "PNG"), encoded(sheet(), "PNG"), engine=FIRST, second=SECOND, room=SIZE[0] * SIZE[1]).report
    assert (report.verdict, report.reading) == (Verdict.REVIEW, Reading.PARTIAL)
    assert any("too many pixels together" in line for line in report.retake)


@pytest.mark.parametrize(
    "bad", [b"%PDF-1.7", b"", b"no picture", encoded(sheet(), "GIF", sheet("red"))], ids=["PDF", "empty", "text", "GIF"]
)
@pytest.mark.parametrize("joined", [True, False])
def test_a_file_that_cannot_be_used_is_missing_from_every_product_of_the_album(bad: bytes, joined: bool) -> None:
    judged = albums.judge([encoded(sheet(), "PNG"), bad], albums.Engines(FIRST, SECOND), joined=joined)
    assert [j.report.verdict for j in judged] == [Verdict.REVIEW, None]
    assert judged[0].report.reading is Reading.PARTIAL
    assert any(line.startswith("photo 2 ") for line in judged[0].report.retake)


@pytest.mark.parametrize(
    ("field", "said"), [("beyond", "beyond what I read"), ("files", "is no photo"), ("refused", "could not be fetched")]
)
def test_what_is_missing_of_an_intent_is_named_and_ends_every_glide(field: str, said: str) -> None:
    intent = Intent(What.PHOTOS, "en", "test", "chat", **{field: 3})
    (one,) = albums.judge([encoded(sheet(), "PNG")], albums.Engines(FIRST, SECOND), lost=left_out(intent))
    assert (one.report.verdict, one.report.reading) == (Verdict.REVIEW, Reading.PARTIAL)
    assert any(said in line for line in one.report.retake)
    assert left_out(Intent(What.PHOTOS, "en", "test", "chat")) == ()


def test_what_could_not_be_opened_does_not_hold_the_pictures_that_could() -> None:
    """Errors that are kept keep the frames that they came through: 60 megapixels would wait for the collector."""
    good = io.BytesIO()
    Image.new("RGB", (90, 60), "white").save(good, "PNG")
    whole, cut = good.getvalue(), good.getvalue()[:-40]
    pages = io.BytesIO()
    Image.new("RGB", (90, 60), "white").save(pages, "TIFF", save_all=True, append_images=[Image.new("RGB", (4, 4), "white")])
    gc.collect()
    gc.disable()
    try:
        for sent in ([whole, cut, cut], [pages.getvalue()]):
            found, lost = pipeline.opened([io.BytesIO(data) for data in sent])
            assert len(found) == 1
            assert lost
            held = weakref.ref(found[0].pixels)
            del found
            assert held() is None
    finally:
        gc.enable()
