"""A pipeline whose answer is in the photo's name: `retinol-1.jpg` gives `reports.retinol()`, `missing-*` an InputError, and so on.

    python named_pipeline.py scan retinol-1.jpg ...      the command line over it

It stands in for `glidecheck.pipeline` where the command line is under test; what a real scan reads is tested elsewhere.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import reports

from glidecheck.errors import EngineFailed, EngineMissing, InputError, LexiconError
from glidecheck.model import Photo, Quality, Report

RAISED = {
    "missing": InputError("missing.jpg does not exist.", "Check the path."),
    "broken": EngineFailed("the engine broke on this picture", "Try another engine."),
    "lexicon": LexiconError("the index is missing", "Build it."),
    "engine": EngineMissing("tesseract is not installed", "Install it."),
    "bug": ValueError("math domain\nerror"),
    "memory": MemoryError(),
    "interrupt": KeyboardInterrupt(),
}


def _named(name: str, kind: str | None = None) -> Report:
    kind = kind or Path(name).stem.partition("-")[0]
    if kind in RAISED:
        raise RAISED[kind]
    report = reports.ALL[kind]()
    return replace(report, source=(Path(name).name,), product=Path(name).stem)


def examine(*photos, product=None, engine=None, second=None, policy=None, trace=None) -> SimpleNamespace:
    names = []
    for photo in photos:
        if isinstance(photo, Path):
            names.append(photo.name)
        else:
            assert photo.read(), "an empty stdin must not come this far"
            names.append(photo.name)
    if engine == "none":
        raise RAISED["engine"]
    if "slow" in names[0]:
        time.sleep(0.4)
    opened = [n for n in names if not (len(names) > 1 and n.startswith("missing"))]
    shown = tuple(Photo(n, "0" * 64, np.full((480, 640, 3), 230, np.uint8), Quality(100.0, 0.0)) for n in opened)
    if trace:
        trace("photos", shown)
    report = _named(opened[0], "retinol" if opened[0] == "piped photo" else None)
    return SimpleNamespace(report=replace(report, source=tuple(opened), product=product or report.product), photos=shown)


def scan_text(text: str, *, name: str = "text", policy=None, trace=None) -> Report:
    if trace:
        trace("matches", reports.retinol().ingredients)
    kind = "retinol" if "retinol" in text.lower() else "pasted"
    return replace(reports.ALL[kind](), source=(name,), product=name, from_text=True)


def skipped(source, error) -> Report:
    return replace(
        reports.skipped(), source=tuple(source), product=Path(source[0]).stem, headline=f"Not judged: {error}",
        skipped=reports.Skipped(str(error), error.next),
    )  # fmt: skip


def module() -> ModuleType:
    """It, as the module `glidecheck.pipeline`."""
    made = ModuleType("glidecheck.pipeline")
    made.examine, made.scan_text, made.skipped, made.DEFAULT = examine, scan_text, skipped, "rapidocr"
    return made


if __name__ == "__main__":
    sys.modules["glidecheck.pipeline"] = module()
    from glidecheck.cli import main

    main()
