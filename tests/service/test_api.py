"""The HTTP API: every answer of the right form, every refusal a problem+json."""

from __future__ import annotations

import logging
import socket
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from channels import senders
from service.house import Memory, Quick, client, service

from glidecheck.errors import EngineMissing
from glidecheck.report import jsonform
from glidecheck.service import problems
from glidecheck.service.readers import Busy, Question, Stopping

KEY = "a-key-of-the-clinic-0123456789"
PHOTO = ("front.jpg", b"\xff\xd8\xff\xe0photo", "image/jpeg")


def scan(http: httpx.Client, **other: Any) -> httpx.Response:
    return http.post("/v1/scan", **{"files": [("photo", PHOTO)], **other})


def test_a_scan(tmp_path: Path) -> None:
    reader = Quick()
    http = client(service(None, tmp_path, reader=reader))
    response = scan(http, files=[("photo", PHOTO), ("photo", ("../../back\n.jpg", b"x", "image/png"))], data={"product": "Serum X"})
    assert response.status_code == 200, response.text
    jsonschema.validate(response.json(), jsonform.schema())
    (asked,) = reader.asked
    assert asked["photos"] == [PHOTO[1], b"x"]
    assert asked["product"] == "Serum X"
    assert not any("/" in n or "\n" in n for n in asked["names"])


def test_a_text(tmp_path: Path) -> None:
    reader = Quick()
    http = client(service(None, tmp_path, reader=reader))
    assert http.post("/v1/scan", files={"text": (None, "Ingredients: Aqua, Rétinol")}).status_code == 200
    assert reader.asked[0]["text"] == "Ingredients: Aqua, Rétinol"
    assert http.post("/v1/look", files={"text": (None, "Aqua")}).json()["pictures"] == []


def test_a_large_photo_passes_through_the_disk(tmp_path: Path) -> None:
    reader = Quick()
    http = client(service(None, tmp_path, reader=reader))
    data = bytes(range(256)) * 20_000
    assert scan(http, files=[("photo", ("a.jpg", data, "image/jpeg"))]).status_code == 200
    assert reader.asked[0]["photos"] == [data]


TEXT = {"text": (None, "x")}


@pytest.mark.parametrize(
    ("status", "given"),
    [
        (422, {"files": {"other": (None, "x")}}),
        (422, {"files": {**TEXT, "photo": PHOTO}}),
        (422, {"files": {**TEXT, "extra": (None, "x")}}),
        (422, {"files": {"text": (None, "")}}),
        (422, {"files": {"text": (None, "x" * 20_001)}}),
        (422, {"files": [("text", (None, "x")), ("text", (None, "y"))]}),
        (422, {"files": {"photo": (None, "not a file")}}),
        (422, {"files": {**TEXT, "product": (None, "")}}),
        (422, {"files": {**TEXT, "product": (None, "a\x00b")}}),
        (422, {"files": {**TEXT, "product": (None, "x" * 201)}}),
        (422, {"files": [("photo", PHOTO)] * 7}),
        (400, {"files": [("photo", PHOTO)] * 12}),
        (415, {"json": {"text": "x"}, "files": None}),
        (415, {"content": b"x", "files": None}),
        (400, {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}, "files": None}),
        (400, {"content": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=b"}, "files": None}),
        (413, {"files": {"photo": ("a.jpg", b"x" * 1_100_000, "image/jpeg")}}),
    ],
)
def test_what_is_refused(status: int, given: dict[str, Any], tmp_path: Path) -> None:
    response = scan(client(service(None, tmp_path, upload_mb=1)), **given)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == problems.MEDIA_TYPE
    body = response.json()
    jsonschema.validate(body, problems.SCHEMA)
    assert body["status"] == status


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/nothing", 404), ("GET", "/v1/scan", 405), ("DELETE", "/webhooks/telegram", 405), ("POST", "/healthz", 405),
    ("BREW", "/v1/scan", 405),
    ("GET", "/page/../settings.py", 404), ("GET", "/page/settings.py", 404), ("GET", "/page/%2e%2e%2fapp.py", 404), ("GET", "/docs", 404),
])  # fmt: skip
def test_what_is_not_there(method: str, path: str, status: int, tmp_path: Path) -> None:
    response = client(service(None, tmp_path)).request(method, path)
    assert (response.status_code, response.headers["content-type"]) == (status, problems.MEDIA_TYPE)
    if status == 405:
        assert response.headers["allow"]


