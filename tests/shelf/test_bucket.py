"""A shelf in a bucket, against moto's S3 server on loopback; the endpoint is given as AWS_ENDPOINT_URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from glidecheck.errors import InputError, ServiceError
from glidecheck.shelf import find, open_shot

if TYPE_CHECKING:
    from s3fs import S3FileSystem

JPEG = b"\xff\xd8\xff\xe0 a photo"
NAMES = (
    "shelf/elta-front.jpg",
    "shelf/elta-back.jpg",
    "shelf/room 2/Crème+1.jpg",
    "shelf/a#b?.jpg",
    "shelf/no-ending",
    "shelf/empty/",
    "other/x.jpg",
)


@pytest.fixture
def bucket(s3: S3FileSystem) -> str:
    if not s3.exists("clinic"):
        s3.mkdir("clinic")
        for name in NAMES:
            s3.pipe(f"clinic/{name}", b"" if name.endswith("/") else JPEG)
    return "s3://clinic/shelf"


def test_a_bucket(bucket: str) -> None:
    shelf = find(bucket)
    assert [[s.path for s in p.shots] for p in shelf.products] == [
        ["a#b?.jpg"],
        ["elta-front.jpg", "elta-back.jpg"],
        ["no-ending"],
        ["room 2/Crème+1.jpg"],
    ]
    assert (shelf.name, shelf.refused) == ("s3://clinic/shelf", ())
    shots = [s for p in shelf.products for s in p.shots]
    assert all(s.size == len(JPEG) and s.changed > 0 for s in shots)
    assert [open_shot(s) for s in shots] == [JPEG] * len(shots)


def test_a_slash_at_the_end_changes_nothing(bucket: str) -> None:
    assert find(bucket + "/") == find(bucket)


def test_a_list_in_a_bucket(bucket: str) -> None:
    import s3fs

    s3fs.S3FileSystem().pipe("clinic/lists/list.csv", b"product,photo\nElta,elta-back.jpg\nEmla,none.jpg\n")
    shelf = find(bucket, manifest="s3://clinic/lists/list.csv")
    assert shelf.products[0].name == "Elta"
    assert [r.path for r in shelf.refused] == ["none.jpg"]


def test_what_changes_in_between_is_seen(bucket: str) -> None:
    import s3fs

    fs = s3fs.S3FileSystem()
    before = find(bucket)
    fs.pipe("clinic/shelf/zinc.jpg", JPEG)
    (zinc,) = [p for p in find(bucket).products if p.name == "zinc"]
    fs.rm("clinic/shelf/zinc.jpg")
    with pytest.raises(InputError, match="does not exist"):
        open_shot(zinc.shots[0])
    assert find(bucket) == before


@pytest.mark.parametrize("root", ["s3://no-such-bucket-here/shelf", "s3://clinic/no-such-folder", "s3://clinic/shelf/elta-front.jpg/x"])
def test_what_is_not_there(root: str, bucket: str) -> None:
    with pytest.raises(InputError, match="does not exist"):
        find(root)


def test_no_permission(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import s3fs

    async def denied(*_: object, **__: object) -> None:
        raise PermissionError("Access Denied")

    monkeypatch.setattr(s3fs.S3FileSystem, "_call_s3", denied)
    with pytest.raises(InputError, match="may not be read with these credentials") as raised:
        find(bucket)
    assert "s3:ListBucket" in raised.value.next


def test_no_credentials(bucket: str, monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    import s3fs

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    s3fs.S3FileSystem.clear_instance_cache()
    with pytest.raises(InputError, match="credentials"):
        find(bucket)


def test_nobody_answers(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import s3fs

    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    s3fs.S3FileSystem.clear_instance_cache()
    with pytest.raises(ServiceError, match="cannot be reached") as raised:
        find(bucket)
    assert "\n" not in str(raised.value)
