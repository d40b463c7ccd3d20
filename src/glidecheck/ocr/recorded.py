"""Readings as JSON: kept beside a sample, and replayed in place of an engine (tests and samples only)."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glidecheck.errors import EngineFailed, EngineMissing
from glidecheck.model import Box, Evidence, Line, Page, PhotoFacts, Quality, Readings, Word
from glidecheck.ocr.whole_pictures import WholePictures

if TYPE_CHECKING:
    from glidecheck.model import Pixels

SCHEMA = "glidecheck.page/1"
READINGS = "glidecheck.readings/3"
_ALLOW = "GLIDECHECK_ALLOW_RECORDED"
_FOLDER = "GLIDECHECK_RECORDED"


def dump(page: Page, evidence: bool = False) -> dict[str, Any]:
    """`page` as a JSON object, coordinates to a tenth of a pixel; with the lines' evidence if wanted."""
    heard = _heard(page) if evidence else {}
    return {
        "schema": SCHEMA,
        "reader": page.reader,
        "photo": page.photo,
        "width": page.width,
        "height": page.height,
        "turned": page.turned,
        "mirrored": page.mirrored,
        "unread": [_points(b) for b in page.unread],
        **({"overlooked": [_points(b) for b in page.overlooked]} if page.overlooked else {}),
        **heard,
        "lines": [
            {
                "text": line.text,
                "confidence": round(line.confidence, 4),
                "reader": line.reader,
                "photo": line.photo,
                "box": None if line.box is None else _points(line.box),
                "words": [
                    {"text": w.text, "box": _points(w.box), "confidence": round(w.confidence, 4), "start": w.start, "end": w.end}
                    for w in line.words
                ],
            }
            for line in page.lines
        ],
    }


def _heard(page: Page) -> dict[str, Any]:
    from glidecheck.ocr import ctc

    seen = {n: line.evidence for n, line in enumerate(page.lines) if isinstance(line.evidence, ctc.Columns)}
    known = sorted(frozenset().union(*(e.known for e in seen.values())))
    return {"known": "".join(known), "evidence": {str(n): ctc.pack(e) for n, e in seen.items()}} if seen else {}


def load(data: Mapping[str, Any]) -> Page:
    """The page that `dump` wrote. Raises EngineFailed for anything else."""
    evidence: dict[int, Evidence] = {}
    try:
        if data["schema"] != SCHEMA:
            raise EngineFailed(f"A recorded reading of another kind: {data['schema']!r}.", f"Record it again as {SCHEMA}.")
        if "evidence" in data:
            from glidecheck.ocr import ctc

            known = frozenset(data["known"])
            evidence = {int(n): ctc.unpack(told, known) for n, told in data["evidence"].items()}
        return Page(
            tuple(
                Line(
                    line["text"],
                    line["confidence"],
                    None if line["box"] is None else _box(line["box"]),
                    tuple(Word(w["text"], _box(w["box"]), w["confidence"], w["start"], w["end"]) for w in line["words"]),
                    line["reader"],
                    line["photo"],
                    evidence.get(n),
                )
                for n, line in enumerate(data["lines"])
            ),
            data["width"],
            data["height"],
            data["reader"],
            data["photo"],
            data["turned"],
            data["mirrored"],
            tuple(_box(b) for b in data["unread"]),
            tuple(_box(b) for b in data.get("overlooked", ())),
        )
    except (KeyError, TypeError, ValueError, zlib.error) as e:
        raise EngineFailed(f"A recorded reading does not hold together: {type(e).__name__}: {e}.", "Record it again.") from e


def dump_readings(readings: Readings) -> dict[str, Any]:
    """A product's readings as a JSON object, whole: `load_readings` gives back what is judged alike."""

    def pages(given: tuple[Page, ...] | None) -> list[dict[str, Any]] | None:
        return None if given is None else [dump(p, evidence=True) for p in given]

    return {
        "schema": READINGS,
        "photos": [
            {
                "source": p.source,
                "sha256": p.sha256,
                "sharpness": p.quality.sharpness,
                "glare": p.quality.glare,
                "width": p.width,
                "height": p.height,
            }
            for p in readings.photos
        ],
        "pages": pages(readings.pages),
        "second": pages(readings.second),
        "witnessed": readings.witnessed,
        "networks": list(readings.networks),
        "engines": list(readings.engines),
        "barcode": readings.barcode,
        "lost": list(readings.lost),
        "from_text": readings.from_text,
        "shaded": list(readings.shaded),
    }


def load_readings(data: Mapping[str, Any]) -> Readings:
    """The readings that `dump_readings` wrote. Raises EngineFailed for anything else."""

    def pages(given: list[dict[str, Any]] | None) -> tuple[Page, ...] | None:
        return None if given is None else tuple(map(load, given))

    try:
        if data["schema"] != READINGS:
            raise EngineFailed(
                f"Kept readings of another kind: {data['schema']!r}.", f"Read the photos again: this version keeps {READINGS}."
            )
        first, second = data["networks"]
        return Readings(
            tuple(
                PhotoFacts(p["source"], p["sha256"], Quality(p["sharpness"], p["glare"]), p["width"], p["height"]) for p in data["photos"]
            ),
            pages(data["pages"]) or (),
            pages(data["second"]),
            data["witnessed"],
            (first, second),
            tuple(data["engines"]),
            data["barcode"],
            tuple(data["lost"]),
            data["from_text"],
            tuple(data["shaded"]),
        )
    except (KeyError, TypeError, ValueError) as e:
        raise EngineFailed(f"Kept readings do not hold together: {type(e).__name__}: {e}.", "Read the photos again.") from e


def fingerprint(pixels: Pixels) -> str:
    """What a recording is filed under: a hash of the upright pixels."""
    return hashlib.sha256(repr(pixels.shape).encode() + pixels.tobytes()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Recorded(WholePictures):
    """An Engine that replays `<fingerprint of the pixels>.json` from a folder. `network` is that of the engine that was recorded."""

    folder: Path
    network: str = "recorded"
    name: str = "recorded"

    @property
    def version(self) -> str:
        return f"recorded readings of {self.network}"

    def glance(self, pixels: Pixels) -> Page:
        """The recorded page. Raises EngineFailed where there is none for these pixels."""
        path = self.folder / f"{fingerprint(pixels)}.json"
        try:
            return load(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise EngineFailed("There is no recorded reading of this picture.", f"Record it as {path.name}.") from None
        except (OSError, ValueError) as e:
            raise EngineFailed(f"The recorded reading {path.name} cannot be read: {type(e).__name__}.", "Record it again.") from e


def open_folder() -> Recorded:
    """The replaying engine.

    Raises EngineMissing unless the environment allows it: a replay must never pass for a reading of a real label.
    """
    if os.environ.get(_ALLOW) != "1":
        raise EngineMissing(
            "The recorded reader is for tests only.", f"Set {_ALLOW}=1 and {_FOLDER} to the folder of readings, or use --engine rapidocr."
        )
    folder = Path(os.environ.get(_FOLDER, "."))
    if not folder.is_dir():
        raise EngineMissing(f"There is no folder of recorded readings at {folder.name}.", f"Set {_FOLDER} to it.")
    return Recorded(folder, os.environ.get("GLIDECHECK_RECORDED_NETWORK", "recorded"))


def _points(box: Box) -> list[list[float]]:
    return [[round(x, 1), round(y, 1)] for x, y in box.points]


def _box(points: list[list[float]]) -> Box:
    (a, b), (c, d), (e, f), (g, h) = points
    return Box(((a, b), (c, d), (e, f), (g, h)))
