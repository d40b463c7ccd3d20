"""From probabilities to text, words and evidence."""

from __future__ import annotations

import itertools
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glidecheck.image.strip import Region
from glidecheck.ocr import ctc

CHARACTERS = ("", *"!%,.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzéñ中", " ")
PLACE = Region((100.0, 10.0), (1.0, 0.0), 200.0, 20.0, 0.9)


def chances(columns: str, sure: float = 0.9, doubt: dict[int, str] | None = None) -> np.ndarray:
    """One column a sign of `columns` (`_` is the blank), each as sure; the rest is spread evenly, or goes to the doubtful second choice."""
    out = np.full((len(columns), len(CHARACTERS)), (1 - sure) / (len(CHARACTERS) - 1), np.float32)
    for t, sign in enumerate(columns):
        out[t, CHARACTERS.index("" if sign == "_" else sign)] = sure
        if doubt and t in doubt:
            out[t, CHARACTERS.index(doubt[t])] = 1 - sure
    return out / out.sum(axis=1, keepdims=True)


def seen(columns: str, sure: float = 0.9, doubt: dict[int, str] | None = None) -> ctc.Columns:
    p = chances(columns, sure, doubt)
    return ctc.evidence(p, CHARACTERS, ctc.decode(p, CHARACTERS))


@pytest.mark.parametrize(
    ("columns", "text"),
    [("___", ""), ("A", "A"), ("_AA_", "A"), ("A_A", "AA"), ("_A__q_u_aa_", "Aqua"), ("_ _A_ _B_ _", "A B")],
)
def test_decoding(columns: str, text: str) -> None:
    got = ctc.decode(chances(columns), CHARACTERS)
    assert got.text == text
    assert len(got.runs) == len(got.confidences) == len(text)


def test_words_have_their_offsets_and_their_places() -> None:
    p = chances("_A_q_u_a_,_ _R_e_t_i_n_o_l_")
    line = ctc.line(ctc.decode(p, CHARACTERS), PLACE, len(p), "test", None)
    assert [(w.text, w.start, w.end) for w in line.words] == [("Aqua", 0, 4), (",", 4, 5), ("Retinol", 6, 13)]
    assert all(line.text[w.start : w.end] == w.text for w in line.words)
    scale = 200 / len(p)
    assert line.words[0].box.left == pytest.approx(1.0 * scale, abs=scale)
    assert line.words[2].box.left == pytest.approx(13 * scale, abs=scale)
    assert line.words[2].box.right == pytest.approx(200 - scale, abs=scale)


def exact(states: np.ndarray, labels: list[int]) -> float:
    """The CTC sum by trying every path."""
    total = 0.0
    for path in itertools.product(range(states.shape[1]), repeat=len(states)):
        joined = [k for k, _ in itertools.groupby(path)]
        if [k for k in joined if k] == labels:
            total += math.prod(states[t, k] for t, k in enumerate(path))
    return math.log(total)


@given(st.lists(st.lists(st.floats(0.05, 1), min_size=3, max_size=3), min_size=2, max_size=6), st.sampled_from(["a", "ab", "aa", "aba"]))
def test_the_likelihood_is_the_sum_over_all_paths(rows: list[list[float]], text: str) -> None:
    p = np.array(rows, np.float32)
    p /= p.sum(axis=1, keepdims=True)
    labels = [1 + "ab".index(c) for c in text]
    if len(text) + sum(a == b for a, b in itertools.pairwise(text)) > len(p):
        return  # no path is long enough
    log = np.log(p)
    kept = np.round(np.column_stack([log[:, 1:], log[:, :1]]) * -ctc.LIMITS.steps).astype(np.uint8)
    evidence = ctc.Columns(kept, {"a": 0, "b": 1}, frozenset("ab"), ((0, 1), (len(p) - 1, len(p))))
    # What is kept of a column is at most half a step off.
    found = evidence.log_likelihood(text, 0, 2)
    assert found * len(text) == pytest.approx(exact(p, labels), abs=0.5 * len(p) / ctc.LIMITS.steps + 0.01)
    assert evidence.log_likelihoods(["b", text, "é"], 0, 2)[1:] == (pytest.approx(found, abs=1e-4), -math.inf)


