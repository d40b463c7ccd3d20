"""A photo, and what one reader made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

from glidecheck.model.geometry import Box

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Pixels: TypeAlias = npt.NDArray[np.uint8]
    """(height, width, 3), RGB."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a photo could be read, measured on its pixels.

    `sharpness` is the variance of the Laplacian of the grey picture scaled to 1 megapixel; `glare` the share (0 to 1) of burnt-out pixels.
    """

    sharpness: float
    glare: float


@dataclass(frozen=True, slots=True)
class Photo:
    """One decoded photo, upright by its EXIF. `source` is the name it was given by; `sha256` that of its bytes, as hex."""

    source: str
    sha256: str
    pixels: Pixels = field(repr=False, compare=False)
    quality: Quality


@runtime_checkable
class Evidence(Protocol):
    """What the recognition network saw in one line, kept so that a doubtful string can be asked again."""

    def log_likelihood(self, text: str, start: int, end: int) -> float:
        """Natural log of the probability, per character, that characters `start:end` of the line's own text really say `text`
        (CTC forward over that span). At most 0; -inf when a character of `text` is not in the network's dictionary."""
        ...

    def log_likelihoods(self, texts: Sequence[str], start: int, end: int) -> tuple[float, ...]:
        """The same of several texts at once, which costs little more than one."""
        ...


@dataclass(frozen=True, slots=True)
class Word:
    """One OCR word. `start` and `end` are its character offsets in its line's text."""

    text: str
    box: Box
    confidence: float
    start: int
    end: int

    def part(self, line: str, start: int, end: int, offset: int) -> Word:
        """Characters `start:end` of the text `line` that this word stands in, with offsets counted from `offset`."""
        size = max(1, self.end - self.start)
        whole = (start, end) == (self.start, self.end)
        box = self.box if whole else Box.between(self.box, (start - self.start) / size, (end - self.start) / size)
        return Word(line[start:end], box, self.confidence, start - offset, end - offset)


@dataclass(frozen=True, slots=True)
class Line:
    """One OCR line. `box` is None only for pasted text. `photo` is the index of its photo within the product."""

    text: str
    confidence: float
    box: Box | None = None
    words: tuple[Word, ...] = ()
    reader: str = "text"
    photo: int = 0
    evidence: Evidence | None = field(default=None, repr=False, compare=False)

    def part(self, start: int, end: int) -> Line:
        """Characters `start:end` of this line as a line of their own: its words, its share of the box, its evidence."""
        if start <= 0 and end >= len(self.text):
            return self
        words = tuple(w.part(self.text, max(w.start, start), min(w.end, end), start) for w in self.words if w.start < end and w.end > start)
        box = self.box
        if words:  # from the first word to the last: on a bent line the line's own box would miss them
            box = Box((words[0].box.points[0], words[-1].box.points[1], words[-1].box.points[2], words[0].box.points[3]))
        elif box is not None:
            box = Box.between(box, start / len(self.text), end / len(self.text))
        evidence = _Shifted(self.evidence, start) if self.evidence else None
        return replace(self, text=self.text[start:end], box=box, words=words, evidence=evidence)


@dataclass(frozen=True, slots=True)
class _Shifted:
    """The evidence of a part of a line."""

    whole: Evidence
    by: int

    def log_likelihood(self, text: str, start: int, end: int) -> float:
        return self.whole.log_likelihood(text, start + self.by, end + self.by)

    def log_likelihoods(self, texts: Sequence[str], start: int, end: int) -> tuple[float, ...]:
        return self.whole.log_likelihoods(texts, start + self.by, end + self.by)


@dataclass(frozen=True, slots=True)
class Page:
    """What one reader made of one photo: lines in reading order.

    `width` and `height` are those of the upright photo, `turned` the clockwise turn (0, 90, 180, 270) that made it upright after EXIF,
    `mirrored` whether it had to be mirrored. `unread` are places where text was found and nothing could be made of it, `overlooked` those
    outside the list whose print was not understood, asked of what may be a glide. `glimpsed`: a light network alone said where text stands;
    a page with a list never is, nor any page of what may be a glide.
    """

    lines: tuple[Line, ...]
    width: int
    height: int
    reader: str
    photo: int = 0
    turned: int = 0
    mirrored: bool = False
    unread: tuple[Box, ...] = ()
    overlooked: tuple[Box, ...] = ()
    glimpsed: bool = False

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The lines' places; pasted text has none."""
        return tuple(line.box for line in self.lines if line.box is not None)


class Engine(Protocol):
    """A reader of pictures. Two readings count as two only when their `network` differs."""

    @property
    def name(self) -> str:
        """As given to --engine: rapidocr, paddle-tiny, tesseract, recorded."""
        ...

    @property
    def version(self) -> str:
        """Library and model, for the report: it is part of a reading's identity."""
        ...

    @property
    def network(self) -> str:
        """The recognition network, such as PP-OCRv6-small."""
        ...

    def read(self, pixels: Pixels) -> Page:
        """The text of a photo, in pixels of it turned upright (Page.turned), in reading order. Raises EngineFailed, EngineMissing."""
        ...

    def read_closely(self, pixels: Pixels) -> Page:
        """As `read`, and nothing of it glimpsed (see Page): for a photo beside which another may make a glide. Raises as `read`."""
        ...

    def reread(self, pixels: Pixels, page: Page, regions: Sequence[Box]) -> Page:
        """The same photo, read as another engine's second reading of `page`, or of the given `regions` of it.

        Lines come back in the coordinates of `page`. From `page` only which way is up and how high the print is are taken over.
        Raises EngineFailed, EngineMissing.
        """
        ...

    def places(self, pixels: Pixels) -> tuple[Box, ...]:
        """Where print stands on an upright photo that is out of focus; nothing by an engine that does not look for places."""
        ...
