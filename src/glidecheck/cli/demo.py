"""`--demo`: an audit of the samples into a report, from readings that were recorded: nothing is read, and nothing else is opened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from glidecheck.cli import ending
from glidecheck.errors import Exit, UsageError

if TYPE_CHECKING:
    from glidecheck.audit.model import Row
    from glidecheck.model import Report

REPORT = Path("glidecheck-demo.html")
ENGINES = ("rapidocr", "paddle-tiny")
NETWORKS = ("PP-OCRv6-small", "PP-OCRv6-tiny")


def demo(output: Path = REPORT) -> Exit:
    """Write the report of the samples to `output`, in the folder one works in. Raises UsageError where the samples are missing."""
    from glidecheck.audit import reports
    from glidecheck.audit.model import Audit
    from glidecheck.lexicon import load

    samples, readings = _folders()
    reports.check(output)
    rows: list[Row] = []
    judged: list[Report] = []
    for photo in sorted(samples.glob("*.jpg")):
        row = _row(photo, readings)
        rows.append(row)
        judged.append(row.report)
    made = datetime.now().isoformat(timespec="seconds")
    audit = Audit("demo", "samples, of no real product", made, tuple(rows), load().version, None, ("recorded readings",), stored=len(rows))
    reports.write(audit, output)
    for report in judged:
        ending.say(f"{report.verdict or 'not judged'}: {report.product}")
    ending.say(f"{output} is written: {len(rows)} rendered labels, judged from recorded readings; open it in a browser")
    return Exit.GLIDE


def _folders() -> tuple[Path, Path]:
    """The samples' photos and their recorded readings: of the package, or of the checkout that it runs from."""
    carried = Path(__file__).resolve().parents[1] / "demo"
    root = Path(__file__).resolve().parents[3]
    for samples, readings in ((carried / "samples", carried / "readings"), (root / "samples", root / "tests" / "golden" / "readings")):
        if samples.is_dir() and readings.is_dir():
            return samples, readings
    raise UsageError("the samples are not here", "Run it from a checkout, or from the wheel.")


def _row(photo: Path, readings: Path) -> Row:
    from glidecheck import pipeline
    from glidecheck.audit.model import Row
    from glidecheck.model import PhotoFacts, Quality, Readings
    from glidecheck.ocr import recorded
    from glidecheck.shelf.model import Product, Shot

    first, second = (recorded.load(json.loads((readings / f"{photo.stem}.{engine}.json").read_text("utf-8"))) for engine in ENGINES)
    facts = PhotoFacts(photo.name, "", Quality(sharpness=1000.0, glare=0.0), first.width, first.height)
    name = photo.stem.replace("-", " ")
    report = pipeline.judge(Readings((facts,), (first,), (second,), witnessed=True, networks=NETWORKS, engines=ENGINES), product=name)
    product = Product(photo.stem, name, (Shot(photo.name, str(photo)),), (), "name")
    return Row(product, replace(report, pages=()), tuple(_crops(report, photo)))


def _crops(report: Report, photo: Path) -> Iterator[tuple[int, bytes]]:
    """The print of each finding, as JPEG, by the finding's index."""
    from glidecheck.image.photo import load
    from glidecheck.report.answer import place
    from glidecheck.report.picture import crop, jpeg, upright
    from glidecheck.report.view import LOOKS, finding_tone

    pixels = upright(load(photo).pixels, report, 0)
    for number, finding in enumerate(report.findings):
        where = place(report, (finding,))
        cut = crop(pixels, where[1], LOOKS[finding_tone(report, finding)].colour) if where else None
        if cut is not None:
            yield number, jpeg(cut, 72)
