"""Trains what the chat hears urgency by: lexicon/chat/urgent, lexicon/red_flags/texts.csv and lexicon/chat/utterances ->
src/glidecheck/chat/data/urgency.npz.

    python scripts/train_urgency.py [--check | --thresholds]

As train_chat.py; what anybody asks the bot (its utterances) is not urgent. Some texts are joined, two in one message: urgent where one of
them is. About five minutes of one core, most of it for the slots. Every tenth message (lexicon/chat/urgent/messages) is kept out of this
and of train_network.py: on those --thresholds measures both together, and the thresholds of glidecheck.chat.alarm come from it.
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

from glidecheck.chat import red_flags, urgency
from glidecheck.chat.urgency import BUCKETS, NONE, WEIGHTS, features

ROOT = Path(__file__).resolve().parents[1]
URGENT = ROOT / "lexicon" / "chat" / "urgent"
ASKED = ROOT / "lexicon" / "chat" / "utterances"
FLAGS = ROOT / "lexicon" / "red_flags"
SEED = 17
EPOCHS = 12
KEPT_OUT = 10
FEW = 6  # texts made of one line of what anybody asks
JOINED = {"urgent": 0.6, "hard": 0.4, "asked": 0.1}
"""The share of lines that are also joined with another one."""
JOINTS = (". ", " ", ", ", "\n")
TOPICS = {"u_exposed": "exposed", "u_ill": "baby_ill", "u_overdose": "toxic", "u_infection": "infection", "u_allergy": "allergy"}
TOPICS |= {"u_crisis": "crisis", "u_oral": "pills"}
SPOKEN = {"zzretinoid": "retinol", "zznumb": "emla", "zzhyal": "hyaluronic acid", "zzactive": "niacinamide", "zzunknown": "foobarium"}


@dataclass(slots=True)
class Line:
    """One line: its language, the danger (NONE: none), where it comes from ("urgent", "hard": harmless but near, "asked", or "message": a
    whole one), its texts, and whether it is left out of every training: the thresholds of glidecheck.chat.alarm come from those."""

    lang: str
    label: str
    kind: str
    texts: list[str]
    kept_out: bool = False


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
    return [*out, *messages()]


def messages() -> list[Line]:
    """The messages of lexicon/chat/urgent/messages, of which every KEPT_OUT th is kept out."""
    out: list[Line] = []
    for path in sorted((URGENT / "messages").glob("*.yaml")):
        for label, block in YAML(typ="safe").load(path.read_text(encoding="utf-8")).items():
            for text in filter(None, (raw.strip() for raw in block.split("\n"))):
                out.append(Line(path.stem, label, "message", [text], kept_out=len(out) % KEPT_OUT == 0))
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
    for path in sorted(URGENT.rglob("*.yaml")):
        whole.update(path.read_bytes())
    whole.update(repr((SEED, MOST, FEW, EPOCHS, SETTINGS, BUCKETS, JOINED)).encode())
    return whole.hexdigest()


def train(told: list[Line]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """The labels, the weights and the bias; a line counts by the root of the number of its texts."""
    names = sorted({line.label for line in told})
    texts = [(t, line) for line in told if not line.kept_out for t in line.texts]
    goal = np.array([names.index(line.label) for _, line in texts])
    weight = np.array([len(line.texts) ** -0.5 for _, line in texts], dtype=np.float32)
    found = [features(t) for t, _ in texts]
    return names, *fit(found, goal, weight / weight.mean(), labels=len(names), buckets=BUCKETS, epochs=EPOCHS, seed=SEED)


def thresholds() -> None:
    """Of the messages kept out: how the words and the network are best weighed together, and how many of the urgent and of the harmless
    are as likely as each threshold, by whether a rule flags them."""
    kept = [line for line in messages() if line.kept_out]
    urgent = np.array([line.label != NONE for line in kept])
    odds = np.array([[*urgency.odds(line.texts[0]), 1.0] for line in kept])
    flagged = np.array([bool(red_flags.find(line.texts[0])) for line in kept])
    asked = np.array([[*urgency.odds(text), 1.0] for text in plain()])
    weights = regression(np.concatenate([odds, asked]).clip(-14, 14), np.concatenate([urgent, np.zeros(len(asked), dtype=bool)]))
    print(f"LEXICAL {weights[0]:.2f}, SENSE {weights[1]:.2f}, SHIFT {weights[2]:.2f} of {len(kept)} messages and {len(asked)} questions")
    p = 1.0 / (1.0 + np.exp(-odds @ weights))
    print(f"flagged: {np.sum(flagged & urgent)} of {urgent.sum()} urgent, {np.sum(flagged & ~urgent)} of {np.sum(~urgent)} harmless")
    for threshold in (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        told = [f"{np.sum((p >= threshold) & which & kind):4}" for which in (~flagged, flagged) for kind in (urgent, ~urgent)]
        print(f"{threshold:4}  without a flag: urgent {told[0]} harmless {told[1]}  with one: urgent {told[2]} harmless {told[3]}")


def plain() -> list[str]:
    """Plain questions that no training saw: tests/chat/heldout.txt and unseen.txt, without what is urgent."""
    told = [line for name in ("heldout", "unseen") for line in (ROOT / "tests" / "chat" / f"{name}.txt").read_text("utf-8").splitlines()]
    rows = [line.split("|", 2) for line in told if line.strip() and not line.startswith("#")]
    return [text.strip() for label, _, text in rows if not label.strip().startswith("u_")]


def regression(x: np.ndarray, y: np.ndarray, ridge: float = 0.1) -> np.ndarray:
    """A logistic regression of `y` (rows,) on `x` (rows, columns), by Newton's method."""
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1.0 / (1.0 + np.exp(-x @ w))
        w += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(len(w)), x.T @ (y - p) - ridge * w)
    return w


def main() -> int:
    if "--check" in sys.argv:
        with np.load(WEIGHTS, allow_pickle=False) as told:
            fresh = str(told["digest"]) == digest()
        print("urgency.npz is " + ("what the utterances say" if fresh else "stale: python scripts/train_urgency.py"))
        return 0 if fresh else 1
    if "--thresholds" in sys.argv:
        thresholds()
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
