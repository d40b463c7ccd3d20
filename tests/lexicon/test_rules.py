"""The rule files: what they may say, that they fit the lexicon, and that each label text they carry does what it says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hand_made import KNOWLEDGE, judge, label, named

from glidecheck.errors import LexiconError
from glidecheck.lexicon import load, rule_schema, rules
from glidecheck.model import CautionKind, GlideRole, Reading, Section, Verdict
from glidecheck.pipeline import scan_text

ALL = KNOWLEDGE.rules_json


@pytest.fixture(autouse=True)
def _rules_of_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The carried index may be older than the rule files; these tests are about the files."""
    monkeypatch.setitem(load()._cache, "rules.json", ALL)


def test_rules_name_only_what_the_lexicon_has() -> None:
    lexicon = load()
    rules.check(
        rules.from_json(ALL), classes=lexicon.classes, substances={s.id for s in lexicon.substances()}, sources=lexicon.sources.keys()
    )


def test_rules_are_plain_json_in_the_order_of_their_ids() -> None:
    assert json.loads(json.dumps(ALL)) == ALL
    assert [r["id"] for r in ALL] == sorted(r["id"] for r in ALL)


@pytest.mark.parametrize(
    ("rule", "text"),
    [pytest.param(r["id"], t, id=f"{r['id']}-{n}") for r in ALL for n, t in enumerate(r.get("fires", ()))],
)
def test_label_fires(rule: str, text: str) -> None:
    assert rule in {f.rule for f in scan_text(text).findings}


@pytest.mark.parametrize(
    ("rule", "text"), [pytest.param(r["id"], t, id=f"{r['id']}-{n}") for r in ALL for n, t in enumerate(r.get("passes", ()))]
)
def test_near_miss_passes(rule: str, text: str) -> None:
    assert rule not in {f.rule for f in scan_text(text).findings}


@pytest.mark.parametrize("rule", ALL, ids=lambda r: r["id"])
def test_permission_stands_only_where_it_can_be_withheld(rule: dict[str, Any]) -> None:
    """ "A provider may still ..." is permissive: it belongs into `permits`, which is printed for a whole, certain reading only."""
    for part in ("summary", "advice", "advice_clinic"):
        assert not re.search(r"\bmay still\b|\bsafe to use\b", rule[part])
    assert all(
        "{" + str(name) + "}" in rule["summary"] + rule["advice"] + rule["advice_clinic"]
        for _, name, _, _ in Formatter().parse(rule["summary"])
        if name
    )


@pytest.mark.parametrize("rule", [r for r in ALL if r["cls"] == "retinoid"], ids=lambda r: r["id"])
def test_retinoid_rules_say_what_the_references_say(rule: dict[str, Any]) -> None:
    assert rule["severity"] == "avoid"
    assert rule["basis"] == "founding"
    assert "low risk" in rule["advice"] or "intact skin" in rule["advice"]
    assert "extrapolation" in rule["advice"] or "precaution" in rule["advice"]


# ------------------------------------------------------------------ every substance


@pytest.mark.parametrize("section", list(Section))
@pytest.mark.parametrize("substance", load().of_class("retinoid"), ids=lambda s: s.id)
def test_every_retinoid_is_to_be_avoided_anywhere(substance: Any, section: Section) -> None:
    match = named("Aqua", section)
    matches = (*label("Aqua", "Sodium Hyaluronate"), type(match)(match.mention, (substance,), match.method, 1.0))
    for reading in Reading:
        judgement = judge(matches, reading=reading)
        assert judgement.verdict is Verdict.AVOID
        assert substance.name in judgement.headline
        assert any(f.cls == "retinoid" and f.ingredient == 2 for f in judgement.findings)


