"""Answered once: whatever happens to the store, the clock, or a service that has the chat."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from channels import senders
from channels.fake_platform import Asked, Platform, Told
from channels.senders import made
from service import house
from service.test_talking import Echo, _quick, talked  # noqa: F401 - a fixture

from glidecheck.channels.spool import Spool
from glidecheck.chat import answers
from glidecheck.chat.hear import Heard, understand
from glidecheck.chat.intents import What
from glidecheck.chat.model import Incoming, Kind, Media
from glidecheck.chat.state import State
from glidecheck.errors import StoreError
from glidecheck.jobs import slots
from glidecheck.jobs.database import open_database, upgrade
from glidecheck.service import clock, intents, journal, lives, tables, talking, wiring
from glidecheck.service.clock import Clock
from glidecheck.service.health import Health
from glidecheck.service.journal import Journal
from glidecheck.service.lives import Lives
from glidecheck.service.metrics import Metrics
from glidecheck.service.store import Fenced, Store
from glidecheck.service.talking import Talker


def text(n: int, words: str = "is retinal ok?", at: float = 0.0) -> Incoming:
    return Incoming("telegram", f"m{n}", f"chat-{n}", Kind.TEXT, words, at=at)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    database = open_database(tmp_path / "serve.db")
    made_ = Store(database)
    yield made_
    made_.close()
    database.close()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program has the database's only pen."""
    with closing(sqlite3.connect(path, isolation_level=None)) as c:
        c.execute("BEGIN IMMEDIATE")
        yield
        c.execute("ROLLBACK")


# ------------------------------------------------------------------ the fence


def test_what_has_lost_the_chat_writes_nothing(store: Store) -> None:
    store.put([text(1)], 100.0)
    (first,) = store.take("one", 100.0, 10)
    assert store.take("two", 100.0, 10) == []
    numbers, messages, state = store.inbox(first)
    store.heard(first, numbers, understand(messages, state, 100.0), 100.0)
    ((one, _),) = store.open(first.chat)
    with store._database.engine.begin() as c:  # "one" was taken for dead
        lives._let_go(c, "one")
    (second,) = store.take("two", 100.0, 10)
    assert second.token > first.token
    for late in (
        lambda: store.may_send(first, one.id, 0),
        lambda: store.answered(first, one, {"parts": []}, State()),
        lambda: store.heard(first, (), Heard((), State(language="de"), None), 100.0),
        lambda: store.later(first, one.id, 1, 0.0),
        lambda: store.finish(first, one.id),
        lambda: store.leave(first, None),
    ):
        with pytest.raises(Fenced):
            late()
    store.sent(one.id, 1)  # that it is out is a fact, whoever has the chat
    assert not store.may_send(second, one.id, 0)
    assert store.may_send(second, one.id, 1)


def test_a_message_that_comes_while_the_chat_is_in_hand_is_not_left_lying(store: Store) -> None:
    store.put([text(1)], 100.0)
    (hold,) = store.take("one", 100.0, 10)
    numbers, messages, state = store.inbox(hold)
    store.put([replace(text(1), id="m1b")], 100.0)
    store.heard(hold, numbers, understand(messages, state, 100.0), 100.0)
    store.leave(hold, None)
    assert [h.chat for h in store.take("one", 100.0, 10)] == [hold.chat]


# ------------------------------------------------------------------ clocks


@pytest.mark.parametrize("ahead", [-3600.0, -10.0, 10.0, 3600.0])
def test_a_message_waits_for_no_clock(ahead: float, store: Store) -> None:
    """Put in by a service whose clock is an hour, or ten seconds, off from ours."""
    store.put([text(1, at=1000.0 + ahead)], 1000.0 + ahead)
    (hold,) = store.take("one", 1000.0, 10)
    _, (message,), _ = store.inbox(hold)
    assert message.at == 1000.0 + ahead  # as it came, not as the platform's clock said


def test_the_clock_of_a_boot_stays_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = open_database(tmp_path / "serve.db")
    before = Clock(database).now()
    real = time.time
    monkeypatch.setattr(clock.time, "time", lambda: real() + 3600)
    assert 0 <= Clock(database).now() - before < 60
    database.close()


