#!/usr/bin/env python3
"""Renders the sample labels: each recipe of samples/recipes becomes a JPEG and its truth.

    python scripts/render_labels.py                 all of them, into samples/
    python scripts/render_labels.py retinol-serum   these only
    python scripts/render_labels.py --out FOLDER    elsewhere, to look at

Needs the development environment and, for the faces that labels are set in, Debian's fonts-liberation2, fonts-roboto-unhinted,
fonts-open-sans and fonts-lato.
"""

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from labels.fonts import FontMissingError
from labels.recipe import load, render

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
TABLE_HEAD = """# Samples

Labels that never existed, rendered by `scripts/render_labels.py` (which also writes this table): invented products, invented
brands, no photo and no copied text. Beside each picture stand its recipe (`recipes/`, YAML, with the seed) and the truth about it
(`truth/`, JSON): every name in order, with section, amount and the place of each word in the picture, and the verdict, kind of
caution and reading that are right for it. `print` is the x-height in pixels of the list's letters, or of the name's where there is
no list. They may be used as the project may.

| file | source | should read | print | purpose |
|---|---|---|---|---|
"""


def table(samples: Path) -> str:
    """The README of the samples: file, source, purpose."""
    rows = []
    for path in sorted((samples / "truth").glob("*.json")):
        right = json.loads(path.read_text("utf-8"))
        expected = right["expected"]
        verdict = expected["verdict"] + (f" ({expected['caution_kind']})" if expected["caution_kind"] else "")
        rows.append(
            f"| [{right['file']}]({right['file']}) | rendered from [its recipe](recipes/{path.stem}.yaml), seed {right['seed']} "
            f"| {verdict}, {expected['reading']} | {right['print_px']:.0f} px | {right['notes']} |\n"
        )
    return TABLE_HEAD + "".join(rows)


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("samples", nargs="*", help="names of recipes, without .yaml; all of them when none is given")
    ap.add_argument("--recipes", type=Path, default=SAMPLES / "recipes")
    ap.add_argument("--out", type=Path, default=SAMPLES)
    a = ap.parse_args()
    (a.out / "truth").mkdir(parents=True, exist_ok=True)
    for path in sorted(a.recipes.glob("*.yaml")):
        if a.samples and path.stem not in a.samples:
            continue
        try:
            rendered = render({**load(path), "sample": path.stem})
        except FontMissingError as missing:
            print(f"render_labels: {missing}", file=sys.stderr)
            return 5
        (a.out / f"{path.stem}.jpg").write_bytes(rendered.jpeg)
        (a.out / "truth" / f"{path.stem}.json").write_text(json.dumps(rendered.truth, ensure_ascii=False, indent=1) + "\n", "utf-8")
        whole = sum(n["in_photo"] for n in rendered.truth["names"])
        print(
            f"{path.stem:28} {len(rendered.jpeg) // 1000:4d} kB  x-height {rendered.truth['print_px']:4.1f} px  "
            f"{whole}/{len(rendered.truth['names'])} names in the photo  {rendered.truth['expected']['verdict']}"
        )
    if a.out == SAMPLES:
        (SAMPLES / "README.md").write_text(table(SAMPLES), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
