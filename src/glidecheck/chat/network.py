"""What a message means, as a probability for each danger: a small transformer in numpy, one message at a time.

Six layers of multilingual-e5-small (MIT, data/network.LICENSE.txt), its vocabulary cut down to the languages of the chat, its upper layers
and its head taught on messages that are ours (scripts/train_network.py). It knows what words mean that nobody wrote down here, in any of
its languages; the rules and the n-grams (`urgency`) know what was.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glidecheck.chat.pieces import Pieces, pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent / "data" / "network.npz"
HEADS = 12  # of attention, in every layer
BLOCK = 32  # columns of a matrix that share a scale
MOST = 96  # pieces of a message that are read
PREFIX = "query: "  # what the network was taught to see before a text
_TINY = 1e-12  # added to a variance


@lru_cache(maxsize=1024)
def sounds(text: str) -> Mapping[str, float]:
    """The log-odds of each danger of `text`, and of "none", up to a constant: the likelier the larger."""
    import numpy as np

    net = _network()
    state = net.read(net.cutter.cut(PREFIX + text, MOST))
    both = np.concatenate([state.mean(axis=0), state.max(axis=0)])
    scores = both @ net.head.T + net.bias
    return dict(zip(net.labels, map(float, scores), strict=True))


@dataclass(frozen=True, slots=True)
class _Network:
    """`cutter` cuts a text; `words` (pieces, width) are whole numbers of `scales` (pieces, width / BLOCK); `layers` hold matrices (out, in)
    and rows."""

    cutter: Pieces
    words: NDArray[np.int8]
    scales: NDArray[np.float16]
    places: NDArray[np.float32]
    layers: tuple[Mapping[str, NDArray[np.float32]], ...]
    first: tuple[NDArray[np.float32], NDArray[np.float32]]
    head: NDArray[np.float32]
    bias: NDArray[np.float32]
    labels: tuple[str, ...]

    def read(self, numbers: list[int]) -> NDArray[np.float32]:
        """The state of each piece after the last layer, (pieces of the message, width)."""
        state = _scaled(self.words[numbers], self.scales[numbers]) + self.places[: len(numbers)]
        state = _normal(state, *self.first)
        for layer in self.layers:
            state = _layer(state, layer)
        return state


def _layer(state: NDArray[np.float32], w: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    import numpy as np

    count, width = state.shape
    query, key, value = (
        (state @ w[f"{c}.w"].T + w[f"{c}.b"]).reshape(count, HEADS, width // HEADS).transpose(1, 0, 2) for c in ("q", "k", "v")
    )
    near = query @ key.transpose(0, 2, 1) / np.float32((width // HEADS) ** 0.5)
    near = np.exp(near - near.max(axis=-1, keepdims=True))
    near /= near.sum(axis=-1, keepdims=True)
    seen = (near @ value).transpose(1, 0, 2).reshape(count, width)
    state = _normal(state + seen @ w["ao.w"].T + w["ao.b"], w["aln.w"], w["aln.b"])
    inner = state @ w["fi.w"].T + w["fi.b"]
    # The error function's gate, by the tanh that is within 0.0005 of it.
    inner = 0.5 * inner * (1.0 + np.tanh(0.7978845608 * (inner + 0.044715 * inner * inner * inner)))
    return _normal(state + inner @ w["fo.w"].T + w["fo.b"], w["oln.w"], w["oln.b"])


def _normal(x: NDArray[np.float32], weight: NDArray[np.float32], bias: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    x = x - x.mean(axis=-1, keepdims=True)
    out: NDArray[np.float32] = x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + np.float32(_TINY)) * weight + bias
    return out


def _scaled(whole: NDArray[np.int8], scale: NDArray[np.float16]) -> NDArray[np.float32]:
    """Whole numbers (rows, columns) of scales (rows, columns / BLOCK), multiplied."""
    import numpy as np

    rows, columns = whole.shape
    blocks = whole.reshape(rows, columns // BLOCK, BLOCK).astype(np.float32) * scale.astype(np.float32)[:, :, None]
    out: NDArray[np.float32] = blocks.reshape(rows, columns)
    return out


@cache
def _network() -> _Network:
    import numpy as np

    with np.load(WEIGHTS, allow_pickle=False) as file:
        told: Any = {name: file[name] for name in file.files}
    cut = json.loads(bytes(told["cut"]))
    count = 1 + max(int(name[1 : name.index(".")]) for name in told if name.startswith("l") and name[1].isdigit())

    def layer(n: int) -> dict[str, NDArray[np.float32]]:
        mine = {name.split(".", 1)[1]: array for name, array in told.items() if name.startswith(f"l{n}.")}
        return {k: _scaled(v, mine[f"{k}.scale"]) if v.dtype == np.int8 else v for k, v in mine.items() if not k.endswith(".scale")}

    return _Network(
        pieces(cut["pieces"], cut["weights"], cut["alike"]),
        told["words"],
        told["words.scale"],
        told["places"],
        tuple(layer(n) for n in range(count)),
        (told["first.w"], told["first.b"]),
        told["head"],
        told["bias"],
        tuple(map(str, told["labels"])),
    )
