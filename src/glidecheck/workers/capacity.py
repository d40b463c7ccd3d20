"""How many children this process may have: the cores and the memory that are its own, not the host's.

A container's limits stand in the cgroup file system (version 2: one tree; version 1: one a controller), an affinity in the scheduler's.
"""

from __future__ import annotations

import math
import os
from pathlib import Path

from glidecheck.workers.limits import Children

LIMITS = Children()

CGROUP = Path("/sys/fs/cgroup")
OWN = Path("/proc/self/cgroup")
"""Which folders of it are ours."""


def jobs() -> int:
    """As many children as there are cores, and as fit into memory; at least one."""
    return max(1, min(cores(), memory_mb() // LIMITS.mb))


def cores(root: Path = CGROUP, own: Path = OWN) -> int:
    """Cores that this process may use, at least one: its affinity, and the container's share of processor time, rounded up."""
    mine = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, math.ceil(min(mine, *map(_quota, _folders("cpu", root, own)))))


def memory_mb(root: Path = CGROUP, own: Path = OWN) -> int:
    """Megabytes that this process may use: the machine's, or the limit of its container or unit where that is less."""
    try:
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    except (AttributeError, ValueError, OSError):  # Windows: assume what a small office machine has
        machine = 8192
    names = ("memory.max", "memory.high", "memory.limit_in_bytes")
    limits = (_number(folder / name) for folder in _folders("memory", root, own) for name in names)
    return int(min(machine, *(limit / 2**20 for limit in limits)))


def _folders(controller: str, root: Path, own: Path) -> tuple[Path, ...]:
    """Where limits may stand that hold for us: a container sees its own at the root, a unit of systemd lies some folders down; a limit
    above holds as well."""
    found = [root, root / controller]
    try:
        lines = own.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        lines = []
    for line in lines:
        words = line.split(":", 2)
        if len(words) < 3 or (words[1] and controller not in words[1].split(",")):
            continue
        top = root / controller if words[1] else root
        parts = [part for part in words[2].split("/") if part not in ("", "..")]
        found += [top.joinpath(*parts[:depth]) for depth in range(1, len(parts) + 1)]
    return tuple(found)


def _quota(folder: Path) -> float:
    """Cores' worth of time that the folder's processes may use; infinite where there is no limit."""
    try:
        quota, period = (folder / "cpu.max").read_text().split()
        return math.inf if quota == "max" else int(quota) / int(period)
    except (OSError, ValueError):
        pass
    period_us, quota_us = _number(folder / "cpu.cfs_period_us"), _number(folder / "cpu.cfs_quota_us")
    return quota_us / period_us if 0 < quota_us < math.inf and 0 < period_us < math.inf else math.inf


def _number(path: Path) -> float:
    """The number in a file of the cgroup; infinite where there is none ("max", no file)."""
    try:
        return float(int(path.read_text()))
    except (OSError, ValueError):
        return math.inf
