"""A message's whole way, on SQLite: stored, heard, fetched, read, answered once, tried again, given up aloud."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from channels import senders
from channels.fake_platform import JPEG, Platform, Told
from channels.senders import NAMES, made, text_of
from service import house

from glidecheck.channels.spool import Spool
from glidecheck.chat.intents import Intent
from glidecheck.chat.model import Answer
from glidecheck.chat.state import State
from glidecheck.jobs.database import open_database
from glidecheck.service import answering, tables, talking, wiring
from glidecheck.service.app import Service
from glidecheck.service.metrics import Metrics
from glidecheck.service.readers import Made
from glidecheck.service.talking import Talker
from glidecheck.workers.pool import Died


class Echo:
    """Reads an album by counting its photos."""

    def __init__(self) -> None:
        self.albums: list[int] = []
        self.missing: list[tuple[int, int, int]] = []
        self.error: Exception | None = None

    def album(self, intent: Intent, state: State, photos: Sequence[bytes]) -> Made:
        self.albums.append(len(photos))
        self.missing.append((intent.beyond, intent.files, intent.refused))
        if self.error:
            raise self.error
        return Made((Answer(f"AVOID: {len(photos)} photos", JPEG, "AVOID", "Serum X"),), state, (("AVOID", "complete"),))


class Talked:
    """A talking service in a test."""

    def __init__(self, service: Service, talker: Talker, http: httpx.Client, reader: Echo, platform: Platform) -> None:
        self.service = service
        self.talker = talker
        self.http = http
        self.reader = reader
        self.platform = platform

    def say(self, name: str, what: str, **options: Any) -> None:
        request = made(name, what, self.platform.url, **options)
        assert self.http.post(f"/webhooks/{name}", content=request.body, headers=request.headers).status_code == 200

    def texts(self, name: str) -> list[str]:
        found = [a for a in self.platform.asked if a.method == "POST" and a.path.startswith(senders.ANSWERS[name])]
        if name == "line":
            found += self.platform.to("/v2/bot/message/push")
        return [t for t in (text_of(name, a) for a in found) if t]

    def settled(self, seconds: float = 30.0) -> None:
        """Waits until nothing is left to answer."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.talker.store.depth() == 0 and not self._waits():
                return
            time.sleep(0.05)
        raise AssertionError(f"{self.talker.store.depth()} left")

    def _waits(self) -> bool:
        """Whether any chat has something that waits for a time."""
        with self.talker.store._database.looking() as c:
            return c.execute(sa.select(tables.chats.c.chat).where(tables.chats.c.wake.is_not(None)).limit(1)).first() is not None


@contextmanager
def talked(platform: Platform, folder: Path, given: dict[str, Any] | None = None, **options: Any) -> Iterator[Talked]:
    settings = house.settings(platform, folder, **(given or {}))
    spool, pictures = Spool(folder / "in"), Spool(folder / "out")
    channels = wiring.channels(settings, spool, lambda data, chat: f"{senders.PUBLIC}/pictures/{pictures.put(data, owner=chat)}.jpg")
    database, reader, metrics = open_database(folder / "serve.db"), Echo(), Metrics()
    talker = Talker(database, channels, reader, spool, metrics, pictures=pictures, **options)
    service = Service(settings, channels, talker, house.Quick(), metrics, pictures)
    http = house.client(service)
    talker.start()
    try:
        yield Talked(service, talker, http, reader, platform)
    finally:
        talker.stop(2.0)
        database.close()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talking, "TICK_S", 0.1)
    monkeypatch.setattr(answering, "BACKOFF", (0.05,))
    monkeypatch.setattr("glidecheck.chat.waiting.QUIET", 0.3)


@pytest.mark.parametrize("name", NAMES)
def test_a_photo_is_answered_once(name: str, platform: Platform, tmp_path: Path) -> None:
    senders.serve(platform)
    with talked(platform, tmp_path) as it:
        for _ in range(2):
            it.say(name, "photo")
        it.settled()
        assert [t for t in it.texts(name) if "AVOID" in t] == ["AVOID: 1 photos"]
        assert it.reader.albums == [1]
        it.say(name, "photo")  # redelivered an hour later
        time.sleep(0.4)
        it.settled()
        assert it.reader.albums == [1]
    assert list((tmp_path / "in").glob("*")) == []  # nothing is kept of it


