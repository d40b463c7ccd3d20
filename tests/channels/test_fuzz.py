"""No payload makes a channel raise anything but its own refusals. The full run: python scripts/fuzz_channels.py --count 100000."""

from __future__ import annotations

import random

import pytest
from channels import fuzzing
from channels.senders import NAMES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glidecheck.channels.base import Delivery

CHANNELS = fuzzing.every()


@pytest.mark.parametrize("name", NAMES)
def test_damaged_payloads(name: str) -> None:
    rng = random.Random(name)
    refused = 0
    for _ in range(400):
        found = fuzzing.tried(CHANNELS[name], fuzzing.mutated(name, rng))
        fuzzing.hold(found or ())
        refused += found is None
    assert 0 < refused < 400  # else the damage reaches nothing, or everything


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300), header=st.text(max_size=40))
def test_any_bytes(name: str, body: bytes, header: str) -> None:
    keys = ("x-hub-signature-256", "x-slack-signature", "x-slack-request-timestamp", "x-line-signature", "x-twilio-signature", "webhook-id",
            "webhook-timestamp", "webhook-signature", "content-type", "x-telegram-bot-api-secret-token")  # fmt: skip
    fuzzing.hold(fuzzing.tried(CHANNELS[name], Delivery(body, dict.fromkeys(keys, header), "https://x", ((header, header),))) or ())
