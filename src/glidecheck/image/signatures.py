"""The first bytes of the pictures that are opened, for whoever must tell a photo from another file before it is decoded."""

from __future__ import annotations

HEAD = 16
"""Bytes that tell."""

_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_HEIF = frozenset((b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1"))


def is_photo(head: bytes) -> bool:
    """Whether a file that begins so is a JPEG, PNG, GIF, TIFF, WebP or HEIC."""
    if head.startswith(_BEGINNINGS):
        return True
    return (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or (head[4:8] == b"ftyp" and head[8:12] in _HEIF)
