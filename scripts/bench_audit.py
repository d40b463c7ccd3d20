#!/usr/bin/env python3
"""What an audit costs beside the reading itself. Each part prints its figures; none is typed in.

    python scripts/bench_audit.py scale --products 10000      rate against empty tasks in the same run, memory; recorded readings, SQLite
    python scripts/bench_audit.py unchanged --products 200    a second audit, and one after a lexicon change; recorded readings
    python scripts/bench_audit.py overhead PHOTO ...          an audit against a scan of the same photos, one core, real engines
    python scripts/bench_audit.py workers PHOTO ...           two workers of one core against one, on PostgreSQL, real engines
    python scripts/bench_audit.py kills PHOTO ...             killed with -9 five times and resumed, against undisturbed, real engines

A smaller --products or fewer photos make a short run. Nothing else should run on the machine meanwhile.
"""

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "audit")]

import postgres  # noqa: E402
import replays  # noqa: E402
from golden.samples import SAMPLES, names  # noqa: E402

from glidecheck.audit.orders import queue_of  # noqa: E402

COMMAND = [sys.executable, "-m", "glidecheck"]
ONE_CORE = {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}


@contextmanager
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="gc-bench-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def told(**figures: object) -> None:
    print(json.dumps({k: round(v, 3) if isinstance(v, float) else v for k, v in figures.items()}), flush=True)


