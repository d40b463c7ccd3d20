"""The barcode: found, absent, and refused when two differ."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp

from glidecheck.image import barcode

EAN = "4005808158003"
OTHER = "5901234123457"


def blank(height: int = 600, width: int = 800) -> np.ndarray:
    return np.full((height, width, 3), 255, np.uint8)


def printed(*codes: str) -> np.ndarray:
    """A white picture with the codes printed under one another."""
    out = blank(900)
    for n, code in enumerate(codes):
        bars = np.array(zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.EAN13).to_image(scale=3))
        top = 40 + 400 * n
        out[top : top + bars.shape[0], 60 : 60 + bars.shape[1]] = bars[:, :, None]
    return out


def test_no_barcode() -> None:
    assert barcode.read(blank()) is None


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_barcode_whichever_way_up(turns: int) -> None:
    assert barcode.read(np.ascontiguousarray(np.rot90(printed(EAN), turns))) == EAN


def test_the_same_code_twice_is_one() -> None:
    assert barcode.read(printed(EAN, EAN)) == EAN


def test_two_different_codes_are_no_identity() -> None:
    assert barcode.read(printed(EAN, OTHER)) is None
