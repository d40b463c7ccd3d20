"""The only place where a verdict is made: what each rule is for, what a GLIDE needs, and that nothing else is ever one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import pytest
from hand_made import KNOWLEDGE, agreeing, found, judge, label, named, notice, rule_ids
from hypothesis import given
from hypothesis import strategies as st

from glidecheck.lexicon import load
from glidecheck.lexicon.policy import Policy, Raised
from glidecheck.model import (
    Box,
    CautionKind,
    GlideRole,
    Match,
    Mention,
    Method,
    Notice,
    NoticeKind,
    Reading,
    Section,
    Severity,
    Verdict,
    Witness,
)

A, I, C, MC = Section.ACTIVE, Section.INACTIVE, Section.CLAIM, Section.MAY_CONTAIN  # noqa: E741 - sections, as short as a table needs
ANAESTHETIC, ACTIVE, COMPANION = CautionKind
NUMBING = notice(NoticeKind.NUMBING, "topical anesthetic")
RX, STAGE, BRAND = (
    notice(NoticeKind.RX, "Rx only"),
    notice(NoticeKind.USE_STAGE, "during needling"),
    notice(NoticeKind.BRAND_WARNED, "TKTX"),
)
PLAIN = label("Aqua", "Sodium Hyaluronate", "Sodium Chloride")
VITAMIN = tuple(load().substance(i) for i in ("retinyl-acetate", "tocopheryl-acetate"))
BLURRED = Match(Mention("Vitamin ? Acetate", Section.LIST, 4), candidates=VITAMIN)
PARABEN = Match(Mention("?ethylparaben", Section.LIST, 4), candidates=tuple(load().substance(i) for i in ("methylparaben", "ethylparaben")))
BARE = named("Sodium Hyaluronate")
DOUBTFUL = named("Sodium Hyaluronate", position=2, method=Method.FUZZY)


def photo(*witnesses: Witness, **more: Any) -> dict[str, Any]:
    return {"from_text": False, "witnesses": witnesses, **more}


ONE, TWO = agreeing(PLAIN)
CLINIC = Policy(
    "Clinic", "ab" * 32, substances={"phenoxyethanol": Raised(Severity.AVOID)}, allowed={"glycerin": "sterile ampoule"}, notes=("Ask me.",)
)

# A row a rule: the label that raises it, and the nearest one that does not.
ROWS: list[tuple[str, tuple[Match, ...], dict[str, Any], tuple[Match, ...], dict[str, Any]]] = [
    ("RET001", label("Aqua", "Retinol"), {}, label("Aqua", "Resorcinol"), {}),
    ("RET002", label(("Tretinoin", C, "0.025 %")), {}, label("Tretinoin"), {}),
    ("RET003", label("Aqua", ("Retinyl Palmitate", MC)), {}, label("Aqua", ("CI 77491", MC)), {}),
    ("RET004", PLAIN, {"notices": (notice(NoticeKind.VITAMIN_A_WARNING),)}, PLAIN, {"notices": (notice(NoticeKind.NEGATION),)}),
    ("ANA001", label(("Lidocaine", A, "4 %")), {}, label("Benzyl Alcohol", "Menthol"), {}),
    ("ANA001", label(("Benzyl Alcohol", A, "10 %")), {"notices": (NUMBING,)}, label(("Benzyl Alcohol", A, "10 %")), {}),
    ("ANA001", label(("Benzyl Alcohol", A, "10 %")), {"notices": (NUMBING,)}, label(("Benzyl Alcohol", I)), {"notices": (NUMBING,)}),
    ("ANA002", label(("Lidocaine", A, "4.1 %")), {}, label(("Lidocaine", A, "4 %")), {}),
    ("ANA002", label(("Lidocaine", A, "50 mg/g")), {}, label(("Lidocaine", A, "40 mg/g")), {}),
    (
        "ANA002",
        label(("Lidocaine", C, "9.6 %")),
        {},
        label(("EMLA", C, "5 %"), ("Lidocaine", A, "25 mg/g"), ("Prilocaine", A, "25 mg/g")),
        {},
    ),
    (
        "ANA002",
        label(("Lidocaine", C, "5 %"), ("Lidocaine", A, "2 %")),
        {},
        label(("Lidocaine", C, "5 %"), ("Lidocaine", A, "2.5 %"), ("Prilocaine", A, "2.5 %")),
        {},
    ),
    ("ANA002", label(("Lidocaine", A, "8 %")), {}, label(("Lidocaine", A, "8 %")), {"notices": (RX,)}),
    ("ANA003", label(("Lidocaine", A, "8 %")), {"notices": (RX,)}, label(("Lidocaine", A, "4 %")), {"notices": (RX,)}),
    ("ANA004", label(("Lidocaine", A, "2 %")), {"notices": (STAGE,)}, label("Aqua", "Menthol"), {"notices": (STAGE,)}),
    ("ANA005", PLAIN, {"notices": (BRAND,)}, PLAIN, {"notices": (STAGE,)}),
    ("ANA006", label("Lidocaine"), {}, label(("Lidocaine", C), ("Lidocaine", A, "4 %")), {}),
    ("ANA006", label(("Lidocaine", A, "25 mg")), {}, label(("Lidocaine", A, "25 mg/g")), {}),
    ("ANA007", label(("Benzocaine", A, "5 %")), {}, label(("Lidocaine", A, "4 %")), {}),
    ("ANA008", label(("EMLA", C)), {}, label(("Lidocaine", A, "4 %")), {}),
    ("ANA009", label(("Tetracaine", A, "4 %")), {}, label(("Tetracaine", A, "1 %")), {}),
    ("ANA010", label(("Benzocaine", A, "25 %")), {}, label(("Benzocaine", A, "20 %")), {}),
    ("ANA011", label(("Tetracaine", A, "4 %")), {}, label(("Tetracaine", A, "4 %")), {"notices": (RX,)}),
    ("ANA012", label(("Pramocaine", A, "2 %")), {}, label(("Pramocaine", A, "1 %")), {}),
    ("ANA013", label(("Prilocaine", A, "5 %")), {}, label(("Prilocaine", A, "25 mg/g")), {}),
    ("ANA014", label(("Quinisocaine", A, "1 %")), {}, label(("Quinisocaine", A, "0.5 %")), {}),
    ("ANA015", label("Cocaine"), {}, label("Lidocaine"), {}),
    ("PVA002", label("Cod Liver Oil"), {}, label("Beta-Carotene"), {}),
    (
        "COM009",
        label("Sodium Hyaluronate", ("Citric Acid", Section.LIST, "30 %")),
        {},
        label("Aqua", "Sodium Hyaluronate", "Citric Acid"),
        {},
    ),
    ("ANT001", label("Povidone-Iodine"), {}, label("Iodopropynyl Butylcarbamate"), {}),
    ("ANT002", label("Boric Acid"), {}, label("Citric Acid"), {}),
    ("ANT003", label("Colloidal Silver"), {}, PLAIN, {}),
    ("ANT004", label("Octenidine HCl"), {}, label("Iodoform"), {}),
    ("PRO001", label("Methotrexate"), {}, label("Hydrocortisone"), {}),
    ("PRO002", label("Butylphenyl Methylpropional"), {}, label("Linalool"), {}),
    ("BIO004", label("Polynucleotides"), {}, label("Acetyl Hexapeptide-8"), {}),
    ("BIO005", label("Plant-derived Exosomes"), {}, label("Human Adipose Derived Mesenchymal Cell Exosomes"), {}),
    ("ACT008", label("Phytic Acid"), {}, label("Glycolic Acid"), {}),
    ("ACT001", label("Ascorbic Acid"), {}, label("Citric Acid"), {}),
    ("ACT002", label("Salicylic Acid"), {}, label("Citric Acid"), {}),
    ("ACT003", label("Trichloroacetic Acid"), {}, label("Citric Acid"), {}),
    ("ACT004", label("Hydroquinone"), {}, label("Arbutin"), {}),
    ("ACT005", label("Niacinamide"), {}, label("Hydroquinone"), {}),
    ("ACT006", label("Coal Tar"), {}, PLAIN, {}),
    ("ACT007", label("Cannabidiol"), {}, PLAIN, {}),
    ("PRP001", label("Sodium Citrate"), {"notices": (notice(NoticeKind.PRP),)}, PLAIN, {}),
    ("PRP002", label("Sodium Citrate"), {"notices": (notice(NoticeKind.PRP),)}, PLAIN, {}),
    ("PRP003", label("Platelet-Rich Plasma"), {}, PLAIN, {}),
    ("PRP005", PLAIN, {"notices": (notice(NoticeKind.PRP),)}, label("Glycerin"), {"notices": (notice(NoticeKind.PRP),)}),
    ("BIO001", label("Human Platelet Lysate"), {}, label("Platelet-Rich Plasma"), {}),
    ("BIO002", label("Palmitoyl Tripeptide-1"), {}, label("Copper Tripeptide-1"), {}),
    ("BIO003", label("Copper Tripeptide-1"), {}, label("Palmitoyl Tripeptide-1"), {}),
    ("COM001", label("Glycerin"), {}, PLAIN, {}),
    ("COM002", label("Petrolatum"), {}, label("Glycerin"), {}),
    ("COM003", label("Benzyl Alcohol"), {}, label(("Benzyl Alcohol", A)), {}),
    ("COM004", label("Alcohol Denat."), {}, label("Cetearyl Alcohol"), {}),
    (
        "COM005",
        label("Sodium Hyaluronate", ("Sodium Chloride", Section.LIST, "10 %")),
        {},
        label("Sodium Hyaluronate", ("Sodium Chloride", Section.LIST, "0.9 %")),
        {},
    ),
    (
        "COM005",
        label("Sodium Hyaluronate", ("Citric Acid", Section.LIST, "5 mg")),
        {},
        label("Sodium Hyaluronate", ("Sodium Chloride", Section.LIST, "9 mg/ml")),
        {},
    ),
    ("COM006", label("Sodium Hyaluronate", "Citric Acid", ("Citric Acid", C)), {}, label("Sodium Hyaluronate", "Aqua", ("Aqua", C)), {}),
    ("COM007", label("Sodium Chloride", "Sodium Hyaluronate"), {}, label("Aqua", "Sodium Hyaluronate", "Sodium Chloride"), {}),
    ("UNL001", label("Squalane"), {}, label("Glycerin"), {}),
    ("UNL002", label(("Squalane", A)), {}, label("Squalane"), {}),
    ("UNL003", label(("CI 77491", MC)), {}, label("CI 77491"), {}),
    ("COM008", label("Tocopheryl Acetate"), {}, label("Glycerin"), {}),
    ("PRE001", label("Potassium Sorbate"), {}, label("Phenoxyethanol"), {}),
    ("PRE002", label("Phenoxyethanol"), {}, label("Potassium Sorbate"), {}),
    ("PRE003", label("Methylparaben"), {}, label("Potassium Sorbate"), {}),
    ("CTR001", label("Camphor"), {}, label("4-Methylbenzylidene Camphor"), {}),
    ("CTR002", label("Phenol"), {}, label("Phenoxyethanol"), {}),
    ("CTR003", label("Menthol"), {}, label("Capsaicin"), {}),
    ("CTR004", label("Capsaicin"), {}, label("Menthol"), {}),
    ("DRU001", label("Hydrocortisone"), {}, label("Minoxidil"), {}),
    ("DRU002", label("Mupirocin"), {}, label("Minoxidil"), {}),
    ("DRU003", label("Minoxidil"), {}, label("Mupirocin"), {}),
    ("DRU004", label("OnabotulinumtoxinA"), {}, label("Mupirocin"), {}),
    ("DRU005", label("Diphenhydramine HCl"), {}, label("Mupirocin"), {}),
    ("DRU006", label("Medicine"), {}, label("Diphenhydramine HCl"), {}),
    ("FRA001", label("Parfum"), {}, label("Melaleuca Alternifolia Leaf Oil"), {}),
    ("FRA002", label("Melaleuca Alternifolia Leaf Oil"), {}, label("Parfum"), {}),
    ("HGX001", label("Calomel"), {}, label("Cetearyl Alcohol"), {}),
    ("HYA001", label("Sodium Hyaluronate Crosspolymer"), {}, PLAIN, {}),
    ("HYA002", label("Hyaluronidase"), {}, PLAIN, {}),
    ("LOO001", label("Bakuchiol"), {}, label("Phloretin"), {}),
    ("LOO002", label("Phloretin"), {}, label("Bakuchiol"), {}),
    ("OTH001", label("Urea"), {}, label("Tocopherol"), {}),
    ("OTH002", label("Arnica Montana Flower Extract"), {}, label("Urea"), {}),
    ("OTH003", label("Tocopherol"), {}, label("Urea"), {}),
    ("PVA001", label("Beta-Carotene"), {}, label("Tocopherol"), {}),
    ("UVF001", label("Homosalate"), {}, label("Zinc Oxide"), {}),
    ("UVF002", label("Zinc Oxide"), {}, label("Homosalate"), {}),
    ("VAS001", label("Epinephrine"), {}, PLAIN, {}),
    ("EUB001", label("Lidocaine"), {}, label(("Lidocaine", A, "4 %")), {}),
    ("EUB002", label("Retinoic Acid"), {}, label("Retinol"), {}),
    ("EUB003", label("Hydroquinone"), {}, label("Hydroquinone"), {"notices": (RX,)}),
    ("EUB004", label("Epinephrine"), {}, label(("Epinephrine", A, "0.1 %")), {}),
    ("REA001", PLAIN, {"reading": Reading.PARTIAL}, PLAIN, {}),
    ("REA002", (), {"reading": Reading.UNREADABLE}, PLAIN, {}),
    ("REA003", (), {}, PLAIN, {}),
    ("REA004", label(("Carbomer", I)), {}, label(("Lidocaine", A, "4 %"), ("Carbomer", I)), {}),
    ("REA005", label("Xqzvlorbane"), {}, PLAIN, {}),
    ("REA006", (*PLAIN, PARABEN), {}, (*PLAIN, BLURRED), {}),
    ("REA007", (*PLAIN, BLURRED), {}, (*PLAIN, PARABEN), {}),
    (
        "REA007",
        (*PLAIN, replace(named("Reinol", method=Method.FUZZY), substances=VITAMIN[1:], runner_up="RETINOL")),
        {},
        (*PLAIN, replace(named("Tocopheryl Acetate"), runner_up="RETINOL")),
        {},
    ),
    ("REA008", (named("Aqua"), DOUBTFUL), {}, (named("Aqua"), replace(DOUBTFUL, glyphs_only=True)), {}),
    ("REA009", PLAIN, photo(ONE), PLAIN, photo(ONE, TWO)),
    ("REA010", PLAIN, photo(ONE, replace(TWO, named=None)), PLAIN, photo(ONE, TWO)),
    ("REA010", PLAIN, photo(ONE, replace(TWO, named=frozenset())), PLAIN, photo(ONE, TWO, Witness("tesseract", "lstm", None))),
    ("REA011", PLAIN, photo(ONE, replace(TWO, network=ONE.network)), PLAIN, photo(ONE, TWO)),
    ("REA012", PLAIN, photo(ONE, replace(TWO, named=frozenset({"water"}))), PLAIN, photo(ONE, TWO)),
    ("REA012", (*PLAIN, named("Citric Acid", position=4)), photo(ONE, TWO), (*PLAIN, named("Sodium Hyaluronate", C)), photo(ONE, TWO)),
    ("REA013", PLAIN, photo(ONE, replace(TWO, all_certain=False)), PLAIN, photo(ONE, TWO)),
    ("REA014", PLAIN, {"edited": True}, PLAIN, {}),
    ("REA015", PLAIN, {"single_name": True}, PLAIN, {}),
    ("REA015", (BARE,), {}, (replace(BARE, mention=replace(BARE.mention, heading="Ingredients:")),), {}),
    ("REA016", label("Aqua", "Sodium Chloride"), {}, PLAIN, {}),
    ("LAB001", PLAIN, {"notices": (RX,)}, label("Retinol"), {"notices": (RX,)}),
    ("LAB001", PLAIN, {"notices": (notice(NoticeKind.NDC),)}, PLAIN, {}),
    ("LAB002", PLAIN, {"notices": (notice(NoticeKind.NEGATION),)}, PLAIN, {}),
    ("LAB003", PLAIN, {"notices": (notice(NoticeKind.INCOMPATIBILITY),)}, PLAIN, {}),
    ("LAB004", label("Retinol"), {"notices": (notice(NoticeKind.SITE),)}, PLAIN, {"notices": (notice(NoticeKind.SITE),)}),
    ("LAB005", PLAIN, {"notices": (notice(NoticeKind.NOT_NURSING),)}, PLAIN, {}),
    ("LAB006", PLAIN, {"notices": (notice(NoticeKind.BROKEN_SKIN),)}, label("Retinol"), {"notices": (notice(NoticeKind.BROKEN_SKIN),)}),
    ("LAB007", PLAIN, {"notices": (notice(NoticeKind.NOT_NEEDLING),)}, label("Retinol"), {"notices": (notice(NoticeKind.NOT_NEEDLING),)}),
    ("LAB008", PLAIN, {"notices": (notice(NoticeKind.NOT_STERILE),)}, label("Retinol"), {"notices": (notice(NoticeKind.NOT_STERILE),)}),
    ("LAB009", PLAIN, {"notices": (notice(NoticeKind.OTHER_USE),)}, label("Retinol"), {"notices": (notice(NoticeKind.OTHER_USE),)}),
    ("LAB010", PLAIN, {"notices": (notice(NoticeKind.SPOKEN_OF),)}, label("Retinol"), {"notices": (notice(NoticeKind.SPOKEN_OF),)}),
    (
        "LAB011",
        PLAIN,
        {"notices": (notice(NoticeKind.NOT_UNDERSTOOD),)},
        label("Retinol"),
        {"notices": (notice(NoticeKind.NOT_UNDERSTOOD),)},
    ),
    ("LAB012", PLAIN, {"notices": (notice(NoticeKind.UNREAD_SCRIPT),)}, label("Retinol"), {"notices": (notice(NoticeKind.UNREAD_SCRIPT),)}),
    (
        "LAB013",
        PLAIN,
        {"notices": (notice(NoticeKind.TAKEN_FOR_BRAND),)},
        label("Retinol"),
        {"notices": (notice(NoticeKind.TAKEN_FOR_BRAND),)},
    ),
    ("LAB014", label("Glycerin"), {"notices": (notice(NoticeKind.LISTS_DIFFER),)}, label("Glycerin"), {}),
    ("STE001", PLAIN, photo(ONE, TWO), PLAIN, photo(ONE)),
    ("STE002", PLAIN, {}, PLAIN, photo(ONE, TWO)),
    ("POL001", label("Phenoxyethanol"), {"policy": CLINIC}, label("Glycerin"), {"policy": CLINIC}),
    ("POL002", label("Glycerin"), {"policy": CLINIC}, label("Panthenol"), {"policy": CLINIC}),
    ("POL003", PLAIN, {"policy": CLINIC}, PLAIN, {}),
]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]}-{n}" for n, row in enumerate(ROWS)])
def test_each_rule_fires_and_its_nearest_neighbour_does_not(row: Any) -> None:
    rule, fires, how, passes, otherwise = row
    assert rule in found(judge(fires, **how))
    assert rule not in found(judge(passes, **otherwise))


def test_no_rule_is_left_out_of_the_table_above() -> None:
    assert set(rule_ids()) == {row[0] for row in ROWS}


# ------------------------------------------------------------------ the verdict


@pytest.mark.parametrize(
    ("matches", "how", "verdict", "kind", "reading"),
    [
        (PLAIN, {}, Verdict.GLIDE, None, Reading.COMPLETE),
        (PLAIN, photo(ONE, TWO), Verdict.GLIDE, None, Reading.COMPLETE),
        (PLAIN, photo(TWO, ONE, Witness("tesseract", "lstm", None)), Verdict.GLIDE, None, Reading.COMPLETE),
        ((*PLAIN, named("Hyaluronic Acid", C)), photo(ONE, TWO), Verdict.GLIDE, None, Reading.COMPLETE),
        ((replace(PLAIN[0], method=Method.SYNONYM), *PLAIN[1:]), photo(ONE, TWO), Verdict.GLIDE, None, Reading.COMPLETE),
        (PLAIN, {"notices": (notice(NoticeKind.STERILE), STAGE)}, Verdict.GLIDE, None, Reading.COMPLETE),
        ((), {}, Verdict.REVIEW, None, Reading.NO_LIST),
        ((), {"reading": Reading.PARTIAL}, Verdict.REVIEW, None, Reading.PARTIAL),
        (label(("Tretinoin", C)), {}, Verdict.AVOID, None, Reading.NO_LIST),
        (label(("Lidocaine", C, "4 %")), {}, Verdict.CAUTION, ANAESTHETIC, Reading.NO_LIST),
        ((named("Hyaluronic Acid", C),), {}, Verdict.REVIEW, None, Reading.NO_LIST),
        (PLAIN, photo(), Verdict.REVIEW, None, Reading.COMPLETE),
        (PLAIN, photo(ONE), Verdict.REVIEW, None, Reading.COMPLETE),
        (PLAIN, photo(ONE, TWO, edited=True), Verdict.REVIEW, None, Reading.COMPLETE),
        (PLAIN, {"reading": Reading.PARTIAL}, Verdict.REVIEW, None, Reading.PARTIAL),
        (PLAIN, {"gaps": ("the list's end is outside the picture",)}, Verdict.REVIEW, None, Reading.PARTIAL),
        (PLAIN, {"notices": (notice(NoticeKind.DRUG_FACTS),)}, Verdict.REVIEW, None, Reading.COMPLETE),
        (PLAIN, {"notices": (notice(NoticeKind.PRP),)}, Verdict.REVIEW, None, Reading.COMPLETE),
        ((*PLAIN, named("Xqzvlorbane")), {}, Verdict.REVIEW, None, Reading.PARTIAL),
        ((*PLAIN, BLURRED), {}, Verdict.REVIEW, None, Reading.PARTIAL),
        ((*PLAIN[:2], replace(PLAIN[2], method=Method.FUZZY)), photo(ONE, TWO), Verdict.REVIEW, None, Reading.COMPLETE),
        ((*PLAIN[:2], replace(PLAIN[2], method=Method.POSTERIOR)), photo(ONE, TWO), Verdict.REVIEW, None, Reading.COMPLETE),
        (label("Aqua", "Sodium Hyaluronate", "Glycerin"), {}, Verdict.CAUTION, COMPANION, Reading.COMPLETE),
        (label("Aqua", "Sodium Hyaluronate", "Squalane"), {}, Verdict.CAUTION, COMPANION, Reading.COMPLETE),
        (label("Aqua", "Sodium Hyaluronate", "Disodium EDTA"), {}, Verdict.CAUTION, COMPANION, Reading.COMPLETE),
        (label("Aqua", "Sodium Hyaluronate", "Ascorbic Acid", "Glycerin"), {}, Verdict.CAUTION, ACTIVE, Reading.COMPLETE),
        (label("Aqua", ("Lidocaine", A, "4 %"), "Ascorbic Acid"), {}, Verdict.CAUTION, ANAESTHETIC, Reading.COMPLETE),
        (label("Aqua", "Sodium Hyaluronate", "Sodium Retinoyl Hyaluronate"), {}, Verdict.AVOID, None, Reading.COMPLETE),
        (label("Aqua", "Retinol", "Xqzvlorbane"), {}, Verdict.AVOID, None, Reading.PARTIAL),
        (label("Aqua", "Menthol", "Camphor"), {}, Verdict.AVOID, None, Reading.COMPLETE),
        (label("Retinol"), {"single_name": True}, Verdict.AVOID, None, Reading.COMPLETE),
        (label("Sodium Hyaluronate"), {"single_name": True}, Verdict.REVIEW, None, Reading.COMPLETE),
        (label("Sodium Hyaluronate"), {}, Verdict.REVIEW, None, Reading.COMPLETE),
        (label(("Sodium Hyaluronate", I), ("Sodium Chloride", I)), {}, Verdict.REVIEW, None, Reading.PARTIAL),
        (label(("Sodium Hyaluronate", A, "0.2 %"), ("Sodium Chloride", I)), {}, Verdict.GLIDE, None, Reading.COMPLETE),
    ],
)
def test_verdict(matches: tuple[Match, ...], how: dict[str, Any], verdict: Verdict, kind: CautionKind | None, reading: Reading) -> None:
    judgement = judge(matches, **how)
    assert (judgement.verdict, judgement.caution_kind, judgement.reading) == (verdict, kind, reading)
    if verdict is Verdict.REVIEW:
        assert any(f.severity is Severity.REVIEW for f in judgement.findings), "a REVIEW says why"


# ------------------------------------------------------------------ the headline


@pytest.mark.parametrize(
    ("matches", "how", "headline"),
    [
        (PLAIN, {}, "GLIDE of the text you gave: only plain hyaluronate and its silent companions. Sterility cannot be read from a label."),
        (PLAIN, photo(ONE, TWO), "GLIDE: only plain hyaluronate and its silent companions. Sterility cannot be read from a label."),
        (label("Retinol", "Retinyl Palmitate", "Camphor"), {}, "AVOID: RETINOL, RETINYL PALMITATE (retinoid); CAMPHOR."),
        (label(("Lidocaine", A, "5 %")), {}, "AVOID: LIDOCAINE (above 4 % without a prescription)."),
        (
            (),
            {"notices": (BRAND,)},
            "Not read whole (no ingredient list was found), and already AVOID: the brand is on the FDA's warning list.",
        ),
        (
            label("Retinol"),
            {"reading": Reading.PARTIAL, "gaps": ("the list's end is outside the picture: photograph it",)},
            "Not read whole (the list's end is outside the picture), and already AVOID: RETINOL (retinoid).",
        ),
        (
            label(("Lidocaine", A, "4 %")),
            {"reading": Reading.PARTIAL, "gaps": ("3 lines could not be read",)},
            "At least CAUTION: 3 lines could not be read. Anaesthetic: LIDOCAINE.",
        ),
        (label(("Lidocaine", A, "4 %"), "Glycerin"), {}, "CAUTION (anaesthetic): LIDOCAINE."),
        (
            label("Aqua", "Glycerin", "Panthenol", "Betaine", "Mannitol", "Squalane"),
            {},
            "CAUTION (not a pure glide): GLYCERIN, PANTHENOL, BETAINE and 2 more.",
        ),
        (label("Ascorbic Acid", "Urea"), {}, "CAUTION (active ingredient): ASCORBIC ACID (vitamin C); UREA."),
        (label("Aqua", "Xqzvlorbane"), {}, "REVIEW: 1 name is not known. Treat it as not cleared."),
        ((*PLAIN, BLURRED), {}, "REVIEW: 1 name is not known; one name may be RETINYL ACETATE. Treat it as not cleared."),
        ((), {}, "REVIEW: no ingredient list was found. Treat it as not cleared."),
        (PLAIN, photo(ONE), "REVIEW: only one reading was made. Treat it as not cleared."),
        (PLAIN, {"edited": True}, "REVIEW: a line was corrected by hand. Treat it as not cleared."),
        (label("Retinol"), {"single_name": True}, "As a single name, without its label: AVOID: RETINOL (retinoid)."),
        (
            PLAIN,
            {"policy": CLINIC},
            judge(PLAIN).headline.replace("you gave", "you gave under the policy 'Clinic'"),
        ),
    ],
)
def test_headline(matches: tuple[Match, ...], how: dict[str, Any], headline: str) -> None:
    assert judge(matches, **how).headline == headline


@pytest.mark.parametrize("reading", [Reading.PARTIAL, Reading.UNREADABLE, Reading.NO_LIST])
def test_nothing_is_permitted_where_the_label_was_not_read_whole(reading: Reading) -> None:
    matches = label(("Lidocaine", A, "4 %"), "Glycerin")
    whole = " ".join(f.advice + f.advice_clinic for f in judge(matches).findings)
    part = " ".join(f.advice + f.advice_clinic for f in judge(matches, reading=reading).findings)
    doubt = " ".join(f.advice for f in judge((*matches, replace(DOUBTFUL, mention=named("x").mention))).findings)
    avoid = " ".join(f.advice for f in judge((*matches, named("Retinol"))).findings)
    forbidden = " ".join(f.advice + f.advice_clinic for f in judge(matches, notices=(notice(NoticeKind.NOT_NURSING),)).findings)
    assert "may still" in whole
    for text in (part, doubt, avoid, forbidden):
        assert "may still" not in text


def test_a_name_that_is_clear_print_and_in_no_list_leaves_the_reading_complete_and_nothing_permitted() -> None:
    matches = label(("Lidocaine", A, "4 %"), "Glycerin")
    (strange,) = label("Xqzvlorbane")
    clear = replace(strange, told=True)
    for end, reading in ((clear, Reading.COMPLETE), (strange, Reading.PARTIAL)):
        judged = judge((*matches, end), **photo(*agreeing(matches)))
        assert judged.reading is reading
        assert judged.headline == "At least CAUTION: 1 name is not known. Anaesthetic: LIDOCAINE."
        assert not any("may still" in f.advice for f in judged.findings)
        assert "REA005" in {f.rule for f in judged.findings}
    avoid = judge((*label("Retinol"), clear), **photo(*agreeing(label("Retinol"))))
    assert avoid.headline == "AVOID: RETINOL (retinoid)."
    glide = judge((*PLAIN, clear), **photo(ONE, TWO))
    assert (glide.verdict, glide.headline) == (Verdict.REVIEW, "REVIEW: 1 name is not known. Treat it as not cleared.")


# ------------------------------------------------------------------ findings


def test_a_finding_leads_to_its_ingredient_its_pixels_and_its_sources() -> None:
    box = Box.of(10, 20, 110, 40)
    aqua, retinol = label("Aqua", "Retinol")
    retinol = replace(retinol, mention=replace(retinol.mention, box=box, photo=1))
    (finding,) = (f for f in judge((aqua, retinol)).findings if f.cls == "retinoid")
    assert (finding.rule, finding.ingredient, finding.box, finding.photo) == ("RET001", 1, box, 1)
    assert {"FOUNDING", "LM_TRET"} <= set(finding.sources)


def test_a_finding_of_the_prose_leads_to_its_words() -> None:
    box = Box.of(0, 0, 50, 10)
    judgement = judge(PLAIN, notices=(Notice(NoticeKind.BRAND_WARNED, "TKTX 40%", box, 2),))
    finding = judgement.findings[0]
    assert (finding.ingredient, finding.box, finding.photo) == (None, box, 2)
    assert finding.summary.startswith("TKTX 40%")


@pytest.mark.parametrize(
    ("matches", "rule", "ingredients"),
    [
        # the list before the front
        (label(("Retinol", C), "Retinol"), "RET001", [1]),
        (label(("Retinol", C), "Retinol"), "RET002", []),
        # once for a name that stands there twice
        (label("Glycerin", "Aqua", "Glycerin"), "COM001", [0]),
        # a brand that holds several gives way to the list that names them
        (label(("EMLA", C, "5 %"), ("Lidocaine", A, "2.5 %"), ("Prilocaine", A, "2.5 %")), "ANA001", [1, 2]),
        (label(("EMLA", C, "5 %"), ("Lidocaine", A, "2.5 %")), "ANA001", [0, 1]),
        # each companion has its own
        (label("Glycerin", "Panthenol"), "COM001", [0, 1]),
        # the graver rule is told, not the milder one beside it
        (label(("Lidocaine", A, "8 %")), "ANA001", []),
    ],
)
def test_findings_do_not_repeat_themselves(matches: tuple[Match, ...], rule: str, ingredients: list[int]) -> None:
    assert sorted(f.ingredient for f in judge(matches).findings if f.rule == rule and f.ingredient is not None) == ingredients


def test_findings_stand_gravest_first() -> None:
    ranks = list(Severity)
    judgement = judge(label("Glycerin", "Ascorbic Acid", "Lidocaine", "Xqzvlorbane", "Retinol"))
    assert [ranks.index(f.severity) for f in judgement.findings] == sorted(ranks.index(f.severity) for f in judgement.findings)
    assert [f.cls for f in judgement.findings[:3]] == ["retinoid", "anaesthetic", "active"]


def test_long_names_are_cut_and_the_reason_is_kept() -> None:
    long = load().substance("bacillus-lactobacillus-saccharomyces-colloidal-gold-hyaluronic-acid-rice-bran-ferment-filtrate")
    for f in judge(label(long.name, "x" * 500, "Retinol"), gaps=("a very long gap " * 20,)).findings:
        assert len(f.summary) < 140
    assert any("…" in f.summary and "not plain hyaluronic acid" in f.summary for f in judge(label(long.name)).findings)


def test_menthol_is_an_anaesthetic_only_where_the_label_declares_it() -> None:
    for name in ("Menthol", "Camphor", "Benzyl Alcohol", "Phenol"):
        assert all(f.cls != "anaesthetic" for f in judge(label("Aqua", name)).findings)
        assert all(f.cls != "anaesthetic" for f in judge(label("Aqua", (name, A, "1 %"))).findings)  # "topical analgesic" is none
        assert any(f.cls == "anaesthetic" for f in judge(label("Aqua", (name, A, "1 %")), notices=(NUMBING,)).findings)


# ------------------------------------------------------------------ properties

SUBSTANCES = [
    *load().of_class("glide"),
    *load().of_class("companion")[:4],
    *(load().substance(i) for i in ("retinol", "lidocaine", "camphor", "squalane", "ascorbic-acid", "platelet-rich-plasma")),
]
GLIDES = st.sampled_from([s for s in SUBSTANCES if s.role in (GlideRole.CORE, GlideRole.SILENT)])
AMOUNTS = st.sampled_from([None, "0.5 %", "5 %", "25 mg/g", "3 mg"])
NOTICES = st.lists(st.sampled_from([Notice(kind, kind.value) for kind in NoticeKind]), max_size=2).map(tuple)


@st.composite
def matches(draw: st.DrawFn, *, wild: bool = True) -> Match:
    """Any match that a stage before could hand over; where not `wild`, mostly what may stand in a glide."""
    from hand_made import amount

    section = draw(st.sampled_from(list(Section)) if wild else st.just(Section.LIST))
    mention = Mention(
        draw(st.sampled_from(["a", "b", "c"])), section, draw(st.integers(1, 9)), amount(draw(AMOUNTS if wild else st.none()))
    )
    substances = draw(st.lists(st.sampled_from(SUBSTANCES), max_size=2, unique=True)) if wild else [draw(GLIDES)]
    method = draw(st.sampled_from(list(Method))) if wild else Method.EXACT
    candidates = draw(st.lists(st.sampled_from(SUBSTANCES), max_size=2)) if wild else []
    runner_up = draw(st.sampled_from([None, "RETINOL", "WATER"])) if wild else None
    return Match(mention, tuple(substances), method, 0.9, runner_up, tuple(candidates), draw(st.booleans()) if wild else False)


LABELS = st.one_of(
    st.lists(matches(wild=False), max_size=5),
    st.lists(matches(), max_size=4),
    st.tuples(st.lists(matches(wild=False), max_size=4), matches()).map(lambda t: [*t[0], t[1]]),
).map(tuple)


@st.composite
def witnesses(draw: st.DrawFn, of: tuple[Match, ...]) -> tuple[Witness, ...]:
    listed = frozenset(s.id for m in of if m.mention.section is not C for s in m.substances)
    named_ = st.sampled_from([listed, listed, listed, None, frozenset(), listed | {"glycerin"}])
    one = st.builds(Witness, st.just("r"), st.sampled_from(["small", "tiny", "lstm"]), named_, st.sampled_from([True, True, False]))
    return tuple(draw(st.lists(one, max_size=3)))


@st.composite
def products(draw: st.DrawFn) -> tuple[tuple[Match, ...], dict[str, Any]]:
    names = draw(LABELS)
    how = {
        "reading": draw(st.sampled_from([Reading.COMPLETE, Reading.COMPLETE, *Reading])),
        "gaps": draw(st.sampled_from([(), (), ("3 lines could not be read",)])),
        "notices": draw(st.one_of(st.just(()), NOTICES)),
        "witnesses": draw(witnesses(names)),
        "from_text": draw(st.booleans()),
        "single_name": draw(st.sampled_from([False, False, True])),
        "edited": draw(st.sampled_from([False, False, True])),
    }
    return names, how


def _two_readings(witnesses: tuple[Witness, ...]) -> bool:
    read = [w for w in witnesses if w.named]
    return len({w.network for w in read}) > 1 and len({w.named for w in read}) == 1 and all(w.all_certain for w in read)


@pytest.mark.slow
@given(products())
def test_a_glide_is_never_said_of_anything_less(product: tuple[tuple[Match, ...], dict[str, Any]]) -> None:
    """Written anew here, from the table in the design: not the code's own condition."""
    names, how = product
    judgement = judge(names, **how)
    if judgement.verdict is not Verdict.GLIDE:
        return
    assert how["reading"] is judgement.reading is Reading.COMPLETE
    assert not how["gaps"]
    assert not how["single_name"]
    assert not how["edited"]
    assert how["from_text"] or _two_readings(how["witnesses"])
    allowed = {s.id for s in load().of_class("glide")}
    for m in names:
        assert m.substances
        assert {s.id for s in m.substances} <= allowed
        assert m.glyphs_only or m.method in (Method.EXACT, Method.SYNONYM)
    assert any("hyaluron" in s.id for m in names if m.mention.section is not C for s in m.substances)
    assert not {n.kind for n in how["notices"]} & {
        NoticeKind.RX,
        NoticeKind.NDC,
        NoticeKind.DRUG_FACTS,
        NoticeKind.NOT_NURSING,
        NoticeKind.VITAMIN_A_WARNING,
        NoticeKind.BRAND_WARNED,
    }
    assert "sterility" in judgement.headline.casefold()
    assert all(f.severity is Severity.INFO for f in judgement.findings)


