"""Readings as JSON: kept beside a sample, and replayed in place of an engine (tests and samples only)."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glidecheck import serialise
from glidecheck.errors import EngineFailed, EngineMissing
from glidecheck.model import Page, Readings
from glidecheck.ocr.whole_pictures import WholePictures

if TYPE_CHECKING:
    from glidecheck.model import Pixels

SCHEMA = "glidecheck.page/1"
READINGS = "glidecheck.readings/4"
_ALLOW = "GLIDECHECK_ALLOW_RECORDED"
_FOLDER = "GLIDECHECK_RECORDED"


def dump(page: Page, evidence: bool = False) -> dict[str, Any]:
    """`page` as a JSON object, coordinates to a tenth of a pixel; with the lines' evidence if wanted."""
    bare = replace(page, lines=tuple(replace(line, evidence=None) for line in page.lines))
    return {**_short(serialise.dump(bare, SCHEMA)), **(_heard(page) if evidence else {})}


def _short(told: Any, digits: int = 1) -> Any:
    """Coordinates with one digit behind the point, confidences with four."""
    if isinstance(told, dict):
        return {name: _short(value, 4 if name == "confidence" else 1) for name, value in told.items()}
    if isinstance(told, list):
        return [_short(value) for value in told]
    return round(told, digits) if isinstance(told, float) else told


def _heard(page: Page) -> dict[str, Any]:
    from glidecheck.ocr import ctc

    seen = {n: line.evidence for n, line in enumerate(page.lines) if isinstance(line.evidence, ctc.Columns)}
    known = sorted(frozenset().union(*(e.known for e in seen.values())))
    return {"known": "".join(known), "evidence": {str(n): ctc.pack(e) for n, e in seen.items()}} if seen else {}


def load(data: Mapping[str, Any]) -> Page:
    """The page that `dump` wrote. Raises EngineFailed for anything else."""
    try:
        page = serialise.load(Page, data, SCHEMA)
        if not data.get("evidence"):
            return page
        from glidecheck.ocr import ctc

        known = frozenset(data["known"])
        heard = {int(n): ctc.unpack(told, known) for n, told in data["evidence"].items()}
        return replace(page, lines=tuple(replace(line, evidence=heard.get(n)) for n, line in enumerate(page.lines)))
    except serialise.OtherForm as e:
        raise EngineFailed(f"A recorded reading of another kind: {e}.", f"Record it again as {SCHEMA}.") from e
    except (KeyError, TypeError, ValueError, zlib.error) as e:
        raise EngineFailed(f"A recorded reading does not hold together: {e}.", "Record it again.") from e


def dump_readings(readings: Readings) -> dict[str, Any]:
    """A product's readings as a JSON object, whole: `load_readings` gives back what is judged alike."""
    second = readings.second and [dump(p, evidence=True) for p in readings.second]
    pages = {"pages": [dump(p, evidence=True) for p in readings.pages], "second": second}
    return serialise.dump(replace(readings, pages=(), second=None), READINGS) | pages


def load_readings(data: Mapping[str, Any]) -> Readings:
    """The readings that `dump_readings` wrote. Raises EngineFailed for anything else."""
    try:
        data = _third(data)
        kept = serialise.load(Readings, {**data, "pages": (), "second": None}, READINGS)
        second = data["second"] and tuple(map(load, data["second"]))
        return replace(kept, pages=tuple(map(load, data["pages"])), second=second)
    except serialise.OtherForm as e:
        raise EngineFailed(f"Kept readings of another kind: {e}.", "Read the photos again.") from e
    except (KeyError, TypeError, ValueError) as e:
        raise EngineFailed(f"Kept readings do not hold together: {e}.", "Read the photos again.") from e


def _third(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Readings of the version before, in which a photo's quality stood among its other facts."""
    if data.get(serialise.SCHEMA) != "glidecheck.readings/3":
        return data
    photos = [{**p, "quality": {"sharpness": p["sharpness"], "glare": p["glare"]}} for p in data["photos"]]
    return {**data, serialise.SCHEMA: READINGS, "photos": photos}


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
