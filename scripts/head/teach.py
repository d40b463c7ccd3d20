"""Teaches the head from the shards on disk; goes on after a stop."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from head.alphabet import CHARACTERS
from head.model import Head
from head.score import tallied

INDEX = {c: n + 1 for n, c in enumerate(CHARACTERS)}
BATCH_COLUMNS = 6000
"""Columns of 4 pixels in one step of learning: some 45 lines."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of some shards: `mid` and `last` end to end, where each line begins in `last` (twice that in `mid`), and what they say."""

    mid: list[np.ndarray]
    last: list[np.ndarray]
    told: list[dict]
    targets: list[np.ndarray]


def read(folder: Path, network: str, aside: bool, most: int | None = None) -> Lines:
    """All lines that `features.compute` left there, at most so many."""
    mids, lasts, told = [], [], []
    for file in sorted(folder.glob(f"{network}-{'aside' if aside else 'taught'}-????.npz")):
        with np.load(file) as shard:
            ends = np.cumsum(shard["lengths"])
            mids += np.split(shard["mid"], 2 * ends[:-1])
            lasts += np.split(shard["last"], ends[:-1])
            told += json.loads(str(shard["told"]))
        if most and len(told) >= most:
            break
    targets = [np.array([INDEX[c] for c in t["text"]], np.int64) for t in told]
    return Lines(mids[:most], lasts[:most], told[:most], targets[:most])


def batches(lines: Lines, rng: np.random.Generator | None) -> list[np.ndarray]:
    """Lines of like length together; in an order drawn by `rng`, or as they come."""
    size = np.array([len(m) for m in lines.mid])
    order = np.argsort(size + (rng.uniform(0, 24, len(size)) if rng else 0), kind="stable")
    out, start = [], 0
    while start < len(order):
        n = max(1, min(64, BATCH_COLUMNS // int(size[order[min(start + 40, len(order) - 1)]])))
        out.append(order[start : start + n])
        start += n
    if rng:
        rng.shuffle(out)
    return out


def stacked(lines: Lines, members: np.ndarray, device: str) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """mid (int8 as it lies, to float), last, columns of each line; filled up with zeros."""
    steps = max(len(lines.last[n]) for n in members)
    mid = np.zeros((len(members), 2 * steps, lines.mid[0].shape[1]), np.int8)
    last = np.zeros((len(members), steps, lines.last[0].shape[1]), np.float32)
    for k, n in enumerate(members):
        mid[k, : len(lines.mid[n])], last[k, : len(lines.last[n])] = lines.mid[n], lines.last[n]
    columns = torch.tensor([len(lines.mid[n]) for n in members])
    return torch.from_numpy(mid).to(device).float() / 32, torch.from_numpy(last).to(device), columns


def teach(
    head: Head,
    load: Callable[[], Lines],
    test: Lines,
    rounds: int,
    state: Path,
    rate: float = 2e-3,
    seconds: float = 1e9,
    device: str = "cpu",
) -> None:
    """So many rounds over all lines, or until the time is up; `state` keeps where it stands after each.

    Lines are loaded anew for each round: shards that were computed meanwhile are taught too.
    """
    began = time.monotonic()
    optimiser = torch.optim.AdamW(head.parameters(), rate, weight_decay=0.01)
    done = 0
    if state.exists():
        kept = torch.load(state, weights_only=True)
        head.load_state_dict(kept["head"])
        optimiser.load_state_dict(kept["optimiser"])
        done = kept["done"]
    head.to(device)
    for turn in range(done, rounds):
        lines = load()
        head.train()
        loss_sum, seen = 0.0, 0
        drawn = batches(lines, np.random.default_rng(turn))
        for n, members in enumerate(drawn):
            share = (turn + n / len(drawn)) / rounds
            for group in optimiser.param_groups:
                group["lr"] = rate * min(1.0, (turn + (n + 1) / len(drawn)) / 2) * max(0.01, 0.5 * (1 + math.cos(math.pi * share)))
            mid, last, columns = stacked(lines, members, device)
            scores = head(mid, last).log_softmax(-1).transpose(0, 1)
            wanted = [lines.targets[n] for n in members]
            loss = torch.nn.functional.ctc_loss(
                scores,
                torch.from_numpy(np.concatenate(wanted)).to(device),
                columns,
                torch.tensor([len(w) for w in wanted]),
                zero_infinity=True,
            )
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 2.0)
            optimiser.step()
            loss_sum, seen = loss_sum + float(loss.detach()) * len(members), seen + len(members)
        part = state.with_suffix(".part")
        torch.save({"head": head.state_dict(), "optimiser": optimiser.state_dict(), "done": turn + 1}, part)
        part.replace(state)
        told = f"round {turn + 1}: {seen} lines, loss {loss_sum / seen:.3f}, {time.monotonic() - began:.0f} s"
        print(f"{told}, errors {brief(errors(head, test, device))}", flush=True)
        if time.monotonic() - began > seconds:
            break


def says(head: Head, lines: Lines, device: str = "cpu") -> list[str]:
    """What the head reads, greedily."""
    out = [""] * len(lines.told)
    head.eval()
    with torch.no_grad():
        for members in batches(lines, None):
            mid, last, columns = stacked(lines, members, device)
            best = head(mid, last).argmax(-1).cpu().numpy()
            for n, row, size in zip(members, best, columns.tolist(), strict=True):
                row = row[:size]
                kept = row[np.r_[True, row[1:] != row[:-1]]]
                out[n] = "".join(CHARACTERS[c - 1] for c in kept if c).strip()
    return out


def errors(head: Head, lines: Lines, device: str = "cpu") -> dict[str, float]:
    """Character errors (edits over characters) by main script, height and harm."""
    return tallied([t["text"] for t in lines.told], says(head, lines, device), lines.told)


def brief(errors_: dict[str, float]) -> str:
    return " ".join(f"{k} {v:.3f};" for k, v in errors_.items() if not k.startswith(("harm", "figures", "mixed,")))
