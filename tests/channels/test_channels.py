"""Every channel against a fake of its platform: requests signed by the platform's own library, media served, answers taken."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from channels import senders
from channels.fake_platform import JPEG, Asked, Platform, Told
from channels.senders import NAMES, made, signed, text_of

from glidecheck.channels.base import (
    BadPayload,
    BadSignature,
    Channel,
    Delivery,
    MediaRefused,
    MediaUnreachable,
    SendFailed,
    Why,
    pieces,
    reply,
)
from glidecheck.channels.generic import Generic
from glidecheck.channels.media import Guard
from glidecheck.chat.model import Answer, Kind, Media

PUBLISHED: list[bytes] = []


def publish(picture: bytes, chat: str) -> str:
    PUBLISHED.append(picture)
    return f"{senders.PUBLIC}/pictures/{len(PUBLISHED)}.jpg"


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def channel(name: str, platform: Platform, tmp_path: Path) -> Channel:
    senders.serve(platform)
    PUBLISHED.clear()
    return senders.channel(name, platform, tmp_path, publish)


def read(channel: Channel, what: str, platform: Platform, **options: str) -> list[tuple[Kind, str]]:
    delivery = made(channel.name, what, platform.url, **options).delivery(channel.name)
    channel.verify(delivery)
    return [(m.kind, m.text) for m in channel.messages(delivery)]


def test_nothing_needs_an_answer(channel: Channel, platform: Platform) -> None:
    if channel.name == "generic":
        pytest.skip("whoever speaks this channel sends messages only")
    assert read(channel, "event", platform) == []
    assert read(channel, "own", platform) == []


def test_a_text(channel: Channel, platform: Platform) -> None:
    assert read(channel, "text", platform, words="¿puedo usar retinol? 🧴") == [(Kind.TEXT, "¿puedo usar retinol? 🧴")]


@pytest.mark.parametrize("what", ["sticker", "video"])
def test_what_we_cannot_read_is_said_to_be_that(channel: Channel, platform: Platform, what: str) -> None:
    if channel.name == "generic":
        pytest.skip("has neither")
    assert [kind for kind, _ in read(channel, what, platform)] == [Kind.OTHER]


def test_a_photo_is_fetched(channel: Channel, platform: Platform) -> None:
    delivery = made(channel.name, "photo", platform.url).delivery(channel.name)
    channel.verify(delivery)
    (message,) = channel.messages(delivery)
    assert (message.kind, message.channel, len(message.media)) == (Kind.PHOTO, channel.name, 1)
    assert channel.fetch(message.media[0]) == JPEG


def test_the_same_message_has_the_same_id_and_another_another(channel: Channel, platform: Platform) -> None:
    ids = []
    for key in ("a", "a", "b"):
        delivery = made(channel.name, "text", platform.url, key=key).delivery(channel.name)
        ids += [m.id for m in channel.messages(delivery)]
    assert ids[0] == ids[1] != ids[2]


def test_a_picture_and_a_text_are_sent(channel: Channel, platform: Platform) -> None:
    delivery = made(channel.name, "text", platform.url).delivery(channel.name)
    (message,) = channel.messages(delivery)
    reply(channel, message.chat, Answer("AVOID: retinol.", JPEG, "AVOID", "Serum X"), key=message.id)
    texts = [text_of(channel.name, a) for a in platform.to(senders.ANSWERS[channel.name]) if b"AVOID" in a.body]
    if channel.name == "line":  # without a reply token, everything is pushed
        texts = [text_of("line", a) for a in platform.to("/v2/bot/message/push") if b"AVOID" in a.body]
    assert len(texts) == 1
    assert "AVOID: retinol." in texts[0]
    pictures = [
        a for a in platform.to(senders.PICTURES[channel.name]) if JPEG in a.body or b"pictures" in a.body or b"picture_base64" in a.body
    ]
    assert len(pictures) == 1
    assert ([JPEG] if hasattr(channel, "publish") else []) == PUBLISHED


def test_a_long_answer_arrives_whole_and_in_order(channel: Channel) -> None:
    words = "\n".join(f"{n}: " + "ingredient, " * 20 for n in range(60)) + "\U0001f9f4" * 50
    parts = channel.parts(Answer(words))
    assert "".join("".join(p.text.split()) for p in parts) == "".join(words.split())
    assert [p.last for p in parts] == [False] * (len(parts) - 1) + [True]


@pytest.mark.parametrize("secret", ["another secret", ""])
def test_a_wrong_signature(channel: Channel, platform: Platform, secret: str) -> None:
    body = senders.payload(channel.name, "text", platform=platform.url)
    wrong = "whsec_YW5vdGhlcg==" if channel.name == "generic" else secret or "x"
    with pytest.raises(BadSignature):
        channel.verify(signed(channel.name, body, secret=wrong).delivery(channel.name))


def test_a_changed_body(channel: Channel, platform: Platform) -> None:
    if channel.name == "telegram":
        pytest.skip("Telegram sends a secret, and signs nothing")
    good = made(channel.name, "text", platform.url)
    with pytest.raises(BadSignature):
        channel.verify(replace(good, body=good.body.replace(b"retinal", b"retinol")).delivery(channel.name))


@pytest.mark.parametrize("value", ["", "ÿ", "sha256=", "v1,", "v0=", "v1,AAAA,", "\x00", "=" * 5000, "sha256=" + "é" * 64])
def test_a_header_that_is_no_signature(channel: Channel, platform: Platform, value: str) -> None:
    good = made(channel.name, "text", platform.url)
    named = next(h for h in good.headers if "signature" in h.lower() or "secret" in h.lower())
    with pytest.raises(BadSignature):
        channel.verify(senders.changed(good, **{named: value}).delivery(channel.name))
    with pytest.raises(BadSignature):
        channel.verify(Delivery(good.body, {}, senders.PUBLIC))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"{}", b"[" * 100_000, b'{"a":' * 100_000, b'{"entry": 3, "object": "page"}']
)
def test_a_signed_body_that_makes_no_sense(channel: Channel, body: bytes) -> None:
    """Nothing, or BadPayload: never another error."""
    delivery = Delivery(body, {"webhook-id": "k", "content-type": "application/json"})
    try:
        found = channel.messages(delivery)
    except BadPayload:
        return
    assert found == ()


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (Told(404), Why.GONE),
        (Told(body=b"<html>please sign in</html>", headers={"Content-Type": "text/html"}), Why.NOT_A_PHOTO),
        (Told(body=JPEG, headers={"Content-Encoding": "br"}), Why.NOT_A_PHOTO),
        (Told(body=JPEG + b"\0" * 30_000), Why.TOO_LARGE),
    ],
)
def test_media_that_is_gone_or_html_or_huge(name: str, platform: Platform, tmp_path: Path, told: Told, why: Why) -> None:
    senders.serve(platform, told)
    channel = senders.channel(name, platform, tmp_path)
    channel = replace(channel, guard=Guard((), test_host=platform.host, max_bytes=20_000))  # type: ignore[type-var]
    (message,) = channel.messages(made(name, "photo", platform.url).delivery(name))
    with pytest.raises(MediaRefused) as refused:
        channel.fetch(message.media[0])
    assert refused.value.why is why


def test_media_of_a_platform_that_is_down(channel: Channel, platform: Platform) -> None:
    (message,) = channel.messages(made(channel.name, "photo", platform.url).delivery(channel.name))
    platform.routes.clear()
    platform.on("GET /*", Told(503))
    platform.on("POST /*", Told(503, b'{"ok": false, "error": "fatal_error", "error_code": 503, "description": "x"}'))
    with pytest.raises(MediaUnreachable):
        channel.fetch(message.media[0])


def test_media_outside_the_platform(channel: Channel, platform: Platform) -> None:
    """A handle that leads elsewhere is refused, whoever signed it."""
    for ref in ("http://169.254.169.254/x", "https://evil.example.net/a.jpg", "../../etc/passwd", "a/b", "", "file:///etc/passwd"):
        if channel.name == "telegram":
            continue  # its handle goes into a form field of getFile
        with pytest.raises(MediaRefused):
            channel.fetch(Media(ref))
    assert not [a for a in platform.asked if "passwd" in a.path]


def test_telegram_names_a_path_that_is_none(platform: Platform, tmp_path: Path) -> None:
    channel = senders.channel("telegram", platform, tmp_path)
    for path in ("../../x", "/etc/passwd", "http://evil/", "a?b", "a//b", ""):
        told = {"ok": True, "result": {"file_id": "f", "file_unique_id": "u", "file_path": path}}
        platform.on(f"POST /bot{senders.TELEGRAM_TOKEN}/getFile", Told(body=json.dumps(told).encode()))
        with pytest.raises(MediaRefused):
            channel.fetch(Media("f"))


@pytest.mark.parametrize(("status", "retry"), [(500, True), (503, True), (429, True), (400, False), (403, False)])
def test_an_answer_that_is_not_taken(channel: Channel, platform: Platform, status: int, retry: bool) -> None:
    errors = {
        "telegram": {"ok": False, "error_code": status, "description": "x", "parameters": {"retry_after": 7} if status == 429 else {}},
        "slack": {"ok": False, "error": {429: "ratelimited", 400: "channel_not_found", 403: "is_archived"}.get(status, "internal_error")},
        "twilio": {"code": 21610 if status < 429 else 20500, "message": "x"},
    }
    body = errors.get(channel.name, {"error": {"code": {429: 4, 400: 100, 403: 10}.get(status, 2), "message": "x"}, "message": "x"})
    platform.routes.clear()
    platform.on("POST /*", Told(status, json.dumps(body).encode(), {"Retry-After": "7"}))
    (message,) = channel.messages(made(channel.name, "text", platform.url).delivery(channel.name))
    with pytest.raises(SendFailed) as failed:
        reply(channel, message.chat, Answer("REVIEW"), key="k")
    assert failed.value.retry is retry
    if status == 429 and channel.name in ("telegram", "slack"):
        assert failed.value.after == 7.0
    for secret in (*senders.SECRETS.values(), senders.TELEGRAM_TOKEN, message.chat):
        assert secret not in str(failed.value)


def test_no_platform_at_all(channel: Channel, platform: Platform, tmp_path: Path) -> None:
    (message,) = channel.messages(made(channel.name, "text", platform.url).delivery(channel.name))
    platform.server.server_close()
    with pytest.raises(SendFailed) as failed:
        reply(channel, message.chat, Answer("REVIEW"))
    assert failed.value.retry


def test_no_secret_in_a_repr(channel: Channel, platform: Platform) -> None:
    delivery = made(channel.name, "photo", platform.url).delivery(channel.name)
    shown = f"{channel!r} {delivery!r} {channel.messages(delivery)!r}"
    assert senders.SECRETS[channel.name] not in shown
    assert "token-for-tests" not in shown
    assert "+15550001111" not in shown


# ------------------------------------------------------------------ what only one platform has


@pytest.mark.parametrize("name", ["whatsapp", "messenger"])
def test_meta_asks_whether_the_address_is_ours(name: str, platform: Platform, tmp_path: Path) -> None:
    channel = senders.channel(name, platform, tmp_path)
    asked = (("hub.mode", "subscribe"), ("hub.verify_token", "verify-me"), ("hub.challenge", "1158201444"))
    assert channel.challenge(Delivery(b"", query=asked)) == "1158201444"
    assert channel.challenge(Delivery(b"", query=())) is None
    with pytest.raises(BadSignature):
        channel.challenge(Delivery(b"", query=(asked[0], ("hub.verify_token", "é"), asked[2])))


def test_slack_asks_whether_the_address_is_ours(platform: Platform, tmp_path: Path) -> None:
    channel = senders.channel("slack", platform, tmp_path)
    delivery = signed(
        "slack", b'{"type": "url_verification", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}'
    ).delivery()
    channel.verify(delivery)
    assert channel.challenge(delivery) == "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"
    assert channel.messages(delivery) == ()


@pytest.mark.parametrize("name", ["slack", "generic"])
@pytest.mark.parametrize("off", [-301, 302, -100_000])
def test_a_stale_timestamp(name: str, off: int, platform: Platform, tmp_path: Path) -> None:
    body = senders.payload(name, "text", platform=platform.url)
    with pytest.raises(BadSignature):
        senders.channel(name, platform, tmp_path).verify(signed(name, body, at=time.time() + off).delivery(name))


@pytest.mark.parametrize("at", ["nan", "inf", "-1", "1e9", "", "９", "9" * 400, "0x10"])
def test_a_timestamp_that_is_none(platform: Platform, tmp_path: Path, at: str) -> None:
    for name, header in (("slack", "X-Slack-Request-Timestamp"), ("generic", "webhook-timestamp")):
        request = senders.changed(made(name, "text", platform.url), **{header: at})
        with pytest.raises(BadSignature):
            senders.channel(name, platform, tmp_path).verify(request.delivery(name))


def test_twilio_signs_the_public_address(platform: Platform, tmp_path: Path) -> None:
    channel = senders.channel("twilio", platform, tmp_path)
    good = made("twilio", "text").delivery("twilio")
    channel.verify(good)
    with pytest.raises(BadSignature):
        channel.verify(replace(good, url=good.url.replace("https", "http")))


def test_twilio_with_sha256(platform: Platform, tmp_path: Path) -> None:
    from urllib.parse import parse_qsl

    from twilio.request_validator import HMAC_SHA256, RequestValidator

    body = senders.payload("twilio", "text")
    url = f"{senders.PUBLIC}/webhooks/twilio"
    signature = RequestValidator(senders.SECRETS["twilio"]).compute_signature(
        url, dict(parse_qsl(body.decode(), keep_blank_values=True)), HMAC_SHA256
    )
    headers = {"x-twilio-signature": signature, "x-twilio-webhooks-signature-settings": "key=k,algorithm=HMAC_SHA256"}
    channel = senders.channel("twilio", platform, tmp_path)
    channel.verify(Delivery(body, headers, url))
    with pytest.raises(BadSignature):
        channel.verify(Delivery(body, {**headers, "x-twilio-webhooks-signature-settings": "algorithm=none"}, url))


def test_the_password_of_twilio_goes_to_twilio_alone(platform: Platform, tmp_path: Path) -> None:
    senders.serve(platform)
    channel = senders.channel("twilio", platform, tmp_path)
    channel.fetch(Media(f"{platform.url}/twilio/a"))
    assert platform.asked[0].headers["authorization"].startswith("Basic ")
    with pytest.raises(MediaRefused):
        channel.fetch(Media(platform.url.replace("127.0.0.1", "127.0.0.1.evil.example") + "/a"))


def test_a_whatsapp_sender_without_a_number(platform: Platform, tmp_path: Path) -> None:
    senders.serve(platform)
    channel = senders.channel("whatsapp", platform, tmp_path)
    body = json.loads(senders.payload("whatsapp", "text"))
    message = body["entry"][0]["changes"][0]["value"]["messages"][0]
    del message["from"]
    message["from_user_id"] = "US.13491208655302741918"
    (found,) = channel.messages(Delivery(json.dumps(body).encode()))
    channel.send(found.chat, channel.parts(Answer("REVIEW"))[0])
    assert json.loads(platform.to("/graph/5550/messages")[0].body)["recipient"] == "US.13491208655302741918"


def test_a_reply_names_the_message_it_replies_to(platform: Platform, tmp_path: Path) -> None:
    whatsapp = json.loads(senders.payload("whatsapp", "text"))
    whatsapp["entry"][0]["changes"][0]["value"]["messages"][0]["context"] = {"from": "1", "id": "wamid.earlier"}
    messenger = json.loads(senders.payload("messenger", "text"))
    messenger["entry"][0]["messaging"][0]["message"]["reply_to"] = {"mid": "m_earlier"}
    twilio = senders.payload("twilio", "text") + b"&OriginalRepliedMessageSid=SMearlier"
    bodies = {"whatsapp": json.dumps(whatsapp).encode(), "messenger": json.dumps(messenger).encode(), "twilio": twilio}
    found = [senders.channel(n, platform, tmp_path).messages(Delivery(b))[0].replies_to for n, b in bodies.items()]
    assert found == ["wamid.earlier", "m_earlier", "SMearlier"]


def test_a_whatsapp_message_to_another_number_of_the_app(platform: Platform, tmp_path: Path) -> None:
    body = senders.payload("whatsapp", "text").replace(b'"5550"', b'"5551"')
    assert senders.channel("whatsapp", platform, tmp_path).messages(Delivery(body)) == ()


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_a_telegram_group_is_not_answered(platform: Platform, tmp_path: Path, kind: str) -> None:
    body = senders.payload("telegram", "photo").replace(b'"private"', f'"{kind}"'.encode())
    assert senders.channel("telegram", platform, tmp_path).messages(Delivery(body)) == ()


@pytest.mark.parametrize("number", [b"false", b"true", b"null", b'""', b"1.5", b"[]", b"1e400", b"9" + b"0" * 30])
def test_a_telegram_update_id_that_is_none(platform: Platform, tmp_path: Path, number: bytes) -> None:
    body = json.loads(senders.payload("telegram", "text"))
    packed = json.dumps({**body, "update_id": "HERE"}).encode().replace(b'"HERE"', number)
    with pytest.raises(BadPayload):
        senders.channel("telegram", platform, tmp_path).messages(Delivery(packed))


def test_an_uncompressed_telegram_photo_and_an_album(platform: Platform, tmp_path: Path) -> None:
    body = json.loads(senders.payload("telegram", "text"))
    del body["message"]["text"]
    body["message"] |= {
        "document": {"file_id": "d", "file_unique_id": "u", "mime_type": "image/heic", "file_size": 25_000_000},
        "media_group_id": "13",
    }
    channel = senders.channel("telegram", platform, tmp_path)
    (found,) = channel.messages(Delivery(json.dumps(body).encode()))
    assert (found.kind, found.album, found.language) == (Kind.PHOTO, "13", "en")
    with pytest.raises(MediaRefused) as refused:
        channel.fetch(found.media[0])
    assert refused.value.why is Why.TOO_LARGE
    assert platform.asked == []


def test_slack_in_a_channel_is_not_answered(platform: Platform, tmp_path: Path) -> None:
    channel = senders.channel("slack", platform, tmp_path)
    body = senders.payload("slack", "photo")
    assert channel.messages(Delivery(body.replace(b'"im"', b'"channel"'))) == ()
    assert channel.messages(Delivery(body.replace(b'"D024BE91L"', b'"C024BE91L"').replace(b'"channel_type": "im", ', b""))) == ()
    assert len(channel.messages(Delivery(body))) == 1


def test_line_replies_with_the_token_and_pushes_when_it_is_used_up(platform: Platform, tmp_path: Path) -> None:
    senders.serve(platform)
    channel = senders.channel("line", platform, tmp_path)
    (message,) = channel.messages(made("line", "text").delivery())
    reply(channel, message.chat, Answer("REVIEW"), handle=message.reply, key="k")
    assert [a.path for a in platform.asked] == ["/v2/bot/message/reply"]
    platform.asked.clear()
    platform.on("POST /v2/bot/message/reply", Told(400, b'{"message": "Invalid reply token"}'))
    reply(channel, message.chat, Answer("REVIEW"), handle=message.reply, key="k")
    assert [a.path for a in platform.asked] == ["/v2/bot/message/reply", "/v2/bot/message/push"]
    first = platform.asked[-1].headers["x-line-retry-key"]
    platform.on("POST /v2/bot/message/push", Told(409, b'{"message": "The retry key is already accepted"}'))
    reply(channel, message.chat, Answer("REVIEW"), handle=message.reply, key="k")
    assert platform.asked[-1].headers["x-line-retry-key"] == first


def test_line_without_a_place_for_pictures_sends_the_text(platform: Platform, tmp_path: Path) -> None:
    channel = senders.channel("line", platform, tmp_path, None)
    assert [p.text for p in channel.parts(Answer("AVOID", JPEG))] == ["AVOID"]


def multipart(fields: dict[str, str], photos: list[bytes], boundary: str = "b0undary") -> tuple[bytes, str]:
    out = [f'--{boundary}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    for photo in photos:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        out.append(head.encode() + photo + b"\r\n")
    return b"".join(out) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def test_generic_takes_a_form_with_photos(platform: Platform, tmp_path: Path) -> None:
    channel = senders.channel("generic", platform, tmp_path)
    photos = [JPEG + b"\r\n--b0undar", JPEG + bytes(range(256))]
    body, kind = multipart({"chat": "p", "reply_url": f"{platform.url}/callback"}, photos)
    delivery = signed("generic", body, kind=kind).delivery()
    channel.verify(delivery)
    (message,) = channel.messages(delivery)
    assert [channel.fetch(m) for m in message.media] == photos
    channel.messages(delivery)
    assert len(list(tmp_path.iterdir())) == 2  # delivered twice, kept once


def test_generic_takes_base64(platform: Platform, tmp_path: Path) -> None:
    import base64

    channel = senders.channel("generic", platform, tmp_path)
    good = {"chat": "p", "reply_url": f"{platform.url}/callback"}
    body = json.dumps({**good, "photo_base64": base64.b64encode(JPEG).decode()}).encode()
    (message,) = channel.messages(signed("generic", body).delivery())
    assert channel.fetch(message.media[0]) == JPEG
    for wrong in ("?", "", 3, "AAA", "é"):
        with pytest.raises(BadPayload):
            channel.messages(signed("generic", json.dumps({**good, "photo_base64": wrong}).encode()).delivery())


@pytest.mark.parametrize(
    "fields",
    [
        {"chat": "p"},
        {"chat": "p", "text": "  "},
        {"text": "x"},
        {"chat": "p", "text": "x", "reply_url": "https://evil.example.net/"},
        {"chat": "p", "text": "x", "reply_url": "http://127.0.0.1:1/"},
        {"chat": "p", "text": "x", "reply_url": "file:///etc/passwd"},
        {"chat": "p", "text": 3, "reply_url": "OK"},
        {"chat": True, "text": "x", "reply_url": "OK"},
        {"chat": "p\n", "text": "x", "reply_url": "OK"},
    ],
)
def test_generic_refuses(platform: Platform, tmp_path: Path, fields: dict[str, object]) -> None:
    body = json.dumps(fields).replace('"OK"', f'"{platform.url}/callback"').encode()
    with pytest.raises(BadPayload):
        senders.channel("generic", platform, tmp_path).messages(signed("generic", body).delivery())


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "x" * 3000])
def test_generic_refuses_a_broken_form(platform: Platform, tmp_path: Path, kind: str) -> None:
    with pytest.raises(BadPayload):
        senders.channel("generic", platform, tmp_path).messages(signed("generic", b"--x\r\n\r\n", kind=kind).delivery())


def test_the_callback_is_signed_and_keeps_its_id(platform: Platform, tmp_path: Path) -> None:
    from standardwebhooks import Webhook

    senders.serve(platform)
    channel = senders.channel("generic", platform, tmp_path)
    (message,) = channel.messages(made("generic", "text", platform.url, chat="patient #17/ü").delivery())
    for _ in range(2):
        reply(channel, message.chat, Answer("AVOID", JPEG, "AVOID", "Serum X"), key=message.id)
    first, second = platform.to("/callback")
    found = Webhook(senders.SECRETS["generic"]).verify(first.body, first.headers)
    assert (found["chat"], found["in_reply_to"], found["verdict"], found["product"]) == ("patient #17/ü", "msg-1", "AVOID", "Serum X")
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def test_the_spool_forgets(tmp_path: Path) -> None:
    from glidecheck.channels.spool import Spool

    spool = Spool(tmp_path / "s", seconds=100)
    token = spool.put(b"photo")
    assert (spool.folder.stat().st_mode & 0o777, (spool.folder / token).stat().st_mode & 0o777) == (0o700, 0o600)
    assert spool.get(token) == b"photo"
    assert spool.sweep(time.time() + 50) == 0
    assert spool.sweep(time.time() + 200) == 1
    assert spool.get(token) is None
    spool.drop(token)
    for wrong in ("", "..", "../x", "a/b", "A" * 32, "0" * 33, "0" * 32 + "\n"):
        assert spool.get(wrong) is None


@pytest.mark.parametrize(
    ("text", "limit", "wanted"),
    [
        ("", 10, []),
        ("  \n ", 10, []),
        ("short", 10, ["short"]),
        ("one two three", 9, ["one two", "three"]),
        ("first line\nsecond", 12, ["first line", "second"]),
        ("abcdefghijkl", 5, ["abcde", "fghij", "kl"]),
        ("😀😀😀", 4, ["😀😀", "😀"]),
        ("😀😀", 1, ["😀", "😀"]),
        ("One. Two three", 11, ["One.", "Two three"]),
    ],
)
def test_pieces(text: str, limit: int, wanted: list[str]) -> None:
    assert pieces(text, limit) == wanted


def test_generic_keeps_its_secret_in_both_spellings(platform: Platform, tmp_path: Path) -> None:
    channel = senders.channel("generic", platform, tmp_path)
    assert isinstance(channel, Generic)
    bare = replace(channel, secret=channel.secret.removeprefix("whsec_").rstrip("="))
    bare.verify(made("generic", "text", platform.url).delivery())


def test_asked_is_remembered(platform: Platform) -> None:
    """The fake platform itself: what it did not hear it does not report."""
    assert platform.to("/") == []
    assert platform.answer(Asked("GET", "/x", {}, b"")).status == 404
