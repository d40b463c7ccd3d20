"""What an answer rests on, so that it is made anew exactly when that has changed: the reader for a reading, all of it for a judgement."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from glidecheck import ocr, pipeline
from glidecheck.lexicon import load

READING = (
    "model/geometry.py",
    "model/page.py",
    "model/rows.py",
    "image/",
    "ocr/",
    "guards/",
    "layout/reading_order.py",
    "layout/limits.py",
    "pipeline/reading.py",
    "pipeline/limits.py",
)
"""The rooms that make a reading of pixels, and what they use of others (a test follows their imports). All else of the package judges."""
_NEITHER = ("_version.py", "cli/", "report/", "audit/", "chat/", "channels/", "service/", "jobs/", "shelf/")


@cache
def reader(engine: str | None = None) -> str:
    """The reader's version: both engines' own versions, and a hash of the code that makes a page of pixels.

    A release that changes no stage of reading leaves it as it was: a new lexicon reads no photo again. Raises EngineMissing, UsageError.
    """
    first = ocr.engine(engine or pipeline.DEFAULT)
    other = ocr.engine(pipeline.SECOND.get(first.name, pipeline.DEFAULT)).version
    if first.name == "recorded":
        return first.version  # what is replayed is older than the code
    return f"{first.version}; {other}; {_code(reading=True)[:12]}"


def judge(policy: str | None) -> str:
    """The version of everything that makes a verdict of a reading: lexicon, policy (its label) and code."""
    return f"{load().version}; {policy or 'no policy'}; {_code(reading=False)}"


@cache
def _code(*, reading: bool) -> str:
    """A hash of the source of the stages that read, or of those that judge."""
    total = hashlib.sha256()
    for name, source in sorted(_sources(resources.files("glidecheck"), "")):
        if name.startswith(READING) if reading else not name.startswith((*READING, *_NEITHER)):
            total.update(f"{name} {len(source)}\n".encode() + source)
    return total.hexdigest()


def _sources(folder: Traversable, prefix: str) -> Iterable[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = prefix + entry.name
        if entry.is_dir():
            if not (name + "/").startswith(_NEITHER):
                yield from _sources(entry, name + "/")
        elif name.endswith(".py"):
            yield name, entry.read_bytes()
