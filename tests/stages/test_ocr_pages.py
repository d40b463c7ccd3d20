"""Photo to page, with stand-ins for the engines, and (marked `engines`) with the real ones on rendered labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from golden.samples import SAMPLES
from PIL import Image, ImageDraw, ImageFont

from glidecheck import ocr
from glidecheck.errors import EngineFailed
from glidecheck.image import dewarp
from glidecheck.image import photo as photos
from glidecheck.image.strip import Region
from glidecheck.model import Box, Engine, Line, Page, Photo, Quality
from glidecheck.ocr import by_lines, closer, ctc
from glidecheck.ocr.whole_pictures import WholePictures
from glidecheck.text import key

if TYPE_CHECKING:
    from glidecheck.model import Pixels
    from glidecheck.ocr.rapid import Rapid

LIST = [
    "INGREDIENTS: Aqua, Glycerin, Sodium Hyaluronate,",
    "Panthenol, Retinyl Palmitate, Carbomer, Allantoin,",
    "Phenoxyethanol, Disodium EDTA, Lidocaine, Parfum.",
]


def photo(pixels: Pixels) -> Photo:
    return Photo("label", "0", pixels, Quality(100, 0))


def label(lines: list[str], size: float = 30, margin: int = 60, spacing: int = 14) -> Pixels:
    font = ImageFont.load_default(size)
    image = Image.new("RGB", (10, 10))
    box = ImageDraw.Draw(image).multiline_textbbox((0, 0), "\n".join(lines), font=font, spacing=spacing)
    image = Image.new("RGB", (int(box[2]) + 2 * margin, int(box[3]) + 2 * margin), (245, 244, 240))
    ImageDraw.Draw(image).multiline_text((margin, margin), "\n".join(lines), fill=(30, 30, 40), font=font, spacing=spacing)
    return np.asarray(image)


def text(page: Page) -> str:
    return key("".join(line.text for line in page.lines))


# ------------------------------------------------------------------ with stand-ins


@dataclass
class StandIn(WholePictures):
    """An engine that says `upright` when the picture's brightest corner is at the top left, and little otherwise."""

    seen: list[tuple[int, ...]] = field(default_factory=list)
    name: str = "stand-in"
    version: str = "1"
    network: str = "none"

    def glance(self, pixels: Pixels) -> Page:
        self.seen.append(pixels.shape)
        up = pixels[:4, :4].mean() > 200
        height, width = pixels.shape[:2]
        line = Line(
            "Aqua Glycerin" if up else "vupV ,,;", 0.99 if up else 0.5, Box.of(0.1 * width, 0.1 * height, 0.9 * width, 0.2 * height)
        )
        return Page((line,), width, height, self.name)


