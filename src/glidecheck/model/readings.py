"""What was read of one product, to be kept and judged."""

from __future__ import annotations

from dataclasses import dataclass

from glidecheck.model.page import Page, Photo, Quality


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What is kept of a photo once it was read: everything but its pixels. `width` and `height` in pixels, upright by its EXIF."""

    source: str
    sha256: str
    quality: Quality
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PhotoReading:
    """What was read of one photo, by itself and once. Its pages are numbered 0.

    `page` is the first reader's, `second` that of another network, in the same coordinates; `witnessed` says that a second reading was
    tried (it may have failed). `networks` are the two recognition networks, `engines` the readers' versions, `shaded` what darkens the
    paper of a list.
    """

    facts: PhotoFacts
    page: Page
    networks: tuple[str, str]
    engines: tuple[str, ...]
    barcode: str | None = None
    second: Page | None = None
    witnessed: bool = False
    shaded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo at hand, and what was read of it."""

    photo: Photo
    reading: PhotoReading


@dataclass(frozen=True, slots=True)
class Readings:
    """Everything that was read of one product's photos. A report is judged from it alone, now or after the lexicon has changed.

    `pages` are the first reader's, one a photo; `second` those of another network, in the same coordinates, None where there is none.
    `witnessed` says that a second reading was tried (it may have failed). `networks` are the two recognition networks, `engines` the
    readers' versions, `lost` what is missing beside (a photo of the product that could not be opened), `shaded` what darkens the paper of
    a list: that speaks against a glide alone. A pasted text is one page, `from_text`.
    """

    photos: tuple[PhotoFacts, ...]
    pages: tuple[Page, ...]
    second: tuple[Page, ...] | None = None
    witnessed: bool = False
    networks: tuple[str, str] = ("", "")
    engines: tuple[str, ...] = ()
    barcode: str | None = None
    lost: tuple[str, ...] = ()
    from_text: bool = False
    shaded: tuple[str, ...] = ()
