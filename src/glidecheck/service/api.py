"""POST /v1/scan and /v1/look: a form in, one product's report out.

Whoever may not ask, or would wait too long, is sent away before the photos are taken in; the form is taken apart off the event loop.
"""

from __future__ import annotations

import hmac
import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from glidecheck.channels import forms
from glidecheck.chat.tongue import ENGLISH
from glidecheck.errors import GlidecheckError
from glidecheck.service import pages
from glidecheck.service.bodies import Room
from glidecheck.service.clients import Share, address
from glidecheck.service.logs import LOG
from glidecheck.service.problems import Problem, too_often
from glidecheck.service.rates import Limit
from glidecheck.service.readers import Busy, Question, Stopping
from glidecheck.service.schemas import BODY, MAX_PHOTOS, looked, refusals, scanned

if TYPE_CHECKING:
    from glidecheck.service.app import Service
    from glidecheck.service.settings import Settings

BODIES = 150_000_000
"""Bytes of forms that are held at once, with those whose photos wait for a reader."""
MAX_PARTS = MAX_PHOTOS + 4
_PRODUCT = re.compile(r"[^\x00-\x1f]{1,200}")


def install(app: FastAPI, service: Service, share: Share) -> None:
    """Gives `app` the API."""
    limit = Limit(service.settings.address_limit)
    waiting = anyio.CapacityLimiter(256)
    parsing = anyio.CapacityLimiter(2)
    room = Room(max(BODIES, 2_000_000 * service.settings.upload_mb))
    refused = refusals(400, 401, 413, 415, 422, 429, 503)

    async def scan(request: Request, pictures: bool, language: str = ENGLISH) -> dict[str, Any]:
        authorised(request, service.settings)
        who = address(request, service.settings.trusted_proxies)
        if not limit.hit(who):
            service.metrics.limited.labels("address").inc()
            raise too_often(limit.wait(who))
        kind = request.headers.get("content-type", "")
        if kind.partition(";")[0].strip().lower() != "multipart/form-data":
            raise Problem(415, "The body is not multipart/form-data.", "Send the photos as form fields named photo.")
        with share.turn(who) as count:
            if service.reader.full:
                service.metrics.limited.labels("queue").inc()
                raise Problem(503, "All readers are busy and the queue is full.", "Try again in half a minute.", {"Retry-After": "30"})
            async with room.body(request) as body:
                asked = await anyio.to_thread.run_sync(_asked, body, kind, limiter=parsing)
                found = await _read(replace(asked, pictures=pictures, language=language))
            count(found.pop("seconds", 0.0))
        return found

    async def _read(asked: Question) -> dict[str, Any]:
        started = time.perf_counter()
        try:
            found = await anyio.to_thread.run_sync(service.reader.scan, asked, limiter=waiting, abandon_on_cancel=True)
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


def authorised(request: Request, settings: Settings) -> None:
    """Raises Problem (401) where a key is needed and none of ours was sent."""
    if not settings.api_keys:
        return
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    given = bearer.strip() if scheme.lower() == "bearer" else request.headers.get("x-api-key", "")
    # Every key is compared, so that the time tells nothing of which one is near.
    same = [hmac.compare_digest(given.encode("utf-8", "surrogateescape"), key.get_secret_value().encode()) for key in settings.api_keys]
    if not any(same):
        raise Problem(401, "A key is needed.", "Send it as Authorization: Bearer, or as X-API-Key.", {"WWW-Authenticate": "Bearer"})


def _asked(body: bytes | bytearray, content_type: str) -> Question:
    """What a form asks. Raises Problem: 400 where it does not hold together, 422 where it asks for nothing that we do."""
    photos: list[bytes] = []
    names: list[str] = []
    texts: dict[str, str] = {}
    try:
        for part in forms.parse(body, content_type, MAX_PARTS):
            if part.name == "photo":
                if part.file is None:
                    raise Problem(422, "photo is not a file.", "Send it with a file name.")
                photos.append(part.data)
                names.append(_name(part.file, len(photos)))
            elif part.name not in ("text", "product") or part.file is not None:
                raise Problem(422, "There is a field that is none of photo, text, product.", "Leave it out.")
            elif part.name in texts:
                raise Problem(422, f"{part.name} stands twice.", "Send it once.")
            else:
                texts[part.name] = part.text()
    except forms.BadForm as error:
        raise Problem(400, f"The form is broken: {error}.", "Send it again, whole.") from None
    text, product = texts.get("text"), texts.get("product")
    _meaningful(photos, text, product)
    return Question(tuple(photos), tuple(names), text, product)


def _meaningful(photos: list[bytes], text: str | None, product: str | None) -> None:
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


def _name(given: str, number: int) -> str:
    last = re.split(r"[/\\]", given)[-1]
    return "".join(c for c in last if c.isprintable())[:100].strip() or f"photo {number}"
