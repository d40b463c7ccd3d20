"""`audits` and its kin: what earlier audits found, what a person decided and saw, and the cards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from glidecheck.audit import reports
from glidecheck.audit.rows import LAST, audit_of, chosen
from glidecheck.audit.settings import Settings, database_of, series_of
from glidecheck.cli import ending
from glidecheck.cli.audits import distinct, exit_of, listing
from glidecheck.errors import Exit, InputError, UsageError
from glidecheck.report.view import plain

if TYPE_CHECKING:
    from glidecheck.audit.model import Facts, Review
    from glidecheck.audit.store import KeptAudit, Store

T = TypeVar("T")
Told = Mapping[str, Any]
"""What is kept of a product's row beside its judgement."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was given to `audits review` about one product."""

    product: str | None = None
    decision: str | None = None
    initials: str | None = None
    on: str | None = None
    note: str = ""
    take_back: bool = False


@dataclass(slots=True)
class _Opened:
    store: Store
    audits: list[KeptAudit]


@contextmanager
def _last(shelf: str | None, db: str | None, name: str | None) -> Iterator[tuple[Store, str, dict[str, dict[str, Any]]]]:
    """The store, and of the last audit its series and what it says of each product, by key."""
    with _opened(shelf, db, name) as kept:
        last = _chosen(kept, LAST)
        yield kept.store, last.series, {row.key: row.about for row in kept.store.rows(last.id)}


@contextmanager
def _opened(shelf: str | None, db: str | None, name: str | None) -> Iterator[_Opened]:
    """The kept audits of a shelf, or of a whole database. Raises InputError where there is none."""
    from glidecheck.audit.store import Store
    from glidecheck.jobs.database import open_database

    if shelf is None and db is None:
        raise UsageError("neither a shelf nor a database was named", "Name the shelf, or its database with --db.")
    settings = Settings(shelf or "", db=db, name=name)
    where = database_of(settings)
    if "://" not in where and not Path(where).is_file():
        raise InputError(
            f"there are no audits in {Path(where).parent if not db else where}", "Audit the shelf first, or name its database with --db."
        )
    database = open_database(where)
    try:
        store = Store(database)
        yield _Opened(store, store.audits(series_of(settings) if shelf is not None or name is not None else None))
    finally:
        database.close()


def list_audits(shelf: str | None, db: str | None, name: str | None) -> Exit:
    """Print the audits, one a line, the latest last."""
    with _opened(shelf, db, name) as kept, ending.writing():
        for a in kept.audits:
            of = "" if a.series == "." else f"  {a.series}"
            print(plain(f"{a.id:<14}  {a.made}  {a.count:>6} products  {a.shelf}{of}  policy: {a.about['policy'] or 'none'}"))
    if not kept.audits:
        ending.say("there is no audit yet")
    return Exit.GLIDE


def _chosen(kept: _Opened, wanted: str) -> KeptAudit:
    """The audit with the id `wanted`, or the last. Raises UsageError; InputError where there is none yet."""
    found = chosen(kept.audits, wanted) if kept.audits else None
    if found is None:
        raise InputError("there is no audit yet", "Audit the shelf first.")
    return found


def show(shelf: str | None, db: str | None, name: str | None, id_: str, outputs: tuple[Path, ...], fail_on: str) -> Exit:
    """An audit as it was, on stdout or as reports."""
    distinct(outputs)
    for path in outputs:
        reports.check(path)
    with _opened(shelf, db, name) as kept:
        found = _chosen(kept, id_)
        audit = audit_of(kept.store, found)
        for path in outputs:
            reports.write(audit, path)
            ending.say(f"{path} is written")
        if not outputs:
            listing(audit)
        counts: Counter[str | None] = Counter(row.verdict for row in kept.store.rows(found.id))
    return exit_of(counts, fail_on)


def forget(shelf: str | None, db: str | None, name: str | None, ids: tuple[str, ...], *, all_of_them: bool) -> Exit:
    """Remove audits and what only they rest on."""
    if bool(ids) == all_of_them:
        raise UsageError("it is not said which audits are to be forgotten", "Give --id ID, once or several times, or --all.")
    with _opened(shelf, db, name) as kept:
        chosen = [a.id for a in kept.audits] if all_of_them else [_chosen(kept, id_).id for id_ in ids]
        kept.store.forget(chosen)
    ending.say(f"{len(chosen)} audit{'s' * (len(chosen) != 1)} forgotten, with the readings and pictures that no other one needs")
    return Exit.GLIDE