@pytest.mark.slow
@given(products())
def test_a_retinoid_or_an_anaesthetic_is_never_softened(product: tuple[tuple[Match, ...], dict[str, Any]]) -> None:
    names, how = product
    classes = {c for m in names for s in m.substances for c in s.classes}
    judgement = judge(names, **how)
    if "retinoid" in classes:
        assert judgement.verdict is Verdict.AVOID
    elif "anaesthetic" in classes:
        assert judgement.verdict in (Verdict.AVOID, Verdict.CAUTION)
        assert judgement.caution_kind is (ANAESTHETIC if judgement.verdict is Verdict.CAUTION else None)


@pytest.mark.slow
@given(products(), matches())
def test_one_name_more_never_makes_it_milder(product: tuple[tuple[Match, ...], dict[str, Any]], extra: Match) -> None:
    """Only where the list lacked a hyaluronate, or its actives, or was one name alone, may a further name complete it."""
    names, how = product
    ladder = list(Verdict)
    before, after = judge(names, **how), judge((*names, extra), **how)
    if not found(before) & {"REA003", "REA004", "REA015", "REA016"} and names:
        assert ladder.index(after.verdict) <= ladder.index(before.verdict)
        kinds = [*CautionKind, None]
        if before.verdict is after.verdict is Verdict.CAUTION:
            assert kinds.index(after.caution_kind) <= kinds.index(before.caution_kind)
    elif before.verdict in (Verdict.AVOID, Verdict.CAUTION):
        assert ladder.index(after.verdict) <= ladder.index(before.verdict)


