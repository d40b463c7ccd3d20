"""`glidecheck chat`: the bot over stdin and stdout, with a program and with a person."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from glidecheck.chat.session import Session
from glidecheck.cli import talk
from glidecheck.errors import Exit, InputError


class _Stdin:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)

    def isatty(self) -> bool:
        return False


def put(monkeypatch: pytest.MonkeyPatch, *lines: object) -> None:
    data = b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)
    monkeypatch.setattr(sys, "stdin", _Stdin(data))


def test_a_line_is_answered_with_a_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    put(monkeypatch, {"chat": "a", "text": "is retinal ok?"}, {"chat": 7, "text": "¿el retinal?", "language": "es-MX"})
    assert talk.lines(Session(), None) is Exit.GLIDE
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["chat"] == "a"
    assert "AVOID" in first["answers"][0]
    assert second["chat"] == "7"
    assert "no lo uses" in second["answers"][0]


def test_a_bad_line_gets_one_line_and_loses_nothing_else(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    bad = [
        b"nonsense",
        b"[]",
        b"[" * 100000,
        b"\xff\xfe",
        b'{"text": "x"}',
        b'{"chat": true}',
        b'{"chat": "a", "text": 5}',
        b'{"chat": "a", "size": 1}',
        b'{"chat": "a", "photos": "x.jpg"}',
        b'{"chat": "a", "photos": ["nowhere.jpg"]}',
        b'{"chat": "a", "photos": ["\\u0000.jpg"]}',
        b'{"chat": "a", "text": "' + b"x" * (talk.MAX_LINE + 10) + b'"}',
    ]
    put(monkeypatch, *bad, b"", {"chat": "a", "text": "is retinal ok? \ud800"})
    assert talk.lines(Session(), None) is Exit.UNJUDGED
    done = capsys.readouterr()
    told = [json.loads(line) for line in done.out.splitlines()]
    assert ["error" in one for one in told] == [True] * len(bad) + [False]
    assert len(done.err.splitlines()) == len(bad)
    assert "AVOID" in told[-1]["answers"][0]


def test_a_photo_that_is_no_file_leaves_the_chat_as_it_was() -> None:
    session = Session()
    session.say("a", "is retinal ok?")
    before = dict(session._states)
    with pytest.raises(InputError):
        session.say("a", "and this?", ("nowhere.jpg",))
    assert session._states == before


def test_a_person_sends_a_photo_by_its_path(tmp_path) -> None:  # type: ignore[no-untyped-def]
    photo = tmp_path / "my front.jpg"
    photo.write_bytes(b"x")
    assert talk.typed(f"is '{photo}' ok?") == ("is ok?", (str(photo),))
    assert talk.typed("I didn't use it.jpg") == ("I didn't use it.jpg", ())


def test_the_command() -> None:
    call = [sys.executable, "-m", "glidecheck", "chat", "--json"]
    done = subprocess.run(call, input='{"chat": "a", "text": "is retinal ok?"}\n', capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "AVOID" in json.loads(done.stdout)["answers"][0]
