"""What stands around every request: an id, a line in the access log, counts, security headers, and a cap on the body while it streams."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from traceback import extract_tb

import anyio
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from glidecheck.service import problems
from glidecheck.service.logs import LOG, REQUEST
from glidecheck.service.metrics import Metrics
from glidecheck.service.problems import Problem

_ID = re.compile(r"[A-Za-z0-9._-]{8,64}\Z", re.ASCII)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"})
BODY_S = 90.0
"""Seconds that a body may take to arrive: 60 MB at 0.7 MB/s."""
REQUEST_S = 420.0
"""Seconds of a whole request: its body, its time in the queue, its photos, its answer."""
LINGER, LINGER_S = 2_000_000, 1.0
"""Bytes and seconds of a refused body that are read on before the connection ends."""
TAKEN_S = 30.0
"""Seconds in which whoever asked must take each piece of the answer."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
"""Where an answer does not say otherwise: the page brings a policy of its own."""


class TooLarge(Problem):
    """The body is larger than its route takes."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            413, f"The body is larger than {limit / 1_000_000:g} MB.", "Send fewer or smaller photos.", {"Connection": "close"}
        )


class _NotTaken(Exception):  # noqa: N818
    """Whoever asked does not read the answer."""


class Shell:
    """ASGI middleware. `cap` says how many bytes the body of a path may have."""

    def __init__(self, app: ASGIApp, metrics: Metrics, cap: Callable[[str], int], secure: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._cap = cap
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = next((v.decode("latin-1") for k, v in scope["headers"] if k == b"x-request-id"), "")
        request_id = given if _ID.match(given) else secrets.token_hex(8)
        scope["glidecheck.request_id"] = request_id
        REQUEST.set(request_id)
        # HEAD is as GET, without the body: the framework's routes know GET alone.
        asked = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        one = _Exchange(scope, receive, send, request_id, self._cap(scope["path"]), self._secure)
        try:
            await self._answered(one, asked)
        except _NotTaken:
            LOG.warning("%s given up: nobody takes the answer", request_id)
        except Exception as error:  # noqa: BLE001 - the last resort of a face: told without what was sent, and counted
            LOG.error("%s bug: %s in %s", request_id, type(error).__name__, _place(error))
            if not one.begun:
                await one.say(
                    problems.response(500, "This is a bug of glidecheck.", "Report it with the request id.", request_id=request_id)
                )
        finally:
            self._noted(one, asked)

    async def _answered(self, one: _Exchange, asked: Scope) -> None:
        length = next((v for k, v in asked["headers"] if k == b"content-length"), b"0")
        if length.isdigit() and int(length[:19]) > one.limit:
            refusal = TooLarge(one.limit)
            await one.say(problems.response(413, str(refusal.detail), refusal.next, refusal.headers, one.id))
            return
        with anyio.move_on_after(REQUEST_S) as time_for_all:
            await self._app(asked, one.counted, one.dressed)
        if time_for_all.cancelled_caught:
            LOG.warning("%s given up: it took longer than %.0f s", one.id, REQUEST_S)
            if not one.begun:
                await one.say(problems.response(503, "It took too long.", "Try again later.", {"Retry-After": "60"}, one.id))

    def _noted(self, one: _Exchange, asked: Scope) -> None:
        route = _route(asked)
        method = one.scope["method"] if one.scope["method"] in _METHODS else "other"
        seconds = time.perf_counter() - one.started
        self._metrics.requests.labels(route, method, str(one.status)).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        fields = {"method": method, "route": route, "status": one.status, "ms": round(1000 * seconds)}
        LOG.info("%s %s %s %d %.0f ms", one.id, method, route, one.status, 1000 * seconds, extra={"fields": fields})


class _Exchange:
    """One request and its answer: the body counted and timed as it comes, the answer given its headers as it goes."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, id_: str, limit: int, secure: bool) -> None:
        self.scope, self._receive, self._send = scope, receive, send
        self.id, self.limit, self._secure = id_, limit, secure
        self.started = time.perf_counter()
        self.status = 500
        self.begun = False
        """Whether the answer's head is out."""
        self._closing = self._whole = False
        self._read = 0

    async def say(self, answer: ASGIApp) -> None:
        """Answer in the place of the application."""
        await answer(self.scope, self._receive, self.dressed)

    async def counted(self) -> Message:
        """A piece of the body. Raises Problem, TooLarge."""
        try:
            # A whole body has its time; whoever sends a byte a second holds nothing up for long.
            with anyio.fail_after(None if self._whole else max(0.01, self.started + BODY_S - time.perf_counter())):
                message = await self._receive()
        except TimeoutError:
            raise Problem(408, "The body took too long.", "Send it again.", {"Connection": "close"}) from None
        if message["type"] == "http.request":
            self._read += len(message.get("body", b""))
            if self._read > self.limit:
                raise TooLarge(self.limit)
            self._whole = not message.get("more_body", False)
        return message

    async def dressed(self, message: Message) -> None:
        """Sends a piece of the answer. Raises _NotTaken."""
        if message["type"] == "http.response.start":
            self._start(message)
        elif self.scope["method"] == "HEAD" and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        if self._closing and message["type"] == "http.response.body" and not message.get("more_body", False):
            await _taken(self._send, {**message, "more_body": True})
            await _lingered(self._receive)
            message = {"type": "http.response.body", "body": b""}
        await _taken(self._send, message)

    def _start(self, message: Message) -> None:
        self.status, self.begun = message["status"], True
        headers = MutableHeaders(scope=message)
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if self._secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        headers["X-Request-ID"] = self.id
        if not self._whole and _has_body(self.scope):
            headers["Connection"] = "close"  # or the server reads what was refused on to its end
            self._closing = True


def _place(error: BaseException) -> str:
    """Where it happened: the traceback may hold a patient's words, its last place does not."""
    places = extract_tb(error.__traceback__)
    return f"{places[-1].name}:{places[-1].lineno}" if places else "?"


async def _taken(send: Send, message: Message) -> None:
    """Sends a piece of the answer. Raises _NotTaken where nobody reads it."""
    with anyio.move_on_after(TAKEN_S) as taken:
        await send(message)
    if taken.cancelled_caught:
        raise _NotTaken


async def _lingered(receive: Receive) -> None:
    """Reads on for a moment. A connection that is closed over what still comes takes the answer away from whoever is sending."""
    left = LINGER
    with anyio.move_on_after(LINGER_S):
        while left > 0:
            message = await receive()
            left -= len(message.get("body", b""))
            if message["type"] != "http.request" or not message.get("more_body", False):
                return


def _has_body(scope: Scope) -> bool:
    return any(k == b"transfer-encoding" or (k == b"content-length" and v.strip() != b"0") for k, v in scope["headers"])


def _route(scope: Scope) -> str:
    """The route's template, never the path: a path may hold a token, or whatever a stranger wrote."""
    route = scope.get("route")
    return str(getattr(route, "path", "none"))
