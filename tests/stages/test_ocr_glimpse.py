"""A photo with little print is looked at by a lighter network: where that is found, what is then looked at, and what never is glimpsed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from glidecheck.image.strip import Region
from glidecheck.model import Line, Page, Photo, Quality, Shot
from glidecheck.ocr import by_lines, carried, closer
from glidecheck.ocr.by_lines import ByLines
from glidecheck.ocr.whole_pictures import WholePictures
from glidecheck.pipeline import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glidecheck.model import Pixels

WIDE, HIGH = 1440, 900


def noise(width: int = WIDE, height: int = HIGH) -> Pixels:
    return np.random.default_rng(0).integers(0, 255, (height, width, 3)).astype(np.uint8)


def rows(n: int, height: float = 40.0, length: float = 400.0) -> tuple[Region, ...]:
    return tuple(Region((WIDE / 2, (i + 1) * HIGH / (n + 1)), (1.0, 0.0), length, height, 0.9) for i in range(n))


@dataclass
class TwoEyes(ByLines):
    """Sees the lines `light` at a glimpse and `full` when it looks, and reads the same in all of them."""

    light: tuple[Region, ...] | None
    full: tuple[Region, ...]
    says: str = "Retinol serum"
    name: str = "two eyes"
    network: str = "eyes"
    version: str = "0"
    looked: list[tuple[int, int]] = field(default_factory=list)
    glimpsed: list[float] = field(default_factory=list)

    def glimpse(self, pixels: Pixels, scale: float) -> tuple[Region, ...] | None:
        self.glimpsed.append(scale)
        return self.light if scale >= by_lines.LIMITS.glance else ()

    def regions(self, pixels: Pixels, scale: float) -> tuple[Region, ...]:
        self.looked.append((pixels.shape[1], pixels.shape[0]))
        return self.full if pixels.shape[:2] == (HIGH, WIDE) and scale >= 1 else ()

    def line(self, pixels: Pixels, region: Region, stretch: float = 1.0) -> Line:
        return Line(self.says, 0.99, region.box)


@pytest.mark.parametrize(
    ("light", "glimpsed"),
    [
        (rows(3), True),
        (rows(by_lines.LIMITS.glimpsed, length=100), True),
        (rows(by_lines.LIMITS.glimpsed + 1, length=100), False),
        (rows(10), False),
        (rows(3, by_lines.LIMITS.print - 1), False),
        ((), False),
        (None, False),
    ],
    ids=["few", "most", "too many", "a long block", "small", "nothing seen", "no such network"],
)
def test_only_little_print_is_glimpsed(light: tuple[Region, ...] | None, glimpsed: bool) -> None:
    engine = TwoEyes(light, rows(5))
    page = engine.read(noise())
    assert page.glimpsed is glimpsed
    assert ((WIDE, HIGH) in engine.looked) is not glimpsed
    assert len(page.lines) == (len(light or ()) if glimpsed else 5)


def test_a_block_as_long_as_a_list_costs_one_small_glimpse() -> None:
    engine = TwoEyes(rows(10), rows(5))
    engine.read(noise())
    assert engine.glimpsed == [by_lines.LIMITS.glance]


def test_a_list_is_never_glimpsed() -> None:
    engine = TwoEyes(rows(2), rows(5), "Ingredients: Aqua, Sodium Hyaluronate, Sodium Chloride.")
    photo = Photo("list", "list", noise(), Quality(1000.0, 0.0))
    page = Reader(engine, Glide("b", "b")).read(photo).page
    assert not page.glimpsed
    assert len(page.lines) == 5


def test_a_large_photo_is_never_glimpsed() -> None:
    engine = TwoEyes(rows(2), ())
    assert not engine.read(noise(2 * WIDE, 2 * HIGH)).glimpsed


def test_what_is_read_closely_is_not_glimpsed() -> None:
    page = TwoEyes(rows(2), rows(5)).read_closely(noise())
    assert not page.glimpsed
    assert len(page.lines) == 5


@dataclass(frozen=True)
class Glide(WholePictures):
    """Reads the list of a pure glide."""

    name: str
    network: str
    version: str = "0"

    def glance(self, pixels: Pixels) -> Page:
        texts = ("Ingredients: Aqua, Sodium Hyaluronate,", "Sodium Chloride, Disodium Phosphate.")
        boxes = [Region((WIDE / 2, 300.0 + 50 * n), (1.0, 0.0), 700.0, 40.0, 0.9).box for n in range(2)]
        return Page(tuple(Line(t, 0.99, b) for t, b in zip(texts, boxes, strict=True)), WIDE, HIGH, self.name)


@dataclass
class FrontAndBack(TwoEyes):
    """Of a bright photo it reads a list, of a dark one the front of `TwoEyes`."""

    def read(self, pixels: Pixels) -> Page:
        return Glide("a", "a").glance(pixels) if pixels.mean() > 64 else ByLines.read(self, pixels)


def test_a_front_beside_what_may_be_a_glide_is_read_closely() -> None:
    engine = FrontAndBack(rows(1), rows(5), "Hydra serum")
    pictures = noise(), noise() // 4
    photos = [Photo(f"{n}", f"{n}", pixels, Quality(1000.0, 0.0)) for n, pixels in enumerate(pictures)]
    reader = Reader(engine, Glide("b", "b"))
    shots = [Shot(photo, reader.read(photo)) for photo in photos]
    assert [shot.reading.page.glimpsed for shot in shots] == [False, True]
    known = reader.case(shots)
    assert [page.glimpsed for page in known.readings.pages] == [False, False]
    assert sum(line.text == "Hydra serum" for line in known.readings.pages[1].lines) == 5
    assert known.first.layout.panels


@pytest.mark.parametrize(("height", "at"), [(8.0, 4.0), (32.0, 1.0), (40.0, 0.8), (200.0, closer.LIMITS.shrunk)])
def test_what_was_glimpsed_is_looked_at_as_closely_as_it_needs(height: float, at: float) -> None:
    asked: list[float] = []
    found = closer.look_closer(
        rows(1, height, 3 * height), (WIDE, HIGH), 1.0, lambda part, scale: (asked.append(scale), ())[1], glimpsed=True
    )
    assert asked == [pytest.approx(at)]
    assert len(found) == 1


# ------------------------------------------------------------------ the network in faster-paddle's library


def model(*parts: bytes) -> bytes:
    graph = b"".join(parts)
    size, left = b"", len(graph)
    while left > 127:
        size, left = size + bytes((left & 127 | 128,)), left >> 7
    return carried.HEAD + size + bytes((left,)) + graph + b"\x42\x04\n\x00\x10\x10"


RECOGNISER, DETECTOR = model(b"linear_1.w_0", b"r" * 5000), model(b"d" * 4000)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "__init__.py").write_text("")
    monkeypatch.setattr(carried, "find_spec", lambda _: SimpleNamespace(origin=str(tmp_path / "__init__.py")))
    carried.tiny_detector.cache_clear()
    yield tmp_path
    carried.tiny_detector.cache_clear()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\x7fELF" + RECOGNISER + DETECTOR + b'["a"]', DETECTOR),
        (b"\x7fELF" + DETECTOR + RECOGNISER, DETECTOR),
        (b"\x7fELF" + RECOGNISER, None),
        (b"\x7fELF" + carried.HEAD, None),
        (b"\x7fELF", None),
    ],
)
def test_the_detector_is_found_in_the_library(library: Path, content: bytes, found: bytes | None) -> None:
    (library / "faster_paddle.abi3.so").write_bytes(content)
    assert carried.tiny_detector() == found


def test_without_the_library_there_is_none(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert carried.tiny_detector() is None
    monkeypatch.setattr(carried, "find_spec", lambda _: None)
    carried.tiny_detector.cache_clear()
    assert carried.tiny_detector() is None
