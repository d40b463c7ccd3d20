"""A clinic's policy: what it may do, what it may not, and how a slip in its file is refused."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hand_made import agreeing, found, judge, label, notice

from glidecheck.errors import LexiconError
from glidecheck.lexicon import policy, policy_schema
from glidecheck.model import CautionKind, GlideRole, NoticeKind, Reading, Section, Severity, Verdict

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "clinic.yaml"


def read(text: str, folder: Path) -> policy.Policy:
    file = folder / "clinic.yaml"
    file.write_text(text, encoding="utf-8")
    return policy_schema.read(file)


def test_the_sample_is_read_with_its_name_and_hash() -> None:
    clinic = policy_schema.read(SAMPLE)
    assert clinic.label == f"{clinic.name} sha256:{hashlib.sha256(SAMPLE.read_bytes()).hexdigest()}"
    assert clinic.classes["fragrance"].to is Severity.AVOID
    assert set(clinic.allowed) == {"glycerin", "disodium-edta"}


@pytest.mark.parametrize(
    ("names", "verdict", "rule"),
    [
        (("Aqua", "Sodium Hyaluronate"), Verdict.GLIDE, "POL003"),
        (("Aqua", "Sodium Hyaluronate", "Glycerin"), Verdict.GLIDE, "POL002"),
        (("Aqua", "Sodium Hyaluronate", "Disodium EDTA", "Glycerin"), Verdict.GLIDE, "POL002"),
        (("Aqua", "Sodium Hyaluronate", "Parfum"), Verdict.AVOID, "POL001"),
        (("Aqua", "Sodium Hyaluronate", "Linalool"), Verdict.AVOID, "POL001"),
        (("Aqua", "Sodium Hyaluronate", "Phenoxyethanol"), Verdict.AVOID, "POL001"),
        (("Aqua", "Sodium Hyaluronate", "Phloretin"), Verdict.CAUTION, "LOO002"),
        # an allowed companion is a companion still: not before the hyaluronate, not named on the front, not in strength
        (("Aqua", "Glycerin", "Sodium Hyaluronate"), Verdict.CAUTION, "COM007"),
        (("Aqua", "Sodium Hyaluronate", "Glycerin", ("Glycerin", Section.CLAIM)), Verdict.CAUTION, "COM006"),
        (("Aqua", "Sodium Hyaluronate", ("Glycerin", Section.LIST, "10 %")), Verdict.CAUTION, "COM005"),
        # and reaches no glide past anything else
        (("Aqua", "Sodium Hyaluronate", "Glycerin", "Retinol"), Verdict.AVOID, "RET001"),
        (("Aqua", "Sodium Hyaluronate", "Glycerin", "Lidocaine"), Verdict.CAUTION, "ANA001"),
        (("Aqua", "Sodium Hyaluronate", "Glycerin", "Camphor"), Verdict.AVOID, "CTR001"),
        (("Aqua", "Sodium Hyaluronate", "Glycerin", "Panthenol"), Verdict.CAUTION, "COM001"),
        (("Aqua", "Sodium Hyaluronate", "Glycerin", "Xqzvlorbane"), Verdict.REVIEW, "REA005"),
        (("Aqua", "Glycerin"), Verdict.REVIEW, "REA016"),
    ],
)
def test_what_the_sample_makes_of_a_label(names: tuple[str, ...], verdict: Verdict, rule: str) -> None:
    judgement = judge(label(*names), policy=policy_schema.read(SAMPLE))
    assert judgement.verdict is verdict
    assert rule in found(judgement)


def test_an_allowed_companion_reaches_no_glide_past_the_reading() -> None:
    clinic = policy_schema.read(SAMPLE)
    names = label("Aqua", "Sodium Hyaluronate", "Glycerin")
    assert judge(names, policy=clinic, from_text=False, witnesses=agreeing(names)).verdict is Verdict.GLIDE
    assert judge(names, policy=clinic, from_text=False, witnesses=agreeing(names)[:1]).verdict is Verdict.REVIEW
    assert judge(names, policy=clinic, reading=Reading.PARTIAL).verdict is Verdict.REVIEW
    assert judge(names, policy=clinic, notices=(notice(NoticeKind.RX),)).verdict is Verdict.REVIEW
    assert judge(names, policy=clinic, edited=True).verdict is Verdict.REVIEW


def test_the_policy_says_in_the_findings_what_it_did() -> None:
    clinic = policy_schema.read(SAMPLE)
    findings = {f.rule: f for f in judge(label("Aqua", "Sodium Hyaluronate", "Glycerin", "Parfum"), policy=clinic).findings}
    assert "AVOID" in findings["POL001"].summary
    assert "PARFUM" in findings["POL001"].summary
    assert "nothing scented" in findings["POL001"].advice
    assert findings["POL001"].ingredient == 3
    assert "medical lead" in findings["POL002"].advice
    assert "by our staff only" in findings["POL003"].summary


def test_a_class_can_be_raised_over_the_glide_itself(tmp_path: Path) -> None:
    clinic = read("name: Strict\nraise:\n  - {class: glide, to: review}\n", tmp_path)
    assert judge(label("Aqua", "Sodium Hyaluronate"), policy=clinic).verdict is Verdict.REVIEW


def test_raising_to_something_milder_lowers_nothing(tmp_path: Path) -> None:
    clinic = read("name: Odd\nraise:\n  - {class: retinoid, to: review}\n  - {class: anaesthetic, to: caution}\n", tmp_path)
    assert judge(label("Retinol"), policy=clinic).verdict is Verdict.AVOID
    judgement = judge(label("Lidocaine"), policy=clinic)
    assert (judgement.verdict, judgement.caution_kind) == (Verdict.CAUTION, CautionKind.ANAESTHETIC)


def test_the_gravest_of_two_raises_counts(tmp_path: Path) -> None:
    clinic = read("name: Two\nraise:\n  - {class: fragrance, to: review}\n  - {substance: linalool, to: avoid}\n", tmp_path)
    assert judge(label("Aqua", "Sodium Hyaluronate", "Linalool"), policy=clinic).verdict is Verdict.AVOID
    assert judge(label("Aqua", "Sodium Hyaluronate", "Limonene"), policy=clinic).verdict is Verdict.CAUTION


@pytest.mark.parametrize(
    ("text", "said", "write"),
    [
        ("", "the file", ""),
        ("- a\n", "the file", ""),
        ("name: x\nname: y\n", "line 2", "every key once"),
        ("name: x\nallow: [\n", "clinic.yaml, line", "indent"),
        ("raise: []\n", "name is missing", "Write name"),
        ("name: ''\n", "name", "at least 1 character"),
        ("name: 7\n", "name is 7", "string"),
        ("name: x\nlower: []\n", "lower is not a key", "Remove lower"),
        ("name: x\nraise:\n  - {class: fragrance, to: glide}\n", "raise, entry 1", "'avoid', 'caution' or 'review'"),
        ("name: x\nraise:\n  - {class: fragrance}\n", "raise, entry 1: raise.to is missing", "Write to"),
        ("name: x\nraise:\n  - {class: fragrance, substance: Parfum, to: avoid}\n", "raise, entry 1", "either class"),
        ("name: x\nraise:\n  - {class: perfumes, to: avoid}\n", "class 'perfumes' is not in the lexicon", "fragrance"),
        ("name: x\nraise:\n  - {substance: Unobtainium, to: avoid}\n", "raise: 'Unobtainium' is not in the lexicon", "lexicon search"),
        ("name: x\nraise:\n  - {class: drug, to: avoid}\n  - {class: drug, to: review}\n", "'drug' stands there twice", "Keep one"),
        ("name: x\nallow:\n  - {substance: EMLA}\n", "'EMLA' stands for lidocaine, prilocaine", "Write the one"),
        ("name: x\nallow:\n  - {substance: Retinyl Palmitate}\n", "'Retinyl Palmitate' is a retinoid", "Take it out"),
        ("name: x\nallow:\n  - {substance: lidocaine}\n", "'lidocaine' is an anaesthetic", "Take it out"),
        ("name: x\nallow:\n  - {substance: Camphor}\n", "'Camphor' is to be avoided", "Take it out"),
        ("name: x\nallow:\n  - {substance: Human Platelet Lysate}\n", "is to be avoided", "Take it out"),
        ("name: x\nallow:\n  - {substance: Ascorbic Acid}\n", "'Ascorbic Acid' is no companion", "Take it out"),
        ("name: x\nallow:\n  - {substance: Squalane}\n", "'Squalane' is no companion", "Take it out"),
        ("name: x\nallow:\n  - {substance: Aqua}\n", "'Aqua' is on the glide list already", "Take it out"),
        ("name: x\nallow:\n  - {substance: Glycerin}\n  - {substance: Glycerol}\n", "stands there twice", "Keep one"),
        ("name: x\nraise:\n  - {class: companion, to: avoid}\nallow:\n  - {substance: Glycerin}\n", "is also raised", "not under both"),
        ("name: x\nallow:\n  - {class: companion}\n", "allow, entry 1", ""),
        ("name: x\nnotes:\n  - 2024-01-01\n", "clinic.yaml", "quotes"),
    ],
)
def test_a_slip_is_refused_with_file_entry_and_what_to_write(tmp_path: Path, text: str, said: str, write: str) -> None:
    with pytest.raises(LexiconError) as error:
        read(text, tmp_path)
    assert "clinic.yaml" in str(error.value)
    assert said in str(error.value)
    assert write in error.value.next


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="No such file"):
        policy_schema.read(tmp_path / "none.yaml")


@pytest.mark.slow
def test_nothing_a_file_can_allow_is_a_retinoid_an_anaesthetic_or_to_be_avoided(tmp_path: Path) -> None:
    """Every ruled substance, tried as an allowed one."""
    from glidecheck.lexicon import load

    lexicon = load()
    for substance in lexicon.substances():
        if not substance.classes:
            break
        try:
            clinic = read(f"name: x\nallow:\n  - {{substance: {substance.id}}}\n", tmp_path)
        except LexiconError:
            continue
        if substance.id not in clinic.allowed:
            continue  # an id that is also another substance's name
        assert substance.role is GlideRole.COMPANION
        assert lexicon.entry(substance.id).severity == "caution"
        assert not {"retinoid", "anaesthetic"} & set(substance.classes)
