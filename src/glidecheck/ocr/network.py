"""Runs the ONNX networks that the rapidocr wheel carries: text detection (DB) and recognition (CTC).

They are driven directly. RapidOCR's own pipeline shrinks every picture to 2000 pixels, forgets the outline of a line and the probabilities
of its characters, and those three decide what can be read on a label. Nothing is ever downloaded: the models are opened by their path.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from glidecheck.errors import EngineFailed, EngineMissing
from glidecheck.image.strip import Region, region, resize
from glidecheck.ocr import carried
from glidecheck.ocr.limits import Strips
from glidecheck.ocr.threads import threads

if TYPE_CHECKING:
    import numpy.typing as npt

    from glidecheck.model import Pixels

    Probabilities = npt.NDArray[np.float32]
    Hidden = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]

HIDDEN = ("p2o.pd_op.add.64.0", "p2o.pd_op.transpose.8.0")
"""Two hidden layers of the recogniser, from which the label head reads: the last with two dimensions (channels, 3 rows, columns of 4
pixels), and the last before its characters (columns of 8 pixels, channels)."""
LIMITS = Strips()


@dataclass(frozen=True, slots=True)
class Networks:
    """The loaded sessions and the recogniser's characters: column 0 is the blank, the last one the space. `sees` says whether it also gives
    its HIDDEN layers. `light` is a lighter detector, where there is one."""

    detector: Any
    light: Any | None
    recogniser: Any
    characters: tuple[str, ...]
    sees: bool


@dataclass(frozen=True, slots=True)
class Recognised:
    """(columns of STEP pixels, characters) probabilities of one strip, and what the network saw on the way: (columns of half as many
    pixels, 3 * channels) and (columns of STEP pixels, channels), or None from a network that has no such layers."""

    chances: Probabilities
    hidden: Hidden | None


def models() -> tuple[Path, Path]:
    """Paths of the detection and the recognition model. Raises EngineMissing when the wheel is not installed or carries others."""
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise EngineMissing("The reader rapidocr is not installed.", "pip install rapidocr onnxruntime")
    folder = Path(spec.origin).parent / "models"
    paths = folder / "PP-OCRv6_det_small.onnx", folder / "PP-OCRv6_rec_small.onnx"
    for path in paths:
        if not path.is_file():
            raise EngineMissing(f"The installed rapidocr does not carry {path.name}.", 'pip install "rapidocr>=3.10,<4"')
    return paths


@lru_cache(maxsize=1)
def networks() -> Networks:
    """The networks, loaded once per process on first use. Raises EngineMissing."""
    detection, recognition = models()
    try:
        import onnxruntime
    except ImportError as e:
        raise EngineMissing(f"onnxruntime cannot be loaded: {e}", "pip install onnxruntime") from e

    def open_(model: str | bytes, cores: int, arena: bool) -> Any:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = cores
        options.log_severity_level = 4
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads would burn the cores other scans need
        # An arena keeps the memory of every picture size it has seen: for the recogniser, whose widths are few (WIDTHS), that is little,
        # and saves time; the detector's pictures are large and each of another size. Memory patterns are kept per size too, and gain
        # nothing.
        options.enable_cpu_mem_arena = arena
        options.enable_mem_pattern = False
        return onnxruntime.InferenceSession(model, sess_options=options, providers=["CPUExecutionProvider"])

    model = recognition.read_bytes()
    sees = all(name.encode("ascii") in model for name in HIDDEN)
    recogniser = open_(with_outputs(model, HIDDEN) if sees else model, cores=1, arena=True)  # lines side by side: Rapid.several
    characters = recogniser.get_modelmeta().custom_metadata_map["character"].splitlines()
    return Networks(
        open_(str(detection), threads(), arena=False),
        _lighter(open_),
        recogniser,
        ("", *characters, " "),
        sees,
    )


def _lighter(open_: Callable[[bytes, int, bool], Any]) -> Any | None:
    """The lighter detector's session, or None where there is none that opens."""
    found = carried.tiny_detector()
    try:
        return open_(found, threads(), True) if found else None
    except _breaks():
        return None


def with_outputs(model: bytes, names: tuple[str, ...]) -> bytes:
    """An ONNX model that also gives these of its inner values.

    A message of protobuf that is written twice is the two joined, so what is added to the graph (ModelProto.graph = 7) can stand behind the
    model: a GraphProto that holds nothing but outputs (GraphProto.output = 12, ValueInfoProto.name = 1).
    """
    added = b"".join(_field(12, _field(1, name.encode("ascii"))) for name in names)
    return model + _field(7, added) if added else model


