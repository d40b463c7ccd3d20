"""Ingredient lists for the benchmark, drawn by how often real products hold each name.

No retail list is copied: only the frequencies are used.

Every printed name carries the lexicon's names of what it stands for, so that a reading is scored without guessing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from glidecheck import lexicon
from glidecheck.model import GlideRole, Substance
from glidecheck.text import key

Rng = np.random.Generator
CRITICAL = ("retinoid", "anaesthetic")
LOUD = frozenset(
    "PEG PPG EDTA BHT BHA CI DNA MEA DEA TEA PCA VP VA PVP PVM MA HCL USP DMDM PABA TBHQ AMP SD HDI IPDI SMDI PG HPR II III IV DL ATP NAD "
    "EGF".split()
)
SPELLINGS = {
    "WATER": ("Aqua", "Aqua", "Water", "Water (Aqua)", "Aqua (Water)", "Aqua/Water", "Purified Water", "Aqua/Water/Eau"),
    "PARFUM": ("Parfum", "Parfum", "Fragrance", "Parfum (Fragrance)"),
    "ALCOHOL DENAT.": ("Alcohol Denat.",),
}
LANGUAGES = {"fr", "de", "es", "it", "pt", "pl", "ru"}


@dataclass(frozen=True, slots=True)
class Item:
    """One name of a list: as printed, the lexicon's names it may be reported as, its classes, and its amount."""

    printed: str
    inci: tuple[str, ...]
    classes: tuple[str, ...] = ()
    amount: str | None = None

    @property
    def critical(self) -> str | None:
        return next((c for c in CRITICAL if c in self.classes), None)


def pretty(name: str) -> str:
    """An inventory's capitals as labels print them.

    >>> pretty("PEG-40 HYDROGENATED CASTOR OIL")
    'PEG-40 Hydrogenated Castor Oil'
    """
    return re.sub(r"[A-Za-z]+", lambda m: m[0] if m[0].upper() in LOUD else m[0].capitalize(), name)


def item(substance: Substance, printed: str | None = None) -> Item:
    shown = printed or pretty(substance.name)
    hits = lexicon.load().lookup(key(shown))
    return Item(shown, tuple(dict.fromkeys([substance.name, *(h.substance.name for h in hits)])), substance.classes)


@lru_cache(maxsize=1)
def tail() -> tuple[tuple[Substance, ...], np.ndarray]:
    """Names of real products that are neither retinoid nor anaesthetic, and how often each is printed."""
    known = lexicon.load()
    out = [
        (s, known.prior(s.id))
        for s in known.substances()
        if known.prior(s.id) and not set(s.classes) & set(CRITICAL) and s.name.isascii() and 4 <= len(s.name) <= 48 and "(" not in s.name
    ]
    weights = np.array([n for _, n in out], float)
    return tuple(s for s, _ in out), weights / weights.sum()


@lru_cache(maxsize=4)
def of_class(cls: str) -> tuple[tuple[Substance, ...], np.ndarray]:
    """The substances of a class; those that no retail list holds are drawn a third as often as those of two lists."""
    known = lexicon.load()
    found = known.of_class(cls)
    weights = np.array([known.prior(s.id) + 0.7 for s in found])
    return found, weights / weights.sum()


ANAESTHETICS = {
    "LIDOCAINE": 30, "PRILOCAINE": 8, "TETRACAINE": 10, "BENZOCAINE": 12, "PRAMOCAINE": 6, "DYCLONINE": 2, "CINCHOCAINE": 5, "BUTAMBEN": 1,
    "PROCAINE": 2, "ARTICAINE": 1, "BUPIVACAINE": 1, "QUINISOCAINE": 1, "POLIDOCANOL": 4,
}  # fmt: skip
"""No retail list holds them: weights by how common each is in products over the counter."""


def critical(rng: Rng, cls: str) -> Item:
    """A retinoid or an anaesthetic, under its own name or another that labels print."""
    known = lexicon.load()
    if cls == "anaesthetic":
        names = list(ANAESTHETICS)
        weights = np.array([ANAESTHETICS[n] for n in names], float)
        name = names[int(rng.choice(len(names), p=weights / weights.sum()))]
        substance = next(s for s in known.of_class(cls) if s.name == name)
    else:
        found, weights = of_class(cls)
        substance = found[int(rng.choice(len(found), p=weights))]
    if rng.random() < 0.3:
        other = [
            n.name
            for n in known.entry(substance.id).names
            if n.kind in ("synonym", "salt", "inn", "inci")
            and n.name.isascii()
            and 5 <= len(n.name) <= 40
            and len(known.lookup(key(n.name))) == 1
        ]
        if other:
            name = other[int(rng.integers(len(other)))]
            return item(substance, name if any(c.isupper() for c in name) and not name.isupper() else pretty(name))
    return item(substance)


