"""The barcode, when one is printed: the product's identity in reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glidecheck.image.limits import Barcodes

if TYPE_CHECKING:
    from glidecheck.model import Pixels

LIMITS = Barcodes()


def read(pixels: Pixels) -> str | None:
    """The digits of the one EAN or UPC code in the picture; None when there is none, or when there are several different ones."""
    import cv2
    import zxingcpp

    longer = max(pixels.shape[:2])
    if longer > LIMITS.largest:
        pixels = cv2.resize(pixels, None, fx=LIMITS.largest / longer, fy=LIMITS.largest / longer, interpolation=cv2.INTER_AREA).astype(
            pixels.dtype
        )
    found = zxingcpp.read_barcodes(pixels, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.EANUPC]))
    codes = {"".join(c for c in code.text if c.isdigit()) for code in found}
    return codes.pop() if len(codes) == 1 else None
