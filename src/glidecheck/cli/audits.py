"""What `audit`, `worker` and `audits` do: progress on stderr, the answer on stdout or in reports, and one exit code."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from glidecheck.audit import reports
from glidecheck.audit.model import Audit
from glidecheck.audit.rows import audit_of
from glidecheck.audit.run import LAST, auditing
from glidecheck.audit.settings import Done, Settings, database_of, series_of
from glidecheck.cli import ending
from glidecheck.errors import Exit, InputError, UsageError
from glidecheck.model import Verdict
from glidecheck.report.view import plain

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from glidecheck.audit.store import Store

PLAIN_S = 10.0
"""Seconds between two lines of progress where stderr is no terminal."""

_DOING = {
    "hash": "looking for new photos",
    "read": "reading photos",
    "again": "reading once more",
    "judge": "judging",
    "wait": "waiting for workers (start one: glidecheck worker)",
}

# ------------------------------------------------------------------ audit


def run_audit(settings: Settings, outputs: tuple[Path, ...], fail_on: str, *, quiet: bool = False) -> Exit:
    """Audit the shelf and write its reports. Returns the exit code for all its products."""
    _distinct(outputs)
    for path in outputs:
        reports.check(path)
    started = time.monotonic()
    telling = _Telling(quiet)
    _no_password(settings.db)
    try:
        with telling, auditing(settings, telling.told, ending.say) as done:
            telling.stop()
            for path in outputs:
                reports.write(done.audit, path)
            if not outputs:
                _listing(done.audit)
            if not quiet:
                _summary(done, time.monotonic() - started, outputs)
            return Exit.BUG if done.bugs else exit_of(done.counts, fail_on)
    except KeyboardInterrupt:
        telling.stop()
        kept = f"{telling.count} of {telling.total} products are read and kept" if telling.total else "nothing is lost"
        ending.say(f"interrupted: {kept}. Run the same command again: it goes on from there")
        return Exit.INTERRUPTED


def dry_run(settings: Settings) -> Exit:
    """Print the products and their photos, what cannot be one, and what is no photo."""
    from glidecheck import shelf

    found = shelf.find(settings.shelf, settings.manifest)
    with ending.writing():
        for product in found.products:
            columns = "".join(f", {title}: {value}" for title, value in product.columns if value)
            print(plain(f"{product.name} ({_why(product.why, len(product.shots))}{columns})"))
            for shot in product.shots:
                print(plain(f"    {shot.path}"))
        for refused in found.refused:
            print(plain(f"cannot be judged: {refused.path}: {refused.reason.rstrip('.')}. {refused.next}"))
        for other in found.other:
            print(plain(f"no photo: {other}"))
    for note in found.notes:
        ending.say(note)
    photos = sum(len(p.shots) for p in found.products)
    ending.say(f"{len(found.products)} products, {photos} photos; nothing was read. Photos of one barcode are joined once they are read")
    return Exit.GLIDE


def _why(why: str, photos: int) -> str:
    words = {"subfolder": "its own folder", "name": "one name", "manifest": "by the list", "barcode": "one barcode", "alone": "alone"}
    return f"{photos} photo{'s' * (photos != 1)}, {words.get(why, why)}"


def exit_of(counts: Mapping[str | None, int], fail_on: str = "caution") -> Exit:
    """1 from the verdict `fail_on` on, else 3 when something was not judged, else 0. `counts` has the number of products by verdict."""
    order = (Verdict.AVOID, Verdict.CAUTION, Verdict.REVIEW)
    beyond = order[: ("avoid", "caution", "review").index(fail_on) + 1]
    unjudged = counts.get(None, 0) + counts.get(Verdict.REVIEW, 0)
    if any(counts.get(v, 0) for v in beyond) or (fail_on == "review" and unjudged):
        return Exit.FOUND
    return Exit.UNJUDGED if unjudged else Exit.GLIDE


def _distinct(outputs: Iterable[Path]) -> None:
    twice = [str(p) for p, n in Counter(o.resolve() for o in outputs).items() if n > 1]
    if twice:
        raise UsageError(f"{twice[0]} is named twice with -o", "Give each report a file of its own.")


def _listing(audit: Audit) -> None:
    """One line a product on stdout, what cannot be used first."""
    lines = []
    for n, row in enumerate(audit.rows):
        verdict = row.report.verdict
        word = verdict.value if verdict else "not judged"
        changed = f" [{', '.join(row.change.causes)}]" if row.change else ""
        headline = row.report.headline.removeprefix("Not judged: ")
        lines.append(
            (0 if verdict is None else 1 + list(Verdict).index(verdict), n, plain(f"{word:<10}  {row.product.name}: {headline}{changed}"))
        )
    with ending.writing():
        for _, _, line in sorted(lines):
            print(line)
        for gone in audit.gone:
            print(plain(f"{'gone':<10}  {gone.name}: was {gone.before.value if gone.before else 'not judged'}"))


def _summary(done: Done, seconds: float, outputs: tuple[Path, ...]) -> None:
    """A table of what was found, on stderr."""
    if sys.stderr is None:
        return
    from rich.console import Console
    from rich.table import Table

    for note in done.notes:
        ending.say(note)
    table = Table(title=f"Audit {done.audit.id} of {plain(done.audit.shelf)}", title_justify="left", show_header=False, min_width=40)
    table.add_column()
    table.add_column(justify="right")
    for verdict in (None, *Verdict):
        if done.counts.get(verdict):
            table.add_row("not judged" if verdict is None else verdict.value, str(done.counts[verdict]))
    table.add_section()
    table.add_row("products", str(sum(done.counts.values())))
    table.add_row("read now", str(done.read))
    if done.audit.since:
        table.add_row(f"new since {done.audit.since}", str(done.changes.get("new", 0)))
        table.add_row("changed", str(done.changes.get("changed", 0)))
        table.add_row("gone", str(len(done.audit.gone)))
    with ending.writing():
        Console(stderr=True, highlight=False, markup=False, emoji=False).print(table)
    for name in done.dropped:
        ending.say(f"the decision about {name} no longer holds: its photos or its verdict have changed")
    for path in outputs:
        ending.say(f"{path} is written")
    ending.say(f"{seconds:.1f} s. Not medical advice: ask the provider")


# ------------------------------------------------------------------ progress


class _Telling:
    """Progress on stderr: a moving bar on a terminal, a line now and then elsewhere."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet or sys.stderr is None
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._stage = ""
        self._since = self._last = 0.0
        self.count = self.total = 0

    def __enter__(self) -> _Telling:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """No more progress: what follows stands below."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None
        self._quiet = True

    def told(self, stage: str, done: int, total: int) -> None:
        if stage in ("read", "again", "wait"):
            self.count, self.total = done, total
        if self._quiet:
            return
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._since, self._last = stage, now, now
            self._begin(stage, total)
        rate = done / (now - self._since) if now > self._since and done else 0.0
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=done, total=total, rate=_rate(rate))
        elif now - self._last >= PLAIN_S:
            self._last = now
            left = f", about {_duration((total - done) / rate)} left" if rate else ""
            ending.say(f"{_DOING[stage]}: {done} of {total}{', ' if rate else ''}{_rate(rate)}{left}")

    def _begin(self, stage: str, total: int) -> None:
        if not sys.stderr.isatty():
            if stage in ("read", "again", "wait"):
                ending.say(f"{_DOING[stage]}: {total} products")
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        if self._progress is None:
            self._progress = Progress(
                TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
                TimeRemainingColumn(), console=Console(stderr=True), transient=True,
            )  # fmt: skip
            self._progress.start()
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(_DOING[stage], total=total, rate="")


def _rate(a_second: float) -> str:
    if not a_second:
        return ""
    return f"{a_second:.0f} a second" if a_second >= 10 else f"{a_second * 60:.0f} a minute"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"


# ------------------------------------------------------------------ worker


def run_worker(db: str, slot: str | None, jobs: int | None, engine: str | None, *, quiet: bool = False) -> Exit:
    """Read photos for audits until stopped; what is being read then is finished first, within seconds."""
    import platform

    from glidecheck.audit import versions
    from glidecheck.audit.working import Reading
    from glidecheck.jobs import slots
    from glidecheck.jobs.database import open_database
    from glidecheck.workers import capacity

    reader = versions.reader(engine)
    _no_password(db)
    database = open_database(db)
    database.patience.say = ending.say
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    try:
        mine = slots.taken(database, slot) if slot else slots.first_free(database, platform.node() or "worker")
        reading = Reading(database, mine, reader, jobs or capacity.jobs())
        reading.start()
        before = {s: signal.signal(s, stop) for s in STOPPING if signal.getsignal(s) is not signal.SIG_IGN}
        try:
            if not quiet:
                ending.say(f"worker {mine.name} reads for {database.label} with {reader}, {reading.pool.size} at once; stop it with Ctrl-C")
            while not stopped.wait(0.5):
                if failure := reading.worker.failure:
                    raise failure
            if not quiet and reading.worker.active:
                ending.say("stopping: what is being read is finished first")
        finally:
            reading.stop(STOP_S)
            for number, handler in before.items():
                signal.signal(number, handler)
    finally:
        database.close()
    return Exit.GLIDE


def _no_password(db: str | None) -> None:
    from glidecheck.jobs.database import PASSWORD, shows_password

    if shows_password(db):
        ending.say(f"the password in --db can be read by every user of this machine: set {PASSWORD} or {PASSWORD}_FILE")


STOPPING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
STOP_S = 20.0
"""Seconds that a stopped worker has to finish what it reads. What is not finished is read by another."""

# ------------------------------------------------------------------ audits


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
    series: str | None
    audits: list[tuple[str, str, str, str, dict[str, object], int]] = field(default_factory=list)


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
        series = series_of(settings) if shelf is not None or name is not None else None
        yield _Opened(store, series, store.audits(series))
    finally:
        database.close()


def list_audits(shelf: str | None, db: str | None, name: str | None) -> Exit:
    """Print the audits, one a line, the latest last."""
    with _opened(shelf, db, name) as kept, ending.writing():
        for id_, series, title, made, about, count in kept.audits:
            of = "" if series == "." else f"  {series}"
            print(plain(f"{id_:<14}  {made}  {count:>6} products  {title}{of}  policy: {about['policy'] or 'none'}"))
    if not kept.audits:
        ending.say("there is no audit yet")
    return Exit.GLIDE


def _chosen(kept: _Opened, id_: str) -> tuple[str, str, str, str, dict[str, object], int]:
    """The audit `id_`, or the last. Raises UsageError."""
    if not kept.audits:
        raise InputError("there is no audit yet", "Audit the shelf first.")
    if id_.upper() == LAST:
        return kept.audits[-1]
    found = next((a for a in kept.audits if a[0] == id_), None)
    if found is None:
        raise UsageError(f"there is no audit {id_}", f"Choose LAST or one of: {', '.join(a[0] for a in kept.audits[-5:])}.")
    return found


def show(shelf: str | None, db: str | None, name: str | None, id_: str, outputs: tuple[Path, ...], fail_on: str) -> Exit:
    """An audit as it was, on stdout or as reports."""
    _distinct(outputs)
    for path in outputs:
        reports.check(path)
    with _opened(shelf, db, name) as kept:
        audit_id, series, title, made, about, count = _chosen(kept, id_)
        audit = audit_of(kept.store, audit_id, series, title, made, about, count)
        for path in outputs:
            reports.write(audit, path)
            ending.say(f"{path} is written")
        if not outputs:
            _listing(audit)
        counts: Counter[str | None] = Counter(verdict for _, _, _, verdict, _ in kept.store.rows(audit_id))
    return exit_of(counts, fail_on)


def forget(shelf: str | None, db: str | None, name: str | None, ids: tuple[str, ...], *, all_of_them: bool) -> Exit:
    """Remove audits and what only they rest on."""
    if bool(ids) == all_of_them:
        raise UsageError("it is not said which audits are to be forgotten", "Give --id ID, once or several times, or --all.")
    with _opened(shelf, db, name) as kept:
        chosen = [a[0] for a in kept.audits] if all_of_them else [_chosen(kept, id_)[0] for id_ in ids]
        kept.store.forget(chosen)
    ending.say(f"{len(chosen)} audit{'s' * (len(chosen) != 1)} forgotten, with the readings and pictures that no other one needs")
    return Exit.GLIDE


def review(shelf: str | None, db: str | None, name: str | None, workbook: Path | None, given: Decision) -> Exit:
    """Enter decisions from a workbook, or one about a product; without either, list them."""
    from glidecheck.audit import review as reviews

    with _opened(shelf, db, name) as kept:
        audit_id, series, *_ = _chosen(kept, LAST)
        rows = {key: about for _, key, _, _, about in kept.store.rows(audit_id)}
        if workbook is not None:
            found = reviews.read_workbook(workbook, rows)
            kept.store.keep_reviews(series, found.reviews)
            stale = [rows[key]["product"]["name"] for key, r in found.reviews.items() if r.basis != rows[key]["basis"]]
            for problem in found.problems:
                ending.say(problem)
            for product in stale:
                ending.say(f"the decision about {product} does not hold: its photos or its verdict have changed since that workbook")
            ending.say(f"{len(found.reviews) - len(stale)} decisions taken over")
            wrong = _facts_of(kept.store, series, workbook, rows)
            return Exit.UNJUDGED if found.problems or stale or wrong else Exit.GLIDE
        if given.product is None:
            _decisions(kept.store, series, rows)
            return Exit.GLIDE
        key = _product(given.product, rows)
        if given.take_back:
            kept.store.keep_reviews(series, {key: None})
        else:
            on = given.on or date.today().isoformat()
            made = reviews.checked(given.decision or "", given.initials or "", on, given.note, rows[key]["basis"])
            kept.store.keep_reviews(series, {key: made})
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

    with _opened(shelf, db, name) as kept:
        audit_id, series, *_ = _chosen(kept, LAST)
        rows = {key: about for _, key, _, _, about in kept.store.rows(audit_id)}
        if given.product is None:
            told = kept.store.facts(series)
            with ending.writing():
                for key, about in rows.items():
                    if (one := told.get(key)) is not None:
                        holds = "" if one.item == seen.item_of(about["photos"]) else "  (seen beside other photos)"
                        print(plain(f"{_name(about)}: {seen.words(one, date.today().isoformat())}{holds}"))
            ending.say(f"{sum(1 for key in rows if key in told)} of {len(rows)} products have facts that a person entered")
            return Exit.GLIDE
        key = _product(given.product, rows)
        made = None
        if not given.take_back:
            made = seen.entered(
                sterile=given.sterile, single_use=given.single_use, expiry=given.expiry, lot=given.lot, initials=given.initials,
                on=given.on or date.today().isoformat(), item=seen.item_of(rows[key]["photos"]),
            )  # fmt: skip
        kept.store.keep_facts(series, {key: made})
    return Exit.GLIDE


def cards(shelf: str | None, db: str | None, name: str | None, id_: str, output: Path) -> Exit:
    """Write a card a product, to be printed and put on the shelf."""
    from glidecheck.audit.reports import cards as paper

    paper.check(output)
    with _opened(shelf, db, name) as kept:
        audit_id, series, title, made, about, count = _chosen(kept, id_)
        paper.write(audit_of(kept.store, audit_id, series, title, made, about, count), output)
    ending.say(f"{output} is written: {count} cards")
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


def _decisions(store: Store, series: str, rows: Mapping[str, Mapping[str, object]]) -> None:
    kept = store.reviews(series)
    with ending.writing():
        for key, about in rows.items():
            if (made := kept.get(key)) is not None:
                holds = "" if made.basis == about["basis"] else "  (no longer holds)"
                print(plain(f"{_name(about)}: {made.decision}  {made.initials} {made.on}  {made.note}".rstrip() + holds))
    ending.say(f"{sum(1 for key in rows if key in kept)} of {len(rows)} products have a decision")
