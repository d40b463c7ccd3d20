"""What a child process does with one product: read its photos, judge what was read, cut the pictures that prove it."""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from glidecheck import pipeline, serialise
from glidecheck.audit.evidence import Evidence, picture
from glidecheck.audit.orders import Order
from glidecheck.errors import EngineFailed, InputError
from glidecheck.image import photo
from glidecheck.lexicon.policy import Policy
from glidecheck.model import Box, Photo, PhotoFacts, Readings, Report, Severity
from glidecheck.ocr import recorded
from glidecheck.pipeline import judging
from glidecheck.report.view import LOOKS, finding_tone
from glidecheck.shelf import places

REPORT = "glidecheck.report/1"
"""The form of a kept report."""
MAX_CROPS = 8
"""Pictures of one product. A list of forty irritants is proven by the first of them as well as by all."""


class Gone(InputError):  # noqa: N818 - the house names states, not "errors"
    passing = True
    """A photo that is not what it was when the audit began: no reading of it may be kept for what it was."""


class Damaged(EngineFailed):
    """A kept reading that cannot be understood any more: its photo is to be read again."""


# ------------------------------------------------------------------ reading


def read(order: Order) -> tuple[Readings, tuple[Evidence, ...]]:
    """Everything that OCR and the barcode reader make of the product's photos, and the pictures kept of them.

    Raises Gone, InputError when no photo can be used, EngineFailed, EngineMissing.
    """
    files = []
    for piece in order.pieces:
        try:
            data = places.fetch(piece.where, photo.LIMITS.max_bytes)
        except InputError as error:
            raise Gone(str(error), error.next) from None
        if hashlib.sha256(data).hexdigest() != piece.sha256:
            raise Gone(f"{piece.path} was changed while the audit ran.", "Run the audit again: only this product is read.")
        file = BytesIO(data)
        file.name = piece.path.rsplit("/", 1)[-1]
        files.append(file)
    if order.engine == "recorded":
        readings, opened = _replay(files)
    else:
        readings, opened = pipeline.read(files, engine=order.engine, second=order.second, policy=policy_of(order.policy))
    if order.lost:
        readings = replace(readings, lost=(*readings.lost, *order.lost))
    pictures = tuple(picture(p.sha256, p.pixels, page) for p, page in zip(opened, readings.pages, strict=True))
    return readings, pictures


def _replay(files: Sequence[BytesIO]) -> tuple[Readings, tuple[Photo, ...]]:
    """Readings recorded by the photo's hash (recorded.READINGS), for tests and measurements of everything but OCR."""
    folder = recorded.open_folder().folder
    opened, lost = pipeline.opened(files)
    parts = []
    for shown in opened:
        path = folder / f"{shown.sha256}.json"
        if not path.is_file():
            raise EngineFailed(f"There is no recorded reading of {shown.source}.", f"Record it as {path.name}.")
        part = recorded.load_readings(json.loads(path.read_text(encoding="utf-8")))
        facts = PhotoFacts(shown.source, shown.sha256, shown.quality, shown.pixels.shape[1], shown.pixels.shape[0])
        parts.append(replace(part, photos=(facts,)))
    return joined(parts, lost), opened


def joined(parts: Sequence[Readings], lost: Sequence[str] = ()) -> Readings:
    """One product's readings from those of its parts, in their order: photos that were read apart, and turned out to show one barcode."""
    if len(parts) == 1 and not lost:
        return parts[0]
    return pipeline.merge([p for part in parts for p in pipeline.parts_of(part)], [*(gap for part in parts for gap in part.lost), *lost])


# ------------------------------------------------------------------ judging


@dataclass(frozen=True, slots=True)
class Cut:
    """A picture that proves a finding: of which photo, which boxes of its page, underlined in which colour."""

    finding: int
    photo: str
    boxes: tuple[Box, ...]
    colour: str

    @property
    def id(self) -> str:
        corners = [round(v, 1) for box in self.boxes for point in box.points for v in point]
        return hashlib.sha256(f"{self.photo} {corners} {self.colour}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Judged:
    """A product's report, without pages; `cuts` are the pictures that prove it. `wants_second`: it is to be read once more first."""

    report: Report
    cuts: tuple[Cut, ...]
    wants_second: bool


def judge(parts: Sequence[Readings], product: str, names: Mapping[str, str], policy: Policy | None) -> Judged:
    """The report of a product from the readings of its parts. `names` calls each photo (by its hash) as the shelf does."""
    whole = joined(parts)
    whole = replace(whole, photos=tuple(replace(p, source=names.get(p.sha256, p.source)) for p in whole.photos))
    known = judging.case(whole)
    report = judging.judge(known, product=product, policy=policy)
    return Judged(replace(report, pages=()), _cuts(report, whole), judging.wants_second(known, policy))


def _cuts(report: Report, readings: Readings) -> tuple[Cut, ...]:
    cuts: list[Cut] = []
    seen: set[tuple[int, tuple[Box, ...]]] = set()
    for n, finding in enumerate(report.findings):
        shown, boxes = report.place_of(finding)
        if not boxes or finding.severity is Severity.INFO or not 0 <= shown < len(readings.photos) or (shown, boxes) in seen:
            continue
        seen.add((shown, boxes))
        cuts.append(Cut(n, readings.photos[shown].sha256, boxes, LOOKS[finding_tone(report, finding)].colour))
        if len(cuts) == MAX_CROPS:
            break
    return tuple(cuts)


@lru_cache(maxsize=4)
def policy_of(text: str | None) -> Policy | None:
    """The policy in a file of this `text`. Raises LexiconError."""
    if text is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "policy.yaml"
        path.write_bytes(text.encode())
        return judging.rules_of(path)


# ------------------------------------------------------------------ how it is kept


def pack(readings: Readings) -> bytes:
    """Readings as they are kept."""
    return gzip.compress(json.dumps(recorded.dump_readings(readings), ensure_ascii=False, separators=(",", ":")).encode(), 4, mtime=0)


def unpack(data: bytes) -> Readings:
    """The readings that `pack` made. Raises Damaged for anything else."""
    try:
        return recorded.load_readings(json.loads(gzip.decompress(data)))
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, EngineFailed) as error:
        raise Damaged(f"what was kept of it is damaged ({type(error).__name__})", "Run the audit again: it is read anew.") from None


def pack_report(report: Report) -> bytes:
    """A report as it is kept."""
    return gzip.compress(json.dumps(serialise.dump(report, REPORT), ensure_ascii=False, separators=(",", ":")).encode(), 4, mtime=0)


def unpack_report(data: bytes) -> Report:
    """The report that `pack_report` made. Raises Damaged for anything else."""
    try:
        return serialise.load(Report, json.loads(gzip.decompress(data)), REPORT)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise Damaged(f"its kept report is damaged ({type(error).__name__})", "Run the audit again: it is made anew.") from None