@pytest.mark.slow
@given(products())
def test_a_worse_reading_never_makes_it_milder(product: tuple[tuple[Match, ...], dict[str, Any]]) -> None:
    names, how = product
    ladder = list(Verdict)
    whole = judge(names, **{**how, "reading": Reading.COMPLETE})
    for reading in (Reading.PARTIAL, Reading.UNREADABLE, Reading.NO_LIST):
        part = judge(names, **{**how, "reading": reading})
        assert ladder.index(part.verdict) <= ladder.index(whole.verdict)
        assert part.verdict is not Verdict.GLIDE
        assert part.reading is not Reading.COMPLETE


@pytest.mark.slow
@given(products())
def test_a_policy_softens_no_retinoid_no_anaesthetic_and_no_avoid(product: tuple[tuple[Match, ...], dict[str, Any]]) -> None:
    """Whatever a policy object says, even one that no file could have given."""
    names, how = product
    wanton = Policy("Wanton", "0" * 64, allowed={s.id: "" for s in SUBSTANCES})
    before, after = judge(names, **how), judge(names, **how, policy=wanton)
    if after.verdict is not before.verdict:
        assert (before.verdict, before.caution_kind) == (Verdict.CAUTION, COMPANION)
        assert after.verdict in (Verdict.REVIEW, Verdict.GLIDE)
    assert after.reading is before.reading


