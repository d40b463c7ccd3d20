"""Files that are no photo of a label, made small: what people and programs hand in all the same."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

from PIL import Image

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def truncated_jpeg() -> bytes:
    """A photo of which half arrived."""
    whole = (SAMPLES / "ha-gel-tube.jpg").read_bytes()
    return whole[: len(whole) // 2]


def text_named_jpg() -> bytes:
    return b"Ingredients: Aqua, Glycerin, Retinol.\n" * 3


def vast_png(side: int = 10_000) -> bytes:
    """100 megapixels of one bit in some 20 kB, row by row: never whole in memory."""
    pack = zlib.compressobj(9)
    row = b"\0" + b"\xff" * (side // 8)
    body = b"".join(pack.compress(row) for _ in range(side)) + pack.flush()

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)  # one bit, greyscale
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def animated_gif() -> bytes:
    frames = [Image.new("P", (64, 64), n) for n in range(3)]
    for n, frame in enumerate(frames):
        frame.putpixel((n, n), 9)  # frames that differ, or they are written as one
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def pdf() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def blank_photo(shade: int = 0) -> bytes:
    """A picture in which no letter stands, as large as a first look wants it. `shade` (0 to 9) tells several apart."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((1600, 1200)).point(lambda v: 40 + 10 * shade + v // 4).convert("RGB").save(out, "JPEG")
    return out.getvalue()
