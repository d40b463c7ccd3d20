"""What wakes the threads of the service, and what a failure of a reading process is in the parent."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from glidecheck.errors import EngineFailed, EngineMissing, Exit, GlidecheckError, LexiconError
from glidecheck.service.health import Loop
from glidecheck.service.metrics import Metrics
from glidecheck.service.readers import Question, Readers

LONG = 3600.0  # seconds: a thread that comes round in a test's time was woken


@pytest.mark.parametrize("when", ["during a round", "between two"])
def test_no_wake_up_is_lost(when: str) -> None:
    """One that came while the thread was at work was once forgotten, and its message lay until the next tick."""
    signal, stopping, again = threading.Event(), threading.Event(), threading.Event()
    rounds: list[int] = []

    def run() -> None:
        rounds.append(len(rounds))
        if len(rounds) == 1 and when == "during a round":
            signal.set()
        if len(rounds) == 2:
            again.set()

    loop = Loop("test", run, LONG, signal, stopping, Metrics())
    loop.start()
    if when == "between two":
        signal.set()
    woken = again.wait(30)
    stopping.set()
    signal.set()
    loop.join(30)
    assert woken
    assert not loop.is_alive()


@pytest.mark.parametrize(
    ("failed", "error", "exit_code"),
    [
        ("lexicon", LexiconError, Exit.LEXICON),  # once a missing engine, as every failure to set up was
        ("engine", EngineMissing, Exit.ENGINE),
        ("photo", EngineFailed, Exit.UNJUDGED),
        ("passing", EngineFailed, Exit.UNJUDGED),
        ("bug", GlidecheckError, Exit.BUG),
    ],
)
def test_a_child_s_failure_keeps_its_class(
    failed: str, error: type[GlidecheckError], exit_code: Exit, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers = Readers(1)
    told: dict[str, Any] = {"failed": failed, "reason": "it does not work", "next": "Mend it."}
    monkeypatch.setattr(readers.pool, "ask", lambda *_: (told, []))
    with pytest.raises(GlidecheckError, match="it does not work") as raised:
        readers.scan(Question((b"x",)))
    assert type(raised.value) is error
    assert (raised.value.exit, raised.value.next) == (exit_code, "Mend it.")