def test_an_allowed_companion_meant_for_the_breast_is_still_warned_of() -> None:
    allowing = Policy("Clinic", "0" * 64, allowed={"benzyl-alcohol": ""})
    names, how = label("Aqua", "Sodium Hyaluronate", "Benzyl Alcohol"), {"notices": (Notice(NoticeKind.SITE, "on the nipple"),)}
    before, after = judge(names, **how), judge(names, **how, policy=allowing)
    assert "LAB004" in found(before) & found(after)
    assert after.verdict is before.verdict is Verdict.CAUTION


def test_an_allowed_companion_of_no_rule_of_its_own_is_still_warned_of_at_the_breast() -> None:
    """As an active ingredient it is not the preservative of COM003: only the fallback speaks of it."""
    allowing = Policy("Clinic", "0" * 64, allowed={"benzyl-alcohol": ""})
    names = label(("Sodium Hyaluronate", A), ("Benzyl Alcohol", A), ("Xqzvlorbane", A))
    how = {"notices": (Notice(NoticeKind.SITE, "on the nipple"),)}
    before, after = judge(names, **how), judge(names, **how, policy=allowing)
    assert "LAB004" in found(before) & found(after)
    assert after.verdict is before.verdict is Verdict.CAUTION


def test_a_name_that_may_be_a_critical_one_is_still_what_it_was_taken_for() -> None:
    """REVIEW for what it may be, CAUTION for what it was read as: the doubt makes nothing milder."""
    sure = label(("Benzyl Alcohol", A))
    doubtful = tuple(replace(m, method=Method.FUZZY, runner_up="RETINOL") for m in sure)
    assert judge(sure).verdict is Verdict.CAUTION
    assert {"REA007", "COM008"} <= found(judge(doubtful))
    assert judge(doubtful).verdict is Verdict.CAUTION


