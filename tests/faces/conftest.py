"""The command line over a pipeline that only looks at the photo's name: what the faces do is tested, not what OCR reads."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
