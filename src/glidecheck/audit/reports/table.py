"""The CSV form: the columns of `glidecheck scan --format csv`, then the audit's, then the clinic's own; no cell is a formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from glidecheck.audit import facts
from glidecheck.audit.model import Audit, Row
from glidecheck.audit.reports.files import replacing
from glidecheck.audit.reports.words import before_words, change_words, moment, pictures, survey
from glidecheck.report import csvform
from glidecheck.report.answer import answer, reason, sentence
from glidecheck.report.view import CLOSING

HEADER = (
    "key",
    "shelf",
    "audit",
    "made",
    "change",
    "verdict_before",
    "decision",
    "initials",
    "decided_on",
    "decision_note",
    "decision_dropped",
    "notice",
    "what_to_do",
    "why",
    "sterile_seen",
    "single_use_seen",
    "use_by_seen",
    "lot_seen",
    "seen_by",
    "seen_on",
)
"""The audit's columns, behind those of a scan; new ones are only ever added at the end. The clinic's own follow, as `column: NAME`."""


def write(audit: Audit, path: Path) -> None:
    """One row an ingredient, and one for a product without any."""
    columns = survey(audit).columns
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as out:
        out.write(csvform.written([(*csvform.HEADER, *HEADER, *(f"column: {c}" for c in columns))]))
        for row in audit.rows:
            out.write(csvform.written(_rows(audit, row, columns)))


def _rows(audit: Audit, row: Row, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    from glidecheck.report.view import plain

    told = answer(row.report)
    review, dropped = row.review, row.dropped
    own = {plain(title): value for title, value in row.product.columns}
    tail = (
        row.product.key,
        audit.shelf,
        audit.id,
        moment(audit.made),
        change_words(row.change),
        before_words(row.change),
        review.decision if review else "",
        review.initials if review else "",
        review.on if review else "",
        review.note if review else "",
        f"{dropped.decision} ({dropped.initials}, {dropped.on})" if dropped else "",
        CLOSING,
        sentence(told.do),
        reason(row.report, told),
        *facts.cells(row.facts),
        *(own.get(c, "") for c in columns),
    )
    report = replace(row.report, source=pictures(row), product=row.product.name or row.report.product)
    for cells in csvform.cells(report):
        yield cells + tail
