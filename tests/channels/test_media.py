"""What the guard refuses, each case proved by a server that was not asked; the same cases reach it when the guard is off."""

from __future__ import annotations

import socket
import threading
import time

import httpcore
import pytest
from channels.fake_platform import JPEG, Platform, Told

from glidecheck.channels import media
from glidecheck.channels.base import MediaRefused, MediaUnreachable, Why
from glidecheck.channels.media import Guard


def guard(platform: Platform, **other: object) -> Guard:
    return Guard(("photos.example.com",), test_host=platform.host, **other)  # type: ignore[arg-type]


def test_a_photo_is_fetched(platform: Platform) -> None:
    platform.on("GET /a.jpg", Told(body=JPEG))
    assert media.fetch(f"{platform.url}/a.jpg", guard(platform)) == JPEG


def test_a_token_goes_to_the_first_host_alone(platform: Platform) -> None:
    other = f"http://localhost:{platform.host.partition(':')[2]}"
    platform.on("GET /a", Told(302, b"", {"Location": "/b"}))
    platform.on("GET /b", Told(body=JPEG))
    media.fetch(f"{platform.url}/a", guard(platform), {"Authorization": "Bearer t"})
    assert [a.headers.get("authorization") for a in platform.asked] == ["Bearer t", "Bearer t"]
    platform.asked.clear()
    platform.on("GET /c", Told(302, b"", {"Location": f"{other}/b"}))
    with pytest.raises(MediaRefused):
        media.fetch(f"{platform.url}/c", guard(platform), {"Authorization": "Bearer t"})
    assert [a.path for a in platform.asked] == ["/c"]


PORT = "{port}"
LOOPBACK = [
    "http://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/",
    "http://localhost:{port}/",
    "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.1:{port}/",
    "http://017700000001:{port}/",
    "http://127.1:{port}/",
    "http://0:{port}/",
    "http://0.0.0.0:{port}/",
    "http://user:pass@127.0.0.1:{port}/",
    "http://photos.example.com@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@photos.example.com/",
    "http://１２７.0.0.1:{port}/",
    "http://127。0。0。1:{port}/",
]  # fmt: skip
ELSEWHERE = [
    "file:///etc/passwd",
    "ftp://photos.example.com/a.jpg",
    "gopher://photos.example.com/",
    "data:image/jpeg;base64,/9j/",
    "//photos.example.com/a.jpg",
    "",
    "photos.example.com/a.jpg",
    "http://photos.example.com/a.jpg",
    "https://photos.example.com:8443/a.jpg",
    "https://photos.example.com:22/a.jpg",
    "https://user@photos.example.com/a.jpg",
    "https://evil.example.net/a.jpg",
    "https://photos.example.com.evil.example.net/a.jpg",
    "https://evilphotos.example.com/a.jpg",
    "https://photos.example.com./a.jpg",
    "https://169.254.169.254/latest/meta-data/",
    "https://10.0.0.1/",
    "https://192.168.1.1/",
    "https://172.16.0.1/",
    "https://100.64.0.1/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://metadata/",
    "https://\x00photos.example.com/",
    "https://photos.example.com\r\nHost: x/",
    "https://" + "a" * 300 + ".com/",
    "https://[",
    "https://xn--/",
]


@pytest.mark.parametrize("address", LOOPBACK + ELSEWHERE)
def test_refused_before_a_byte_is_sent(platform: Platform, address: str) -> None:
    strict = Guard(("photos.example.com",), resolver=lambda host, port: ["127.0.0.1"])
    with pytest.raises(MediaRefused) as refused:
        media.fetch(address.format(port=platform.host.partition(":")[2]), strict)
    assert refused.value.why is Why.ADDRESS
    assert platform.asked == []
    assert "example" not in str(refused.value)


@pytest.mark.parametrize("address", LOOPBACK)
def test_every_host_allowed_still_refuses_loopback(platform: Platform, address: str) -> None:
    with pytest.raises(MediaRefused):
        media.fetch(address.format(port=platform.host.partition(":")[2]), Guard(("*",)))
    assert platform.asked == []


