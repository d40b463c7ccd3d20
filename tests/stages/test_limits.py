"""Every number of a stage says its unit, where it comes from, and a script that is there."""

from __future__ import annotations

from dataclasses import Field, FrozenInstanceError, fields
from typing import Any

import pytest
from limits_table import ROOT, heads, stages

SCRIPTS = ROOT / "scripts"
NUMBERS = [pytest.param(f, id=f"{room}.{table.__name__}.{f.name}") for room, tables in stages() for table in tables for f in fields(table)]


def test_a_number_cannot_be_changed() -> None:
    for _, tables in stages():
        for table in tables:
            with pytest.raises(FrozenInstanceError):
                setattr(table(), fields(table)[0].name, 1)


@pytest.mark.parametrize("number", NUMBERS)
def test_it_has_a_unit_and_an_origin_and_its_script_is_there(number: Field[Any]) -> None:
    script = number.metadata["script"].partition(" ")[0]
    assert number.metadata["unit"]
    assert number.metadata["origin"]
    assert not script or (SCRIPTS / script).is_file()


@pytest.mark.slow
def test_a_number_at_the_head_of_a_module_has_its_sentence() -> None:
    assert [f"{n.path}:{n.at} {n.name}" for n in heads() if not n.said] == []
