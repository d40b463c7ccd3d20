"""Two services on one PostgreSQL: what one has taken and dies over, the other answers."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from audit import postgres
from channels.fake_platform import Platform
from service.street import Street
from service.test_killed_service import answers

MESSAGES = 40
FIRST = 500_000


@pytest.mark.skipif(postgres.why_not() is not None, reason=str(postgres.why_not()))
def test_one_of_two_dies(platform: Platform, tmp_path: Path) -> None:
    with postgres.server() as url:
        streets = []
        for name in ("one", "two"):
            folder = tmp_path / name
            folder.mkdir()
            quiet = dict.fromkeys(("line_token", "slack_token", "twilio_sid", "whatsapp_token", "messenger_token"), "")
            streets.append(Street(platform, folder, db=url, jobs="1", **quiet))
        one, two = streets
        try:
            starting = [threading.Thread(target=s.start) for s in streets]
            for thread in starting:
                thread.start()
            for thread in starting:
                thread.join()
            for n in range(MESSAGES):
                for street in streets:  # each message comes twice, to either service
                    assert street.post("telegram", "photo" if n % 2 else "text", key=f"m{n}", chat=str(FIRST + n))
            until = time.monotonic() + 120
            while len(answers(platform)) < MESSAGES // 4 and time.monotonic() < until:
                time.sleep(0.02)
            one.kill()
            while time.monotonic() < until and (len(answers(platform)) < MESSAGES or two.depth()):
                time.sleep(0.1)
            found = answers(platform)
            assert sorted(found) == [FIRST + n for n in range(MESSAGES)]
            assert sum(found.values()) <= MESSAGES + 1
            assert two.stop() == 0
        finally:
            for street in streets:
                street.close()
