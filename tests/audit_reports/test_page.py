"""The page of an audit: nothing is fetched, nothing of a label runs, what was not judged comes first, and it filters and sorts."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import reports as made
import shelves
from markup import Page

from glidecheck.audit.reports import page as form
from glidecheck.audit.reports import write
from glidecheck.report.view import CLOSING, LOOKS, Tone, plain

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def rendered(audit, **more) -> str:
    out = io.StringIO()
    form.render(audit, out, **more)
    return out.getvalue()


@pytest.fixture(scope="module")
def hand() -> Page:
    return Page(rendered(shelves.handmade(since="earlier")))


def test_an_empty_shelf_has_a_page() -> None:
    page = Page(rendered(shelves.audit([])))
    assert page.open == []
    assert "0 products" in page.words
    assert CLOSING in page.words


def test_one_file_and_no_network(hand: Page) -> None:
    assert hand.open == []
    for tag, attrs in hand.tags:
        assert tag not in {"link", "iframe", "object", "form", "base", "embed"}
        assert not any(name.startswith("on") or name == "style" for name in attrs)
        assert (attrs.get("src") or "data:image/jpeg;base64,").startswith("data:image/jpeg;base64,")
    assert "url(" not in hand.code["style"]
    assert "@import" not in hand.code["style"]
    assert [tag for tag, _ in hand.tags].count("script") == 1
    assert not re.search(r"fetch|XMLHttp|eval|innerHTML|import", hand.code["script"])


def test_the_page_allows_its_own_style_and_script_and_no_other(hand: Page) -> None:
    policy = next(attrs["content"] for tag, attrs in hand.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for kind in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(hand.code[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_label_text_is_text(hand: Page) -> None:
    assert "<script>alert(1)</script>" in hand.words
    assert '=HYPERLINK("http://x.example","y")' in hand.words
    assert "\u202e" not in hand.words
    assert all(ord(c) >= 32 or c == "\n" for c in hand.words)


def test_text_that_runs_leftwards_is_kept_apart() -> None:
    row = shelves.row(made.glide(), "سيروم retinol")
    assert "<bdi>سيروم retinol</bdi>" in rendered(shelves.audit([row]))


def test_what_was_not_judged_stands_first_then_the_gravest(hand: Page) -> None:
    tones = [attrs["data-t"] for tag, attrs in hand.tags if tag == "details"]
    assert tones[0] == Tone.SKIPPED
    assert (
        tones.index(Tone.AVOID)
        < tones.index(Tone.ANAESTHETIC)
        < tones.index(Tone.COMPANION)
        < tones.index(Tone.REVIEW)
        < tones.index(Tone.GLIDE)
    )
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", rendered(shelves.handmade()))
    assert headings[0].startswith("Not judged: 1 of")
    assert headings[1].startswith("Not cleared: 1")


def test_every_product_is_there_and_every_link_leads_somewhere(hand: Page) -> None:
    ids = {attrs["id"] for _, attrs in hand.tags if attrs.get("id")}
    assert len([i for i in ids if re.fullmatch(r"p\d+", i or "")]) == len(shelves.handmade().rows)
    targets = {attrs["href"][1:] for tag, attrs in hand.tags if tag == "a" and (attrs.get("href") or "").startswith("#")}
    assert targets <= ids
    assert any(t.startswith("s") for t in targets)


def test_what_the_audit_rests_on_is_said(hand: Page) -> None:
    audit = shelves.handmade()
    for words in (audit.lexicon, plain(audit.policy or ""), *audit.engines, "2026-11-23 09:30", CLOSING, "Signature"):
        assert words in hand.words


def test_a_decision_is_never_glidecheck_s_verdict() -> None:
    from dataclasses import replace

    row = replace(shelves.row(made.retinol(), "serum"), review=replace(shelves.REVIEW, decision="GLIDE"))
    page = rendered(shelves.audit([row]))
    assert "The clinic&#x27;s decision, not glidecheck&#x27;s" in page
    line = re.search(r"<summary>(.*?)</summary>", page, re.DOTALL)[1]
    assert LOOKS[Tone.AVOID].words in line.split("</span>")[1]
    assert f'class="row t-{Tone.AVOID}"' in page


def test_a_decision_that_fell_is_told() -> None:
    from dataclasses import replace

    page = rendered(shelves.audit([replace(shelves.row(made.retinol(), "serum"), dropped=shelves.REVIEW)]))
    assert "Decisions to be made again: 1" in page
    assert page.count("no longer holds") >= 2


def test_changes() -> None:
    from dataclasses import replace

    from glidecheck.audit.model import Cause, Change, Gone
    from glidecheck.model import Verdict

    row = shelves.row(made.retinol(), "serum", change=Change((Cause.LEXICON,), Verdict.CAUTION))
    page = Page(rendered(shelves.audit([row], since="2026-10-20-1", gone=(Gone("k", "old <b>", Verdict.GLIDE),)))).words
    assert "What changed since audit 2026-10-20-1" in page
    assert "another lexicon" in page
    assert "old <b>" in page
    assert "Nothing: the same products" in Page(rendered(shelves.audit([replace(row, change=None)], since="x"))).words
    assert "What changed" not in Page(rendered(shelves.audit([row]))).words


def test_the_pictures_of_a_large_shelf_are_fewer_and_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    report = made.emla()
    row = shelves.row(report, "emla", crops=((0, shelves.jpeg(1)), (1, shelves.jpeg(99))))
    assert rendered(shelves.audit([row])).count("<img") == 2
    monkeypatch.setattr(form, "CROPS", 1000)
    page = rendered(shelves.audit([row]))
    assert page.count("<img") == 1
    assert "1 more pictures" in page


def test_what_is_no_picture_is_not_embedded_and_the_same_is_embedded_once() -> None:
    row = shelves.row(made.emla(), "emla", crops=((0, b"<svg onload=x>"), (1, shelves.jpeg())))
    assert rendered(shelves.audit([row])).count("<img") == 1
    row = shelves.row(made.emla(), "emla", crops=((0, shelves.jpeg()), (1, shelves.jpeg())))
    assert rendered(shelves.audit([row])).count("<img") == 1


def test_it_filters_sorts_and_prints_in_a_browser(tmp_path: Path, browser: Browser) -> None:
    from playwright.sync_api import expect
    from pypdf import PdfReader

    write(shelves.handmade(), tmp_path / "audit.html")
    tab = browser.new_page()
    wrong: list[str] = []
    tab.on("console", lambda m: wrong.append(m.text))
    tab.on("pageerror", lambda e: wrong.append(str(e)))
    tab.on("request", lambda r: wrong.append(r.url) if not r.url.startswith(("file:", "data:")) else None)
    tab.goto((tmp_path / "audit.html").as_uri())

    def names() -> list[str]:
        return tab.eval_on_selector_all("#rows>details:not([hidden])", "all => all.map(d => d.querySelector('.name').textContent)")

    everything = names()
    tab.fill("#find", "RÉT1NOL")
    expect(tab.locator("#shown")).to_contain_text(" of ")
    assert "retinol" in names()
    assert "glide" not in names()
    tab.fill("#find", "")
    expect(tab.locator("#shown")).to_contain_text("All")
    for box in tab.query_selector_all("#tools input[type=checkbox]"):
        if box.get_attribute("value") != "glide":
            box.uncheck()
    assert names() == ["glide"]
    for box in tab.query_selector_all("#tools input[type=checkbox]"):
        box.check()
    tab.click(".cols button[value='1']")
    up = names()
    assert sorted(up) == sorted(everything)
    assert up != everything
    tab.click(".cols button[value='1']")
    assert names() == up[::-1]
    tab.evaluate("location.hash = '#p1'")
    expect(tab.locator("#p1")).to_have_attribute("open", "")
    tab.emulate_media(media="print")
    assert not tab.is_visible("#tools")
    tab.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    assert wrong == []
    tab.close()
    printed = PdfReader(tmp_path / "printed.pdf").pages
    assert "Choose a plain hyaluronate" in " ".join(p.extract_text() for p in printed)  # what is closed on the screen is open on paper
    assert sum(len(p.images) for p in printed) > 0
