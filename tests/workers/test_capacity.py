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
