"""What the tests of drawn labels share: the scripts that draw, and the faces that they draw with."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))


@pytest.fixture(scope="session")
def fonts() -> None:
    """Skips where a face is missing."""
    from labels.fonts import FACES, FontMissingError, where

    try:
        for face in FACES:
            where(face)
    except FontMissingError as missing:
        pytest.skip(str(missing))
