"""Which files of a shelf are photos: by their ending, and where that says nothing, by their first bytes."""

from __future__ import annotations

from enum import Enum
from types import MappingProxyType

from glidecheck.image.signatures import is_photo


class Kind(Enum):
    """What a file is to an audit. `UNKNOWN` asks for its first bytes."""

    PHOTO = "photo"
    REFUSED = "refused"
    OTHER = "other"
    IGNORED = "ignored"
    UNKNOWN = "unknown"


HEAD = 32
"""Bytes that tell what a file is."""

_PHOTOS = frozenset("jpg jpeg jpe jfif mpo png webp heic heif hif heics tif tiff gif".split())
# A label that somebody photographed or scanned, in a form that is not opened: it must not be passed over in silence.
_REFUSED = MappingProxyType(
    {
        "pdf": "a PDF",
        "svg": "an SVG drawing",
        "svgz": "an SVG drawing",
        "bmp": "a BMP",
        "avif": "an AVIF picture",
        "jxl": "a JPEG XL picture",
        "jp2": "a JPEG 2000 picture",
        "jpx": "a JPEG 2000 picture",
        "psd": "a Photoshop file",
        "xcf": "a GIMP file",
        "dng": "a camera's raw picture",
        "cr2": "a camera's raw picture",
        "cr3": "a camera's raw picture",
        "nef": "a camera's raw picture",
        "arw": "a camera's raw picture",
        "raf": "a camera's raw picture",
        "orf": "a camera's raw picture",
        "rw2": "a camera's raw picture",
        "zip": "a zip archive",
        "rar": "an archive",
        "7z": "an archive",
    }
)
_OTHER = frozenset(
    """txt md csv tsv xlsx xls ods numbers json jsonl ndjson yaml yml xml html htm css js py log ini cfg toml db sqlite sqlite3
    db-wal db-shm lock
    doc docx odt rtf pages ppt pptx key eml msg mov mp4 m4v avi mkv webm 3gp mp3 m4a wav ogg aae xmp thm lnk url webloc exe dll sh bat ps1
    gz tar tgz bz2 xz part crdownload tmp bak""".split()
)
_SYSTEM = frozenset("thumbs.db desktop.ini ehthumbs.db icon\r $recycle.bin".split())
_SYSTEM_FOLDERS = frozenset(
    (
        "@eadir",
        "__macosx",
        "#recycle",
        "#snapshot",
        "$recycle.bin",
        "system volume information",
        "lost+found",
        "__pycache__",
        "node_modules",
    )
)


def ending(name: str) -> str:
    """What stands behind the last dot, in small letters; empty without one."""
    return name.rsplit(".", 1)[1].lower() if "." in name[1:] else ""


def skips_folder(name: str) -> bool:
    """Whether a folder of this name holds nothing of a clinic's: hidden ones, and those that disks and archives make."""
    return name.startswith(".") or name.lower() in _SYSTEM_FOLDERS


def by_name(name: str) -> Kind:
    """What a file is, by its name alone."""
    if name.startswith((".", "~$")) or name.lower() in _SYSTEM:
        return Kind.IGNORED
    end = ending(name)
    if end in _PHOTOS:
        return Kind.PHOTO
    if end in _REFUSED:
        return Kind.REFUSED
    return Kind.OTHER if end in _OTHER else Kind.UNKNOWN


def by_head(head: bytes) -> Kind:
    """What a file is, by its first `HEAD` bytes: PHOTO, REFUSED or OTHER."""
    if is_photo(head):
        return Kind.PHOTO
    return Kind.REFUSED if head.startswith((b"%PDF", b"<svg")) or head[4:12] == b"ftypavif" else Kind.OTHER


def refusal(name: str, head: bytes = b"") -> str:
    """What a refused file is, in words, with its article."""
    return _REFUSED.get(ending(name)) or ("a PDF" if head.startswith(b"%PDF") else "a picture of a kind that is not opened")
