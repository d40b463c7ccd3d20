"""The whole API against its own OpenAPI. The same from outside, with more examples:

schemathesis run http://127.0.0.1:8000/openapi.json --max-examples 200
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from service.house import Quick, service

from glidecheck.service.app import create

schema = schemathesis.openapi.from_asgi("/openapi.json", create(service(None, Path(tempfile.mkdtemp()), reader=Quick())))


@schema.parametrize()
@settings(max_examples=15, derandomize=True, suppress_health_check=list(HealthCheck))
def test_contract(case: schemathesis.Case) -> None:
    case.call_and_validate()


def test_every_route_and_status_is_documented() -> None:
    found = schema.raw_schema
    assert set(found["paths"]) == {"/healthz", "/readyz", "/metrics", "/v1/scan", "/v1/look", "/webhooks/{channel}"}
    assert "$defs" not in str(found)
    for path in found["paths"].values():
        for operation in path.values():
            assert operation["summary"]


@pytest.mark.parametrize("name", ["Scan", "Look", "Problem"])
def test_every_schema_is_there(name: str) -> None:
    assert name in schema.raw_schema["components"]["schemas"]
