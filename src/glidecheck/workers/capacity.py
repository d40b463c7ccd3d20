"""How many children this process may have: the cores and the memory that are its own, not the host's.

A container's limits stand in the cgroup file system (version 2: one tree; version 1: one a controller), an affinity in the scheduler's.
"""

from __future__ import annotations

import math
import os
from pathlib import Path

MB_A_CHILD = 1200
"""Megabytes that a child may come to hold while it reads a large photo."""

CGROUP = Path("/sys/fs/cgroup")


def jobs() -> int:
    """As many children as there are cores, and as fit into memory; at least one."""
    return max(1, min(cores(), memory_mb() // MB_A_CHILD))


def cores(root: Path = CGROUP) -> int:
    """Cores that this process may use, at least one: its affinity, and the container's share of processor time, rounded up."""
    mine = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, math.ceil(min(mine, _quota(root))))


def memory_mb(root: Path = CGROUP) -> int:
    """Megabytes that this process may use: the machine's, or the container's limit where that is less."""
    try:
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    except (AttributeError, ValueError, OSError):  # Windows: assume what a small office machine has
        machine = 8192
    limits = (_number(root / name) for name in ("memory.max", "memory/memory.limit_in_bytes"))
    return int(min(machine, *(limit / 2**20 for limit in limits)))


def _quota(root: Path) -> float:
    """Cores' worth of time that the container may use; infinite where there is no limit."""
    try:
        quota, period = (root / "cpu.max").read_text().split()
        return math.inf if quota == "max" else int(quota) / int(period)
    except (OSError, ValueError):
        pass
    period_us = _number(root / "cpu" / "cpu.cfs_period_us")
    quota_us = _number(root / "cpu" / "cpu.cfs_quota_us")
    return quota_us / period_us if 0 < quota_us < math.inf and 0 < period_us < math.inf else math.inf


def _number(path: Path) -> float:
    """The number in a file of the cgroup; infinite where there is none ("max", no file)."""
    try:
        return float(int(path.read_text()))
    except (OSError, ValueError):
        return math.inf
