"""Connections that ask for nothing cost nothing for long: a deadline for headers, and a bound on how many there are.

uvicorn has a deadline between two requests and none within one: 200 half-sent headers lived for minutes, and with as many connections as a
process may have open files nothing more is answered.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADER_S = 10.0
"""Seconds in which the headers of a request must have come, from its first byte or from the connection on."""
SPARE = 192
"""Open files that are not for connections: the database, reading processes, photos, the platforms."""
LEAST, MOST = 32, 2000
"""Connections that are held at once."""


def files() -> int:
    """How many files this process may open; raised as far as it may raise it, to 4096."""
    if sys.platform == "win32":
        return 512
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4096 if hard == resource.RLIM_INFINITY else min(4096, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (OSError, ValueError):
            return soft
        return wanted
    return wanted if soft == resource.RLIM_INFINITY else soft


def guarded(most: int | None = None, header_s: float = HEADER_S) -> type[asyncio.Protocol]:
    """The protocol of one server: at most `most` connections, by default as many as there may be open files.

    Where there are more, one makes room: that which has waited longest with headers not begun or half sent; where there is none, that
    which has been kept longest behind its last answer.
    """
    room = most if most is not None else max(LEAST, min(MOST, files() - SPARE))
    asking: dict[Guarded, None] = {}  # those whose headers have not come, the longest first
    kept: dict[Guarded, None] = {}  # those that were answered and asked for nothing since

    class Guarded(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._deadline: asyncio.TimerHandle | None = None
            self._await_headers()
            if len(self.connections) > room:
                first = next(iter(asking), self)
                (next(iter(kept), self) if first is self else first).transport.abort()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._await_headers()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            if not self.transport.is_closing() and self.conn.their_state is h11.IDLE:
                kept[self] = None  # uvicorn's own deadline ends it

        def _await_headers(self) -> None:
            if self.transport.is_closing() or self.conn.their_state is not h11.IDLE:
                self._stop()
            elif self._deadline is None:
                kept.pop(self, None)
                asking[self] = None
                self._deadline = self.loop.call_later(header_s, self.transport.abort)

        def _stop(self) -> None:
            asking.pop(self, None)
            kept.pop(self, None)
            if self._deadline is not None:
                self._deadline.cancel()
                self._deadline = None

    return cast("type[asyncio.Protocol]", cast(Any, Guarded))