def test_a_clock_that_was_set_back_lets_nothing_wait(store: Store) -> None:
    store.put([text(1)], 10_000.0)
    (hold,) = store.take("one", 10_000.0, 10)
    store.heard(hold, store.inbox(hold)[0], Heard((), State(), None), 10_000.0)
    store.leave(hold, 11_800.0)
    assert store.take("one", 9000.0, 10) == []
    assert store.written_after(9000.0)
    store.set_back(9000.0)
    assert len(store.take("one", 9000.0, 10)) == 1


# ------------------------------------------------------------------ who lives


def test_only_one_that_is_dead_or_silent_for_long_loses_its_chats(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    database = store._database
    slot_one, slot_two = slots.first_free(database, "serve"), slots.first_free(database, "serve")
    one, two = Lives(database, slot_one), Lives(database, slot_two)
    one.begin()
    two.begin()
    store.put([text(1)], 0.0)
    (hold,) = store.take(one.life, 0.0, 10)

    def looks(count: int) -> list[str]:
        gone: list[str] = []
        for _ in range(count):
            two.beat()
            gone += two.bury()
        return gone

    assert looks(lives.SILENT - 2) == []  # it was stopped: its lock is still its own
    one.beat()
    assert looks(lives.SILENT - 2) == []
    assert looks(4) == [slot_one.name]  # an urgent message cannot wait for it for ever
    assert [h.chat for h in store.take(two.life, 0.0, 10)] == [hold.chat]
    one.beat()  # it was stopped only: it lives on, and what it had is behind the fence
    assert looks(3) == []
    slot_one.leave()  # it dies
    assert looks(lives.FREE + 2) == [slot_one.name]
    slot_two.leave()


def test_one_that_starts_again_takes_up_what_it_had(store: Store) -> None:
    database = store._database
    slot = slots.first_free(database, "serve")
    killed = Lives(database, slot)
    killed.begin()
    store.put([text(1)], 0.0)
    store.take(killed.life, 0.0, 10)
    again = Lives(database, slot)
    again.begin()
    assert len(store.take(again.life, 0.0, 10)) == 1
    slot.leave()


def test_what_is_out_stands_in_a_file_before_the_store_knows(store: Store, tmp_path: Path) -> None:
    store.put([text(1)], 0.0)
    (hold,) = store.take("one", 0.0, 10)
    numbers, messages, state = store.inbox(hold)
    store.heard(hold, numbers, understand(messages, state, 0.0), 0.0)
    ((one, _),) = store.open(hold.chat)
    killed = Journal(tmp_path / "spool", "serve-1")
    killed.take_up(store.sent)  # there is nothing yet
    killed.begin()
    killed.note(one.id, 1)
    killed.note("torn", 1)
    path = tmp_path / "spool" / "serve-1.sent"
    path.write_bytes(path.read_bytes()[:-3])
    assert store.may_send(hold, one.id, 0)
    other = Journal(tmp_path / "spool", "serve-2")
    other.take_up(store.sent)
    assert not store.may_send(hold, one.id, 0)
    killed.end()


def test_the_file_of_what_is_out_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "LARGE", 100)
    kept = Journal(tmp_path, "serve-1")
    kept.begin()
    kept.note("waiting", 1)
    for n in range(20):
        kept.note(f"answer-{n}", 1)
        kept.noted(f"answer-{n}")
    path = tmp_path / "serve-1.sent"
    assert path.stat().st_size > 100  # one is not in the store yet
    kept.noted("waiting")
    assert path.stat().st_size == 0
    kept.note("next", 1)
    assert path.read_text() == "next 1\n"
    kept.end()


# ------------------------------------------------------------------ the whole way


