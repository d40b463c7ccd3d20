"""A shelf in a bucket is audited as a folder is: photos are fetched by the children, and only new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import replays
from benches import Bench

from glidecheck.audit.run import auditing
from glidecheck.audit.settings import Settings
from glidecheck.errors import UsageError

if TYPE_CHECKING:
    from s3fs import S3FileSystem


BUCKET = "s3://audited/shelf"


def test_a_shelf_in_a_bucket(bench: Bench, s3: S3FileSystem) -> None:
    s3.mkdir("audited")
    photos = bench.photos(("ha-gel-tube", "retinol-serum"))
    for name, photo in photos.items():
        s3.pipe(f"audited/shelf/{name}", photo)
    with pytest.raises(UsageError, match="no folder of this machine"), auditing(Settings(BUCKET, engine="recorded")):
        pass
    settings = Settings(BUCKET, db=str(bench.recordings / "audit.db"), engine="recorded", jobs=1, since="LAST")
    with auditing(settings) as done:
        found = {r.product.name.removesuffix("-lota"): r.report.verdict for r in done.audit.rows}
        assert found == {"ha-gel-tube": "GLIDE", "retinol-serum": "AVOID"}
    s3.pipe("audited/shelf/retinol-serum-lota.jpg", replays.small("ha-gel-tube"))
    with auditing(settings) as done:
        assert [r.report.verdict for r in done.audit.rows] == ["GLIDE", "GLIDE"]
        assert done.read == 0  # that photo was read before, under another name
        assert done.changes == {"changed": 1}