@pytest.mark.parametrize("path", ["/", "/healthz", "/page/page.js", "/nothing"])
def test_head_answers_as_get_without_the_body(path: str, tmp_path: Path) -> None:
    http = client(service(None, tmp_path))
    get, head = http.get(path), http.head(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert {k: v for k, v in head.headers.items() if k != "x-request-id"} == {k: v for k, v in get.headers.items() if k != "x-request-id"}


def test_a_key_is_asked_for_where_there_are_keys(tmp_path: Path) -> None:
    http = client(service(None, tmp_path, api_keys=f"{KEY}, another-key-0123456789"))
    assert scan(http).status_code == 401
    for headers in (
        {"Authorization": "Bearer wrong"},
        {"X-API-Key": "é"},
        {"Authorization": "Basic x"},
        {"Authorization": f"Bearer {KEY}x"},
    ):
        response = scan(http, headers={k: v.encode() for k, v in headers.items()})
        assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")
    assert scan(http, headers={"Authorization": f"bearer {KEY}"}).status_code == 200
    assert scan(http, headers={"X-API-Key": "another-key-0123456789"}).status_code == 200
    assert http.get("/healthz").status_code == 200


@pytest.mark.parametrize("error", [Busy("full", "wait"), Stopping("stopping", "wait"), EngineMissing("no engine", "install it")])
def test_a_reader_that_cannot(error: Any, tmp_path: Path) -> None:
    response = scan(client(service(None, tmp_path, reader=Quick(error=error))))
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0


def test_one_address_has_so_many_requests(tmp_path: Path) -> None:
    http = client(service(None, tmp_path, address_limit="2/hour"))
    assert [scan(http).status_code for _ in range(3)] == [200, 200, 429]
    assert int(scan(http).headers["retry-after"]) > 0


def test_everything_else_is_answered_while_a_scan_is_read(tmp_path: Path) -> None:
    reader = Quick(hold=threading.Event())
    http = client(service(None, tmp_path, reader=reader))
    waiting = threading.Thread(target=lambda: scan(http))
    waiting.start()
    while not reader.asked:
        time.sleep(0.01)
    assert http.get("/healthz").text == "ok\n"
    reader.hold.set()  # type: ignore[union-attr]
    waiting.join(10)


def test_a_body_that_drips_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glidecheck.service.shell.BODY_S", 0.3)
    http = client(service(None, tmp_path))
    with socket.create_connection((http.base_url.host, http.base_url.port or 0), 10) as raw:
        signed = b"X-Telegram-Bot-Api-Secret-Token: x\r\n"  # without it, the body is not waited for at all
        raw.sendall(b"POST /webhooks/telegram HTTP/1.1\r\nHost: x\r\n" + signed + b"Content-Length: 100\r\n\r\n{")
        assert raw.recv(100).startswith(b"HTTP/1.1 408")


def test_health(tmp_path: Path) -> None:
    inbox = Memory()
    http = client(service(None, tmp_path, inbox))
    assert http.get("/readyz").status_code == 200
    inbox.trouble = "The database cannot be written."
    assert http.get("/readyz").status_code == 503
    assert http.get("/healthz").status_code == 200


def test_counts(tmp_path: Path) -> None:
    http = client(service(None, tmp_path))
    scan(http)
    http.get("/a-path-with-a-number-15550001111?token=hush")
    text = http.get("/metrics").text
    assert 'glidecheck_scans_total{face="api",reading="unreadable",verdict="skipped"} 1.0' in text
    assert 'glidecheck_requests_total{method="POST",route="/v1/scan",status="200"} 1.0' in text
    assert "15550001111" not in text
    for name in ("queue_depth", "answers_given_up", "ack_seconds", "request_seconds"):
        assert f"glidecheck_{name}" in text


def test_headers(tmp_path: Path) -> None:
    http = client(service(None, tmp_path))
    for path in ("/healthz", "/nothing", "/openapi.json"):
        headers = http.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-request-id"]
    assert http.get("/healthz", headers={"X-Request-ID": "from-the-proxy-1"}).headers["x-request-id"] == "from-the-proxy-1"
    assert http.get("/healthz", headers={"X-Request-ID": "a b"}).headers["x-request-id"] != "a b"


def test_the_log_holds_no_secret_no_number_and_no_text(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    http = client(service(None, tmp_path, api_keys=KEY))
    scan(http, headers={"Authorization": f"Bearer {KEY}"})
    http.get("/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=guess-of-a-token&hub.challenge=1")
    for name in senders.NAMES:
        request = senders.made(
            name, "text", "https://x.example", chat="15550002222" if name == "telegram" else None, words="my retinol story"
        )
        http.post(f"/webhooks/{name}?secret=in-a-query", content=request.body, headers=request.headers)
        http.post(f"/webhooks/{name}", content=request.body[:-3], headers=request.headers)
    out, err = capfd.readouterr()
    ours = [r for r in caplog.records if not r.name.startswith(("httpx", "httpcore"))]  # the test's own client
    said = out + err + "\n".join(r.getMessage() for r in ours)
    assert "POST /v1/scan 200" in said
    for hidden in (
        *senders.SECRETS.values(),
        senders.TELEGRAM_TOKEN,
        KEY,
        "guess-of-a-token",
        "in-a-query",
        "retinol story",
        "15550001111",
        "15550002222",
    ):
        assert hidden not in said


def test_a_bug_is_told_without_what_was_sent(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    class Broken(Quick):
        def scan(self, asked: Question) -> dict[str, Any]:
            raise ZeroDivisionError("the patient's words")

    response = scan(client(service(None, tmp_path, reader=Broken())))
    assert (response.status_code, response.headers["content-type"]) == (500, problems.MEDIA_TYPE)
    assert response.json()["request_id"]
    assert "patient" not in response.text + caplog.text
    assert "ZeroDivisionError" in caplog.text