def test_what_was_read_is_likelier_than_anything_else() -> None:
    line = seen("_R_e_t_i_n_o_l_", doubt={11: "a"})
    read, other, far = (line.log_likelihood(t, 0, 7) for t in ("Retinol", "Retinal", "Glycerin"))
    assert 0 >= read > other > far


def test_case_and_spaces_do_not_count() -> None:
    line = seen("_S_o_d_i_u_m_ _P_C_A_")
    plain = line.log_likelihood("Sodium PCA", 0, 10)
    assert plain == pytest.approx(line.log_likelihood("SODIUMPCA", 0, 10))
    assert plain > -0.5


def test_a_part_of_the_line_is_asked_by_itself() -> None:
    line = seen("_A_q_u_a_,_ _R_e_t_i_n_o_l_,_ _C_I_")
    assert line.log_likelihood("Retinol", 6, 13) > -0.5
    assert line.log_likelihood("Retinol", 0, 4) < -3


def test_a_character_the_network_does_not_have() -> None:
    assert seen("_A_").log_likelihood("Ж", 0, 1) == -math.inf


@pytest.mark.parametrize(("text", "start", "end"), [("", 0, 1), (" ", 0, 1), ("A", 1, 1)])
def test_nothing_asked_is_nothing_seen(text: str, start: int, end: int) -> None:
    assert seen("_A_").log_likelihood(text, start, end) == -math.inf


@given(st.text(max_size=12), st.integers(0, 30), st.integers(0, 30))
def test_it_is_never_more_than_certain(text: str, start: int, end: int) -> None:
    assert seen("_A_q_u_a_,_ _C_I_").log_likelihood(text, start, end) <= 0


def test_packed_evidence_says_the_same() -> None:
    p = chances("_R_e_t_1_n_o_l_")
    p = 0.8 * p + 0.2 / p.shape[1]
    decoded = ctc.decode(p, CHARACTERS)
    seen = ctc.evidence(p, CHARACTERS, decoded)
    assert seen is not None
    told = json.loads(json.dumps(ctc.pack(seen)))
    again = ctc.unpack(told, seen.known)
    names = ("Retinol", "Retinal", "Lidocaine", "Retin")
    n = len(decoded.text)
    assert again.log_likelihoods(names, 0, n) == seen.log_likelihoods(names, 0, n)
    with pytest.raises(ValueError, match="reshape"):
        ctc.unpack({**told, "columns": told["columns"] + 1}, seen.known)


def test_packed_evidence_says_the_same_of_letters_that_came_up_nowhere() -> None:
    p = np.zeros((15, len(CHARACTERS)), np.float32)
    for t, sign in enumerate("_R_e_t_1_n_o_l_"):
        p[t, CHARACTERS.index("" if sign == "_" else sign)] = 0.9
        p[t, CHARACTERS.index("i" if sign == "1" else "" if sign != "_" else "o")] += 0.1
    seen = ctc.evidence(p, CHARACTERS, decoded := ctc.decode(p, CHARACTERS))
    assert seen is not None
    told = ctc.pack(seen)
    assert len(told["kept"]) < len(seen.kept)
    names = ("Retinol", "Lidocaine", "Retinal 1 %", "Vitamin A", "\u00f1", "\u4e2d")
    n = len(decoded.text)
    assert ctc.unpack(told, seen.known).log_likelihoods(names, 0, n) == seen.log_likelihoods(names, 0, n)


def test_clear_print_keeps_no_evidence() -> None:
    p = chances("_R_e_t_i_n_o_l_")
    decoded = ctc.decode(p, CHARACTERS)
    assert (ctc.evidence(p, CHARACTERS, decoded) is None) == (decoded.confidence >= ctc.LIMITS.beyond_doubt)
