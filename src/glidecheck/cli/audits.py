"""What `audit`, `worker` and `audits` do: progress on stderr, the answer on stdout or in reports, and one exit code."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from glidecheck.audit import reports
from glidecheck.audit.model import Audit
from glidecheck.audit.run import auditing
from glidecheck.audit.settings import Done, Settings
from glidecheck.cli import ending
from glidecheck.errors import Exit, UsageError
from glidecheck.model import Verdict
from glidecheck.report.view import plain

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


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
    distinct(outputs)
    for path in outputs:
        reports.check(path)
    started = time.monotonic()
    telling = _Telling(quiet)
    no_password(settings.db)
    try:
        with telling, auditing(settings, telling.told, ending.say) as done:
            telling.stop()
            for path in outputs:
                reports.write(done.audit, path)
            if not outputs:
                listing(done.audit)
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


def distinct(outputs: Iterable[Path]) -> None:
    twice = [str(p) for p, n in Counter(o.resolve() for o in outputs).items() if n > 1]
    if twice:
        raise UsageError(f"{twice[0]} is named twice with -o", "Give each report a file of its own.")


def listing(audit: Audit) -> None:
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
    from glidecheck.workers.signals import ended_by

    reader = versions.reader(engine)
    no_password(db)
    database = open_database(db)
    database.patience.say = ending.say
    stopped = threading.Event()
    try:
        mine = slots.taken(database, slot) if slot else slots.first_free(database, platform.node() or "worker")
        reading = Reading(database, mine, reader, jobs or capacity.jobs())
        reading.start()
        with ended_by(lambda _: stopped.set()):
            try:
                if not quiet:
                    said = f"{reading.pool.size} at once; stop it with Ctrl-C"
                    ending.say(f"worker {mine.name} reads for {database.label} with {reader}, {said}")
                while not stopped.wait(0.5):
                    if failure := reading.worker.failure:
                        raise failure
                if not quiet and reading.worker.active:
                    ending.say("stopping: what is being read is finished first")
            finally:
                reading.stop(STOP_S)
    finally:
        database.close()
    return Exit.GLIDE


def no_password(db: str | None) -> None:
    from glidecheck.jobs.database import PASSWORD, shows_password

    if shows_password(db):
        ending.say(f"the password in --db can be read by every user of this machine: set {PASSWORD} or {PASSWORD}_FILE")


STOP_S = 20.0
"""Seconds that a stopped worker has to finish what it reads. What is not finished is read by another."""
