"""A softmax regression over few features of many, by AdaGrad on the mean log loss: numpy, one core, seeded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

BATCH, RATE, DECAY = 256, 0.7, 1e-5
SETTINGS = (BATCH, RATE, DECAY)


def fit(
    found: Sequence[tuple[Sequence[int], Sequence[float]]],
    goal: np.ndarray,
    weight: np.ndarray,
    *,
    labels: int,
    buckets: int,
    epochs: int,
    seed: int,
) -> tuple[np.ndarray, np.ndarray]:
    """The weights (buckets, labels) and the bias (labels,), float32.

    `found` are the features of each text (columns, each once, and what they count), `goal` the number of its label, `weight` how much it
    counts.
    """
    columns = [np.array(c, dtype=np.int32) for c, _ in found]
    values = [np.array(v, dtype=np.float32) for _, v in found]
    rng = np.random.default_rng(seed)
    w = np.zeros((buckets, labels), dtype=np.float32)
    b = np.zeros(labels, dtype=np.float32)
    seen_w, seen_b = np.full_like(w, 1e-4), np.full_like(b, 1e-4)
    for epoch in range(epochs):
        loss = 0.0
        order = rng.permutation(len(found))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            used, place = np.unique(np.concatenate([columns[n] for n in batch]), return_inverse=True)
            x = np.zeros((len(batch), len(used)), dtype=np.float32)
            x[np.repeat(np.arange(len(batch)), [len(columns[n]) for n in batch]), place] = np.concatenate([values[n] for n in batch])
            scores = x @ w[used] + b
            scores -= scores.max(axis=1, keepdims=True)
            p = np.exp(scores)
            p /= p.sum(axis=1, keepdims=True)
            rows = np.arange(len(batch))
            loss -= float((np.log(p[rows, goal[batch]] + 1e-9)).sum())
            p[rows, goal[batch]] -= 1.0
            p *= weight[batch][:, None] / len(batch)
            g = x.T @ p + DECAY * w[used]
            gb = p.sum(axis=0)
            seen_w[used] += g * g
            seen_b += gb * gb
            w[used] -= RATE * g / np.sqrt(seen_w[used])
            b -= RATE * gb / np.sqrt(seen_b)
        print(f"epoch {epoch + 1}: loss {loss / len(found):.3f}", flush=True)
    return w, b


def keep(path: Path, labels: Sequence[str], w: np.ndarray, b: np.ndarray, digest: str) -> None:
    """Writes the file of weights: whole numbers of a scale for each label."""
    scale = np.maximum(np.abs(w).max(axis=0), 1e-6) / 127
    weights = np.round(w / scale).astype(np.int8)
    np.savez_compressed(path, labels=np.array(labels), weights=weights, scale=scale.astype(np.float32), bias=b, digest=np.array(digest))
