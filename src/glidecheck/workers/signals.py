"""The signals that end a process in order: what it does is finished or put down first."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Those that this system has."""


@contextmanager
def ended_by(end: Callable[[int], None]) -> Iterator[None]:
    """Within the block, such a signal calls `end` with its number, and does nothing else.

    One that is ignored stays so: whoever started us with nohup wants us to outlive the terminal.
    """
    heard = [number for number in ENDING if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, lambda caught, _frame: end(caught)) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