def marked(width: int, height: int) -> Pixels:
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[: height // 2, : width // 2] = 255
    return pixels


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_is_turned_until_it_reads(turned: int) -> None:
    lying = dewarp.turn(marked(1800, 1700), -turned)
    page = StandIn().read(photo(lying).pixels)
    assert page.turned == turned
    assert (page.width, page.height) == (1800, 1700)


def test_a_page_that_reads_nowhere_stays_as_it_is() -> None:
    assert StandIn().read(photo(np.zeros((1700, 1800, 3), np.uint8)).pixels).turned == 0


def test_small_photos_are_enlarged_and_the_boxes_come_back() -> None:
    engine = StandIn()
    page = engine.read(photo(marked(400, 300)).pixels)
    assert engine.seen[0] == (900, 1200, 3)
    assert (page.width, page.height) == (400, 300)
    assert page.lines[0].box == Box.of(*map(pytest.approx, (40, 30, 360, 60)))


def test_the_second_reader_sees_the_regions_alone_and_upright() -> None:
    engine = StandIn()
    first = Page((Line("x", 1.0, Box.of(100, 100, 500, 132)),), 1000, 800, "first", 2, 90)
    page = engine.reread(photo(marked(800, 1000)).pixels, first, [Box.of(100, 100, 500, 300), Box.of(600, 600, 700, 700)])
    assert [s[:2] for s in engine.seen] == [(241, 441), (141, 141)]
    assert [line.box.left for line in page.lines if line.box] == pytest.approx([80 + 44.1, 580 + 14.1])
    assert (page.photo, page.turned, page.reader) == (2, 90, "stand-in")


@pytest.mark.parametrize(
    ("at", "kept"),
    [((0.2, 0.8), True), ((0.0, 0.8), False), ((0.2, 1.0), False)],
    ids=["within", "cut at the left", "cut at the right"],
)
def test_what_the_side_of_a_region_cuts_through_is_not_heard(at: tuple[float, float], kept: bool) -> None:
    """ "Free from retinol" cut at its left says "retinol"."""

    class Wide(StandIn):
        def glance(self, pixels: Pixels) -> Page:
            height, width = pixels.shape[:2]
            return Page(
                (Line("om retinol", 0.99, Box.of(at[0] * width, 0.1 * height, at[1] * width, 0.2 * height)),), width, height, self.name
            )

    first = Page((Line("x", 1.0, Box.of(300, 300, 500, 332)),), 1000, 800, "first")
    inner = Wide().reread(photo(marked(1000, 800)).pixels, first, [Box.of(200, 200, 600, 400)])
    assert bool(inner.lines) is kept
    # The photo's own edge cuts too, and the first reading says so.
    assert Wide().reread(photo(marked(1000, 800)).pixels, first, [Box.of(0, 0, 1000, 800)]).lines


def test_regions_that_overlap_are_read_once() -> None:
    engine = StandIn()
    engine.reread(photo(marked(800, 800)).pixels, Page((), 800, 800, "first"), [Box.of(0, 0, 400, 400), Box.of(300, 300, 700, 700)])
    assert len(engine.seen) == 1


def test_a_second_reader_that_breaks_says_so() -> None:
    class Broken(StandIn):
        def glance(self, pixels: Pixels) -> Page:
            raise EngineFailed("It broke.", "Try again.")

    with pytest.raises(EngineFailed):
        Broken().reread(photo(marked(100, 100)).pixels, Page((), 100, 100, "first"), [])


# ------------------------------------------------------------------ a closer look


def block(n: int, height: float, top: float = 0.0) -> list[Region]:
    return [Region((500.0, top + height * (i + 0.5)), (1.0, 0.0), 800.0, height, 0.9) for i in range(n)]


def test_print_that_is_large_enough_is_left_alone() -> None:
    regions = block(5, 40)
    assert closer.look_closer(regions, (1000, 1000), 1.0, lambda part, scale: pytest.fail("looked")) == tuple(regions)


def test_small_print_is_enlarged_to_the_height_the_detector_wants() -> None:
    asked: list[float] = []

    def look(part: tuple[int, int, int, int], scale: float) -> tuple[Region, ...]:
        asked.append(scale)
        return tuple(block(6, 10))

    found = closer.look_closer(block(5, 10), (1000, 1000), 1.0, look)
    assert asked == [pytest.approx(closer.LIMITS.line / 10)]
    assert len(found) == 6


@pytest.mark.parametrize(("height", "scale", "looked"), [(34, 0.7, True), (34, 0.8, False), (17, 1.4, False), (10, 1.4, True)])
def test_an_enlarged_photo_is_looked_at_again_only_where_its_print_is_small(height: float, scale: float, looked: bool) -> None:
    asked: list[float] = []
    closer.look_closer(block(8, height), (1000, 1000), scale, lambda part, at: (asked.append(at), ())[1])
    assert bool(asked) is looked


def test_where_the_closer_look_finds_nothing_the_first_one_stays() -> None:
    regions = block(5, 10)
    assert set(closer.look_closer(regions, (1000, 1000), 1.0, lambda part, scale: ())) == set(regions)


def test_a_whole_page_of_small_print_is_enlarged_within_the_budget() -> None:
    spent = 0.0

    def look(part: tuple[int, int, int, int], scale: float) -> tuple[Region, ...]:
        nonlocal spent
        spent += (part[2] - part[0]) * (part[3] - part[1]) * scale * scale
        return ()

    closer.look_closer(block(200, 10), (4000, 3000), 0.4, look)
    assert 0 < spent <= closer.LIMITS.budget * 1.001


# ------------------------------------------------------------------ with the real engines


@pytest.fixture(scope="module")
def rapid() -> Engine:
    return ocr.engine("rapidocr")


def bent(pixels: Pixels) -> Pixels:
    """The label on a tube seen from above: lines sag by a tenth of the width."""
    height, width = pixels.shape[:2]
    y, x = np.mgrid[0 : height + width // 10, 0:width].astype(np.float32)
    sag = width / 10 * (1 - (2 * x / width - 1) ** 2)
    return np.asarray(cv2.remap(pixels, x, y - sag, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8)


TREATMENTS: list[tuple[str, Callable[[Pixels], Pixels], int]] = [
    ("as it is", lambda p: p, 0),
    ("on its side", lambda p: dewarp.turn(p, 90), 270),
    ("on the other side", lambda p: dewarp.turn(p, 270), 90),
    ("upside down", lambda p: dewarp.turn(p, 180), 180),
    ("bent", bent, 0),
]


@pytest.mark.engines
@pytest.mark.parametrize(("what", "treat", "turned"), TREATMENTS, ids=[t[0] for t in TREATMENTS])
def test_a_rendered_label_is_read_however_it_lies(rapid: Rapid, what: str, treat: Callable[[Pixels], Pixels], turned: int) -> None:
    page = rapid.read_closely(photo(treat(label(LIST))).pixels)
    assert page.turned == turned
    assert text(page) == key("".join(LIST))
    assert not page.unread


@pytest.mark.engines
@pytest.mark.parametrize("cores", ["1", "2"])
def test_lines_read_side_by_side_are_read_as_one_by_one(rapid: Rapid, monkeypatch: pytest.MonkeyPatch, cores: str) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", cores)
    pixels = label(LIST)
    regions = rapid.regions(pixels, 1.0)
    several = rapid.several(pixels, regions)
    assert len(several) == len(LIST)
    assert several == [rapid.both(pixels, region) for region in regions]


@pytest.mark.engines
def test_a_small_label_in_a_large_frame_is_read(rapid: Rapid) -> None:
    small = label(LIST, size=16, margin=20, spacing=8)
    frame = np.full((3000, 4000, 3), 120, np.uint8)
    frame[1400 : 1400 + small.shape[0], 900 : 900 + small.shape[1]] = small
    page = rapid.read(photo(frame).pixels)
    assert text(page) == key("".join(LIST))
    assert all(line.box and line.box.left > 890 and line.box.right < 910 + small.shape[1] for line in page.lines)


@pytest.mark.engines
def test_words_stand_where_they_are_printed(rapid: Rapid) -> None:
    font = ImageFont.load_default(30)
    pixels = label(LIST)
    page = rapid.read(photo(pixels).pixels)
    word = next(w for line in page.lines for w in line.words if w.text == "Lidocaine")
    left = 60 + font.getlength("Phenoxyethanol, Disodium EDTA, ")
    assert word.box.left == pytest.approx(left, abs=8)
    assert word.box.right == pytest.approx(left + font.getlength("Lidocaine"), abs=8)


@pytest.mark.engines
def test_the_evidence_knows_the_print(rapid: Rapid, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctc, "LIMITS", replace(ctc.LIMITS, beyond_doubt=2.0))  # of print as clear as this none is kept
    page = rapid.read(photo(label(["Aqua, Retinol, Carbomer"])).pixels)
    (line,) = page.lines
    start = line.text.index("Retinol")
    assert line.evidence is not None
    right, wrong, other = (line.evidence.log_likelihood(t, start, start + 7) for t in ("RETINOL", "Retinal", "Glycerin"))
    assert right > -0.05 > wrong > other


@pytest.mark.engines
def test_two_columns_are_read_one_after_the_other(rapid: Rapid) -> None:
    left, right = (
        label(["Directions: apply a thin", "layer to clean and dry", "skin twice a day."]),
        label(["Ingredients: Aqua,", "Lidocaine, Carbomer,", "Phenoxyethanol."]),
    )
    height = max(left.shape[0], right.shape[0])
    pad = [np.pad(p, ((0, height - p.shape[0]), (0, 0), (0, 0)), mode="edge") for p in (left, right)]
    page = rapid.read(photo(np.concatenate(pad, axis=1)).pixels)
    assert text(page).endswith(key("Ingredients: Aqua, Lidocaine, Carbomer, Phenoxyethanol"))


@pytest.mark.engines
def test_an_empty_picture_is_an_empty_page(rapid: Rapid) -> None:
    assert rapid.read(photo(np.full((300, 400, 3), 255, np.uint8)).pixels).lines == ()


@pytest.mark.engines
@pytest.mark.parametrize("name", ["paddle-tiny", "tesseract"])
def test_a_second_reader_finds_the_same_names_in_the_same_place(rapid: Rapid, name: str) -> None:
    shot = photo(dewarp.turn(label(LIST), 180))
    first = rapid.read(shot.pixels)
    other = ocr.engine(name).reread(shot.pixels, first, [])
    assert text(other) == key("".join(LIST))
    assert (other.turned, other.width, other.height) == (first.turned, first.width, first.height)
    for a, b in zip(first.lines, other.lines, strict=True):
        assert a.box is not None
        assert b.box is not None
        assert a.box.centre == pytest.approx(b.box.centre, abs=12)


def places(*centres: tuple[float, float]) -> list[Region]:
    return [Region(centre, (1.0, 0.0), 90.0, 30.0, 0.9) for centre in centres]


CLOSE = places(*[(2000.0 + 60 * n, 2000.0 + 90 * n) for n in range(7)])


@pytest.mark.parametrize(
    ("found", "looked"),
    [
        ([], 4),
        (CLOSE[:6], 4),  # next to nothing: its quarters
        (CLOSE, 1),  # a label far away, of which seven specks were seen
        ([*CLOSE, *places((200.0, 300.0), (3800.0, 3700.0))], 0),  # print all over a large photo
    ],
    ids=["nothing", "six", "seven together", "all over"],
)
def test_what_of_a_large_photo_is_looked_at_from_nearer(found: list[Region], looked: int) -> None:
    parts = by_lines._parts(found, 4000, 4000)
    assert len(parts) == looked
    assert all(0 <= left < right <= 4000 and 0 <= top < bottom <= 4000 for left, top, right, bottom in parts)
    if looked == 1:
        (left, top, right, bottom), print_ = parts[0], Box.around(*(r.box for r in found))
        assert left < print_.left < print_.right < right
        assert top < print_.top < print_.bottom < bottom


@pytest.mark.engines
@pytest.mark.parametrize("sample", ["phloretin-serum", "retinol-serum"])
def test_a_label_that_fills_a_third_of_the_photo_is_read(sample: str) -> None:
    """Seven specks of it are seen in the whole photo, shrunk to a third."""
    near = photos.load(SAMPLES / f"{sample}.jpg").pixels
    height, width = near.shape[:2]
    far = np.full((3 * height, 3 * width, 3), 255, np.uint8)
    far[height : 2 * height, width : 2 * width] = near
    page = ocr.engine("rapidocr").read(far)
    assert "ingredients" in text(page)
    assert len([line for line in page.lines if line.confidence > 0.9]) >= 9


@pytest.mark.engines
@pytest.mark.parametrize("name", [name for name in ocr.NAMES if name != "recorded"])
def test_every_engine_works(name: str) -> None:
    assert ocr.engine(name).read(np.full((64, 256, 3), 255, np.uint8)).width == 256


@pytest.mark.engines
@pytest.mark.parametrize("size", [(16, 16), (16, 3000), (3000, 16), (40, 40)])
def test_odd_shapes_do_not_break_it(rapid: Rapid, size: tuple[int, int]) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (*size, 3), np.uint8)
    page = rapid.read(photo(noise).pixels)
    assert (page.height, page.width) == size or page.turned
