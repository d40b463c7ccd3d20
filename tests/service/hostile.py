"""Hostile uploads, each of a seed: forms that do not hold together, pictures that lie, and files that are several things at once.

Used by the test and by scripts/fuzz_uploads.py. None of them is a whole, readable label: a GLIDE is always wrong.
"""

from __future__ import annotations

import io
import random
import struct
import warnings
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from PIL import Image, ImageDraw

EDGE = "----edge7MA4YWxkTrZu0gW"
TYPE = f"multipart/form-data; boundary={EDGE}"


@dataclass(frozen=True)
class Upload:
    """A body to POST; `kind` names what it tries."""

    kind: str
    body: bytes = field(repr=False)
    content_type: str = TYPE


def upload(rng: random.Random) -> Upload:
    """One hostile upload."""
    if rng.random() < 0.35:
        return rng.choice(FORMS)(rng)
    files = [rng.choice(PICTURES)(rng) for _ in range(rng.choice([1, 1, 1, 2, 3, 6]))]
    return Upload("+".join(sorted({kind for kind, _ in files})), form([data for _, data in files]))


def form(photos: list[bytes], name: str = "photo", file: str = "a.jpg") -> bytes:
    """The photos as a whole form."""
    parts = [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n\r\n'.encode() + data + b"\r\n" for data in photos
    ]
    return b"".join(parts) + f"--{EDGE}--\r\n".encode()


# ------------------------------------------------------------------ forms


def _cut(rng: random.Random) -> Upload:
    body = form([_label("JPEG"), _label("PNG")])
    return Upload("form: cut", body[: rng.randrange(1, len(body) - 4)])


def _flipped(rng: random.Random) -> Upload:
    """Damage where a form is a form: in its first kilobyte."""
    body = bytearray(form([b"x" * 50]))
    for _ in range(rng.randrange(1, 8)):
        body[rng.randrange(len(body))] = rng.choice(b'\r\n-";=: \0\xffaZ')
    return Upload("form: damaged", bytes(body))


def _boundaries(rng: random.Random) -> Upload:
    piece = rng.choice([f"--{EDGE}\r\n", f"--{EDGE}", f"\r\n--{EDGE[:-1]}", f"\r\n--{EDGE}-", "\r\n", "\r", "--", f"\r\n--{EDGE}\r\n\r\n"])
    head = form([b""])[:90] if rng.random() < 0.5 else b""
    return Upload("form: boundaries", head + piece.encode() * rng.choice([10, 1000, 200_000]))


def _parts(rng: random.Random) -> Upload:
    return Upload("form: parts", form([b"x"] * rng.choice([7, 20, 5000]), rng.choice(["photo", "text", "", "photo[]", "a" * 5000])))


def _headers(rng: random.Random) -> Upload:
    many = b"".join(b"X-%d: %s\r\n" % (n, b"y" * rng.choice([1, 100])) for n in range(rng.choice([9, 500, 50_000])))
    return Upload("form: headers", f"--{EDGE}\r\n".encode() + many + form([b"x"])[len(EDGE) + 4 :])


def _typed(rng: random.Random) -> Upload:
    kinds = ["", "text/plain", "multipart/form-data", f"multipart/form-data; boundary={'x' * 9000}", "multipart/mixed; boundary=b",
             "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=\x00", f"multipart/form-data;boundary={EDGE};boundary=b",
             "MULTIPART/FORM-DATA; BOUNDARY=" + EDGE, "multipart/form-data; charset=utf-16; boundary=" + EDGE]  # fmt: skip
    return Upload("form: type", form([b"x"]), rng.choice(kinds).replace("\x00", "%00"))


def _named(rng: random.Random) -> Upload:
    names = ["../../etc/passwd", "a\\b.jpg", "\u202egpj.exe", "x" * 3000, "%00.jpg", 'a"; name="text', "con", " "]
    return Upload("form: names", form([_label("JPEG", small=True)], file=rng.choice(names)))


def _fields(rng: random.Random) -> Upload:
    text = rng.choice([b"\xff\xfe", b"", b"x" * 20_001, b"\0" * 500, b"a" * 19_999, "\u0650".encode() * 9000, b"( " * 9000, b"1," * 9999])
    parts = [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n'.encode() for n in ("text", rng.choice(["product", "text", "q"]))
    ]
    return Upload("form: fields", parts[0] + text + b"\r\n" + parts[1] + b"x\r\n" + f"--{EDGE}--".encode())


FORMS: tuple[Callable[[random.Random], Upload], ...] = (_cut, _flipped, _boundaries, _parts, _headers, _typed, _named, _fields)


# ------------------------------------------------------------------ pictures

Picture = tuple[str, bytes]


@cache
def _label(kind: str, small: bool = False) -> bytes:
    """A picture of a label, as what hostile ones are made of."""
    image = Image.new("RGB", (160, 120) if small else (640, 480), "white")
    ImageDraw.Draw(image).text((20, 40), "Ingredients: Aqua, Sodium Hyaluronate,\nSodium Chloride.", fill="black")
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def _damaged(rng: random.Random) -> Picture:
    kind = rng.choice(["JPEG", "PNG", "WEBP", "TIFF", "GIF"])
    data = bytearray(_label(kind))
    for _ in range(rng.randrange(1, 12)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return "damaged", bytes(data[: rng.randrange(10, len(data))] if rng.random() < 0.4 else data)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int, data: bytes, *more: bytes, depth: int = 8, colour: int = 0) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


