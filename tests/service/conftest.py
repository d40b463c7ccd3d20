from __future__ import annotations

from collections.abc import Iterator

import pytest
from channels.fake_platform import Platform, running
from service import house


@pytest.fixture
def platform() -> Iterator[Platform]:
    with running() as found:
        yield found


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    house.close()