def test_text_sticker_and_photo_in_one_chat(platform: Platform, tmp_path: Path) -> None:
    senders.serve(platform)
    with talked(platform, tmp_path) as it:
        it.say("telegram", "photo", key="a")
        it.say("telegram", "text", key="b", words="is retinal ok?")
        it.say("telegram", "sticker", key="c")
        it.say("telegram", "text", key="d", words="my baby has a seizure")
        it.settled()
        texts = it.texts("telegram")
    assert len(texts) >= 4
    assert sum("AVOID: 1 photos" in t for t in texts) == 1
    assert any("I can read photos and text" in t for t in texts)
    assert any("etinal" in t for t in texts)


@pytest.mark.parametrize(
    ("media", "said"),
    [
        (Told(404), "no longer there"),
        (Told(body=b"<html>sign in</html>"), "not a photo"),
        (Told(body=JPEG, headers={"Content-Length": "30000000"}), "too large"),
    ],
)
@pytest.mark.parametrize("name", NAMES)
def test_the_sender_is_told_why_a_photo_cannot_be_read(name: str, media: Told, said: str, platform: Platform, tmp_path: Path) -> None:
    senders.serve(platform, media)
    with talked(platform, tmp_path) as it:
        it.say(name, "photo")
        it.settled()
        (text,) = it.texts(name)
    assert said in text
    assert it.reader.albums == []


def test_a_photo_that_takes_the_process_down(platform: Platform, tmp_path: Path) -> None:
    senders.serve(platform)
    with talked(platform, tmp_path) as it:
        it.reader.error = Died("it crashed", "Send it again.")
        it.say("telegram", "photo")
        it.settled()
        (text,) = it.texts("telegram")
    assert "broke" in text


def test_a_platform_that_is_down_is_tried_again(platform: Platform, tmp_path: Path) -> None:
    senders.serve(platform)
    route = "POST " + senders.ANSWERS["telegram"]
    good = platform.routes[route]
    platform.on(route, Told(502, b"<html>bad gateway</html>"))
    with talked(platform, tmp_path) as it:
        it.say("telegram", "photo")
        while len(platform.to(senders.ANSWERS["telegram"])) < 3:
            time.sleep(0.02)
        platform.on(route, good)
        it.settled()
        assert it.reader.albums == [1]  # read once, however often it is sent
        assert len(platform.to(senders.PICTURES["telegram"])) == 1  # what was taken is not sent again
        assert "glidecheck_answer_retries_total" in it.service.metrics.text().decode()


