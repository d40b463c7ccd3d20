"""Several photos: of one product, or of several? Never one list joined from two products.

Photos are read one by one first. Those that belong together are then judged together, exactly as the command line judges several photos of
one product; the others apart. What speaks for one product: the same barcode, the same list, or words of the front that stand on the other
photo too. What speaks against: two barcodes, two whole lists that differ, a front that names an active which the other's whole list does
not have. Without either, a front and a list sent as one album are one product; photos that only came shortly after one another are not.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from glidecheck import pipeline
from glidecheck.chat.product_name import all_words, front_words, list_of
from glidecheck.errors import EngineFailed, InputError
from glidecheck.image.photo import LIMITS
from glidecheck.model import Message, Photo, Reading, Report, Shot
from glidecheck.pipeline import judging, merge
from glidecheck.pipeline.reading import unusable

if TYPE_CHECKING:
    from pathlib import Path

    from glidecheck.lexicon.policy import Policy
    from glidecheck.model import Engine

OVERLAP = 4  # names that two parts of one list share at least
HALF = 0.5  # share of the shorter part's names that both must have
ALIKE = 88  # rapidfuzz ratio of two words from which OCR read the same word twice


class Reads(Protocol):
    """Whoever reads and judges photos: `Engines`, or readings that a test knows."""

    def read(self, photo: bytes, name: str) -> Taken:
        """One photo, opened and read once. Raises InputError where it does not open, EngineFailed, EngineMissing."""
        ...

    def judge(self, shots: Sequence[Shot], lost: Sequence[str]) -> Report:
        """The report of one product from its photos, as `pipeline.examine` makes it; `lost` was sent with them and not looked at."""
        ...


@dataclass(frozen=True, slots=True)
class Taken:
    """What was read of one photo that was sent: of each picture in its file, and why others of it were not read."""

    shots: tuple[Shot, ...]
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One product of an album: its report, which of the album's photos show it, as indices from 0, and those that opened, in the order of
    `report.source`."""

    report: Report
    photos: tuple[int, ...]
    opened: tuple[Photo, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class _Product:
    """Photos that show one product, so far: their places in the album, what was read of each (of every picture in its file), and what each
    says alone."""

    photos: tuple[int, ...]
    shots: tuple[tuple[Shot, ...], ...]
    alone: tuple[Report, ...]


def judge(photos: Sequence[bytes], reads: Reads, *, joined: bool = False, lost: Sequence[str] = ()) -> tuple[Judged, ...]:
    """The products that `photos` show, each judged apart, in the order of their first photo.

    Each photo is opened and read once. `joined` says that the photos were sent as one album; `lost` tells what was sent with them and
    cannot be looked at, of which product nobody knows: none of them is then complete. A photo that cannot be used, or that breaks the
    engine, is a report of its own: skipped, with the reason. It is missing from the others as well: it may be the back of any of them.
    Raises EngineMissing.
    """
    products: list[_Product | Judged] = []
    gone = list(lost)
    for n, photo in enumerate(photos):
        new, unread = _alone(photo, n, _name(n, len(photos)), reads)
        gone += unread
        if isinstance(new, Judged):
            products.append(new)
            continue
        home = next((i for i, p in enumerate(products) if isinstance(p, _Product) and _together(p.alone, new.alone[0], joined)), None)
        if home is None:
            products.append(new)
        else:
            old = products[home]
            assert isinstance(old, _Product)
            products[home] = _Product((*old.photos, n), (*old.shots, *new.shots), (*old.alone, *new.alone))
    return tuple(p if isinstance(p, Judged) else _judged(p, reads, tuple(dict.fromkeys(gone))) for p in products)


def _alone(photo: bytes, n: int, name: str, reads: Reads) -> tuple[_Product | Judged, tuple[str, ...]]:
    """What one photo says alone, and what the others lack where it cannot be used whole."""
    try:
        taken = reads.read(photo, name)
        said = judging.judge(merge([s.reading for s in taken.shots], taken.lost))
        return _Product((n,), (taken.shots,), (said,)), taken.lost
    except InputError as error:
        return Judged(pipeline.skipped(name, error), (n,)), (unusable(error),)
    except EngineFailed:
        return Judged(pipeline.skipped(name, _BROKEN), (n,)), (unusable(_BROKEN),)


def _judged(product: _Product, reads: Reads, lost: Sequence[str]) -> Judged:
    """The product's photos judged together, named by their order."""
    shots = [_called(shot, _name(n, len(product.shots)), page) for n, file in enumerate(product.shots) for page, shot in enumerate(file)]
    try:
        return Judged(reads.judge(shots, lost), product.photos, tuple(s.photo for s in shots))
    except EngineFailed:
        return Judged(pipeline.skipped([s.reading.facts.source for s in shots], _BROKEN), product.photos)


def _called(shot: Shot, name: str, page: int) -> Shot:
    return replace(shot, reading=replace(shot.reading, facts=replace(shot.reading.facts, source=f"{name} ({page + 1})" if page else name)))


_BROKEN = EngineFailed(
    Message("The photo could not be read because the reader failed."), Message("Send it again, or type the ingredient list.")
)


def _name(n: int, of: int) -> str:
    return "photo" if of == 1 else f"photo {n + 1}"


# ------------------------------------------------------------------ one product or two


def _together(group: Sequence[Report], new: Report, joined: bool) -> bool:
    """Whether the photo of `new` shows the product of the photos of `group`."""
    if any(r.skipped is not None for r in group):
        return False
    if any(_apart(r, new) for r in group):
        return False
    if any(_same(r, new) for r in group):
        return True
    # A front and a back that share no word: an album says that they belong together, mere time does not.
    lists = sum(_has_list(r) for r in (*group, new))
    return joined and lists <= 1


def _apart(a: Report, b: Report) -> bool:
    """Whether something shows that two photos are of two products."""
    if a.barcode and b.barcode:
        return a.barcode != b.barcode
    if _has_list(a) and _has_list(b):
        return not _one_list(a, b)
    return _contradicts(a, b) or _contradicts(b, a)


def _same(a: Report, b: Report) -> bool:
    """Whether something shows that two photos are of one product."""
    if a.barcode and a.barcode == b.barcode:
        return True
    if _has_list(a) and _has_list(b):
        return _one_list(a, b)
    return any(_alike(word, other) for word in front_words(a) for other in all_words(b)) or any(
        _alike(word, other) for word in front_words(b) for other in all_words(a)
    )


def _one_list(a: Report, b: Report) -> bool:
    """Whether two lists can be parts of one: enough names in both. Two whole lists must be the same."""
    first, second = _listed(a), _listed(b)
    if a.reading is Reading.COMPLETE and b.reading is Reading.COMPLETE:
        return first == second
    shared = len(first & second)
    return shared >= OVERLAP and shared >= HALF * min(len(first), len(second))


def _contradicts(front: Report, back: Report) -> bool:
    """Whether a front without a list names a retinoid or an anaesthetic that a whole list does not have."""
    if _has_list(front) or back.reading is not Reading.COMPLETE:
        return False
    named = {s.id for m in front.ingredients for s in m.substances if not {"retinoid", "anaesthetic"}.isdisjoint(s.classes)}
    return bool(named) and not named & _listed(back)


def _listed(report: Report) -> set[str]:
    return {s.id for m in list_of(report) for s in m.substances}


def _has_list(report: Report) -> bool:
    return len(list_of(report)) > 1 or report.reading in (Reading.COMPLETE, Reading.PARTIAL)


def _alike(a: str, b: str) -> bool:
    if a == b:
        return True
    from rapidfuzz import fuzz

    return len(a) > 5 and len(b) > 5 and fuzz.ratio(a, b) >= ALIKE


# ------------------------------------------------------------------ the engines


class Engines:
    """Reads and judges with the engines, by the same calls as `pipeline.examine`."""

    def __init__(
        self,
        engine: str | Engine | None = None,
        second: str | Engine | None = None,
        policy: Path | Policy | None = None,
        room: int = LIMITS.most_pixels,
    ) -> None:
        """Arguments as those of `pipeline.Reader`; `room` is how many pixels all photos may have together. Raises EngineMissing,
        LexiconError."""
        self._reader = pipeline.Reader(engine, second, policy)
        self._room = room

    def read(self, photo: bytes, name: str) -> Taken:
        """See Reads."""
        opened, lost = pipeline.opened([_named(photo, name)], self._room)
        self._room -= sum(one.pixels.shape[0] * one.pixels.shape[1] for one in opened)
        return Taken(tuple(Shot(picture, self._reader.read(picture)) for picture in opened), lost)

    def judge(self, shots: Sequence[Shot], lost: Sequence[str]) -> Report:
        """See Reads."""
        return judging.judge(self._reader.case(shots, lost), policy=self._reader.policy)


def _named(data: bytes, name: str) -> io.BytesIO:
    """Bytes with a name, by which retake advice calls the photo."""
    file = io.BytesIO(data)
    file.name = name
    return file