@pytest.mark.parametrize("spelling", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "127.1"])
def test_these_spellings_reach_loopback_without_the_guard(platform: Platform, spelling: str) -> None:
    """The table above would let requests through if the guard were off: the same addresses do reach the server then."""
    platform.on("GET /", Told(body=JPEG))
    port = int(platform.host.partition(":")[2])
    with httpcore.ConnectionPool(network_backend=httpcore.SyncBackend()) as pool:
        assert pool.request("GET", f"http://{spelling}:{port}/").status == 200
    assert len(platform.asked) == 1


PRIVATE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1", "100.127.255.255",
    "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "203.0.113.5", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "168.63.129.16", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:8.8.8.8", "::127.0.0.1",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::1", "2001::1", "2001:db8::1", "2002:808:808::", "fec0::1", "3fff::1", "100::1", "5f00::1", "not an address", "",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_no_public_address(address: str) -> None:
    assert not media.public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "149.154.167.220", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001::200e"])
def test_public_address(address: str) -> None:
    assert media.public(address)


@pytest.mark.parametrize("addresses", [[a] for a in PRIVATE] + [["8.8.8.8", "127.0.0.1"], []])
def test_a_name_that_leads_into_a_private_network_is_refused(addresses: list[str]) -> None:
    with pytest.raises(MediaRefused):
        media.fetch("https://photos.example.com/a.jpg", Guard(("photos.example.com",), resolver=lambda host, port: addresses))


def test_a_name_that_is_not_known_is_tried_again_later() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror("no such name")

    with pytest.raises(MediaUnreachable):
        media.fetch("https://photos.example.com/a.jpg", Guard(("photos.example.com",), resolver=unknown))


def test_a_name_that_nobody_finds_is_not_waited_for() -> None:
    """The look-up stands within the deadline of the whole."""
    let_go = threading.Event()

    def slow(host: str, port: int) -> list[str]:
        let_go.wait(20)
        return ["93.184.216.34"]

    started = time.monotonic()
    with pytest.raises(MediaUnreachable, match="in time"):
        media.fetch("https://photos.example.com/a.jpg", Guard(("photos.example.com",), resolver=slow, seconds=0.2))
    assert time.monotonic() - started < 10
    let_go.set()


