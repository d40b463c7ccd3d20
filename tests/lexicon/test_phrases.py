"""Each phrase of lexicon/phrases.yaml against its own texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from glidecheck.lexicon import load, schema
from glidecheck.model import NoticeKind

PHRASES = schema.load(schema.PhrasesFile, Path(__file__).parents[2] / "lexicon" / "phrases.yaml").phrases
CARRIED = load().phrases


@pytest.mark.parametrize(("at", "text"), [(n, t) for n, p in enumerate(PHRASES) for t in p.passes])
def test_passes(at: int, text: str) -> None:
    assert not CARRIED[at].regex.search(text)


@pytest.mark.parametrize(("at", "text"), [(n, t) for n, p in enumerate(PHRASES) for t in p.fires])
def test_fires(at: int, text: str) -> None:
    assert CARRIED[at].regex.search(text)


def test_kinds_are_those_the_stages_know() -> None:
    assert {p.kind for p in CARRIED} - set(NoticeKind) == {"false_prp", "false_broken_skin", "false_other_use", "not_glide"}
