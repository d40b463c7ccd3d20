"""The CSV form: one row an ingredient, and one row for a product that has none, so that no product is lost in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from glidecheck.model import Finding, Match, Report
from glidecheck.report.view import SECTIONS, amount_words, lexicon_name, ordered, plain

HEADER = (
    "source",
    "product",
    "verdict",
    "caution_kind",
    "reading",
    "headline",
    "position",
    "section",
    "printed",
    "name",
    "classes",
    "amount",
    "method",
    "score",
    "runner_up",
    "readers",
    "severity",
    "rules",
    "bases",
    "summary",
    "advice",
    "sources",
    "label_findings",
    "retake",
    "not_judged",
    "barcode",
    "lexicon",
    "policy",
    "engines",
)
"""Column names; new ones are only ever added at the end. `label_findings` rest on the label's prose, not on one ingredient."""

# What spreadsheets take for the start of a formula, with their full-width forms.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(text: str) -> str:
    """`text` as a cell that no spreadsheet runs: a leading sign of a formula, even after spaces, is quoted with an apostrophe."""
    clean = plain(text)
    return f"'{clean}" if text.startswith(_FORMULA) or clean.lstrip().startswith(_FORMULA) else clean


def header() -> str:
    """The first line, with its end."""
    return written([HEADER])


def rows(report: Report) -> str:
    """The rows of one report, each with its end."""
    return written(cells(report))


def written(rows: Iterable[tuple[str, ...]]) -> str:
    """`rows` as CSV, each with its end, and no cell of them a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([safe(c) for c in row] for row in rows)
    return out.getvalue()


def cells(report: Report) -> Iterator[tuple[str, ...]]:
    """The rows of one report, each as wide as `HEADER`."""
    findings = ordered(report)
    product = (
        " | ".join(report.source),
        report.product,
        report.verdict or "",
        report.caution_kind or "",
        report.reading,
        report.headline,
    )
    tail = (
        " | ".join(f"{f.severity}: {f.rule} {f.summary}" for f in findings if f.ingredient is None),
        " | ".join(report.retake),
        f"{report.skipped.reason}: {report.skipped.next}" if report.skipped else "",
        report.barcode or "",
        report.lexicon,
        report.policy or "",
        " | ".join(report.engines),
    )
    if not report.ingredients:
        yield product + ("",) * (len(HEADER) - len(product) - len(tail)) + tail
    for index, match in enumerate(report.ingredients):
        yield product + _ingredient(match, [f for f in findings if f.ingredient == index]) + tail


def _ingredient(match: Match, findings: list[Finding]) -> tuple[str, ...]:
    mention = match.mention
    return (
        str(mention.position),
        SECTIONS[mention.section],
        mention.printed,
        lexicon_name(match) or "",
        " ".join(sorted({c for s in match.substances for c in s.classes})),
        amount_words(mention.amount),
        match.method,
        f"{match.score:.2f}",
        match.runner_up or "",
        " ".join(mention.readers),
        findings[0].severity if findings else "",
        " | ".join(f.rule for f in findings),
        " | ".join(f.basis for f in findings),
        " | ".join(f.summary for f in findings),
        " | ".join(dict.fromkeys(f.advice for f in findings)),
        " ".join(dict.fromkeys(s for f in findings for s in f.sources)),
    )
