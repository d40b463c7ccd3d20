"""How many children a process may have: its own cores and memory, not the host's."""

from __future__ import annotations

from pathlib import Path

import pytest

from glidecheck.workers import capacity


def test_without_a_container_the_machine_counts(tmp_path: Path) -> None:
    assert capacity.cores(tmp_path) >= 1
    assert capacity.memory_mb(tmp_path) > 0


@pytest.mark.parametrize(
    ("files", "cores"),
    [
        ({"cpu.max": "max 100000"}, None),
        ({"cpu.max": "50000 100000"}, 1),  # half a core
        ({"cpu.max": "100000 100000"}, 1),
        ({"cpu.max": "nonsense"}, None),
        ({"cpu/cpu.cfs_quota_us": "100000", "cpu/cpu.cfs_period_us": "100000"}, 1),
        ({"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, None),  # version 1 says so where there is no limit
    ],
)
def test_a_container_s_share_of_processor_time_is_its_cores(files: dict[str, str], cores: int | None, tmp_path: Path) -> None:
    free = capacity.cores(tmp_path)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert capacity.cores(tmp_path) == (free if cores is None else cores)


@pytest.mark.parametrize("name", ["memory.max", "memory/memory.limit_in_bytes"])
def test_a_container_s_memory_is_its_limit(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(str(512 * 2**20))
    assert capacity.memory_mb(tmp_path) == 512
    (tmp_path / name).write_text("max")
    assert capacity.memory_mb(tmp_path) > 512


@pytest.mark.parametrize(
    ("own", "files", "cores", "memory"),
    [
        ("0::/a/b\n", {"a/cpu.max": "100000 100000", "a/b/cpu.max": "max 100000", "a/b/memory.max": "max"}, 1, None),
        ("0::/system.slice/glidecheck.service\n", {"system.slice/glidecheck.service/memory.max": f"{512 * 2**20}"}, None, 512),
        ("4:memory:/x\n1:cpu,cpuacct:/x\n", {"memory/x/memory.limit_in_bytes": f"{512 * 2**20}"}, None, 512),
        ("0::/../outside\nnonsense\n", {"cpu.max": "max 100000"}, None, None),
    ],
)  # fmt: skip
def test_the_limits_of_a_unit_lie_some_folders_down(
    own: str, files: dict[str, str], cores: int | None, memory: int | None, tmp_path: Path
) -> None:
    none = tmp_path / "none"
    free = capacity.cores(none, none), capacity.memory_mb(none, none)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "own").write_text(own)
    assert capacity.cores(tmp_path, tmp_path / "own") == (cores or free[0])
    assert capacity.memory_mb(tmp_path, tmp_path / "own") == (memory or free[1])
