"""The boxed photo: boxes on the print, tags beside it, nothing of the camera's metadata."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
import reports
from PIL import Image, ImageColor

from glidecheck.model import Box
from glidecheck.report.annotate import annotate, save, shown
from glidecheck.report.picture import SHOWN, crop, smaller, upright
from glidecheck.report.view import LOOKS, Tone, unread

GROUND = 230


def blank(width: int = 640, height: int = 480) -> np.ndarray:
    return np.full((height, width, 3), GROUND, np.uint8)


def photo_part(image: Image.Image, report, width: int = 640, height: int = 480) -> np.ndarray:
    """The photo without the strips above and below: the strip above ends where the ground begins."""
    pixels = np.asarray(image)
    ground = (pixels == GROUND).all(axis=2).mean(axis=1) > 0.3
    top = int(np.argmax(ground))
    return pixels[top : top + height, :width]


def coloured(part: np.ndarray, tone: Tone) -> np.ndarray:
    return (part == ImageColor.getrgb(LOOKS[tone].colour)).all(axis=2)


@pytest.mark.parametrize("name", [n for n in reports.ALL if n not in ("skipped", "pasted")])
def test_every_kind_of_report_is_drawn_at_the_width_of_its_photo(name: str) -> None:
    image = annotate(blank(), reports.ALL[name](), 0)
    assert image.mode == "RGB"
    assert image.width == 640
    assert image.height > 480


@pytest.mark.parametrize("size", [(40, 30), (120, 900), (2400, 300)])
def test_odd_sizes_are_drawn(size: tuple[int, int]) -> None:
    assert annotate(blank(*size), reports.retinol(), 0).width == size[0]


def test_a_box_lies_around_its_print_and_covers_none_of_it() -> None:
    report = reports.retinol()
    part = photo_part(annotate(blank(), report, 0), report)
    box = report.ingredients[2].mention.box
    red = coloured(part, Tone.AVOID)
    assert (part[int(box.top) : int(box.bottom), int(box.left) : int(box.right)] == GROUND).all()
    assert red[int(box.top) - 6 : int(box.top) + 1, int(box.left) : int(box.right)].any(axis=0).all()


def test_a_name_that_a_line_end_breaks_is_boxed_on_each_line_and_nothing_between() -> None:
    report = reports.retinol()
    match = report.ingredients[2]
    ends, begins = Box.of(500, 100, 620, 120), Box.of(20, 130, 90, 150)
    mention = replace(match.mention, box=Box.around(ends, begins), pieces=(ends, begins))
    report = replace(report, ingredients=(replace(match, mention=mention),), findings=())
    marked = (photo_part(annotate(blank(), report, 0), report) != GROUND).any(axis=2)
    for box in (ends, begins):
        assert marked[int(box.top) - 6 : int(box.top) + 1, int(box.left) : int(box.right)].any(axis=0).all()
    assert not marked[90:160, 110:480].any()


def test_a_name_that_a_line_end_breaks_is_underlined_on_each_line_of_its_crop() -> None:
    ends, begins = Box.of(400, 100, 500, 120), Box.of(60, 130, 160, 150)
    report = reports.retinol()
    match = report.ingredients[2]
    broken = replace(match, mention=replace(match.mention, box=Box.around(ends, begins), pieces=(ends, begins)))
    finding = replace(report.findings[0], ingredient=2, box=broken.mention.box)
    report = replace(report, ingredients=(*report.ingredients[:2], broken, *report.ingredients[3:]), findings=(finding,))
    _, boxes = report.place_of(finding)
    assert boxes == (ends, begins)
    cut = crop(blank(), boxes, LOOKS[Tone.AVOID].colour)
    assert cut is not None
    rows, columns = np.nonzero(coloured(np.asarray(cut), Tone.AVOID))
    left, top = 60 - 36, 100 - 18  # what stands around: twice .9 of a line's height, and .9
    upper = columns[rows < 125 - top]
    lower = columns[rows > 140 - top]
    assert upper.min() >= 395 - left
    assert lower.max() <= 165 - left


def test_print_that_was_not_read_is_boxed_too() -> None:
    plain = reports.glide()
    assert not coloured(photo_part(annotate(blank(), plain, 0), plain), Tone.REVIEW).any()
    first = replace(
        plain.pages[0], unread=(Box.of(300, 300, 400, 330),), overlooked=(Box.of(300, 400, 400, 430), Box.of(300, 300, 400, 330))
    )
    marked = replace(plain, pages=(first, *plain.pages[1:]))
    boxes = coloured(photo_part(annotate(blank(), marked, 0), marked), Tone.REVIEW)
    assert boxes[290:300, 300:400].any(axis=0).all()
    assert boxes[390:400, 300:400].any(axis=0).all()
    assert "2 places with print that could not be read" in unread(marked)


def test_critical_boxes_are_thicker_than_harmless_ones() -> None:
    report = reports.retinol()
    part = photo_part(annotate(blank(), report, 0), report)

    def thickness(tone: Tone, index: int) -> int:
        box = report.ingredients[index].mention.box
        return int(coloured(part, tone)[int(box.top) - 8 : int(box.top) + 1, int(box.centre[0])].sum())

    assert thickness(Tone.AVOID, 2) > thickness(Tone.GLIDE, 0) >= 1


def test_a_tag_covers_no_print() -> None:
    report = reports.retinol()
    ink = blank()
    for m in report.ingredients:
        b = m.mention.box
        ink[int(b.top) : int(b.bottom), int(b.left) : int(b.right)] = 7
    part = photo_part(annotate(ink, report, 0), report)
    for m in report.ingredients:
        b = m.mention.box
        assert (part[int(b.top) + 2 : int(b.bottom) - 1, int(b.left) + 2 : int(b.right) - 1] == 7).mean() > 0.97
    assert coloured(part, Tone.AVOID).sum() > 600  # the tag's own ground is there


def test_where_print_is_everywhere_there_is_no_tag() -> None:
    report = reports.retinol()
    full = replace(report.pages[0], lines=(replace(report.pages[0].lines[0], box=Box.of(0, 0, 640, 480)),))
    with_tag = coloured(photo_part(annotate(blank(), report, 0), report), Tone.AVOID).sum()
    without = coloured(photo_part(annotate(blank(), replace(report, pages=(full,)), 0), report), Tone.AVOID).sum()
    assert 0 < without < with_tag


def test_only_the_boxes_of_this_photo() -> None:
    report = reports.retinol()
    there = tuple(replace(m, mention=replace(m.mention, photo=1)) for m in report.ingredients)
    report = replace(report, ingredients=there, findings=(replace(report.findings[0], photo=1),), source=("a.jpg", "b.jpg"))
    part = photo_part(annotate(blank(), report, 0), report)
    assert (part == GROUND).all()


def test_a_smaller_picture_gets_its_boxes_scaled() -> None:
    report = reports.retinol()
    part = photo_part(annotate(blank(320, 240), report, 0), report, 320, 240)
    box = report.ingredients[2].mention.box
    around = coloured(part, Tone.AVOID)[int(box.top / 2) - 6 : int(box.top / 2) + 1, int(box.left / 2) : int(box.right / 2)]
    assert around.any(axis=0).all()


def test_what_is_shown_of_a_large_photo_is_small_and_its_boxes_lie_right() -> None:
    report = reports.retinol()
    scale = 8  # 5120 x 3840 pixels
    with Image.open(io.BytesIO(shown(blank(640 * scale, 480 * scale), report, 0))) as image:
        assert max(image.size) <= SHOWN
        part = np.asarray(image.convert("RGB")).astype(int)
    ground = (abs(part - GROUND) <= 6).all(axis=2).mean(axis=1) > 0.3
    across = part.shape[1] / 640
    box, top = report.ingredients[2].mention.box, int(np.argmax(ground))
    colour = ImageColor.getrgb(LOOKS[Tone.AVOID].colour)
    near = part[top + int((box.top - 10) * across) : top + int((box.top + 2) * across), int(box.left * across) : int(box.right * across)]
    assert (abs(near - colour).max(axis=2) < 60).any(axis=0).mean() > 0.9


def test_a_small_photo_is_shown_as_it_is() -> None:
    photo = blank()
    assert smaller(photo) is photo


@pytest.mark.parametrize(("turned", "mirrored"), [(0, False), (90, False), (180, False), (270, False), (0, True), (90, True)])
def test_upright_undoes_what_the_camera_did(turned: int, mirrored: bool) -> None:
    straight = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    lying = np.rot90(straight, k=turned // 90)
    as_taken = lying[:, ::-1] if mirrored else lying  # as flatten.turn undoes it: first the mirror, then the turn
    report = replace(reports.retinol(), pages=(reports.page(width=3, height=2, turned=turned, mirrored=mirrored),))
    assert np.array_equal(upright(as_taken, report, 0), straight)


@pytest.mark.parametrize(("ending", "format_"), [(".jpg", "JPEG"), (".JPEG", "JPEG"), (".png", "PNG"), (".webp", "WEBP")])
def test_the_ending_decides_the_format_and_no_metadata_is_written(tmp_path, ending: str, format_: str) -> None:
    target = tmp_path / f"out{ending}"
    save(annotate(blank(), reports.retinol(), 0), target)
    with Image.open(target) as image:
        assert image.format == format_
        assert not image.getexif()
