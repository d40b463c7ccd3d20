#!/usr/bin/env python3
"""Whether GLIDE is told of packs of plain hyaluronate as they are photographed, and never where one other name is on them.

    python scripts/bench_packs.py --work FOLDER --sample 40            the first 40 packs, and as many with one other name
    python scripts/bench_packs.py --work FOLDER                        all 200 of each; resumes where it was stopped
    python scripts/bench_packs.py --work FOLDER --read 0               judges again what was read, in seconds

Packs are drawn by `packs` from the seed and an index. Pictures, truths and readings (ocr.recorded) are kept in the working folder, so a
change of layout, parse, match or the lexicon shows without OCR. Prints each pack that is not told GLIDE with the reason, each wrong GLIDE,
each list called complete that is not whole in the picture, and the table.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from labels.fonts import FontMissingError
from labels.score import bound, share
from render_packs import drawn

WHOLE = 200
"""Packs of a full run, and as many with one other name."""


@dataclass(frozen=True, slots=True)
class Told:
    """One pack with its answer. `reasons` are what made it no GLIDE, in the answer's words."""

    name: str
    truth: dict[str, Any]
    verdict: str | None
    reading: str
    reasons: tuple[str, ...]

    @property
    def glide(self) -> bool:
        return self.verdict == "GLIDE"

    @property
    def pure(self) -> bool:
        return bool(self.truth["right"] == "GLIDE")


def read(picture: Path) -> None:
    """Reads a picture and keeps what was read beside it."""
    from glidecheck import pipeline
    from glidecheck.errors import GlidecheckError
    from glidecheck.ocr import recorded

    try:
        readings, _ = pipeline.read([picture])
        told = recorded.dump_readings(readings)
    except GlidecheckError as error:
        told = {"error": str(error)}
    part = _reading(picture).with_suffix(".part")
    part.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    part.replace(_reading(picture))


def _reading(picture: Path) -> Path:
    return picture.with_suffix(".reading.json")


def judged(picture: Path) -> Told:
    """The answer of today to what was read of a picture."""
    from glidecheck import pipeline
    from glidecheck.ocr import recorded

    truth = json.loads(picture.with_suffix(".json").read_text("utf-8"))
    kept = json.loads(_reading(picture).read_text("utf-8"))
    if "error" in kept:
        return Told(picture.stem, truth, None, "unreadable", (kept["error"],))
    report = pipeline.judge(recorded.load_readings(kept))
    reasons = (*report.retake, *(f"{f.rule}: {f.summary}" for f in report.findings if f.severity.value != "info"))
    return Told(picture.stem, truth, report.verdict and report.verdict.value, report.reading.value, tuple(map(str, reasons)))


def wanted(a: argparse.Namespace) -> Iterator[tuple[int, bool]]:
    for index in range(a.first, a.first + a.sample):
        if a.only != "near":
            yield index, False
        if a.only != "pure":
            yield index, True


def table(told: list[Told]) -> str:
    """One row a kind of pack, and one a way of hiding."""
    rows = ["| packs | told GLIDE | complete |", "|---|---|---|"]
    pure = [t for t in told if t.pure]
    for kind in (*sorted({t.truth["kind"] for t in pure}), "all"):
        mine = [t for t in pure if kind in ("all", t.truth["kind"])]
        rows.append(
            f"| {kind} | {share(sum(t.glide for t in mine), len(mine))} | {share(sum(t.reading == 'complete' for t in mine), len(mine))} |"
        )
    near = [t for t in told if t.truth["way"]]
    rows += ["", "| one other name | packs | GLIDE |", "|---|---|---|"]
    for way in (*sorted({t.truth["way"] for t in near}), "all"):
        mine = [t for t in near if way in ("all", t.truth["way"])]
        wrong = sum(t.glide for t in mine)
        rows.append(f"| {way} | {len(mine)} | {wrong} (< {100 * bound(wrong, len(mine)):.2f} %) |")
    overstated = [t.name for t in told if t.reading == "complete" and not t.truth["whole"]]
    rows += ["", f"complete and not whole in the picture: {len(overstated)} of {len(told)} {' '.join(overstated)}"]
    return "\n".join(rows)


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "glidecheck-packs")
    ap.add_argument("--sample", type=int, default=WHOLE)
    ap.add_argument("--first", type=int, default=0)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--only", choices=("pure", "near"), help="only the packs of a glide, or only those with one other name")
    ap.add_argument("--read", type=int, default=10**6, metavar="N", help="read at most N pictures that are not read yet")
    ap.add_argument("--quiet", action="store_true", help="the table alone")
    a = ap.parse_args()
    a.work.mkdir(parents=True, exist_ok=True)
    told: list[Told] = []
    began, fresh = time.perf_counter(), 0
    for index, hidden in wanted(a):
        try:
            picture = a.work / f"{'near' if hidden else 'pack'}-{a.seed}-{index:04d}.jpg"
            if not _reading(picture).exists():
                if fresh >= a.read:
                    continue
                read(drawn(a.work, a.seed, index, hidden))
                fresh += 1
        except FontMissingError as missing:
            print(f"bench_packs: {missing}", file=sys.stderr)
            return 5
        told.append(judged(picture))
        t = told[-1]
        if t.glide and not t.pure:
            print(f"WRONG GLIDE {t.name} {t.truth['kind']} {t.truth['way']}", flush=True)
        elif t.pure and not t.glide and not a.quiet:
            print(f"{t.name} {t.truth['kind']} {'/'.join(t.truth['languages'])}: {t.verdict} {t.reading}", flush=True)
            print("".join(f"    {line}\n" for line in t.reasons), end="", flush=True)
    if fresh:
        print(f"{fresh} read in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    print(table(told))
    first = Counter(t.reasons[0].split(" (")[0].split('"')[0] for t in told if t.pure and not t.glide and t.reasons)
    print("first reasons of the packs not told GLIDE: " + "; ".join(f"{n} {what}" for what, n in first.most_common()))
    return 0


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    raise SystemExit(main())
