"""Errors as problem+json (RFC 9457): for every status, also those that the framework makes itself.

A bug (500) is told by `shell`, which stands around everything."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"

SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. `detail` says what is wrong, `next` what to do about it.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "next": {"type": "string"},
        "request_id": {"type": "string"},
    },
}

NEXT = "See /openapi.json for what there is, and what it takes."


class Problem(HTTPException):
    """A refusal: `detail` in one line, `next` what to do."""

    def __init__(self, status: int, detail: str, next: str = "", headers: Mapping[str, str] | None = None) -> None:  # noqa: A002
        super().__init__(status, detail, dict(headers or {}))
        self.next = next


def too_often(wait_s: int) -> Problem:
    """The refusal of one more request from an address; the next passes in `wait_s` seconds."""
    return Problem(429, "Too many requests from this address.", "Wait a little.", {"Retry-After": str(wait_s)})


def response(status: int, detail: str, next: str = "", headers: Mapping[str, str] | None = None, request_id: str = "") -> JSONResponse:  # noqa: A002
    """The body of a refusal."""
    phrase = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": phrase, "status": status, "detail": detail or phrase}
    body |= {name: value for name, value in (("next", next), ("request_id", request_id)) if value}
    return JSONResponse(body, status, headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Lets `app` answer every error this way."""

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        following = error.next if isinstance(error, Problem) else NEXT
        headers = dict(error.headers or {})
        if error.status_code == 405:
            headers["Allow"] = _allowed(app, request)
        return response(error.status_code, str(error.detail), following, headers, _id(request))

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        # The place and the kind of the error, never the value: it may be a patient's words.
        said = "; ".join(f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors()[:5])
        return response(422, said, NEXT, request_id=_id(request))

    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, invalid)


def _allowed(app: FastAPI, request: Request) -> str:
    """The methods of this path: the framework names those of one route, where several share the path."""
    from starlette.routing import Match, Route

    fitting = (r for r in app.routes if isinstance(r, Route) and r.matches(request.scope)[0] is not Match.NONE)
    methods = {method for route in fitting for method in route.methods or ()}
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))


def _id(request: Request) -> str:
    return str(request.scope.get("glidecheck.request_id", ""))
