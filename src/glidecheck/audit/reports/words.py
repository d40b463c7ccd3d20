"""What every report of an audit says alike: each product in a few words, the counts, what changed, who decided, what to photograph again.

The forms only lay out what stands here, so that page, workbook, table and paper cannot disagree. An audit's rows may lie in a database:
`survey` walks them once and keeps of each what fits in a line; findings and pictures are taken in a second walk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from glidecheck.audit.model import Audit, Cause, Change, Facts, Review, Row
from glidecheck.audit.reports.advice import Counting, Shared, care
from glidecheck.model import Reading, Report, Verdict
from glidecheck.report.answer import Answer, answer, reason, sentence
from glidecheck.report.view import CLOSING, LOOKS, READINGS, Tone, plain

ORDER = (Tone.SKIPPED, Tone.AVOID, Tone.ANAESTHETIC, Tone.ACTIVE, Tone.COMPANION, Tone.REVIEW, Tone.GLIDE)
"""Products in reports: what was not judged first of all, then the gravest."""

_RANK = {tone: n for n, tone in enumerate(ORDER)}

CAUSES: Mapping[Cause, str] = MappingProxyType(
    {
        Cause.NEW: "new on the shelf",
        Cause.PHOTO: "other photos",
        Cause.LEXICON: "another lexicon",
        Cause.POLICY: "another policy",
        Cause.READER: "another reader",
    }
)
DECISION = "The clinic's decision, not glidecheck's"
DROPPED = "An earlier decision no longer holds, since photos or verdict changed"
SEEN = "Seen by the clinic"
OUTDATED = "Seen beside other photos, to be looked at again"
TITLE = "Shelf audit"
_CLOSER = "photograph the whole list straight on, close, in even light"
ASIDE = "On freshly microneedled skin, while breastfeeding"


@dataclass(frozen=True, slots=True)
class Entry:
    """One product in a line. `number` counts from 1 in the order of the audit's rows; `pictures` are its photos' paths on the shelf;
    `next` is what to do about a product that was not judged. The texts are plain, but not escaped."""

    number: int
    key: str
    name: str
    tone: Tone
    verdict: str
    headline: str
    reading: str
    pictures: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    retake: tuple[str, ...]
    reason: str
    next: str
    change: str
    before: str
    review: Review | None
    dropped: Review | None
    basis: str
    do: str
    why: str
    care: tuple[str, ...]
    facts: Facts | None
    outdated: Facts | None
    item: str
    findings: int
    ingredients: int

    @property
    def rank(self) -> tuple[int, str]:
        """Its place among the products."""
        return _RANK[self.tone], self.name.casefold()

    @property
    def judged(self) -> bool:
        return self.tone is not Tone.SKIPPED


@dataclass(frozen=True, slots=True)
class Survey:
    """An audit without its findings: products in the order of a report, the clinic's own columns, how many there are of each tone, and the
    advice that several are given."""

    entries: tuple[Entry, ...]
    columns: tuple[str, ...]
    counts: Mapping[Tone, int]
    advice: Shared

    @property
    def unjudged(self) -> tuple[Entry, ...]:
        return tuple(e for e in self.entries if not e.judged)

    @property
    def uncleared(self) -> tuple[Entry, ...]:
        """What was not read whole, or holds a name that is not known: it has a verdict, but that clears nothing."""
        return tuple(e for e in self.entries if e.tone is Tone.REVIEW)

    @property
    def again(self) -> tuple[Entry, ...]:
        """What to photograph again: where a better photo may change the answer."""
        return tuple(e for e in self.entries if e.retake)

    @property
    def changed(self) -> tuple[Entry, ...]:
        return tuple(e for e in self.entries if e.change)

    @property
    def findings(self) -> int:
        return sum(e.findings for e in self.entries)

    @property
    def ingredients(self) -> int:
        return sum(e.ingredients for e in self.entries)

    @property
    def decided(self) -> int:
        return sum(e.review is not None for e in self.entries)

    @property
    def undecided_again(self) -> tuple[Entry, ...]:
        """Products whose earlier decision was dropped."""
        return tuple(e for e in self.entries if e.dropped)


def survey(audit: Audit) -> Survey:
    """One walk over the rows."""
    entries, advice = [], Counting()
    for number, row in enumerate(audit.rows, 1):
        told = answer(row.report)
        entries.append(_entry(row, number, told))
        advice.add(row.report, told)
    columns = dict.fromkeys(title for e in entries for title, _ in e.columns)
    counts = dict.fromkeys(ORDER, 0)
    for e in entries:
        counts[e.tone] += 1
    return Survey(tuple(sorted(entries, key=lambda e: e.rank)), tuple(columns), MappingProxyType(counts), advice.shared())


def _entry(row: Row, number: int, told: Answer) -> Entry:
    """One product in a line."""
    report, tone = row.report, told.tone
    skipped = report.skipped
    return Entry(
        number=number,
        key=row.product.key,
        name=plain(row.product.name) or plain(report.product) or "(no name)",
        tone=tone,
        verdict=LOOKS[tone].words,
        headline=plain(skipped.reason if skipped else report.headline),
        reading=READINGS[report.reading] if not skipped else "",
        pictures=tuple(plain(p) for p in pictures(row)),
        columns=tuple((plain(title), plain(value)) for title, value in row.product.columns),
        retake=retake(report),
        reason=plain(skipped.reason) if skipped else "",
        next=plain(skipped.next) if skipped else "",
        change=change_words(row.change),
        before=before_words(row.change),
        review=row.review,
        dropped=row.dropped,
        basis=row.basis,
        do=sentence(told.do),
        why=reason(report, told),
        care=care(told),
        facts=row.facts,
        outdated=row.outdated,
        item=row.item,
        findings=len(report.findings),
        ingredients=len(report.ingredients),
    )


def pictures(row: Row) -> tuple[str, ...]:
    """The photos of a product, as they are called on the shelf."""
    return tuple(s.path for s in row.product.shots) or row.report.source


def retake(report: Report) -> tuple[str, ...]:
    """What to photograph again, and how; nothing for an AVOID: no better photo takes it back."""
    if report.skipped:
        return (plain(report.skipped.next),)
    if report.reading is Reading.COMPLETE or report.verdict is Verdict.AVOID:
        return ()
    lines = tuple(plain(line) for line in report.retake) or (f"{READINGS[report.reading]}: {_CLOSER}",)
    return tuple(line[:1].upper() + line[1:] for line in lines)


# ------------------------------------------------------------------ changes and decisions


def change_words(change: Change | None) -> str:
    """Why a product differs from the audit before; empty where it does not."""
    return ", ".join(CAUSES[c] for c in change.causes) if change else ""


def before_words(change: Change | None) -> str:
    """What a product was before: its verdict then."""
    if change is None or Cause.NEW in change.causes:
        return ""
    return change.before.value if change.before else LOOKS[Tone.SKIPPED].words


def review_words(review: Review) -> str:
    """A decision in one line, with who made it and when."""
    note = f" - {plain(review.note)}" if review.note else ""
    return f"{plain(review.decision)} ({plain(review.initials)}, {plain(review.on)}){note}"


# ------------------------------------------------------------------ what the whole rests on


def about(audit: Audit) -> tuple[tuple[str, str], ...]:
    """What every report carries: name and value."""
    return tuple(
        (name, plain(value))
        for name, value in (
            ("Shelf", audit.shelf),
            ("Audit", audit.id),
            ("Made", moment(audit.made)),
            ("Products", str(len(audit.rows))),
            ("Lexicon", audit.lexicon),
            ("Policy", audit.policy or "none: glidecheck's own rules"),
            ("Readers", "; ".join(audit.engines) or "none: no photo was read"),
            ("Kept readings", f"{audit.stored} of {len(audit.rows)}" if audit.stored else ""),
            ("Compared with", audit.since or ""),
            ("Made by", f"glidecheck {_version()}"),
            ("Note", CLOSING),
        )
        if value
    )


def moment(made: str) -> str:
    """A time as ISO 8601, as a person reads it: to the minute, and where the clock is not that of UTC, how far it is from it."""
    when = datetime.fromisoformat(made)
    zone = f" {when.tzname()}" if when.tzinfo else ""
    return f"{when:%Y-%m-%d %H:%M}{zone}"


def tally(counts: Mapping[Tone, int]) -> Iterable[tuple[Tone, int]]:
    """Tones that occur, in the order of reports."""
    return ((tone, counts[tone]) for tone in ORDER if counts[tone])


def _version() -> str:
    from glidecheck._version import __version__

    return __version__
