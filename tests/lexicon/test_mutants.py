"""Every retinoid, anaesthetic, name of theirs and rule is held by something outside the file it stands in: deleted, it is missed."""

from __future__ import annotations

import pytest
from hand_made import KNOWLEDGE
from witnesses import LABELS, NAMES, Label, lost, without_entry, without_name, without_rules

from glidecheck.lexicon import load, rules
from glidecheck.model import Substance
from glidecheck.text import key

pytestmark = pytest.mark.slow

CRITICAL = ("retinoid", "anaesthetic")
ENTRIES = [(cls, s) for cls in CRITICAL for s in load().of_class(cls)]
ALL = KNOWLEDGE.rules_json


def textless(rule: rules.Rule) -> bool:
    """Whether no text can raise it: rules of photos and of policies, which tests/stages/test_classify.py has rows for."""
    return rule.applies.policy is not None or rule.when.from_text is False or bool(rule.applies.states & rules.PHOTO_STATES)


@pytest.fixture(autouse=True)
def _rules_of_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(load()._cache, "rules.json", ALL)


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label.rules[0])
def test_a_label_is_told_what_it_must_be(label: Label) -> None:
    assert label.broken == []


@pytest.mark.parametrize(("cls", "substance"), ENTRIES, ids=lambda v: v if isinstance(v, str) else v.id)
def test_a_deleted_entry_is_missed(cls: str, substance: Substance) -> None:
    id_, name = substance.id, substance.name
    assert lost(load(), cls, name) == []
    assert lost(without_entry(load(), id_), cls, name) == [name, *NAMES[cls][name]]


@pytest.mark.parametrize(("cls", "substance"), ENTRIES, ids=lambda v: v if isinstance(v, str) else v.id)
def test_a_deleted_name_is_missed(cls: str, substance: Substance) -> None:
    lexicon = load()
    id_, entry = substance.id, substance.name
    listed = {key(n): n for n in (entry, *NAMES[cls][entry])}
    for name in lexicon.entry(id_).names:
        witness = listed[key(name.name)]
        assert lost(without_name(lexicon, name.name, id_), cls, entry, [witness]) == [witness]


@pytest.mark.parametrize("rule", rules.from_json(ALL), ids=lambda r: r.id)
def test_a_deleted_rule_is_missed(rule: rules.Rule) -> None:
    held = [label for label in LABELS if rule.id in label.rules]
    assert held or textless(rule), f"write a label for {rule.id} into labels.yaml"
    with without_rules(rule.id):
        assert all(f"{rule.id} does not fire" in label.broken for label in held)


def test_every_rule_that_a_label_names_is_there() -> None:
    """A whole file of rules that is taken away takes its tests with it, and not these."""
    assert {i for label in LABELS for i in label.rules} <= {r["id"] for r in ALL}
