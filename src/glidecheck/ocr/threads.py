"""How many threads a network may use: two, or fewer where OMP_NUM_THREADS says so.

onnxruntime heeds a number that it is given, and no variable: a shelf's child, one to a core, would use two.
"""

from __future__ import annotations

import os

from glidecheck.ocr.limits import Second

LIMITS = Second()


def threads() -> int:
    """Threads for one network in this process."""
    said = os.environ.get("OMP_NUM_THREADS", "")
    return min(LIMITS.threads, int(said)) if said.isdecimal() and int(said) > 0 else LIMITS.threads
