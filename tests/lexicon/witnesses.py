"""What holds the lexicon from outside: names, labels and rows that a deletion in lexicon/ would break, and how to delete in memory.

Used by the tests of this folder and by scripts/mutate_lexicon.py. Nothing here reads lexicon/: an entry or a rule cannot take its own
witness with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from hand_made import KNOWLEDGE, Knowledge

from glidecheck.lexicon import Lexicon, load, strict_yaml
from glidecheck.pipeline import scan_text
from glidecheck.text import key

HERE = Path(__file__).parent


def _names() -> dict[str, dict[str, list[str]]]:
    out: dict[str, dict[str, list[str]]] = {}
    section: dict[str, list[str]] = {}
    entry: list[str] = []
    for line in (HERE / "critical_names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = out.setdefault(line.strip("[]"), {})
        elif line.startswith(" "):
            entry += line.strip().split(" | ")
        elif line and not line.startswith("#"):
            entry = section.setdefault(line, [])
    return out


NAMES = _names()
"""critical_names.txt: section -> entry -> its other names."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label of labels.yaml: the verdict on it, and the rules that have to fire."""

    text: str
    verdict: str
    rules: tuple[str, ...]

    @property
    def broken(self) -> list[str]:
        """What is not so under the lexicon that `load` gives."""
        report = scan_text(self.text)
        fired = {f.rule for f in report.findings}
        out = [] if report.verdict == self.verdict else [f"{report.verdict}, not {self.verdict}"]
        return out + [f"{rule} does not fire" for rule in self.rules if rule not in fired]


LABELS = tuple(Label(row["text"], row["verdict"], tuple(row["rules"])) for row in strict_yaml.load(HERE / "labels.yaml")["labels"])


def lost(lexicon: Lexicon, cls: str, entry: str, names: Collection[str] | None = None) -> list[str]:
    """Of `names` (default: all that critical_names.txt lists for `entry`, its own included) those that do not lead to it any more: unknown,
    of another entry, or not first of all of a critical class."""
    out = []
    for name in names if names is not None else (entry, *NAMES[cls][entry]):
        hits = lexicon.lookup(key(name))
        led = any(h.substance.name == entry and cls in h.substance.classes for h in hits)
        if not led or not {"retinoid", "anaesthetic"} & {*hits[0].substance.classes}:
            out.append(name)
    return out


# ------------------------------------------------------------------ deleting in memory


def without_name(lexicon: Lexicon, name: str, substance: str) -> Lexicon:
    """The lexicon in which `name` is no name of the substance with this id."""
    k = key(name)
    kept = [r for r in _listed(lexicon._refs[k]) if _index(lexicon, r) != lexicon._by_id[substance]]
    refs = dict(lexicon._refs)
    if kept:
        refs[k] = kept
    else:
        del refs[k]
    return replace(lexicon, _refs=refs, _cache={})


def without_entry(lexicon: Lexicon, substance: str) -> Lexicon:
    """The lexicon without this entry: none of its names leads to it. Those that are INCI names stay known, as names of no class."""
    index = lexicon._by_id[substance]
    refs: dict[str, int | list[int]] = {}
    for k, ref in lexicon._refs.items():
        kept = [r for r in _listed(ref) if _index(lexicon, r) != index or r < 0]
        if kept:
            refs[k] = kept[0] if len(kept) == 1 else kept
    classes = [[] if n == index else c for n, c in enumerate(lexicon._classes)]
    return replace(lexicon, _refs=refs, _classes=classes, _cache={})


def _listed(ref: int | list[int]) -> list[int]:
    return [ref] if isinstance(ref, int) else ref


def _index(lexicon: Lexicon, ref: int) -> int:
    return -ref - 1 if ref < 0 else int(lexicon._hits[ref][0])


@contextmanager
def without_rules(*ids: str) -> Iterator[None]:
    """Within it, labels and hand-made matches are judged without these rules."""
    left = [r for r in KNOWLEDGE.rules_json if r["id"] not in ids]
    cache, whole = load()._cache, KNOWLEDGE.rules_json
    before = cache.get("rules.json")
    cache["rules.json"] = Knowledge.rules_json = left
    try:
        yield
    finally:
        Knowledge.rules_json = whole
        if before is None:
            del cache["rules.json"]
        else:
            cache["rules.json"] = before
