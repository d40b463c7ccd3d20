#!/usr/bin/env python3
"""How long text that was made to be slow takes: `python scripts/bench_hostile.py`, seconds of processor time, the fastest of three.

Quadratic ways take minutes for these; each should stay within a few seconds, and grow no more than the text: `x2` is twice as long.
"""

from __future__ import annotations

import time

from glidecheck import pipeline

MOST = pipeline.LIMITS.max_text
TEXTS = {
    "words without separators": "Aqua Retinol Glycerin ",
    "single letters": "a ",
    "brackets": "(a",
    "names broken at line ends": "ret-\n",
    "numbers": "1,2,3 % ",
    "headings": ": a",
    "digits": "7",
    "digits and bars": "0|",
    "a list": "Glycerin, Retinol, Citric Acid, Lidocaine, Xqzvlorbane, ",
}


def seconds(text: str) -> float:
    """Of processor time for one judging, the fastest of three."""
    spent = []
    for _ in range(3):
        begun = time.process_time()
        pipeline.scan_text(text)
        spent.append(time.process_time() - begun)
    return min(spent)


if __name__ == "__main__":
    print(f"{'text':28} {'half':>7} {'x2':>7}  ratio")
    for name, part in TEXTS.items():
        whole = (part * MOST)[:MOST]
        half, full = seconds(whole[: MOST // 2]), seconds(whole)
        print(f"{name:28} {half:7.2f} {full:7.2f}  {full / half:5.1f}")
