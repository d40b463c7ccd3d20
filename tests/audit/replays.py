"""Shelves for tests: the rendered samples, with what engines once read on them filed by photo hash, so that an audit runs without OCR."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from golden.samples import FIRST, NETWORKS, SAMPLES, SECOND, names, reading
from PIL import Image

from glidecheck.model import Page, PhotoFacts, Quality, Readings
from glidecheck.ocr import recorded

VERSIONS = ("recorded first", "recorded second")


def small(sample: str, variant: int = 0) -> bytes:
    """A photo of the sample that takes a millisecond to decode; each variant has other bytes. What is read of it is recorded."""
    picture = _shrunk(sample).copy()
    picture.putpixel((variant % 400, variant // 400 % 300), (variant % 255, 0, 0))
    out = io.BytesIO()
    comment = f"variant {variant}".encode()
    picture.save(out, "JPEG", quality=60, comment=comment)
    return out.getvalue()


@lru_cache
def _shrunk(sample: str) -> Image.Image:
    with Image.open(SAMPLES / f"{sample}.jpg") as image:
        return image.convert("RGB").resize((400, 300))


def record(folder: Path, photo: bytes, sample: str, *, second: bool = True, barcode: str | None = None) -> str:
    """File what was read of `sample` as what is read of `photo`; the photo's hash."""
    folder.mkdir(exist_ok=True)
    sha = hashlib.sha256(photo).hexdigest()
    page, other = reading(sample, FIRST), reading(sample, SECOND)
    readings = of(page, other if second else None, barcode)
    (folder / f"{sha}.json").write_text(json.dumps(recorded.dump_readings(readings)), "utf-8")
    return sha


def of(page: Page, other: Page | None, barcode: str | None = None) -> Readings:
    """Readings of one photo: `page` by the first engine, `other` by the second."""
    return Readings(
        photos=(PhotoFacts("photo", "0" * 64, Quality(500.0, 0.0), page.width, page.height),),
        pages=(page,),
        second=None if other is None else (other,),
        witnessed=other is not None,
        networks=(NETWORKS[0], NETWORKS[1] if other else ""),
        engines=VERSIONS if other else VERSIONS[:1],
        barcode=barcode,
    )


def shelf(folder: Path, recordings: Path, samples: Iterable[str] | None = None, copies: int = 1) -> dict[str, bytes]:
    """Photos of the samples in `folder`, each a product, with their recordings; what lies there, by file name."""
    folder.mkdir(parents=True, exist_ok=True)
    out = {}
    for copy in range(copies):
        for sample in samples or names():
            photo = small(sample, copy)
            record(recordings, photo, sample)
            name = f"{sample}-lot{chr(97 + copy)}.jpg"
            (folder / name).write_bytes(photo)
            out[name] = photo
    return out


def environment(recordings: Path) -> Mapping[str, str]:
    """What lets the recorded engine be used."""
    return {"GLIDECHECK_ALLOW_RECORDED": "1", "GLIDECHECK_RECORDED": str(recordings)}


def stored(database: Path) -> set[str]:
    """Hashes of the photos whose reading an audit's SQLite database keeps."""
    if not database.exists():
        return set()
    with closing(sqlite3.connect(database, timeout=30)) as c:
        try:
            return {sha for (photos,) in c.execute("SELECT photos FROM glidecheck_readings") for sha in json.loads(photos)}
        except sqlite3.OperationalError:  # killed before the tables were made
            return set()
