"""The CSV form: the columns of `glidecheck scan --format csv`, then the audit's, then the clinic's own; no cell is a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from glidecheck.audit import facts
from glidecheck.audit.model import Audit, Row
from glidecheck.audit.reports.files import replacing
from glidecheck.audit.reports.words import before_words, change_words, moment, pictures, survey
from glidecheck.report import csvform
from glidecheck.report.answer import answer, reason, sentence
from glidecheck.report.view import CLOSING, plain

_COLUMNS: dict[str, Callable[[Audit, Row], str]] = {
    "key": lambda _, row: row.product.key,
    "shelf": lambda audit, _: audit.shelf,
    "audit": lambda audit, _: audit.id,
    "made": lambda audit, _: moment(audit.made),
    "change": lambda _, row: change_words(row.change),
    "verdict_before": lambda _, row: before_words(row.change),
    "decision": lambda _, row: row.review.decision if row.review else "",
    "initials": lambda _, row: row.review.initials if row.review else "",
    "decided_on": lambda _, row: row.review.on if row.review else "",
    "decision_note": lambda _, row: row.review.note if row.review else "",
    "decision_dropped": lambda _, row: f"{row.dropped.decision} ({row.dropped.initials}, {row.dropped.on})" if row.dropped else "",
    "notice": lambda *_: CLOSING,
    "what_to_do": lambda _, row: sentence(answer(row.report).do),
    "why": lambda _, row: reason(row.report, answer(row.report)),
}
_SEEN = ("sterile_seen", "single_use_seen", "use_by_seen", "lot_seen", "seen_by", "seen_on")
HEADER = (*_COLUMNS, *_SEEN)
"""The audit's columns, behind those of a scan; new ones are only ever added at the end. The clinic's own follow, as `column: NAME`."""


def write(audit: Audit, path: Path) -> None:
    """One row an ingredient, and one for a product without any."""
    columns = survey(audit).columns
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as out:
        out.write(csvform.written([(*csvform.HEADER, *HEADER, *(f"column: {c}" for c in columns))]))
        for row in audit.rows:
            out.write(csvform.written(_rows(audit, row, columns)))


def _rows(audit: Audit, row: Row, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    own = {plain(title): value for title, value in row.product.columns}
    tail = (*(column(audit, row) for column in _COLUMNS.values()), *facts.cells(row.facts), *(own.get(c, "") for c in columns))
    report = replace(row.report, source=pictures(row), product=row.product.name or row.report.product)
    for cells in csvform.cells(report):
        yield cells + tail
