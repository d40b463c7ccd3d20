"""Each part that the ablation takes out is there to be taken out: a name that moved would leave it on, or end the script after an hour."""

from __future__ import annotations

import ablation
import pytest


@pytest.mark.parametrize("parts", [ablation.READING, ablation.GUARDS], ids=["reading", "guards"])
def test_each_part_can_be_taken_out(parts: dict[str, ablation.Off]) -> None:
    for part in parts:
        with ablation.without(parts, part):
            pass
