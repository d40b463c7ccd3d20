"""Trains what the chat hears urgency by: lexicon/chat/urgent, lexicon/red_flags/texts.csv and lexicon/chat/utterances ->
src/glidecheck/chat/data/urgency.npz.

    python scripts/train_urgency.py [--check | --held-out]

As train_chat.py; what anybody asks the bot (its utterances) is not urgent. Some texts are joined, two in one message: urgent where one of
them is. About five minutes of one core, most of it for the slots. --held-out trains without a quarter of all lines and measures on them:
the thresholds of glidecheck.chat.alarm come from it.
"""

from __future__ import annotations

import csv
import hashlib
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML
from softmax import SETTINGS, fit, keep
from train_chat import MOST, damaged, expanded

from glidecheck.chat.urgency import BUCKETS, NONE, WEIGHTS, features

ROOT = Path(__file__).resolve().parents[1]
URGENT = ROOT / "lexicon" / "chat" / "urgent"
ASKED = ROOT / "lexicon" / "chat" / "utterances"
FLAGS = ROOT / "lexicon" / "red_flags"
SEED = 17
EPOCHS = 12
FEW = 6  # texts made of one line of what anybody asks
JOINED = {"urgent": 0.6, "hard": 0.4, "asked": 0.1}
"""The share of lines that are also joined with another one."""
JOINTS = (". ", " ", ", ", "\n")
TOPICS = {"u_exposed": "exposed", "u_ill": "baby_ill", "u_overdose": "toxic", "u_infection": "infection", "u_allergy": "allergy"}
TOPICS |= {"u_crisis": "crisis", "u_oral": "pills"}
SPOKEN = {"zzretinoid": "retinol", "zznumb": "emla", "zzhyal": "hyaluronic acid", "zzactive": "niacinamide", "zzunknown": "foobarium"}


@dataclass(slots=True)
class Line:
    """One line: its language, the danger (NONE: none), where it comes from ("urgent", "hard": harmless but near, "asked"), its texts."""

    lang: str
    label: str
    kind: str
    texts: list[str]


def lines() -> list[Line]:
    """All lines with their texts, in an order that is always the same."""
    rng = random.Random(SEED)
    out: list[Line] = []
    for path in sorted(URGENT.glob("*.yaml")):
        told = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        slots = {k: list(v) for k, v in told["slots"].items()}
        for part in ("dangers", NONE):
            for label, block in told[part].items():
                for line in filter(None, (raw.strip() for raw in block.split("\n"))):
                    texts = sorted({damaged(t, rng) for t in expanded(line, slots, rng)})
                    out.append(Line(path.stem, label, "urgent", texts) if part == "dangers" else Line(path.stem, NONE, "hard", texts))
    with (FLAGS / "texts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kind = "hard" if row["danger"] == NONE else "urgent"
            out.append(Line(row["lang"] or "en", row["danger"], kind, [row["text"], damaged(row["text"], rng)]))
    for path in sorted(ASKED.glob("*.yaml")):
        told = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        slots = {k: list(v) for k, v in told["slots"].items()}
        for topic, block in told["topics"].items():
            for line in filter(None, (raw.strip() for raw in block.split("\n"))):
                texts = sorted({damaged(t, rng) for t in expanded(line, slots, rng)[:FEW]})
                for mask, name in SPOKEN.items():
                    texts = [t.replace(mask, name) for t in texts]
                out.append(Line(path.stem, TOPICS.get(topic, NONE), "urgent" if topic in TOPICS else "asked", texts))
    _join(out, rng)
    return out


def _join(out: list[Line], rng: random.Random) -> None:
    """Adds to some lines a text that is joined with one of a harmless line of the same language."""
    calm: dict[str, list[str]] = {}
    for line in out:
        if line.label == NONE:
            calm.setdefault(line.lang, []).extend(line.texts[:MOST])
    for line in out:
        if rng.random() < JOINED[line.kind] and line.lang != "other" and line.lang in calm:
            both = [rng.choice(calm[line.lang]), rng.choice(line.texts)]
            rng.shuffle(both)
            line.texts.append(rng.choice(JOINTS).join(both))


def digest() -> str:
    """The hash of what the weights are trained from. The slots, the concepts and what is asked are not part of it, though they are features
    and texts: a word more of them changes next to nothing, and nobody who adds one should have to train for it."""
    whole = hashlib.sha256()
    for path in sorted(URGENT.glob("*.yaml")):
        whole.update(path.read_bytes())
    whole.update(repr((SEED, MOST, FEW, EPOCHS, SETTINGS, BUCKETS, JOINED)).encode())
    return whole.hexdigest()


def train(told: list[Line]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """The labels, the weights and the bias; a line counts by the root of the number of its texts."""
    names = sorted({line.label for line in told})
    texts = [(t, line) for line in told for t in line.texts]
    goal = np.array([names.index(line.label) for _, line in texts])
    weight = np.array([len(line.texts) ** -0.5 for _, line in texts], dtype=np.float32)
    found = [features(t) for t, _ in texts]
    return names, *fit(found, goal, weight / weight.mean(), labels=len(names), buckets=BUCKETS, epochs=EPOCHS, seed=SEED)


def held_out() -> None:
    """What share of the lines left out is found, and of the harmless ones taken for urgent, by threshold."""
    told = lines()
    rng = random.Random(1)
    rng.shuffle(told)
    kept, out = told[len(told) // 4 :], told[: len(told) // 4]
    names, w, b = train(kept)
    calm = names.index(NONE)
    scored = []
    for line in out:
        for text in line.texts[:3]:
            columns, counts = features(text)
            s = np.array(counts, dtype=np.float32) @ w[columns] + b
            p = np.exp(s - s.max())
            scored.append((line.kind, 1.0 - float(p[calm] / p.sum())))
    for threshold in (0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        shares = [np.mean([p >= threshold for kind, p in scored if kind == k]) for k in ("urgent", "hard", "asked")]
        print(f"{threshold:4}  urgent {shares[0]:6.1%}  hard harmless {shares[1]:6.2%}  asked {shares[2]:6.2%}")


def main() -> int:
    if "--check" in sys.argv:
        with np.load(WEIGHTS, allow_pickle=False) as told:
            fresh = str(told["digest"]) == digest()
        print("urgency.npz is " + ("what the utterances say" if fresh else "stale: python scripts/train_urgency.py"))
        return 0 if fresh else 1
    if "--held-out" in sys.argv:
        held_out()
        return 0
    known = digest()  # of what is read now, not of what stands there when it is done
    told = lines()
    print(f"{sum(len(line.texts) for line in told)} texts of {len(told)} lines")
    names, w, b = train(told)
    keep(WEIGHTS, names, w, b, known)
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1e3:.0f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
