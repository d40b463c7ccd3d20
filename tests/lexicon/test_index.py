from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glidecheck.errors import LexiconError
from glidecheck.lexicon import CARRIED, Lexicon, load
from glidecheck.lexicon.index import slug
from glidecheck.model import Basis, GlideRole
from glidecheck.text import key


@pytest.mark.parametrize("name", ["", " ,;", "no such thing", "retinol-free", "0.5 %", "ingredients"])
def test_what_is_no_name_is_unknown(name: str) -> None:
    assert load().lookup(key(name)) == ()
    assert load().prior(key(name)) == 0


@pytest.mark.parametrize(
    ("printed", "ids", "kind"),
    [
        ("Retinol", ["retinol"], "inci"),
        ("SODIUM  HYALURONATE", ["sodium-hyaluronate"], "inci"),
        ("Aqua", ["water"], "inci"),
        ("Water (Aqua)", ["water"], "synonym"),
        ("Eau", ["water"], "synonym"),
        ("Parfum/Fragrance", ["parfum"], "synonym"),
        ("Tretinoin", ["retinoic-acid"], "inn"),
        ("Lidocaine HCl", ["lidocaine"], "salt"),
        ("хлорид натрия", ["sodium-chloride"], "foreign"),
        ("ヒアルロン酸Na", ["sodium-hyaluronate"], "foreign"),
        ("Cetostearyl Alcohol", ["cetearyl-alcohol"], "synonym"),
        ("Edetate Disodium", ["disodium-edta"], "inn"),
        ("FD&C Yellow No. 5", ["ci-19140"], "colour"),
        ("Butyrospermum Parkii (Shea) Butter", ["butyrospermum-parkii-butter"], "synonym"),
        ("Camellia Sinensis (Green Tea) Leaf Extract", ["camellia-sinensis-leaf-extract"], "label"),
        ("EMLA", ["lidocaine", "prilocaine"], "combination"),
        ("Pliaglis", ["lidocaine", "tetracaine"], "combination"),
        ("Epiduo", ["adapalene", "benzoyl-peroxide"], "combination"),
        ("Tri-Luma", ["retinoic-acid", "hydroquinone", "fluocinolone-acetonide"], "combination"),
        ("Rosehip oil", ["rosa-canina-fruit-oil", "rosa-moschata-seed-oil", "rosa-rubiginosa-seed-oil"], "shared"),
    ],
)
def test_a_name_is_looked_up(printed: str, ids: list[str], kind: str) -> None:
    hits = load().lookup(key(printed))
    assert sorted(h.substance.id for h in hits) == sorted(ids)
    assert {h.kind for h in hits} == {kind}
    assert all(key(h.name) == key(printed) for h in hits)


def test_the_gravest_of_several_comes_first() -> None:
    """Hydroquinone and tretinoin are AVOID, the steroid is CAUTION."""
    lexicon = load()
    hits = lexicon.lookup(key("Tri-Luma"))
    assert [lexicon.entry(h.substance.id).severity for h in hits] == ["avoid", "avoid", "caution"]
    assert hits[0].substance.classes == ("retinoid",)


def test_a_frequent_name_is_likelier() -> None:
    lexicon = load()
    assert lexicon.prior(key("aqua")) == lexicon.prior("water") > lexicon.prior(key("retinol")) > 0
    assert lexicon.prior("retinyl-tallate") == 0


def test_common_names_are_the_ruled_and_those_of_real_lists() -> None:
    lexicon = load()
    wanted = {s.name for s in lexicon.substances() if s.classes or lexicon.prior(s.id)}
    assert set(lexicon.common()) == wanted
    assert len(wanted) > 1000


@pytest.mark.slow
def test_every_id_leads_to_its_substance_and_entry() -> None:
    lexicon = load()
    ids = [s.id for s in lexicon.substances()]
    assert len(ids) == len(set(ids))
    ruled = [s for s in lexicon.substances() if s.classes]
    for substance in ruled:
        entry = lexicon.entry(substance.id)
        assert entry.substance == lexicon.substance(substance.id) == substance
        assert set(entry.sources) <= set(lexicon.sources)
        assert entry.reviewed is None  # nobody has reviewed anything yet


@pytest.mark.parametrize("id_", ["", "no-such-substance", "RETINOL"])
def test_an_unknown_id_is_an_error(id_: str) -> None:
    with pytest.raises(LexiconError, match="no substance"):
        load().entry(id_)


def test_an_entry_says_what_a_clinician_would_ask() -> None:
    entry = load().entry("prilocaine")
    assert entry.basis is Basis.FOUNDING
    assert "ethaemoglobinaemia" in entry.conditions
    assert "EMLA_UK" in entry.sources
    assert {n.lang for n in entry.names} >= {"de", "fr", "es", "zh", "ja"}
    assert {n.basis for n in entry.names} == {"sourced", "general"}


def test_a_name_of_the_long_tail_has_the_inventory_s_facts() -> None:
    entry = load().entry("caprylic-capric-triglyceride")
    assert entry.substance.classes == ()
    assert entry.substance.role is GlideRole.NONE
    assert set(entry.substance.cas) == {"65381-09-1", "73398-61-5"}
    assert "SKIN CONDITIONING - EMOLLIENT" in entry.functions or "PERFUMING" in entry.functions
    assert "MCT Oil" in {n.name for n in entry.names}
    assert entry.sources == ("COSING_INV",)


def test_loading_imports_nothing_heavy() -> None:
    code = "import sys; from glidecheck.lexicon import load; load().lookup('retinol'); print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not {"pydantic", "ruamel.yaml", "numpy", "rapidfuzz", "cv2"} & set(loaded)


def test_a_missing_index_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="missing") as error:
        Lexicon.read(tmp_path / "index.zip")
    assert "build_lexicon" in error.value.next


@pytest.mark.parametrize("content", [b"", b"not a zip", CARRIED.read_bytes()[:5000]])
def test_a_damaged_index_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "index.zip"
    path.write_bytes(content)
    with pytest.raises(LexiconError, match="cannot be read"):
        Lexicon.read(path)


def test_an_index_of_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "index.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("names.json", '{"format": 0}')
        archive.writestr("version", "sha256:0")
    with pytest.raises(LexiconError, match="format 0"):
        Lexicon.read(path)


@given(st.text(max_size=40), st.text(max_size=40))
def test_names_with_different_keys_have_different_ids(a: str, b: str) -> None:
    if key(a) != key(b):
        assert slug(a) != slug(b) or not key(a) or not key(b) or not slug(a)


@given(st.sampled_from(sorted(load().keys)), st.sampled_from(["", " ", "-", "\u200b", ". "]), st.integers(0, 30))
def test_signs_and_case_do_not_matter(name: str, sign: str, at: int) -> None:
    printed = name[:at] + sign + name[at:]
    assert load().lookup(key(printed)) == load().lookup(name)
