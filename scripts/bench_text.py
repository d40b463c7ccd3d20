#!/usr/bin/env python3
"""How the text layer stands up to damaged lists: real ingredient lists, critical names planted, glyphs confused, separators and blanks
lost.

    bench_text.py [--lists ../shared/data/products/lists.jsonl.gz] [--sample N] [--levels 0,2,5,10] [--seed N] [--raw] [--unknown N]
    [--show]

Two measurements:

  --raw      the retail texts as they are: names known to the lexicon, the most frequent unknown ones, lists with a critical name, and
  lists where a plain search for letters and the matcher disagree about one (each of these is to be explained by hand)
  otherwise  at each level: names taken from a list are printed anew (commas, lines of 30 to 70 characters, a word now and then
  hyphenated) and damaged: each letter or digit is wrong with the level's probability (80 % a confusion of lexicon/confusables.csv, each
  as often as it was measured, 8 % lost, 6 % doubled by another, 6 % any letter), each separator with the same probability (lost, or
  another), each blank with half of it.
  Every list is measured once with five critical names planted, once with none.

  found      printed names that the result names          wrong     names in the result that were not printed, per printed name
  recall     planted critical names told as critical      softened  planted ones told as something harmless
  alarms     lists without a critical name that got one    asked     planted ones that stayed unknown but name the critical candidate
"""

from __future__ import annotations

import argparse
import ast
import csv
import gzip
import html
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz import fuzz

from glidecheck import lexicon, match, parse
from glidecheck.lexicon.nearest import CRITICAL
from glidecheck.model import Line, Match, Panel, Section
from glidecheck.text import key

LISTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "products" / "lists.jsonl.gz"
LETTERS = "abcdefghilmnoprstuvyz"
PLANTED = 5
ALONE, AS = 0.17, [("", 9), ("4", 5), ("9", 1), ("d", 1), ("e", 1), ("s", 1)]
"""A letter that is a word of its own ("vitamin A"): how often it is misread, as a share of all glyphs' rate, and as what. Measured by
scripts/measure_confusables.py --alone --sample 14 --seed 5: 18 of 3,601, where 2.9 % of all glyphs were wrong."""
SUSPICIOUS = re.compile(
    r"(?<![a-z])(?:di)?retin(?!a\b)|vitamin\W?a\b|tretin|adapalen|tazarot|\w+ocaine|\blidoca|benzoca|pramoxine|dyclonin|laureth.?9\b|polidocanol",
    re.IGNORECASE,
)


def texts(path: Path) -> Iterator[str]:
    """The lists' texts; a text printed as a Python list becomes lines."""
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for row in map(json.loads, f):
            text = row["text"]
            if text.startswith("["):
                try:
                    text = "\n".join(ast.literal_eval(text))
                except (SyntaxError, ValueError):
                    text = text.strip("[]'")
            yield re.sub(r"<[^>]{1,20}>", "\n", html.unescape(html.unescape(text)))


def resolve(text: str, known: lexicon.Lexicon) -> tuple[Match, ...]:
    lines = tuple(Line(t, 1.0) for t in text.split("\n"))
    return match.resolve(parse.stream(Panel(Section.LIST, lines)), known)


def critical(m: Match) -> bool:
    return any(c in CRITICAL for s in m.substances for c in s.classes)