@cache
def _packed(side: int, value: int) -> bytes:
    pack = zlib.compressobj(9)
    row = b"\0" + bytes([value]) * side
    return b"".join(pack.compress(row) for _ in range(side)) + pack.flush()


def white(side: int) -> bytes:
    """A white PNG of side x side pixels: a few kilobytes that cost `side` squared bytes to open."""
    return _png(side, side, _packed(side, 255))


def _bomb(rng: random.Random) -> Picture:
    side = rng.choice([2000, 7700])
    match rng.randrange(5):
        case 0:
            return "bomb: whole", _png(side, side, _packed(side, rng.choice([0, 255])))
        case 1:
            return "bomb: promise", _png(rng.choice([9000, 60_000, 2**31 - 1]), rng.choice([9000, 60_000]), zlib.compress(bytes(1000)))
        case 2:
            return "bomb: text", _png(64, 64, _packed(64, 9), _chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(30_000_000))))
        case 3:
            return "bomb: profile", _png(64, 64, _packed(64, 9), _chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(30_000_000))))
        case _:
            return "bomb: long", _png(rng.choice([1, 17, 50_000]), rng.choice([50_000, 1]), zlib.compress(bytes(60_000)))


def _paged(rng: random.Random) -> Picture:
    kind = rng.choice(["TIFF", "MPO", "GIF", "PNG", "WEBP"])
    pages = [Image.new("RGB", (64, 48), (n % 250, 40, 40)) for n in range(rng.choice([2, 5, 40]))]
    out = io.BytesIO()
    pages[0].save(out, kind, save_all=True, append_images=pages[1:])
    data = bytearray(out.getvalue())
    if rng.random() < 0.5:
        data[rng.randrange(len(data))] = rng.randrange(256)
    return f"pages: {kind}", bytes(data)


def _looped(rng: random.Random) -> Picture:
    """A TIFF whose pages go round in a circle, or on for ever."""
    count = rng.choice([1, 3, 50_000])
    chain = [struct.pack("<HHHIII", 1, 256, 3, 1, 64, 8 + 18 * ((n + 1) % count if rng.random() < 0.5 else n + 1)) for n in range(count)]
    return "pages: loop", b"II*\0" + struct.pack("<I", 8) + b"".join(chain)


def _tagged(rng: random.Random) -> Picture:
    """EXIF that lies: of orientation, of lengths, of places."""
    entries = [
        (rng.choice([0x0112, 0x8769, 0x8825, 0x9286, 0x927C]), rng.randrange(14), rng.choice([1, 7, 2**31]), rng.randrange(2**32))
        for _ in range(rng.randrange(1, 30))
    ]
    exif = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *e) for e in entries) + b"\0\0\0\0"
    data = _label("JPEG")
    return "exif", data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:]


def _heif(rng: random.Random) -> Picture:
    brand = rng.choice([b"heic", b"mif1", b"avif", b"hevc", b"msf1"])
    box = b"".join(
        struct.pack(">I", rng.choice([8, 12, 0, 1, 2**31, 40])) + rng.choice([b"meta", b"iloc", b"iinf", b"pitm", b"ispe", b"mdat"])
        + rng.randbytes(rng.randrange(60)) for _ in range(rng.randrange(8))
    )  # fmt: skip
    return "heif", struct.pack(">I", 24) + b"ftyp" + brand + bytes(4) + brand + b"heic" + box


def _polyglot(rng: random.Random) -> Picture:
    jpeg, png, gif = _label("JPEG"), _label("PNG"), _label("GIF")
    page = b"<html><script>alert(1)</script></html>"
    made = {
        "JPEG+zip": jpeg + b"PK\x03\x04" + bytes(60) + b"PK\x05\x06" + bytes(18),
        "JPEG+JPEG": jpeg + jpeg,
        "PDF+JPEG": b"%PDF-1.7\n" + jpeg,
        "blank+PDF": b" \r\n\t%PDF-1.7 " + png,
        "GIF+JavaScript": gif[:6] + b"/*" + gif[8:] + b"*/=1;alert(1)",
        "PNG+HTML": png.replace(b"IEND", b"IEND") + page,
        "HTML+PNG": page + png,
        "SVG": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
        "RIFF": b"RIFF" + struct.pack("<I", 2**32 - 1) + b"WEBP" + rng.randbytes(200),
        "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run",
        "BMP": b"BM" + rng.randbytes(300),
        "XBM": b"#define w_width 999999\n#define w_height 999999\nstatic char b[] = {0};",
        "ELF": b"\x7fELF" + rng.randbytes(200),
        "TIFF of JPEG": b"II*\0" + struct.pack("<I", 8) + jpeg,
        "noise": rng.randbytes(rng.choice([0, 1, 300, 50_000])),
    }
    kind = rng.choice(list(made))
    return f"polyglot: {kind}", made[kind]


PICTURES: tuple[Callable[[random.Random], Picture], ...] = (_damaged, _damaged, _bomb, _paged, _looped, _tagged, _heif, _polyglot)
warnings.simplefilter("ignore", Image.DecompressionBombWarning)
