"""From files to index: what is refused, and with which words; the same files give the same bytes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from glidecheck.errors import LexiconError
from glidecheck.lexicon import CARRIED, build, load, twins
from glidecheck.lexicon.spelling import distance

LEXICON = Path(__file__).parents[2] / "lexicon"

CLASS = """
class: retinoid
title: Retinoids
about: Vitamin A and what acts like it.
entries:
  - id: retinol
    name: RETINOL
    name_type: INCI
    cas: [68-26-8]
    severity: avoid
    role: none
    basis: founding
    names:
      - {name: axerophthol, kind: synonym, basis: general}
    sources: [FOUNDING]
    confidence: substance
    reviewed: null
"""
OTHER = """
class: active
title: Actives
about: What is put in for an effect.
entries:
  - id: urea
    name: UREA
    name_type: INCI
    severity: caution
    role: companion
    basis: extension
    sources: [FOUNDING]
    confidence: general
    reviewed: null
"""
SOURCES = """
sources:
  - {id: FOUNDING, title: The article, publisher: Somebody, year: null, link: null, read: first-hand}
"""
PHRASES = r"""
phrases:
  - {kind: prp, lang: en, pattern: "plas(?:ma)", effect: AVOID, fires: [plasma], passes: [plastic]}
"""
INCI = """name,cas,ec,functions,updated,inn,in,lists
AQUA,7732-18-5,,SOLVENT,,water,cosing,30
PHLORETIN,60-82-2,,ANTIOXIDANT,,,cosing,
RETINOL,68-26-8,,SKIN CONDITIONING,28/07/2020,retinol|vitaminum a,cosing,7
UREA,57-13-6,,HUMECTANT,,carbamide,cosing,
"""

AXEROPHTHOL = "{name: Axerophthol, kind: brand, basis: general}"
IDLE = "{id: IDLE, title: Unread, publisher: Nobody, year: null, link: null, read: quoted}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small lexicon that holds together."""
    (tmp_path / "substances").mkdir()
    for name, text in (
        ("substances/retinoids.yaml", CLASS),
        ("substances/actives.yaml", OTHER),
        ("sources.yaml", SOURCES),
        ("phrases.yaml", PHRASES),
        ("inci.csv", INCI),
        ("more.csv", "name,functions,note\nIRON OXIDES,COLORANT,\n"),
        ("synonyms.csv", "name,of,kind,lang,basis\nEau,AQUA,foreign,fr,general\n"),
        ("common_names.csv", "name,common\nAQUA,water\n"),
        ("confusables.csv", "a,b,cost,measured\n0,o,0.1,0\n"),
        ("twins.csv", "name,twin,distance,told_apart\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name in (
        "file_words.yaml",
        "headings.yaml",
        "label_words.yaml",
        "list_words.yaml",
        "near_names.yaml",
        "negations.yaml",
        "strengths.yaml",
    ):
        shutil.copy(LEXICON / name, tmp_path)
    return tmp_path


def test_a_sound_lexicon_is_built_and_read(folder: Path) -> None:
    version = build.build(folder, folder / "index.zip")
    lexicon = load(folder / "index.zip")
    assert lexicon.version == version
    assert set(lexicon.keys) == {
        "aqua",
        "water",
        "eau",
        "phloretin",
        "retinol",
        "vitaminuma",
        "axerophthol",
        "urea",
        "carbamide",
        "ironoxides",
    }
    assert lexicon.prior("aqua") == lexicon.prior("eau") == 30
    assert lexicon.entry("aqua").functions == ("SOLVENT",)
    assert lexicon.rules_json == []


@pytest.mark.slow
def test_the_same_files_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    first = build.pack(build.members(build.read(folder)))
    copy = shutil.copytree(folder, tmp_path / "copy")
    assert build.pack(build.members(build.read(copy))) == first


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("substances/retinoids.yaml", "founding", "extension"),
        ("substances/retinoids.yaml", "axerophthol", "axerophtol"),
        ("synonyms.csv", "Eau", "Wasser"),
        ("inci.csv", "SOLVENT", "HUMECTANT"),
        ("sources.yaml", "first-hand", "quoted"),
        ("phrases.yaml", "effect: AVOID", "effect: avoid"),
        ("confusables.csv", "0.1", "0.2"),
    ],
)
def test_any_change_is_another_version_and_makes_the_index_stale(folder: Path, file: str, old: str, new: str) -> None:
    before = build.build(folder, folder / "index.zip")
    assert not build.stale(folder, folder / "index.zip")
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert build.stale(folder, folder / "index.zip")
    assert build.build(folder, folder / "index.zip") != before


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("substances/retinoids.yaml", "severity: avoid", "severity: avoid\n    severity: caution", r"retinoids.yaml.*severity"),
        ("substances/retinoids.yaml", "severity: avoid", "severity: avoid\n    sevrity: caution", r"retinoids.yaml: retinol: .*sevrity"),
        ("substances/retinoids.yaml", "severity: avoid", "severity: forbidden", r"retinoids.yaml: retinol: .*severity"),
        ("substances/retinoids.yaml", "    basis: founding\n", "", r"retinoids.yaml: retinol: .*basis"),
        ("substances/retinoids.yaml", "68-26-8", "68-26-9", r"retinoids.yaml: retinol: .*68-26-9"),
        ("substances/retinoids.yaml", "id: retinol", "id: Retinol", r"retinoids.yaml: Retinol: "),
        ("substances/retinoids.yaml", "reviewed: null", "reviewed: 2024", r"retinoids.yaml: retinol: .*reviewed"),
        ("substances/retinoids.yaml", "kind: synonym", "kind: nickname", r"retinoids.yaml: retinol, axerophthol: .*kind"),
        ("substances/retinoids.yaml", "name: RETINOL", "name: RETINOLE", r"retinoid: retinol: RETINOLE is no name of inci.csv"),
        ("substances/retinoids.yaml", "name_type: INCI", "name_type: INN", r"retinoid: retinol: RETINOL is a name of inci.csv"),
        ("substances/retinoids.yaml", "sources: [FOUNDING]", "sources: [FOUNDING, HEARSAY]", r"retinoid: retinol: the source HEARSAY"),
        ("substances/retinoids.yaml", "sources: [FOUNDING]", "sources: []", r"retinoids.yaml: retinol: .*sources"),
        ("substances/retinoids.yaml", "name: axerophthol", "name: phloretin", r"retinoid: retinol: 'phloretin' is an INCI name of its own"),
        ("substances/retinoids.yaml", "axerophthol, kind: synonym", "axerophthol, kind: inci", r"'axerophthol' is no name of inci.csv"),
        ("substances/retinoids.yaml", "axerophthol", "Re-tinol", r"'Re-tinol' is (?:an INCI|already)"),
        ("substances/actives.yaml", "id: urea", "id: retinol", r"retinoid: retinol: the id stands in active too"),
        ("substances/actives.yaml", "id: urea", "id: phloretin", r"the id phloretin would be that of PHLORETIN"),
        ("substances/actives.yaml", "    sources", f"    names: [{AXEROPHTHOL}]\n    sources", r"'axerophthol' is also a name of UREA"),
        ("synonyms.csv", "Eau,AQUA", "Eau,AQUAA", r"synonyms.csv, line 2: 'AQUAA' is no known name"),
        ("synonyms.csv", "Eau,AQUA", "urea,AQUA", r"synonyms.csv, line 2: 'urea' is also a name of UREA"),
        ("synonyms.csv", "Eau,AQUA,foreign,fr", "Eau,AQUA,foreign,french", r"synonyms.csv, line 2"),
        ("synonyms.csv", "lang,basis", "language,basis", r"synonyms.csv: the columns are"),
        ("synonyms.csv", "fr,general", "fr,general,once more", r"synonyms.csv, line 2: not 5 fields"),
        ("common_names.csv", "AQUA,water", "AQUA,", r"common_names.csv, line 2"),
        ("common_names.csv", "AQUA", "Eau", r"common_names.csv, line 2"),
        ("more.csv", "IRON OXIDES", "Urea", r"more.csv, line 2: 'Urea' stands twice"),
        ("sources.yaml", "FOUNDING", "FOUNDED", r"the source FOUNDING"),
        ("sources.yaml", "sources:\n", f"sources:\n  - {IDLE}\n", r"nothing uses IDLE"),
        ("phrases.yaml", "plas(?:ma)", "plas(?:ma", r"phrases.yaml: prp: "),
        ("phrases.yaml", "kind: prp", "kind: stalk", r"phrases.yaml: stalk: "),
        ("twins.csv", "told_apart\n", "told_apart\nretinol,urea,0.1,by the eye\n", r"twins.csv: retinol and urea are no near twins"),
    ],
)  # fmt: skip
def test_a_slip_is_refused_by_file_and_entry(folder: Path, file: str, old: str, new: str, said: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LexiconError, match=said) as error:
        build.build(folder, folder / "index.zip")
    assert error.value.next
    assert not (folder / "index.zip").exists()


