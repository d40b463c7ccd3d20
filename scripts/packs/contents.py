"""What one pack prints, drawn from its index: kind, formula, words; and for a near-glide the one other name and how it is hidden."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

Rng = np.random.Generator
KINDS = ("device", "ampoules", "dropper", "tube", "sachet", "six")
WAYS = ("plain", "one language", "last", "thumb", "edge", "glare")
"""How the other name of a near-glide is hidden: in plain sight; in one language's list only; as the last name; under a thumb; beyond the
picture's edge; under glare."""
FORMULAS = (("ha", "nacl"), ("ha",), ("ha", "nacl", "dsp", "sdp"), ("ha", "nacl", "dsp"), ("ha", "nacl", "cit"), ("ha", "nacl", "kcl"))
SERUMS = (
    ("water", "ha"),
    ("water", "ha", "hha"),
    ("water", "ha", "acid", "nacl"),
    ("water", "ha", "nacl", "cit"),
    ("water", "hha", "ha", "pha"),
)
STRENGTHS = {"ha": ("10 mg", "15 mg", "20 mg", "5 mg"), "nacl": ("8.5 mg", "8 mg", "7 mg"), "dsp": ("0.6 mg", "0.2 mg"),
    "sdp": ("0.1 mg", "0.05 mg"), "cit": ("0.4 mg",), "kcl": ("0.3 mg",)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """One list as it is printed: its heading, the names with their amounts, its language ("" for INCI names), what ends it."""

    language: str
    heading: str
    names: tuple[tuple[str, str | None], ...]
    other: int | None = None
    """Which of the names is the one that makes it no glide."""
    end: str = "."


@dataclass(frozen=True, slots=True)
class Content:
    """One pack: `words` are paragraphs beside the lists, `numbers` lot, expiry and the like."""

    index: int
    kind: str
    way: str | None
    brand: str
    title: str
    volume: str
    lists: tuple[Listed, ...]
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    maker: str
    tagged: bool


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load((Path(__file__).parent / "words.yaml").read_text("utf-8"))
    return found


def pick(rng: Rng, of: Any) -> Any:
    return of[int(rng.integers(len(of)))]


def content(seed: int, index: int, hidden: bool) -> Content:
    """The pack of this index; `hidden`: with one other name on it. The same arguments give the same pack."""
    rng = np.random.default_rng([seed, index, 7 + hidden])
    known, kind = words(), KINDS[index % len(KINDS)]
    way = WAYS[(index // len(KINDS)) % len(WAYS)] if hidden else None
    tongues = list(known["names"])
    device = kind in ("device", "six") or (kind == "ampoules" and rng.random() < 0.6)
    count = 6 if kind == "six" else int(rng.integers(1, 4)) if device else 1
    if way == "one language":
        count = max(count, 2)
        device = True
    languages = ["en", *[str(t) for t in rng.permutation([t for t in tongues if t != "en"])]][:count]
    if count == 1 and rng.random() < 0.35:
        languages = [str(pick(rng, tongues))]
    lists = _device(rng, languages) if device else _inci(rng, languages)
    if way:
        lists = _spoiled(rng, lists, way)
    brand = pick(rng, known["brands"])
    title = pick(rng, known["product"][languages[0]]) if device else pick(rng, known["serum"])
    groups = ["outer", "use", "keep"] if not device else ["sterile", "use", "keep", "whole", "outer"]
    told = [str(g) for g in rng.permutation(groups)][: int(rng.integers(1, 4 if count < 4 else 3))]
    paragraphs = [" ".join(pick(rng, known[g][t]) for g in told) for t in languages]
    if not device:
        paragraphs += [" · ".join(str(c) for c in rng.permutation(known["claims"])[: int(rng.integers(1, 4))])]
    lot = "".join(str(pick(rng, "ABCDEFGH0123456789")) for _ in range(6))
    year, month = 2027 + int(rng.integers(3)), 1 + int(rng.integers(12))
    numbers: tuple[str, ...] = (f"LOT {lot}", f"EXP {month:02d}/{year}")
    if device:
        reference = f"HG-{int(rng.integers(100, 999))}"
        if kind == "device":  # its signs say what they are
            numbers = (lot, f"{year}-{month:02d}", reference)
    volume = (
        pick(rng, ("1 ml", "3 ml", "5 x 2 ml", "10 x 2 ml"))
        if device
        else pick(rng, ("30 ml", "15 ml", "30 ml ℮ 1 fl. oz.", "50 ml", "5 ml"))
    )
    maker = pick(rng, known["makers"]).format(brand=brand, low=brand.lower())
    return Content(
        index, kind, way, brand, title, volume, tuple(lists), tuple(paragraphs), numbers, maker, bool(count > 1 and rng.random() < 0.75)
    )


def _device(rng: Rng, languages: list[str]) -> list[Listed]:
    """One list a language, each with its own words for the same formula."""
    known, formula = words(), pick(rng, FORMULAS)
    per, strengths = rng.random() < 0.5, rng.random() < 0.7
    amounts = {s: pick(rng, STRENGTHS[s]) for s in formula}
    which, vehicle = int(rng.integers(2)), "wfi" if rng.random() < 0.6 else "water"
    out = []
    for t in languages:
        names = [(known["names"][t][s], _amount(amounts[s], t) if per or strengths else None) for s in formula]
        names.append((known["names"][t][vehicle], None))
        out.append(Listed(t, known["per"][t] + ":" if per else known["headings"][t][which] + ":", tuple(names)))
    return out


def _amount(amount: str, language: str) -> str:
    return amount if language == "en" else amount.replace(".", ",")


def _inci(rng: Rng, languages: list[str]) -> list[Listed]:
    known, formula = words(), pick(rng, SERUMS)
    heads = [known["headings"][t][0] for t in languages]
    heading = pick(rng, (f"{heads[0]}:", f"{heads[0].upper()}:", f"{heads[0]} (INCI):", "Ingredients / Inhaltsstoffe:", "INCI:"))
    caps = rng.random() < 0.3
    names = tuple((n.upper() if caps else n, None) for n in (known["inci"][s] for s in formula))
    return [Listed("", heading, names, end=pick(rng, (".", ".", "")))]


def _spoiled(rng: Rng, lists: list[Listed], way: str) -> list[Listed]:
    """The lists with one other name: in all of them, or in one language's only."""
    other = pick(rng, words()["others"])
    only = int(rng.integers(len(lists))) if way == "one language" else None
    out = []
    for n, found in enumerate(lists):
        if only is not None and n != only:
            out.append(found)
            continue
        name = other[found.language or "inci"]
        if not found.language and found.names[0][0].isupper():
            name = name.upper()
        at = len(found.names) if way in ("last", "edge") else int(rng.integers(1, len(found.names)))
        out.append(Listed(found.language, found.heading, (*found.names[:at], (name, None), *found.names[at:]), at, found.end))
    return out
