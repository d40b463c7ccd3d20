"""Stems, families and registry numbers: what they must and must not tell, and that no other name is taken for a critical one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from glidecheck.lexicon import load, schema, stems
from glidecheck.pipeline import scan_text
from glidecheck.text import fold

LEXICON = Path(__file__).parents[2] / "lexicon"
STEMS = schema.load(schema.StemsFile, LEXICON / "stems.yaml").stems
FAMILIES = schema.load(schema.FamiliesFile, LEXICON / "families.yaml").families
CLASS = {"vitamin-a": "retinoid", "local-anaesthetic": "anaesthetic"}


@pytest.mark.parametrize("stem", STEMS, ids=lambda s: s.id)
def test_a_stem_tells_its_texts_and_no_others(stem: schema.StemSpec) -> None:
    regex = re.compile(stem.pattern, re.IGNORECASE)
    assert [t for t in stem.fires if not regex.search(fold(t))] == []
    assert [t for t in stem.passes if regex.search(fold(t))] == []


@pytest.mark.parametrize("family", FAMILIES, ids=lambda f: f.subclass)
def test_a_family_holds_its_names_and_no_others(family: schema.FamilySpec) -> None:
    regex = re.compile(family.pattern)
    assert [t for t in family.fires if not regex.search(t)] == []
    assert [t for t in family.passes if regex.search(t)] == []


@pytest.mark.slow
def test_no_other_name_of_the_lexicon_holds_a_critical_stem() -> None:
    lexicon = load()
    wrong = []
    for number, _, name in lexicon._hits:
        stem, substance = stems.stem(name, lexicon), lexicon._substance(number)
        if stem is not None and stem.of in CLASS and CLASS[stem.of] not in substance.classes:
            wrong.append((name, substance.name, stem.id))
    for substance in lexicon.substances():
        stem = stems.stem(substance.name, lexicon)
        if stem is not None and stem.of in CLASS and CLASS[stem.of] not in substance.classes:
            wrong.append((substance.name, substance.name, stem.id))
    assert wrong == []


@pytest.mark.parametrize(
    "name", ["68-26-8", "CAS 302-79-4", "(68-26-8)", "EC 200-683-7", "7732-18-5, 68-26-8", "Sodium Hyaluronate [9067-32-7], [68-26-8]"]
)
def test_a_registry_number_is_its_substance_and_hides_behind_no_other(name: str) -> None:
    assert scan_text(f"Ingredients: Aqua, Sodium Hyaluronate, {name}, Glycerin.").verdict == "AVOID"


@pytest.mark.parametrize("name", ["Ретинилацетат", "רטינול", "เรตินาล", "レチンアルデヒド", "ρετινόλη", "रेटिनॉल", "ريتينول", "视黄醛"])
def test_a_retinoid_in_any_script_counts_in_the_list_and_on_the_front(name: str) -> None:
    assert scan_text(f"Ingredients: Aqua, Sodium Hyaluronate, {name}, Glycerin.").verdict == "AVOID"
    assert scan_text(f"{name} serum\nIngredients: Aqua, Sodium Hyaluronate, Sodium Chloride.").verdict == "AVOID"


@pytest.mark.parametrize("name", ["лидокаин", "לידוקאין", "ลิโดเคน", "リドカイン", "λιδοκαΐνη", "लिडोकेन", "ليدوكايين", "lidokaiini"])
def test_an_anaesthetic_in_any_script_counts_in_the_list_and_on_the_front(name: str) -> None:
    for text in (f"Ingredients: Aqua, Glycerin, {name}.", f"{name} gel\nIngredients: Aqua, Sodium Hyaluronate, Sodium Chloride."):
        assert "anaesthetic" in {c for m in scan_text(text).ingredients for s in m.substances for c in s.classes}


@pytest.mark.parametrize("name", ["Roxithromycin", "Levofloxacin", "Desonide", "Efinaconazole", "Bimatoprost", "Эритромицин", "他克莫司"])
def test_a_drug_that_nobody_listed_is_no_companion(name: str) -> None:
    report = scan_text(f"Ingredients: Aqua, Sodium Hyaluronate, {name}, Sodium Chloride.")
    assert (report.verdict, report.caution_kind) == ("CAUTION", "active")
