"""The JSON form: exactly the contract, whatever a label prints."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import jsonschema
import pytest
import reports
from hypothesis import given
from hypothesis import strategies as st

from glidecheck.model import Amount, Box, CautionKind, Reading, Severity, Verdict
from glidecheck.report import jsonform

VALIDATOR = jsonschema.Draft202012Validator(jsonform.schema())


@pytest.mark.parametrize("name", reports.ALL)
def test_every_report_obeys_the_schema_and_is_one_line(name: str) -> None:
    line = jsonform.line(reports.ALL[name]())
    assert len(line.splitlines()) == 1
    VALIDATOR.validate(json.loads(line))


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(jsonform.schema())


CONTRACT = """schema source product barcode verdict caution_kind reading headline answer skipped ingredients findings retake lexicon policy
    engines elapsed_s"""
INGREDIENT = "position section printed name common classes amount method score runner_up readers photo box"
FINDING = "rule class severity basis ingredient box summary advice sources"


def test_keys_are_those_of_the_contract_in_its_order() -> None:
    made = jsonform.to_json(reports.retinol())
    assert " ".join(made) == " ".join(CONTRACT.split())
    assert " ".join(made["ingredients"][0]) == INGREDIENT
    assert " ".join(made["findings"][0]) == FINDING


def test_an_ingredient_line() -> None:
    assert jsonform.to_json(reports.retinol())["ingredients"][2] == {
        "position": 3,
        "section": "list",
        "printed": "Ret1nol",
        "name": "RETINOL",
        "common": None,
        "classes": ["retinoid"],
        "amount": {"value": "0.5", "unit": "%", "printed": "0,5 %"},
        "method": "fuzzy",
        "score": 0.96,
        "runner_up": "RETINAL",
        "readers": ["rapidocr", "paddle-tiny"],
        "photo": 0,
        "box": [[30.0, 130.0], [93.0, 130.0], [93.0, 150.0], [30.0, 150.0]],
    }


def test_one_name_for_two_substances_is_two_lines_and_findings_point_at_the_right_one() -> None:
    after = reports.match(2, "Retinol", reports.RETINOL)
    made = reports.emla()
    made = replace(
        made,
        ingredients=(*made.ingredients, after),
        findings=(*made.findings, reports.finding("TEST-RET", "retinoid", Severity.AVOID, 1)),
        verdict=Verdict.AVOID,
        caution_kind=None,
    )
    form = jsonform.to_json(made)
    VALIDATOR.validate(form)
    assert [(i["position"], i["printed"], i["name"]) for i in form["ingredients"]] == [
        (1, "EMLA", "LIDOCAINE"),
        (1, "EMLA", "PRILOCAINE"),
        (2, "Retinol", "RETINOL"),
    ]
    assert [(f["class"], f["ingredient"]) for f in form["findings"]] == [("anaesthetic", 0), ("methaemoglobin", 1), ("retinoid", 2)]


def test_an_unknown_name_is_null_and_without_classes() -> None:
    line = jsonform.to_json(reports.partial())["ingredients"][1]
    assert (line["name"], line["classes"], line["method"]) == (None, [], "none")


def test_pasted_text_has_no_photo_and_no_box() -> None:
    assert {(i["photo"], i["box"]) for i in jsonform.to_json(reports.pasted())["ingredients"]} == {(None, None)}


@pytest.mark.parametrize(("value", "written"), [("0.50", "0.50"), ("1E+2", "100"), ("0.000001", "0.000001"), ("5", "5"), ("0.1", "0.1")])
def test_amounts_are_exact_and_never_in_powers_of_ten(value: str, written: str) -> None:
    match = reports.match(1, "Retinol", reports.RETINOL, amount=Amount(Decimal(value), "%", value))
    form = jsonform.to_json(replace(reports.retinol(), ingredients=(match,), findings=()))
    assert form["ingredients"][0]["amount"]["value"] == written


REFUSED = {
    "skipped with a verdict": {"verdict": "REVIEW", "skipped": {"reason": "x", "next": "y"}},
    "no verdict and not skipped": {"verdict": None},
    "a kind without CAUTION": {"caution_kind": "active"},
    "CAUTION without a kind": {"verdict": "CAUTION", "caution_kind": None},
    "AVOID without a finding to avoid": {"verdict": "AVOID"},
    "a GLIDE of half a list": {"reading": "partial"},
    "a key of our own": {"mood": "good"},
    "an unknown verdict": {"verdict": "SAFE"},
    "no lexicon": {"lexicon": ""},
    "a float for an amount": {"elapsed_s": "1"},
}


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED.keys())
def test_the_schema_refuses(change: dict[str, object]) -> None:
    form = jsonform.to_json(reports.glide())
    VALIDATOR.validate(form)
    assert not VALIDATOR.is_valid(form | change)


def test_the_schema_refuses_a_glide_with_an_unknown_name_or_a_warning() -> None:
    form = jsonform.to_json(reports.glide())
    unknown = {**form["ingredients"][0], "name": None, "classes": []}
    assert not VALIDATOR.is_valid(form | {"ingredients": [unknown]})
    assert not VALIDATOR.is_valid(form | {"ingredients": []})
    assert not VALIDATOR.is_valid(form | {"findings": [{**form["findings"][0], "severity": "caution"}]})


TEXTS = st.text(st.characters(codec=None), max_size=30)  # with control characters and lone surrogates
COORDINATE = st.floats(-1e4, 1e5)


@given(printed=TEXTS, headline=TEXTS, source=TEXTS, box=st.tuples(*[st.tuples(COORDINATE, COORDINATE)] * 4), score=st.floats(0, 1))
def test_whatever_is_printed_the_line_is_strict_json_in_utf8(printed, headline, source, box, score) -> None:
    match = replace(reports.match(1, "x", reports.WATER, box=Box(box), score=score))
    match = replace(match, mention=replace(match.mention, printed=printed))
    made = replace(
        reports.glide(),
        ingredients=(match,),
        headline=f"x{headline}",
        source=(f"x{source}",),
        verdict=Verdict.CAUTION,
        caution_kind=CautionKind.ACTIVE,
        reading=Reading.PARTIAL,
    )
    line = jsonform.line(made)
    line.encode("utf-8")
    assert "\n" not in line
    assert "\x1b" not in line
    assert "\x9b" not in line
    VALIDATOR.validate(json.loads(line, parse_constant=pytest.fail))