def run(*words: str, cores: int | None = None, **environment: str) -> tuple[float, str]:
    """Wall-clock seconds of a command of glidecheck, and what it said; `cores` pins it."""
    pin = ["taskset", "-c", f"0-{cores - 1}"] if cores and shutil.which("taskset") else []
    started = time.perf_counter()
    done = subprocess.run([*pin, *COMMAND, *words], env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode not in (0, 1, 3):
        raise SystemExit(f"{' '.join(words)}: exit {done.returncode}\n{done.stderr}")
    return seconds, done.stderr


# ------------------------------------------------------------------ scale


def scale(a: argparse.Namespace) -> None:
    """Products a second through the queue, children and store, against empty tasks through the same queue; memory on the way."""
    with folder() as top:
        recordings = top / "recordings"
        shelf = top / "shelf"
        shelf.mkdir()
        first = {sample: recordings / f"{replays.record(recordings, replays.small(sample), sample)}.json" for sample in names()}
        for n in range(a.products):
            sample = names()[n % len(names())]
            photo = replays.small(sample, n)
            target = recordings / f"{replays.hashlib.sha256(photo).hexdigest()}.json"
            if not target.exists():
                target.hardlink_to(first[sample])
            (shelf / f"{sample} {n:05} lot.jpg").write_bytes(photo)
        empty = _empty(top / "empty.db", a.products, a.jobs)
        told(part="empty tasks", tasks=a.products, a_second=empty)
        environment = {**os.environ, **replays.environment(recordings), "GC_BENCH": "1"}
        process = subprocess.Popen(
            [sys.executable, __file__, "one-audit", str(shelf), str(a.jobs), *_flags(a)],
            env=environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        memory = _Memory(process.pid)
        out, _ = process.communicate()
        if process.returncode:
            raise SystemExit("the audit failed")
        figures = json.loads(out.splitlines()[-1])
        rate = a.products / figures["read_s"]
        told(part="audit", **figures, read_a_second=rate, of_empty=rate / empty, **memory.figures())


def _flags(a: argparse.Namespace) -> list[str]:
    return [*(["--html", str(a.html)] if a.html else []), *(["--read-only"] if a.read_only else [])]


def one_audit(a: argparse.Namespace) -> None:
    """One audit in this process, its stages timed (the shelf is walked once at the end, as a report does)."""
    from glidecheck.audit import reports
    from glidecheck.audit.run import auditing
    from glidecheck.audit.settings import Settings

    stages: dict[str, list[float]] = {}

    def hears(stage: str, *_: int) -> None:
        stages.setdefault(stage, []).append(time.perf_counter())

        if stage == "judge" and a.read_only:
            raise _Enough

    started = time.perf_counter()
    child = (sys.executable, __file__, "child")
    settings = Settings(str(a.shelf), engine="recorded", jobs=a.jobs, command=child)
    if a.read_only:
        with suppress(_Enough), auditing(settings, hears):
            pass
        print(json.dumps({f"{stage}_s": round(at[-1] - at[0], 2) for stage, at in stages.items() if stage != "judge"}))
        return
    with auditing(settings, hears) as done:
        judged = time.perf_counter()
        rows = sum(1 for _ in done.audit.rows)
        walked = time.perf_counter()
        database = sum(f.stat().st_size for f in (a.shelf / ".glidecheck").glob("audit.db*")) // 2**20
        figures: dict[str, float] = {"database_mb": database}
        if a.html:
            reports.write(done.audit, a.html)
            figures |= {"html_s": round(time.perf_counter() - walked, 2), "html_mb": round(a.html.stat().st_size / 2**20, 1)}
    spans = {f"{stage}_s": round(at[-1] - at[0], 2) for stage, at in stages.items()}
    print(json.dumps({"rows": rows, **spans, "all_s": round(judged - started, 2), "walk_s": round(walked - judged, 2), **figures}))


class _Enough(Exception):  # noqa: N818
    """All photos are read, and no more was asked for."""


def child(_: argparse.Namespace) -> None:
    """A child whose photos' quality is taken as recorded: measuring it is a part of reading, and the dearest where all else is replayed."""
    from glidecheck.audit import child as real
    from glidecheck.image import photo
    from glidecheck.model import Quality

    photo.quality = lambda pixels: Quality(500.0, 0.0)  # noqa: ARG005 - the name that callers may use
    raise SystemExit(real.main())


def _empty(database: Path, count: int, jobs: int) -> float:
    """Empty tasks a second, queued and done as an audit's are."""
    from glidecheck.audit.working import AHEAD
    from glidecheck.jobs import slots
    from glidecheck.jobs.database import open_database
    from glidecheck.jobs.queue import Producer, Task
    from glidecheck.jobs.worker import Worker

    opened = open_database(database)
    done = threading.Semaphore(0)
    worker = Worker(opened, "glidecheck-bench", slots.taken(opened, "bench"), {"empty": lambda _: done.release()})
    worker.start({queue_of("bench"): jobs * AHEAD})
    producer = Producer(opened, "glidecheck-bench")
    started = time.perf_counter()
    producer.put(queue_of("bench"), (Task(f"t{n}", "empty", {"n": n}) for n in range(count)))
    for _ in range(count):
        done.acquire()
    seconds = time.perf_counter() - started
    producer.close()
    worker.stop()
    opened.close()
    return count / seconds


class _Memory:
    """Megabytes that a process and its children hold, looked at twice a second until it ends."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.parent: list[int] = []
        self.children: list[int] = []
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while (own := _rss(self._pid)) is not None:
            self.parent.append(own)
            try:
                below = Path(f"/proc/{self._pid}/task/{self._pid}/children").read_text().split()
                threads = Path(f"/proc/{self._pid}/task").iterdir()
                below += [c for t in threads if t.name != str(self._pid) for c in (t / "children").read_text().split()]
            except OSError:
                below = []
            self.children.append(max((_rss(int(c)) or 0 for c in below), default=0))
            time.sleep(0.5)

    def figures(self) -> dict[str, int]:
        half = len(self.parent) // 2
        return {
            "parent_mb_first_half": max(self.parent[:half], default=0),
            "parent_mb_second_half": max(self.parent[half:], default=0),
            "largest_child_mb": max(self.children, default=0),
        }


def _rss(pid: int) -> int | None:
    try:
        if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return None
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20
    except (OSError, IndexError):
        return None


# ------------------------------------------------------------------ unchanged


def unchanged(a: argparse.Namespace) -> None:
    """Seconds of the second audit of a shelf, and of one for which every product has to be judged anew."""
    import sqlite3

    with folder() as top:
        recordings, shelf = top / "recordings", top / "shelf"
        shelf.mkdir()
        for n in range(a.products):
            sample = names()[n % len(names())]
            photo = (SAMPLES / f"{sample}.jpg").read_bytes() + f" {n}".encode()  # behind the picture's end: other bytes, the same picture
            replays.record(recordings, photo, sample)
            (shelf / f"{sample} {n:05} lot.jpg").write_bytes(photo)
        environment = dict(replays.environment(recordings))
        words = ("audit", str(shelf), "--engine", "recorded", "-j", str(a.jobs), "-q", "-o", str(top / "audit.jsonl"))
        first, _ = run(*words, **environment)
        time.sleep(3)  # photos changed within the clock's grain before they were hashed are hashed once more
        run(*words, **environment)
        second, _ = run(*words, **environment)
        with closing(sqlite3.connect(shelf / ".glidecheck" / "audit.db")) as c:
            c.execute("DELETE FROM glidecheck_judgements")  # what a new lexicon does: no judgement of it is there
        anew, _ = run(*words, **environment)
        told(part="unchanged", products=a.products, first_s=first, unchanged_s=second, judged_anew_s=anew)


# ------------------------------------------------------------------ real engines


def overhead(a: argparse.Namespace) -> None:
    """What an audit spends on a photo beside what a scan of it spends: seconds of processor time, which other programs do not disturb.

    Both are measured with one photo and with all of them: the difference is a photo's, what is left is starting up.
    """
    with folder() as top:
        figures: dict[str, list[float]] = {"scan": [], "audit": []}
        for n, photos in enumerate((a.photos[:1], a.photos)):
            shelf = _shelf(top, photos, f"shelf{n}")
            names_ = sorted(map(str, shelf.iterdir()))
            commands = {
                "scan": ("scan", *names_, "--format", "json", "-q", "-o", str(top / "scan.jsonl")),
                "audit": ("audit", str(shelf), "-j", "1", "-q", "-o", str(top / "audit.jsonl")),
            }
            for name, words in commands.items():
                before = _processor()
                run(*words, cores=1, **ONE_CORE)
                figures[name].append(_processor() - before)
        more = len(a.photos) - 1
        scan, audit = ((at[1] - at[0]) / more for at in (figures["scan"], figures["audit"]))
        told(
            part="overhead", photos=len(a.photos), scan_a_photo_s=scan, audit_a_photo_s=audit, overhead=audit / scan - 1,
            start_scan_s=figures["scan"][0] - scan, start_audit_s=figures["audit"][0] - audit,
        )  # fmt: skip


def _processor() -> float:
    """Seconds of processor time that ended child processes have used, theirs too."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def workers(a: argparse.Namespace) -> None:
    """Seconds until the photos are read by one worker of one core, and by two. Both are warm: each has read before."""
    if reason := postgres.why_not():
        raise SystemExit(reason)
    with folder() as top, postgres.server() as url:
        shelf = _shelf(top, a.photos)
        seconds = {}
        for count in (1, 2):
            database = url.rsplit("/", 1)[0] + f"/w{count}"
            subprocess.run(
                [
                    postgres.programs() / "createdb",
                    "-h",
                    "127.0.0.1",
                    "-p",
                    url.rsplit(":", 1)[1].split("/")[0],
                    "-U",
                    "clinic",
                    f"w{count}",
                ],
                check=True,
            )
            running = [
                # Bound to a core each: the OCR runtime takes every core it sees, whatever ONE_CORE says.
                subprocess.Popen(
                    [*COMMAND, "worker", "--db", database, "--slot", f"w{n}", "-j", "1", "-q"],
                    env={**os.environ, **ONE_CORE},
                    preexec_fn=partial(os.sched_setaffinity, 0, {sorted(os.sched_getaffinity(0))[n]}),
                )
                for n in range(count)
            ]
            try:
                for n in range(2):  # other bytes of the same pictures, so that every child has read before it is timed
                    run(
                        "audit",
                        str(_shelf(top, a.photos[:4], f"warm{count}{n}", salt=n + 1)),
                        "--db",
                        database,
                        "--wait",
                        "-q",
                        "-o",
                        str(top / "w.jsonl"),
                    )
                seconds[count], _ = run("audit", str(shelf), "--db", database, "--wait", "-q", "-j", "1", "-o", str(top / "a.jsonl"))
            finally:
                for process in running:
                    process.terminate()
                for process in running:
                    process.wait(60)
        told(part="workers", photos=len(a.photos), one_s=seconds[1], two_s=seconds[2], times=seconds[1] / seconds[2])


def kills(a: argparse.Namespace) -> None:
    """An audit undisturbed, and one killed with -9 `--times` times at random moments: are their reports the same, was a photo read again
    after its reading was stored, did one get lost?"""
    dice = random.Random(a.seed)
    with folder() as top:
        shelf = _shelf(top, a.photos)
        notes = top / "notes"
        started = time.perf_counter()
        plain = _audited(top, shelf, "undisturbed")
        whole = time.perf_counter() - started
        at: list[tuple[set[str], int]] = []  # at each kill: the hashes of photos whose reading was stored, and how many were begun
        for n in range(a.times):
            process = subprocess.Popen(_driven(top, shelf, "killed"), env={**os.environ, "NOTES": str(notes)})
            with suppress(subprocess.TimeoutExpired):
                process.wait(dice.uniform(0.5, 1.5) * whole / (a.times + 1))
                raise SystemExit(f"it ended before kill {n + 1}")
            process.kill()  # its children are not told: they are to see it go
            process.wait()
            time.sleep(1)
            at.append((replays.stored(top / "killed.db"), len(_lines(notes))))
        killed = _audited(top, shelf, "killed", NOTES=str(notes))
        again = sum(len(kept & {line.split()[1] for line in _lines(notes)[begun:]}) for kept, begun in at)
        differ = sorted(name for name in plain.keys() | killed.keys() if plain.get(name) != killed.get(name))
        told(
            part="kills", products=len(a.photos), undisturbed_s=whole, kills=a.times, stored_at_kills=[len(kept) for kept, _ in at],
            read_again=again, rows=len(killed), differ=differ,
        )  # fmt: skip


def _driven(top: Path, shelf: Path, name: str) -> list[str]:
    driver = str(ROOT / "tests" / "audit" / "driver.py")
    words = ["audit", str(shelf), "--db", str(top / f"{name}.db"), "--name", "kills", "-j", "2", "-q", "-o", str(top / f"{name}.jsonl")]
    return [sys.executable, driver, *words]


def _audited(top: Path, shelf: Path, name: str, **environment: str) -> dict[str, object]:
    """Runs the audit to its end; its rows by product, without what no two runs share (seconds)."""
    done = subprocess.run(_driven(top, shelf, name), env={**os.environ, **environment}, check=False)
    if done.returncode not in (0, 1, 3):
        raise SystemExit(f"the audit ended with {done.returncode}")
    rows = [json.loads(line) for line in _lines(top / f"{name}.jsonl")]
    return {row["product"]: {k: v for k, v in row.items() if k not in ("elapsed_s", "audit")} for row in rows}


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines() if file.exists() else []


def _shelf(top: Path, photos: Sequence[Path], name: str = "shelf", salt: int = 0) -> Path:
    """Copies of the photos, each a product; `salt` makes other bytes of the same pictures."""
    made = top / name
    made.mkdir()
    for n, photo in enumerate(photos):
        (made / f"{photo.stem} {n:04} lot{photo.suffix}").write_bytes(photo.read_bytes() + b" " * salt)
    return made


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = ap.add_subparsers(required=True)
    for name, part in (("scale", scale), ("unchanged", unchanged)):
        p = parts.add_parser(name)
        p.add_argument("--products", type=int, default=10_000 if name == "scale" else 200)
        p.add_argument("--jobs", type=int, default=2)
        if name == "scale":
            p.add_argument("--html", type=Path, help="write the HTML report there as well, outside the rate")
            p.add_argument("--read-only", action="store_true", help="stop when all is read: the rate and the memory of reading alone")
        p.set_defaults(part=part)
    for name, part in (("overhead", overhead), ("workers", workers), ("kills", kills)):
        p = parts.add_parser(name)
        p.add_argument("photos", type=Path, nargs="+")
        if name == "kills":
            p.add_argument("--times", type=int, default=5)
            p.add_argument("--seed", type=int, default=1)
        p.set_defaults(part=part)
    p = parts.add_parser("one-audit")
    p.add_argument("shelf", type=Path)
    p.add_argument("jobs", type=int)
    p.add_argument("--html", type=Path)
    p.add_argument("--read-only", action="store_true")
    p.set_defaults(part=one_audit)
    parts.add_parser("child").set_defaults(part=child)
    a = ap.parse_args()
    a.part(a)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
