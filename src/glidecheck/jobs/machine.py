"""What this process may use of the machine: the cores and the memory that its container, its unit or its affinity leave it."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
OWN = Path("/proc/self/cgroup")
UNLIMITED_MB = 2**33
"""Cgroup v1 says "no limit" with a number near 2**63 bytes."""


def cores(root: Path = ROOT, own: Path = OWN) -> int:
    """Cores that this process may keep busy, at least one: half a core is one that is slow."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    limits = [float(allowed)]
    for folder in _folders("cpu", root, own):
        quota, period = _words(folder / "cpu.max") or (_word(folder / "cpu.cfs_quota_us"), _word(folder / "cpu.cfs_period_us"))
        if quota.isdigit() and period.isdigit() and int(period):
            limits.append(int(quota) / int(period))
    return max(1, math.floor(min(limits) + 0.01))


def memory_mb(root: Path = ROOT, own: Path = OWN) -> int:
    """Megabytes of memory that this process may use."""
    limits = [_machine_mb()]
    for folder in _folders("memory", root, own):
        for name in ("memory.max", "memory.high", "memory.limit_in_bytes"):
            told = _word(folder / name)
            if told.isdigit() and int(told) // 2**20 < UNLIMITED_MB:
                limits.append(int(told) // 2**20)
    return min(limits)


def _machine_mb() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    except (AttributeError, ValueError, OSError):  # Windows: assume what a small office machine has
        return 8192


def _folders(controller: str, root: Path, own: Path) -> Iterator[Path]:
    """The cgroup folders of this process, v2 and v1, each with those above it: a limit there holds as well."""
    try:
        lines = own.read_text("ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    yield root
    for line in lines:
        _, controllers, path = (*line.split(":", 2), "", "")[:3]
        if controllers and controller not in controllers.split(","):
            continue
        top = root / controller if controllers else root
        yield top
        for depth in range(1, len(parts := [p for p in path.split("/") if p not in ("", "..")]) + 1):
            yield top.joinpath(*parts[:depth])


def _word(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _words(path: Path) -> tuple[str, str] | None:
    words = _word(path).split()
    return (words[0], words[1]) if len(words) == 2 else None
