"""Cutting a line out of the picture, and coming back from the strip to the picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from glidecheck.image.strip import Region, region

LEVEL = Region((100.0, 50.0), (1.0, 0.0), 120.0, 20.0, 0.9)
ARC = Region((100.0, 50.0), (1.0, 0.0), 120.0, 20.0, 0.9, (0.0, 0.002, 0.0, -3.0))
TURNED = Region((100.0, 100.0), (0.0, 1.0), 120.0, 20.0, 0.9, (1e-6, 0.002, 0.01, -3.0))


def core(points: np.ndarray, size: tuple[int, int]) -> Region:
    """The region of a polygon of core pixels."""
    mask = np.zeros(size, np.uint8)
    cv2.fillPoly(mask, [points.astype(np.int32)], 1)
    (contour,) = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    x, y, w, h = cv2.boundingRect(contour)
    return region(np.ascontiguousarray(mask[y : y + h, x : x + w]), x, y, cv2.minAreaRect(contour), 0.9, 1.6)


def test_a_straight_line_has_no_curve() -> None:
    found = core(np.array([(50, 40), (250, 44), (250, 52), (50, 48)]), (100, 300))
    assert found.curve == ()
    assert not found.tall
    assert found.along[0] > 0.99
    assert found.centre == pytest.approx((150, 46), abs=1)


def test_a_bent_line_is_followed() -> None:
    x = np.linspace(30, 270, 60)
    sag = 60 - 25 * (1 - ((x - 150) / 120) ** 2)
    found = core(np.concatenate([np.column_stack([x, sag - 4]), np.column_stack([x, sag + 4])[::-1]]), (120, 300))
    assert found.curve
    for share, at in ((0.25, 90.0), (0.5, 150.0), (0.75, 210.0)):
        box = found.part(share, share)
        assert box.centre[1] == pytest.approx(60 - 25 * (1 - ((box.centre[0] - 150) / 120) ** 2), abs=1.5)
        assert box.centre[0] == pytest.approx(at, abs=6)
    assert found.height < 25  # and not the whole height of the arc


def test_a_line_down_the_picture_is_tall_and_a_short_word_is_not() -> None:
    assert core(np.array([(50, 20), (58, 20), (58, 180), (50, 180)]), (200, 100)).tall
    assert not core(np.array([(40, 40), (56, 40), (56, 60), (40, 60)]), (100, 100)).tall


@pytest.mark.parametrize("line", [LEVEL, ARC, TURNED])
def test_reading_from_the_other_end_twice_is_the_same(line: Region) -> None:
    back = line.reversed().reversed()
    assert [*map(pytest.approx, line.part(0.1, 0.9).points)] == list(back.part(0.1, 0.9).points)


@pytest.mark.parametrize("line", [LEVEL, ARC, TURNED])
def test_reading_from_the_other_end_turns_each_part_about(line: Region) -> None:
    (a, b, c, d), other = line.part(0.2, 0.7).points, line.reversed().part(0.3, 0.8).points
    assert [*map(pytest.approx, (c, d, a, b))] == list(other)


@pytest.mark.parametrize(
    ("line", "same_start"), [(LEVEL, False), (ARC, False), (TURNED, True), (ARC.reversed(), True), (TURNED.reversed(), False)]
)
def test_in_a_mirror_each_part_stands_where_its_mirror_image_stands(line: Region, same_start: bool) -> None:
    glass = line.mirrored(300.0)
    expected = sorted((300 - x, y) for x, y in line.part(0.2, 0.7).points)
    assert glass.along[int(glass.tall)] > 0
    assert [*map(pytest.approx, expected)] == sorted(glass.part(*((0.2, 0.7) if same_start else (0.3, 0.8))).points)


@pytest.mark.parametrize("line", [LEVEL, ARC, TURNED])
def test_a_scaled_and_shifted_region_has_its_corners_there(line: Region) -> None:
    moved = line.moved(2.5, 7.0, -3.0)
    expected = [(x * 2.5 + 7, y * 2.5 - 3) for x, y in line.part(0.2, 0.6).points]
    assert [*map(pytest.approx, expected)] == list(moved.part(0.2, 0.6).points)


@pytest.mark.parametrize("line", [LEVEL, ARC, TURNED])
def test_what_stands_in_a_part_comes_out_there_in_the_strip(line: Region) -> None:
    picture = np.zeros((220, 220, 3), np.uint8)
    cv2.fillPoly(picture, [np.array(line.part(0.4, 0.6).points, np.float32).round().astype(np.int32)], (255, 255, 255))
    strip = line.cut(picture, 48)
    assert strip.shape[0] == 48
    lit = np.flatnonzero(strip[24, :, 0] > 127) / strip.shape[1]
    assert lit.min() == pytest.approx(0.4, abs=0.03)
    assert lit.max() == pytest.approx(0.6, abs=0.03)


def test_a_line_that_leaves_the_picture_is_cut_all_the_same() -> None:
    assert Region((5.0, 5.0), (1.0, 0.0), 400.0, 20.0, 0.9).cut(np.zeros((10, 10, 3), np.uint8), 48).shape == (48, 960, 3)