def _field(number: int, content: bytes) -> bytes:
    """A length-delimited field of protobuf (wire type 2); `number` below 16."""
    size, left = b"", len(content)
    while left > 127:
        size += bytes((left & 127 | 128,))
        left >>= 7
    return bytes((number << 3 | 2,)) + size + bytes((left,)) + content


def detect(pixels: Pixels, scale: float = 1.0, light: bool = False) -> tuple[Region, ...]:
    """Lines of text in `pixels`, looked for at `scale` times its size; in coordinates of `pixels`. `light` asks the lighter detector, where
    there is one. Raises EngineFailed, EngineMissing."""
    height, width = pixels.shape[:2]
    rows, columns = (max(32, round(side * scale / 32) * 32) for side in (height, width))
    networks_ = networks()
    detector = networks_.light if light and networks_.light else networks_.detector
    chance = _run(detector, _planes(resize(pixels, columns, rows)), gives_back=detector is networks_.light)[0][0, 0]
    core = cv2.dilate((chance > LIMITS.mask).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, tree = cv2.findContours(core, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    fx, fy = width / columns, height / rows
    out = []
    for n, contour in enumerate(contours):
        if tree[0][n][3] >= 0:  # it has a parent: a hole in a core
            continue
        rectangle = cv2.minAreaRect(contour)
        if min(rectangle[1]) < 3:
            continue
        x, y, w, h = cv2.boundingRect(contour)
        mask = np.zeros((h, w), np.uint8)
        cv2.drawContours(mask, [contour], -1, 1, -1, offset=(-x, -y))
        # Scored on the outline itself: the rectangle around a bent line is mostly empty.
        score = float(cv2.mean(chance[y : y + h, x : x + w], mask)[0])
        if score >= LIMITS.score:
            found = region(mask, x, y, rectangle, score, LIMITS.unclip)
            out.append(found.moved((fx + fy) / 2, (fx - fy) / 2 * found.centre[0], (fy - fx) / 2 * found.centre[1]))
    return tuple(out)


def recognise(strip: Pixels) -> Recognised:
    """What stands in a strip 48 pixels high. Raises EngineFailed, EngineMissing."""
    planes = _planes(strip)
    width = planes.shape[3]
    padded = max(LIMITS.narrowest, -(-width // LIMITS.widths) * LIMITS.widths)
    planes = np.pad(planes, ((0, 0), (0, 0), (0, 0), (0, padded - width)))
    columns = max(LIMITS.narrowest, width) // LIMITS.step + 1
    chances, *hidden = _run(networks().recogniser, planes)
    if not hidden:
        return Recognised(chances[0, :columns], None)
    mid, last = hidden
    across = mid[0].transpose(2, 1, 0).reshape(mid.shape[3], -1)
    return Recognised(chances[0, :columns], (across[: 2 * columns], last[0, :columns]))


def _planes(pixels: Pixels) -> Probabilities:
    """(1, 3, height, width), blue first, from -1 to 1."""
    return np.ascontiguousarray(pixels[None, :, :, ::-1].transpose(0, 3, 1, 2), dtype=np.float32) / 127.5 - 1.0


def _run(session: Any, planes: Probabilities, gives_back: bool = False) -> list[Probabilities]:
    """The network's outputs. `gives_back` says that its arena keeps nothing: within one run memory is used again all the same, which saves
    a light network two fifths of its time."""
    try:
        out = session.run(None, {session.get_inputs()[0].name: planes}, _shrinks() if gives_back else None)
    except _breaks() as e:
        raise EngineFailed(
            f"The network broke on this picture: {type(e).__name__}.", "Try a smaller picture, or --engine tesseract."
        ) from e
    return [np.asarray(layer, dtype=np.float32) for layer in out]


@lru_cache(maxsize=1)
def _shrinks() -> Any:
    import onnxruntime

    options = onnxruntime.RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return options


@lru_cache(maxsize=1)
def _breaks() -> tuple[type[Exception], ...]:
    """onnxruntime's own errors: a dozen classes that share no base but Exception."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    own = [c for c in vars(state).values() if isinstance(c, type) and issubclass(c, Exception)]
    return (*own, RuntimeError, MemoryError)
