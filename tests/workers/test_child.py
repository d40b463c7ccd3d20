"""What a child says of a request that failed, and what becomes of it in the parent."""

from __future__ import annotations

import pytest

from glidecheck.errors import EngineFailed, EngineMissing, InputError, LexiconError, ServiceError
from glidecheck.workers import child
from glidecheck.workers.messages import Message


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (InputError("no photo", "Send one."), "photo"),
        (EngineFailed("broke", "Again."), "photo"),
        (EngineMissing("no engine", "Install it."), "engine"),
        (LexiconError("the index is damaged", "Build it."), "lexicon"),  # once told as a missing engine, exit 5 for 4
        (ServiceError("the bucket is away", "Later."), "passing"),
        (MemoryError(), "passing"),
        (ZeroDivisionError("of a test"), "bug"),
    ],
)
def test_each_failure_is_told_by_its_kind(error: Exception, kind: str) -> None:
    def breaks(header: Message, blobs: list[bytes]) -> child.Reply:
        raise error

    told, parts = child.answered(breaks, {}, [])
    assert (told["failed"], parts) == (kind, [])
    assert told["reason"]
    assert told["next"]
    if kind in child.STOPS:
        assert isinstance(error, child.STOPS[kind])


def test_what_is_done_comes_back() -> None:
    assert child.answered(lambda header, blobs: (header, blobs), {"a": 1}, [b"x"]) == ({"a": 1}, [b"x"])
