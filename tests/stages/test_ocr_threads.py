"""A network takes two threads, and one where it is told so: a shelf's children have a core each."""

from __future__ import annotations

import pytest

from glidecheck.ocr.threads import threads


@pytest.mark.parametrize(("said", "taken"), [(None, 2), ("1", 1), ("2", 2), ("16", 2), ("", 2), ("0", 2), ("many", 2), ("-1", 2)])
def test_threads(monkeypatch: pytest.MonkeyPatch, said: str | None, taken: int) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    if said is not None:
        monkeypatch.setenv("OMP_NUM_THREADS", said)
    assert threads() == taken
