"""What the tests of drawn labels share: the faces that they are drawn with."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def fonts() -> None:
    """Skips where a face is missing."""
    from labels.fonts import FACES, FontMissingError, where

    try:
        for face in FACES:
            where(face)
    except FontMissingError as missing:
        pytest.skip(str(missing))
