"""How many cores and how much memory: what the container leaves, and not what the host has."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from glidecheck.jobs import machine


def tree(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize(
    ("own", "files", "cores", "memory"),
    [
        ("0::/\n", {"cpu.max": "50000 100000\n", "memory.max": f"{2**30}\n"}, 1, 1024),
        (
            "0::/a/b\n",
            {"a/cpu.max": "200000 100000", "a/b/cpu.max": "max 100000", "a/memory.high": f"{2**31}", "a/b/memory.max": "max"},
            2,
            2048,
        ),
        (
            "4:memory:/x\n1:cpu,cpuacct:/x\n",
            {
                "cpu/x/cpu.cfs_quota_us": "300000",
                "cpu/x/cpu.cfs_period_us": "100000",
                "memory/memory.limit_in_bytes": str(2**63 - 4096),
                "memory/x/memory.limit_in_bytes": f"{3 * 2**30}",
            },
            3,
            3072,
        ),
        ("0::/../outside\n", {"cpu.max": "max 100000"}, 8, 100_000),
        ("nonsense", {}, 8, 100_000),
    ],
)
def test_limits(own: str, files: dict[str, str], cores: int, memory: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    monkeypatch.setattr(machine, "_machine_mb", lambda: 100_000)
    root = tree(tmp_path / "cgroup", files)
    (tmp_path / "own").write_text(own)
    assert (machine.cores(root, tmp_path / "own"), machine.memory_mb(root, tmp_path / "own")) == (cores, memory)


def test_affinity(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3}, raising=False)
    assert machine.cores(tmp_path, tmp_path / "none") == 1
