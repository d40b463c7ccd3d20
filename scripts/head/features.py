"""What the frozen networks see of the drawn lines, kept on disk in shards: computed once, taught many times. Goes on after a stop.

A shard holds SHARD lines of one network: `mid` (columns of 4 pixels, 3 rows x channels) int8 to the scale of each channel, `last` (columns
of 8 pixels, channels) float16, both laid end to end, with the lines' lengths and texts.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx.utils
import onnxruntime

from head.picture import drawn
from head.seeds import ASIDE

SHARD = 500


@dataclass(frozen=True, slots=True)
class Layers:
    """A recogniser's file, its last layer with two dimensions (1, channels, 3, width / 4), and its last one before the characters
    (1, width / 8, channels)."""

    file: Path
    mid: str
    last: str


class Sees:
    """A recogniser without its last matrix."""

    def __init__(self, layers: Layers, threads: int = 1) -> None:
        folder = Path(tempfile.mkdtemp(prefix="head-"))
        onnx.utils.extract_model(str(layers.file), str(folder / "cut.onnx"), ["x"], [layers.mid, layers.last], check_model=False)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 4
        self.session = onnxruntime.InferenceSession(str(folder / "cut.onnx"), sess_options=options, providers=["CPUExecutionProvider"])

    def __call__(self, strip: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(columns of 4 pixels, 3 * channels) and (columns of 8 pixels, channels) of a strip, padded as glidecheck.ocr.network pads it."""
        width = strip.shape[1]
        padded = max(128, -(-width // 64) * 64)
        planes = np.zeros((1, 3, 48, padded), np.float32)
        planes[0, :, :, :width] = strip[:, :, ::-1].transpose(2, 0, 1) / 127.5 - 1.0
        mid, last = self.session.run(None, {"x": planes})
        steps = max(128, width) // 8 + 1
        mid = mid[0].transpose(2, 1, 0).reshape(mid.shape[3], -1)
        return mid[: 2 * steps], last[0, :steps]


def scales(sees: Sees, path: Path) -> np.ndarray:
    """The largest value of each channel of `mid` over 60 lines, over 127; written once."""
    if not path.exists():
        seen = np.concatenate([np.abs(sees(drawn(ASIDE * 2 + n).strip)[0]) for n in range(60)])
        _put(path, scale=np.maximum(np.percentile(seen, 99.9, axis=0), 1e-3).astype(np.float32) / 127)
    return np.load(path)["scale"]


def compute(networks: dict[str, Layers], folder: Path, lines: int, aside: bool) -> None:
    """Shards of so many lines under `folder`; those that are there are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    sees = {name: Sees(layers) for name, layers in networks.items()}
    scale = {name: scales(s, folder / f"{name}-scale.npz") for name, s in sees.items()}
    for shard in range(-(-lines // SHARD)):
        files = {name: folder / f"{name}-{'aside' if aside else 'taught'}-{shard:04d}.npz" for name in networks}
        wanted = {name: f for name, f in files.items() if not f.exists()}
        if not wanted:
            continue
        mids: dict[str, list[np.ndarray]] = {name: [] for name in wanted}
        lasts: dict[str, list[np.ndarray]] = {name: [] for name in wanted}
        told = []
        for n in range(shard * SHARD, (shard + 1) * SHARD):
            line = drawn(n + (ASIDE if aside else 0), aside)
            told.append({"text": line.text, "height": line.height, "harm": line.harm})
            for name in wanted:
                mid, last = sees[name](line.strip)
                mids[name].append(np.clip(np.round(mid / scale[name]), -127, 127).astype(np.int8))
                lasts[name].append(last.astype(np.float16))
        for name, file in wanted.items():
            lengths = np.array([len(v) for v in lasts[name]], np.int32)
            _put(
                file,
                mid=np.concatenate(mids[name]),
                last=np.concatenate(lasts[name]),
                lengths=lengths,
                told=np.array(json.dumps(told, ensure_ascii=False)),
            )
        print("aside" if aside else "taught", shard, flush=True)


def _put(path: Path, **arrays: np.ndarray) -> None:
    """Whole or not at all."""
    part = path.with_suffix(".part.npz")
    np.savez(part, allow_pickle=False, **arrays)
    part.replace(path)