def foreign(rng: Rng, cls: str) -> Item | None:
    """A critical name, or a companion's, in another language (Latin or Cyrillic letters)."""
    known = lexicon.load()
    for _ in range(40):
        if cls in CRITICAL:
            found, weights = of_class(cls)
            substance = found[int(rng.choice(len(found), p=weights))]
        else:
            substance = companions()[int(rng.integers(len(companions())))]
        names = [
            n.name
            for n in known.entry(substance.id).names
            if n.kind == "foreign" and 5 <= len(n.name) <= 36 and re.fullmatch(r"[\w\s\-\u0400-\u04ff]+",
            n.name) and not re.search(r"[\u0500-\uffff]", n.name)
            and known.lookup(key(n.name))
        ]  # fmt: skip
        if names:
            name = names[int(rng.integers(len(names)))]
            return item(substance, name[0].upper() + name[1:])
    return None


@lru_cache(maxsize=1)
def companions() -> tuple[Substance, ...]:
    """What makes a list no pure glide: names of real products that are not on the allow-list, the common ones."""
    known = lexicon.load()
    return tuple(s for s in tail()[0] if s.role in (GlideRole.COMPANION, GlideRole.NONE) and known.prior(s.id) >= 60)


@lru_cache(maxsize=1)
def allowed() -> tuple[tuple[Substance, ...], tuple[Substance, ...]]:
    """The allow-list: core glides and silent companions."""
    glide = lexicon.load().of_class("glide")
    return tuple(s for s in glide if s.role is GlideRole.CORE), tuple(s for s in glide if s.role is GlideRole.SILENT)


def _draw(rng: Rng, from_: tuple[Substance, ...], size: int) -> list[Substance]:
    known = lexicon.load()
    weights = np.array([known.prior(s.id) + 8.0 for s in from_])
    return [from_[int(i)] for i in rng.choice(len(from_), min(size, len(from_)), replace=False, p=weights / weights.sum())]


def spelled(rng: Rng, substance: Substance) -> Item:
    forms = SPELLINGS.get(substance.name)
    return item(substance, forms[int(rng.integers(len(forms)))] if forms else None)


def glide(rng: Rng, least: int = 3, most: int = 9) -> list[Item]:
    """A list of the allow-list only: water, a hyaluronate or more, salts and buffers."""
    core, silent = allowed()
    size = int(rng.integers(least, most + 1))
    water = next(s for s in silent if s.name == "WATER")
    others = tuple(s for s in silent if s.name != "WATER")
    cores = _draw(rng, core, 1 if size < 5 else int(rng.integers(1, 4)))
    return [spelled(rng, s) for s in [water, *cores, *_draw(rng, others, size - 1 - len(cores))]]


LAST = ("preservative", "fragrance")


def ordinary(rng: Rng, size: int) -> list[Item]:
    """A list as of a real product, about in the order of labels: water first, preservatives, fragrances and colours last."""
    known, weights = tail()
    drawn = [known[int(i)] for i in rng.choice(len(known), size, replace=False, p=weights)]
    if rng.random() < 0.85 and not any(s.name == "WATER" for s in drawn):
        drawn[0] = next(s for s in allowed()[1] if s.name == "WATER")
    prior = lexicon.load().prior

    def place(s: Substance) -> float:
        if s.name == "WATER":
            return -1.0
        late = any(c in LAST for c in s.classes) or s.name.startswith("CI ")
        return float(rng.random()) + (0.8 if late else 0.0) - 0.25 * min(prior(s.id), 1500) / 1500

    out = [spelled(rng, s) for s in sorted(drawn, key=place)]
    return [i for i in out if not i.printed.upper().startswith("CI ")] or out


def colours(rng: Rng) -> list[Item]:
    """The colours of a may-contain block."""
    ci = tuple(s for s in tail()[0] if s.name.startswith("CI "))
    return [item(s) for s in _draw(rng, ci, int(rng.integers(3, 9)))]


def friends(rng: Rng) -> Item:
    """A name that resembles a critical one and is none: phloretin, resorcinol, a hyaluronate that is no plain one."""
    known = lexicon.load()
    near = [s for s in (*known.of_class("lookalike"), *known.of_class("hyaluronan")) if len(s.name) < 46]
    for cls in CRITICAL:
        for s in known.of_class(cls):
            for friend in known.entry(s.id).false_friends:
                near += [h.substance for h in known.lookup(key(friend)) if not set(h.substance.classes) & set(CRITICAL)]
    return item(near[int(rng.integers(len(near)))])


def planted(rng: Rng, items: list[Item], new: Item, least: int = 1) -> list[Item]:
    """`items` with `new` somewhere, not before place `least`."""
    at = int(rng.integers(least, len(items) + 1))
    return [*items[:at], new, *items[at:]]


def decorated(rng: Rng, items: list[Item], share: float) -> list[Item]:
    """Some names with their percentage or with (nano)."""
    out = []
    for i in items:
        if rng.random() < share and not i.critical:
            value = f"{rng.choice([0.1, 0.2, 0.5, 1, 2, 3, 5, 10]):g}"
            i = replace(i, amount=f"({value}%)" if rng.random() < 0.6 else f"{value} %")
        elif i.inci[0] in ("TITANIUM DIOXIDE", "ZINC OXIDE", "SILICA") and rng.random() < 0.5:
            i = replace(i, printed=i.printed + " (nano)")
        out.append(i)
    return out
