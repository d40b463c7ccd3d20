"""The service as an ASGI app: what stands at which address. It holds no engine and no database of its own; those are given to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import anyio
import anyio.to_thread
from fastapi import FastAPI
from fastapi.responses import Response

from glidecheck.channels.base import Channel
from glidecheck.channels.spool import Spool
from glidecheck.chat.model import Incoming
from glidecheck.service import api, pages, problems, schemas, webhooks
from glidecheck.service.clients import Share
from glidecheck.service.metrics import CONTENT_TYPE, Metrics
from glidecheck.service.problems import Problem
from glidecheck.service.readers import Question
from glidecheck.service.schemas import refusals
from glidecheck.service.settings import Settings
from glidecheck.service.shell import Shell

SMALL = 100_000
"""Bytes of a body where none is expected."""
AT_ONCE = 6
"""Requests to the API and the page that one client has under way."""


class Inbox(Protocol):
    """Where messages are stored before they are acknowledged, and whether they will be answered."""

    def put(self, messages: tuple[Incoming, ...], now: float | None = None) -> int:
        """Stores them. Raises StoreError: then nothing is acknowledged, and the platform sends them again."""

    @property
    def trouble(self) -> str | None:
        """Why messages cannot be stored or answered now; None while they can."""


class Reader(Protocol):
    """Whoever judges what the API is asked: `readers.Readers`."""

    waiting: int

    @property
    def full(self) -> bool:
        """Whether one more would be sent away: asked before its photos are taken in."""

    def scan(self, asked: Question) -> dict[str, Any]: ...


@dataclass(slots=True)
class Service:
    """What the routes work with."""

    settings: Settings
    channels: Mapping[str, Channel]
    inbox: Inbox
    reader: Reader
    metrics: Metrics = field(default_factory=Metrics)
    pictures: Spool | None = None

    def cap(self, path: str) -> int:
        """How many bytes the body of `path` may have."""
        if path.startswith("/webhooks/"):
            channel = self.channels.get(path.removeprefix("/webhooks/"))
            return channel.max_body if channel else SMALL
        return self.settings.upload_mb * 1_000_000 if path.startswith("/v1/") else SMALL


def create(service: Service) -> FastAPI:
    """The app of `service`."""
    app = FastAPI(title="glidecheck", docs_url=None, redoc_url=None, openapi_url="/openapi.json", redirect_slashes=False)
    # Whoever has a key is known, and may have the readers to themselves.
    share = Share(0.0 if service.settings.api_keys else service.settings.client_seconds / 60, AT_ONCE)
    problems.install(app)
    _plain(app, service)
    api.install(app, service, share)
    webhooks.install(app, service)
    pages.install(app, service.settings, api.authorised, share)
    schemas.install(app, bool(service.settings.api_keys))
    secure = bool(service.settings.public_url)
    app.add_middleware(Shell, metrics=service.metrics, cap=service.cap, secure=secure)
    return app


# ------------------------------------------------------------------ for whoever runs it


def _plain(app: FastAPI, service: Service) -> None:
    @app.get("/healthz", summary="The process answers", responses={**_ok("text/plain")}, response_class=Response)
    async def healthz() -> Response:
        return Response("ok\n", media_type="text/plain")

    @app.get(
        "/readyz", summary="Messages can be stored and answered", responses={**_ok("text/plain"), **refusals(503)}, response_class=Response
    )
    async def readyz() -> Response:
        if why := service.inbox.trouble:
            raise Problem(503, why, "Look at the log.", {"Retry-After": "10"})
        return Response("ready\n", media_type="text/plain")

    @app.get("/metrics", summary="Counts for Prometheus", responses={**_ok("text/plain")}, response_class=Response)
    async def metrics() -> Response:
        service.metrics.waiting.set(service.reader.waiting)
        text = await anyio.to_thread.run_sync(service.metrics.text)
        return Response(text, headers={"Content-Type": CONTENT_TYPE})


def _ok(kind: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"description": "Yes.", "content": {kind: {"schema": {"type": "string"}}}}}
