"""Trains what the chat understands a message by: lexicon/chat/utterances/*.yaml -> src/glidecheck/chat/data/meaning.npz.

    python scripts/train_chat.py [--check]

A line of a topic is expanded over its choices and slots, damaged a little as people type, and taught to a softmax regression (numpy, one
core, under a minute, seeded: the same utterances give the same weights on one machine). --check says whether the weights were trained from
the utterances as they are now, by their hash. Utterances that none of these was made from are in tests/chat/heldout.txt.
"""

from __future__ import annotations

import hashlib
import itertools
import random
import re
import sys
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML
from softmax import SETTINGS, fit, keep

from glidecheck.chat.meaning import BUCKETS, WEIGHTS, features

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "lexicon" / "chat" / "utterances"
SEED = 17
MOST = 14  # texts made of one line
EPOCHS = 14
KINDS = {"R": "zzretinoid", "A": "zznumb", "H": "zzhyal", "X": "zzactive"}
RAW = {
    "R": "retinol retinal tretinoin adapalene differin tazarotene retinyl palmitate retinoid".split(),
    "A": "lidocaine emla lidocaina lidocain benzocaine prilocaine lmx".split(),
    "H": ["hyaluronic acid", "hyaluron", "sodium hyaluronate", "acido hialuronico", "acide hyaluronique", "asam hialuronat"],
    "X": ["niacinamide", "vitamin c", "glycerin", "urea", "aloe vera", "azelaic acid", "bakuchiol", "zinc oxide", "squalane", "peptides"],
}
_CHOICE = re.compile(r"\(([^()]*)\)")
_SLOT = re.compile(r"\{(\w+)\}")


def made_up(rng: random.Random) -> str:
    """A name that nobody has heard."""
    word = "".join(rng.choice("bcdfglmnprstvxz") + rng.choice("aeiou") for _ in range(rng.randint(2, 4)))
    word += rng.choice(["", "", "n", "x", "ium", "ide", "ol", "ate", "ine", " cream", " serum", " balm", " gel"])
    return word if rng.random() < 0.7 else f"{made_up(rng)} {word}" if rng.random() < 0.3 else word


def expanded(line: str, slots: dict[str, list[str]], rng: random.Random) -> list[str]:
    """Texts of one line: every choice at least once where there are few, else as many as MOST."""
    parts = [m.split("|") for m in _CHOICE.findall(line)]
    count = 1
    for p in parts:
        count *= len(p)
    slotted = bool(_SLOT.search(line))
    wanted = min(MOST, max(count, 6 if slotted else 1))
    few = count <= wanted
    picks = list(itertools.product(*parts)) if few else [tuple(rng.choice(p) for p in parts) for _ in range(wanted)]
    picks = [picks[i % len(picks)] for i in range(max(wanted, len(picks)))][:MOST]
    out = []
    for pick in picks:
        chosen = iter(pick)
        text = _CHOICE.sub(lambda _: next(chosen), line)  # noqa: B023 - used at once
        for _ in range(3):
            text = _SLOT.sub(lambda m: filled(m[1], slots, rng), text)
        out.append(" ".join(text.split()))
    return out


def filled(slot: str, slots: dict[str, list[str]], rng: random.Random) -> str:
    if slot in KINDS:
        return KINDS[slot] if rng.random() < 0.8 else rng.choice(RAW[slot])
    if slot == "U":
        return "zzunknown" if rng.random() < 0.6 else made_up(rng)
    return rng.choice(slots[slot])


def damaged(text: str, rng: random.Random) -> str:
    """As a thumb types it: a letter dropped, doubled or swapped, now and then."""
    words = text.split(" ")
    for n, word in enumerate(words):
        if len(word) < 5 or word.startswith("zz") or rng.random() > 0.06:
            continue
        at = rng.randrange(1, len(word) - 1)
        words[n] = rng.choice(
            [word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]]
        )
    out = " ".join(words)
    if rng.random() < 0.3:
        out = out.rstrip("?")
    elif rng.random() < 0.2:
        out = out.rstrip("?") + "?"
    return out


def examples() -> tuple[list[str], list[str]]:
    """Texts and their labels."""
    rng = random.Random(SEED)
    texts, labels = [], []
    for path in sorted(FOLDER.glob("*.yaml")):
        told = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        slots = {k: list(v) for k, v in told["slots"].items()}
        asides = [
            t for name in ("none", "hello") for line in told["topics"].get(name, "").split("\n") if line for t in expanded(line, slots, rng)
        ]
        for label, block in told["topics"].items():
            for line in filter(None, (raw.strip() for raw in block.split("\n"))):
                for text in expanded(line, slots, rng):
                    written = damaged(text, rng)
                    if asides and rng.random() < 0.12 and not label.startswith(("f_", "none", "hello")):
                        aside = rng.choice(asides)
                        written = f"{aside} {written}" if rng.random() < 0.6 else f"{written} {aside}"
                    texts.append(written)
                    labels.append(label)
    return texts, labels


def digest() -> str:
    """The hash of what the weights are trained from."""
    whole = hashlib.sha256()
    for path in [*sorted(FOLDER.glob("*.yaml")), FOLDER.parent / "concepts.yaml"]:
        whole.update(path.read_bytes())
    whole.update(repr((SEED, MOST, EPOCHS, SETTINGS, BUCKETS)).encode())
    return whole.hexdigest()


def train(texts: list[str], labels: list[str]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """The labels, the weights (BUCKETS, labels) and the bias; a label is weighed by the root of its rarity."""
    names = sorted(set(labels))
    number = {name: n for n, name in enumerate(names)}
    goal = np.array([number[label] for label in labels])
    counts = np.bincount(goal, minlength=len(names))
    weight = np.sqrt(counts.mean() / counts)[goal].astype(np.float32)
    w, b = fit([features(t) for t in texts], goal, weight, labels=len(names), buckets=BUCKETS, epochs=EPOCHS, seed=SEED)
    return names, w, b


def main() -> int:
    if "--check" in sys.argv:
        with np.load(WEIGHTS, allow_pickle=False) as told:
            fresh = str(told["digest"]) == digest()
        print("meaning.npz is " + ("what the utterances say" if fresh else "stale: python scripts/train_chat.py"))
        return 0 if fresh else 1
    texts, labels = examples()
    print(f"{len(texts)} texts of {len(set(labels))} labels")
    names, w, b = train(texts, labels)
    WEIGHTS.parent.mkdir(exist_ok=True)
    keep(WEIGHTS, names, w, b, digest())
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1e3:.0f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
