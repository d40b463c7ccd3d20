"""The page as a person meets it, in a headless Chromium. A console error, a policy violation or a foreign request fails every test."""

from __future__ import annotations

import base64
import io
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from page import phone
from PIL import Image, ImageChops

from glidecheck.errors import EngineMissing
from glidecheck.report.view import LOOKS, Tone
from glidecheck.service.pages import CSP

Opening = Callable[..., phone.Phone]


def text(page: Any, selector: str) -> str:
    return str(page.inner_text(selector))


def test_a_photo_gets_a_verdict_with_its_boxes(opened: Opening) -> None:
    one = opened()
    one.scan("retinol-serum")
    page = one.page
    assert text(page, "#verdict").split() == [LOOKS[Tone.AVOID].mark, "AVOID"]
    assert page.evaluate("document.activeElement.id") == "verdict"
    shown = page.locator(".shot img")
    assert "RETINOL" in shown.get_attribute("alt")
    data = base64.b64decode(shown.get_attribute("src").partition(",")[2])
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    # Of the strip above the photo and the legend below it nothing counts here.
    inside = picture.crop((0, round(0.3 * picture.height), picture.width, round(0.85 * picture.height)))
    red = ImageChops.difference(inside, Image.new("RGB", inside.size, LOOKS[Tone.AVOID].colour))
    assert sum(max(pixel) < 60 for pixel in zip(*(band.tobytes() for band in red.split()), strict=True)) > 100
    assert page.locator(".proof").is_visible()  # the print that decided, cut from the photo
    page.click(".rest > summary")
    retinol = page.locator(".names li", has_text="Retinol").first
    assert "tone-avoid" in retinol.get_attribute("class")
    assert "retinoid" in retinol.inner_text()
    assert page.locator(".lines li img").count() == page.locator(".lines li input").count() > 3
    assert page.locator("#closing").is_visible()


def test_several_photos_and_second_thoughts(opened: Opening) -> None:
    one = opened()
    one.choose("ha-gel-tube", "retinol-serum", "tretinoin-front")
    one.page.get_by_role("button", name="Remove photo 2").click()
    assert one.page.locator("#chosen li").count() == 2
    one.page.click("#check")
    one.page.wait_for_selector("#verdict")
    assert list(one.reader.asked[0]["names"]) == ["ha-gel-tube.jpg", "tretinoin-front.jpg"]
    assert one.page.locator(".shot").count() == 2
    assert "AVOID" in text(one.page, "#verdict")


def test_a_slow_reader(opened: Opening) -> None:
    hold = threading.Event()
    one = opened(phone.Recorded(hold=hold))
    one.choose("ha-gel-tube")
    one.page.click("#check")
    one.until("/: [2-9] s/.test(document.querySelector('#step').textContent)")
    assert one.page.locator("#bar").is_visible()
    assert one.page.locator("#bar").get_attribute("value") is None
    assert "Reading the label" in text(one.page, "#live")
    assert one.page.locator("#verdict").count() == 0
    hold.set()
    one.page.wait_for_selector("#verdict")
    assert one.page.locator("#working").is_hidden()


def test_a_reading_that_is_cancelled(opened: Opening) -> None:
    hold = threading.Event()
    one = opened(phone.Recorded(hold=hold))
    one.choose("ha-gel-tube")
    one.page.click("#check")
    one.until("document.querySelector('#step').textContent.includes('Reading')")
    one.page.click("#stop")
    one.page.wait_for_selector("#working", state="hidden")
    assert one.page.locator("#check").is_enabled()
    hold.set()


def test_a_reader_that_fails_and_then_works(opened: Opening) -> None:
    reader = phone.Recorded(error=EngineMissing("no engine", "Install it."))
    one = opened(reader)
    one.expected = (503,)
    one.choose("ha-gel-tube")
    one.page.click("#check")
    one.page.wait_for_selector("#failed:visible")
    assert "Nothing was judged" in text(one.page, "#failed")
    assert one.page.locator("#verdict").count() == 0
    reader.error = None
    one.page.click("#again")
    one.page.wait_for_selector("#verdict")


@pytest.mark.parametrize(("code", "told"), [("en", True), ("pl", False)])
def test_the_service_s_own_english_stands_on_the_english_page_alone(code: str, told: bool, opened: Opening) -> None:
    one = opened(phone.Recorded(error=EngineMissing("no engine", "Install it.")), language=code)
    one.expected = (503,)
    one.choose("ha-gel-tube")
    one.page.click("#check")
    one.page.wait_for_selector("#failed:visible")
    assert bool(text(one.page, "#detail")) is told


