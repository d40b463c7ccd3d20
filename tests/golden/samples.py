"""The samples, what is right to say of them, and their recorded readings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from glidecheck.image import photo
from glidecheck.model import Box, Line, Page, PhotoFacts, Quality, Readings
from glidecheck.ocr import recorded

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
READINGS = Path(__file__).parent / "readings"
FIRST, SECOND = "rapidocr", "paddle-tiny"
NETWORKS = ("PP-OCRv6-small", "PP-OCRv6-tiny")


def names() -> list[str]:
    return sorted(path.stem for path in (SAMPLES / "truth").glob("*.json"))


@cache
def truth(sample: str) -> dict[str, Any]:
    right: dict[str, Any] = json.loads((SAMPLES / "truth" / f"{sample}.json").read_text("utf-8"))
    return right


def reading(sample: str, engine: str) -> Page:
    """What an engine once read on a sample (scripts/record_samples.py)."""
    return recorded.load(json.loads((READINGS / f"{sample}.{engine}.json").read_text("utf-8")))


def readings(sample: str) -> Readings:
    """Both recorded readings of a sample, as a scan would keep them."""
    first, second = reading(sample, FIRST), reading(sample, SECOND)
    facts = PhotoFacts(f"{sample}.jpg", "", Quality(sharpness=1000.0, glare=0.0), first.width, first.height)
    return Readings((facts,), (first,), (second,), witnessed=True, networks=NETWORKS, engines=NETWORKS)


def page_of(texts: tuple[str, ...], width: int, height: int) -> Page:
    """A page of lines, one under the other."""
    boxes = (Box.of(40, 40 + 40 * n, 40 + 12 * len(text), 66 + 40 * n) for n, text in enumerate(texts))
    return Page(tuple(Line(text, 0.99, box) for text, box in zip(texts, boxes, strict=True)), width, height, FIRST)


def replay(folder: Path, photos: Mapping[Path, tuple[str, ...]]) -> dict[str, str]:
    """The environment in which the recorded engine reads these lines on these photos, and nothing on them when they are turned.

    The photos are to be 1600 pixels long: smaller ones are enlarged before an engine sees them.
    """
    folder.mkdir()
    for path, lines in photos.items():
        pixels = photo.load(path).pixels
        for turns in range(4):
            turned = np.ascontiguousarray(np.rot90(pixels, turns))
            page = page_of(() if turns else lines, turned.shape[1], turned.shape[0])
            (folder / f"{recorded.fingerprint(turned)}.json").write_text(json.dumps(recorded.dump(page)), "utf-8")
    return {"GLIDECHECK_ALLOW_RECORDED": "1", "GLIDECHECK_RECORDED": str(folder)}
