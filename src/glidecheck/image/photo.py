"""Bytes to upright RGB pictures, each with how well it was taken.

Everything that can be wrong with a file is said here, in one line with a next step, before a pixel is decoded where that is possible: a
10 kB PNG can unpack to 81 megapixels. Only formats that phones, scanners and shops produce are opened; each other decoder would be one more
way in.
"""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, BinaryIO

from glidecheck.errors import InputError, bare
from glidecheck.image import pages
from glidecheck.image.limits import Files
from glidecheck.image.quality import quality
from glidecheck.model import Message, Photo, Quality

if TYPE_CHECKING:
    from PIL import Image

    from glidecheck.model import Pixels

LIMITS = Files()
_ORIENTATION = 0x0112  # EXIF

_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF")  # a JPEG may be an MPO, with further pictures behind it; of GIFs only still ones
_EXPORT = Message("Export the label as a PNG or JPEG and try again.")
# What decoders raise on damaged bytes: a truncated stream, a wrong header, a bad chunk, a field of the wrong kind.
_DAMAGE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    struct.error,
)
_REFUSED = (
    (b"%PDF", Message("a PDF")),
    (b"<svg", Message("an SVG drawing")),
    (b"<?xml", Message("an XML file, not a photo")),
    (b"PK\x03\x04", Message("a zip archive or office document")),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """The pictures of one file in their order, at least one, and why others of it were not opened."""

    photos: tuple[Photo, ...]
    lost: tuple[InputError, ...] = ()

    @property
    def pixels(self) -> int:
        """Of all its pictures."""
        return sum(p.pixels.shape[0] * p.pixels.shape[1] for p in self.photos)


def load(source: Path | bytes | BinaryIO, name: str | None = None) -> Photo:
    """The first picture of a file. Arguments and errors as `load_all`, which is for whoever judges: a second page may hold the list."""
    return load_all(source, name, most=1).photos[0]


def load_all(
    source: Path | bytes | BinaryIO, name: str | None = None, *, room: int = LIMITS.most_pixels, most: int = LIMITS.max_pages
) -> Opened:
    """Every picture of a file, each upright by its EXIF, transparent parts on white, with its quality.

    A TIFF, an MPO and a HEIC may hold several. A picture that cannot be opened, or is beyond a limit, is named in `lost`.

    Args:
        source: a path, the bytes themselves, or an open binary file (read from where it stands).
        name: what to call it; by default the path's last part, or "photo".
        room: pixels that its pictures may have together.
        most: how many of its pictures are opened.

    Raises:
        InputError: none can be used: missing, too large (50 MB, 60 megapixels), truncated, animated, or not a picture.
    """
    data, name = _bytes(source, name)
    if not data:
        raise InputError(Message("{photo} is empty.", photo=name), Message("Send the photo again: the file has no content."))
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for magic, kind in _REFUSED:
        if head.startswith(magic.lower()):
            raise InputError(Message("{photo} is {kind}.", photo=name, kind=kind), _EXPORT)
    photos: list[Photo] = []
    lost: list[InputError] = []
    unknown = Quality(0.0, 0.0)
    with _failing(name), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's own warnings about size and metadata: our limits are checked below
        with _image(data) as image:
            for number, place in enumerate(pages.places(image, most, lambda: lost.append(_more(name, most)))):
                called = name if number == 0 else f"{name} ({number + 1})"
                try:
                    with _failing(called):
                        pages.turn_to(image, place)
                        if number and pages.repeats(image, photos):
                            continue
                        width, height = _check(image, called)
                        if width * height > room:
                            raise _no_room(called)
                        pixels = _pixels(image)
                except InputError as error:
                    lost.append(bare(error))
                    continue
                room -= width * height
                photos.append(Photo(called, _digest(data, number), pixels, unknown))
    if not photos:
        raise lost[0]
    # Only now, when Pillow's own copy is gone: of 60 megapixels, 240 MB.
    return Opened(tuple(replace(photo, quality=quality(photo.pixels)) for photo in photos), tuple(lost))


def _digest(data: bytes, number: int) -> str:
    """The hash of the file is that of its first picture; the others have one of their own, by which readings of them are kept."""
    return hashlib.sha256(data if number == 0 else hashlib.sha256(data).digest() + b"page %d" % number).hexdigest()


def _bytes(source: Path | bytes | BinaryIO, name: str | None) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        data = source
        name = name or "photo"
    elif isinstance(source, Path):
        name = name or source.name or str(source)
        try:
            if source.is_dir():
                raise InputError(f"{name} is a folder.", "Name the photos in it, for instance FOLDER/*.jpg.")
            with source.open("rb") as file:
                data = file.read(LIMITS.max_bytes + 1)
        except FileNotFoundError:
            raise InputError(f"{name} does not exist.", "Check the path.") from None
        except PermissionError:
            raise InputError(f"{name} may not be read.", "Give yourself permission to read the file.") from None
        except (OSError, ValueError) as e:  # ValueError: a NUL in the path
            raise InputError(
                f"{name} cannot be opened: {getattr(e, 'strerror', None) or 'not a valid path'}.", "Check the path and the disk."
            ) from None
    else:
        name = name or Path(str(getattr(source, "name", None) or "photo")).name
        try:
            data = source.read(LIMITS.max_bytes + 1)
        except (OSError, ValueError):
            raise InputError(Message("{photo} cannot be read.", photo=name), Message("Send the photo again.")) from None
    name = "".join(c if c.isprintable() else "?" for c in name)
    if len(data) > LIMITS.max_bytes:
        raise InputError(
            Message("{photo} is larger than {n} MB.", photo=name, n=str(LIMITS.max_bytes // 1_000_000)),
            Message("Export it as a JPEG, or crop it to the label."),
        )
    return data, name


def _image(data: bytes) -> Image.Image:
    from PIL import Image, ImageFile

    formats = _formats()
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint switches it on for its whole process: half a label would pass for one
    return Image.open(io.BytesIO(data), formats=formats)


def _pixels(image: Image.Image) -> Pixels:
    import numpy as np
    from PIL import ImageOps

    image.draft("RGB", image.size)
    image.load()
    turned = image.getexif().get(_ORIENTATION, 1) != 1
    upright = _rgb(ImageOps.exif_transpose(image) if turned else image)  # which copies, turned or not: of 60 megapixels, 240 MB
    pixels = np.empty((upright.height, upright.width, 3), np.uint8)
    for top in range(0, upright.height, LIMITS.strip):  # at once, Pillow makes two more copies on the way
        bottom = min(upright.height, top + LIMITS.strip)
        pixels[top:bottom] = np.asarray(upright.crop((0, top, upright.width, bottom)))
    return pixels


@contextmanager
def _failing(name: str) -> Iterator[None]:
    """Whatever a decoder raises, as an InputError that says what is wrong with the picture `name`."""
    from PIL import Image, UnidentifiedImageError

    try:
        yield
    except UnidentifiedImageError:
        raise InputError(Message("{photo} is not a picture that can be read (JPEG, PNG, WebP, HEIC, TIFF).", photo=name), _EXPORT) from None
    except Image.DecompressionBombError:
        raise _too_many(name) from None
    except MemoryError:
        raise InputError(Message("{photo} does not fit into memory.", photo=name), Message("Crop it to the label.")) from None
    except InputError:
        raise
    except _DAMAGE as error:
        if _ours(error):
            raise
        raise InputError(
            Message("{photo} is damaged or cut short.", photo=name), Message("Send the photo again, as the camera made it.")
        ) from None


def _ours(error: BaseException) -> bool:
    """Whether a fault is this module's own and no decoder's: of the kind that a slip in a program has, and raised here."""
    return isinstance(error, TypeError | LookupError) and extract_tb(error.__traceback__)[-1].filename == __file__


def _check(image: Image.Image, name: str) -> tuple[int, int]:
    """Width and height. Refuses by the header alone."""
    width, height = image.size
    if width * height > LIMITS.max_pixels:
        raise _too_many(name)
    if min(width, height) < LIMITS.min_side:
        raise InputError(
            Message("{photo} is only {width} x {height} pixels.", photo=name, width=str(width), height=str(height)),
            Message("Send the photo in its original size."),
        )
    if image.format in ("GIF", "WEBP", "PNG") and getattr(image, "is_animated", False):
        raise InputError(Message("{photo} is an animation.", photo=name), _EXPORT)
    return width, height


def _too_many(name: str) -> InputError:
    return InputError(
        Message("{photo} has more than {n} megapixels.", photo=name, n=str(LIMITS.max_pixels // 1_000_000)),
        Message("Crop it to the label, or export it smaller."),
    )


def _no_room(name: str) -> InputError:
    return InputError(
        Message("{photo} was not looked at: the pictures have too many pixels together.", photo=name),
        Message("Send it by itself, or export the photos smaller."),
    )


def _more(name: str, most: int) -> InputError:
    return InputError(
        Message("{photo} holds more than {n} pictures, and the others were not looked at.", photo=name, n=str(most)),
        Message("Send the others as photos of their own."),
    )


def _rgb(image: Image.Image) -> Image.Image:
    """8-bit RGB, transparent parts on white."""
    from PIL import Image

    if image.mode.startswith("I") or image.mode == "F":  # 16 and 32 bit grey: Pillow's own conversion cuts everything above 255 off
        import numpy as np

        grey = np.nan_to_num(np.asarray(image, dtype=np.float64))
        low, high = float(grey.min()), float(grey.max())
        # A 16-bit scan uses the full scale or a part of it; stretching to what is there keeps the print, whatever the scale.
        return Image.fromarray(((grey - low) * (255.0 / max(high - low, 1.0))).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _formats() -> tuple[str, ...]:
    """The formats that can be opened here. Pillow knows a format only once its plugin is imported."""
    from PIL import GifImagePlugin, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin  # noqa: F401 - importing registers them

    try:
        import pi_heif
    except ImportError:
        return _FORMATS  # a HEIC photo is then refused like any unknown format
    pi_heif.register_heif_opener()
    return (*_FORMATS, "HEIF")
