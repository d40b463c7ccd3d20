"""An audit, from a folder to rows: what lies there, which photos are new, reading those, judging all, and what changed.

    shelf -> products -> hashes -> orders -> readings -> judgements -> audit

Everything is kept as it is made, so that an audit which is broken off anywhere goes on where it was when it is started again.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from glidecheck import serialise, shelf
from glidecheck.audit import changes, judging, review, versions
from glidecheck.audit.identity import Identity, identify
from glidecheck.audit.model import Cause, Gone
from glidecheck.audit.orders import Order, Piece
from glidecheck.audit.read_tasks import ReadTasks
from glidecheck.audit.rows import audit_of, chosen
from glidecheck.audit.settings import Done, Settings, Told, database_of, series_of
from glidecheck.audit.store import Failure, KeptAudit, Store
from glidecheck.errors import InputError
from glidecheck.jobs.database import open_database
from glidecheck.lexicon import load
from glidecheck.model import CautionKind, Verdict
from glidecheck.pipeline import judging as rules
from glidecheck.shelf.model import Product, Shelf


@dataclass(slots=True)
class _Item:
    """A product on its way: how it is read, what of it, or why not."""

    product: Product
    order: Order | None = None
    works: tuple[str, ...] = ()
    failure: Failure | None = None
    judged: judging.Judged | None = None
    names: dict[str, str] = field(default_factory=dict)


@contextmanager
def auditing(settings: Settings, told: Told = lambda *_: None, say: Callable[[str], None] = lambda _: None) -> Iterator[Done]:
    """The audit, done; its rows can be walked until the block ends. `say` hears when a database server is away, and waited for.

    Raises:
        InputError: the shelf is not there, or may not be read.
        UsageError: a manifest, an address or an earlier audit that is not there.
        StoreError: the database is locked, of a newer version, out of reach, or full.
        LexiconError, EngineMissing, ServiceError.
    """
    where = database_of(settings)
    policy = rules.rules_of(settings.policy)
    text = settings.policy.read_text(encoding="utf-8") if settings.policy else None
    reader = versions.reader(settings.engine)
    found = shelf.find(settings.shelf, settings.manifest)
    if not found.products and not found.refused:
        raise InputError(f"there is no photo in {found.name}", "Name the folder with the photos, or see what is there with --dry-run.")
    with ExitStack() as stack:
        database = open_database(where)
        stack.callback(database.close)
        database.patience.say = say
        store = Store(database)
        run = _Run(settings, store, reader, policy.label if policy else None, text, told, stack)
        before = run.earlier()
        yield run.finish(found, run.judged(run.read(run.identified(found))), before)


class _Run:
    """One audit under way."""

    def __init__(
        self, settings: Settings, store: Store, reader: str, label: str | None, policy: str | None, told: Told, stack: ExitStack
    ) -> None:
        self.settings = settings
        self.store = store
        self.reader = reader
        self.label = label
        self.policy = policy
        self.progress = told
        self.series = series_of(settings)
        self.made = datetime.now().astimezone().isoformat(timespec="seconds")
        self._tasks = ReadTasks(settings, store, reader, told, stack)

    # ------------------------------------------------------------------ what is there

    def identified(self, found: Shelf) -> list[_Item]:
        """Each product with the order to read it, or why it cannot be read."""
        shots = [s for p in found.products for s in p.shots]
        self.progress("hash", 0, len(shots))
        known = identify(shots, self.store)
        self.progress("hash", len(shots), len(shots))
        return [self._item(product, known) for product in found.products]

    def _item(self, product: Product, known: Mapping[str, Identity]) -> _Item:
        item = _Item(product)
        pieces: dict[str, Piece] = {}
        lost: list[tuple[str, str]] = []
        for shot in product.shots:
            identity = known[shot.where]
            if identity.sha256 is not None:
                pieces.setdefault(identity.sha256, Piece(shot.path, shot.where, identity.sha256))  # the same photo twice is read once
                item.names.setdefault(identity.sha256, shot.path)
            elif identity.lost:
                lost.append(identity.lost)
        if not pieces:
            reason, advice = lost[0] if lost else ("it has no photo", "Add one, or remove it from the list.")
            item.failure = Failure("passing", reason, advice)
        else:
            item.order = Order(
                tuple(pieces.values()),
                self.reader,
                self.settings.engine,
                lost=tuple(f"{reason.rstrip('.')}: {advice}" for reason, advice in lost),
                policy=self.policy,
            )
            item.works = (item.order.id,)
        return item

    # ------------------------------------------------------------------ reading

    def read(self, items: list[_Item]) -> list[_Item]:
        """The same with every order that had no reading read, and products of one barcode joined."""
        orders = {item.order.id: item.order for item in items if item.order}
        self._tasks.read(orders, "read")
        kept = self.store.readings(list(orders))
        failures = self.store.failures([id_ for id_ in orders if id_ not in kept])
        for item in items:
            if item.order and item.order.id not in kept:
                item.failure = failures.get(item.order.id) or Failure("passing", "it was not read", "Run the audit again.")
        codes = {
            shot.path: code
            for item in items
            if item.order and item.order.id in kept and (code := kept[item.order.id].barcode)
            for shot in item.product.shots
        }
        return self._joined(items, codes) if codes else items

    def _joined(self, items: list[_Item], codes: Mapping[str, str]) -> list[_Item]:
        of_shot = {shot.path: item for item in items for shot in item.product.shots}
        of_key = {item.product.key: item for item in items}
        out = []
        for product in shelf.join_by_barcode([item.product for item in items], codes):
            item = of_key[product.key]
            if product != item.product:
                members = list({id(of_shot[s.path]): of_shot[s.path] for s in product.shots}.values())
                orders = [m.order for m in members if m.order]
                pieces = {p.sha256: p for order in orders for p in order.pieces}
                item = _Item(
                    product,
                    replace(orders[0], pieces=tuple(pieces.values()), lost=tuple(reason for order in orders for reason in order.lost)),
                    tuple(dict.fromkeys(order.id for order in orders)),
                    names={sha: path for m in members for sha, path in m.names.items()},
                )
            out.append(item)
        return out

    # ------------------------------------------------------------------ judging

    def judged(self, items: list[_Item]) -> list[_Item]:
        """Each product judged by the lexicon and policy of today; what wants a second look is read once more."""
        second = {item.order.anew().id: item for item in items if item.order and not item.failure}
        for id_ in self.store.readings(list(second)):
            second[id_].works = (id_,)
        able = [item for item in items if not item.failure]
        self._judge(able)
        if damaged := [item for item in able if item.failure and item.failure.kind == judging.DAMAGED]:
            self._read_anew(damaged)
        wanting = {
            item.order.anew().id: item
            for item in able
            if item.order and item.judged and item.judged.head["wants_second"] and not _again(item)
        }
        if wanting:
            self._tasks.read({id_: item.order.anew() for id_, item in wanting.items() if item.order}, "again")
            read = self.store.readings(list(wanting))
            for id_ in read:
                wanting[id_].works = (id_,)
            self._judge([wanting[id_] for id_ in read])
        return items

    def _read_anew(self, items: Sequence[_Item]) -> None:
        """Products of which a kept reading is damaged, read and judged once more."""
        self.store.forget_readings([work for item in items for work in item.works])
        orders = {item.order.id: item.order for item in items if item.order}
        self._tasks.read(orders, "again")
        read, failures = self.store.readings(list(orders)), self.store.failures(list(orders))
        able = []
        for item in items:
            assert item.order is not None
            if item.order.id in read:
                item.works, item.failure = (item.order.id,), None
                able.append(item)
            else:
                item.failure = failures.get(item.order.id) or item.failure
        self._judge(able)

    def _judge(self, items: Sequence[_Item]) -> None:
        cases = [judging.Case(i.product.key, i.product.name, i.works, tuple(sorted(i.names.items()))) for i in items]
        self.progress("judge", 0, len(cases))
        out = judging.judge_all(
            cases, self.store, self._tasks.pool(), version=versions.judge(self.label), reader=self.reader, policy=self.policy,
            told=lambda n: self.progress("judge", n, len(cases)),
        )  # fmt: skip
        for item in items:
            outcome = out[item.product.key]
            if isinstance(outcome, Failure):
                item.failure, item.judged = outcome, None
            else:
                item.judged = outcome

    # ------------------------------------------------------------------ what is kept of it

    def earlier(self) -> dict[str, dict[str, Any]] | None:
        """The rows of the audit that changes are counted from, by product key; its id stands in `self.since`. Raises UsageError."""
        self.since: str | None = None
        wanted = self.settings.since
        if wanted is None:
            return None
        found = chosen(self.store.audits(self.series), wanted)
        if found is None:
            return None
        self.since = found.id
        return {row.key: row.about for row in self.store.rows(found.id)}

    def finish(self, found: Shelf, items: list[_Item], before: dict[str, dict[str, Any]] | None) -> Done:
        """The audit, noted with all its rows."""
        engines = tuple(e for e in self.reader.split("; ")[:2] if e != "none")
        rests = {"lexicon": load().version, "policy": self.label, "reader": self.reader, "engines": list(engines)}
        rows = [self._row_of(item, rests) for item in items]
        rows += [
            self._row(Product(f"file:{r.path}", r.name or r.path, (), r.columns, "refused"), rests, Failure("photo", r.reason, r.next))
            for r in found.refused
        ]
        gone: tuple[Gone, ...] = ()
        if before is not None:
            for row in rows:
                became = changes.change(row["about"], before.get(row["key"]))
                row["about"]["change"] = became and serialise.dump(became)
            keys = {row["key"] for row in rows}
            gone = tuple(changes.gone(key, about) for key, about in before.items() if key not in keys)
        stored = sum(1 for item in items if item.judged and self._tasks.read_now.isdisjoint(item.works))
        about = {**rests, "since": self.since, "stored": stored, "gone": [serialise.dump(g) for g in gone], "run": uuid.uuid4().hex}
        counts: Counter[str | None] = Counter(row["verdict"] for row in rows)
        bugs = sum(1 for item in items if item.failure and item.failure.kind == "bug")
        id_ = self.store.keep_audit(self.series, found.name, self.made, about, rows)
        audit = audit_of(self.store, KeptAudit(id_, self.series, found.name, self.made, about, len(rows)))
        reviews = self.store.reviews(self.series)
        dropped = (row["about"] for row in rows if row["key"] in reviews and reviews[row["key"]].basis != row["about"]["basis"])
        changed = (row["about"]["change"]["causes"] for row in rows if row["about"].get("change"))
        became_of = Counter("new" if causes == [Cause.NEW] else "changed" for causes in changed)
        read = sum(1 for item in items if not self._tasks.read_now.isdisjoint(item.works))
        return Done(audit, read, bugs, counts, became_of, tuple(a["product"]["name"] for a in dropped), found.notes)

    def _row_of(self, item: _Item, rests: Mapping[str, Any]) -> dict[str, Any]:
        return self._row(item.product, rests, item.failure, item.judged, tuple(item.names), item.works)

    def _row(
        self,
        product: Product,
        rests: Mapping[str, Any],
        failure: Failure | None,
        judged: judging.Judged | None = None,
        photos: tuple[str, ...] = (),
        works: tuple[str, ...] = (),
    ) -> dict[str, Any]:
        outcome = list(judged.head["outcome"]) if judged else []
        verdict = Verdict(outcome[0]) if outcome else None
        about = {
            "product": serialise.dump(product),
            "photos": sorted(photos),
            "works": list(works),
            "outcome": outcome,
            "rests": dict(rests),
            "basis": review.basis_of(photos, verdict, CautionKind(outcome[1]) if outcome and outcome[1] else None),
        }
        if judged is None and failure is not None:
            about["skipped"] = {"reason": failure.reason, "next": failure.next}
        return {"key": product.key, "judgement": judged.id if judged else "", "verdict": verdict, "about": about}


def _again(item: _Item) -> bool:
    return item.order is not None and item.works == (item.order.anew().id,)
