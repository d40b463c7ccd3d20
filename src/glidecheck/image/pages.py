"""Which pictures a file holds: the pages of a TIFF, the pictures behind a JPEG (MPO), those of a HEIC.

Each is a photo of the product like any other, and none is passed over: a list on page 2 counts. Only what adds nothing is left out: a
camera's own small copy of the first picture, and maps of brightness or depth that it keeps beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from glidecheck.image.limits import Pages

if TYPE_CHECKING:
    from PIL import Image

    from glidecheck.model import Photo, Pixels

LIMITS = Pages()

_SUBFILE = 254
"""TIFF's NewSubfileType; bit 0: "a reduced-resolution version of another image in this TIFF file" (TIFF 6.0, page 36)."""
_ENTRIES = 0xB002
"""MPO's list of pictures (CIPA DC-007, 5.2.3)."""
_MAPS = (b"AuxiliaryImageType", b"hdrgm:")
"""What XMP says of a picture that is a map: Apple's pixeldatainfo, and Adobe's and Google's gain map."""


def places(image: Image.Image, most: int, beyond: Callable[[], None]) -> Iterator[int]:
    """The places of the pictures of a file, the one that viewers show first; at most `most`. Calls `beyond` where there are more.

    Asked one by one: a TIFF does not say how many it holds, and counting a million of them takes minutes.
    """
    first = image.tell()
    yield first
    given, place = 1, 0
    while True:
        if place == first:
            place += 1
            continue
        if not _there(image, place):
            return
        if given == most:
            if most > 1:
                beyond()
            return
        yield place
        given, place = given + 1, place + 1


def _there(image: Image.Image, place: int) -> bool:
    """Whether the file goes on. A page that is there and damaged counts: it is named when it is opened."""
    if place >= _told(image):
        return False
    try:
        image.seek(place)
    except EOFError:
        return False
    except Exception:  # noqa: BLE001 - whatever a decoder raises: opening the page says it again
        return True
    return True


def _told(image: Image.Image) -> int:
    """How many pictures the header tells, of formats that do."""
    return int(getattr(image, "n_frames", 1)) if image.format in ("MPO", "HEIF") else 1 << 30 if image.format == "TIFF" else 1


def turn_to(image: Image.Image, place: int) -> None:
    """Makes `image` the picture at `place`."""
    if image.tell() != place:
        image.seek(place)


def repeats(image: Image.Image, photos: Sequence[Photo]) -> bool:
    """Whether a further picture shows nothing that the first does not: it says that it is a map or a small copy, and looks like one."""
    if image.format == "MPO":
        if image.mode == "L" and any(mark in content for _, content in getattr(image, "applist", ()) for mark in _MAPS):
            return True
        entries = getattr(image, "mpinfo", {}).get(_ENTRIES, ())
        kind = entries[image.tell()]["Attribute"]["MPType"] if image.tell() < len(entries) else ""
        copy = str(kind).startswith("Large Thumbnail")
    else:
        tags = getattr(image, "tag_v2", {})
        copy = bool(int(tags.get(_SUBFILE, 0)) & 1)
    if not copy or not photos or image.size[0] * image.size[1] > photos[0].pixels.shape[0] * photos[0].pixels.shape[1]:
        return False
    return _alike(photos[0].pixels, image)


def _alike(pixels: Pixels, image: Image.Image) -> bool:
    import numpy as np
    from PIL import Image, ImageOps

    image.load()
    upright = ImageOps.exif_transpose(image)
    ours, theirs = (
        np.asarray(one.convert("L").resize((LIMITS.small, LIMITS.small), Image.Resampling.BOX), dtype=np.float64)
        for one in (Image.fromarray(pixels), upright)
    )
    if ours.std() < 1 or theirs.std() < 1:
        return False
    return float(np.corrcoef(ours.ravel(), theirs.ravel())[0, 1]) >= LIMITS.alike
