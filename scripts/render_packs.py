#!/usr/bin/env python3
"""Draws packs of plain hyaluronate as they are photographed, with the truth about each, to look at.

    python scripts/render_packs.py --out FOLDER [--sample 12] [--first 0] [--seed 1] [--hidden]

`--hidden` puts one other name on each, in plain sight, in one language only, or under a thumb, glare or the picture's edge.
"""

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from labels.fonts import FontMissingError
from packs.photograph import build


def drawn(folder: Path, seed: int, index: int, hidden: bool) -> Path:
    """The picture of a pack, drawn with its truth unless it is there."""
    picture = folder / f"{'near' if hidden else 'pack'}-{seed}-{index:04d}.jpg"
    right = picture.with_suffix(".json")
    if not (picture.exists() and right.exists()):
        data, truth = build(seed, index, hidden)
        picture.write_bytes(data)
        part = right.with_suffix(".part")
        part.write_text(json.dumps(truth, ensure_ascii=False), "utf-8")
        part.replace(right)
    return picture


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--sample", type=int, default=12)
    ap.add_argument("--first", type=int, default=0)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--hidden", action="store_true")
    a = ap.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    for index in range(a.first, a.first + a.sample):
        try:
            print(drawn(a.out, a.seed, index, a.hidden))
        except FontMissingError as missing:
            print(f"render_packs: {missing}", file=sys.stderr)
            return 5
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
