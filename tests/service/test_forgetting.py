"""/forget: what is said to be deleted is deleted, before it is said; and nobody finds a number in what is kept."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from channels import senders
from channels.fake_platform import JPEG, Asked, Platform, Told
from service.test_talking import Talked, talked

from glidecheck.channels.spool import Spool
from glidecheck.chat.model import Incoming, Kind
from glidecheck.jobs.database import open_database, upgrade
from glidecheck.service import answering, talking
from glidecheck.service.store import Store
from glidecheck.service.tables import PART, STEPS

WORDS = "my peculiar story of a rash behind the ear"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talking, "TICK_S", 0.1)
    monkeypatch.setattr(answering, "BACKOFF", (0.05,))


def said(it: Talked, key: str, **fields: str) -> None:
    body = json.dumps({"chat": "patient-17", "reply_url": f"{it.platform.url}/callback", **fields}).encode()
    request = senders.signed("generic", body, key=key)
    assert it.http.post("/webhooks/generic", content=request.body, headers=request.headers).status_code == 200


def kept(folder: Path) -> list[Path]:
    return [p for part in ("in", "out") for p in (folder / part).glob("*") if (folder / part).is_dir()]


def test_a_photo_that_waits_for_its_album_is_deleted_before_that_is_said(platform: Platform, tmp_path: Path) -> None:
    left: list[list[Path]] = []

    def callback(_: Asked) -> Told:
        left.append(kept(tmp_path))
        return Told(body=b"")

    senders.serve(platform)
    platform.on("POST /callback", callback)
    with talked(platform, tmp_path) as it:
        said(it, "a", photo_base64=base64.b64encode(JPEG).decode())
        assert len(kept(tmp_path)) == 1
        said(it, "b", text="/forget")
        it.settled()
        assert left == [[]]
        assert it.reader.albums == []  # nor is it read any more


def test_a_photo_that_is_tried_again_and_a_picture_that_is_handed_out_are_deleted_too(platform: Platform, tmp_path: Path) -> None:
    senders.serve(platform)
    with talked(platform, tmp_path) as it:
        pictures = Spool(tmp_path / "out")
        mine = pictures.put(JPEG, owner=f"{platform.url}/callback#patient-17")
        other = pictures.put(JPEG, owner=f"{platform.url}/callback#patient-18")
        it.reader.error = OSError(28, "No space left on device")  # it waits, to be tried again
        said(it, "a", photo_base64=base64.b64encode(JPEG).decode())
        until = time.monotonic() + 10
        while not it.reader.albums and time.monotonic() < until:
            time.sleep(0.05)
        said(it, "b", text="/forget")
        it.settled()
        assert [p.name for p in kept(tmp_path)] == [other]
        assert pictures.get(mine) is None


def test_nothing_of_what_was_said_stays_in_the_database(platform: Platform, tmp_path: Path) -> None:
    senders.serve(platform)
    with talked(platform, tmp_path) as it:
        said(it, "a", text=WORDS)
        said(it, "b", text="/forget")
        it.settled()
        until = time.monotonic() + 5
        while any(said in everything(tmp_path) for said in (WORDS.encode(), b"patient-17")) and time.monotonic() < until:
            time.sleep(0.05)  # the journal is emptied a moment after the answer is out
        files = everything(tmp_path)
    assert WORDS.encode() not in files
    assert b"patient-17" not in files


def everything(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in folder.glob("serve.db*") if p.is_file())


def test_chats_go_by_salted_hashes(tmp_path: Path) -> None:
    number = "15550001111"
    plain = hashlib.sha256(f"whatsapp\0{number}".encode()).hexdigest()[:40]
    keys = set()
    for name in ("a.db", "b.db"):
        database = open_database(tmp_path / name)
        store = Store(database)
        store.put([Incoming("whatsapp", "m1", number, Kind.TEXT, "hello")], 1.0)
        store.close()
        database.close()
        with closing(sqlite3.connect(tmp_path / name)) as c:
            keys.add(c.execute("SELECT chat FROM chats").fetchone()[0])
    assert len(keys) == 2  # of two databases, none tells the other's
    assert plain not in keys


def test_what_an_earlier_release_kept_is_found_under_the_salted_hash(tmp_path: Path) -> None:
    database = open_database(tmp_path / "a.db")
    upgrade(database, PART, STEPS[:2])
    chat = hashlib.sha256(b"whatsapp\x001555").hexdigest()[:40]
    seen = hashlib.sha256(b"whatsapp\x00m1").hexdigest()[:40]
    with database.engine.begin() as c:
        c.exec_driver_sql("INSERT INTO chats (chat, state, wake, urgent, token, touched) VALUES (?, NULL, 0, 0, 3, 1.0)", (chat,))
        c.exec_driver_sql("INSERT INTO chat_seen (id, at) VALUES (?, 1.0)", (seen,))
        body = json.dumps({"channel": "whatsapp", "id": "m1", "chat": "1555", "kind": "text", "text": "hello", "media": []})
        c.exec_driver_sql("INSERT INTO chat_inbox (chat, body) VALUES (?, ?)", (chat, body))
    store = Store(database)
    assert store.put([Incoming("whatsapp", "m1", "1555", Kind.TEXT, "hello")], 2.0) == ()  # it came before
    assert store.put([Incoming("whatsapp", "m2", "1555", Kind.TEXT, "again")], 2.0)
    (hold,) = store.take("life", 3.0, 10)
    assert [m.id for m in store.inbox(hold)[1]] == ["m1", "m2"]
    store.close()
    database.close()
