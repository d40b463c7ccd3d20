"""A shelf in a bucket is audited as a folder is: photos are fetched by the children, and only new ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import replays
from benches import Bench

from glidecheck.audit.run import auditing
from glidecheck.audit.settings import Settings
from glidecheck.errors import UsageError


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in (
        ("AWS_ENDPOINT_URL", f"http://{host}:{port}"),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ):
        monkeypatch.setenv(name, value)
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()
    s3fs.S3FileSystem().mkdir("audited")
    yield "s3://audited/shelf"
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


def test_a_shelf_in_a_bucket(bench: Bench, bucket: str) -> None:
    import s3fs

    photos = bench.photos(("ha-gel-tube", "retinol-serum"))
    fs = s3fs.S3FileSystem()
    for name, photo in photos.items():
        fs.pipe(f"audited/shelf/{name}", photo)
    with pytest.raises(UsageError, match="no folder of this machine"), auditing(Settings(bucket, engine="recorded")):
        pass
    settings = Settings(bucket, db=str(bench.recordings / "audit.db"), engine="recorded", jobs=1, since="LAST")
    with auditing(settings) as done:
        found = {r.product.name.removesuffix("-lota"): r.report.verdict for r in done.audit.rows}
        assert found == {"ha-gel-tube": "GLIDE", "retinol-serum": "AVOID"}
    fs.pipe("audited/shelf/retinol-serum-lota.jpg", replays.small("ha-gel-tube"))
    with auditing(settings) as done:
        assert [r.report.verdict for r in done.audit.rows] == ["GLIDE", "GLIDE"]
        assert done.read == 0  # that photo was read before, under another name
        assert done.changes == {"changed": 1}