def test_the_checked_address_is_the_one_connected_to(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that stands for a public address at the check and for another one a moment later: looked up once, connected to the first."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    asked: list[str] = []
    connected: list[str] = []

    def turning(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    def connect(self: object, host: str, *args: object, **options: object) -> httpcore.NetworkStream:
        connected.append(host)
        raise httpcore.ConnectError("not in a test")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(MediaUnreachable):
        media.fetch("https://photos.example.com/a.jpg", Guard(("photos.example.com",), resolver=turning))
    assert asked == ["photos.example.com"]
    assert connected == ["93.184.216.34"]


def test_tls_asks_for_the_name_and_not_for_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str | None] = []

    class Stream(httpcore.MockStream):
        def start_tls(
            self, ssl_context: object, server_hostname: str | None = None, timeout: float | None = None
        ) -> httpcore.NetworkStream:
            assert ssl_context.check_hostname  # type: ignore[attr-defined]
            names.append(server_hostname)
            return self

    reply = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(JPEG) + JPEG
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", lambda *a, **o: Stream([reply]))
    found = media.fetch("https://photos.example.com/a.jpg", Guard(("photos.example.com",), resolver=lambda h, p: ["93.184.216.34"]))
    assert found == JPEG
    assert names == ["photos.example.com"]


@pytest.mark.parametrize(
    "to", ["http://169.254.169.254/", "https://10.0.0.1/", "file:///etc/passwd", "https://evil.example.net/", "http://["]
)
def test_a_redirect_is_checked_like_the_first_address(platform: Platform, to: str) -> None:
    platform.on("GET /a", Told(302, b"", {"Location": to}))
    with pytest.raises(MediaRefused):
        media.fetch(f"{platform.url}/a", guard(platform))
    assert [a.path for a in platform.asked] == ["/a"]


def test_a_redirect_to_another_port_of_loopback_is_not_followed(platform: Platform) -> None:
    port = int(platform.host.partition(":")[2])
    platform.on("GET /a", Told(302, b"", {"Location": f"http://127.0.0.1:{port + 1}/"}))
    with pytest.raises(MediaRefused):
        media.fetch(f"{platform.url}/a", guard(platform))


def test_redirects_end(platform: Platform) -> None:
    platform.on("GET /a", Told(302, b"", {"Location": "/a"}))
    with pytest.raises(MediaRefused):
        media.fetch(f"{platform.url}/a", guard(platform))
    assert len(platform.asked) == media.REDIRECTS + 1


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (Told(404), Why.GONE),
        (Told(410), Why.GONE),
        (Told(403), Why.GONE),
        (Told(401), Why.GONE),
        (Told(413), Why.TOO_LARGE),
        (Told(body=b"<!DOCTYPE html><title>Please log in</title>"), Why.NOT_A_PHOTO),
        (Told(body=b""), Why.NOT_A_PHOTO),
        (Told(body=b"\0\0\0\x18ftypmp42" + b"\0" * 50), Why.NOT_A_PHOTO),
        (Told(body=b"RIFF\0\0\0\0WAVE"), Why.NOT_A_PHOTO),
        (Told(body=JPEG, headers={"Content-Encoding": "gzip"}), Why.NOT_A_PHOTO),
        (Told(body=JPEG + b"\0" * 5000), Why.TOO_LARGE),
    ],
)
def test_what_is_no_photo(platform: Platform, told: Told, why: Why) -> None:
    platform.on("GET /a", told)
    with pytest.raises(MediaRefused) as refused:
        media.fetch(f"{platform.url}/a", guard(platform, max_bytes=5000))
    assert refused.value.why is why


def test_a_size_that_is_not_told_is_capped_while_it_streams() -> None:
    """A server that never stops sending is hung up on."""
    sent = 0
    listener = socket.create_server(("127.0.0.1", 0))

    def endless() -> None:
        nonlocal sent
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            try:
                while sent < 50_000_000:
                    connection.sendall(b"10000\r\n" + JPEG.ljust(0x10000, b"\0") + b"\r\n")
                    sent += 0x10000
            except OSError:
                return

    import threading

    thread = threading.Thread(target=endless, daemon=True)
    thread.start()
    host = f"127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(MediaRefused) as refused:
        media.fetch(f"http://{host}/", Guard((), test_host=host, max_bytes=300_000))
    thread.join(10)
    listener.close()
    assert refused.value.why is Why.TOO_LARGE
    assert sent < 50_000_000


def test_a_server_that_drips_is_left() -> None:
    import threading
    import time

    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def drip() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not stop.wait(0.05):
                try:
                    connection.sendall(b"a")
                except OSError:
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    host = f"127.0.0.1:{listener.getsockname()[1]}"
    started = time.monotonic()
    with pytest.raises(MediaUnreachable):
        media.fetch(f"http://{host}/", Guard((), test_host=host, seconds=0.4))
    assert time.monotonic() - started < 10  # each byte came well within any timeout of a single read
    stop.set()
    thread.join(10)
    listener.close()


def test_a_proxy_of_the_environment_is_not_used(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    platform.on("GET /a.jpg", Told(body=JPEG))
    assert media.fetch(f"{platform.url}/a.jpg", guard(platform)) == JPEG


@pytest.mark.parametrize(("status", "error"), [(500, MediaUnreachable), (503, MediaUnreachable), (204, MediaUnreachable)])
def test_a_broken_platform_is_asked_again_later(platform: Platform, status: int, error: type[Exception]) -> None:
    platform.on("GET /a", Told(status, b""))
    with pytest.raises(error):
        media.fetch(f"{platform.url}/a", guard(platform))
