"""How much one sender, or one network address, may ask for in a time.

Kept in this process; keys are hashed with a salt that dies with it.
"""

from __future__ import annotations

import hashlib
import secrets
import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class Limit:
    """A rate such as "60/hour"; "off" lets everything pass."""

    def __init__(self, rate: str) -> None:
        self._item = None if rate == "off" else parse(rate)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._salt = secrets.token_bytes(16)

    def hit(self, *who: str) -> bool:
        """Counts one. Whether it is still within the limit."""
        return self._item is None or self._limiter.hit(self._item, self._key(who))

    def full(self, *who: str) -> bool:
        """Whether nothing more is let through, without counting."""
        return self._item is not None and not self._limiter.test(self._item, self._key(who))

    def wait(self, *who: str) -> int:
        """Seconds until the next one passes, at least one."""
        if self._item is None:
            return 1
        reset = self._limiter.get_window_stats(self._item, self._key(who)).reset_time
        return max(1, round(reset - time.time()))

    def _key(self, who: tuple[str, ...]) -> str:
        return hashlib.blake2b("\0".join(who).encode("utf-8", "surrogateescape"), key=self._salt, digest_size=16).hexdigest()