def review(shelf: str | None, db: str | None, name: str | None, workbook: Path | None, given: Decision) -> Exit:
    """Enter decisions from a workbook, or one about a product; without either, list them."""
    from glidecheck.audit import review as reviews

    with _last(shelf, db, name) as (store, series, rows):
        if workbook is not None:
            found = reviews.read_workbook(workbook, rows)
            store.keep_reviews(series, found.reviews)
            stale = [rows[key]["product"]["name"] for key, r in found.reviews.items() if r.basis != rows[key]["basis"]]
            for problem in found.problems:
                ending.say(problem)
            for product in stale:
                ending.say(f"the decision about {product} does not hold: its photos or its verdict have changed since that workbook")
            ending.say(f"{len(found.reviews) - len(stale)} decisions taken over")
            wrong = _facts_of(store, series, workbook, rows)
            return Exit.UNJUDGED if found.problems or stale or wrong else Exit.GLIDE
        if given.product is None:
            return _listed(rows, store.reviews(series), _decision, "a decision")
        key = _product(given.product, rows)
        if given.take_back:
            store.keep_reviews(series, {key: None})
        else:
            on = given.on or date.today().isoformat()
            made = reviews.checked(given.decision or "", given.initials or "", on, given.note, rows[key]["basis"])
            store.keep_reviews(series, {key: made})
    return Exit.GLIDE


def _facts_of(store: Store, series: str, workbook: Path, rows: Mapping[str, Mapping[str, Any]]) -> int:
    """Takes the facts of a workbook over; how many lines could not be taken."""
    from glidecheck.audit import facts

    taken, problems = facts.read_workbook(workbook, rows)
    store.keep_facts(series, taken)
    for problem in problems:
        ending.say(problem)
    if taken:
        ending.say(f"what was seen of {len(taken)} products is taken over")
    return len(problems)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was given to `audits facts` about one product."""

    product: str | None = None
    sterile: str = ""
    single_use: str = ""
    expiry: str = ""
    lot: str = ""
    initials: str = ""
    on: str | None = None
    take_back: bool = False


def facts(shelf: str | None, db: str | None, name: str | None, given: Seen) -> Exit:
    """Enter what a person has seen of a product; without one, list what was seen."""
    from glidecheck.audit import facts as seen

    with _last(shelf, db, name) as (store, series, rows):
        if given.product is None:
            return _listed(rows, store.facts(series), _seen, "facts that a person entered")
        key = _product(given.product, rows)
        made = None
        if not given.take_back:
            made = seen.entered(
                sterile=given.sterile, single_use=given.single_use, expiry=given.expiry, lot=given.lot, initials=given.initials,
                on=given.on or date.today().isoformat(), item=seen.item_of(rows[key]["photos"]),
            )  # fmt: skip
        store.keep_facts(series, {key: made})
    return Exit.GLIDE


def cards(shelf: str | None, db: str | None, name: str | None, id_: str, output: Path) -> Exit:
    """Write a card a product, to be printed and put on the shelf."""
    from glidecheck.audit.reports import cards as paper

    paper.check(output)
    with _opened(shelf, db, name) as kept:
        found = _chosen(kept, id_)
        paper.write(audit_of(kept.store, found), output)
    ending.say(f"{output} is written: {found.count} cards")
    return Exit.GLIDE


def _product(wanted: str, rows: Mapping[str, Mapping[str, object]]) -> str:
    """The key of the product called `wanted`. Raises UsageError when there is none, or several."""
    if wanted in rows:
        return wanted
    found = [key for key, about in rows.items() if _name(about).casefold() == wanted.casefold()]
    if len(found) != 1:
        alike = f"several are called so; name one by its key: {', '.join(found[:5])}" if found else "see audits show for their names"
        raise UsageError(f"no one product of the last audit is called {wanted}", f"{alike[0].upper()}{alike[1:]}.")
    return found[0]


def _name(about: Mapping[str, object]) -> str:
    product = about["product"]
    return str(product["name"]) if isinstance(product, Mapping) else ""


def _listed(rows: Mapping[str, Told], kept: Mapping[str, T], words: Callable[[T, Told], str], what: str) -> Exit:
    """Prints what persons have entered, a line a product, and says of how many of them there is any."""
    with ending.writing():
        for key, about in rows.items():
            if (one := kept.get(key)) is not None:
                print(plain(f"{_name(about)}: {words(one, about)}"))
    ending.say(f"{sum(key in kept for key in rows)} of {len(rows)} products have {what}")
    return Exit.GLIDE


def _decision(made: Review, about: Told) -> str:
    holds = "" if made.basis == about["basis"] else "  (no longer holds)"
    return f"{made.decision}  {made.initials} {made.on}  {made.note}".rstrip() + holds


def _seen(one: Facts, about: Told) -> str:
    from glidecheck.audit import facts as seen

    holds = "" if one.item == seen.item_of(about["photos"]) else "  (seen beside other photos)"
    return f"{seen.words(one, date.today().isoformat())}{holds}"
