"""The phone page at /: its files, its colours, and the judging of lines that a person has corrected.

Photos and pasted texts go the way of everybody else, through /v1/look. Corrected lines are judged here, so that no client can leave out
that they were corrected: whatever is sent to /page/correct is never a GLIDE.
"""

from __future__ import annotations

import json
import mimetypes
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
from fastapi import Request
from fastapi.responses import JSONResponse, Response

from glidecheck import pipeline
from glidecheck.chat.tongue import ENGLISH, known, localised, tongue
from glidecheck.errors import InputError, LexiconError
from glidecheck.lexicon import load
from glidecheck.model import Line, Message, Page, Readings, Report
from glidecheck.pipeline import judging
from glidecheck.report import jsonform
from glidecheck.report.knowledge import cite, kinds
from glidecheck.report.view import LOOKS
from glidecheck.service.clients import Share, address
from glidecheck.service.logs import LOG
from glidecheck.service.problems import Problem, too_often
from glidecheck.service.rates import Limit

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import FastAPI

    from glidecheck.service.settings import Settings

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
"""The page's policy: nothing inline, nothing from elsewhere. data: and blob: are pictures of the answer and of the phone."""

EDITED = "edited by you"
"""The reader of a line that a person has typed."""
MOST_LINES = 1000  # lines of a corrected reading that are taken
_FILE = re.compile(r"[a-z0-9][a-z0-9_-]*\.(html|js|css|json|svg|png)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Corrected:
    """Lines of one product after a person went through them: (text, whether it was edited). `language` is one of tongue.LANGUAGES;
    `refused` are prints that were taken for a name, and are not that name as the person says."""

    lines: tuple[tuple[str, bool], ...]
    product: str
    language: str
    refused: tuple[str, ...] = ()


def install(app: FastAPI, settings: Settings, admit: Callable[[Request, Settings], None], share: Share) -> None:
    """Gives `app` the page. `admit` refuses a request without a needed key, `share` one whose client has had its share."""
    limit = Limit(settings.address_limit)
    threads = anyio.CapacityLimiter(2)

    @app.get("/", include_in_schema=False, response_class=Response)
    async def index() -> Response:
        return _file("index.html")

    @app.get("/page/looks.css", include_in_schema=False, response_class=Response)
    async def colours() -> Response:
        return _answer(looks_css(), "text/css")

    @app.get("/page/looks.json", include_in_schema=False, response_class=Response)
    async def looks() -> Response:
        return _answer(await anyio.to_thread.run_sync(looks_json), "application/json")

    @app.post("/page/correct", include_in_schema=False, response_class=JSONResponse)
    async def correct(request: Request) -> JSONResponse:
        admit(request, settings)
        who = address(request, settings.trusted_proxies)
        if not limit.hit(who):
            raise too_often(limit.wait(who))
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Problem(415, "The body is not JSON.", "Send it as application/json.")
        given = corrected(await request.body())
        try:
            with share.turn(who) as count:
                started = time.perf_counter()
                report = await anyio.to_thread.run_sync(judge, given, settings.policy, limiter=threads)
                count(time.perf_counter() - started)
        except LexiconError as error:
            LOG.error("page: %s", error)
            raise Problem(
                503, "The lexicon cannot be used.", "Look at the log, and at glidecheck doctor.", {"Retry-After": "300"}
            ) from None
        return JSONResponse({"scan": jsonform.to_json(report, tongue(given.language)), "language": given.language})

    @app.get("/page/{name}", include_in_schema=False, response_class=Response)
    async def part(name: str) -> Response:
        return _file(name)


# ------------------------------------------------------------------ files


def _file(name: str) -> Response:
    found = files("glidecheck.service").joinpath("page", name)
    if not _FILE.fullmatch(name) or not found.is_file():
        raise Problem(404, "There is no such page.")
    return _answer(found.read_bytes(), mimetypes.guess_type(name)[0] or "application/octet-stream")


def _answer(body: str | bytes, kind: str) -> Response:
    # What changes is small, and a phone that holds an old page beside a new service would tell old words.
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return Response(body, headers={"Content-Type": kind + charset, "Content-Security-Policy": CSP, "Cache-Control": "no-cache"})


@cache
def looks_css() -> str:
    """The colours of the tones, as the other faces have them: one class a tone."""
    return "".join(f".tone-{tone.value}{{--tone:{look.colour};--tone-dark:{look.dark}}}\n" for tone, look in LOOKS.items())


@cache
def looks_json() -> str:
    """Each tone's mark, gravest first; which CAUTION a rule makes; sources with title and link."""
    cited = {source: cite(source) for source in load().sources}
    sources = {source: {"title": c.title, "url": c.url} for source, c in cited.items()}
    told = {
        "tones": {tone.value: look.mark for tone, look in LOOKS.items()},
        "kinds": {rule: kind.value for rule, kind in kinds().items()},
        "sources": sources,
    }
    return json.dumps(told, ensure_ascii=False)


# ------------------------------------------------------------------ corrected lines


def corrected(body: bytes) -> Corrected:
    """What a body of /page/correct asks: {"lines": [{"text", "edited"}], "refused"?: [text], "product"?, "language"?}.

    Raises Problem (422).
    """
    try:
        given = json.loads(body)
        lines = tuple((_text(line["text"]), _flag(line["edited"])) for line in given["lines"])
        refused = tuple(map(_text, _list(given.get("refused", []))))
        product, language = _text(given.get("product") or "label"), _text(given.get("language") or ENGLISH)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Problem(422, "The body is not a list of corrected lines.", "Load the page again.") from None
    if max(len(lines), len(refused)) > MOST_LINES or sum(map(len, (*(text for text, _ in lines), *refused))) > pipeline.LIMITS.max_text:
        raise Problem(422, "There are too many lines, or they are too long.", "Send the lines of one label.")
    if not any(text.strip() for text, _ in lines):
        raise Problem(422, "All lines are empty.", "Leave at least one line with text in it.")
    return Corrected(lines, product[:200], known(language) or ENGLISH, refused)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # a lone surrogate is a ValueError here, and not later
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def judge(given: Corrected, policy: Path | None = None) -> Report:
    """The report of corrected lines, in their language: judged as a pasted text of which something is missing, so at most REVIEW.

    A correction is a person's word. It may name something worse than was read, and it never clears a product. Raises LexiconError.
    """
    lines = []
    for text, edited in given.lines:
        # A line break typed or pasted into a line is a line break.
        lines += [Line(part, 1.0, reader=EDITED if edited else "text") for part in text.splitlines() if part.strip()]
    lost = Message("lines were edited by you: a sharper photo of them can be judged in full")
    readings = Readings((), (Page(tuple(lines), 0, 0, "text"),), lost=(lost,), from_text=True)
    edited = any(edited for _, edited in given.lines)
    try:
        report = judging.judge(judging.refuse(judging.case(readings), given.refused), product=given.product, policy=policy, edited=edited)
    except InputError as error:
        report = pipeline.skipped("text", error, given.product)
    return localised(report, tongue(given.language))


def wanted(accept: str) -> str:
    """The first language of an Accept-Language header that we speak, English where there is none.

    >>> wanted("nb, de-AT;q=0.8, es;q=0.5"), wanted("*"), wanted("")
    ('de', 'en', 'en')
    """
    return next(filter(None, (known(part.partition(";")[0]) for part in accept[:500].split(","))), ENGLISH)
