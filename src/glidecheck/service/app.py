"""The service as an ASGI app: what stands at which address. It holds no engine and no database of its own; those are given to it."""

from __future__ import annotations

import hmac
import ipaddress
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

import anyio
import anyio.to_thread
from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from starlette.background import BackgroundTask
from starlette.datastructures import UploadFile

from glidecheck.channels.base import BadPayload, BadSignature, Channel, Delivery, SendFailed, reply
from glidecheck.channels.spool import Spool
from glidecheck.chat import answers, signs
from glidecheck.chat.guidance import Notice
from glidecheck.chat.model import Incoming
from glidecheck.chat.tongue import ENGLISH, known
from glidecheck.errors import GlidecheckError, StoreError
from glidecheck.service import pages, problems, schemas
from glidecheck.service.limits import Limit
from glidecheck.service.logs import LOG
from glidecheck.service.metrics import CONTENT_TYPE, Metrics
from glidecheck.service.problems import Problem
from glidecheck.service.readers import Busy, Stopping
from glidecheck.service.schemas import BODY, MAX_PHOTOS, looked, refusals, scanned, webhook_body
from glidecheck.service.settings import Settings
from glidecheck.service.shell import Shell

SMALL = 100_000
"""Bytes of a body where none is expected."""
_PRODUCT = re.compile(r"[^\x00-\x1f]{1,200}")
_TOKEN = re.compile(r"[0-9a-f]{32}", re.ASCII)


class Inbox(Protocol):
    """Where messages are stored before they are acknowledged, and whether they will be answered."""

    def put(self, messages: tuple[Incoming, ...], now: float | None = None) -> int:
        """Stores them. Raises StoreError: then nothing is acknowledged, and the platform sends them again."""

    @property
    def ready(self) -> bool: ...


class Reader(Protocol):
    """Whoever judges what the API is asked: `readers.Readers`."""

    waiting: int

    def scan(
        self,
        photos: Any = (),
        names: Any = (),
        *,
        text: str | None = None,
        product: str | None = None,
        pictures: bool = False,
        language: str = ENGLISH,
    ) -> dict[str, Any]: ...


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
    problems.install(app)
    _plain(app, service)
    _api(app, service)
    _webhooks(app, service)
    pages.install(app, service.settings, _authorised, _address)
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
        if not service.inbox.ready:
            raise Problem(503, "The worker is not running.", "Look at the log.", {"Retry-After": "10"})
        return Response("ready\n", media_type="text/plain")

    @app.get("/metrics", summary="Counts for Prometheus", responses={**_ok("text/plain")}, response_class=Response)
    async def metrics() -> Response:
        service.metrics.waiting.set(service.reader.waiting)
        text = await anyio.to_thread.run_sync(service.metrics.text)
        return Response(text, headers={"Content-Type": CONTENT_TYPE})


def _ok(kind: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"description": "Yes.", "content": {kind: {"schema": {"type": "string"}}}}}


# ------------------------------------------------------------------ the API


def _api(app: FastAPI, service: Service) -> None:
    limit = Limit(service.settings.address_limit)
    threads = anyio.CapacityLimiter(256)
    refused = refusals(400, 401, 413, 415, 422, 429, 503)

    async def scan(request: Request, pictures: bool, language: str = ENGLISH) -> dict[str, Any]:
        _authorised(request, service.settings)
        who = _address(request)
        if not limit.hit(who):
            service.metrics.limited.labels("address").inc()
            raise Problem(429, "Too many requests from this address.", "Wait a little.", {"Retry-After": str(limit.wait(who))})
        photos, names, text, product = await _asked(request)
        started = time.perf_counter()
        try:
            found: dict[str, Any] = await anyio.to_thread.run_sync(
                lambda: service.reader.scan(photos, names, text=text, product=product, pictures=pictures, language=language),
                limiter=threads,
                abandon_on_cancel=True,
            )
        except Busy as error:
            service.metrics.limited.labels("queue").inc()
            raise Problem(503, str(error), error.next, {"Retry-After": "30"}) from None
        except Stopping as error:
            raise Problem(503, str(error), error.next, {"Retry-After": "60"}) from None
        except GlidecheckError as error:
            LOG.error("scan: %s", error)
            raise Problem(503, "The reader cannot be used.", "Look at the log, and at glidecheck doctor.", {"Retry-After": "300"}) from None
        service.metrics.scan_seconds.observe(time.perf_counter() - started)
        service.metrics.scans.labels(found["scan"]["verdict"] or "skipped", found["scan"]["reading"], "api").inc()
        return found

    @app.post("/v1/scan", summary="Judge one product", responses={**scanned(), **refused}, openapi_extra=BODY, response_class=JSONResponse)
    async def v1_scan(request: Request) -> JSONResponse:
        """Photos of one product, or its label's text. A label that cannot be judged is an answer too: `verdict` is null, and `skipped` says
        why."""
        return JSONResponse((await scan(request, pictures=False))["scan"])

    @app.post(
        "/v1/look",
        summary="Judge one product and show what was seen",
        responses={**looked(), **refused},
        openapi_extra=BODY,
        response_class=JSONResponse,
    )
    async def v1_look(request: Request) -> JSONResponse:
        """The same as /v1/scan, with the annotated photos and every line that was read beside its crop, told in the language
        that Accept-Language names first of those that we speak. Names, print and verdict are the same in all of them."""
        language = pages.wanted(request.headers.get("accept-language", ""))
        found = await scan(request, pictures=True, language=language)
        shown = {"scan": found["scan"], **{part: found.get(part, []) for part in ("pictures", "lines", "proof")}}
        return JSONResponse(shown, headers={"Content-Language": language})


