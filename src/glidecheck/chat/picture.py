"""The annotated photo that goes back: JPEG, small enough for a phone, without EXIF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glidecheck.chat.tongue import Tongue, localised
from glidecheck.model import Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glidecheck.model import Photo


def annotated(photos: Sequence[Photo], report: Report, say: Tongue) -> bytes | None:
    """The photo of `photos` (those that the report was made of, in its order) that shows most of the findings, with its boxes, as JPEG;
    None where the report has no reading."""
    from glidecheck.report.annotate import shown
    from glidecheck.report.picture import fits, upright

    if report.verdict is None or not report.pages:
        return None
    index = _best(report)
    if index >= len(photos):
        return None
    pixels = upright(photos[index].pixels, report, index)
    if not fits(pixels, report, index):
        return None
    return shown(pixels, localised(report, say), index, say)


def _best(report: Report) -> int:
    """The photo on which the gravest finding stands, else that with most names."""
    for finding in report.findings:
        if finding.photo is not None:
            return finding.photo
    counts = [m.mention.photo for m in report.ingredients if m.mention.box is not None]
    return max(sorted(set(counts)), key=counts.count, default=0)
