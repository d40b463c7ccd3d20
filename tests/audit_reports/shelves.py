"""Audits as they come: the samples as their recorded readings are judged, hostile labels, a crowd of synthetic products."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "faces"), str(ROOT / "tests")]

import reports  # noqa: E402 - of tests/faces, found through the line above
from golden import samples  # noqa: E402

from glidecheck import pipeline  # noqa: E402
from glidecheck.audit.model import Audit, Cause, Change, Gone, Review, Row  # noqa: E402
from glidecheck.audit.review import basis_of  # noqa: E402
from glidecheck.errors import InputError  # noqa: E402
from glidecheck.model import Report, Verdict  # noqa: E402
from glidecheck.report.picture import crop  # noqa: E402
from glidecheck.report.view import LOOKS, finding_tone  # noqa: E402
from glidecheck.shelf.model import Product, Shot  # noqa: E402

ENGINES = ("rapidocr 3.10.0 PP-OCRv6-small", "paddle-tiny 1.0.4 PP-OCRv6-tiny")
REVIEW = Review("only as noted", "AB", "2026-11-02", "for numbing before, wiped off", "basis")


def product(name: str, *paths: str, columns: tuple[tuple[str, str], ...] = (("Location", "room 1"), ("Lot", "L-7"))) -> Product:
    return Product(name.casefold(), name, tuple(Shot(p, f"/shelf/{p}") for p in paths or (f"{name}.jpg",)), columns, "name")


def jpeg(shade: int = 200, size: tuple[int, int] = (300, 40)) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", size, (shade % 256, 90, (7 * shade) % 256)).save(out, "JPEG")
    return out.getvalue()


def crops_of(report: Report, path: Path) -> tuple[tuple[int, bytes], ...]:
    """What an audit keeps of a photo: the print of each finding."""
    import numpy as np
    from PIL import Image

    with Image.open(path) as image:
        pixels = np.asarray(image.convert("RGB"))
    out = []
    for n, finding in enumerate(report.findings):
        _, boxes = report.place_of(finding)
        cut = crop(pixels, boxes, LOOKS[finding_tone(report, finding)].colour) if boxes else None
        if cut:
            held = io.BytesIO()
            cut.convert("RGB").save(held, "JPEG", quality=72)
            out.append((n, held.getvalue()))
    return tuple(out)


@cache
def judged(sample: str) -> Report:
    report = pipeline.judge(samples.readings(sample))
    return replace(report, engines=ENGINES, pages=())


def row(report: Report, name: str, *paths: str, **more) -> Row:
    basis = basis_of([name], report.verdict, report.caution_kind)
    return Row(product(name, *paths), report, basis=basis, **more)


def audit(rows: Sequence[Row], **more) -> Audit:
    lexicon = next((r.report.lexicon for r in rows if r.report.lexicon), "sha256:" + "ab12" * 16)
    fields = {"policy": "Clinic rules (sha256:12ab34cd)", "engines": ENGINES, "stored": 0} | more
    return Audit("2026-11-23-1", "cabinet 2", "2026-11-23T09:30:00", tuple(rows), lexicon, **fields)


def realistic(pictures: bool = True) -> Audit:
    """The samples, one not judged, and two with decisions."""
    rows = []
    for n, name in enumerate(samples.names()):
        report = judged(name)
        change = Change((Cause.NEW,)) if n == 2 else Change((Cause.LEXICON, Cause.PHOTO), Verdict.CAUTION) if n == 8 else None
        cut = crops_of(report, samples.SAMPLES / f"{name}.jpg") if pictures else ()
        made = row(report, name.replace("-", " "), f"{name}-front.jpg", f"{name}-back.jpg", crops=cut, change=change)
        if n == 1:
            made = replace(made, review=replace(REVIEW, basis=made.basis))
        if n == 5:
            made = replace(made, dropped=REVIEW)
        rows.append(made)
    lost = InputError("torn.jpg is damaged or cut short.", "Send the photo again, as the camera made it.")
    rows.insert(3, row(pipeline.skipped("torn.jpg", lost, "torn"), "torn", "torn.jpg"))
    gone = (Gone("old", "old serum", Verdict.GLIDE), Gone("older", "older serum", None))
    return audit(rows, since="2026-10-20-1", gone=gone, stored=12)


def handmade(**more) -> Audit:
    """One of each kind of report, a hostile one among them, quickly made."""
    rows = [
        row(make() if name != "skipped" else reports.skipped(), name, crops=((0, jpeg(n)),) if make().findings else ())
        for n, (name, make) in enumerate(reports.ALL.items())
        if name != "pasted"
    ]
    hostile = reports.HOSTILE
    rows = [replace(r, product=replace(r.product, name=hostile)) if r.product.name == "hostile" else r for r in rows]
    formula = product('=HYPERLINK("http://x.example","y")', "=1+1.jpg", columns=((hostile, hostile), ("Lot", "=2+2")))
    rows.append(replace(rows[0], product=formula, review=Review("=1+1", "@AB", "2026-11-02", hostile)))
    return audit(rows, **more)


def crowd(count: int) -> Audit:
    """`count` products, the samples over and over, each with pictures of its own."""
    base = [judged(n) for n in samples.names()]
    lost = pipeline.skipped("torn.jpg", InputError("torn.jpg is damaged or cut short.", "Send the photo again."), "torn")

    class Crowd(Sequence):  # as a database hands them out
        def __len__(self) -> int:
            return count

        def __getitem__(self, index):
            if not 0 <= index < count:
                raise IndexError(index)
            report = base[index % 20] if index % 97 else lost
            pictures = tuple((n, jpeg(index + n)) for n, f in enumerate(report.findings) if f.box)
            return row(report, f"product {index:05}", crops=pictures)

    return replace(audit([row(base[0], "x")]), rows=Crowd())