@pytest.mark.parametrize(
    ("give_up_s", "told"), [(3600.0, Told(403, b'{"ok": false, "error_code": 403, "description": "blocked"}')), (0.3, Told(502))]
)
def test_an_answer_is_given_up_aloud(
    give_up_s: float, told: Told, platform: Platform, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    senders.serve(platform)
    platform.on("POST " + senders.ANSWERS["telegram"], told)
    with talked(platform, tmp_path, give_up_s=give_up_s) as it:
        it.say("telegram", "text")
        it.settled()
        assert 'glidecheck_answers_given_up_total{channel="telegram"' in it.service.metrics.text().decode()
    assert "is given up" in caplog.text


def test_media_of_a_platform_that_is_down_is_fetched_later(platform: Platform, tmp_path: Path) -> None:
    senders.serve(platform, Told(503))
    with talked(platform, tmp_path) as it:
        it.say("messenger", "photo")
        while len(platform.to("/cdn/")) < 2:
            time.sleep(0.02)
        platform.on("GET /cdn/*", Told(body=JPEG))
        it.settled()
        assert it.texts("messenger") == ["AVOID: 1 photos"]


def test_a_bug_is_told_and_ends(platform: Platform, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    senders.serve(platform)
    with talked(platform, tmp_path) as it:
        it.reader.error = ZeroDivisionError("the patient's words")
        it.say("telegram", "photo")
        it.settled()
    assert "a bug of glidecheck (ZeroDivisionError)" in caplog.text
    assert "patient" not in caplog.text


def test_an_album_is_one_product(platform: Platform, tmp_path: Path) -> None:
    senders.serve(platform)
    with talked(platform, tmp_path) as it:
        for key in "abc":
            it.say("telegram", "photo", key=key)
        it.settled()
        assert it.reader.albums == [3]


def test_what_was_stored_before_a_stop_is_answered_after_the_start(platform: Platform, tmp_path: Path) -> None:
    senders.serve(platform)
    database = open_database(tmp_path / "serve.db")
    channels = wiring.channels(house.settings(platform, tmp_path), Spool(tmp_path / "in"), None)
    asleep = Talker(database, channels, Echo(), Spool(tmp_path / "in"), Metrics())
    delivery = made("telegram", "text").delivery()
    assert asleep.put(channels["telegram"].messages(delivery)) == 1
    asleep.store.close()
    database.close()
    with talked(platform, tmp_path) as it:
        it.settled()
        assert len(it.texts("telegram")) == 1


def test_forgetting(platform: Platform, tmp_path: Path) -> None:
    import sqlite3

    senders.serve(platform)
    with talked(platform, tmp_path) as it:
        it.say("telegram", "photo", key="a", chat="123450099")
        it.say("telegram", "text", key="b", chat="123450099", words="/forget")
        it.settled()
    with closing(sqlite3.connect(tmp_path / "serve.db")) as c:
        dump = "\n".join(c.iterdump())
    assert "123450099" not in dump  # no number stays behind, in any table
    assert "Serum X" not in dump


def messenger(it: Talked, attachments: list[dict[str, Any]]) -> None:
    message = {"mid": "m_1", "attachments": attachments}
    event = {"sender": {"id": "777"}, "recipient": {"id": "1"}, "timestamp": 1_700_000_000_000, "message": message}
    body = json.dumps({"object": "page", "entry": [{"id": "1", "time": 1, "messaging": [event]}]}).encode()
    request = senders.signed("messenger", body)
    assert it.http.post("/webhooks/messenger", content=request.body, headers=request.headers).status_code == 200


def test_what_was_sent_beside_the_photos_reaches_whoever_judges_them(platform: Platform, tmp_path: Path) -> None:
    """Photos beyond the tenth, a PDF, a photo that the platform does not hand out: counted, and not passed over."""
    senders.serve(platform)
    platform.on("GET /cdn/*", lambda asked: Told(404) if "gone" in asked.path else Told(body=JPEG))
    names = ["gone", *"abcdefghijk"]
    photos = [{"type": "image", "payload": {"url": f"{platform.url}/cdn/{n}.jpg"}} for n in names]
    others = [{"type": "file", "payload": {"url": f"{platform.url}/cdn/leaflet.pdf"}}, {"type": "image", "payload": {"sticker_id": 1}}]
    with talked(platform, tmp_path) as it:
        messenger(it, [*photos, *others])
        it.settled()
    assert (it.reader.albums, it.reader.missing) == ([9], [(2, 1, 1)])


def test_a_photo_over_the_limit_is_missing_from_its_album(platform: Platform, tmp_path: Path) -> None:
    senders.serve(platform)
    with talked(platform, tmp_path, {"sender_limit": "1/hour"}) as it:
        for key in ("a", "b"):
            it.say("whatsapp", "photo", key=key)
        it.settled()
    assert (it.reader.albums, it.reader.missing) == ([1], [(1, 0, 0)])


def test_a_list_that_is_too_long_is_not_judged_by_its_first_part(platform: Platform, tmp_path: Path) -> None:
    """The retinol behind its twenty-thousandth letter was cut off with the rest, and what was left was a glide."""
    senders.serve(platform)
    words = "Ingredients: Aqua, Sodium Hyaluronate" + ", Sodium Chloride" * 1300 + ", Retinol."
    with talked(platform, tmp_path) as it:
        it.say("slack", "text", words=words)
        it.settled()
    (said,) = it.texts("slack")
    assert "GLIDE" not in said
    assert "too long" in said.lower() or "longer" in said.lower(), said
