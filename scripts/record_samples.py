#!/usr/bin/env python3
"""Records what the real engines read on the samples, for the golden tests: tests/golden/readings/<sample>.<engine>.json.

    python scripts/record_samples.py                 every sample, both readings
    python scripts/record_samples.py retinol-serum   these only

The first reading is rapidocr's; the second, by another network, is made as a scan would make it for a list that may be a glide. To be run
again whenever samples, engines or the way of reading change; the difference is then looked at like any other.
"""

import argparse
import json
import sys
from pathlib import Path

from glidecheck import ocr
from glidecheck.image import photo
from glidecheck.lexicon import load
from glidecheck.model import Page
from glidecheck.ocr import recorded
from glidecheck.pipeline import judging, reading

ROOT = Path(__file__).resolve().parent.parent
READINGS = ROOT / "tests" / "golden" / "readings"
FIRST, SECOND = "rapidocr", "paddle-tiny"


def compact(page: Page) -> str:
    """The page as JSON, one OCR line a line: small, and readable in a diff."""
    told = recorded.dump(page)
    lines = ",\n  ".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in told.pop("lines"))
    return json.dumps(told, ensure_ascii=False)[:-1] + ', "lines": [\n  ' + lines + "\n]}\n"


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("samples", nargs="*", help="names of samples, without .jpg; all of them when none is given")
    ap.add_argument("--out", type=Path, default=READINGS)
    a = ap.parse_args()
    first, second, lexicon = ocr.engine(FIRST), ocr.engine(SECOND), load()
    for path in sorted((ROOT / "samples").glob("*.jpg")):
        if a.samples and path.stem not in a.samples:
            continue
        picture = photo.load(path)
        page = first.read(picture.pixels)
        seen = judging.understand([page], lexicon).seen
        other = second.reread(picture.pixels, page, reading.regions(seen, page))
        (a.out / f"{path.stem}.{FIRST}.json").write_text(compact(page), "utf-8")
        (a.out / f"{path.stem}.{SECOND}.json").write_text(compact(other), "utf-8")
        print(f"{path.stem:32} {len(page.lines):3d} lines, {len(other.lines):3d} in the second reading", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
