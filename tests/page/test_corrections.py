"""What a person has corrected, on the server's side: it may name something worse, and it never clears a product."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from service import house

from glidecheck.chat.tongue import LANGUAGES
from glidecheck.lexicon import load
from glidecheck.model import Reading, Verdict
from glidecheck.report import jsonform
from glidecheck.report.view import LOOKS
from glidecheck.service import pages
from glidecheck.service.pages import EDITED, Corrected, judge, looks_css, looks_json
from glidecheck.service.problems import MEDIA_TYPE

FILES = Path(pages.__file__).parent / "page"
GLIDES = ("Water", "Sodium Hyaluronate", "Sodium Chloride", "Citric Acid", "Sodium Hydroxide")


def lines(*texts: str) -> dict[str, Any]:
    return {"lines": [{"text": text, "edited": True} for text in texts]}


def post(folder: Path, body: Any, **settings: Any) -> Any:
    try:
        http = house.client(house.service(None, folder, **settings))
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return http.post("/page/correct", content=content, headers={"Content-Type": "application/json"})
    finally:
        house.close()


@pytest.mark.parametrize(
    ("texts", "verdict"),
    [
        (("Ingredients: Water, Sodium Hyaluronate, Sodium Chloride.",), Verdict.REVIEW),
        (("Ingredients: Water, Sodium", "Hyaluronate."), Verdict.REVIEW),
        (("Sodium Hyaluronate",), Verdict.REVIEW),
        (("Ingredients: Water, Glycerin.",), Verdict.CAUTION),
        (("Lidocaine 4 % cream", "Ingredients: Water, Lidocaine."), Verdict.CAUTION),
        (("Ingredients: Water, Retinol.",), Verdict.AVOID),
    ],
)
@pytest.mark.parametrize("edited", [True, False])  # whatever the client says: what comes this way was in a person's hands
def test_what_corrected_lines_come_to(texts: tuple[str, ...], verdict: Verdict, edited: bool) -> None:
    report = judge(Corrected(tuple((text, edited) for text in texts), "x", "en"))
    assert report.verdict is verdict
    assert report.reading is not Reading.COMPLETE
    assert any("edited by you" in reason for reason in report.retake)


@given(
    st.lists(st.sampled_from(GLIDES), min_size=1, max_size=5, unique=True), st.sampled_from(("Ingredients: ", "INCI: ", "")), st.booleans()
)
def test_no_list_of_glides_is_cleared_by_a_correction(names: list[str], heading: str, edited: bool) -> None:
    assert judge(Corrected(((heading + ", ".join(names) + ".", edited),), "x", "en")).verdict is not Verdict.GLIDE


@pytest.mark.parametrize("edited", [True, False])
def test_a_report_of_edited_lines_says_so(edited: bool) -> None:
    report = judge(Corrected((("Ingredients: Water, Sodium Hyaluronate.", edited),), "x", "en"))
    assert ("REA014" in {finding.rule for finding in report.findings}) is edited


def test_names_of_an_edited_line_say_so() -> None:
    report = judge(Corrected((("Ingredients: Water,", False), ("Sodium Hyaluronate.", True)), "x", "en"))
    assert [EDITED in match.mention.readers for match in report.ingredients] == [False, True]


def test_an_answer_has_the_form_of_a_scan(tmp_path: Path) -> None:
    answer = post(tmp_path, {**lines("Ingredients: Water, Retinol."), "product": "Serum", "language": "de-AT"})
    assert answer.status_code == 200, answer.text
    jsonschema.validate(answer.json()["scan"], jsonform.schema())
    assert answer.json()["scan"]["verdict"] == "AVOID"
    assert answer.json()["language"] == "de"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"\xff", b"[" * 50_000, b'{"lines": [{"text": "\\ud800", "edited": true}]}',
        {}, {"lines": 1}, {"lines": []}, lines("", "  "), {"lines": ["x"]}, {"lines": [{"text": 1, "edited": True}]},
        {"lines": [{"text": "x", "edited": "no"}]}, {"lines": [{"text": "x"}]}, {**lines("x"), "product": 1},
        {**lines("x"), "language": 1}, {**lines("x"), "refused": "x"}, {**lines("x"), "refused": [1]},
        {**lines("x"), "refused": ["x"] * 1001},
        lines("x" * 20_001), lines(*["x"] * 1001),
    ],
)  # fmt: skip
def test_what_is_refused(body: Any, tmp_path: Path) -> None:
    answer = post(tmp_path, body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, MEDIA_TYPE)


def test_keys_limits_and_sizes_hold_here_too(tmp_path: Path) -> None:
    assert post(tmp_path, lines("x"), api_keys="a-key-of-the-clinic-0123456789").status_code == 401
    assert post(tmp_path, lines("x" * 200_000)).status_code == 413


# ------------------------------------------------------------------ what was taken for a name, and is not


def test_a_correction_that_is_refused_is_unknown_again() -> None:
    texts = (("Ingredients: Water, Glycerln Caprylatee, Panthenoll.", False),)
    taken = {m.mention.printed: m for m in judge(Corrected(texts, "x", "en")).ingredients if m.method.value == "fuzzy"}
    assert "Panthenoll" in taken
    report = judge(Corrected(texts, "x", "en", ("Panthenoll",)))
    (again,) = [m for m in report.ingredients if m.mention.printed == "Panthenoll"]
    assert (again.substances, [s.name for s in again.candidates]) == ((), ["PANTHENOL"])
    assert not again.read
    assert [m.mention.printed for m in report.ingredients] == [m.mention.printed for m in judge(Corrected(texts, "x", "en")).ingredients]


def test_nothing_is_refused_that_is_read_as_it_is_printed_or_is_a_danger() -> None:
    texts = (("Ingredients: Water, Glycerin, Retlnol, Lidocalne.", False),)
    before = judge(Corrected(texts, "x", "en"))
    after = judge(Corrected(texts, "x", "en", ("Water", "Glycerin", "Retlnol", "Lidocalne", "not printed")))
    assert after.verdict is before.verdict is Verdict.AVOID
    assert [m.substances for m in after.ingredients] == [m.substances for m in before.ingredients]


@settings(max_examples=20)
@given(st.sets(st.sampled_from(("Glycerlnn", "Panthenoll", "Sodium Hyaluronatee", "Waterr"))))
def test_no_refusal_clears_a_product(refused: set[str]) -> None:
    texts = (("Ingredients: Waterr, Sodium Hyaluronatee, Glycerlnn, Panthenoll.", False),)
    assert judge(Corrected(texts, "x", "en", tuple(refused))).verdict is not Verdict.GLIDE


# ------------------------------------------------------------------ words and colours


def test_every_language_says_everything() -> None:
    told = {code: json.loads((FILES / f"words-{code}.json").read_text("utf-8")) for code in LANGUAGES}
    english = told["en"]
    for code, words in told.items():
        assert words.keys() == english.keys(), code
        for key, text in words.items():
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english[key])), (code, key)
    page = (FILES / "index.html").read_text("utf-8") + (FILES / "page.js").read_text("utf-8")
    used = set(re.findall(r'data-t="(\w+)"', page)) | set(re.findall(r'\bt\("(\w+)"', page))
    made = {f"verdict_{tone.value}" for tone in LOOKS if tone.value != "known"} | {f"tone_{tone.value}" for tone in LOOKS}
    made |= {f"class_{name}" for name in load().classes} | {f"reading_{reading.value}" for reading in Reading}
    assert (used | made) - english.keys() == set()


def test_the_colours_are_those_of_the_other_faces() -> None:
    for tone, look in LOOKS.items():
        assert f".tone-{tone.value}{{--tone:{look.colour};--tone-dark:{look.dark}}}" in looks_css()
        assert json.loads(looks_json())["tones"][tone.value] == look.mark
