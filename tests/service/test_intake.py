"""What is taken in, and from whom: refused before it is read, bounded while it is, and no client keeps the others waiting."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from channels import senders
from channels.fake_platform import Platform
from channels.senders import made
from service.house import Memory, Quick, client, service
from starlette.requests import Request

from glidecheck.chat.model import Kind
from glidecheck.service import clients
from glidecheck.service.connections import guarded
from glidecheck.service.problems import Problem
from glidecheck.service.readers import Busy, Question, Readers

PHOTO = ("front.jpg", b"\xff\xd8\xff\xe0photo", "image/jpeg")
FORM = (
    b'--b\r\nContent-Disposition: form-data; name="photo"; filename="front.jpg"\r\n\r\nfront\r\n'
    b'--b\r\nContent-Disposition: form-data; name="photo"; filename="back.jpg"\r\n\r\nback'
)
HEAD = b"POST /v1/scan HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: %d\r\n\r\n"


def raw(http: httpx.Client, data: bytes) -> bytes:
    """What comes back for bytes that are sent as they are, until the service hangs up or a second is over."""
    with socket.create_connection((http.base_url.host, http.base_url.port or 0), 10) as s:
        s.sendall(data)
        s.settimeout(5)
        return s.recv(4000)


def test_a_form_without_its_end_is_refused_whole(tmp_path: Path) -> None:
    """The front was judged alone, and the back, which had been cut off, was not missed."""
    reader = Quick()
    http = client(service(None, tmp_path, reader=reader))
    for body in (FORM, FORM + b"\r\n--b", FORM + b"\r\n--b\r\n"):
        response = http.post("/v1/scan", content=body, headers={"Content-Type": "multipart/form-data; boundary=b"})
        assert (response.status_code, response.json()["title"]) == (400, "Bad Request")
    assert reader.asked == []
    whole = http.post("/v1/scan", content=FORM + b"\r\n--b--\r\n", headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert whole.status_code == 200
    assert reader.asked[0]["photos"] == [b"front", b"back"]


def test_a_full_queue_is_told_before_the_photos_are_taken_in(tmp_path: Path) -> None:
    http = client(service(None, tmp_path, reader=Quick(full=True)))
    told = raw(http, HEAD % 50_000_000)  # and not a byte of them
    assert told.startswith(b"HTTP/1.1 503")
    assert b"connection: close" in told.lower()


def test_so_many_bytes_are_held_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glidecheck.service.api.BODIES", 1)
    reader = Quick(hold=threading.Event())
    http = client(service(None, tmp_path, reader=reader, upload_mb=1))  # room for two megabytes
    first = threading.Thread(target=lambda: http.post("/v1/scan", files={"photo": ("a.jpg", b"x" * 900_000)}))
    second = threading.Thread(target=lambda: http.post("/v1/scan", files={"photo": ("b.jpg", b"x" * 900_000)}))
    first.start()
    second.start()
    while len(reader.asked) < 2:
        time.sleep(0.01)
    assert http.post("/v1/scan", files={"photo": ("c.jpg", b"x" * 900_000)}).status_code == 503
    reader.hold.set()  # type: ignore[union-attr]
    first.join(10)
    second.join(10)
    assert http.post("/v1/scan", files={"photo": ("c.jpg", b"x" * 900_000)}).status_code == 200


def test_what_is_refused_is_not_read_on(tmp_path: Path) -> None:
    """The connection ends with the refusal, wherever it is decided."""
    http = client(service(None, tmp_path, api_keys="a-key-of-the-clinic-0123456789"))
    told = raw(http, HEAD % 50_000_000 + b"x" * 1000)
    assert told.startswith(b"HTTP/1.1 401")
    assert b"connection: close" in told.lower()


def test_a_refusal_reaches_who_has_sent_it_all(tmp_path: Path) -> None:
    """A connection that is closed over unread bytes is reset, and the answer is lost with it: it happened once in some hundred times."""
    http = client(service(None, tmp_path, reader=Quick(full=True)))
    for size in (10, 1000, 500_000):
        for _ in range(15):
            assert http.post("/v1/scan", content=b"x" * size, headers={"Content-Type": "text/plain"}).status_code == 415
            assert http.post("/v1/scan", files={"photo": ("a.jpg", b"x" * size)}).status_code == 503


# ------------------------------------------------------------------ connections


def answered(s: socket.socket) -> bool:
    """Whether /healthz is answered, to its end."""
    told = b""
    while not told.endswith(b"ok\n"):
        part = s.recv(4000)
        if not part:
            return False
        told += part
    return True


@pytest.fixture
def short(tmp_path: Path) -> Any:
    """A service whose headers must come within 0.4 s and that holds four connections."""
    from glidecheck.service.app import create

    config = uvicorn.Config(
        create(service(None, tmp_path)),
        host="127.0.0.1",
        port=0,
        http=guarded(4, 0.4),
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_keep_alive=30,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    yield ("127.0.0.1", server.servers[0].sockets[0].getsockname()[1])
    server.should_exit = True
    thread.join(10)


@pytest.mark.parametrize("before", [b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"], ids=["first", "second"])
@pytest.mark.parametrize("half", [b"", b"G", b"GET /healthz HTTP/1.1\r\nHost: x\r\n"], ids=["nothing", "a letter", "half"])
def test_half_sent_headers_do_not_live(before: bytes, half: bytes, short: Any) -> None:
    if before and not half:
        pytest.skip("that is an idle connection, which may stay")
    with socket.create_connection(short, 10) as s:
        s.settimeout(5)
        if before:
            s.sendall(before)
            assert answered(s)
        if half:
            s.sendall(half)
        with suppress(ConnectionResetError):
            assert s.recv(100) == b""  # hung up


def test_idle_connections_make_room_for_who_asks(short: Any) -> None:
    with ExitStack() as stack:
        held = [stack.enter_context(socket.create_connection(short, 10)) for _ in range(12)]
        held[-1].settimeout(5)
        held[-1].sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answered(held[-1])


def test_who_asks_for_nothing_makes_room_before_who_was_answered(short: Any) -> None:
    """A platform's connection outlives a flood of half-sent headers."""
    with ExitStack() as stack:
        platform = stack.enter_context(socket.create_connection(short, 10))
        platform.settimeout(5)
        platform.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answered(platform)
        for _ in range(12):
            stack.enter_context(socket.create_connection(short, 10)).sendall(b"GET /hea")
        platform.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answered(platform)


