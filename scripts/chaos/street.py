"""Who writes to a service that is being hurt, and who watches whether it says of itself what is true."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import parse_qs

import httpx
from channels import senders
from channels.fake_platform import Asked, Platform, Told
from service.street import Street

FIRST = 700_000_000_000


def _chat(body: bytes) -> int:
    return int(json.loads(body)["chat"] if body.startswith(b"{") else parse_qs(body.decode())["chat_id"][0])


class Crowd:
    """Who writes, and what the platform has seen of the answers."""

    def __init__(self, platform: Platform, rng: random.Random) -> None:
        self.platform, self.rng = platform, rng
        self.mood: Callable[[Asked], Told | None] = lambda _: None
        self.acknowledged: set[int] = set()
        self.sent = 0
        self.taken: Counter[int] = Counter()
        self.lied: Counter[int] = Counter()
        self.when: dict[int, list[str]] = {}
        self._lock = threading.Lock()
        self.photo = ""
        for route in ("POST " + senders.ANSWERS["telegram"], "POST " + senders.ANSWERS["generic"]):
            platform.on(route, self._answered(platform.routes[route]))

    def _answered(self, good: object) -> Callable[[Asked], Told]:
        def answer(asked: Asked) -> Told:
            bad = self.mood(asked)
            if bad is not None and bad.headers.get("X-Taken") is None:
                return bad
            chat = _chat(asked.body)
            with self._lock:
                (self.taken if bad is None else self.lied)[chat] += 1
                self.when.setdefault(chat, []).append(time.strftime("%H:%M:%S"))
            return bad or (good(asked) if callable(good) else good)  # type: ignore[return-value]

        return answer

    def write(self, streets: list[Street], until: float, rate: float) -> None:
        """Each message again until it is acknowledged, and once more to another service."""
        while time.monotonic() < until:
            with self._lock:
                n, self.sent = self.sent, self.sent + 1
                kind, shuffled = self.rng.choice(("text", "text", "photo", "inline")), self.rng.sample(streets, len(streets))
            begun = time.monotonic()
            while not any(self._post(s, kind, n) for s in shuffled):
                time.sleep(0.5)
            self.acknowledged.add(n)
            with suppress(Exception):
                self._post(shuffled[-1], kind, n)
            time.sleep(max(0.0, 1 / rate - (time.monotonic() - begun)))

    def _post(self, street: Street, kind: str, n: int) -> bool:
        if kind != "inline":
            return street.post("telegram", kind, key=f"m{n}", chat=str(FIRST + n))
        body = {"chat": str(FIRST + n), "reply_url": f"{self.platform.url}/callback", "language": "en", "photo_base64": self.photo}
        request = senders.signed("generic", json.dumps(body).encode(), key=f"m{n}")
        try:
            return street.http.post("/webhooks/generic", content=request.body, headers=request.headers).status_code == 200
        except httpx.TransportError:
            return False

    def unanswered(self) -> set[int]:
        return {n for n in self.acknowledged if not self.taken[FIRST + n] and not self.lied[FIRST + n]}

    def doubled(self) -> int:
        """Answers beyond the first that no lie of the platform explains."""
        return sum(max(0, count - 1) for count in self.taken.values())

    def twice(self) -> list[str]:
        """When each answer that was taken twice was taken, to be looked up among the notes of the harm."""
        return [" and ".join(self.when[chat]) for chat, count in self.taken.items() if count > 1]


class Watch(threading.Thread):
    """Asks each service whether it is ready, and compares it with what is known. `broken` says since when the store or disk is gone."""

    def __init__(self, streets: list[Street], grace_s: float) -> None:
        super().__init__(daemon=True)
        self.streets = streets
        self.grace_s = grace_s
        self.notes: list[str] = []
        self.broken: float | None = None
        self.whole_since = time.monotonic()
        self.down: set[int] = set()
        self.looks = 0
        self.wrong: list[str] = []
        self.ended = threading.Event()

    def note(self, what: str) -> None:
        self.notes.append(f"{time.strftime('%H:%M:%S')} {what}")

    def run(self) -> None:
        with httpx.Client(timeout=5, trust_env=False) as http:
            while not self.ended.wait(0.5):
                for number, street in enumerate(self.streets):
                    with suppress(httpx.TransportError):
                        self._look(http, number, street)

    def _look(self, http: httpx.Client, number: int, street: Street) -> None:
        broken, whole = self.broken, self.whole_since
        status = http.get(f"{street.http.base_url}/readyz")
        metrics = http.get(f"{street.http.base_url}/metrics").status_code
        now = time.monotonic()
        if number in self.down or (broken, whole) != (self.broken, self.whole_since):
            return
        self.looks += 1
        if metrics != 200:
            self.wrong.append(f"metrics {metrics}")
        if broken and now - broken > self.grace_s and status.status_code == 200:
            self.wrong.append(f"{number}: ready though broken")
            self.note(f"{number} is ready though broken for {now - broken:.0f} s")
        if not broken and now - whole > self.grace_s and status.status_code != 200:
            self.wrong.append(f"{number}: {status.json().get('detail')} after all was whole")
            self.note(f"{number} is not ready: {status.json().get('detail')} {now - whole:.0f} s after all was whole")
