#!/usr/bin/env python3
"""Photos read once and judged again in seconds: every list that is not called complete with its reason, and every correction.

    judge_kept.py --keep FOLDER [--photos ../shared/photos/dev]      reads what is not kept yet, judges all, prints
    judge_kept.py --keep FOLDER --score                              the table of ../shared/eval/score_photos.py as well

The readings of a photo are kept as FOLDER/<photo>.json (ocr.recorded): a change of layout, parse, match or the lexicon shows without OCR.
Each list of the truth that was read (recall of at least .95) and is in the picture whole is told with its `retake` where it is not
complete, and each name that was not read letter by letter as "print -> name", for a person to look at.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from glidecheck import pipeline
from glidecheck.errors import GlidecheckError
from glidecheck.model import Method, Report
from glidecheck.ocr import recorded
from glidecheck.report import jsonform

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".tif", ".tiff"}


def keep(photos: list[Path], folder: Path) -> None:
    """Reads the photos that are not kept yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for photo in photos:
        target = folder / f"{photo.name}.json"
        if target.exists():
            continue
        try:
            readings, _ = pipeline.read([photo])
            told = recorded.dump_readings(readings)
        except GlidecheckError as error:
            told = {"error": str(error)}
        target.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        print(f"read {photo.name}", file=sys.stderr)


def judged(folder: Path) -> list[Report]:
    """The reports of all kept readings, by the lexicon and the code of today."""
    kept = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    return [pipeline.judge(recorded.load_readings(told)) for told in kept if "error" not in told]


def corrections(report: Report) -> list[str]:
    """Each name that is not as it is printed, with how it was found."""
    return [
        f"{m.mention.printed!r} -> {m.substances[0].name} ({m.method.value} {m.score}{'' if m.read else ', not read'})"
        for m in report.ingredients
        if m.substances and m.method not in (Method.EXACT, Method.SYNONYM) and not m.glyphs_only
    ]


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--keep", type=Path, required=True, help="where readings are kept")
    ap.add_argument("--photos", type=Path, default=SHARED / "photos" / "dev")
    ap.add_argument("--truth", type=Path, default=SHARED / "photos" / "truth.jsonl")
    ap.add_argument("--score", action="store_true")
    ap.add_argument("--corrections", action="store_true", help="print every correction")
    a = ap.parse_args()
    if not a.photos.is_dir():
        print(f"no photos at {a.photos}: nothing measured", file=sys.stderr)
        return 0
    keep(sorted(p for p in a.photos.iterdir() if p.suffix.lower() in PICTURES), a.keep)
    reports = judged(a.keep)
    truth: dict[str, dict[str, Any]] = {}
    if a.truth.is_file():
        truth = {t["file"].rsplit("/", 1)[-1]: t for t in map(json.loads, a.truth.read_text("utf-8").splitlines())}
    for r in reports:
        t = truth.get(r.source[0], {})
        whole = t.get("kind") in ("list", "drug_facts") and t.get("scoring") == "full" and t.get("list_complete_in_photo")
        if r.reading.value != "complete" and whole:
            print(f"{r.source[0]}: {r.reading.value}, {len(r.ingredients)} names")
            print("".join(f"    {line}\n" for line in r.retake), end="")
            doubtful = [m.mention.printed for m in r.ingredients if m.mention.section.value != "claim" and not m.read]
            print(f"    not read for certain: {doubtful}")
        if r.reading.value == "complete" and not whole and t.get("kind") != "food":
            print(f"{r.source[0]}: complete, and not whole by the truth ({t.get('kind')}, {t.get('scoring')})")
        if a.corrections:
            print("".join(f"  {r.source[0]}: {line}\n" for line in corrections(r)), end="")
    if a.score:
        results = a.keep / "results.jsonl"
        results.write_text("".join(json.dumps(jsonform.to_json(r), ensure_ascii=False, default=str) + "\n" for r in reports), "utf-8")
        scorer = [sys.executable, str(SHARED / "eval" / "score_photos.py"), "--truth", str(a.truth), "--results", str(results), "--misses"]
        print(subprocess.run(scorer, check=True, stdout=subprocess.PIPE, text=True).stdout, end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
