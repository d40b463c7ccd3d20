"""Nothing of a scan is reported to anybody: what the OCR runtime would send is off before the runtime is loaded."""

from __future__ import annotations

import subprocess
import sys

WATCHED = """
import os, sys
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "onnxruntime":
            print("loaded with", os.environ.get("ORT_DISABLE_TELEMETRY"))
sys.meta_path.insert(0, Watch())
from glidecheck import ocr
ocr.engine("rapidocr")
from glidecheck.ocr import network
network.networks()
"""


def test_the_runtime_is_loaded_with_its_telemetry_off() -> None:
    done = subprocess.run([sys.executable, "-c", WATCHED], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.split("\n")[0] == "loaded with 1"
