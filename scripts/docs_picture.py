#!/usr/bin/env python3
"""Writes docs/label.jpg, the picture at the top of README.md: a sample with its boxes, from its recorded reading.

    python scripts/docs_picture.py

To be run again when the look of annotated photos changes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PIL import Image

from glidecheck import pipeline
from glidecheck.image import photo
from glidecheck.model import PhotoFacts, Quality, Readings
from glidecheck.ocr import recorded
from glidecheck.report.annotate import annotate
from glidecheck.report.picture import upright

ROOT = Path(__file__).resolve().parent.parent
SAMPLE, WIDTH = "retinol-serum", 460


def main() -> int:
    kept = ROOT / "tests" / "golden" / "readings" / f"{SAMPLE}.rapidocr.json"
    page = recorded.load(json.loads(kept.read_text("utf-8")))
    facts = PhotoFacts(f"{SAMPLE}.jpg", "", Quality(sharpness=1000.0, glare=0.0), page.width, page.height)
    report = pipeline.judge(Readings((facts,), (page,), networks=("PP-OCRv6-small", ""), engines=("rapidocr",)))
    pixels = upright(photo.load(ROOT / "samples" / f"{SAMPLE}.jpg").pixels, report, 0)
    picture = annotate(pixels, report, 0)
    picture = picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS)
    target = ROOT / "docs" / "label.jpg"
    picture.save(target, quality=80, optimize=True)
    print(f"{target.relative_to(ROOT)} {target.stat().st_size / 1000:.0f} kB", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
