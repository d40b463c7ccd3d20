"""A few of the hostile uploads of scripts/fuzz_uploads.py, one of each kind: answered, and none a GLIDE."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from service import hostile
from service.house import Memory, client, settings

from glidecheck.service.app import Service
from glidecheck.service.readers import Readers


def test_hostile_uploads_are_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLIDECHECK_ALLOW_RECORDED", "1")
    monkeypatch.setenv("GLIDECHECK_RECORDED", str(tmp_path))
    readers = Readers(1, engine="recorded", second="none")
    try:
        http = client(Service(settings(None, tmp_path, client_seconds=0), {}, Memory(), readers))
        rng = random.Random(3)
        sent = [made(rng) for made in hostile.FORMS]
        sent += [hostile.Upload(kind, hostile.form([data])) for kind, data in (made(rng) for made in hostile.PICTURES)]
        for one in sent:
            response = http.post("/v1/scan", content=one.body, headers={"Content-Type": one.content_type})
            assert response.status_code in (200, 400, 413, 415, 422), (one.kind, response.text)
            if response.status_code == 200:
                assert response.json()["verdict"] != "GLIDE", one.kind
    finally:
        readers.close()
