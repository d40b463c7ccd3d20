"""The head itself (torch, needed to teach it only): a few 1-D convolutions from hidden layers to the characters of `head.alphabet`, CTC."""

from __future__ import annotations

import torch
from torch import nn


class Block(nn.Module):
    """A convolution of each channel by itself, then two matrices, added to what came in (Liu et al., A ConvNet for the 2020s, 2022)."""

    def __init__(self, wide: int, reach: int, drop: float) -> None:
        super().__init__()
        self.along = nn.Conv1d(wide, wide, reach, padding=reach // 2, groups=wide)
        self.norm = nn.LayerNorm(wide)
        self.out, self.back = nn.Linear(wide, 2 * wide), nn.Linear(2 * wide, wide)
        self.drop = nn.Dropout(drop)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.along(x.transpose(1, 2)).transpose(1, 2)
        return x + self.drop(self.back(nn.functional.relu(self.out(self.norm(y)))))


class Head(nn.Module):
    """(lines, columns, 3 * channels) and (lines, columns / 2, channels) -> (lines, columns, 1 + characters) scores.

    Either layer may be left out (a width of 0), to see what it is worth.
    """

    def __init__(self, mid: int, last: int, characters: int, wide: int = 144, blocks: int = 3, reach: int = 9, drop: float = 0.1) -> None:
        super().__init__()
        self.mid = nn.Linear(mid, wide) if mid else None
        self.last = nn.Linear(last, wide) if last else None
        self.drop = nn.Dropout(drop)
        self.blocks = nn.Sequential(*(Block(wide, reach, drop) for _ in range(blocks)))
        self.norm = nn.LayerNorm(wide)
        self.says = nn.Linear(wide, 1 + characters)

    def forward(self, mid: torch.Tensor, last: torch.Tensor) -> torch.Tensor:
        x = self.mid(self.drop(mid)) if self.mid else 0.0
        if self.last:
            x = x + self.last(last).repeat_interleave(2, dim=1)
        return self.says(self.norm(self.blocks(x)))


class Chances(nn.Module):
    """What is shipped: the head with the scales of `mid` in it, giving probabilities."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.head = head

    def forward(self, mid: torch.Tensor, last: torch.Tensor) -> torch.Tensor:
        return self.head(mid, last).softmax(-1)
