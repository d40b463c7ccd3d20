"""The upright picture."""

from __future__ import annotations

import numpy as np
import pytest

from glidecheck.image import dewarp

PICTURE = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)


def test_no_turn_leaves_the_picture() -> None:
    assert (dewarp.turn(PICTURE, 0) == PICTURE).all()


@pytest.mark.parametrize(("degrees", "corner"), [(90, (0, 1)), (180, (1, 2)), (270, (2, 0))])
def test_the_top_left_pixel_goes_clockwise(degrees: int, corner: tuple[int, int]) -> None:
    assert (dewarp.turn(PICTURE, degrees)[corner] == PICTURE[0, 0]).all()


def test_a_mirrored_picture_is_mirrored_before_it_is_turned() -> None:
    assert (dewarp.turn(PICTURE, 90, mirrored=True) == dewarp.turn(PICTURE[:, ::-1], 90)).all()


def test_only_right_angles() -> None:
    with pytest.raises(ValueError, match="45"):
        dewarp.turn(PICTURE, 45)
