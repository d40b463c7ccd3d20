"""An audit as its reports see it: rows, what changed, who signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from glidecheck.model import Finding, Report, Verdict
from glidecheck.shelf.model import Product


class Cause(StrEnum):
    """Why a product's row differs from the audit before."""

    NEW = "new"
    PHOTO = "photo"
    LEXICON = "lexicon"
    POLICY = "policy"
    READER = "reader"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a product since the earlier audit. `before` is its verdict then, None for a new product or one not judged then."""

    causes: tuple[Cause, ...]
    before: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A person's decision about a product: never glidecheck's own verdict. `on` is the day, as YYYY-MM-DD. `basis` ties it to the
    photos and the verdict that it was given for (a hash): it is dropped, with a notice, when either changes."""

    decision: str
    initials: str
    on: str
    note: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person has seen of a product: never inferred, and no part of glidecheck's verdict. None and empty: nobody said.

    `expiry` is YYYY-MM-DD or YYYY-MM, `on` the day on which it was entered. `item` ties it to the photos it was entered beside.
    """

    sterile: bool | None
    single_use: bool | None
    expiry: str
    lot: str
    initials: str
    on: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One product of an audit. `report` has a verdict or says why it was skipped; its pages carry no pixels.

    `crops` are JPEG pictures without EXIF, by the index of the finding they prove. `basis` is what a review of this row is tied to.
    `dropped` is an earlier review that no longer holds; `outdated` are facts that were entered beside other photos, and `item` is what
    facts of this row are tied to. An audit's rows come without `report.pages`: what is to be seen of the photos is in the crops.
    """

    product: Product
    report: Report
    crops: tuple[tuple[int, bytes], ...] = field(default=(), repr=False)
    change: Change | None = None
    review: Review | None = None
    dropped: Review | None = None
    basis: str = ""
    facts: Facts | None = None
    outdated: Facts | None = None
    item: str = ""

    def picture(self, finding: Finding) -> bytes | None:
        """The JPEG that proves `finding`, one of the report's own; None where none is kept, or what is kept is no JPEG."""
        number = next(n for n, f in enumerate(self.report.findings) if f is finding)
        jpeg = dict(self.crops).get(number, b"")
        return jpeg if jpeg.startswith(b"\xff\xd8\xff") else None


@dataclass(frozen=True, slots=True)
class Gone:
    """A product of the earlier audit that is no longer on the shelf."""

    key: str
    name: str
    before: Verdict | None


@dataclass(frozen=True, slots=True)
class Audit:
    """One audit of one shelf. `made` is the local time as ISO 8601 to the second; `lexicon`, `policy` and `engines` are the versions that
    the verdicts rest on; `since` is the id of the audit that changes are counted from. `stored` of the rows came from kept readings.

    `rows` may lie in the database and are then fetched as they are walked, so that ten thousand products with their pictures never stand in
    memory together: walk them once or twice, and keep no list of them.
    """

    id: str
    shelf: str
    made: str
    rows: Sequence[Row]
    lexicon: str
    policy: str | None
    engines: tuple[str, ...]
    since: str | None = None
    gone: tuple[Gone, ...] = ()
    stored: int = 0