class Damage:
    """What a reader makes of print, seeded: the confusions of lexicon/confusables.csv, each as often as it was counted for its glyphs."""

    def __init__(self, known: lexicon.Lexicon, rng: random.Random) -> None:
        self.rng = rng
        self.rates: dict[str, list[tuple[str, float]]] = {}
        text = "\n".join(known.keys)
        for c in known.confusables:
            for a, b in ((c.a, c.b), (c.b, c.a)):  # the table does not say which way: half and half
                self.rates.setdefault(a, []).append((b, c.measured / 2 / max(text.count(a), 100)))

    def word(self, text: str, p: float) -> str:
        rng, out, i = self.rng, [], 0
        while i < len(text):
            c = text[i]
            alone = c.isalpha() and not text[max(0, i - 1) : i + 2].replace(c, " ", 1).strip()
            if not c.isalnum() or rng.random() >= p * (ALONE if alone else 1):
                out.append(c)
                i += 1
                continue
            if alone:
                out.append(rng.choices([to for to, _ in AS], [n for _, n in AS])[0])
                i += 1
                continue
            what = rng.random()
            one, two = text[i].casefold(), text[i : i + 2].casefold()
            here = [(1, to, rate) for to, rate in self.rates.get(one, ())] + [(2, to, rate) for to, rate in self.rates.get(two, ())]
            if what < 0.8 and here:
                size, to, _ = rng.choices(here, [rate for _, _, rate in here])[0]
                out.append(to.upper() if c.isupper() else to)
                i += size
                continue
            if what < 0.88:
                pass
            elif what < 0.94:
                out.append(c + rng.choice(LETTERS))
            else:
                out.append(rng.choice(LETTERS) if c.isalpha() else rng.choice("0123456789"))
            i += 1
        return "".join(out)

    def print(self, names: list[str], p: float) -> tuple[str, list[str]]:
        """The damaged list, and each name as it stands in it."""
        rng = self.rng
        width = rng.randint(30, 70)
        upper = rng.random() < 0.3
        bullet = rng.choice([", "] * 6 + [" • ", "; ", ","])
        printed, out, column = [], "", 0
        for n, name in enumerate(names):
            wrong = self.word(name.upper() if upper else name, p)
            printed.append(wrong)
            words = wrong.split(" ")
            for k, w in enumerate(words):
                blank = "" if k == 0 else "" if rng.random() < p / 2 else " "
                if column + len(w) > width and column:
                    cut = rng.randint(3, len(w) - 3) if len(w) > 8 and rng.random() < 0.3 else 0
                    if cut:
                        out += blank + w[:cut] + "-\n" + w[cut:]
                        column = len(w) - cut
                    else:
                        out = out.rstrip() + "\n" + w
                        column = len(w)
                else:
                    out += blank + w
                    column += len(blank) + len(w)
            if n < len(names) - 1:
                sign = bullet
                if rng.random() < p:
                    sign = rng.choice([". ", "; ", " ", " ", ",", ". "])
                out += sign
                column += len(sign)
        return out, printed


def explained() -> dict[tuple[str, str], str]:
    """What was looked at by hand: (table, printed) -> why it is no mistake (scripts/explained.csv)."""
    with Path(__file__).with_name("explained.csv").open(encoding="utf-8") as f:
        return {(r["table"], r["printed"]): r["reason"] for r in csv.DictReader(f)}


def raw(path: Path, known: lexicon.Lexicon, sample: int, show: int) -> None:
    total = named = 0
    unknown: Counter[str] = Counter()
    hits = 0
    silent, loud = [], []
    methods: Counter[str] = Counter()
    began = time.perf_counter()
    rows = list(texts(path))[: sample or None]
    for text in rows:
        found = resolve(text, known)
        total += len(found)
        named += sum(bool(m.substances) for m in found)
        unknown.update(m.mention.printed for m in found if not m.substances)
        told = [m for m in found if critical(m)]
        methods.update(m.method.value for m in told)
        hits += bool(told)
        looks = SUSPICIOUS.search(text)
        if looks and not told:
            silent.append(text[max(0, looks.start() - 50) : looks.end() + 40])
        loud += [
            (m.mention.printed, m.substances[0].name, m.method.value, m.score)
            for m in told
            if m.method.value not in ("exact", "synonym") or not SUSPICIOUS.search(m.mention.printed)
        ]
    took = time.perf_counter() - began
    print(
        f"{len(rows)} lists, {total} names, known {named / total:.4f}, "
        f"{1e3 * took / len(rows):.1f} ms a list, {1e3 * took / total:.2f} ms a name"
    )
    print(f"lists with a critical name {hits}; by method {dict(methods)}")
    print("told without the letters that a plain search looks for, or not literally:")
    why = explained()
    for row, n in Counter(loud).most_common(show):
        print("   ", n, *row, why.get(("told", row[0]), "TO BE LOOKED AT"), sep=" | ")
    print("letters there, nothing told:")
    known_silent = {printed: reason for (table, printed), reason in why.items() if table == "silent"}
    reasons = Counter(next((r for p, r in known_silent.items() if p in s), repr(s)) for s in silent)
    for s, n in reasons.most_common(show):
        print("   ", n, s)
    print("most frequent unknown:")
    for name, n in unknown.most_common(show):
        print("   ", n, name, "|", why.get(("unknown", name), "TO BE LOOKED AT"))


