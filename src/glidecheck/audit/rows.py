"""An audit's rows, fetched from the store as they are walked: ten thousand products never stand in memory together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, overload

from glidecheck import serialise
from glidecheck.audit import facts, review
from glidecheck.audit.model import Audit, Change, Gone, Row
from glidecheck.audit.product import Damaged, unpack_report
from glidecheck.audit.store import KeptAudit, Store
from glidecheck.errors import UsageError
from glidecheck.model import Reading, Report, Skipped
from glidecheck.shelf.model import Product

LAST = "LAST"
"""What stands for the latest audit's id."""

AT_ONCE = 50
"""Rows in memory at a time, with their reports and pictures: some ten megabytes."""


class Rows(Sequence[Row]):
    """The rows of the audit `id`. Reviews are those of today: valid ones in `review`, overtaken ones in `dropped`."""

    def __init__(self, store: Store, id_: str, series: str, count: int) -> None:
        self._store = store
        self._id = id_
        self._series = series
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self._count))]
        n = index + self._count if index < 0 else index
        if not 0 <= n < self._count:
            raise IndexError(index)
        return self._batch(n, 1)[0]

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, self._count, AT_ONCE):
            yield from self._batch(start, AT_ONCE)

    def _batch(self, start: int, count: int) -> list[Row]:
        kept = self._store.rows(self._id, start, count)
        judgements = self._store.judgements([r.judgement for r in kept if r.judgement])
        crops = self._store.crops([name for head, _ in judgements.values() for _, name in head["crops"]])
        rows = []
        for row in kept:
            about, judgement = row.about, row.judgement
            product = serialise.load(Product, about["product"])
            change = serialise.load(Change, about["change"]) if about.get("change") else None
            report = skipped(product, about)
            pictures: tuple[tuple[int, bytes], ...] = ()
            if judgement in judgements:
                head, packed = judgements[judgement]
                try:
                    report = unpack_report(packed)
                    pictures = tuple((n, crops[name]) for n, name in head["crops"] if name in crops)
                except Damaged as error:
                    self._store.forget_judgements([judgement])
                    report = skipped(product, {**about, "skipped": {"reason": str(error), "next": error.next}})
            rows.append(Row(product, report, pictures, change, basis=about["basis"], item=facts.item_of(about["photos"])))
        reviewed = review.carry(self._store.reviews(self._series), rows)
        return list(facts.carry(self._store.facts(self._series), reviewed))


def skipped(product: Product, about: dict[str, Any]) -> Report:
    """The report of a product that could not be judged: never clean, with the reason and what to do next."""
    why = about.get("skipped") or {"reason": "its judgement was forgotten", "next": "Run the audit again."}
    report = Report(
        source=tuple(s.path for s in product.shots) or (product.name,),
        product=product.name,
        verdict=None,
        caution_kind=None,
        reading=Reading.UNREADABLE,
        headline=f"Not judged: {why['reason']}",
        skipped=Skipped(why["reason"], why["next"]),
    )
    rests = about.get("rests", {})
    return replace(report, lexicon=rests.get("lexicon", ""), policy=rests.get("policy"), engines=tuple(rests.get("engines", ())))


def audit_of(store: Store, kept: KeptAudit) -> Audit:
    """The audit as its reports see it; its rows are fetched as they are walked."""
    about = kept.about
    return Audit(
        id=kept.id,
        shelf=kept.shelf,
        made=kept.made,
        rows=Rows(store, kept.id, kept.series, kept.count),
        lexicon=about["lexicon"],
        policy=about["policy"],
        engines=tuple(about["engines"]),
        since=about["since"],
        gone=tuple(serialise.load(Gone, g) for g in about["gone"]),
        stored=about["stored"],
    )


def chosen(audits: Sequence[KeptAudit], wanted: str) -> KeptAudit | None:
    """The one of `audits` with the id `wanted`, or the last where that is LAST; None where there is no last one. Raises UsageError."""
    if wanted.upper() == LAST:
        return audits[-1] if audits else None
    found = next((a for a in audits if a.id == wanted), None)
    if found is None:
        known = ", ".join(a.id for a in audits[-5:]) or "none yet"
        raise UsageError(f"there is no audit {wanted}", f"Choose LAST or one of: {known}.")
    return found
