#!/usr/bin/env python3
"""The yardstick: labels and near-glides that never existed, drawn, read and scored.

    python scripts/bench_labels.py --sample 60                       the first 60 of each kind, our reader
    python scripts/bench_labels.py                                   all 2,000; resumes where it was stopped
    python scripts/bench_labels.py --kind near-glides --engines ours,rapidocr,tesseract --jobs 2
    python scripts/bench_labels.py --render-only --sample 20 --work /tmp/look

A case is drawn from its kind, the seed and its index; pictures and truths stay in the working folder, and so does each result
(results.jsonl, keyed by case, renderer and the reader's version): kill it and go on. The first N cases are as balanced as all of them, so
--sample takes the first. Prints tables by difficulty and by defect, writes worst.html beside the results.

The engines `rapidocr` and `tesseract` are the plain baseline: their text split at commas, each piece looked up by WRatio.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from labels import design, readers, score
from labels.fonts import FontMissingError
from labels.page import page

Task = tuple[design.Plan, str | None, str]
"""A case, the engine that is to read it (None: only draw it), and the key of the result."""

KINDS = ("labels", "near-glides")
WHOLE = 1000
"""Cases of each kind in a full run."""


def drawn(work: Path, plan: design.Plan) -> Path:
    """The picture of a case, drawn with its truth unless it is there."""
    picture = work / "pictures" / f"{plan.name}.jpg"
    right = picture.with_suffix(".json")
    if not (picture.exists() and right.exists()):
        from labels.cases import build

        case = build(plan)
        picture.write_bytes(case.jpeg)
        whole = right.with_suffix(".part")
        whole.write_text(json.dumps(case.truth, ensure_ascii=False), "utf-8")
        whole.replace(right)
    return picture


def run(work: Path, plan: design.Plan, engine: str | None, key: str) -> dict[str, Any] | None:
    """Draws one case and reads it with one engine; None where it is only to be drawn."""
    picture = drawn(work, plan)
    if engine is None:
        return None
    began = time.perf_counter()
    result = readers.ENGINES[engine](picture)
    return {"key": key, "case": plan.name, "engine": engine, "seconds": round(time.perf_counter() - began, 2), **result}


def kept(path: Path) -> dict[str, dict[str, Any]]:
    """The results so far by their key; a line broken off by a kill is left out."""
    found: dict[str, dict[str, Any]] = {}
    if path.exists():
        for line in path.read_text("utf-8").splitlines():
            try:
                row = json.loads(line)
            except json.JSONDecodeError:
                continue
            found[row["key"]] = row
    return found


def tasks(a: argparse.Namespace, versions: dict[str, str]) -> Iterator[Task]:
    for index in range(a.first, a.first + (a.sample or WHOLE)):
        for kind in a.kinds:
            plan = design.plan(kind, a.seed, index)
            for engine, version in versions.items():
                yield plan, engine, f"{plan.name}|{version}"
            if not versions:
                yield plan, None, plan.name


def measure(a: argparse.Namespace, work: Path, versions: dict[str, str]) -> dict[str, dict[str, Any]]:
    """All results of this run, new ones and those of earlier runs."""
    path = work / "results.jsonl"
    done = kept(path)
    todo = [task for task in tasks(a, versions) if task[2] not in done]
    print(f"{len(todo)} to do, in {work}", file=sys.stderr)
    began, finished = time.perf_counter(), 0
    with path.open("a", encoding="utf-8") as out:
        if path.stat().st_size and not path.read_text("utf-8").endswith("\n"):
            out.write("\n")  # a line broken off by a kill
        for row in answers(work, todo, a.jobs):
            finished += 1
            if row is not None:
                done[row["key"]] = row
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                out.flush()
            if finished % 50 == 0:
                left = (len(todo) - finished) * (time.perf_counter() - began) / finished
                print(f"{finished}/{len(todo)}, about {left / 60:.0f} min left", file=sys.stderr)
    return done


def answers(work: Path, todo: list[Task], jobs: int) -> Iterator[dict[str, Any] | None]:
    """The results of tasks, in this process or in several, as they come."""
    if jobs < 2:
        yield from (run(work, *task) for task in todo)
        return
    queue = iter(todo)
    with ProcessPoolExecutor(jobs) as pool:
        waiting: set[Future[dict[str, Any] | None]] = {pool.submit(run, work, *task) for task in islice(queue, 2 * jobs)}
        while waiting:
            ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            waiting |= {pool.submit(run, work, *task) for task in islice(queue, len(ready))}
            yield from (future.result() for future in ready)


def told(a: argparse.Namespace, work: Path, versions: dict[str, str], done: dict[str, dict[str, Any]]) -> None:
    """Prints the tables, writes the page."""
    every: list[tuple[str, score.Outcome]] = []
    for engine, version in versions.items():
        outcomes = []
        seconds = []
        for plan, which, key in tasks(a, {engine: version}):
            if which == engine and key in done:
                right = json.loads((work / "pictures" / f"{plan.name}.json").read_text("utf-8"))
                outcomes.append(score.outcome(right, done[key]))
                seconds.append(done[key]["seconds"])
        print(f"\n## {engine} ({version}), seed {a.seed}, {sum(seconds) / max(1, len(seconds)):.1f} s a picture\n")
        print(score.report(outcomes))
        for o in outcomes:
            if o.false_glide and engine == next(iter(versions)):  # the tables count those of the others
                print(f"\nWRONG GLIDE: {work / 'pictures' / o.truth['file']} {o.truth['way']} {o.truth['defects']}")
        every += [(engine, o) for o in outcomes]
    target = work / "worst.html"
    first = next(iter(versions))
    target.write_text(page([(e, o) for e, o in every if e == first or a.all_worst], work / "pictures", a.worst), "utf-8")
    print(f"\nthe worst crops: {target}")


def main(argv: list[str] | None = None) -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "glidecheck-bench", help="pictures, truths and results")
    ap.add_argument("--kind", choices=KINDS, help="only these; both when not given")
    ap.add_argument("--sample", type=int, default=0, metavar="N", help="the first N cases of each kind (default 1000)")
    ap.add_argument("--first", type=int, default=0, metavar="N", help="begin at case N")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--jobs", type=int, default=1, help="processes at a time (default 1)")
    ap.add_argument("--engines", default="ours", help=f"comma-separated, of {','.join(readers.ENGINES)} (default ours)")
    ap.add_argument("--render-only", action="store_true", help="draw the pictures and stop")
    ap.add_argument("--worst", type=int, default=60, help="crops on the page (default 60)")
    ap.add_argument("--all-worst", action="store_true", help="crops of every engine, not of the first only")
    a = ap.parse_args(argv)
    a.kinds = (a.kind,) if a.kind else KINDS
    engines = [e for e in a.engines.split(",") if e]
    if unknown := set(engines) - set(readers.ENGINES):
        print(f"bench_labels: there is no engine {', '.join(sorted(unknown))}: {', '.join(readers.ENGINES)}", file=sys.stderr)
        return 2
    work = a.work / readers.drawn_by()
    (work / "pictures").mkdir(parents=True, exist_ok=True)
    versions = {} if a.render_only else {e: readers.identity(e) for e in engines}
    try:
        done = measure(a, work, versions)
    except FontMissingError as missing:
        print(f"bench_labels: {missing}", file=sys.stderr)
        return 5
    if versions:
        told(a, work, versions, done)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # before onnxruntime: --jobs is how cores are used
    raise SystemExit(main())
