"""What a reading is worth against the truth, case by case and in sum."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

Truth = dict[str, Any]
Result = dict[str, Any]
CRITICAL = ("retinoid", "anaesthetic")
REMNANT = 75.0
"""Likeness from which an unknown result is what was left to read of a half hidden name."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case, scored. `missing` and `wrong` are names as printed, `silent` those missing ones that were not even reported as a claim (a
    last name set apart may rightly be taken for one), `lost` all names of the list that were nowhere reported, also those that nobody could
    see; `critical` the classes that a name whole in the picture has; `told` those of them that were reported; `invented` reported classes
    that nothing on the label has."""

    truth: Truth
    result: Result
    names: int
    found: int
    results: int
    right: int
    missing: tuple[str, ...]
    silent: tuple[str, ...]
    lost: tuple[str, ...]
    wrong: tuple[str, ...]
    critical: tuple[str, ...]
    told: tuple[str, ...]
    invented: tuple[str, ...]

    @property
    def glide(self) -> bool:
        return bool(self.result["verdict"] == "GLIDE")

    @property
    def false_glide(self) -> bool:
        return self.glide and self.truth["right"] != "GLIDE"

    @property
    def pure(self) -> bool:
        return bool(self.truth["right"] == "GLIDE")

    @property
    def complete(self) -> bool:
        return bool(self.result["reading"] == "complete")

    @property
    def overstated(self) -> bool:
        """Complete was said, and a name of the list is missing, be it hidden or not, or wrong."""
        return self.complete and bool(self.lost or self.silent or self.wrong)

    @property
    def missed(self) -> tuple[str, ...]:
        return tuple(c for c in self.critical if c not in self.told)


def outcome(truth: Truth, result: Result) -> Outcome:
    """Scores one result. A name of the list is found when an unused result has one of its lexicon names; names half hidden are neither
    missed nor wrong; claims are no ingredients."""
    got = [r for r in result["names"] if r[2] != "claim"]
    unused = Counter(r[1] for r in got if r[1])
    missing: list[str] = []
    silent: list[str] = []
    claimed = {r[1] for r in result["names"] if r[2] == "claim"}
    found = 0
    wanted = [n for n in truth["names"] if n["section"] != "claim"]
    for n in sorted(wanted, key=lambda n: n["seen"] != "whole"):
        name = next((i for i in n["inci"] if unused[i]), None)
        if name is not None:
            unused[name] -= 1
        if n["seen"] == "whole":
            found += name is not None
            if name is None:
                missing.append(n["name"])
                if not claimed & set(n["inci"]):
                    silent.append(n["name"])
    spare = Counter({name: count for name, count in unused.items() if count})
    for n in truth["names"]:  # the front's names, and a name printed twice, are no mistakes
        for i in n["inci"]:
            spare.pop(i, None)
    remnants = [n["name"].lower() for n in truth["names"] if n["seen"] != "whole"]

    def excused(printed: str) -> bool:
        return any(fuzz.partial_ratio(printed.lower(), name) >= REMNANT for name in remnants)

    wrong = [r[0] for r in got if spare[r[1]] or (r[1] is None and not excused(r[0]))]
    whole = sum(n["seen"] == "whole" for n in wanted)
    critical = tuple(c for c in CRITICAL if any(n["critical"] == c and n["seen"] == "whole" for n in truth["names"]))
    named = {r[1] for r in got if r[1]}
    on_label = {n["critical"] for n in truth["names"]}
    return Outcome(
        truth,
        result,
        names=whole,
        found=found,
        results=len(got),
        right=len(got) - len(wrong),
        missing=tuple(missing),
        silent=tuple(silent),
        lost=tuple(n["name"] for n in wanted if not any(i in named or i in claimed for i in n["inci"])),
        wrong=tuple(wrong),
        critical=critical,
        told=tuple(c for c in critical if c in result["classes"]),
        invented=tuple(c for c in CRITICAL if c in result["classes"] and c not in on_label),
    )


def bound(events: int, of: int, confidence: float = 0.95) -> float:
    """The one-sided upper bound of Clopper and Pearson on a share, `events` seen in `of`; 1.0 where nothing was seen at all.

    >>> round(bound(0, 1000), 4)
    0.003
    """
    if of == 0 or events >= of:
        return 1.0
    low, high = events / of, 1.0
    for _ in range(60):
        p = (low + high) / 2
        logs = [
            math.lgamma(of + 1) - math.lgamma(k + 1) - math.lgamma(of - k + 1) + k * math.log(p) + (of - k) * math.log1p(-p)
            for k in range(events + 1)
        ]
        seen_no_more = sum(map(math.exp, logs))
        low, high = (p, high) if seen_no_more > 1 - confidence else (low, p)
    return high


def share(part: int, of: int) -> str:
    """Percent with its counts, or a dash."""
    return f"{100 * part / of:.1f} % ({part}/{of})" if of else "-"


def _bounded(part: int, of: int) -> str:
    return f"{part} (< {100 * bound(part, of):.2f} %)"


COLUMNS: tuple[tuple[str, Callable[[Sequence[Outcome]], str]], ...] = (
    ("cases", lambda o: str(len(o))),
    ("false GLIDE", lambda o: _bounded(sum(x.false_glide for x in o), sum(not x.pure for x in o))),
    ("critical found", lambda o: share(sum(len(x.told) for x in o), sum(len(x.critical) for x in o))),
    ("complete wrong", lambda o: share(sum(x.overstated for x in o), len(o))),
    ("complete said when whole", lambda o: share(sum(x.complete for x in o if x.truth["list_complete_in_photo"]),
    sum(x.truth["list_complete_in_photo"] for x in o))),
    ("glides told", lambda o: share(sum(x.glide for x in o if x.pure), sum(x.pure for x in o))),
    ("recall", lambda o: share(sum(x.found for x in o), sum(x.names for x in o))),
    ("precision", lambda o: share(sum(x.right for x in o), sum(x.results for x in o))),
    ("invented", lambda o: str(sum(bool(x.invented) for x in o))),
    ("retake lines", lambda o: f"{sum(len(x.result['retake']) for x in o) / max(1, len(o)):.1f}"),
)  # fmt: skip


def table(rows: Iterable[tuple[str, Sequence[Outcome]]]) -> str:
    """A Markdown table, one row a group."""
    head = ["", *(name for name, _ in COLUMNS)]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join([name, *(of(group) for _, of in COLUMNS)]) + " |" for name, group in rows if group]
    return "\n".join(lines)


def groups(outcomes: Sequence[Outcome], by: str) -> list[tuple[str, list[Outcome]]]:
    """Outcomes by a field of their truth; a list's items each make a group ("none" for an empty one)."""
    found: dict[str, list[Outcome]] = {}
    for o in outcomes:
        value = o.truth[by]
        for key in (value or ["none"]) if isinstance(value, list) else [value or "-"]:
            found.setdefault(str(key), []).append(o)
    order = ("easy", "medium", "hard")
    return sorted(found.items(), key=lambda item: (order.index(item[0]) if item[0] in order else 9, item[0]))