def _authorised(request: Request, settings: Settings) -> None:
    if not settings.api_keys:
        return
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    given = bearer.strip() if scheme.lower() == "bearer" else request.headers.get("x-api-key", "")
    # Every key is compared, so that the time tells nothing of which one is near.
    same = [hmac.compare_digest(given.encode("utf-8", "surrogateescape"), key.get_secret_value().encode()) for key in settings.api_keys]
    if not any(same):
        raise Problem(401, "A key is needed.", "Send it as Authorization: Bearer, or as X-API-Key.", {"WWW-Authenticate": "Bearer"})


def _address(request: Request) -> str:
    """The network address, of IPv6 the network: one household has 2**64 of them."""
    host = request.client.host if request.client else ""
    with suppress(ValueError):
        found = ipaddress.ip_address(host)
        if isinstance(found, ipaddress.IPv6Address):
            return str(ipaddress.ip_network((found, 64), strict=False))
    return host


async def _asked(request: Request) -> tuple[list[bytes], list[str], str | None, str | None]:
    """The photos, their names, the text and the product of a form. Files above a megabyte lie on the disk until the form is closed."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "multipart/form-data":
        raise Problem(415, "The body is not multipart/form-data.", "Send the photos as form fields named photo.")
    async with request.form(max_files=MAX_PHOTOS + 4, max_fields=MAX_PHOTOS + 3, max_part_size=200_000) as form:
        photos: list[bytes] = []
        names: list[str] = []
        texts: dict[str, str] = {}
        for name, value in form.multi_items():
            if name == "photo":
                if isinstance(value, str):
                    raise Problem(422, "photo is not a file.", "Send it with a file name.")
                photos.append(await value.read())
                names.append(_name(value.filename, len(photos)))
            elif name not in ("text", "product") or isinstance(value, UploadFile):
                raise Problem(422, "There is a field that is none of photo, text, product.", "Leave it out.")
            elif name in texts:
                raise Problem(422, f"{name} stands twice.", "Send it once.")
            else:
                texts[name] = value
    text, product = texts.get("text"), texts.get("product")
    if (text is None) == (not photos):
        raise Problem(422, "Either photos or a text are needed, and not both.", "Send one photo or more, or the label's text.")
    if len(photos) > MAX_PHOTOS:
        raise Problem(
            422,
            f"There are more than {MAX_PHOTOS} photos.",
            f"Send at most {MAX_PHOTOS} of one product: the front, the back and what else holds the list.",
        )
    if text is not None and not 1 <= len(text) <= 20_000:
        raise Problem(422, "The text is empty, or longer than 20,000 characters.", "Send the text of one label.")
    if product is not None and not _PRODUCT.fullmatch(product):
        raise Problem(
            422, "The product's name is empty, longer than 200 characters, or has control characters in it.", "Send a short name."
        )
    return photos, names, text, product


def _name(given: str | None, number: int) -> str:
    last = re.split(r"[/\\]", given or "")[-1]
    return "".join(c for c in last if c.isprintable())[:100].strip() or f"photo {number}"


# ------------------------------------------------------------------ the platforms


def _webhooks(app: FastAPI, service: Service) -> None:
    senders = Limit(service.settings.sender_limit)
    told = Limit("1/hour")
    wrong = Limit(service.settings.address_limit)
    threads = anyio.CapacityLimiter(24)
    known_names = sorted(service.channels) or ["telegram"]
    extra = webhook_body(("application/json", "application/x-www-form-urlencoded", "multipart/form-data"))
    name_in_path = Path(json_schema_extra={"enum": known_names})

    def channel_of(name: str) -> Channel:
        channel = service.channels.get(name)
        if channel is None:
            raise Problem(404, "This channel is not switched on.", "glidecheck serve --check tells what is missing.")
        return channel

    def refuse(channel: Channel, who: str, error: GlidecheckError) -> Problem:
        bad = isinstance(error, BadSignature)
        if bad:
            wrong.hit(who)
        service.metrics.refused.labels(channel.name, "signature" if bad else "payload").inc()
        LOG.warning("%s: refused: %s", channel.name, error)
        return Problem(401 if bad else 400, str(error), error.next)

    def deliver(channel: Channel, delivery: Delivery) -> tuple[str | None, list[Incoming]]:
        """The challenge to echo, if it is one, and the first message of each sender that is over the limit."""
        channel.verify(delivery)
        echo = channel.challenge(delivery)
        if echo is not None:
            return echo, []
        wanted, over = [], []
        for message in channel.messages(delivery):
            # Whoever writes of a seizure is answered, however much they have written before.
            if senders.hit(channel.name, message.chat) or signs.urgent(message.text):
                wanted.append(message)
            else:
                service.metrics.limited.labels("sender").inc()
                if told.hit(channel.name, message.chat):
                    over.append(message)
        if wanted:
            new = service.inbox.put(tuple(wanted))
            for message in wanted:
                service.metrics.messages.labels(channel.name, message.kind.value).inc()
            if not new:
                service.metrics.repeats.labels(channel.name).inc(len(wanted))
        return None, over

    def slow_down(channel: Channel, over: list[Incoming]) -> None:
        for message in over:
            try:
                reply(
                    channel,
                    message.chat,
                    answers.notice(Notice.RATE_LIMITED, known(message.language) or ENGLISH),
                    handle=message.reply,
                    key=message.id,
                )
            except SendFailed as error:
                LOG.warning("%s: %s", channel.name, error)

    @app.post(
        "/webhooks/{channel}",
        summary="What a platform tells",
        responses={200: {"description": "Stored; it is answered through the platform."}, **refusals(400, 401, 404, 413, 429, 503)},
        openapi_extra=extra,
        response_class=Response,
    )
    async def webhook(request: Request, channel: str = name_in_path) -> Response:
        started = time.perf_counter()
        found, who = channel_of(channel), _address(request)
        if wrong.full(who):
            raise Problem(429, "Too many wrong signatures from this address.", "Correct the secret.", {"Retry-After": str(wrong.wait(who))})
        body = await request.body()
        try:
            echo, over = await anyio.to_thread.run_sync(deliver, found, _delivery(request, body, service.settings), limiter=threads)
        except (BadSignature, BadPayload) as error:
            raise refuse(found, who, error) from None
        except (StoreError, OSError) as error:
            LOG.error("%s: not stored: %s", found.name, type(error).__name__)
            raise Problem(503, "The message could not be stored.", "Send it again.", {"Retry-After": "10"}) from None
        service.metrics.ack.labels(found.name).observe(time.perf_counter() - started)
        if echo is not None:
            return Response(echo, media_type="text/plain")
        text, kind = found.ack
        return Response(text, media_type=kind, background=BackgroundTask(slow_down, found, over) if over else None)

    @app.get(
        "/webhooks/{channel}",
        summary="A platform asks whether this address is ours",
        responses={
            200: {"description": "The challenge.", "content": {"text/plain": {"schema": {"type": "string"}}}},
            **refusals(400, 401, 404, 422, 429),
        },
        response_class=Response,
    )
    async def challenge(
        request: Request,
        channel: str = name_in_path,
        mode: str = Query(alias="hub.mode", pattern="^subscribe$"),  # noqa: ARG001 - the channel reads them itself
        token: str = Query(alias="hub.verify_token"),  # noqa: ARG001
        given: str = Query(alias="hub.challenge"),  # noqa: ARG001
    ) -> Response:
        found, who = channel_of(channel), _address(request)
        if wrong.full(who):
            raise Problem(429, "Too many wrong signatures from this address.", "Correct the secret.", {"Retry-After": str(wrong.wait(who))})
        try:
            echo = found.challenge(_delivery(request, b"", service.settings))
        except (BadSignature, BadPayload) as error:
            raise refuse(found, who, error) from None
        if echo is None:
            raise Problem(404, "This platform asks nothing.", "Messages are sent with POST.")
        return Response(echo, media_type="text/plain")

    @app.get("/pictures/{name}", include_in_schema=False, response_class=Response)
    async def picture(name: str) -> Response:
        token = name.removesuffix(".jpg")
        data = None
        if service.pictures is not None and _TOKEN.fullmatch(token):
            data = await anyio.to_thread.run_sync(service.pictures.get, token)
        if data is None:
            raise Problem(404, "There is no such picture, or not any more.")
        return Response(data, media_type="image/jpeg")


def _delivery(request: Request, body: bytes, settings: Settings) -> Delivery:
    headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in request.headers.raw}
    query = f"?{request.url.query}" if request.url.query else ""
    base = settings.public_url or str(request.base_url).rstrip("/")
    return Delivery(body, headers, f"{base}{request.url.path}{query}", tuple(request.query_params.multi_items()), time.time())
