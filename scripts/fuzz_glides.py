#!/usr/bin/env python3
"""Pasted label texts that hide a retinoid or an anaesthetic, by the thousand: how many end as GLIDE. Every one is printed.

    python scripts/fuzz_glides.py --count 10000 --seed 1

A text is a plain hyaluronate list with one critical name of the lexicon put somewhere (in the list, as its last line, in a bracket, on the
front, behind the list), in one of the layouts that people paste, damaged by up to two errors of OCR or spelling.
"""

import argparse
import random
import sys
from collections import Counter

from glidecheck.lexicon import Lexicon, load
from glidecheck.pipeline import scan_text

GLIDES = (
    "Aqua",
    "Water",
    "Sodium Hyaluronate",
    "Hyaluronic Acid",
    "Sodium Chloride",
    "Citric Acid",
    "Disodium Phosphate",
    "Sodium Citrate",
)
HEADINGS = ("Ingredients: ", "INGREDIENTS: ", "Ingrédients: ", "Inhaltsstoffe: ", "INCI: ", "Ingredients:\n", "")
LAYOUTS = (", ", " - ", " • ", " | ", "\n", "\n• ", "; ", " * ", ",\n", " – ", " / ")
FRONTS = ("{}", "{} Serum", "With {}", "Our {} cream 30 ml", "{} 1 %", "Contains {}.", "Brand {} for face")
LOOKALIKES = {"o": "0ο", "i": "l1|!í", "l": "I1|", "e": "eеé", "a": "аá", "n": "r", "c": "(", "t": "f", "d": "cl", "m": "rn"}


def names(lexicon: Lexicon) -> list[str]:
    """INCI names and INN of retinoids and anaesthetics, and what else they are called in words of five letters and more."""
    found = []
    for cls in ("retinoid", "anaesthetic"):
        for substance in lexicon.of_class(cls):
            listed = (n for n in lexicon.entry(substance.id).names if n.kind in ("inci", "inn", "foreign", "synonym"))
            found += [n.name for n in listed if sum(c.isalpha() for c in n.name) >= 5]
    return sorted(set(found))


def damaged(name: str, errors: int, rng: random.Random) -> str:
    out = list(name)
    for _ in range(errors):
        n = rng.randrange(len(out))
        match rng.randrange(4):
            case 0:
                out[n] = rng.choice(LOOKALIKES.get(out[n].lower(), "aeiounrt"))
            case 1 if len(out) > 6:
                out[n] = ""
            case 2:
                out[n] += rng.choice(("", " ", "-\n", out[n]))
            case _:
                out[n] = rng.choice("aeiourstn")
    return "".join(out)


def text(name: str, rng: random.Random) -> tuple[str, str]:
    """(how the name is hidden, the text)."""
    glides = rng.sample(GLIDES, rng.randint(2, 5))
    if not any("yal" in g for g in glides):
        glides[-1] = "Sodium Hyaluronate"
    heading, layout, end = rng.choice(HEADINGS), rng.choice(LAYOUTS), rng.choice((".", "", "", "\n30 ml"))
    way = rng.choice(("within", "last", "first", "bracket", "heading", "front", "behind"))
    front = rng.choice(("", "HA Glide\n", "Halona Essence 10 ml\n"))
    match way:
        case "within":
            glides.insert(rng.randint(1, len(glides) - 1), name)
        case "last":
            glides.append(name)
        case "first":
            glides.insert(0, name)
        case "bracket":
            n = rng.randrange(len(glides))
            glides[n] += f" ({name})"
        case "heading":
            heading = f"Ingredients ({name}): "
        case "front":
            front = rng.choice(FRONTS).format(name) + "\n"
            heading = heading or "Ingredients: "
        case _:
            heading, end = heading or "Ingredients: ", f".\n{rng.choice(FRONTS).format(name)}"
    return way, front + heading + layout.join(glides) + end


def main(argv: list[str] | None = None) -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--count", type=int, default=10_000)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args(argv)
    rng, every = random.Random(a.seed), names(load())
    asked: Counter[tuple[str, int]] = Counter()
    wrong: Counter[tuple[str, int]] = Counter()
    for _ in range(a.count):
        errors = rng.choice((0, 0, 1, 2))
        way, said = text(damaged(rng.choice(every), errors, rng), rng)
        asked[way, errors] += 1
        report = scan_text(said)
        if report.verdict == "GLIDE":
            wrong[way, errors] += 1
            print(f"{way}, {errors} errors: {said!r}")
    print(f"\n{len(every)} names, {a.count} texts, seed {a.seed}: {sum(wrong.values())} ended as GLIDE\n")
    print("| hidden | errors | texts | GLIDE |\n|---|---|---|---|")
    for (way, errors), n in sorted(asked.items()):
        print(f"| {way} | {errors} | {n} | {wrong[way, errors]} |")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
