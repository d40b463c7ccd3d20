"""A multipart form taken apart, strictly: what does not hold together is refused, and nothing of it is used.

RFC 7578 and RFC 2046, 5.1. Ours, and no streaming parser: python-multipart, which frameworks use, calls back for each scrap between two
things that are nearly boundaries (57 MB of them held it for 43 seconds), and takes a form whose end is cut off for a whole one. A body of
ours is bounded and in memory, and `bytes.find` takes it apart in milliseconds, whatever it holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MAX_PARTS = 16
"""Parts of a form: six photos, a text, a name, and room for what is then refused by its name."""
MAX_HEAD = 4096
"""Bytes of one part's headers."""
MAX_LINES = 8
"""Headers of one part."""

# RFC 2046, 5.1.1: bcharsnospace, at most 70 with a blank inside.
_BOUNDARY = re.compile(rb"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")
_PLAIN = frozenset({"", "7bit", "8bit", "binary"})


class BadForm(ValueError):  # noqa: N818 - the house names states
    """The form does not hold together. The text says where, and never what was sent."""


@dataclass(frozen=True, slots=True)
class Part:
    """One field; a file where `file` (its name, possibly empty) is not None."""

    name: str
    data: bytes = field(repr=False)
    file: str | None = None

    def text(self) -> str:
        """The field's text. Raises BadForm."""
        try:
            return self.data.decode("utf-8")
        except UnicodeDecodeError:
            raise BadForm("a field of the form is not UTF-8") from None


def parse(body: bytes | bytearray, content_type: str, most: int = MAX_PARTS) -> tuple[Part, ...]:
    """The parts of a multipart/form-data body in their order, at most `most`. Raises BadForm.

    >>> body = b'--b\\r\\nContent-Disposition: form-data; name="a"\\r\\n\\r\\n1\\r\\n--b--'
    >>> [p.name for p in parse(body, "multipart/form-data; boundary=b")]
    ['a']
    """
    edge = b"--" + boundary(content_type)
    at = 2 if body.startswith(b"\r\n") else 0
    if not body.startswith(edge, at):
        raise BadForm("the form does not begin with its boundary")
    parts: list[Part] = []
    at += len(edge)
    while True:
        at = _padded(body, at)
        if body.startswith(b"--", at):
            if body[at + 2 : at + 66].strip(b" \t\r\n") or len(body) > at + 66:
                raise BadForm("something stands behind the form's end")
            return tuple(parts)
        if not body.startswith(b"\r\n", at):
            raise BadForm("a boundary of the form stands inside a part, or is cut off")
        if len(parts) == most:
            raise BadForm(f"the form has more than {most} parts")
        start = body.find(b"\r\n\r\n", at, at + MAX_HEAD)
        if start < 0:
            raise BadForm("a part of the form has no headers, or too many")
        end = body.find(b"\r\n" + edge, start + 4)
        if end < 0:
            raise BadForm("the form is cut short: its closing boundary is missing")
        parts.append(_part(bytes(body[at + 2 : start]), bytes(memoryview(body)[start + 4 : end])))
        at = end + 2 + len(edge)


def boundary(content_type: str) -> bytes:
    """The boundary that a Content-Type names. Raises BadForm."""
    from python_multipart.multipart import parse_options_header

    if len(content_type) > 500:
        raise BadForm("the form's Content-Type is too long")
    kind, options = parse_options_header(content_type.encode("utf-8", "surrogateescape"))
    found = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not _BOUNDARY.fullmatch(found):
        raise BadForm("the form's Content-Type names no boundary")
    return found


def _padded(body: bytes | bytearray, at: int) -> int:
    """Behind the blanks that may stand behind a boundary."""
    end = at
    while end - at < 64 and body[end : end + 1] in (b" ", b"\t"):
        end += 1
    return end


def _part(head: bytes, data: bytes) -> Part:
    from python_multipart.multipart import parse_options_header

    lines = head.split(b"\r\n")
    if len(lines) > MAX_LINES:
        raise BadForm("a part of the form has too many headers")
    headers: dict[str, bytes] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        key = name.decode("latin-1").lower()
        if not colon or not key or key != key.strip() or key in headers:
            raise BadForm("a header of a part is none, or stands twice")
        headers[key] = value.strip()
    if headers.get("content-transfer-encoding", b"").decode("latin-1").lower() not in _PLAIN:
        raise BadForm("a part of the form is packed")  # RFC 7578, 4.7: deprecated, and nobody sends it
    kind, options = parse_options_header(headers.get("content-disposition", b""))
    named = options.get(b"name")
    if kind != b"form-data" or named is None:
        raise BadForm("a part of the form has no name")
    file = options.get(b"filename", options.get(b"filename*"))
    return Part(named.decode("utf-8", "replace"), data, None if file is None else file.decode("utf-8", "replace"))
