"""Waiting for a database server that is away: with back-off, aloud, and for as long as it takes. A restart of PostgreSQL is no reason to
end an audit of ten thousand products.

Only a server that was reached once is waited for; a wrong address is told at once, as are a full disk and a locked file.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from glidecheck.jobs.errors import OutOfReach

P = ParamSpec("P")
T = TypeVar("T")

FIRST_S, LONGEST_S = 0.2, 15.0
"""Seconds before the first try and, doubled each time, at most before a later one."""

SAY_S = 60.0
"""Seconds between two lines about it."""


@dataclass(slots=True)
class Patience:
    """Calls are made again until the server answers, or until `ended` is set. `say` hears of it, once a minute."""

    say: Callable[[str], None] = lambda _: None
    ended: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _since: float | None = None
    _said: float = float("-inf")

    def __call__(self, call: Callable[[], T]) -> T:
        """What `call` gives. It may run several times. Raises what it raises, OutOfReach only when this has ended."""
        wait = FIRST_S
        while True:
            try:
                found = call()
            except OutOfReach as error:
                if self.ended.is_set():
                    raise
                self._away(error)
            else:
                self._back()
                return found
            self.ended.wait(wait * random.uniform(0.8, 1.2))
            wait = min(2 * wait, LONGEST_S)

    def _away(self, error: OutOfReach) -> None:
        now = time.monotonic()
        with self._lock:
            self._since = self._since or now
            if now - self._said < SAY_S:
                return
            self._said = now
        self.say(f"{error}. It is waited for; nothing that was read is lost")

    def _back(self) -> None:
        if self._since is not None:
            with self._lock:
                since, self._since, self._said = self._since, None, float("-inf")
            if since is not None:
                self.say(f"the database is back after {time.monotonic() - since:.0f} seconds")


class _Patient(Protocol):
    @property
    def patience(self) -> Patience: ...


_S = TypeVar("_S", bound=_Patient)


def patient(method: Callable[Concatenate[_S, P], T]) -> Callable[Concatenate[_S, P], T]:
    """A method whose whole work is one transaction, or may be done twice."""

    @wraps(method)
    def run(self: _S, /, *given: P.args, **named: P.kwargs) -> T:
        return self.patience(lambda: method(self, *given, **named))

    return run
