#!/usr/bin/env python3
"""Pasted label texts around a pure hyaluronate list, by the thousand: which hide something and end as GLIDE, which are ordinary and do not.

    python scripts/fuzz_glides.py --count 10000 --seed 1 [--show N]

Hidden: a critical name (in the list, its bracket, its heading, on the front, behind the list, broken by up to two errors of OCR or
spelling); and, outside the list, whatever no kind of label_words.yaml knows: invented words, drugs made from the stems of INN, donor and
DNA products, sentences of other languages and scripts, headings of a part, half sentences, exclusions, spaced or glued letters, signs.
Ordinary: the texts that each kind must take. Each share with its 95 % bound (Clopper-Pearson). Every wrong GLIDE is printed.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from glidecheck.label_text import vocabulary
from glidecheck.lexicon import Lexicon, label_words, load, schema, strict_yaml
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
FRONTS = ("{}", "{} Serum", "With {}", "Our {} cream 30 ml", "{} 1 %", "Contains {}.", "Brand {} for face", "HA + {}", "{} Hyaluronic Gel")
LOOKALIKES = {"o": "0ο", "i": "l1|!í", "l": "I1|", "e": "eеé", "a": "аá", "n": "r", "c": "(", "t": "f", "d": "cl", "m": "rn"}
DATA: dict[str, Any] = strict_yaml.load(Path(__file__).with_name("strangers.yaml"))
SYLLABLES, STEMS = DATA["syllables"].split(), DATA["stems"].split()


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


def invented(rng: random.Random, ending: str = "") -> str:
    """A word of no language: one that a language of the labels has by chance ("care", "voda") hides nothing."""
    known = vocabulary.of(load())
    while known.listed(word := "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4))) + ending):
        pass
    return rng.choice((word, word.capitalize(), word.upper()))


def _listed(rng: random.Random) -> list[str]:
    glides = rng.sample(GLIDES, rng.randint(2, 5))
    if not any("yal" in g for g in glides):
        glides[-1] = "Sodium Hyaluronate"
    return glides


def text(name: str, rng: random.Random) -> tuple[str, str]:
    """(how the name is hidden, the text)."""
    glides = _listed(rng)
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


def stranger(rng: random.Random) -> tuple[str, str]:
    """(its kind, words outside the list that no kind may take); a heading of a part ends with "ingredients"."""

    def joined(word: str) -> str:
        return rng.choice(FRONTS).format(word)

    def spaced() -> str:
        return " ".join(invented(rng))

    ways: dict[str, Callable[[], str]] = {
        "invented word": lambda: rng.choice(("With {}", "Our {} cream 30 ml", "{} 1 %", "Contains {}.", "HA + {}", "{} 10 mg/ml")).format(
            invented(rng)
        ),
        "drug from a stem": lambda: joined(invented(rng, rng.choice(STEMS))),
        "donor, DNA, active": lambda: joined(rng.choice(DATA["products"])),
        "another language or script": lambda: rng.choice(DATA["tongues"]),
        "exclusion": lambda: rng.choice(DATA["excluded"]).format(rng.choice(DATA["states"])),
        "half a sentence": lambda: rng.choice(DATA["halves"]),
        "letters apart": spaced,
        "glued": lambda: rng.choice(("serum", "gel", "hydrating", "pure")) + invented(rng).lower() + rng.choice(("", "serum", "care")),
        "signs": lambda: rng.choice(DATA["signs"]),
        "figures": lambda: rng.choice(DATA["figures"]),
    }
    way = rng.choice((*ways, "heading of a part"))
    return way, rng.choice(DATA["parts"]) if way == "heading of a part" else ways[way]()


def around(rng: random.Random, ordinary: list[str], hidden: tuple[str, str] | None) -> str:
    """A pure list with ordinary lines around it, and with hidden words where there are any."""
    lines = [t.rstrip(".") + rng.choice((".", "")) for t in rng.sample(ordinary, rng.randint(0, 3))]
    before = rng.choice(("Hyaluronic Acid Serum", "HA Glide 2 ml", "Sterile HA Gel", "Glide gel for microneedling", ""))
    heading = "Ingredients: "
    behind = lines
    if hidden is not None:
        way, words = hidden
        if way == "heading of a part":
            heading = f"{words} ingredients: "
        elif rng.random() < 0.5:
            before = "\n".join(filter(None, (before, words)))
        else:
            behind = [*lines, words]
            rng.shuffle(behind)
    listed = ", ".join(("Water", "Sodium Hyaluronate", *rng.sample(GLIDES[4:], rng.randint(0, 2)))) + "."
    return "\n".join(filter(None, (before, heading + listed, *behind)))


def bound(k: int, n: int) -> float:
    """The upper end of a share's 95 % interval (Clopper-Pearson, two-sided), by bisection."""
    from math import comb, exp, lgamma, log

    if k >= n or not n:
        return 1.0

    def below(p: float) -> float:
        if n < 500:
            return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1))
        choose = [lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) for i in range(k + 1)]
        return sum(exp(c + i * log(p) + (n - i) * log(1 - p)) for i, c in enumerate(choose))

    low, high = 1e-12, 1 - 1e-12
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) > 0.025 else (low, middle)
    return high