def damaged(path: Path, known: lexicon.Lexicon, level: float, sample: int, seed: int, show: bool) -> None:
    rng = random.Random(f"{seed}/{level}")
    damage = Damage(known, rng)
    names = sorted(
        {
            n.name
            for cls in CRITICAL
            for s in known.of_class(cls)
            for n in known.entry(s.id).names
            if n.kind in ("inci", "inn", "synonym") and n.name.isascii() and len(key(n.name)) >= 6
        }
    )
    tally: Counter[str] = Counter()
    softened: Counter[tuple[str, str]] = Counter()
    lost: list[tuple[str, str]] = []
    alarms: list[tuple[str, str, float]] = []
    swaps: Counter[tuple[str, str]] = Counter()
    rows = list(texts(path))
    rng.shuffle(rows)
    began = time.perf_counter()
    for text in rows[: sample or None]:
        clean = [m for m in resolve(text, known) if m.certain and not m.glyphs_only and not critical(m)]
        printed = list(dict.fromkeys(re.sub(r"\s*[(\[].*?[)\]]", "", m.mention.printed).strip() for m in clean))
        printed = [n for n in printed if key(n) in known.keys and "," not in n][:40]
        if len(printed) < 2:
            continue
        start = rng.randrange(max(1, len(printed) - 12))
        printed = printed[start : start + 12]
        for planted in (rng.sample(names, PLANTED), []):
            listed = [*printed, *planted]
            rng.shuffle(listed)
            damaged_text, as_read = damage.print(listed, level)
            found = resolve(damaged_text, known)
            want = {h.substance.id for n in listed for h in known.lookup(key(n))}
            got = {s.id for m in found for s in m.substances}
            told = [m for m in found if critical(m)]
            if not planted:
                tally["lists"] += 1
                for n in listed:
                    tally["names"] += 1
                    tally["found"] += bool({h.substance.id for h in known.lookup(key(n))} & got)
                for m in found:
                    if m.substances and m.substances[0].id not in want:
                        tally["wrong"] += 1
                        swaps[m.mention.printed, m.substances[0].name] += 1
                if told:
                    tally["alarms"] += 1
                    alarms.extend((m.mention.printed, m.substances[0].name, m.score) for m in told)
                continue
            left = list(told)
            for n, seen in zip(listed, as_read, strict=True):
                if n not in planted:
                    continue
                tally["planted"] += 1
                mine = next((m for m in left if fuzz.ratio(key(m.mention.printed), key(seen)) >= 90), None)
                mine = mine or next((m for m in left if fuzz.partial_ratio(key(m.mention.printed), key(seen)) >= 80), None)
                mine = mine or next(
                    (m for m in left if {h.substance.id for h in known.lookup(key(n))} & {s.id for s in m.substances}), None
                )
                if mine is not None:
                    left.remove(mine)
                    tally["told"] += 1
                    continue
                here = [
                    m
                    for m in found
                    if fuzz.partial_ratio(key(m.mention.printed), key(seen)) >= 80 and len(key(m.mention.printed)) >= 0.5 * len(key(seen))
                ]
                soft = next((m for m in here if m.substances and not critical(m) and m.substances[0].id not in want), None)
                if soft is not None:
                    tally["softened"] += 1
                    softened[n, soft.substances[0].name] += 1
                elif any(c in CRITICAL for m in here for s in m.candidates for c in s.classes):
                    tally["asked"] += 1
                lost.append((n, damaged_text if key(n) == key(seen) else seen))
    took = time.perf_counter() - began
    t = tally
    print(
        f"{100 * level:4.0f} %  lists {t['lists']}  found {t['found'] / t['names']:.4f}  wrong {100 * t['wrong'] / t['names']:.3f} %  "
        f"recall {t['told'] / t['planted']:.5f} of {t['planted']}  softened {100 * t['softened'] / t['planted']:.3f} %  "
        f"asked {100 * t['asked'] / t['planted']:.3f} %  "
        f"alarms {100 * t['alarms'] / t['lists']:.3f} %  ({took:.0f} s)"
    )
    if show:
        print("  softened", softened.most_common(12))
        print("  lost", lost[:20])
        print("  alarms", alarms[:20])
        print("  swaps", swaps.most_common(25))


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--lists", type=Path, default=LISTS)
    ap.add_argument("--sample", type=int, default=0, help="lists to take (0: all)")
    ap.add_argument("--levels", default="0,2,5,10", help="per cent of characters that are wrong")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--raw", action="store_true")
    ap.add_argument("--unknown", type=int, default=50, help="rows printed of each table of --raw")
    ap.add_argument("--show", action="store_true", help="print what was lost, softened and made up")
    a = ap.parse_args()
    if not a.lists.is_file():
        print(f"no lists at {a.lists}: nothing measured", file=sys.stderr)
        return 0
    known = lexicon.load()
    if a.raw:
        raw(a.lists, known, a.sample, a.unknown)
    else:
        for level in a.levels.split(","):
            damaged(a.lists, known, float(level) / 100, a.sample, a.seed, a.show)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
