"""What a platform is told: the right status for every request, and acknowledged only what is stored."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from channels import senders
from channels.fake_platform import Platform
from channels.senders import NAMES, Made, made, signed
from service.house import Memory, client, service

from glidecheck.chat.model import Kind

NONSENSE = [b"", b"{", b"[[[[", b"null", b'{"entry": 1, "events": 1, "update_id": 1, "type": "event_callback", "object": "page"}']


def post(http: httpx.Client, name: str, request: Made) -> httpx.Response:
    return http.post(f"/webhooks/{name}", content=request.body, headers=request.headers)


@pytest.mark.parametrize("name", NAMES)
def test_a_message_is_stored_once_and_acknowledged(name: str, platform: Platform, tmp_path: Path) -> None:
    inbox = Memory()
    http = client(service(platform, tmp_path, inbox))
    for _ in range(2):
        response = post(http, name, made(name, "photo", platform.url))
        assert response.status_code == 200, response.text
    assert [m.kind for m in inbox.kept.values()] == [Kind.PHOTO]
    assert response.text.strip() == ('<?xml version="1.0" encoding="UTF-8"?><Response/>' if name == "twilio" else "")
    assert platform.asked == []  # nothing is fetched before it is acknowledged


@pytest.mark.parametrize("name", [n for n in NAMES if n != "generic"])
@pytest.mark.parametrize(("what", "count"), [("event", 0), ("own", 0), ("sticker", 1), ("video", 1), ("text", 1)])
def test_what_comes_besides_photos(name: str, what: str, count: int, platform: Platform, tmp_path: Path) -> None:
    inbox = Memory()
    assert post(client(service(platform, tmp_path, inbox)), name, made(name, what, platform.url)).status_code == 200
    assert len(inbox.kept) == count


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_signature(name: str, platform: Platform, tmp_path: Path) -> None:
    inbox = Memory()
    body = senders.payload(name, "photo", platform=platform.url)
    secret = "whsec_" + "YW5vdGhlcg" if name == "generic" else "another-secret"
    response = post(client(service(platform, tmp_path, inbox)), name, signed(name, body, secret=secret))
    assert (response.status_code, response.headers["content-type"]) == (401, "application/problem+json")
    assert inbox.calls == 0
    assert post(client(service(platform, tmp_path, inbox)), name, Made(body, {})).status_code == 401


@pytest.mark.parametrize("name", ["slack", "generic"])
def test_a_stale_request(name: str, platform: Platform, tmp_path: Path) -> None:
    body = senders.payload(name, "photo", platform=platform.url)
    assert post(client(service(platform, tmp_path)), name, signed(name, body, at=time.time() - 400)).status_code == 401


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("body", NONSENSE)
def test_a_signed_body_that_makes_no_sense(name: str, body: bytes, platform: Platform, tmp_path: Path) -> None:
    response = post(client(service(platform, tmp_path)), name, signed(name, body))
    assert response.status_code in (200, 400)
    if response.status_code == 400:
        assert response.json()["status"] == 400


@pytest.mark.parametrize("name", NAMES)
def test_a_body_that_is_too_large_is_not_read_to_its_end(name: str, platform: Platform, tmp_path: Path) -> None:
    made_ = service(platform, tmp_path)
    limit = made_.channels[name].max_body
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while read < limit + 5_000_000:
            read += 100_000
            yield b"x" * 100_000

    http = client(made_)
    try:
        headers = dict.fromkeys(made_.channels[name].signed_by, "x")
        assert http.post(f"/webhooks/{name}", content=endless(), headers=headers).status_code == 413
    except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        assert read < limit + 5_000_000  # it hung up while we were sending
    with socket.create_connection((http.base_url.host, http.base_url.port or 0), 10) as raw:  # it does not wait for what is announced
        raw.sendall(f"POST /webhooks/{name} HTTP/1.1\r\nHost: x\r\nContent-Length: {limit + 1}\r\n\r\n".encode())
        assert raw.recv(100).startswith(b"HTTP/1.1 413")


def test_a_message_that_cannot_be_stored_is_not_acknowledged(platform: Platform, tmp_path: Path) -> None:
    response = post(client(service(platform, tmp_path, Memory(broken=True))), "telegram", made("telegram", "text"))
    assert response.status_code == 503
    assert response.headers["retry-after"]


def test_a_channel_that_is_off(platform: Platform, tmp_path: Path) -> None:
    http = client(service(platform, tmp_path, telegram_token=""))
    assert post(http, "telegram", made("telegram", "text")).status_code == 404
    assert post(http, "nothing", made("telegram", "text")).status_code == 404


@pytest.mark.parametrize("name", ["whatsapp", "messenger"])
def test_meta_asks_whether_the_address_is_ours(name: str, platform: Platform, tmp_path: Path) -> None:
    http = client(service(platform, tmp_path))
    asked = {"hub.mode": "subscribe", "hub.verify_token": "verify-me", "hub.challenge": "<b>1158201444"}
    response = http.get(f"/webhooks/{name}", params=asked)
    assert (response.status_code, response.text) == (200, "<b>1158201444")
    assert response.headers["content-type"].startswith("text/plain")
    assert http.get(f"/webhooks/{name}", params={**asked, "hub.verify_token": "x"}).status_code == 401
    assert http.get(f"/webhooks/{name}").status_code == 422
    assert http.get("/webhooks/telegram", params=asked).status_code == 404


def test_slack_asks_whether_the_address_is_ours(platform: Platform, tmp_path: Path) -> None:
    response = post(client(service(platform, tmp_path)), "slack", signed("slack", b'{"type": "url_verification", "challenge": "abc"}'))
    assert (response.status_code, response.text) == (200, "abc")


def test_twilio_behind_a_proxy(platform: Platform, tmp_path: Path) -> None:
    """The request arrives by http at another host; the signature was made over the public address."""
    assert post(client(service(platform, tmp_path)), "twilio", made("twilio", "text")).status_code == 200


def test_one_sender_has_so_many_messages(platform: Platform, tmp_path: Path) -> None:
    senders.serve(platform)
    inbox = Memory()
    http = client(service(platform, tmp_path, inbox, sender_limit="3/hour"))
    for n in range(6):
        assert post(http, "telegram", made("telegram", "text", key=f"k{n}")).status_code == 200
    assert len(inbox.kept) == 3
    until = time.monotonic() + 20
    while not platform.to(senders.ANSWERS["telegram"]) and time.monotonic() < until:
        time.sleep(0.02)
    assert len(platform.to(senders.ANSWERS["telegram"])) == 1  # told once
    assert post(http, "telegram", made("telegram", "text", key="other", chat="8")).status_code == 200
    assert len(inbox.kept) == 4
    assert post(http, "telegram", made("telegram", "text", key="u", words="my baby has a seizure")).status_code == 200
    assert len(inbox.kept) == 5  # urgent signs are never held back


def test_guessing_a_secret_is_slowed_down(platform: Platform, tmp_path: Path) -> None:
    http = client(service(platform, tmp_path, address_limit="3/hour"))
    wrong = Made(b"{}", {"X-Telegram-Bot-Api-Secret-Token": "guess"})
    assert [post(http, "telegram", wrong).status_code for _ in range(5)] == [401, 401, 401, 429, 429]


def test_a_picture_is_handed_to_the_platform_for_a_while(platform: Platform, tmp_path: Path) -> None:
    made_ = service(platform, tmp_path)
    assert made_.pictures is not None
    token = made_.pictures.put(b"\xff\xd8\xff")
    http = client(made_)
    assert http.get(f"/pictures/{token}.jpg").content == b"\xff\xd8\xff"
    for wrong in ("x.jpg", "../serve.db", token.upper() + ".jpg", "0" * 32 + ".jpg"):
        assert http.get(f"/pictures/{wrong}").status_code == 404
