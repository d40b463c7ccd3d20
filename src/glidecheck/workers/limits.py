"""The numbers of this room, each with its unit, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from glidecheck.model.limits import measured


@dataclass(frozen=True, slots=True)
class Children:
    """Of child processes (pool.py, capacity.py)."""

    start_s: int = measured(120, "seconds", "that a child may take to start", "bench_audit.py overhead")
    recycle: int = measured(
        400, "products", "after which a child is replaced, so that what a library leaks stays small", "bench_audit.py scale"
    )
    recycle_mb: int = measured(1500, "megabytes", "from which it is replaced at once", "bench_audit.py scale")
    mb: int = measured(1200, "megabytes", "that a child may come to hold while it reads a large photo", "bench_scan.py")