@pytest.mark.parametrize("substance", [s for s in load().of_class("anaesthetic") if s.id != "cocaine"], ids=lambda s: s.id)
def test_every_anaesthetic_is_a_caution_of_its_own_kind(substance: Any) -> None:
    match = named("Aqua", Section.ACTIVE, "0.5 %")  # below what any of them may have without a prescription
    matches = (*label("Aqua", "Glycerin", "Ascorbic Acid"), type(match)(match.mention, (substance,), match.method, 1.0))
    judgement = judge(matches)
    assert (judgement.verdict, judgement.caution_kind) == (Verdict.CAUTION, CautionKind.ANAESTHETIC)
    assert any(f.cls == "anaesthetic" and f.ingredient == 3 for f in judgement.findings)


@pytest.mark.slow
def test_every_entry_that_the_lexicon_rates_avoid_is_avoided() -> None:
    lexicon = load()
    avoided = [s for s in lexicon.substances() if s.classes and lexicon.entry(s.id).severity == "avoid"]
    assert "camphor" in {s.id for s in avoided}
    assert [s.id for s in avoided if judge(label("Aqua", "Sodium Hyaluronate", s.name)).verdict is not Verdict.AVOID] == []


@pytest.mark.slow
def test_nothing_off_the_allow_list_leaves_a_glide() -> None:
    """Every one of the lexicon's substances, the long tail too, beside water and sodium hyaluronate."""
    plain = label("Aqua", "Sodium Hyaluronate")
    assert judge(plain).verdict is Verdict.GLIDE
    like = named("Aqua")
    milder = []
    for substance in load().substances():
        judgement = judge((*plain, type(like)(like.mention, (substance,), like.method, 1.0)))
        allowed = substance.role in (GlideRole.CORE, GlideRole.SILENT)
        if (judgement.verdict is Verdict.GLIDE) is not allowed or (
            not allowed and judgement.verdict is Verdict.REVIEW and substance.id not in ("platelet-rich-plasma", "platelet-rich-fibrin")
        ):
            milder.append(substance.id)
    assert milder == []


def test_look_alikes_of_the_hyaluronate_are_no_retinoid_and_no_glide() -> None:
    for substance in load().of_class("hyaluronan"):
        judgement = judge(label("Aqua", "Sodium Hyaluronate", substance.name))
        assert judgement.verdict in (Verdict.CAUTION, Verdict.AVOID)
        assert all(f.cls != "retinoid" for f in judgement.findings)


# ------------------------------------------------------------------ what a file may say

GOOD = """\
class: retinoid
about: A file for tests.
reviewed: null
rules:
  - id: TST001
    applies: {classes: [retinoid]}
    severity: avoid
    basis: founding
    summary: "{name} is a retinoid."
    advice: Do not use it.
    advice_clinic: Any strength.
    sources: [FOUNDING]
    fires: ["Ingredients: Aqua, Retinol."]
    passes: ["Ingredients: Aqua."]
"""


def test_a_good_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "retinoids.yaml").write_text(GOOD)
    (rule,) = rules.from_json(rule_schema.read(tmp_path))
    assert (rule.id, rule.cls, rule.applies.classes) == ("TST001", "retinoid", {"retinoid"})


