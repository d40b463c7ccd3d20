"""Photos to readings: each photo by itself and once, then those of one product together.

    opened -> Reader.read (one photo) -> merge -> Reader.complete (one product) -> Readings

Every face reads by this module: the command line, an audit, the chat, the HTTP API. So none can see another label than the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from glidecheck.errors import EngineFailed, EngineMissing, GlidecheckError, InputError, bare
from glidecheck.lexicon import load
from glidecheck.model import Box, Engine, Layout, Message, Page, Photo, PhotoFacts, PhotoReading, Readings, Shot
from glidecheck.pipeline import doubts, judging
from glidecheck.pipeline.limits import Legible

if TYPE_CHECKING:
    from glidecheck.lexicon.policy import Policy

Source = str | Path | bytes | BinaryIO

DEFAULT = "rapidocr"
SECOND = {"rapidocr": "paddle-tiny"}  # any other first reader has rapidocr for its second
BARCODES = "the photos show different barcodes ({codes}): give the photos of one product only"
LIMITS = Legible()
BLANK = "nothing could be read in {photo}: photograph that side again, in focus and in good light, or leave it out"


def opened(photos: Sequence[Source], room: int | None = None) -> tuple[tuple[Photo, ...], tuple[str, ...]]:
    """The pictures that open, and what is to be said of the others: a TIFF, an MPO and a HEIC may hold several of one product.

    `room` is how many pixels they may have together (default: MOST_PIXELS of the photo stage). Raises InputError when none does.
    """
    from glidecheck.image import photo

    found: list[Photo] = []
    lost: list[str] = []
    failure: InputError | None = None
    room = photo.LIMITS.most_pixels if room is None else room
    for source in photos:
        try:
            file = photo.load_all(Path(source) if isinstance(source, str) else source, room=room)
        except InputError as error:
            failure = failure or error
            lost.append(unusable(bare(error)))
            continue
        room -= file.pixels
        found += file.photos
        lost += map(unusable, file.lost)
    if not found:
        raise failure or InputError("no photo was given", "Name at least one photo of the product.")
    return tuple(found), tuple(lost)


def unusable(error: GlidecheckError) -> str:
    """What a report says of a photo of its product that could not be used."""
    reason, advice = f"{error}".rstrip("."), error.next.rstrip(".")
    return Message.worded(f"{reason}: {advice}", "{reason}: {next}", {"reason": error.reason, "next": error.next})


class Reader:
    """Two engines, the second of which is asked only where its answer can matter.

    `engine` and `second` name them or are them (default: rapidocr, and paddle-tiny; "none" for no second reader, and then never a GLIDE).
    `policy` only decides whether a second reading can change the answer.
    """

    def __init__(self, engine: str | Engine | None = None, second: str | Engine | None = None, policy: Path | Policy | None = None) -> None:
        """Raises EngineMissing for a first engine that is not there, LexiconError for a policy that does not hold together."""
        self._first = _engine(engine, DEFAULT)
        self._given = second
        self._second: Engine | None = None
        self._policy = judging.rules_of(policy)

    @property
    def policy(self) -> Policy | None:
        return self._policy

    def read(self, photo: Photo) -> PhotoReading:
        """What the first engine and the barcode reader make of one photo. Raises EngineFailed, EngineMissing."""
        from glidecheck.image import barcode

        return PhotoReading(
            facts=PhotoFacts(photo.source, photo.sha256, photo.quality, photo.pixels.shape[1], photo.pixels.shape[0]),
            page=_numbered(self._page(photo), 0),
            networks=(self._first.network, ""),
            engines=(self._first.version,),
            barcode=barcode.read(photo.pixels),
        )

    def _page(self, photo: Photo) -> Page:
        """What the first engine reads. A list is read as well as it can be: a glimpse is for fronts, and for what holds no label at all."""
        page = self._first.read(photo.pixels)
        return self._first.read_closely(photo.pixels) if page.glimpsed and judging.understand([page], load()).seen.panels else page

    def product(self, shots: Sequence[Shot], lost: Sequence[str] = ()) -> Readings:
        """The readings of one product from those of its photos, read a second time where that can change the answer.

        `lost` says what else was given and could not be looked at. Raises EngineMissing only for a second engine that was asked for.
        """
        return self.case(shots, lost).readings

    def case(self, shots: Sequence[Shot], lost: Sequence[str] = ()) -> judging.Case:
        """The same with what each reading says, which was understood to see whether a second one is needed."""
        known = judging.case(merge([shot.reading for shot in shots], lost))
        if self._given == "none" or not judging.wants_second(known, self._policy):
            return known
        layout = known.first.seen if len(shots) == 1 else None
        readings = merge([self._witnessed(shot, layout) for shot in shots], lost)
        if any(shot.reading.page.glimpsed for shot in shots):  # then there is more of the first reading, too
            return judging.case(readings)
        other = judging.understand(readings.second, load()) if readings.second is not None else None
        return judging.Case(readings, known.first, other)

    def _witnessed(self, shot: Shot, layout: Layout | None) -> PhotoReading:
        """The photo's reading with a second one by another network, and with what speaks against its list having been seen whole. `layout`
        is that of its page where it is known."""
        reading = shot.reading
        if reading.witnessed:
            return reading
        if self._second is None:
            try:
                self._second = _engine(self._given, SECOND.get(self._first.name, DEFAULT))
            except EngineMissing:
                if self._given is not None:
                    raise
                return reading
        try:
            if reading.page.glimpsed:
                reading = replace(reading, page=_numbered(self._first.read_closely(shot.photo.pixels), 0))
                layout = None
        except EngineFailed:
            return reading
        layout = layout or judging.understand([reading.page], load()).seen
        reading = replace(reading, witnessed=True)
        try:
            other = self._second.reread(shot.photo.pixels, reading.page, regions(layout, reading.page))
            # Always: a lexicon or a policy to come may make a glide of it, and the photo is not opened again then.
            shaded, overlooked = shadows(shot.photo, reading.page, layout, self._first)
        except EngineMissing:
            if self._given is not None:
                raise
            return shot.reading
        except EngineFailed:
            return reading
        return replace(
            reading,
            page=replace(reading.page, overlooked=overlooked),
            second=_numbered(other, 0),
            networks=(self._first.network, self._second.network),
            engines=(*reading.engines, self._second.version),
            shaded=shaded,
        )


def merge(parts: Sequence[PhotoReading], lost: Sequence[str] = ()) -> Readings:
    """One product's readings from those of its photos, in their order; photos are numbered anew.

    It counts as read a second time only where each photo was. A photo without a second reading has an empty page there, which names
    nothing and so can prove nothing. What only shows between photos is found here: barcodes that differ, a photo on which nothing is read,
    one that is blurred.
    """
    codes = tuple(dict.fromkeys(p.barcode for p in parts if p.barcode))
    gone, shaded = list(lost), [gap for p in parts for gap in p.shaded]
    if len(codes) > 1:
        gone.append(Message(BARCODES, codes=", ".join(codes)))
    if len(parts) > 1:
        gone += (Message(BLANK, photo=p.facts.source) for p in parts if not _speaks(p.page))
        shaded += (Message(judging.SOFT, photo=p.facts.source) for p in parts if p.facts.quality.sharpness < judging.LIMITS.blurred)
    second = None
    if any(p.second is not None for p in parts):
        second = tuple(_numbered(p.second or _nothing(p.page), n) for n, p in enumerate(parts))
        if any(p.second is None for p in parts):
            shaded.append(doubts.DIFFER)  # a photo whose second reading failed was not looked at for what hides a name: never a glide
    return Readings(
        photos=tuple(p.facts for p in parts),
        pages=tuple(_numbered(p.page, n) for n, p in enumerate(parts)),
        second=second,
        witnessed=bool(parts) and all(p.witnessed for p in parts),
        networks=next((p.networks for p in parts if p.networks[1]), parts[0].networks if parts else ("", "")),
        engines=max((p.engines for p in parts), key=len, default=()),
        barcode=codes[0] if len(codes) == 1 else None,
        lost=tuple(dict.fromkeys(gone)),
        shaded=tuple(dict.fromkeys(shaded)),
    )


def parts_of(readings: Readings) -> tuple[PhotoReading, ...]:
    """The photos of kept readings one by one, to be merged with others of the same product. What was lost is in none of them."""
    second = readings.second or (None,) * len(readings.photos)
    return tuple(
        PhotoReading(
            facts=facts,
            page=_numbered(page, 0),
            networks=readings.networks,
            engines=readings.engines,
            barcode=readings.barcode if n == 0 else None,
            second=other and _numbered(other, 0),
            witnessed=readings.witnessed,
            shaded=readings.shaded if n == 0 else (),
        )
        for n, (facts, page, other) in enumerate(zip(readings.photos, readings.pages, second, strict=True))
    )


def shadows(photo: Photo, page: Page, layout: Layout, engine: Engine) -> tuple[tuple[str, ...], tuple[Box, ...]]:
    """What speaks against a photo's list having been seen whole, and where print stands on it that was overlooked. Raises EngineFailed."""
    from glidecheck.guards import folds, glare, occlusions, smudges, unread_text
    from glidecheck.image import dewarp

    pixels = dewarp.turn(photo.pixels, page.turned, page.mirrored)
    found = (
        *folds.creases(pixels, page, layout.panels),
        *smudges.smears(pixels, page, layout.panels),
        *occlusions.patches(pixels, page, layout.panels),
        *glare.blots(pixels, page, layout.panels),
    )
    boxes = unread_text.overlooked(pixels, page, layout.panels, engine.places(pixels))
    return (*found, unread_text.UNREAD) if boxes else found, boxes


