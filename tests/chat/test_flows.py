"""Photo flows through the generic channel, by recorded readings (scripts/chat_flows.py runs all of them)."""

from __future__ import annotations

import chat_flows as flows
import pytest

pytestmark = pytest.mark.slow

FEW = (
    "album-two-products", "album-by-messages", "later-worse", "later-weird", "caption-urgent", "words-behind", "no-label", "screenshot",
    "front-alone", "spanish", "polish", "hidden-retinoid",
)  # fmt: skip


TOLD = flows.flows()


def test_there_are_forty_flows_and_each_says_what_must_be_said() -> None:
    assert len(TOLD["flows"]) >= 40
    assert all(flow.get("says") or flow.get("never") for flow in TOLD["flows"].values())


@pytest.mark.parametrize("name", FEW)
def test_a_flow_says_what_it_must(name: str) -> None:
    flow = TOLD["flows"][name]
    said = flows.run(flow, TOLD["pages"])
    assert flows.wrong(flow, said) == []


def test_a_question_in_any_language_is_no_name_of_a_product() -> None:
    said = flows.run(TOLD["flows"]["polish"], TOLD["pages"])
    assert all("karmi" not in (a.product or "") for step in said for a in step.answers)


def test_a_flow_that_lacks_a_word_is_told() -> None:
    flow = {**TOLD["flows"]["alone"], "says": ["never said"], "never": ["AVOID"]}
    assert flows.wrong(flow, flows.run(flow, TOLD["pages"])) == ["lacks 'never said'", "says 'AVOID'"]
