"""The article's points of advice: a question to the chat reaches each, in every language that it speaks.

That labels give them too is held by tests/faces/test_answer.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from glidecheck.chat import guidance
from glidecheck.chat.session import Session
from glidecheck.chat.tongue import LANGUAGES, tongue
from glidecheck.chat.topics import Topic

ASKED = [
    tuple(line.split("|", 2))
    for line in (Path(__file__).parent / "points.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
ALSO = {
    Topic.NUMBING: (Topic.NUMBING_USE,),
    Topic.RETINOIDS: (Topic.RETINOID_INTACT, Topic.RETINOID_WHEN),
    Topic.PAIN: (Topic.SUPPLY,),  # the let-down and the milk stand there too
}
"""Answers that give the same advice, asked in other words."""


def test_every_point_is_asked_in_every_language() -> None:
    assert {(topic, code) for topic, code, _ in ASKED} == {(topic, code) for topic, _, _ in ASKED for code in LANGUAGES}
    assert len({topic for topic, _, _ in ASKED}) == 10


@pytest.mark.slow
@pytest.mark.parametrize(("topic", "code", "text"), ASKED)
def test_the_advice_is_given(topic: str, code: str, text: str) -> None:
    told = "\n".join(answer.text for answer in Session().say("a", text))
    say = tongue(code)
    wanted = [say(guidance.ANSWERS[one].short) for one in (Topic(topic), *ALSO.get(Topic(topic), ()))]
    named = Topic(topic) is Topic.RETINOIDS and "AVOID" in told  # a name is judged like a label
    assert named or any(short in told for short in wanted), told