@pytest.mark.parametrize(
    ("old", "new", "said", "write"),
    [
        ("severity: avoid", "severity: avoid\n    severity: info", "line 8", "every key once"),
        ("severity: avoid", "severity: forbid", 'TST001: rules.severity is "forbid"', "'avoid', 'caution'"),
        ("severity: avoid", "severity: caution", "TST001", "kind"),
        ("severity: avoid", "severity: avoid\n    kind: active", "TST001", "kind"),
        ("severity: avoid", "severity: avoid\n    color: red", "TST001: rules.color is not a key", "Remove color"),
        ("    basis: founding\n", "", "TST001: rules.basis is missing", "Write basis"),
        ("basis: founding", "basis: yes", "TST001", "founding"),
        ("id: TST001", "id: tst1", "tst1", "pattern"),
        ("{classes: [retinoid]}", "{classes: [retinoid], name: unknown}", "TST001", "exactly one kind of subject"),
        ("{classes: [retinoid]}", "{}", "TST001", "exactly one kind of subject"),
        ("{classes: [retinoid]}", "{substances: [retinol], excepted: [retinal]}", "TST001", "beside classes"),
        ("{classes: [retinoid]}", "{notices: [ndc]}\n    short: a medicine\n    when: {above: 4}", "TST001", "conditions of an ingredient"),
        ("{classes: [retinoid]}", "{notices: [ndc]}", "TST001", "Write short"),
        ("{classes: [retinoid]}", "{states: [glide]}\n    short: no", "TST001", "severity: info"),
        ("{classes: [retinoid]}", "{classes: [retinoid]}\n    when: {above: -1}", "TST001: rules.when.above", "greater than or equal to 0"),
        ("{classes: [retinoid]}", "{classes: [retinoid]}\n    when: {sections: [back]}", "TST001", "'list'"),
        ("{name} is a retinoid.", "{brand} is a retinoid.", "TST001", "Name in braces only"),
        ("{name} is a retinoid.", "{name:>99} is a retinoid.", "TST001", "Name in braces only"),
        ("is a retinoid.", "is a retinoid. " + "x" * 140, "TST001", "fewer than 140"),
        ("sources: [FOUNDING]", "sources: []", "TST001", "Name at least one source"),
        ('    fires: ["Ingredients: Aqua, Retinol."]\n', "", "TST001", "fires"),
        ('    passes: ["Ingredients: Aqua."]\n', "", "TST001", "near miss"),
        ("    basis: founding", "    basis: founding\n    replaces: [TST009]", "replaces TST009, which is no rule", "id of a rule"),
        ("reviewed: null", "reviewed: null\nretired: [TST001]", "already used", "TST002"),
        ("reviewed: null\n", "", "the file: reviewed is missing", "Write reviewed"),
    ],
)
def test_a_slip_is_refused_with_file_rule_and_what_to_write(tmp_path: Path, old: str, new: str, said: str, write: str) -> None:
    assert old in GOOD
    (tmp_path / "retinoids.yaml").write_text(GOOD.replace(old, new, 1))
    with pytest.raises(LexiconError) as error:
        rule_schema.read(tmp_path)
    assert "retinoids.yaml" in str(error.value)
    assert said in str(error.value)
    assert write in error.value.next


def test_an_id_is_used_once_over_all_files(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    (tmp_path / "b.yaml").write_text(GOOD)
    with pytest.raises(LexiconError, match=r"b\.yaml: TST001: the id is already used in a\.yaml"):
        rule_schema.read(tmp_path)


def test_a_milder_rule_cannot_replace_a_graver_one(tmp_path: Path) -> None:
    milder = GOOD.split("rules:\n")[1].replace("TST001", "TST002").replace("severity: avoid", "severity: info\n    replaces: [TST001]")
    (tmp_path / "a.yaml").write_text(GOOD + milder)
    with pytest.raises(LexiconError, match="TST002: replaces TST001, which is graver"):
        rule_schema.read(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="holds no rules"):
        rule_schema.read(tmp_path)


@pytest.mark.parametrize(
    ("classes", "substances", "sources", "said", "write"),
    [
        ({"anaesthetic"}, set(), {"FOUNDING"}, "TST001 names the class 'retinoid'", "Add the class"),
        ({"retinoids"}, set(), {"FOUNDING"}, "TST001 names the class 'retinoid'", "retinoids"),
        ({"retinoid"}, set(), {"EU_RET"}, "TST001 names the source 'FOUNDING'", "the source"),
    ],
)
def test_a_rule_about_nothing_in_the_lexicon_is_refused(
    tmp_path: Path, classes: set[str], substances: set[str], sources: set[str], said: str, write: str
) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    with pytest.raises(LexiconError) as error:
        rules.check(rules.from_json(rule_schema.read(tmp_path)), classes=classes, substances=substances, sources=sources)
    assert said in str(error.value)
    assert write in error.value.next


def test_judging_imports_no_schema() -> None:
    """pydantic and the YAML reader are slow to import and only the build and a policy need them."""
    code = "import sys; from glidecheck import classify; print({'pydantic', 'ruamel.yaml'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "set()"
