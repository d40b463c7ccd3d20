"""Request bodies: refused by what is announced and by what is held already, before a byte of them is read."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from glidecheck.service.problems import Problem

if TYPE_CHECKING:
    from fastapi import Request


class Room:
    """At most `most` bytes of bodies are held at once; whoever would need more is sent away. Used on the event loop alone."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.held = 0

    @asynccontextmanager
    async def body(self, request: Request) -> AsyncGenerator[bytearray, None]:
        """The body, whose room is free again at the end. Raises Problem (503) where there is none."""
        announced = request.headers.get("content-length", "")
        if self.held + (int(announced[:18]) if announced.isascii() and announced.isdigit() else 0) > self.most:
            raise _full()
        mine = 0
        try:
            whole = bytearray()  # grown piece by piece: to join 60 MB at the end holds the event loop up
            async for chunk in request.stream():
                mine += len(chunk)
                self.held += len(chunk)
                if self.held > self.most:
                    raise _full()
                whole += chunk
            yield whole
        finally:
            self.held -= mine


def _full() -> Problem:
    return Problem(503, "Too much is being sent at this moment.", "Send it again in half a minute.", {"Retry-After": "30"})
