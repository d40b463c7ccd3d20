"""Who reads the benchmark's pictures: ours, and two engines as shipped with what their users do with the text.

The plain baseline of RapidOCR and Tesseract: text split at commas, each piece looked up by WRatio among INCI names, nothing of ours.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

CRITICAL = ("retinoid", "anaesthetic")
CUTOFF = 88.0
"""WRatio from which a baseline takes a piece of text for a name."""

Result = dict[str, Any]
"""verdict, reading, names ([printed, name or None, section] each), classes (of the findings that are avoid or caution), retake."""


def ours(path: Path) -> Result:
    """The whole product, as `glidecheck scan` runs it."""
    from glidecheck import scan
    from glidecheck.errors import GlidecheckError
    from glidecheck.report.jsonform import to_json

    try:
        said = to_json(scan(path))
    except GlidecheckError as error:
        return {"verdict": None, "reading": "unreadable", "names": [], "classes": [], "retake": [str(error)]}
    return {
        "verdict": said["verdict"],
        "reading": said["reading"],
        "headline": said["headline"],
        "names": [[i["printed"], i["name"], i["section"]] for i in said["ingredients"]],
        "classes": sorted({f["class"] for f in said["findings"] if f["severity"] in ("avoid", "caution") and f["class"]}),
        "asked": sorted({f["class"] for f in said["findings"] if f["severity"] == "review" and f["class"]}),
        "retake": said["retake"],
    }


def rapidocr(path: Path) -> Result:
    """RapidOCR as shipped."""
    found = _rapidocr()(str(path))
    return plain("\n".join(found.txts or ()))


@lru_cache(maxsize=1)
def _rapidocr() -> Any:
    logging.disable(logging.INFO)  # it tells of every model it opens
    from rapidocr import RapidOCR

    return RapidOCR()


def tesseract(path: Path) -> Result:
    """Tesseract with its defaults, in English."""
    import pytesseract
    from PIL import Image

    from glidecheck.ocr.tesseract import program

    program()
    with Image.open(path) as image:
        return plain(str(pytesseract.image_to_string(image, lang="eng")))


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, ...], dict[str, tuple[str, str, tuple[str, ...]]]]:
    """What a baseline looks names up in: those of real products, and all names of retinoids and anaesthetics."""
    from glidecheck import lexicon

    known = lexicon.load()
    out: dict[str, tuple[str, str, tuple[str, ...]]] = {}
    for s in known.substances():
        if known.prior(s.id) or s.classes:
            out[s.name.lower()] = (s.name, s.role.value, s.classes)
            if set(s.classes) & {*CRITICAL, "glide"}:
                for n in known.entry(s.id).names:
                    if n.name.isascii() and len(n.name) > 3:
                        out.setdefault(n.name.lower(), (s.name, s.role.value, s.classes))
    return tuple(out), out


def plain(text: str) -> Result:
    """The baseline's report: GLIDE where all that it recognised is allowed, as a tool says that shows what it recognised."""
    from rapidfuzz import fuzz, process

    choices, known = _names()
    text = re.sub(r"\s+", " ", text)
    text = re.split(r"ingr[eé]dient\w*\b[^:a-z]*:?|\binci\b\W*", text, maxsplit=1, flags=re.IGNORECASE)[-1]
    names: list[list[str | None]] = []
    roles, classes = set(), set()
    pieces = [p.strip(" .:") for p in re.split(r"[,;•·|]|\. ", text)]
    for piece in pieces:
        if len(piece) < 3:
            continue
        best = process.extractOne(piece.lower()[:80], choices, scorer=fuzz.WRatio, score_cutoff=CUTOFF)
        if best is None or fuzz.ratio(piece.lower(), best[0]) < 70:
            names.append([piece, None, "list"])
            continue
        name, role, of = known[best[0]]
        names.append([piece, name, "list"])
        roles.add(role)
        classes |= set(of)
    if "retinoid" in classes:
        verdict = "AVOID"
    elif "anaesthetic" in classes or roles - {"core", "silent"}:
        verdict = "CAUTION"
    else:
        verdict = "GLIDE" if "core" in roles else "REVIEW"
    complete = bool(names) and all(n[1] for n in names)
    return {"verdict": verdict, "reading": "complete" if complete else "partial", "names": names, "classes": sorted(classes), "retake": []}


ENGINES: dict[str, Callable[[Path], Result]] = {"ours": ours, "rapidocr": rapidocr, "tesseract": tesseract}


def _hash(*paths: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()[:10]


def identity(engine: str) -> str:
    """What a kept result stands for: the engine with its version, ours with a hash of its source and lexicon."""
    if engine == "ours":
        import glidecheck

        root = Path(glidecheck.__file__).parent
        return f"ours {_hash(*root.rglob('*.py'), *root.rglob('*.zip'))}, rapidocr {version('rapidocr')}"
    baseline = _hash(Path(__file__))
    if engine == "rapidocr":
        return f"rapidocr {version('rapidocr')}, baseline {baseline}"
    from glidecheck.ocr.tesseract import program

    return f"tesseract {program().version}, baseline {baseline}"


def drawn_by() -> str:
    """What the pictures stand for: a hash of the renderer."""
    here = Path(__file__).parent
    apart = {"readers.py", "score.py", "page.py", "__init__.py"}
    return _hash(*(p for p in here.glob("*.py") if p.name not in apart))