def verdict(said: str) -> str:
    """The verdict of a text; empty, and the text printed, where judging it crashes."""
    try:
        return str(scan_text(said).verdict)
    except Exception as error:  # noqa: BLE001 - a text that crashes is a find, and the others are asked all the same
        print(f"crashed ({error!r}): {said!r}")
        return ""


def main(argv: list[str] | None = None) -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--count", type=int, default=10_000)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--show", type=int, default=20, metavar="N", help="ordinary texts that were refused, of which N are printed")
    a = ap.parse_args(argv)
    rng, every = random.Random(a.seed), names(load())
    lexicon = Path(__file__).parents[1] / "lexicon"
    kinds = schema.load(label_words.LabelWordsFile, lexicon / "label_words.yaml").kinds
    ordinary = [*(t for k in kinds for t in k.fires), *(t for told in label_words.languages(lexicon) for t in told.fires)]
    asked: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    shown = crashed = 0
    for _ in range(a.count):
        match rng.randrange(4):
            case 0 | 1:
                errors = rng.choice((0, 0, 1, 2))
                way, said = text(damaged(rng.choice(every), errors, rng), rng)
                cell = way, f"{errors} errors"
            case 2:
                hidden = stranger(rng)
                said, cell = around(rng, ordinary, hidden), (hidden[0], "outside")
            case _:
                said, cell = around(rng, ordinary, None), ("nothing", "ordinary")
        asked[cell] += 1
        told = verdict(said)
        crashed += not told
        glide = told == "GLIDE"
        if cell[1] == "ordinary":
            wrong[cell] += not glide
            if told and not glide and shown < a.show:
                shown += 1
                print(f"refused: {said!r}")
        elif glide:
            wrong[cell] += 1
            print(f"{cell[0]}, {cell[1]}: {said!r}")
    refused = ("nothing", "ordinary")
    lost = sum(n for cell, n in wrong.items() if cell != refused)
    hidden_texts = a.count - asked[refused]
    print(f"\n{len(every)} names, {a.count} texts, seed {a.seed}")
    print(f"wrong GLIDE: {lost} of {hidden_texts} that hide something (95 %: below {bound(lost, hidden_texts):.5f})")
    print(f"crashed: {crashed}")
    print(f"refused: {wrong[refused]} of {asked[refused]} ordinary ones (below {bound(wrong[refused], asked[refused]):.3f})\n")
    print("| hidden | how | texts | wrong | 95 % below |\n|---|---|---|---|---|")
    for cell, n in sorted(asked.items()):
        print(f"| {cell[0]} | {cell[1]} | {n} | {wrong[cell]} | {bound(wrong[cell], n):.4f} |")
    return 1 if lost or crashed else 0


if __name__ == "__main__":
    sys.exit(main())
