#!/usr/bin/env python3
"""How long a scan takes, what memory, and how well it reads: measured on a folder of photos.

    python scripts/bench_scan.py              time of whole scans against RapidOCR as shipped, and peak memory
    python scripts/bench_scan.py --throughput --sample 16      two single-threaded processes against one
    python scripts/bench_scan.py --score      the score table of ../shared/eval/score_photos.py, each photo its own product
    python scripts/bench_scan.py --score --photos samples --truth samples/truth

Time: the median, over the photos, of (whole scan / RapidOCR as shipped on the same photo), in one process, both warm, the two taking turns;
photos with a list (list, drug_facts) and the rest told apart. "As shipped" is `RapidOCR()(path)`: its own threads, models, thresholds.
Memory: the largest resident size of a whole `glidecheck scan` process, over the largest photos. The rest of the options: --help.
"""

import argparse
import json
import logging
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".tif", ".tiff"}
LISTS = ("list", "drug_facts")
LARGEST = 3
"""Photos, the largest by pixels, of which each gets a process of its own to measure its memory."""


def truths(path: Path) -> list[dict[str, Any]]:
    """Every truth entry: a .jsonl file, or a folder of .json files."""
    if path.is_dir():
        return [json.loads(file.read_text("utf-8")) for file in sorted(path.glob("*.json"))]
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def chosen(a: argparse.Namespace) -> list[tuple[Path, str]]:
    """The photos to measure, each with its kind, in the order of their names; --kinds and --sample (seeded) narrow them."""
    kinds = {t["file"].rsplit("/", 1)[-1]: t["kind"] for t in truths(a.truth)}
    photos = [(p, kinds.get(p.name, "unknown")) for p in sorted(a.photos.iterdir()) if p.suffix.lower() in PICTURES]
    if a.kinds:
        photos = [(p, k) for p, k in photos if k in a.kinds]
    if a.sample and a.sample < len(photos):
        photos = sorted(random.Random(a.seed).sample(photos, a.sample))
    return photos


# ------------------------------------------------------------------ time and memory


def clocked(call: Any, *args: Any) -> tuple[float, float]:
    """Seconds on the clock, and seconds of this process on all cores (which a busy machine changes less)."""
    began, worked = time.perf_counter(), time.process_time()
    call(*args)
    return time.perf_counter() - began, time.process_time() - worked


def quantile(values: list[float], q: float) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[round(q * 100) - 1] if len(values) > 1 else values[0]


def time_scans(photos: list[tuple[Path, str]], repeats: int) -> dict[str, list[tuple[float, float, float, str]]]:
    """Ratio by the clock, ratio of processor time, seconds and file of each photo, of the photos with a list and of the rest."""
    logging.disable(logging.INFO)  # RapidOCR tells of every model it opens
    from rapidocr import RapidOCR

    from glidecheck import scan
    from glidecheck.errors import GlidecheckError

    shipped = RapidOCR()

    def ours(photo: Path) -> None:
        try:
            scan(photo)
        except GlidecheckError as error:  # a refusal takes its time too
            print(f"  {photo.name}: {error}", file=sys.stderr)

    ours(photos[0][0])  # warm
    shipped(str(photos[0][0]))
    groups: dict[str, list[tuple[float, float, float, str]]] = {"list": [], "rest": []}
    for n, (photo, kind) in enumerate(photos, 1):
        mine: list[tuple[float, float]] = []
        theirs: list[tuple[float, float]] = []
        for turn in range(repeats):  # turns swap, so that neither always profits from a warm file
            order = [(mine, ours, photo), (theirs, shipped, str(photo))]
            for seconds, call, what in order if (n + turn) % 2 else order[::-1]:
                seconds.append(clocked(call, what))
        (wall, work), (their_wall, their_work) = (tuple(map(min, zip(*times, strict=True))) for times in (mine, theirs))
        row = (wall / their_wall, work / their_work, wall, photo.name)
        groups["list" if kind in LISTS else "rest"].append(row)
        print(f"{n:3d}/{len(photos)}  {row[0]:5.2f}  {wall:6.2f} s  {their_wall:6.2f} s  {kind:10}  {photo.name}", file=sys.stderr)
    return groups


def peak_mb(photo: Path) -> float:
    """The largest resident size of one whole `glidecheck scan`, in MB (10^6 bytes)."""
    # A child of its own, so that the kernel's figure for finished children holds this one only.
    code = (
        "import resource, subprocess as s, sys; s.run(sys.argv[1:], stdout=s.DEVNULL, stderr=s.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-P", "-m", "glidecheck", "scan", str(photo)]
    out = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True)
    return int(out.stdout) * (1 if sys.platform == "darwin" else 1024) / 1e6


def pixels(photo: Path) -> int:
    from PIL import Image

    try:
        with Image.open(photo) as image:
            return image.width * image.height
    except OSError:
        return 0


