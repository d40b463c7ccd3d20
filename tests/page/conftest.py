from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from page import phone
from service import house

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., phone.Phone]]:
    """Opens the page of a service with a given reader on a phone; at the end, whatever the page complained of fails the test."""
    phones: list[phone.Phone] = []

    def opening(reader: phone.Recorded | None = None, **other: object) -> phone.Phone:
        phones.append(phone.opened(browser, tmp_path, reader or phone.Recorded(), **other))
        return phones[-1]

    yield opening
    complaints = [text for one in phones for text in one.complaints()]
    for one in phones:
        one.page.context.close()
    house.close()
    assert complaints == []
