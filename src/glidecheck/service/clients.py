"""Who asks: the network address, and how much of the readers' time each may have.

An address is that of the connection. Only where the connection comes from one of our own proxies (`GLIDECHECK_TRUSTED_PROXIES`) is
X-Forwarded-For believed, and of it only what our proxies wrote: the last address that is none of theirs. Anybody may write the rest.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from glidecheck.service.problems import Problem

if TYPE_CHECKING:
    from fastapi import Request

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

BURST_S = 120.0
"""Seconds of reading that a client may have at once; a product of six photos takes some 40 on one slow core."""


SOONEST_S = 5
"""Seconds after which a client that has had its share is told to come again, at least: what it then asks takes as long."""


def address(request: Request, trusted: Sequence[Network] = ()) -> str:
    """The network address of whoever asks; of IPv6 the network, for one household has 2**64 of them."""
    host = request.client.host if request.client else ""
    forwarded = request.headers.getlist("x-forwarded-for")
    if forwarded and trusted:
        for one in reversed(",".join(forwarded)[-2000:].split(",")):
            if not _ours(host, trusted):
                break
            host = one.strip()
    with suppress(ValueError):
        found = ipaddress.ip_address(host)
        if isinstance(found, ipaddress.IPv6Address):
            return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
        return str(found)
    return host[:64]


def _ours(host: str, trusted: Sequence[Network]) -> bool:
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return False
    return any(found.version == net.version and found in net for net in trusted)


class Share:
    """How many seconds of reading each client has had. What it had is forgiven with time: `rate` seconds a second, 0 for no limit at all.

    One that is above its burst waits until it is below again: so no client can hold the readers for itself, whatever its pictures cost.
    And no client has more than `most` requests under way.
    """

    def __init__(self, rate: float, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._most = most
        self._clock = clock
        self._lock = threading.Lock()
        self._had: dict[str, tuple[float, float]] = {}
        self._under_way: dict[str, int] = {}

    @contextmanager
    def turn(self, who: str) -> Iterator[Callable[[float], None]]:
        """One request of `who`. Gives what counts its seconds. Raises Problem (429) where it has had its share."""
        with self._lock:
            busy = self._under_way.get(who, 0)
            wait = self._wait(who) if self._rate else 0.0
            if busy >= self._most or wait > 0:
                told = "Too many requests of this address are under way." if busy >= self._most else "This address has had its share."
                raise Problem(429, told, "Wait a little.", {"Retry-After": str(max(SOONEST_S, round(wait or 10.0)))})
            self._under_way[who] = busy + 1
        try:
            yield lambda seconds: self._count(who, seconds)
        finally:
            with self._lock:
                left = self._under_way[who] - 1
                if left:
                    self._under_way[who] = left
                else:
                    del self._under_way[who]

    def _wait(self, who: str) -> float:
        had, at = self._had.get(who, (0.0, 0.0))
        return (had - self._rate * (self._clock() - at) - BURST_S) / self._rate

    def _count(self, who: str, seconds: float) -> None:
        if not self._rate:
            return
        now = self._clock()
        with self._lock:
            had, at = self._had.get(who, (0.0, now))
            self._had[who] = (max(0.0, had - self._rate * (now - at)) + seconds, now)
            if len(self._had) > 10_000:
                self._had = {w: (h, t) for w, (h, t) in self._had.items() if h > self._rate * (now - t)}