def test_an_answer_that_nobody_takes_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks and does not read holds a place for a moment only."""
    monkeypatch.setattr("glidecheck.service.shell.REQUEST_S", 0.3)
    reader = Quick(hold=threading.Event())
    http = client(service(None, tmp_path, reader=reader))
    response = http.post("/v1/scan", files={"photo": PHOTO})
    assert (response.status_code, response.headers["retry-after"]) == (503, "60")
    reader.hold.set()  # type: ignore[union-attr]


# ------------------------------------------------------------------ whose request it is


def asked(peer: str, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", f.encode()) for f in forwarded]
    return Request({"type": "http", "client": (peer, 1), "headers": headers})


OURS = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("::1/128"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "who"),
    [
        ("203.0.113.9", (), "203.0.113.9"),
        ("203.0.113.9", ("198.51.100.1",), "203.0.113.9"),  # a stranger may write anything
        ("10.0.0.1", ("198.51.100.1",), "198.51.100.1"),
        ("10.0.0.1", ("6.6.6.6, 198.51.100.1, 10.0.0.2",), "198.51.100.1"),  # only what our own proxies wrote
        ("10.0.0.1", ("6.6.6.6", "198.51.100.1"), "198.51.100.1"),
        ("10.0.0.1", ("10.0.0.3",), "10.0.0.3"),
        ("10.0.0.1", ("unknown",), "unknown"),
        ("::1", ("2001:db8:1:2:3::4",), "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", (), "203.0.113.9"),
        ("", (), ""),
    ],
)
def test_the_address_of_whoever_asks(peer: str, forwarded: tuple[str, ...], who: str) -> None:
    assert clients.address(asked(peer, *forwarded), OURS) == who


def test_a_client_has_its_share_of_the_readers_seconds() -> None:
    now = [0.0]
    share = clients.Share(0.5, 2, lambda: now[0])
    with share.turn("a") as count:
        count(clients.BURST_S + 10)
    with pytest.raises(Problem) as refused, share.turn("a"):
        pass
    assert (refused.value.status_code, refused.value.headers["Retry-After"]) == (429, "20")  # type: ignore[index]
    with share.turn("b"):
        pass
    now[0] = 21.0
    with share.turn("a"), share.turn("a"), pytest.raises(Problem), share.turn("a"):
        pass
    off = clients.Share(0.0, 2)
    with off.turn("a") as count:
        count(1e9)
    with off.turn("a"):
        pass


def test_scans_of_strangers_leave_a_reader_to_the_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two processes the API gets one, however many ask; what waits longer than the queue holds is sent away."""
    readers = Readers(2, 1, chat=True)
    busy, most, let_go = [0], [0], threading.Event()

    def ask(*_: Any) -> Any:
        busy[0] += 1
        most[0] = max(most[0], busy[0])
        let_go.wait(10)
        busy[0] -= 1
        return {"scan": {}}, []

    monkeypatch.setattr(readers.pool, "ask", ask)
    threads = [threading.Thread(target=lambda: readers.scan(Question((b"x",)))) for _ in range(2)]
    for thread in threads:
        thread.start()
    while readers.waiting < 2:
        time.sleep(0.01)
    assert readers.full
    with pytest.raises(Busy):
        readers.scan(Question((b"x",)))
    let_go.set()
    for thread in threads:
        thread.join(10)
    assert most[0] == 1
    assert not readers.full
    assert Readers(1, 0, chat=True).pool.size == 2
    assert Readers(1, 0).pool.size == 1


