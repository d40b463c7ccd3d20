"""glidecheck: may this product touch freshly microneedled skin while breastfeeding?

    from glidecheck import scan
    report = scan("serum.jpg")

The package's root is lazy: nothing heavy is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glidecheck._version import __version__

if TYPE_CHECKING:
    from glidecheck.pipeline import scan, scan_text

__all__ = ["__version__", "scan", "scan_text"]


def __getattr__(name: str) -> Any:
    if name in ("scan", "scan_text"):
        from glidecheck import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