def report_time(a: argparse.Namespace) -> int:
    photos = chosen(a)
    groups = time_scans(photos, a.repeats)
    print(f"whole scan / RapidOCR as shipped, one process, warm, taking turns, best of {a.repeats}, {os.cpu_count()} cores")
    for name, rows in groups.items():
        if rows:
            ratios, work, seconds, _ = zip(*rows, strict=True)
            slow = max(rows)
            print(
                f"{name}: {len(rows)} photos  ratio median {statistics.median(ratios):.2f}  p95 {quantile(list(ratios), 0.95):.2f}  "
                f"worst {slow[0]:.2f} ({slow[3]})  processor time {statistics.median(work):.2f}  "
                f"seconds median {statistics.median(seconds):.2f}  worst {max(seconds):.2f}"
            )
    largest = sorted((p for p, _ in photos), key=pixels)[-LARGEST:]
    peaks = {p.name: peak_mb(p) for p in largest}
    print("peak memory of a whole scan: " + "  ".join(f"{name} {mb:.0f} MB" for name, mb in peaks.items()))
    return 0


# ------------------------------------------------------------------ score


def scanned(photos: list[str]) -> list[str]:
    """One JSON line a photo, each its own product, in the order given."""
    command = [sys.executable, "-P", "-m", "glidecheck", "scan", "--format", "json", "--quiet", *photos]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    return [line for line in done.stdout.splitlines() if line.startswith("{")]


def write_lines(path: Path, rows: list[str]) -> Path:
    path.write_text("".join(row + "\n" for row in rows), "utf-8")
    return path


def report_score(a: argparse.Namespace) -> int:
    photos = [p for p, _ in chosen(a)]
    began = time.perf_counter()
    with ProcessPoolExecutor(a.jobs) as pool:
        lines = [line for part in pool.map(scanned, ([str(p) for p in photos[i :: a.jobs]] for i in range(a.jobs))) for line in part]
    print(f"{len(lines)} of {len(photos)} photos answered in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    names = {p.name for p in photos}
    wanted = [t for t in truths(a.truth) if t["file"].rsplit("/", 1)[-1] in names]
    lists = [t for t in wanted if t["kind"] in LISTS]
    latin = ["--latin"] if a.latin else []
    with tempfile.TemporaryDirectory() as folder:
        results = write_lines(a.results or Path(folder) / "results.jsonl", lines)

        def score(entries: list[dict[str, Any]], *options: str) -> str:
            truth = write_lines(Path(folder) / "truth.jsonl", [json.dumps(t, ensure_ascii=False) for t in entries])
            command = [sys.executable, str(a.scorer), "--truth", str(truth), "--results", str(results), *latin, *options]
            return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout

        print(score(wanted, *(["--misses"] if a.misses else []), *(["--json", str(a.json)] if a.json else [])), end="")
        if 0 < len(lists) < len(wanted):
            print("\nphotos with a list by themselves\n" + "\n".join(score(lists).strip().splitlines()[-2:]))
    return 0


def verdict_of(photo: str) -> str:
    """The verdict, in this process."""
    from glidecheck import scan
    from glidecheck.errors import GlidecheckError

    try:
        return str(scan(photo).verdict)
    except GlidecheckError as error:
        return str(error)


def batch_seconds(photos: list[str], processes: int) -> float:
    """Seconds on the wall in which so many single-threaded processes, warm, read all these photos."""
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(verdict_of, photos[:2] * 2 * processes))  # of several, so that no process is left cold
        start = time.perf_counter()
        list(pool.map(verdict_of, photos))
        return time.perf_counter() - start


def report_throughput(a: argparse.Namespace) -> int:
    os.environ["OMP_NUM_THREADS"] = "1"  # before onnxruntime, in the processes to come
    photos = [str(path) for path, _ in chosen(a)]
    one, two = batch_seconds(photos, 1), batch_seconds(photos, 2)
    print(f"{len(photos)} photos, single-threaded, warm: one process {one:.1f} s, two {two:.1f} s, throughput {one / two:.2f} times")
    return 0


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--photos", type=Path, default=SHARED / "photos" / "dev")
    ap.add_argument("--truth", type=Path, default=SHARED / "photos" / "truth.jsonl", help="a .jsonl file, or a folder of .json files")
    ap.add_argument("--kinds", nargs="+", help="only photos of these kinds: list drug_facts front negative food")
    ap.add_argument("--sample", type=int, metavar="N", help="only N photos, drawn with --seed")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--repeats", type=int, default=2, help="turns of each photo; the best counts (default 2)")
    ap.add_argument("--throughput", action="store_true", help="time two single-threaded processes against one")
    ap.add_argument("--score", action="store_true", help="score the readings instead of timing them")
    ap.add_argument("--jobs", type=int, default=1, help="with --score: processes at a time (default 1)")
    ap.add_argument("--results", type=Path, help="with --score: keep the results here (.jsonl)")
    ap.add_argument("--misses", action="store_true", help="with --score: what was missed and made up, photo by photo")
    ap.add_argument("--latin", action="store_true", help="with --score: only labels in Latin script")
    ap.add_argument("--json", type=Path, help="with --score: the totals as JSON")
    ap.add_argument("--scorer", type=Path, default=SHARED / "eval" / "score_photos.py")
    a = ap.parse_args()
    for path in (a.photos, a.truth, *([a.scorer] if a.score else [])):
        if not path.exists():
            print(f"bench_scan: {path} is not there", file=sys.stderr)
            return 3
    return report_score(a) if a.score else report_throughput(a) if a.throughput else report_time(a)


if __name__ == "__main__":
    raise SystemExit(main())
