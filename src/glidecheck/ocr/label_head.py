"""The label head: reads Latin, Cyrillic and Greek from what the recogniser saw of a line, a second set of characters on the same eyes.

PP-OCRv6 small has no Cyrillic letter and no accented Greek one, but its hidden layers tell their strokes apart. A few convolutions of our
own over two of these layers, taught from rendered lines alone, spell them (scripts/train_head.py; docs/label-head.md: from what, how well).
It is no second witness: what the network did not see, the head cannot see either.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from glidecheck.ocr.threads import threads

if TYPE_CHECKING:
    import numpy.typing as npt

    from glidecheck.ocr.network import Probabilities

STEP = 4
"""Pixels of the strip to one column of the head's output."""


@lru_cache(maxsize=1)
def _open() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads()
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    model = files("glidecheck.ocr").joinpath("data", "label_head.onnx").read_bytes()
    return onnxruntime.InferenceSession(model, sess_options=options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=1)
def characters() -> tuple[str, ...]:
    """What the head spells with: the blank first, the space last."""
    return ("", *_open().get_modelmeta().custom_metadata_map["character"].split("\n"))


def chances(mid: npt.NDArray[np.float32], last: npt.NDArray[np.float32]) -> Probabilities:
    """(columns of STEP pixels, characters) probabilities, from the layers of network.HIDDEN as network.Recognised holds them."""
    (out,) = _open().run(None, {"mid": mid[None], "last": last[None]})
    return np.asarray(out[0], dtype=np.float32)
