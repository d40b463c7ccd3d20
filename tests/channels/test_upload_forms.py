"""A form is whole, or nothing of it is used."""

from __future__ import annotations

import httpx
import pytest

from glidecheck.channels.forms import MAX_PARTS, BadForm, Part, parse

KIND = "multipart/form-data; boundary=edge"
FRONT = b'--edge\r\nContent-Disposition: form-data; name="photo"; filename="front.jpg"\r\nContent-Type: image/jpeg\r\n\r\nfront\r\n'
BACK = FRONT.replace(b"front", b"back")
END = b"--edge--\r\n"


def test_what_a_client_sends_comes_back() -> None:
    files = [("photo", ('a "b".jpg', b"\xff\xd8\r\n--edg\r\n\r\n", "image/jpeg")), ("photo", ("é.jpg", b"")), ("text", (None, "é"))]
    request = httpx.Request("POST", "http://x", files=files)
    parts = parse(request.read(), request.headers["content-type"])
    assert [(p.name, p.data, p.file is not None) for p in parts] == [
        ("photo", b"\xff\xd8\r\n--edg\r\n\r\n", True),
        ("photo", b"", True),
        ("text", "é".encode(), False),
    ]
    assert parts[2].text() == "é"
    assert parse(END, KIND) == ()
    assert parse(FRONT + b"--edge-- \t\r\n", KIND) == (Part("photo", b"front", "front.jpg"),)


CUT = [(f"cut at {n}", (FRONT + BACK + END)[:n]) for n in range(1, len(FRONT + BACK) + 7, 7)]


@pytest.mark.parametrize(
    ("what", "body"),
    [
        *CUT,
        ("no end", FRONT + BACK),
        ("something behind the end", FRONT + END + BACK),
        ("a part within a part's boundary", FRONT + b"--edgeX\r\n\r\n" + END),
        ("something before the start", b"hello\r\n" + FRONT + END),
        ("no headers", b"--edge\r\n\r\nfront\r\n" + END),
        ("no name", FRONT.replace(b'; name="photo"', b"") + END),
        ("two names", FRONT.replace(b"Content-Type: image/jpeg", b'Content-Disposition: form-data; name="text"') + END),
        ("a packed part", FRONT.replace(b"Content-Type: image/jpeg", b"Content-Transfer-Encoding: base64") + END),
        ("headers without end", FRONT.replace(b"image/jpeg", b"x" * 5000) + END),
        ("many headers", FRONT.replace(b"Content-Type: image/jpeg", b"\r\n".join(b"X-%d: 1" % n for n in range(20))) + END),
        ("bare line feeds", (FRONT + END).replace(b"\r\n", b"\n")),
        ("many parts", FRONT * (MAX_PARTS + 1) + END),
        ("a million boundaries", b"--edge\r\n" * 1_000_000),
        ("a million near-boundaries", FRONT + b"\r\n--edg" * 1_000_000),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_form_that_does_not_hold_together_is_refused_whole(what: str, body: bytes) -> None:
    with pytest.raises(BadForm):
        parse(body, KIND)


@pytest.mark.parametrize("boundary", ["", "=", "=é", "=" + "x" * 71, "=" + "x" * 5000])
@pytest.mark.parametrize("kind", ["", "text/plain", "multipart/form-data"])
def test_a_boundary_that_is_none(kind: str, boundary: str) -> None:
    with pytest.raises(BadForm):
        parse(FRONT + END, f"{kind}; boundary{boundary}")