@pytest.mark.slow
@given(products())
def test_every_finding_can_be_followed(product: tuple[tuple[Match, ...], dict[str, Any]]) -> None:
    names, how = product
    sources = load().sources
    for f in judge(names, **how).findings:
        assert f.ingredient is None or 0 <= f.ingredient < len(names)
        assert 0 < len(f.summary) < 140
        assert "{" not in f.summary + f.advice + f.advice_clinic
        assert f.sources
        assert set(f.sources) <= set(sources)


def test_a_missing_rule_book_makes_no_glide() -> None:
    """The rules lend a warning its words; what a GLIDE needs does not hang on them."""

    class Empty:
        rules_json: ClassVar[list[dict[str, Any]]] = []
        lookup = staticmethod(KNOWLEDGE.lookup)

    for names in (label("Aqua", "Sodium Hyaluronate", "Retinol"), label("Aqua", "Sodium Hyaluronate", "Glycerin"), label("Aqua"), ()):
        assert judge(names, lexicon=Empty()).verdict is not Verdict.GLIDE


def test_ten_thousand_names_are_judged() -> None:
    many = label(*("Glycerin", "Retinol", "Citric Acid", "Lidocaine", "Xqzvlorbane") * 2_000)
    assert judge(many).verdict is Verdict.AVOID
