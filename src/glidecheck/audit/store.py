"""What an audit keeps: readings, pictures of print, judgements, audits, reviews. A method is a transaction, its errors are StoreError."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from glidecheck import serialise
from glidecheck.audit import tables as t
from glidecheck.audit.evidence import Evidence
from glidecheck.audit.model import Facts, Review
from glidecheck.audit.orders import Order
from glidecheck.jobs.database import Database, upgrade
from glidecheck.jobs.patience import Patience, patient

T = TypeVar("T")

_NUMBERING = 0x6E756D626572  # "number": the advisory lock under which an audit gets its id

CHUNK = 400
"""Values in one IN (...), and rows in one INSERT."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no reading. `kind`: "photo" and "died" stand until the photo changes; "passing", "engine", "lexicon" and
    "bug" are tried again."""

    kind: str
    reason: str
    next: str


LASTING = ("photo", "died")


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a work's reading without opening it."""

    work: str
    photos: tuple[str, ...]
    barcode: str | None


@dataclass(frozen=True, slots=True)
class KeptAudit:
    """An audit that is kept: which shelf's it is (its series) and what that is called, when it was made (ISO 8601), what it rests on, and
    its number of rows."""

    id: str
    series: str
    shelf: str
    made: str
    about: Mapping[str, Any]
    count: int


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One product of an audit that is kept. `judgement` is the id of its report ("" without one), `about` all that is kept beside it."""

    number: int
    key: str
    judgement: str
    verdict: str | None
    about: dict[str, Any]


class Store:
    """The audit's tables in an open database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        upgrade(database, t.PART, t.STEPS)

    @property
    def patience(self) -> Patience:
        return self.database.patience

    # ------------------------------------------------------------------ files

    @patient
    def known_files(self, wheres: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Stamp and hash of those of `wheres` that were hashed before."""
        f = t.files.c
        return {where: (stamp, sha) for where, stamp, sha in self._among(wheres, f.where, f.stamp, f.sha256)}

    @patient
    def keep_files(self, files: Mapping[str, tuple[str, str]]) -> None:
        """Stamp and hash by where a file lies."""
        values = [{"where": w, "stamp": stamp, "sha256": sha} for w, (stamp, sha) in files.items()]
        with self._writing() as c:
            for batch in _batches(values):
                insert = self.database.insert(t.files).values(batch)
                new = {"stamp": insert.excluded.stamp, "sha256": insert.excluded.sha256}
                c.execute(insert.on_conflict_do_update(index_elements=["where"], set_=new))

    # ------------------------------------------------------------------ work

    @patient
    def keep_orders(self, orders: Mapping[str, Order]) -> None:
        """Note where the photos of each work lie now, and forget failures that may have passed."""
        values = [{"id": id_, "order": order.dumps()} for id_, order in orders.items()]
        with self._writing() as c:
            for batch in _batches(values):
                insert = self.database.insert(t.works).values(batch)
                c.execute(insert.on_conflict_do_update(index_elements=["id"], set_={"order": insert.excluded.order}))
                ids = [v["id"] for v in batch]
                c.execute(sa.delete(t.failures).where(t.failures.c.work.in_(ids), t.failures.c.kind.not_in(LASTING)))

    @patient
    def order(self, work: str) -> Order | None:
        with self.database.changing() as c:
            text = c.execute(sa.select(t.works.c.order).where(t.works.c.id == work)).scalar()
        return None if text is None else Order.loads(text)

    @patient
    def is_read(self, work: str) -> bool:
        with self.database.changing() as c:
            return c.execute(sa.select(t.readings.c.seq).where(t.readings.c.work == work)).first() is not None

    @patient
    def keep_reading(self, work: str, reader: str, kept: Kept, data: bytes, pictures: Sequence[Evidence]) -> None:
        """A reading and its pictures, in one transaction. One that is there already stays."""
        with self._writing() as c:
            values = {"work": work, "reader": reader, "photos": json.dumps(kept.photos), "barcode": kept.barcode, "data": data}
            c.execute(self.database.insert(t.readings).values(values).on_conflict_do_nothing(index_elements=["work"]))
            for e in pictures:
                picture = {"photo": e.photo, "reader": _short(reader), "left": e.left, "top": e.top, "scale": e.scale, "jpeg": e.jpeg}
                c.execute(self.database.insert(t.evidence).values(picture).on_conflict_do_nothing(index_elements=["photo", "reader"]))

    @patient
    def keep_failure(self, work: str, failure: Failure) -> None:
        with self._writing() as c:
            values = {"work": work, "kind": failure.kind, "reason": failure.reason, "next": failure.next}
            c.execute(self.database.insert(t.failures).values(values).on_conflict_do_nothing(index_elements=["work"]))

    @patient
    def forget_failures(self, works: Sequence[str]) -> None:
        """So that they are tried once more."""
        self._forget(t.failures.c.work, works)

    @patient
    def readings(self, works: Sequence[str]) -> dict[str, Kept]:
        """What is known of those of `works` that have a reading."""
        r = t.readings.c
        out: dict[str, Kept] = {}
        damaged: list[str] = []
        for work, photos, barcode in self._among(works, r.work, r.photos, r.barcode):
            try:
                out[work] = Kept(work, tuple(json.loads(photos)), barcode)
            except ValueError:
                damaged.append(work)
        if damaged:
            self.forget_readings(damaged)
        return out

    @patient
    def forget_readings(self, works: Sequence[str]) -> None:
        """So that they are read anew: what was kept of them is damaged."""
        self._forget(t.readings.c.work, works)

    @patient
    def failures(self, works: Sequence[str]) -> dict[str, Failure]:
        f = t.failures.c
        return {work: Failure(*told) for work, *told in self._among(works, f.work, f.kind, f.reason, f.next)}

    @patient
    def ended_since(self, marks: tuple[int, int]) -> tuple[set[str], tuple[int, int]]:
        """Works that were read or failed since `marks` (anyone's), and the new marks.

        A transaction may become visible after a later one: so a little is asked for twice.
        """
        works: set[str] = set()
        new = list(marks)
        with self.database.changing() as c:
            for n, table in enumerate((t.readings, t.failures)):
                for seq, work in c.execute(sa.select(table.c.seq, table.c.work).where(table.c.seq > marks[n] - 64)):
                    works.add(work)
                    new[n] = max(new[n], seq)
        return works, (new[0], new[1])

    @patient
    def marks(self) -> tuple[int, int]:
        with self.database.changing() as c:
            first, second = (c.execute(sa.select(sa.func.max(table.c.seq))).scalar() or 0 for table in (t.readings, t.failures))
        return first, second

    @patient
    def data(self, works: Sequence[str]) -> dict[str, bytes]:
        """The readings of `works`, packed."""
        r = t.readings.c
        return dict(self._among(works, r.work, r.data))

    # ------------------------------------------------------------------ pictures and judgements

    @patient
    def evidence(self, photos: Sequence[str], reader: str) -> tuple[Evidence, ...]:
        """The pictures kept of `photos`: the reader's own, or another's where it has none."""
        e = t.evidence.c
        found: dict[str, Evidence] = {}
        for photo, by, *picture in self._among(photos, e.photo, e.reader, e.left, e.top, e.scale, e.jpeg):
            if photo not in found or by == _short(reader):
                found[photo] = Evidence(photo, *picture)
        return tuple(found.values())

    @patient
    def crops_known(self, ids: Sequence[str]) -> set[str]:
        return {id_ for (id_,) in self._among(ids, t.crops.c.id)}

    @patient
    def crops(self, ids: Sequence[str]) -> dict[str, bytes]:
        return dict(self._among(ids, t.crops.c.id, t.crops.c.jpeg))

    @patient
    def heads(self, ids: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
        """Those of the judgements `ids` that there are, in short."""
        j = t.judgements.c
        out = []
        for id_, head in self._among(ids, j.id, j.head):
            with suppress(ValueError):  # damaged: judged anew
                out.append((id_, json.loads(head)))
        return out

    @patient
    def forget_judgements(self, ids: Sequence[str]) -> None:
        """So that they are made anew: what was kept of them is damaged."""
        self._forget(t.judgements.c.id, ids)

    @patient
    def judgements(self, ids: Sequence[str]) -> dict[str, tuple[dict[str, Any], bytes]]:
        """Head and packed report of each judgement."""
        j = t.judgements.c
        return {id_: (json.loads(head), report) for id_, head, report in self._among(ids, j.id, j.head, j.report)}

    @patient
    def keep_judgement(self, id_: str, head: Mapping[str, Any], report: bytes, crops: Mapping[str, tuple[str, bytes]]) -> None:
        """A judgement, and the crops (photo and JPEG by id) that were cut for it."""
        with self._writing() as c:
            for name, (photo, jpeg) in crops.items():
                crop = self.database.insert(t.crops).values(id=name, photo=photo, jpeg=jpeg)
                c.execute(crop.on_conflict_do_nothing(index_elements=["id"]))
            insert = self.database.insert(t.judgements).values(id=id_, head=json.dumps(head), report=report)
            new = {"head": insert.excluded.head, "report": insert.excluded.report}  # one that is there and is made again was damaged
            c.execute(insert.on_conflict_do_update(index_elements=["id"], set_=new))

    # ------------------------------------------------------------------ audits

    @patient
    def keep_audit(self, series: str, shelf: str, made: str, about: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
        """An audit with its rows; its id: the day, and the day's number. The same `about` is kept once: a server that goes away may have
        kept it."""
        with self._writing() as c:
            if not self.database.path:  # two that end together would take the same number
                c.execute(sa.select(sa.func.pg_advisory_xact_lock(_NUMBERING)))
            packed = json.dumps(about)
            if known := c.execute(sa.select(t.audits.c.id).where(t.audits.c.series == series, t.audits.c.about == packed)).scalar():
                return str(known)
            day = made[:10].replace("-", "")
            taken = c.execute(sa.select(t.audits.c.id).where(t.audits.c.id.like(f"{day}-%"))).scalars().all()
            id_ = f"{day}-{max((int(i.rsplit('-', 1)[1]) for i in taken), default=0) + 1}"
            c.execute(t.audits.insert().values(id=id_, series=series, shelf=shelf, made=made, about=packed))
            for n, batch in enumerate(_batches(rows)):
                c.execute(
                    t.rows.insert(),
                    [{**row, "audit": id_, "n": n * CHUNK + i, "about": json.dumps(row["about"])} for i, row in enumerate(batch)],
                )
        return id_

    @patient
    def audits(self, series: str | None = None) -> list[KeptAudit]:
        """Those of a series, or all, the latest last."""
        a = t.audits.c
        counted = sa.select(t.rows.c.audit, sa.func.count().label("n")).group_by(t.rows.c.audit).subquery()
        query = sa.select(a.id, a.series, a.shelf, a.made, a.about, counted.c.n).outerjoin(counted, counted.c.audit == a.id)
        with self.database.changing() as c:
            found = c.execute(query if series is None else query.where(a.series == series)).all()
        told = (KeptAudit(id_, of, shelf, made, json.loads(about), count or 0) for id_, of, shelf, made, about, count in found)
        # By the moment, not by its writing: clocks are set back in autumn, and one database may serve several time zones.
        return sorted(told, key=lambda a: (datetime.fromisoformat(a.made).astimezone(), int(a.id.rsplit("-", 1)[1])))

    @patient
    def rows(self, audit: str, first: int = 0, count: int | None = None) -> list[KeptRow]:
        """An audit's rows, in their order."""
        r = t.rows.c
        query = sa.select(r.n, r.key, r.judgement, r.verdict, r.about).where(r.audit == audit, r.n >= first).order_by(r.n)
        with self.database.changing() as c:
            found = c.execute(query if count is None else query.limit(count))
            return [KeptRow(number, key, judgement, verdict, json.loads(about)) for number, key, judgement, verdict, about in found]

    @patient
    def forget(self, audits: Sequence[str]) -> None:
        """Audits, and every reading, picture and judgement that no other audit rests on. Nothing of them stays in the file."""
        with self._writing() as c:
            if self.database.path:
                c.exec_driver_sql("PRAGMA secure_delete=ON")
            c.execute(sa.delete(t.rows).where(t.rows.c.audit.in_(audits)))
            c.execute(sa.delete(t.audits).where(t.audits.c.id.in_(audits)))
            series = sa.select(t.audits.c.series)
            c.execute(sa.delete(t.reviews).where(t.reviews.c.series.not_in(series)))
            c.execute(sa.delete(t.facts).where(t.facts.c.series.not_in(series)))
            used_works: set[str] = set()
            used_photos: set[str] = set()
            used_judgements: set[str] = set()
            for judgement, about in c.execute(sa.select(t.rows.c.judgement, t.rows.c.about)):
                told = json.loads(about)
                used_judgements.add(judgement)
                used_works.update(told["works"])
                used_photos.update(told["photos"])
            for column, used in (
                (t.judgements.c.id, used_judgements),
                (t.readings.c.work, used_works),
                (t.failures.c.work, used_works),
                (t.works.c.id, used_works),
                (t.evidence.c.photo, used_photos),
                (t.crops.c.photo, used_photos),
                (t.files.c.sha256, used_photos),
            ):
                held = set(c.execute(sa.select(column).distinct()).scalars())
                _delete(c, column, held - used)
        if self.database.path:
            with self.database.looking() as c:
                c.execution_options(isolation_level="AUTOCOMMIT")
                c.exec_driver_sql("VACUUM")
                c.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    # ------------------------------------------------------------------ reviews

    @patient
    def reviews(self, series: str) -> dict[str, Review]:
        """A person's decisions by product key."""
        r = t.reviews.c
        with self.database.changing() as c:
            found = c.execute(sa.select(r.key, r.decision, r.initials, r.on, r.note, r.basis).where(r.series == series)).all()
        return {key: Review(*told) for key, *told in found}

    @patient
    def keep_reviews(self, series: str, reviews: Mapping[str, Review | None]) -> None:
        """Note decisions by product key; None takes one back."""
        with self._writing() as c:
            for key, review in reviews.items():
                c.execute(sa.delete(t.reviews).where(t.reviews.c.series == series, t.reviews.c.key == key))
                if review is not None:
                    c.execute(
                        t.reviews.insert().values(
                            series=series, key=key, decision=review.decision, initials=review.initials, on=review.on,
                            note=review.note, basis=review.basis,
                        )
                    )  # fmt: skip

    @patient
    def facts(self, series: str) -> dict[str, Facts]:
        """What persons have seen, by product key."""
        with self.database.changing() as c:
            found = c.execute(sa.select(t.facts.c.key, t.facts.c.about).where(t.facts.c.series == series)).all()
        return {key: serialise.load(Facts, json.loads(about)) for key, about in found}

    @patient
    def keep_facts(self, series: str, facts: Mapping[str, Facts | None]) -> None:
        """Note facts by product key; None takes them back."""
        with self._writing() as c:
            for key, told in facts.items():
                c.execute(sa.delete(t.facts).where(t.facts.c.series == series, t.facts.c.key == key))
                if told is not None:
                    c.execute(t.facts.insert().values(series=series, key=key, about=json.dumps(serialise.dump(told))))

    # ------------------------------------------------------------------ how

    def _among(self, keys: Sequence[str], key: sa.Column[Any], *others: sa.Column[Any]) -> Iterator[Any]:
        """`key` and the `others` of the rows that have one of `keys`."""
        for batch in _batches(dict.fromkeys(keys)):
            with self.database.changing() as c:
                found = c.execute(sa.select(key, *others).where(key.in_(batch))).all()
            yield from found

    def _forget(self, column: sa.Column[Any], values: Iterable[str]) -> None:
        with self._writing() as c:
            _delete(c, column, values)

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self.database.changing() as c:
            if self.database.path:
                # Taken now and not at the first write: a reader that becomes a writer may find that another was quicker.
                c.exec_driver_sql("BEGIN IMMEDIATE")
            yield c


def _short(reader: str) -> str:
    return hashlib.sha256(reader.encode()).hexdigest()[:16]


def _delete(c: sa.Connection, column: sa.Column[Any], values: Iterable[str]) -> None:
    """The rows with one of these values in a column."""
    for batch in _batches(values):
        c.execute(sa.delete(column.table).where(column.in_(batch)))


def _batches(values: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(values)
    while batch := list(islice(waiting, CHUNK)):
        yield batch
