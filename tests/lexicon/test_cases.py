"""The clinical cases of ../shared: the verdict each must have, and each of its flags as a finding."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hand_made import KNOWLEDGE

from glidecheck.lexicon import load
from glidecheck.model import Reading, Report, Section, Verdict
from glidecheck.pipeline import scan_text
from glidecheck.text import key

CASES = Path(__file__).resolve().parents[3] / "shared" / "clinical" / "cases.jsonl"

FLAGS: dict[str, tuple[str, ...]] = {
    "MetHb: ask infant <3 months, preterm, G6PD": ("ANA007", "ANA008"),
    "ESCALATED:clinician-only": ("ANA003", "ANA009"),
    "ESCALATED:use stage": ("ANA004",),
    "HOLD 72 h": ("ACT001",),
    "STRENGTH MISSING": ("ANA006",),
    "COMPANION": ("COM001", "COM002", "COM003", "COM004", "COM008", "PRE001", "PRE002", "PRE003", "FRA001", "HYA001", "UNL001"),
    "NOTE:PRP is not a label ingredient": ("PRP001", "PRP003"),
    "NOTE:sterility and handling not readable": ("PRP002",),
    "AMBIGUOUS": ("REA006", "REA007"),
    "REVIEW": ("REA005", "REA006", "REA007", "REA008"),
}
"""Which rules are a flag's finding: any of them. A flag "KIND:names" is looked up by its kind, and its findings are about these names."""

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not CASES.exists(), reason="needs ../shared/clinical/cases.jsonl")]


def cases() -> list[Any]:
    if not CASES.exists():
        return []
    return [pytest.param(c, id=c["id"]) for c in map(json.loads, CASES.read_text(encoding="utf-8").splitlines())]


@pytest.fixture(autouse=True)
def _rules_of_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(load()._cache, "rules.json", KNOWLEDGE.rules_json)


def scanned(case: dict[str, Any]) -> Report:
    return scan_text("\n".join(filter(None, (case.get("front"), case["text"]))), name=case["id"])


def ids(name: str) -> set[str]:
    return {hit.substance.id for hit in load().lookup(key(name))}


@pytest.mark.parametrize("case", cases())
def test_verdict(case: dict[str, Any]) -> None:
    report = scanned(case)
    if "expected" in case:
        assert report.verdict == case["expected"], report.headline
        return
    critical = {f.cls for f in report.findings} & {"retinoid", "anaesthetic"}
    if case["expect"] == "finding":
        assert critical
    elif case["expect"] == "never GLIDE; reading not complete":
        assert report.verdict is not Verdict.GLIDE
        assert report.reading is not Reading.COMPLETE
    else:
        assert case["expect"] == "no retinoid or anaesthetic finding"
        assert not critical


@pytest.mark.parametrize("case", cases())
def test_names(case: dict[str, Any]) -> None:
    """What is present is found and told; what is negated or must not match is neither."""
    report = scanned(case)
    told = {s.id for f in report.findings if f.ingredient is not None for s in report.ingredients[f.ingredient].substances}
    there = {s.id for m in report.ingredients for s in m.substances}
    for name in case.get("present", ()):
        assert ids(name) & told, name
    for name in (*case.get("negated", ()), *case.get("must_not_match", ())):
        if name not in case.get("present", ()):
            assert not ids(name) & there, name


@pytest.mark.parametrize("case", [p for p in cases() if p.values[0].get("flags")])
def test_flags(case: dict[str, Any]) -> None:
    report = scanned(case)
    for flag in case["flags"]:
        kind, _, names = flag.partition(":")
        rules = FLAGS.get(flag) or FLAGS[kind]
        findings = [f for f in report.findings if f.rule in rules]
        assert findings, flag
        if flag in FLAGS:
            continue
        about = [report.ingredients[f.ingredient] for f in findings if f.ingredient is not None]
        match kind:
            case "STRENGTH MISSING":
                assert {s.id for m in about for s in m.substances} >= {i for n in names.split(",") for i in ids(n.strip())}
            case "COMPANION":
                assert any(ids(names) & {s.id for s in m.substances} for m in about)
            case "AMBIGUOUS":
                wanted = {i for n in names.split("|") for i in ids(n)}
                assert any({s.id for s in m.candidates} >= wanted for m in about)
            case "REVIEW":
                assert names.casefold() in {m.mention.printed.casefold() for m in about}
            case _:
                pytest.fail(f"no test for the flag {flag!r}")


@pytest.mark.parametrize("case", [p for p in cases() if p.values[0].get("ingredients")])
def test_lists(case: dict[str, Any]) -> None:
    """The list as the case gives it, name by name, in order."""
    listed = [m for m in scanned(case).ingredients if m.mention.section is not Section.CLAIM]
    wanted = [ids(name) for name in case["ingredients"]]
    assert len(listed) == len(wanted)
    for match, names in zip(listed, wanted, strict=True):
        assert not names or names & {s.id for s in match.substances}, match.mention.printed
