"""The CSV form: one row an ingredient, and one row for a product that has none, so that no product is lost in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

from glidecheck.model import Finding, Match, Report
from glidecheck.report.view import SECTIONS, amount_words, lexicon_name, ordered, plain

_PRODUCT: dict[str, Callable[[Report], str]] = {
    "source": lambda report: " | ".join(report.source),
    "product": lambda report: report.product,
    "verdict": lambda report: report.verdict or "",
    "caution_kind": lambda report: report.caution_kind or "",
    "reading": lambda report: report.reading,
    "headline": lambda report: report.headline,
}
_INGREDIENT: dict[str, Callable[[Match, Sequence[Finding]], str]] = {
    "position": lambda match, _: str(match.mention.position),
    "section": lambda match, _: SECTIONS[match.mention.section],
    "printed": lambda match, _: match.mention.printed,
    "name": lambda match, _: lexicon_name(match) or "",
    "classes": lambda match, _: " ".join(sorted({c for s in match.substances for c in s.classes})),
    "amount": lambda match, _: amount_words(match.mention.amount),
    "method": lambda match, _: match.method,
    "score": lambda match, _: f"{match.score:.2f}",
    "runner_up": lambda match, _: match.runner_up or "",
    "readers": lambda match, _: " ".join(match.mention.readers),
    "severity": lambda _, found: found[0].severity if found else "",
    "rules": lambda _, found: " | ".join(f.rule for f in found),
    "bases": lambda _, found: " | ".join(f.basis for f in found),
    "summary": lambda _, found: " | ".join(f.summary for f in found),
    "advice": lambda _, found: " | ".join(dict.fromkeys(f.advice for f in found)),
    "sources": lambda _, found: " ".join(dict.fromkeys(s for f in found for s in f.sources)),
}
_LABEL: dict[str, Callable[[Report], str]] = {
    "label_findings": lambda report: " | ".join(f"{f.severity}: {f.rule} {f.summary}" for f in ordered(report) if f.ingredient is None),
    "retake": lambda report: " | ".join(report.retake),
    "not_judged": lambda report: f"{report.skipped.reason}: {report.skipped.next}" if report.skipped else "",
    "barcode": lambda report: report.barcode or "",
    "lexicon": lambda report: report.lexicon,
    "policy": lambda report: report.policy or "",
    "engines": lambda report: " | ".join(report.engines),
}
HEADER = (*_PRODUCT, *_INGREDIENT, *_LABEL)
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
    product, label = (tuple(column(report) for column in columns.values()) for columns in (_PRODUCT, _LABEL))
    if not report.ingredients:
        yield (*product, *("" for _ in _INGREDIENT), *label)
    for index, match in enumerate(report.ingredients):
        found = [f for f in findings if f.ingredient == index]
        yield (*product, *(column(match, found) for column in _INGREDIENT.values()), *label)
