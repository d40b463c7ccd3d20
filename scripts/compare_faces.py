#!/usr/bin/env python3
"""Whether command line, audit, chat and HTTP API give the same report of a photo. Prints each difference; exit 1 where there is one.

    compare_faces.py [PHOTO|FOLDER ...] [--engine NAME]      default: samples/

Each picture is read once by the engines, which remember: a face that asked them for anything else would be seen to.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glidecheck import ocr, pipeline
from glidecheck.audit import product
from glidecheck.audit.orders import Order, Piece
from glidecheck.chat import albums
from glidecheck.model import Box, Engine, Page, Report
from glidecheck.report import jsonform
from glidecheck.service import child

if TYPE_CHECKING:
    from glidecheck.model import Pixels

ROOT = Path(__file__).resolve().parents[1]
ENDINGS = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".tif", ".tiff"}


@dataclass
class Once:
    """A real engine that remembers its answers; `asked` counts what was new to it."""

    engine: Engine
    seen: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.engine.name

    @property
    def version(self) -> str:
        return self.engine.version

    @property
    def network(self) -> str:
        return self.engine.network

    def read(self, pixels: Pixels) -> Page:
        page: Page = self._once("read", pixels, lambda: self.engine.read(pixels))
        return page

    def read_closely(self, pixels: Pixels) -> Page:
        page: Page = self._once("read closely", pixels, lambda: self.engine.read_closely(pixels))
        return page

    def reread(self, pixels: Pixels, page: Page, regions: Sequence[Box]) -> Page:
        again: Page = self._once(
            f"reread {regions} {page.turned} {page.mirrored}", pixels, lambda: self.engine.reread(pixels, page, regions)
        )
        return again

    def places(self, pixels: Pixels) -> tuple[Box, ...]:
        boxes: tuple[Box, ...] = self._once("places", pixels, lambda: self.engine.places(pixels))
        return boxes

    def _once(self, what: str, pixels: Pixels, ask: Any) -> Any:
        key = f"{what} {pixels.shape} {hashlib.sha256(pixels.tobytes()).hexdigest()}"
        if key not in self.seen:
            self.seen[key] = ask()
        return self.seen[key]


def told(report: Report) -> dict[str, Any]:
    """What a report says, without what it is called and how long it took."""
    said: dict[str, Any] = json.loads(json.dumps(jsonform.to_json(replace(report, source=("photo",), product="photo", elapsed_s=0.0))))
    return said


def faces(path: Path, first: Once, second: Once) -> dict[str, dict[str, Any]]:
    """The report of one photo by each face."""
    data = path.read_bytes()
    out = {"command line": told(pipeline.examine(path, engine=first, second=second).report)}
    (one,) = albums.judge([data], albums.Engines(first, second))
    out["chat"] = told(one.report)
    reply, _ = child._scan({"do": "scan", "names": [path.name], "engine": first, "second": second}, [data])
    out["HTTP"] = {**reply["scan"], "source": ["photo"], "product": "photo", "elapsed_s": 0.0}
    order = Order((Piece(path.name, str(path), hashlib.sha256(data).hexdigest()),), "test", first, second)  # type: ignore[arg-type]
    readings, _ = product.read(order)
    out["audit"] = told(product.judge([product.unpack(product.pack(readings))], "photo", {}, None).report)
    return out


def differences(said: dict[str, dict[str, Any]]) -> list[str]:
    """Where a face says something else than the command line; boxes are kept to a tenth of a pixel, and not compared."""
    base = said["command line"]
    out = []
    for face, report in said.items():
        for part in ("verdict", "caution_kind", "reading", "headline", "barcode"):
            if report[part] != base[part]:
                out += [f"{face}: {part} is {report[part]!r}, not {base[part]!r}"]
        for part, of in (("ingredients", "name"), ("findings", "rule")):
            if [x[of] for x in report[part]] != [x[of] for x in base[part]]:
                out += [f"{face}: other {part}"]
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", nargs="*", type=Path, default=[ROOT / "samples"])
    parser.add_argument("--engine", default=pipeline.DEFAULT)
    args = parser.parse_args()
    paths = [q for p in args.photos for q in (sorted(p.iterdir()) if p.is_dir() else [p]) if q.suffix.lower() in ENDINGS]
    differing = 0
    for path in paths:
        first, second = Once(ocr.engine(args.engine)), Once(ocr.engine(pipeline.SECOND.get(args.engine, pipeline.DEFAULT)))
        said = faces(path, first, second)
        found = differences(said)
        differing += bool(found)
        print(f"{path.name}: {said['command line']['verdict']} {said['command line']['reading']}", *found, sep="\n    ", flush=True)
    print(f"{len(paths)} photos, {differing} with a difference", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