# ------------------------------------------------------------------ senders and secrets


def post(http: httpx.Client, name: str, request: Any) -> int:
    return http.post(f"/webhooks/{name}", content=request.body, headers=request.headers).status_code


@pytest.mark.parametrize("name", senders.NAMES)
def test_wrong_signatures_lock_out_nobody(name: str, platform: Platform, tmp_path: Path) -> None:
    http = client(service(platform, tmp_path, Memory(), address_limit="3/hour"))
    body = senders.payload(name, "photo", platform=platform.url)
    wrong = senders.signed(name, body, secret="whsec_" + "YW5vdGhlcg" if name == "generic" else "another-secret")
    assert [post(http, name, wrong) for _ in range(5)] == [401, 401, 401, 429, 429]
    assert post(http, name, made(name, "photo", platform.url)) == 200  # of the same address
    other = "slack" if name != "slack" else "telegram"
    assert post(http, other, made(other, "text", platform.url)) == 200


@pytest.mark.parametrize("name", senders.NAMES)
def test_while_a_secret_is_exchanged_both_are_taken(name: str, platform: Platform, tmp_path: Path) -> None:
    setting = {"telegram": "telegram_secret", "whatsapp": "whatsapp_app_secret", "twilio": "twilio_token", "slack": "slack_signing_secret",
               "line": "line_secret", "messenger": "messenger_app_secret", "generic": "generic_secret"}[name]  # fmt: skip
    new = "whsec_" + "bmV3LXNlY3JldC1mb3ItdGhlLXRlc3RzLTEyMw==" if name == "generic" else "new-secret-for-tests"
    http = client(service(platform, tmp_path, **{setting: new, f"{setting}_old": senders.SECRETS[name]}))
    body = senders.payload(name, "text", platform=platform.url)
    assert post(http, name, senders.signed(name, body)) == 200  # as the platform still signs
    assert post(http, name, senders.signed(name, body, secret=new)) == 200
    third = "whsec_" + "dGhpcmQtc2VjcmV0LWZvci10aGUtdGVzdHMtMTIz" if name == "generic" else "third-secret"
    assert post(http, name, senders.signed(name, body, secret=third)) == 401


def test_what_comes_again_or_was_refused_does_not_count(platform: Platform, tmp_path: Path) -> None:
    senders.serve(platform)
    inbox = Memory(broken=True)
    http = client(service(platform, tmp_path, inbox, sender_limit="2/hour"))
    first = made("telegram", "photo", key="a")
    assert [post(http, "telegram", first) for _ in range(4)] == [503] * 4
    inbox.broken = False
    assert [post(http, "telegram", first) for _ in range(4)] == [200] * 4
    assert post(http, "telegram", made("telegram", "photo", key="b")) == 200
    assert [len(m.media) for m in inbox.kept.values()] == [1, 1]


def test_a_photo_over_the_limit_is_not_forgotten(platform: Platform, tmp_path: Path) -> None:
    """It is not looked at; that it came is kept, for the other photo of its album must not be judged as if it were all."""
    senders.serve(platform)
    inbox = Memory()
    http = client(service(platform, tmp_path, inbox, sender_limit="1/hour"))
    for key in ("a", "b"):
        assert post(http, "telegram", made("telegram", "photo", key=key)) == 200
    assert [(m.kind, len(m.media), m.withheld) for m in inbox.kept.values()] == [(Kind.PHOTO, 1, 0), (Kind.PHOTO, 0, 1)]
    for key in ("c", "d"):
        body = b'{"chat": "p", "reply_url": "%s/callback", "photo_base64": "/9j/"}' % platform.url.encode()
        assert post(http, "generic", senders.signed("generic", body, key=key)) == 200
    assert len(list((tmp_path / "in").iterdir())) == 1  # what is not looked at is not kept
