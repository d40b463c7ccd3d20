"""Fixtures of `benches`: a shelf to audit, and a PostgreSQL."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from benches import bench, server

__all__ = ["bench", "server"]
