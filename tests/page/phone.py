"""A phone with the page open: a small screen, a service on loopback whose reader replays recorded readings, and an ear for complaints."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from golden import samples
from service import house

from glidecheck import pipeline
from glidecheck.errors import GlidecheckError, InputError
from glidecheck.model import Message
from glidecheck.pipeline import judging
from glidecheck.service import child
from glidecheck.service.readers import Readers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

    from glidecheck.workers.messages import Message as Header

NO_PICTURE = "{photo} is not a picture that can be read (JPEG, PNG, WebP, HEIC, TIFF)."
"""What the photo stage says."""

SIZE = {"width": 360, "height": 740}


def photo(sample: str) -> Path:
    return samples.SAMPLES / f"{sample}.jpg"


@dataclass
class Recorded:
    """A pool of one, in this process: a sample is read as it was once read, a text is judged. It may be slow (`hold`) or fail (`error`)."""

    hold: threading.Event | None = None
    error: GlidecheckError | None = None
    size: int = 1
    asked: list[Header] = field(default_factory=list)

    def ask(self, header: Header, blobs: Sequence[bytes] = (), limit_s: float = 0.0) -> tuple[Header, list[bytes]]:
        self.asked.append(header)
        if self.hold:
            assert self.hold.wait(60)
        if self.error:
            raise self.error
        real, pipeline.examine = pipeline.examine, lambda *photos, **_: examined([p.getvalue() for p in photos])
        try:
            return child.answer(header, list(blobs))
        finally:
            pipeline.examine = real

    def close(self) -> None:
        """Nothing to end."""


def examined(photos: Sequence[bytes]) -> pipeline.Examined:
    """What was once read on these samples, judged; of several, each is a photo of one product."""
    known = {photo(name).read_bytes(): name for name in samples.names()}
    try:
        parts = [part for data in photos for part in pipeline.parts_of(samples.readings(known[data]))]
    except KeyError:
        raise InputError(Message(NO_PICTURE, photo="photo 1"), Message("Send the photo again.")) from None
    readings = pipeline.merge(parts)
    return pipeline.Examined(judging.judge(readings), pipeline.opened(photos)[0], readings)


@dataclass
class Phone:
    """A page, what it asked for, and what it complained of. `expected` are statuses that the browser may complain of."""

    page: Page
    base: str
    reader: Recorded
    requests: list[Request] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    expected: tuple[int, ...] = ()

    def complaints(self) -> list[str]:
        """Console errors and warnings (a violation of the content-security policy is one), uncaught errors, requests to strangers."""
        strangers = [r.url for r in self.requests if not r.url.startswith((self.base, "data:", f"blob:{self.base}"))]
        return [text for text in self.console if not any(f"status of {s} " in text for s in self.expected)] + strangers

    def choose(self, *names: str) -> None:
        self.page.set_input_files("#gallery", [photo(name) for name in names])

    def until(self, expression: str) -> None:
        """Waits for a JavaScript expression to be true: playwright's own way needs eval, which the page's policy refuses."""
        end = time.monotonic() + 60
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, expression
            self.page.wait_for_timeout(50)

    def scan(self, *names: str) -> None:
        """Chooses samples and waits for the answer."""
        self.choose(*names)
        self.page.click("#check")
        self.page.wait_for_selector("#verdict")


def opened(browser: Browser, folder: Path, reader: Recorded, *, language: str = "en-GB", dark: bool = False, **settings: Any) -> Phone:
    """The page of a service with this reader, on a phone of 360 pixels."""
    readers = Readers(1)
    readers.pool = reader  # type: ignore[assignment]
    http = house.client(house.service(None, folder, reader=readers, **settings))  # type: ignore[arg-type]
    base = str(http.base_url)
    context = browser.new_context(
        viewport=SIZE,  # type: ignore[arg-type]
        locale=language,
        color_scheme="dark" if dark else "light",
        device_scale_factor=2,
        has_touch=True,
        reduced_motion="reduce",
    )
    page = context.new_page()
    phone = Phone(page, base, reader)
    page.on("request", lambda r: phone.requests.append(r))  # playwright cannot mark a built-in
    page.on("console", lambda m: phone.console.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: phone.console.append(str(e)))
    page.goto(base)
    phone.until("document.documentElement.dataset.ready === document.querySelector('#language').value")
    return phone
