"""Readings of several parts of one product as one: photos that were read apart, and turned out to show one barcode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from glidecheck.model import Page, Readings


def joined(parts: Sequence[Readings]) -> Readings:
    """One product's readings from those of its parts, in their order; photos are numbered anew.

    It counts as seen by a second network only where each part with a list was: a part that was not asked for a second reading (a front
    without a list) has an empty page there, which names nothing and so can prove nothing.
    """
    if len(parts) == 1:
        return parts[0]
    starts = [sum(len(p.photos) for p in parts[:n]) for n in range(len(parts))]
    second = None
    if any(p.second is not None for p in parts):
        second = tuple(page for p, start in zip(parts, starts, strict=True) for page in _moved(p.second or _blank(p), start))
    codes = {p.barcode for p in parts if p.barcode}
    return Readings(
        photos=tuple(photo for p in parts for photo in p.photos),
        pages=tuple(page for p, start in zip(parts, starts, strict=True) for page in _moved(p.pages, start)),
        second=second,
        witnessed=any(p.witnessed for p in parts),
        networks=next((p.networks for p in parts if p.networks[1]), parts[0].networks),
        engines=tuple(dict.fromkeys(e for p in parts for e in p.engines)),
        barcode=codes.pop() if len(codes) == 1 else None,
        lost=tuple(reason for p in parts for reason in p.lost),
        shaded=tuple(dict.fromkeys(gap for p in parts for gap in p.shaded)),
    )


def _moved(pages: Sequence[Page], start: int) -> tuple[Page, ...]:
    return tuple(
        replace(page, photo=page.photo + start, lines=tuple(replace(line, photo=line.photo + start) for line in page.lines))
        for page in pages
    )


def _blank(part: Readings) -> tuple[Page, ...]:
    return tuple(replace(page, lines=(), unread=()) for page in part.pages)
