"""The page: self-contained, nothing of a label becomes markup, crops only where they show the right print."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace

import numpy as np
import pytest
import reports
from markup import Page
from PIL import Image

from glidecheck.report.html import html
from glidecheck.report.view import LOOKS, Tone, verdict_tone


def picture(report) -> Image.Image:
    """The photo of a report: each name's place in a grey of its own."""
    pixels = np.full((480, 640, 3), 255, np.uint8)
    for n, m in enumerate(report.ingredients):
        if m.mention.box:
            b = m.mention.box
            pixels[int(b.top) : int(b.bottom), int(b.left) : int(b.right)] = 20 * (n + 1)
    return Image.fromarray(pixels)


def images(page: Page) -> list[Image.Image]:
    sources = [attrs["src"] for tag, attrs in page.tags if tag == "img"]
    return [Image.open(io.BytesIO(base64.b64decode(s.removeprefix("data:image/jpeg;base64,"), validate=True))) for s in sources]


@pytest.mark.parametrize("name", reports.ALL)
def test_one_report(name: str) -> None:
    report = reports.ALL[name]()
    page = Page(html([report]))
    assert page.open == []
    assert LOOKS[verdict_tone(report)].words in page.words
    assert "Not medical advice: ask your provider. Nothing here was reviewed by a clinician." in page.words


def test_many_reports_have_an_overview_that_leads_to_each() -> None:
    page = Page(html([f() for f in reports.ALL.values()]))
    targets = [attrs["href"] for tag, attrs in page.tags if tag == "a" and (attrs["href"] or "").startswith("#")]
    assert targets == [f"#p{n}" for n in range(1, len(reports.ALL) + 1)]
    assert [attrs.get("id") for tag, attrs in page.tags if tag == "article"] == [t[1:] for t in targets]


def test_nothing_is_fetched_and_nothing_runs() -> None:
    text = html([f() for f in reports.ALL.values()], {"photos/serum back.jpg": picture(reports.retinol())})
    page = Page(text)
    for tag, attrs in page.tags:
        assert tag not in {"script", "link", "iframe", "object", "form", "base"}
        assert not any(name.startswith("on") for name in attrs)
        assert (attrs.get("src") or "data:").startswith("data:")
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    assert "url(" not in style
    assert "@import" not in style
    policy = next(attrs["content"] for tag, attrs in page.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy


def test_label_text_is_text() -> None:
    page = Page(html([reports.hostile()]))
    assert "<script>alert(1)</script>" in page.words
    assert all(ord(c) >= 32 or c == "\n" for c in page.words)


def test_a_crop_shows_the_print_of_its_finding() -> None:
    report = reports.retinol()
    (crop,) = images(Page(html([report], {report.source[0]: picture(report)})))
    grey = np.asarray(crop.convert("L"))
    assert (abs(grey[grey.shape[0] // 2 - 3 : grey.shape[0] // 2 + 3, grey.shape[1] // 2].astype(int) - 60) < 12).all()
    assert not crop.getexif()


def test_a_turned_photo_is_turned_as_it_was_read() -> None:
    report = reports.retinol()
    turned = replace(report, pages=(replace(report.pages[0], turned=90),))
    as_taken = picture(report).rotate(90, expand=True)  # counterclockwise: the reader turned it back
    (crop,) = images(Page(html([turned], {report.source[0]: as_taken})))
    (upright,) = images(Page(html([report], {report.source[0]: picture(report)})))
    assert np.array_equal(np.asarray(crop), np.asarray(upright))


def test_a_picture_of_another_size_gives_no_crop() -> None:
    report = reports.retinol()
    assert images(Page(html([report], {report.source[0]: picture(report).resize((320, 240))}))) == []
    assert images(Page(html([report]))) == []


def test_the_same_print_is_shown_once() -> None:
    report = reports.emla()
    assert len(images(Page(html([report], {report.source[0]: picture(report)})))) == 1


def _contrast(a: str, b: str) -> float:
    """WCAG 2 contrast of two #rrggbb colours."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(a), light(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tone", Tone)
def test_every_colour_can_be_read_on_its_ground(tone: Tone) -> None:
    look = LOOKS[tone]
    assert _contrast(look.colour, "#ffffff") >= 4.5
    assert _contrast(look.colour, "#f5f6f8") >= 4.5
    assert _contrast(look.dark, "#24282d") >= 4.5
