"""What lies on a shelf: products, each with its photos."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo of the shelf. `path` is its path below the shelf with "/" between folders; `where` opens it: a local path or an fsspec URL.

    `size` in bytes, `changed` in seconds since 1970, both as the folder lists them; 0 where it does not.
    """

    path: str
    where: str
    size: int = 0
    changed: float = 0.0


@dataclass(frozen=True, slots=True)
class Product:
    """One product: its photos in a fixed order, front before back. `key` is the same from audit to audit (subfolder, shared stem or the
    manifest's name); `columns` are the clinic's own (location, lot, expiry), as the manifest gives them. `why` says what joined its
    photos ("subfolder", "name", "manifest", "barcode", "alone")."""

    key: str
    name: str
    shots: tuple[Shot, ...]
    columns: tuple[tuple[str, str], ...] = ()
    why: str = "alone"


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was taken for a photo or a product of the manifest and cannot be one: it becomes a row, and stops nothing.

    `name` and `columns` are the product's, where a manifest says whose photo it is."""

    path: str
    reason: str
    next: str
    name: str = ""
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything that an audit is asked to judge. `other` are names of files that are no photos (listed by --dry-run, never judged);
    `notes` are what a person should know of the grouping, each a line."""

    name: str
    products: tuple[Product, ...]
    refused: tuple[Refused, ...] = ()
    other: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def merged(columns: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The clinic's columns of several lines as those of one product: each title once, with all its values, divided by " | "."""
    values: dict[str, dict[str, None]] = {}
    for title, value in columns:
        if value:
            values.setdefault(title, {})[value] = None
    return tuple((title, " | ".join(told)) for title, told in values.items())
