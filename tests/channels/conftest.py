from __future__ import annotations

from collections.abc import Iterator

import pytest
from channels.fake_platform import Platform, running


@pytest.fixture
def platform() -> Iterator[Platform]:
    with running() as found:
        yield found
