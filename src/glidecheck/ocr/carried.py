"""A network that faster-paddle carries: the detector of PP-OCRv6 tiny, an ONNX file laid whole into its library.

It sees where large print stands for a sixth of what the detector of PP-OCRv6 small costs; its own interface gives texts only. The library
is looked through, nothing of it is run or written; where it holds no such network there is none, and PP-OCRv6 small looks alone.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

HEAD = b"\x08\x08\x12\x00\x1a\x00:"
"""How such a network begins: ModelProto.ir_version = 8, no producer, then the graph (field 7)."""
_FIELDS = (7, 8)  # graph and opset_import, of which a network is made up behind its head
_LARGEST = 8_000_000  # bytes: PP-OCRv6 small, which rapidocr brings, is larger
_RECOGNISES = b"linear_1.w_0"  # the last matrix, which a recogniser has


@lru_cache(maxsize=1)
def tiny_detector() -> bytes | None:
    """PP-OCRv6 tiny's detector as the bytes of an ONNX file, from the installed faster-paddle; None where that is missing or of another
    form."""
    spec = find_spec("faster_paddle")
    if spec is None or spec.origin is None:
        return None
    for path in sorted(Path(spec.origin).parent.glob("faster_paddle*")):
        if path.suffix not in (".so", ".pyd", ".dylib"):
            continue
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as library:
            for start, end in _networks(library):
                if end - start < _LARGEST and _RECOGNISES not in (network := bytes(library[start:end])):
                    return network
    return None


def _networks(library: mmap.mmap) -> Iterator[tuple[int, int]]:
    """Where each network begins and ends."""
    start = library.find(HEAD)
    while start >= 0:
        if (end := _end(library, start + len(HEAD) - 1)) is not None:
            yield start, end
        start = library.find(HEAD, end or start + 1)


def _end(library: mmap.mmap, at: int) -> int | None:
    """Where the fields from `at` on end: a graph and what it is written in; None where there is no graph."""
    graph = False
    while at < len(library) and library[at] & 7 == 2 and (field := library[at] >> 3) in _FIELDS and not (graph and field == _FIELDS[0]):
        size, shift, at = 0, 0, at + 1
        while at < len(library):
            size |= (library[at] & 127) << shift
            shift, at = shift + 7, at + 1
            if library[at - 1] < 128:
                break
        at += size
        graph = graph or size > 0
    return at if graph and at <= len(library) else None