def test_a_store_locked_while_an_answer_goes_out(platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform has taken the message, and that cannot be written for longer than a write waits."""
    monkeypatch.setattr("glidecheck.jobs.database.BUSY_S", 0.2)
    senders.serve(platform)
    free = threading.Event()
    route = "POST " + senders.ANSWERS["telegram"]
    good = platform.routes[route]

    def taken(asked: Asked) -> Told:
        if len(platform.to(senders.ANSWERS["telegram"])) == 1:
            threading.Thread(target=lock, daemon=True).start()
            ready.wait(5)
        return good(asked) if callable(good) else good

    ready = threading.Event()

    def lock() -> None:
        with locked(tmp_path / "serve.db"):
            ready.set()
            free.wait(2.0)

    platform.on(route, taken)
    with talked(platform, tmp_path) as it:
        it.say("telegram", "text")
        assert ready.wait(20)
        it.settled()
        assert len(platform.to(senders.ANSWERS["telegram"])) == 1


def test_a_locked_store_answers_webhooks_quickly(platform: Platform, tmp_path: Path) -> None:
    senders.serve(platform)
    with talked(platform, tmp_path) as it:
        with locked(tmp_path / "serve.db"):
            request = made("telegram", "text", key="a")
            began = time.monotonic()
            codes = [it.http.post("/webhooks/telegram", content=request.body, headers=request.headers).status_code for _ in range(3)]
            assert codes == [503] * 3
            assert time.monotonic() - began < 10  # and not 30 each
            assert it.talker.trouble
        it.say("telegram", "text", key="a")  # the platform sends it again
        it.settled()
        assert len(it.texts("telegram")) == 1


def test_one_that_waits_too_long_among_many_closes_no_door() -> None:
    health = Health((), Metrics())

    def store() -> None:
        with health.storing():
            if stored_meanwhile:
                with health.storing():
                    pass
            raise StoreError("locked", "Wait.")

    def fails() -> None:
        with pytest.raises(StoreError, match="locked"):
            store()

    stored_meanwhile = True
    fails()
    with health.storing():
        pass
    stored_meanwhile = False
    fails()
    with health.storing():  # one at a time tries, the others are told at once
        stored_meanwhile = False
        with pytest.raises(StoreError, match="at the moment"), health.storing():
            pass
    with health.storing(), health.storing():  # it went well: the door is open again
        pass


def test_an_urgent_message_overtakes_the_photo_of_its_own_chat(platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talking, "LOOK_S", 0.05)
    senders.serve(platform)
    with talked(platform, tmp_path) as it:
        reading, let = threading.Event(), threading.Event()
        plain = it.reader.album

        def slow(*given: object) -> object:
            reading.set()
            let.wait(20)
            return plain(*given)  # type: ignore[arg-type]

        it.reader.album = slow  # type: ignore[assignment, method-assign]
        it.say("telegram", "photo", key="a")
        assert reading.wait(20)
        it.say("telegram", "text", key="b", words="my baby has a seizure")
        until = time.monotonic() + 20
        while not it.texts("telegram") and time.monotonic() < until:
            time.sleep(0.02)
        urgent = it.texts("telegram")
        let.set()
        it.settled()
        assert len(urgent) == 1
        assert [t for t in it.texts("telegram") if t not in urgent] == ["AVOID: 1 photos"]


def test_urgent_messages_do_not_wait_for_the_photos_of_others(platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talking, "TALKERS", 1)
    senders.serve(platform)
    with talked(platform, tmp_path) as it:
        let = threading.Event()
        plain = it.reader.album
        it.reader.album = lambda *given: (let.wait(20), plain(*given))[1]  # type: ignore[assignment, method-assign]
        it.say("telegram", "photo", key="a", chat="1")
        it.say("telegram", "photo", key="b", chat="2")
        time.sleep(0.5)
        it.say("telegram", "text", key="c", chat="3", words="my baby has a seizure")
        until = time.monotonic() + 20
        while not it.texts("telegram") and time.monotonic() < until:
            time.sleep(0.02)
        assert len(it.texts("telegram")) == 1
        let.set()
        it.settled()
        assert len(it.texts("telegram")) == 3


# ------------------------------------------------------------------ other versions


def test_the_first_release_s_database_is_brought_up(tmp_path: Path) -> None:
    database = open_database(tmp_path / "serve.db")
    upgrade(database, tables.PART, tables.STEPS[:1])
    with database.engine.begin() as c:
        c.exec_driver_sql("INSERT INTO chats VALUES ('c', NULL, 50.0, 0.0, 'gone', 60.0, 1.0), ('d', NULL, NULL, 0.0, NULL, 0.0, 1.0)")
    store = Store(database)
    assert len(store.take("one", 100.0, 10)) == 1  # "c" alone: nothing waits in "d"
    with pytest.raises(StoreError, match="newer glidecheck"):
        upgrade(database, tables.PART, tables.STEPS[:1])
    assert {i["name"] for i in sa.inspect(database.engine).get_indexes("chats")} == {"ix_chats_wake", "ix_chats_holder"}
    store.close()
    database.close()


def test_another_version_s_state_keeps_the_photos_that_wait() -> None:
    photo = Incoming("telegram", "m1", "7", Kind.PHOTO, media=(Media("file-1"),), at=5.0)
    told = State(language="es", pending=(photo,)).to_json()
    told["schema"] = 99
    told["novel"] = {"x": 1}
    told["pending"] = [{**told["pending"][0], "novel": 1}, {"kind": "of another world"}]
    told["told"] = [{"nothing": "of this"}]
    kept = State.from_json(told)
    assert (kept.language, kept.pending, kept.told) == ("es", (photo,), ())


@pytest.mark.parametrize("change", [{"flags": [{"danger": "of tomorrow", "who": "x"}]}, {"flags": (), "signs": ["seizure"]}, {"topic": 7}])
@pytest.mark.parametrize("words", ["my baby has a seizure", "is retinal ok?"])
def test_what_another_version_has_heard_is_answered(change: dict[str, object], words: str) -> None:
    (intent,) = understand((text(1, words),), State(), 0.0).intents
    told = {**json.loads(json.dumps(intents.dump(intent))), **change, "novel": 1}
    loaded = intents.load(told)
    answer = answers.answer(loaded, State(), 0.0).answers[0].text
    assert answer
    if intent.what is What.URGENT:
        assert loaded.what is What.URGENT
        assert "Call now" in answer


def test_an_answer_waits_out_a_full_disk(platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A photo that came with the request cannot be read for longer than a bug is tried."""
    monkeypatch.setattr("glidecheck.service.answering.DISK_S", 0.05)
    senders.serve(platform)
    with talked(platform, tmp_path) as it:
        real, tries = Spool.get, 0

        def broken(self: Spool, token: str) -> bytes | None:
            nonlocal tries
            tries += 1
            if tries < 8:
                raise OSError(28, "No space left on device")
            return real(self, token)

        monkeypatch.setattr(Spool, "get", broken)
        monkeypatch.setattr(Spool, "put", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        it.say("messenger", "photo")
        it.settled()
        assert it.texts("messenger") == ["AVOID: 1 photos"]  # the verdict comes without its picture
        monkeypatch.undo()


def test_the_janitor_outlives_a_read_only_folder(tmp_path: Path, platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    database = open_database(tmp_path / "serve.db")
    spool = Spool(tmp_path / "in", 0.0)
    token = spool.put(b"x")
    monkeypatch.setattr(talking, "JANITOR_S", 0.05)
    monkeypatch.setattr(talking, "PROBE_S", 0.05)
    read_only = threading.Event()
    read_only.set()
    real = Path.unlink

    def unlink(self: Path, missing_ok: bool = False) -> None:
        if read_only.is_set() and self.parent == tmp_path / "in":
            raise OSError(30, "Read-only file system")
        real(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    talker = Talker(database, wiring.channels(house.settings(platform, tmp_path), spool, None), Echo(), spool, Metrics())
    talker.start()
    try:
        until = time.monotonic() + 10
        while not (talker.trouble or "").startswith("The folder of photos") and time.monotonic() < until:
            time.sleep(0.02)
        assert (talker.trouble or "").startswith("The folder of photos")
        assert b"glidecheck_ready 0.0" in talker._metrics.text()
        read_only.clear()
        while (talker.trouble or (tmp_path / "in" / token).exists()) and time.monotonic() < until:
            time.sleep(0.02)
        assert talker.trouble is None
        assert not (tmp_path / "in" / token).exists()
    finally:
        talker.stop(1.0)
        database.close()
