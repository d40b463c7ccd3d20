"""What platforms send: verified, stored, and only then acknowledged and counted."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import Response
from starlette.background import BackgroundTask

from glidecheck.channels.base import BadPayload, BadSignature, Channel, Delivery, SendFailed, reply
from glidecheck.channels.spool import PREFIX
from glidecheck.chat import answers, red_flags
from glidecheck.chat.guidance import Notice
from glidecheck.chat.model import Incoming
from glidecheck.chat.tongue import ENGLISH, known
from glidecheck.errors import GlidecheckError, StoreError
from glidecheck.service.bodies import Room
from glidecheck.service.clients import address
from glidecheck.service.logs import LOG
from glidecheck.service.problems import Problem
from glidecheck.service.rates import Limit
from glidecheck.service.schemas import refusals, webhook_body

if TYPE_CHECKING:
    from glidecheck.service.app import Service
    from glidecheck.service.settings import Settings

_TOKEN = re.compile(r"[0-9a-f]{32}", re.ASCII)


class Senders:
    """How much each sender may write. A message counts once, when it is stored: one that comes again, or was refused, does not."""

    MOST = 50_000
    """Messages that are remembered as counted; a platform sends one again within a day at most."""

    def __init__(self, rate: str) -> None:
        self._limit = Limit(rate)
        self._counted: OrderedDict[tuple[str, str], None] = OrderedDict()

    def admits(self, message: Incoming) -> bool:
        """Whether it is within the limit, or was counted before. Whoever writes of a seizure is answered, however much they wrote."""
        known_ = (message.channel, message.id) in self._counted
        return known_ or not self._limit.full(message.channel, message.chat) or bool(red_flags.find(message.text))

    def count(self, message: Incoming) -> None:
        """It is stored."""
        key = (message.channel, message.id)
        if key not in self._counted:
            self._limit.hit(message.channel, message.chat)
            self._counted[key] = None
            while len(self._counted) > self.MOST:
                self._counted.popitem(last=False)


class Failures:
    """Wrong signatures, by channel and address. They slow down whoever sends them, and nobody else: a right one is always taken, for
    platforms and proxies share addresses with whoever guesses."""

    def __init__(self, rate: str) -> None:
        self._limit = Limit(rate)

    def refusal(self, channel: Channel, who: str, error: BadSignature) -> Problem:
        """What is to be answered to one more."""
        if self._limit.hit(channel.name, who):
            return Problem(401, str(error), error.next)
        wait = str(self._limit.wait(channel.name, who))
        return Problem(429, "Too many wrong signatures from this address.", "Correct the secret.", {"Retry-After": wait})


class Desk:
    """The webhooks of one service."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._senders = Senders(service.settings.sender_limit)
        self._told = Limit("1/hour")
        self._wrong = Failures(service.settings.address_limit)
        self._threads = anyio.CapacityLimiter(24)
        # Each has its own: whoever floods one keeps no other waiting.
        self._rooms = {name: Room(max(16_000_000, 3 * channel.max_body)) for name, channel in service.channels.items()}

    def channel(self, name: str) -> Channel:
        """Raises Problem (404) where it is off."""
        found = self.service.channels.get(name)
        if found is None:
            raise Problem(404, "This channel is not switched on.", "glidecheck serve --check tells what is missing.")
        return found

    async def take(self, request: Request, name: str) -> Response:
        """The answer to what a platform has sent."""
        started = time.perf_counter()
        channel = self.channel(name)
        try:
            if missing := [h for h in channel.signed_by if not request.headers.get(h)]:
                raise BadSignature(f"{missing[0]} is missing")  # before a byte of the body
            async with self._rooms[name].body(request) as body:
                delivery = _delivery(request, bytes(body), self.service.settings)
                echo, over = await anyio.to_thread.run_sync(self._deliver, channel, delivery, limiter=self._threads)
        except (BadSignature, BadPayload) as error:
            raise self.refuse(channel, request, error) from None
        except (StoreError, OSError) as error:
            LOG.error("%s: not stored: %s", channel.name, type(error).__name__)
            raise Problem(503, "The message could not be stored.", "Send it again.", {"Retry-After": "10"}) from None
        self.service.metrics.ack.labels(channel.name).observe(time.perf_counter() - started)
        if echo is not None:
            return Response(echo, media_type="text/plain")
        text, kind = channel.ack
        return Response(text, media_type=kind, background=BackgroundTask(self._slow_down, channel, over) if over else None)

    def refuse(self, channel: Channel, request: Request, error: GlidecheckError) -> Problem:
        """The refusal, counted and logged."""
        bad = isinstance(error, BadSignature)
        self.service.metrics.refused.labels(channel.name, "signature" if bad else "payload").inc()
        LOG.warning("%s: refused: %s", channel.name, error)
        if isinstance(error, BadSignature):
            return self._wrong.refusal(channel, address(request, self.service.settings.trusted_proxies), error)
        return Problem(400, str(error), error.next)

    def _deliver(self, channel: Channel, delivery: Delivery) -> tuple[str | None, list[Incoming]]:
        """The challenge to echo, if it is one, and the first message of each sender that is over the limit."""
        channel.verify(delivery)
        echo = channel.challenge(delivery)
        if echo is not None:
            return echo, []
        metrics = self.service.metrics
        wanted, over = [], []
        for message in channel.messages(delivery):
            if self._senders.admits(message):
                wanted.append(message)
                continue
            metrics.limited.labels("sender").inc()
            if message.media:
                # That a photo came is kept: the others of its album are not judged as if they were all.
                wanted.append(replace(message, media=(), withheld=len(message.media)))
                _discard(channel, message)
            if self._told.hit(channel.name, message.chat):
                over.append(message)
        if wanted:
            new = self.service.inbox.put(tuple(wanted))
            for message in wanted:
                self._senders.count(message)
                metrics.messages.labels(channel.name, message.kind.value).inc()
            if not new:
                metrics.repeats.labels(channel.name).inc(len(wanted))
        return None, over

    def _slow_down(self, channel: Channel, over: list[Incoming]) -> None:
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


def _discard(channel: Channel, message: Incoming) -> None:
    """Deletes the photos that came with a message and are not looked at."""
    spool = getattr(channel, "spool", None)
    for media in message.media:
        if spool is not None and media.ref.startswith(PREFIX):
            spool.drop(media.ref.removeprefix(PREFIX))


def install(app: FastAPI, service: Service) -> None:
    """Gives `app` the webhooks, and the pictures that platforms fetch."""
    desk = Desk(service)
    name_in_path = Path(json_schema_extra={"enum": sorted(service.channels) or ["telegram"]})

    @app.post(
        "/webhooks/{channel}",
        summary="What a platform tells",
        responses={200: {"description": "Stored; it is answered through the platform."}, **refusals(400, 401, 404, 413, 429, 503)},
        openapi_extra=webhook_body(("application/json", "application/x-www-form-urlencoded", "multipart/form-data")),
        response_class=Response,
    )
    async def webhook(request: Request, channel: str = name_in_path) -> Response:
        return await desk.take(request, channel)

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
        found = desk.channel(channel)
        try:
            echo = found.challenge(_delivery(request, b"", service.settings))
        except (BadSignature, BadPayload) as error:
            raise desk.refuse(found, request, error) from None
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
