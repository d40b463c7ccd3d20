"""What follows from it: findings, verdict, report."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module

from glidecheck.model.geometry import Box
from glidecheck.model.label import Match, Notice
from glidecheck.model.page import Page


class Reading(StrEnum):
    """How well the label was read."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    UNREADABLE = "unreadable"
    NO_LIST = "no_list"


class Severity(StrEnum):
    """Of one finding."""

    AVOID = "avoid"
    CAUTION = "caution"
    REVIEW = "review"
    INFO = "info"

    @property
    def rank(self) -> int:
        """The gravest first."""
        return list(Severity).index(self)


class Basis(StrEnum):
    """Whether a finding stands on the founding article or on what was added to it."""

    FOUNDING = "founding"
    EXTENSION = "extension"


class Verdict(StrEnum):
    """Worst first."""

    AVOID = "AVOID"
    CAUTION = "CAUTION"
    REVIEW = "REVIEW"
    GLIDE = "GLIDE"


class CautionKind(StrEnum):
    """Which kind of CAUTION, gravest first."""

    ANAESTHETIC = "anaesthetic"
    ACTIVE = "active"
    COMPANION = "companion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """What a rule says, and a finding of it: the class it is about, how grave it is, on whose word, and in what words. `sources` are ids of
    lexicon/sources.yaml."""

    cls: str
    severity: Severity
    basis: Basis
    summary: str
    advice: str
    advice_clinic: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Worded):
    """A rule that fired. `ingredient` is an index into the report's matches, from 0, or None where the label's prose did it."""

    rule: str
    ingredient: int | None = None
    box: Box | None = None
    photo: int | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """What the second reading says, for the rule that GLIDE needs two: `network` of the reader, and the names (substance ids) it found,
    None where it crashed or read nothing."""

    reader: str
    network: str
    named: frozenset[str] | None
    all_certain: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """Why a product could not be judged, and what to do next. It is a value, and never counts as clean."""

    reason: str
    next: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What `classify` makes of one product: the only place where a verdict is made."""

    verdict: Verdict
    caution_kind: CautionKind | None
    reading: Reading
    headline: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One product, judged or skipped: the same for every face. `verdict` is None exactly when `skipped` is given.

    `pages` are the readings the report rests on (for annotation and crops; not part of the JSON form). `from_text` marks pasted text.
    """

    source: tuple[str, ...]
    product: str
    verdict: Verdict | None
    caution_kind: CautionKind | None
    reading: Reading
    headline: str
    ingredients: tuple[Match, ...] = ()
    findings: tuple[Finding, ...] = ()
    retake: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    barcode: str | None = None
    skipped: Skipped | None = None
    lexicon: str = ""
    policy: str | None = None
    engines: tuple[str, ...] = ()
    elapsed_s: float = 0.0
    from_text: bool = False
    pages: tuple[Page, ...] = field(default=(), repr=False, compare=False)

    def match_of(self, finding: Finding) -> Match | None:
        """The name that a finding is about, None where the label's prose did it."""
        return None if finding.ingredient is None else self.ingredients[finding.ingredient]

    def page_of(self, photo: int) -> Page | None:
        """The page of a photo, by its index: the first reader's; None where it was not read."""
        return next((p for p in self.pages if p.photo == photo), None)

    def place_of(self, finding: Finding) -> tuple[int, tuple[Box, ...]]:
        """The photo, and where on it stands what a finding is about: of a name that a line's end breaks, a box on each line; none where
        that is not known."""
        match = self.match_of(finding)
        if match is not None and finding.box in (None, match.mention.box):
            mention = match.mention
            return mention.photo or 0, mention.pieces or ((mention.box,) if mention.box is not None else ())
        return finding.photo or 0, (finding.box,) if finding.box is not None else ()

    def _repr_html_(self) -> str:
        """What a notebook shows of a report."""
        # By name: the faces import the model, which knows none of them.
        face = import_module("glidecheck.report.html")
        return str(face.notebook(self))
