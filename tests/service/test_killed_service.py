"""Two hundred messages, each delivered twice, the whole service killed three times in between: none lost, hardly one doubled."""

from __future__ import annotations

import random
import re
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs

from channels import senders
from channels.fake_platform import Platform
from service.street import Street

MESSAGES = 200
KILLS = 3
FIRST = 700_000_000_000  # so long that no random request id in the log holds one by chance


def answers(platform: Platform) -> Counter[int]:
    """How often each chat was answered, by its last message: a text."""
    found: Counter[int] = Counter()
    for asked in platform.to(senders.ANSWERS["telegram"]):
        told = parse_qs(asked.body.decode()).get("chat_id")
        if told:  # a kill may cut a request off before its body is whole: no platform takes that for an answer
            found[int(told[0])] += 1
    return found


def pictures(platform: Platform) -> Counter[int]:
    found: Counter[int] = Counter()
    for asked in platform.to(senders.PICTURES["telegram"]):
        told = re.search(rb'name="chat_id"\r\n(?:[^\r\n]+\r\n)*\r\n(\d+)', asked.body)
        assert told
        found[int(told[1])] += 1
    return found


def test_killed_three_times(platform: Platform, tmp_path: Path) -> None:
    street = Street(
        platform, tmp_path, telegram_token=senders.TELEGRAM_TOKEN, **dict.fromkeys(("line_token", "slack_token", "twilio_sid"), "")
    )
    rng = random.Random(3)
    waiting = [(n, again) for again in range(2) for n in range(MESSAGES)]
    rng.shuffle(waiting)
    lock = threading.Lock()

    def deliver() -> None:
        """A platform sends a message again until it is acknowledged."""
        while True:
            with lock:
                if not waiting:
                    return
                n, _ = waiting.pop()
            what = "photo" if n % 2 else "text"
            while not street.post("telegram", what, key=f"m{n}", chat=str(FIRST + n)):
                time.sleep(0.2)
            time.sleep(0.05)

    street.start()
    try:
        platforms = [threading.Thread(target=deliver, daemon=True) for _ in range(4)]
        for thread in platforms:
            thread.start()
        for part in range(1, KILLS + 1):
            until = time.monotonic() + 240
            while len(answers(platform)) < part * MESSAGES // (KILLS + 1) and time.monotonic() < until:
                time.sleep(0.02)
            street.kill()
            street.start()
        for thread in platforms:
            thread.join(240)
        until = time.monotonic() + 300
        while time.monotonic() < until and (len(answers(platform)) < MESSAGES or street.depth()):
            time.sleep(0.2)
        time.sleep(1.0)  # for one that would be doubled
        texts, shown = answers(platform), pictures(platform)
        assert sorted(texts) == [FIRST + n for n in range(MESSAGES)]
        assert sorted(shown) == [FIRST + n for n in range(MESSAGES) if n % 2]
        once = Counter(dict.fromkeys(texts, 1))
        doubled = sum((texts - once).values()) + sum((shown - Counter(dict.fromkeys(shown, 1))).values())
        assert doubled <= KILLS, f"{doubled} doubled by {KILLS} kills"
        assert street.depth() == 0
        assert street.stop() == 0
    finally:
        street.close()
    log = (tmp_path / "serve.log").read_text()
    assert "given up" not in log
    assert "bug" not in log
    for hidden in (
        *senders.SECRETS.values(),
        senders.TELEGRAM_TOKEN,
        "token-for-tests",
        "retinal",
        *(str(FIRST + n) for n in range(MESSAGES)),
    ):
        assert hidden not in log
