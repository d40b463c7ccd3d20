"""The normal form: what is folded, and what never is."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from glidecheck.text import counted, fold, key, skeleton, worded

KEYS = [
    ("retinol", "retinol"),
    ("SODIUM  HYALURONATE", "sodiumhyaluronate"),
    ("1,2-Hexanediol", "12hexanediol"),
    ("Rétinol", "retinol"),
    ("Cyrillic-free Retin\u043el", "cyrillicfreeretinol"),  # the o is Cyrillic
    ("ретинол", "ретинол"),
    ("透明质酸钠", "透明质酸钠"),
    ("レチノール", "レチノール"),
    ("히알루론산", "히알루론산"),
    ("ＲＥＴＩＮＯＬ", "retinol"),
    ("Reti\u200bnol\u00ad", "retinol"),
    ("", ""),
    ("***", ""),
]


@pytest.mark.parametrize(("text", "expected"), KEYS)
def test_key(text: str, expected: str) -> None:
    assert key(text) == expected


@pytest.mark.parametrize(
    ("a", "b"), [("ret1nol", "retinol"), ("lid0caine", "lidocaine"), ("phenoxyethano1", "phenoxyethanol"), ("carborner", "carbomer")]
)
def test_look_alikes_have_one_skeleton(a: str, b: str) -> None:
    assert skeleton(key(a)) == skeleton(key(b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("methylparaben", "ethylparaben"),
        ("retinol", "retinal"),
        ("resorcinol", "retinol"),
        ("vitaminaacetate", "vitamineacetate"),
        ("lidocaine", "prilocaine"),
    ],
)
def test_different_names_have_different_skeletons(a: str, b: str) -> None:
    assert skeleton(key(a)) != skeleton(key(b))


@given(st.text() | st.text(alphabet="AaΑαᾰᾼРрΡρϹϲВвЙйİıẞßςΣ -\u0345\u0301"))
@example("Aᾰ")
@example("A α")
@example("AϹ")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert key(key(text)) == key(text)
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_key_holds_no_space_and_no_sign(text: str) -> None:
    assert all(c.isalnum() or not c.isascii() for c in key(text))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Aqua, Glycerin", []),
        ("1. Aqua", []),
        ("Aqua 1. Glycerin 2. Talc", []),
        ("2. Aqua 3. Talc", []),
        ("1. Aqua 2. Glycerin", ["1. ", "2. "]),
        ("1) Aqua\n2) 1,2-Hexanediol\n3) Talc", ["1) ", "2) ", "3) "]),
        ("1. Aqua\n2. PEG 8. Talc\n4. Mica", ["1. ", "2. "]),
        ("1. 50 % Aqua 2. Talc", []),
    ],
)
def test_the_numbers_of_a_counted_list(text: str, numbers: list[str]) -> None:
    assert [text[a:b] for a, b in counted(text)] == numbers


@pytest.mark.parametrize(
    ("text", "share"),
    [("", 0.0), ("--", 0.0), ("Aqua", 1.0), ("5%.", 1.0), ("(0.1 %),", 1.0), ("[", 0.0), ("%%", 0.0), ("5%%", 1 / 3), ("A.B.", 0.5)],
)
def test_what_says_something(text: str, share: float) -> None:
    """Of a strength alone on its line the signs do: by their number alone "(3 %)." was no text."""
    assert worded(text) == pytest.approx(share)
