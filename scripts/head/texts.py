"""What the taught lines say: names, headings and directions of the lexicon, and words that only look like words. Seeded.

Half of it is no language at all (words drawn from the letter triples of a script, letters at random): the head is to read, not to guess.
One name in ten of the lexicon is kept aside for `aside` lines, by its hash.
"""

from __future__ import annotations

import random
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from babel import Locale

from head.alphabet import CHARACTERS, CYRILLIC, GREEK, LATIN, script

LEXICON = Path(__file__).resolve().parents[2] / "lexicon"
LOCALES = {
    "cyrillic": ("ru", "uk", "bg", "sr", "mk", "kk"),
    "greek": ("el",),
    "latin": ("fr", "de", "es", "it", "pt", "pl", "cs", "tr", "hu", "ro", "sv", "lv", "lt"),
}
SHARE = {"cyrillic": 0.5, "greek": 0.16, "latin": 0.34}
"""Of the lines, by their main script."""
_RUN = {
    "cyrillic": re.compile(r"[\u0400-\u04ff][\u0400-\u04ff \-]*[\u0400-\u04ff]"),
    "greek": re.compile(r"[\u0370-\u03ff][\u0370-\u03ff \-]*[\u0370-\u03ff]"),
}
_RUSSIAN = (
    ("sch", "ш"), ("sh", "ш"), ("ch", "х"), ("ph", "ф"), ("th", "т"), ("qu", "кв"),
    ("ya", "я"), ("yu", "ю"), ("ce", "це"), ("ci", "ци"), ("cy", "ци"),
    ("ae", "э"), ("oe", "э"), ("ee", "и"), ("oo", "у"), ("ate", "ат"), ("x", "кс"), ("w", "в"), ("y", "и"), ("c", "к"), ("q", "к"),
)  # fmt: skip
_GREEK = (
    ("ph", "φ"), ("th", "θ"), ("ch", "χ"), ("ps", "ψ"), ("ks", "ξ"), ("x", "ξ"), ("ou", "ου"), ("u", "ου"), ("y", "υ"), ("w", "ω"),
    ("c", "κ"), ("q", "κ"), ("j", "ζ"), ("v", "β"), ("b", "μπ"), ("d", "ντ"), ("h", ""), ("f", "φ"),
)  # fmt: skip
_PLAIN = {
    "cyrillic": str.maketrans("abdefghijklmnoprstuvz", "абдефгхийклмнопрстувз"),
    "greek": str.maketrans("aeggiklmnoprstz", "αεγγικλμνοπρστζ"),
}
_CAPITALS = {"cyrillic": CYRILLIC[:33] * 4 + CYRILLIC, "greek": GREEK[:24] * 4 + GREEK, "latin": "ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 4 + LATIN}
_UNITS = {
    "cyrillic": ("мг", "мл", "г", "мг/мл", "МЕ", "% ", "мкг", "°C", "шт."),
    "greek": ("mg", "ml", "g", "mg/ml", "%"),
    "latin": ("mg", "ml", "g", "mg/mL", "%", "oz", "IU"),
}
_JOINS = (", ", ", ", ", ", ", ", ",", "; ", " • ", " · ", "/", " / ", ". ", " - ", " + ")


def aside(text: str) -> bool:
    """Whether a name is one of those that no taught line holds."""
    return zlib.crc32(text.casefold().encode()) % 10 == 0


@lru_cache(maxsize=1)
def _files() -> str:
    kept = [p for p in sorted(LEXICON.rglob("*")) if p.suffix in (".csv", ".yaml")]
    return "\n".join(p.read_text("utf-8") for p in kept)


@lru_cache(maxsize=3)
def names(main: str) -> tuple[str, ...]:
    """Runs of words of a script that the lexicon holds, INCI names spelt in it, and the names of places and tongues in its languages."""
    known = _inci()
    out = list(known) if main == "latin" else _RUN[main].findall(_files())
    if main != "latin":
        out += [_spelt(n, main) for n in known[::3]]
    for code in LOCALES[main]:
        locale = Locale(code)
        out += [*locale.territories.values(), *locale.languages.values(), *locale.currencies.values()]
    kept = (re.sub(r"\s+", " ", n).strip() for n in out)
    return tuple(dict.fromkeys(n for n in kept if 2 < len(n) < 60 and all(c in CHARACTERS for c in n)))


@lru_cache(maxsize=1)
def _inci() -> tuple[str, ...]:
    lines = [
        line.split(",")[0].strip('"')
        for name in ("inci.csv", "synonyms.csv")
        for line in (LEXICON / name).read_text("utf-8").splitlines()[1:]
    ]
    return tuple(
        dict.fromkeys(
            n for n in lines if n and all(c in CHARACTERS for c in n) and all(script(c) in ("latin", "figure", "sign") for c in n)
        )
    )


def _spelt(name: str, main: str) -> str:
    """A Latin name by the sounds of another script: wrong as a translation, right as a picture of such words."""
    text = name.lower()
    for a, b in _RUSSIAN if main == "cyrillic" else _GREEK:
        text = text.replace(a, b)
    text = text.translate(_PLAIN[main])
    return re.sub(r"σ\b", "ς", text) if main == "greek" else text


@lru_cache(maxsize=3)
def _triples(main: str) -> dict[str, Counter[str]]:
    follow: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names(main):
        for word in re.findall(r"\w+", name.lower()):
            padded = f"^^{word}$"
            for i in range(len(word) + 1):
                follow[padded[i : i + 2]][padded[i + 2]] += 1
    return follow


def _drawn(rng: random.Random, main: str) -> str:
    """A word by the letter triples of a script, flattened so that rare letters come up."""
    word = "^^"
    while len(word) < 22:
        seen = _triples(main)[word[-2:]]
        c = rng.choices([*seen], [n**0.6 for n in seen.values()])[0]
        if c == "$":
            break
        word += c
    return word[2:] or rng.choice(names(main))


def _letters(rng: random.Random, main: str) -> str:
    return "".join(rng.choice(_CAPITALS[main]) for _ in range(rng.randint(2, 9)))


def _figures(rng: random.Random, main: str) -> str:
    n = rng.randint(0, 999)
    unit = rng.choice(_UNITS[main])
    return rng.choice((
        f"{n} {unit}", f"{n}{unit}", f"{n / 100:.2f} %", f"{n / 10:.1f}%".replace(".", ","),
        f"{n}-{rng.randint(10, 99)}-{rng.randint(0, 9)}", f"№ {n}", f"№{n}", f"CI {rng.randint(10000, 79999)}",
        f"{rng.randint(1, 28):02d}.{rng.randint(1, 12):02d}.{rng.randint(2024, 2031)}", f"({n})", f"{n} x {rng.randint(2, 20)}",
        f"+{n} ({rng.randint(10, 999)}) {rng.randint(100, 999)}-{rng.randint(10, 99)}-{rng.randint(10, 99)}",
        f"LOT {n}{rng.choice('ABCXZ')}", f"{n}® ", f"ПЭГ-{n}", f"PEG-{n}", f"pH {n / 100:.1f}", f"±{n % 25} °C",
        f"{n}/{rng.randint(2, 99)}", f"№{n}/{rng.randint(1, 9)}",
        f"<{n}>", f"*{n}", f"{n}!", f"{n}?", f"[{n}]", f"{n}&{n % 7}", f"{n}@", f"{n}=", f"#{n}",
    ))  # fmt: skip


def _piece(rng: random.Random, main: str, aside_: bool) -> str:
    kind = rng.random()
    if kind < 0.5:
        for _ in range(40):
            name = rng.choice(names(main))
            if aside(name) == aside_:
                break
    elif kind < 0.78:
        name = _drawn(rng, main)
    elif kind < 0.88:
        return _letters(rng, main) if rng.random() < 0.5 else _letters(rng, main).lower()
    else:
        return _figures(rng, main)
    return name


def _cased(rng: random.Random, text: str) -> str:
    way = rng.random()
    if way < 0.3:
        return text.upper()
    if way < 0.5:
        return text.lower()
    if way < 0.65:
        return text.title()
    return text if way < 0.75 else text[:1].upper() + text[1:]


def line(rng: random.Random, aside_: bool = False, main: str | None = None) -> str:
    """One line of a label, 3 to some 40 characters, all of them known to the head."""
    main = main or rng.choices([*SHARE], [*SHARE.values()])[0]
    goal = rng.randint(3, 34)
    join, text = rng.choice(_JOINS), ""
    case = rng.random()
    seed = rng.random()
    while len(text) < goal:
        of = main if rng.random() < 0.88 else rng.choice([*SHARE])
        piece = _piece(rng, of, aside_)
        # Mostly one case a line, as labels are set.
        piece = _cased(random.Random(seed), piece) if case < 0.8 else _cased(rng, piece)
        if rng.random() < 0.06:
            piece = rng.choice(("({})", "«{}»", '"{}"', "{}:", "{}.", "{}*", "- {}", "„{}“", "{}®", "[{}]", "{}…", "{}!")).format(piece)
        text = f"{text}{join if rng.random() < 0.7 else ' '}{piece}" if text else piece
    start = rng.randint(0, max(0, min(8, len(text) - goal))) if rng.random() < 0.5 else 0
    text = "".join(c for c in text[start : start + goal + 6] if c in CHARACTERS)
    return re.sub(r"\s+", " ", text).strip() or line(rng, aside_, main)


def needs(text: str) -> Iterable[str]:
    """The characters that a face must hold for a line."""
    return {c for c in text if not c.isspace()}
