"""The barcode, when one is printed: the product's identity in reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glidecheck.model import Pixels

LARGEST = 2000
"""Longer side in pixels at which a picture is searched; one that is legible at all is legible there,
and larger pictures cost seconds."""


def read(pixels: Pixels) -> str | None:
    """The digits of the one EAN or UPC code in the picture; None when there is none, or when there are several different ones."""
    import cv2
    import zxingcpp

    longer = max(pixels.shape[:2])
    if longer > LARGEST:
        pixels = cv2.resize(pixels, None, fx=LARGEST / longer, fy=LARGEST / longer, interpolation=cv2.INTER_AREA).astype(pixels.dtype)
    found = zxingcpp.read_barcodes(pixels, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.EANUPC]))
    codes = {"".join(c for c in code.text if c.isdigit()) for code in found}
    return codes.pop() if len(codes) == 1 else None
