"""A page of the worst crops, one file: wrong GLIDEs first."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from pathlib import Path

import cv2
import numpy as np

from .score import Outcome, gravity

KINDS = {
    0: "wrong GLIDE", 1: "critical name missed (easy or medium)", 2: "complete said wrongly", 3: "critical name missed (hard) or made up",
    4: "pure glide not recognised (easy or medium)", 5: "pure glide not recognised (hard)", 6: "less than half read (easy or medium)",
}  # fmt: skip
WIDEST = 760
STYLE = """
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1b1b1b;background:#fafafa}
article{border:1px solid #ccc;border-radius:6px;padding:1rem;margin:1rem 0;background:#fff}
img{max-width:100%;display:block}h2{margin-top:2rem}h3{margin:0 0 .5rem;font-size:1rem}.missing{color:#a1140b}p{margin:.4rem 0}
"""


def crop(o: Outcome, picture: Path) -> bytes:
    """The list and a margin of the picture, as a small JPEG; the picture's names that were missed are framed."""
    image = cv2.imread(str(picture), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    assert image is not None
    h, w = image.shape[:2]
    for n in o.truth["names"]:
        if n["name"] in o.missing or n["seen"] != "whole":
            colour = (40, 40, 220) if n["seen"] == "whole" else (200, 140, 0)
            for piece in n["pieces"]:
                cv2.polylines(image, [np.array(piece, np.float32).round().astype(np.int32)], True, colour, max(1, w // 600))
    points = np.array([p for n in o.truth["names"] for piece in n["pieces"] for p in piece] or [[0, 0], [w, h]])
    points = np.clip(points, 0, (w, h))
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    margin = 0.25 * max(right - left, bottom - top) + 20
    cut = image[max(0, int(top - margin)) : int(bottom + margin), max(0, int(left - margin)) : int(right + margin)]
    if cut.shape[1] > WIDEST:
        cut = cv2.resize(cut, (WIDEST, max(1, round(cut.shape[0] * WIDEST / cut.shape[1]))), interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".jpg", cut, [cv2.IMWRITE_JPEG_QUALITY, 80])[1])


def article(o: Outcome, engine: str, picture: Path) -> str:
    t, r = o.truth, o.result
    facts = [engine, t["difficulty"], t["content"], t["way"], t["shape"], f"x-height {t['print_px']} px", *t["defects"], *t["traps"]]
    image = base64.b64encode(crop(o, picture)).decode()
    read = ", ".join(escape(str(n[0])) + ("" if n[1] else " (?)") for n in r["names"])
    lost = f"missing: {escape(', '.join(o.missing)) or '-'} · wrong: {escape(', '.join(o.wrong)) or '-'}"
    return f"""<article><h3>{escape(picture.name)}: {r["verdict"]}, {r["reading"]}</h3>
<p>{escape(" · ".join(f for f in facts if f))}</p><img alt="" src="data:image/jpeg;base64,{image}">
<p>on the label: {escape(", ".join(n["name"] + ("" if n["seen"] == "whole" else f" [{n['seen']}]") for n in t["names"]))}</p>
<p>read: {read or "nothing"}</p><p class="missing">{lost}</p>
<p>{escape(" · ".join(r["retake"]))}</p></article>"""


def page(outcomes: Sequence[tuple[str, Outcome]], pictures: Path, most: int = 60) -> str:
    """The HTML of the worst `most` outcomes, each with its engine."""
    bad = sorted(((gravity(o), engine, o) for engine, o in outcomes if gravity(o) in KINDS), key=lambda b: (b[0], b[2].truth["file"]))
    parts, last = [], None
    for g, engine, o in bad[:most]:
        if g != last:
            parts.append(f"<h2>{KINDS[g]} ({sum(b[0] == g for b in bad)})</h2>")
            last = g
        parts.append(article(o, engine, pictures / o.truth["file"]))
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>The worst crops</title><style>{STYLE}</style>'
    note = "<p>Red: not read. Blue: not to be read in this picture. Rendered labels of products that never existed.</p>"
    return head + f"<h1>The worst crops</h1>{note}" + "\n".join(parts or ["<p>Nothing to look at.</p>"]) + "</html>\n"
