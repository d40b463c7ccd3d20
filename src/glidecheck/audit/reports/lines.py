"""The JSON Lines form: `glidecheck.scan/1`, one product a line, those that were not judged too; the audit's part stands in `audit`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from glidecheck.audit.model import Audit, Facts, Review, Row
from glidecheck.audit.reports.files import replacing
from glidecheck.report.jsonform import to_json
from glidecheck.report.view import CLOSING, plain


def write(audit: Audit, path: Path) -> None:
    """One line a product, in the order of the shelf."""
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="\n") as out:
        for row in audit.rows:
            out.write(json.dumps(line(audit, row), ensure_ascii=False, allow_nan=False) + "\n")


def line(audit: Audit, row: Row) -> dict[str, Any]:
    """One product as an object of `glidecheck.scan/1`."""
    scan = to_json(row.report)
    if row.product.name:
        scan["product"] = plain(row.product.name) or scan["product"]
    change = row.change
    return {
        **scan,
        "audit": {
            "id": audit.id,
            "made": audit.made,
            "shelf": plain(audit.shelf),
            "lexicon": audit.lexicon,
            "policy": audit.policy and plain(audit.policy),
            "engines": [plain(e) for e in audit.engines],
            "key": plain(row.product.key),
            "photos": [plain(s.path) for s in row.product.shots],
            "columns": {plain(title): plain(value) for title, value in row.product.columns},
            "change": {"causes": [c.value for c in change.causes], "before": change.before and change.before.value} if change else None,
            "decision": _decision(row.review),
            "dropped": _decision(row.dropped),
            "facts": _facts(row.facts),
            "notice": CLOSING,
        },
    }


def _facts(facts: Facts | None) -> dict[str, Any] | None:
    if facts is None:
        return None
    return {
        "sterile": facts.sterile,
        "single_use": facts.single_use,
        "use_by": facts.expiry or None,
        "lot": plain(facts.lot) or None,
        "initials": plain(facts.initials),
        "on": plain(facts.on),
    }


def _decision(review: Review | None) -> dict[str, str] | None:
    # A person's, and named so: `verdict` is glidecheck's and stays as it is.
    if review is None:
        return None
    return {
        "decision": plain(review.decision),
        "initials": plain(review.initials),
        "on": plain(review.on),
        "note": plain(review.note),
    }