def test_a_new_near_twin_is_refused_until_somebody_says_how_it_is_told_apart(folder: Path) -> None:
    path = folder / "inci.csv"
    path.write_text(path.read_text(encoding="utf-8") + "RETENOL,,,,,,cosing,\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="retenol and retinol are near twins"):
        build.build(folder, folder / "index.zip")
    (folder / "twins.csv").write_text("name,twin,distance,told_apart\nretinol,RETENOL,1.0,\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="near twins"):
        build.build(folder, folder / "index.zip")
    (folder / "twins.csv").write_text("name,twin,distance,told_apart\nretinol,RETENOL,1.0,the exact print decides\n", encoding="utf-8")
    assert build.build(folder, folder / "index.zip")


RETINOID: twins.Bearing = frozenset({"retinoid"})
NOTHING: twins.Bearing = frozenset()


@pytest.mark.parametrize(
    ("bearings", "pairs"),
    [
        ({}, []),
        ({"retinol": RETINOID, "urea": NOTHING}, []),
        ({"retinol": RETINOID, "retinal": RETINOID}, []),  # what follows is the same
        ({"phenol": NOTHING, "prenol": NOTHING}, []),  # neither is ruled
        ({"eau": RETINOID, "sau": NOTHING}, []),  # too short to be corrected
        ({"retinol": RETINOID, "rctinol": NOTHING}, [("rctinol", "retinol")]),
        ({"vitamina": RETINOID, "vitamine": NOTHING}, [("vitamina", "vitamine")]),
        ({"retinylacetate": RETINOID, "vinylacetate": NOTHING}, []),
    ],
)
def test_twins(bearings: dict[str, twins.Bearing], pairs: list[tuple[str, str]]) -> None:
    found = twins.find(bearings)
    assert [(t.a, t.b) for t in found] == pairs
    assert all(t.distance == distance(t.a, t.b) for t in found)


@pytest.mark.slow
def test_the_carried_index_is_what_the_files_say() -> None:
    """Also checks the whole lexicon: schema, names against one another, sources, rules and near twins."""
    assert not build.stale(LEXICON, CARRIED), "build it: python scripts/build_lexicon.py"


def test_the_carried_index_is_small() -> None:
    assert CARRIED.stat().st_size < 2_500_000