def test_a_service_that_is_gone(opened: Opening) -> None:
    one = opened()
    one.page.route("**/v1/look", lambda route: route.abort())
    one.choose("ha-gel-tube")
    one.page.click("#check")
    one.page.wait_for_selector("#failed:visible")
    assert "connection" in text(one.page, "#next")
    one.console.clear()  # the browser tells of it too


def test_a_file_that_is_no_photo(opened: Opening) -> None:
    one = opened()
    one.page.set_input_files("#gallery", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
    one.page.click("#check")
    one.page.wait_for_selector("#verdict")
    assert "NOT JUDGED" in text(one.page, "#verdict")
    assert "not a picture" in text(one.page, "#answer")


def test_a_file_that_is_no_photo_is_told_in_the_page_s_language(opened: Opening) -> None:
    one = opened(language="uk")
    one.page.set_input_files("#gallery", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
    one.page.click("#check")
    one.page.wait_for_selector("#verdict")
    assert "\u041d\u0415 \u041e\u0426\u0406\u041d\u0415\u041d\u041e" in text(one.page, "#verdict")
    told = text(one.page, "#answer")
    assert not re.search(r"\b(the|is|not|again|photo)\b", told), told


def test_a_key_is_asked_for_where_the_clinic_wants_one(opened: Opening) -> None:
    one = opened(api_keys="a-key-of-the-clinic-0123456789")
    one.expected = (401,)
    one.choose("ha-gel-tube")
    one.page.click("#check")
    one.page.fill("#key", "a-key-of-the-clinic-0123456789")
    one.page.press("#key", "Enter")
    one.page.wait_for_selector("#verdict")


def test_a_corrected_line_is_marked_and_does_not_clear(opened: Opening) -> None:
    one = opened()
    one.scan("retinol-serum")
    page = one.page
    page.click(".read > summary")
    assert page.locator(".send").is_hidden()
    for n in range(page.locator(".lines input").count()):
        line = page.locator(f"#line-{n}")
        if "retinol" in line.input_value().lower():
            line.fill("Ingredients: Aqua, Sodium Hyaluronate.")
    page.locator(".lines .badge:visible").first.wait_for()
    page.click(".send button")
    one.until("document.querySelector('.verdict')?.textContent.includes('corrections')")
    assert "GLIDE" not in text(page, "#verdict")
    assert "Before your corrections: AVOID" in text(page, "#answer")
    assert page.locator(".names .badge").count() > 0


def test_a_correction_is_taken_back(opened: Opening) -> None:
    one = opened()
    one.scan("retinol-serum")
    one.page.click(".read > summary")
    line = one.page.locator("#line-0")
    was = line.input_value()
    line.fill("something else")
    one.page.get_by_role("button", name="Undo the change of line 1").click()
    assert line.input_value() == was
    assert one.page.locator(".send").is_hidden()


def test_what_was_taken_for_a_name_is_told_and_refused(opened: Opening) -> None:
    one = opened()
    page = one.page
    page.click("summary")
    page.fill("#given", "Ingredients: Water, Glycerin, Panthenoll, Retlnol, Parfum.")
    page.click("#text button")
    page.wait_for_selector("#verdict")
    told = page.locator(".taken li")
    assert "Read “Panthenoll”, taken for PANTHENOL." in text(page, ".taken")
    assert "Retlnol" in text(page, ".taken")
    assert page.get_by_role("button", name="“Retlnol” is not RETINOL").count() == 0  # a danger is kept
    count = told.count()
    page.get_by_role("button", name="“Panthenoll” is not PANTHENOL").click()
    one.until("document.querySelector('.taken')?.textContent.includes('stays unknown')")
    assert "AVOID" in text(page, "#verdict")
    assert told.count() == count
    page.get_by_role("button", name="Undo: Panthenoll").click()
    one.until("!document.querySelector('.taken')?.textContent.includes('stays unknown')")
    assert "taken for PANTHENOL" in text(page, ".taken")


def test_text_is_never_markup(opened: Opening) -> None:
    one = opened()
    one.page.click("summary")
    one.page.fill("#given", "Ingredients: Aqua, <img src=x onerror=alert(1)>, <b>Retinol</b>.")
    one.page.click("#text button")
    one.page.wait_for_selector("#verdict")
    assert one.page.locator("#answer b, #answer .names img").count() == 0


def test_with_the_keyboard_alone(opened: Opening) -> None:
    one = opened()
    page = one.page
    page.locator("body").press("Tab")
    assert text(page, ":focus") == "Skip to the content"
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        if reached[-1] == "SUMMARY":
            break
    assert reached == ["language", "camera", "gallery", "SUMMARY"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Ingredients: Aqua, Retinol.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#verdict")
    assert page.evaluate("document.activeElement.id") == "verdict"


def test_zoom_with_the_keyboard(opened: Opening) -> None:
    one = opened()
    one.scan("retinol-serum")
    page = one.page
    page.focus(".shot")
    page.keyboard.press("Enter")
    assert page.locator("#zoom").is_visible()
    before = page.locator("#large").bounding_box()["width"]
    page.keyboard.press("+")
    assert page.locator("#large").bounding_box()["width"] > 1.4 * before
    page.keyboard.press("Escape")
    assert page.locator("#zoom").is_hidden()
    assert "shot" in page.evaluate("document.activeElement.className")


@pytest.mark.parametrize(
    ("browser_language", "code"),
    [
        ("en-US", "en"),
        ("es-MX", "es"),
        ("fr-CA", "fr"),
        ("de-AT", "de"),
        ("pt-BR", "pt"),
        ("id-ID", "id"),
        ("it-IT", "it"),
        ("pl-PL", "pl"),
        ("uk-UA", "uk"),
        ("ru-RU", "ru"),
        ("ar-EG", "ar"),
        ("nb-NO", "en"),
    ],
)
def test_the_phone_s_language(browser_language: str, code: str, opened: Opening) -> None:
    page = opened(language=browser_language).page
    assert page.get_attribute("html", "lang") == code
    assert page.evaluate("document.documentElement.scrollWidth") <= phone.SIZE["width"]


def test_another_language_is_switched_to_and_kept(opened: Opening) -> None:
    one = opened()
    one.scan("retinol-serum")
    one.page.select_option("#language", "de")
    one.until("document.querySelector('#verdict').textContent.includes('AVOID') && document.querySelector('.plain').lang === 'en'")
    one.page.reload()
    one.until("document.documentElement.lang === 'de'")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("sample", ["retinol-serum", "ha-glycerin-serum", "list-cut-by-edge", "ha-gel-tube", "lidocaine-drug-facts"])
def test_nothing_is_wider_than_the_phone(sample: str, dark: bool, opened: Opening, tmp_path: Path) -> None:
    one = opened(dark=dark)
    one.scan(sample)
    assert one.page.evaluate("document.documentElement.scrollWidth") <= phone.SIZE["width"]
    one.page.screenshot(path=tmp_path / f"{sample}.png", full_page=True)


def test_the_policy_allows_nothing_inline(opened: Opening) -> None:
    one = opened()
    answer = one.page.request.get(one.base)
    assert answer.headers["content-security-policy"] == CSP
    assert "unsafe" not in CSP
    assert "style=" not in answer.text()
    assert (
        one.page.evaluate("""() => {
        const script = document.createElement('script');
        script.textContent = 'window.slipped = true';
        document.body.append(script);
        return window.slipped;
    }""")
        is None
    )
    one.console.clear()  # the refusal


def test_the_sentences_about_a_product_are_in_the_page_s_language(opened: Opening) -> None:
    one = opened(language="de-DE")
    one.scan("retinol-serum")
    assert "nicht verwenden" in text(one.page, ".plain")
    one.page.click(".rest > summary")
    assert "Retinoid" in text(one.page, ".findings")
    assert "breastfeeding" not in text(one.page, "#answer")
    assert one.page.locator("#answer [lang=en]:not(ul)").count() == 0
    one.page.select_option("#language", "es")
    one.until("document.querySelector('#verdict').textContent.includes('AVOID') && document.documentElement.lang === 'es'")
    assert one.page.locator(".headline").get_attribute("lang") == "de"


@pytest.mark.parametrize(("code", "way"), [("ar", "rtl"), ("uk", "ltr")])
def test_no_sentence_is_left_in_english_and_arabic_runs_leftwards(code: str, way: str, opened: Opening) -> None:
    one = opened(language=code)
    for sample in ("retinol-serum", "list-cut-by-edge", "ha-gel-tube"):
        one.scan(sample)
        page = one.page
        assert page.evaluate("getComputedStyle(document.querySelector('#answer')).direction") == way
        assert page.evaluate("document.documentElement.scrollWidth") <= phone.SIZE["width"]
        page.evaluate("document.querySelectorAll('#answer > .rest').forEach((d) => (d.open = true))")
        told = [text for text in page.locator("#answer p, #answer li, #answer .headline").all_inner_texts() if text.strip()]
        assert len(told) > 10
        # Names and print are Latin; a sentence is not.
        assert [text for text in told if re.search(r"\b(the|is|not|your|was|of)\b", text)] == []
        page.click("#answer > button.wide")