def endings(outcomes: Sequence[Outcome]) -> str:
    """What the cases ended as whose critical name was missed."""
    ends = Counter(f"{o.truth['difficulty']}: {o.result['verdict']}" for o in outcomes if o.missed)
    return ", ".join(f"{k} {n}" for k, n in sorted(ends.items())) or "none missed"


def report(outcomes: Sequence[Outcome]) -> str:
    """The tables of one engine (Markdown)."""
    out = []
    labels = [o for o in outcomes if o.truth["kind"] == "labels"]
    near = [o for o in outcomes if o.truth["kind"] == "near-glides"]
    if labels:
        out += ["labels, by difficulty", table([*groups(labels, "difficulty"), ("all", labels)])]
        scenes = [o for o in labels if "12-megapixel scene" in o.truth["defects"]]
        out += ["12-megapixel scenes, by difficulty", table(groups(scenes, "difficulty"))]
        out += ["labels, by content", table(groups(labels, "content"))]
        out += ["labels, by defect", table(groups(labels, "defects"))]
        out += ["labels, by trap", table(groups(labels, "traps"))]
        out += ["critical names missed ended as: " + endings(labels)]
    if near:
        out += ["near-glides, by how the other name is hidden", table([*groups(near, "way"), ("all", near)])]
        out += ["near-glides, by what is hidden", table(groups(near, "content"))]
        ends = Counter(str(o.result["verdict"]) for o in near)
        out += ["near-glides ended as: " + ", ".join(f"{k} {n}" for k, n in ends.most_common())]
    return "\n\n".join(out)


def gravity(o: Outcome) -> int:
    """How bad, the worst first: 0 a wrong GLIDE ... 9 nothing to look at."""
    easy = o.truth["difficulty"] != "hard"
    if o.false_glide:
        return 0
    if o.missed and easy:
        return 1
    if o.overstated:
        return 2
    if o.missed or o.invented:
        return 3
    if o.pure and not o.glide:
        return 4 if easy else 5
    if o.names and o.found < 0.5 * o.names and easy:
        return 6
    return 9