def regions(layout: Layout, page: Page) -> tuple[Box, ...]:
    """The panels on one photo's page, each with its heading and a margin, for a second look."""
    out = []
    for p in layout.panels:
        boxes = [line.box for line in p.lines if line.box is not None and line.photo == page.photo]
        if boxes:
            # A panel's lines begin behind its heading: without it a second reader would not know the list for one.
            whole = [line.box for line in page.lines if line.box is not None and any(_holds(line.box, b) for b in boxes)]
            around = Box.around(*boxes, *whole)
            margin = 2 * max(b.height for b in boxes)
            out.append(Box.of(around.left - margin, around.top - margin, around.right + margin, around.bottom + margin))
    return tuple(out)


def _holds(line: Box, part: Box) -> bool:
    """Whether the middle of `part` lies on `line`."""
    x, y = part.centre
    return line.left <= x <= line.right and line.top <= y <= line.bottom


def _speaks(page: Page) -> bool:
    """Whether a word was read on the page, certainly enough to say that it could be read."""
    return any(line.confidence >= LIMITS.sure and sum(map(str.isalnum, line.text)) >= LIMITS.word for line in page.lines)


def _numbered(page: Page, photo: int) -> Page:
    return replace(page, photo=photo, lines=tuple(replace(line, photo=photo) for line in page.lines))


def _nothing(page: Page) -> Page:
    return replace(page, lines=(), unread=())


def _engine(given: str | Engine | None, default: str) -> Engine:
    from glidecheck import ocr

    return ocr.engine(given or default) if given is None or isinstance(given, str) else given
