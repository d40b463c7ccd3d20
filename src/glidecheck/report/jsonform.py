"""The JSON form of a report: schema `glidecheck.scan/1`, carried in the wheel as scan.schema.json."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from glidecheck.model import Amount, Box, Finding, Match, Report, Substance
from glidecheck.report.answer import answer, reason, sentence
from glidecheck.report.knowledge import common
from glidecheck.report.view import plain

SCHEMA = "glidecheck.scan/1"


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) that every line of `--format json` obeys."""
    text = files("glidecheck.report").joinpath("scan.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def to_json(report: Report, say: Callable[[str], str] = str) -> dict[str, Any]:
    """`report` as an object of `glidecheck.scan/1`.

    A match that stands for several substances (EMLA) becomes one ingredient line for each; a finding points at the line whose class it is
    about. Boxes are pixels of the upright photo, rounded to a tenth. Label text is cleaned of control characters only. `say` puts the
    words of the answer into the language that the report is in.
    """
    lines: list[dict[str, Any]] = []
    rows: list[list[int]] = []
    for match in report.ingredients:
        rows.append([])
        for substance in match.substances or (None,):
            rows[-1].append(len(lines))
            lines.append(_ingredient(report, match, substance, say))
    return {
        "schema": SCHEMA,
        "source": [plain(s) for s in report.source],
        "product": plain(report.product),
        "barcode": report.barcode and plain(report.barcode),
        "verdict": report.verdict and report.verdict.value,
        "caution_kind": report.caution_kind and report.caution_kind.value,
        "reading": report.reading.value,
        "headline": plain(report.headline),
        "answer": _answer(report, say),
        "skipped": {"reason": plain(report.skipped.reason), "next": plain(report.skipped.next)} if report.skipped else None,
        "ingredients": lines,
        "findings": [_finding(f, rows, lines) for f in report.findings],
        "retake": [plain(r) for r in report.retake],
        "lexicon": report.lexicon,
        "policy": report.policy and plain(report.policy),
        "engines": [plain(e) for e in report.engines],
        "elapsed_s": round(report.elapsed_s, 3),
    }


def _answer(report: Report, say: Callable[[str], str]) -> dict[str, Any]:
    """What a person reads first, in that order. `decided` are indices into the findings."""
    told = answer(report)
    places = {id(f): n for n, f in enumerate(report.findings)}
    return {
        "do": sentence(say(told.do)),
        "plain": plain(say(told.plain)),
        "why": reason(report, told, say),
        "printed": told.printed or None,
        "decided": [places[id(f)] for f in told.decided],
        "advice": [sentence(say(words)) for words in told.advice],
        "change": [sentence(say(words)) for words in told.change],
        "care": [sentence(say(words)) for words in told.care],
    }


def line(report: Report) -> str:
    """The same as one line of text, without its end: nothing in it breaks a line, and it is strict JSON."""
    return json.dumps(to_json(report), ensure_ascii=False, allow_nan=False)


def _ingredient(report: Report, match: Match, substance: Substance | None, say: Callable[[str], str]) -> dict[str, Any]:
    mention = match.mention
    return {
        "position": mention.position,
        "section": mention.section.value,
        "printed": plain(mention.printed),
        "name": substance and substance.name,
        "common": (say(common(substance.name)) or None) if substance else None,
        "classes": list(substance.classes) if substance else [],
        "amount": _amount(mention.amount),
        "method": match.method.value,
        "score": round(match.score, 4),
        "runner_up": match.runner_up and plain(match.runner_up),
        "readers": [plain(r) for r in mention.readers],
        "photo": None if report.from_text else mention.photo,
        "box": _box(mention.box),
    }


def _amount(amount: Amount | None) -> dict[str, str] | None:
    # As a string and never as a float: 0.1 % on the label is 0.1 % here.
    return None if amount is None else {"value": f"{amount.value:f}", "unit": plain(amount.unit), "printed": plain(amount.printed)}


def _box(box: Box | None) -> list[list[float]] | None:
    return None if box is None else [[round(float(x), 1), round(float(y), 1)] for x, y in box.points]


def _finding(finding: Finding, rows: list[list[int]], lines: list[dict[str, Any]]) -> dict[str, Any]:
    index = None
    if finding.ingredient is not None:
        of_match = rows[finding.ingredient]
        index = next((i for i in of_match if finding.cls in lines[i]["classes"]), of_match[0])
    return {
        "rule": finding.rule,
        "class": finding.cls,
        "severity": finding.severity.value,
        "basis": finding.basis.value,
        "ingredient": index,
        "box": _box(finding.box),
        "summary": plain(finding.summary),
        "advice": plain(finding.advice),
        "sources": list(finding.sources),
    }
