#!/usr/bin/env python3
"""What one number of a stage decides: makes it smaller and larger, and prints which products then end otherwise.

    vary_limits.py --keep FOLDER                       every number of layout, match, parse, label_text, classify and pipeline
    vary_limits.py layout.Whole.edge --keep FOLDER     one of them, or all of a table (layout.Whole), or of a room (layout)
    vary_limits.py ocr guards.Folds --photos FOLDER    those that are used while a photo is read: each photo is read again

Kept readings (scripts/judge_kept.py --keep) are judged again, which takes milliseconds; photos are read again, which takes seconds. Prints
for each number and factor the products whose verdict, reading or names differ, and how many of them would be told GLIDE that are not
told so now. A count changes by one at least.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import Field, fields, replace
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from limits_table import shown, stages

from glidecheck import pipeline
from glidecheck.errors import GlidecheckError
from glidecheck.model import Report, Verdict
from glidecheck.ocr import recorded

JUDGING = ("layout", "match", "parse", "label_text", "classify", "pipeline")
PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".tif", ".tiff"}
Ends = dict[str, tuple[str, str, tuple[str, ...]]]


@contextmanager
def held(table: type, name: str, value: Any) -> Iterator[None]:
    """Every module's table of this kind with another value, and nothing remembered that rests on the other."""
    room = table.__module__.split(".")[1]
    modules = [m for n, m in sys.modules.items() if n.startswith("glidecheck.") and n != "glidecheck" and m is not None]
    places: list[tuple[Any, str, Any]] = [(m, key, kept) for m in modules for key, kept in vars(m).items() if type(kept) is table]
    for module, key, kept in places:
        setattr(module, key, replace(kept, **{name: value}))
    _forget(room)
    try:
        yield
    finally:
        for module, key, kept in places:
            setattr(module, key, kept)
        _forget(room)


def _forget(changed_in: str) -> None:
    """Empties what functions remember. The lexicon and the rooms below it have no limits, and take seconds to load again; so does match's
    own index, which rests on match alone."""
    spared = {"lexicon", "text"} | ({"match"} - {changed_in})
    for thing in gc.get_objects():
        if isinstance(thing, _lru_cache_wrapper):
            room = str(getattr(thing, "__module__", "")).split(".")
            if room[0] == "glidecheck" and room[1] not in spared:
                thing.cache_clear()


def end(report: Report) -> tuple[str, str, tuple[str, ...]]:
    """What a report says: its verdict, how much was read, the names found."""
    names = sorted({s.name for m in report.ingredients for s in m.substances[:1]})
    return str(report.verdict), report.reading.value, tuple(names)


def changed(value: Any, factor: float) -> Any:
    """A number made smaller or larger; None where that is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int):
        return max(0, value + min(-1, round(value * (factor - 1)))) if factor < 1 else value + max(1, round(value * (factor - 1)))
    return value * factor


def wanted(asked: list[str]) -> Iterator[tuple[str, type, Field[Any]]]:
    """The numbers that were asked for, as room.Table.field."""
    for room, tables in stages():
        for table in tables:
            for f in fields(table):
                name = f"{room}.{table.__name__}.{f.name}"
                if (not asked and room in JUDGING) or any(name == a or name.startswith(a + ".") for a in asked):
                    yield name, table, f


def products(a: argparse.Namespace) -> Callable[[], Ends]:
    """What ends how, asked again and again."""
    if a.photos:
        photos = sorted(p for p in a.photos.iterdir() if p.suffix.lower() in PICTURES)[: a.sample]

        def read() -> Ends:
            out: Ends = {}
            for photo in photos:
                try:
                    out[photo.name] = end(pipeline.judge(pipeline.read([photo])[0]))
                except GlidecheckError as error:
                    out[photo.name] = (type(error).__name__, "", ())
            return out

        return read
    told = [(p.stem, json.loads(p.read_text("utf-8"))) for p in sorted(a.keep.glob("*.json"))[: a.sample]]
    kept = [(name, recorded.load_readings(body)) for name, body in told if "error" not in body]
    return lambda: {name: end(pipeline.judge(readings)) for name, readings in kept}


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("numbers", nargs="*", metavar="ROOM[.TABLE[.NUMBER]]")
    source = ap.add_mutually_exclusive_group(required=True)
    source.add_argument("--keep", type=Path, help="a folder of kept readings")
    source.add_argument("--photos", type=Path, help="a folder of photos")
    ap.add_argument("--by", type=float, nargs="+", default=[0.75, 1.25], help="factors (default .75 and 1.25)")
    ap.add_argument("--sample", type=int, help="only so many products")
    a = ap.parse_args()
    run = products(a)
    before = run()
    print(f"| number | value | {' | '.join(f'x {factor:g}' for factor in a.by)} |")
    print(f"|---|---|{'---|' * len(a.by)}")
    numbers = moving = deciding = clearing = 0
    for name, table, f in wanted(a.numbers):
        cells, moved, decided, cleared = [], False, 0, 0
        for factor in a.by:
            value = changed(f.default, factor)
            if value is None:
                continue
            with held(table, f.name, value):
                after = run()
            other = [n for n in before if before[n] != after[n]]
            verdicts = sum(before[n][0] != after[n][0] for n in other)
            glides = sum(after[n][0] == str(Verdict.GLIDE) != before[n][0] for n in other)
            moved, decided, cleared = moved or bool(other), decided + verdicts, cleared + glides
            cells.append(f"{len(other)}, verdicts {verdicts}, new GLIDEs {glides}" if other else "nothing")
        if cells:
            print(f"| {name} | {shown(f.default)} | {' | '.join(cells)} |", flush=True)
            numbers, moving, deciding, clearing = numbers + 1, moving + moved, deciding + bool(decided), clearing + bool(cleared)
    print(f"{numbers} numbers over {len(before)} products: {moving} change something, {deciding} a verdict, {clearing} make a GLIDE")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
