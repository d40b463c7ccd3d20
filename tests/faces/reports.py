"""Reports of the kinds that labels give, made by hand: what a face must be able to show, without OCR or lexicon."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from glidecheck.model import (
    Amount,
    Basis,
    Box,
    CautionKind,
    Finding,
    GlideRole,
    Line,
    Match,
    Mention,
    Method,
    Page,
    Reading,
    Report,
    Section,
    Severity,
    Skipped,
    Substance,
    Verdict,
)

LEXICON = "sha256:" + "ab12" * 16
ENGINES = ("rapidocr 3.10.0 PP-OCRv6-small", "paddle-tiny 1.0.4 PP-OCRv6-tiny")

WATER = Substance("water", "AQUA", ("glide",), GlideRole.SILENT, ("7732-18-5",))
HYALURONATE = Substance("sodium-hyaluronate", "SODIUM HYALURONATE", ("glide",), GlideRole.CORE)
SALT = Substance("sodium-chloride", "SODIUM CHLORIDE", ("glide",), GlideRole.SILENT)
GLYCERIN = Substance("glycerin", "GLYCERIN", ("companion",), GlideRole.COMPANION)
SQUALANE = Substance("squalane", "SQUALANE")
RETINOL = Substance("retinol", "RETINOL", ("retinoid",))
LIDOCAINE = Substance("lidocaine", "LIDOCAINE", ("anaesthetic",))
PRILOCAINE = Substance("prilocaine", "PRILOCAINE", ("anaesthetic", "methaemoglobin"))
ASCORBIC = Substance("ascorbic-acid", "ASCORBIC ACID", ("vitamin_c",))


def match(
    position: int, printed: str, *substances: Substance, section: Section = Section.LIST, method: Method = Method.EXACT, **more
) -> Match:
    """A match on the line of its position: 20 pixels high, in a column."""
    top = 40.0 + 30 * position
    box = more.pop("box", Box.of(30, top, 30 + 9 * len(printed), top + 20))
    amount = more.pop("amount", None)
    photo = more.pop("photo", 0)
    mention = Mention(printed, section, position, amount, box, photo, 0.97, ("rapidocr", "paddle-tiny"))
    if not substances:
        method = Method.NONE
    return Match(mention, substances, method, more.pop("score", 1.0 if substances else 0.0), **more)


def finding(rule: str, cls: str, severity: Severity, ingredient: int | None = None, **more) -> Finding:
    fields = {
        "basis": Basis.FOUNDING,
        "summary": f"{cls} on needled skin while nursing.",
        "advice": "Do not use it before, during or after needling.",
        "advice_clinic": "Choose a plain hyaluronate as the gliding medium.",
        "sources": ("FOUNDING", "LM_TRET"),
    } | more
    return Finding(rule=rule, cls=cls, severity=severity, ingredient=ingredient, **fields)


def page(*matches: Match, width: int = 640, height: int = 480, **more) -> Page:
    lines = tuple(Line(m.mention.printed, 0.97, m.mention.box, reader="rapidocr") for m in matches if m.mention.box)
    return Page(lines, width, height, "rapidocr", **more)


def report(verdict: Verdict | None, *ingredients: Match, findings: tuple[Finding, ...] = (), **more) -> Report:
    fields = {
        "source": ("photos/label.jpg",),
        "product": "label",
        "caution_kind": None,
        "reading": Reading.COMPLETE,
        "headline": "What the label says.",
        "lexicon": LEXICON,
        "engines": ENGINES,
        "elapsed_s": 1.23456,
        "pages": (page(*ingredients),) if ingredients else (),
    } | more
    return Report(verdict=verdict, ingredients=ingredients, findings=findings, **fields)


def retinol() -> Report:
    ingredients = (
        match(1, "Aqua", WATER),
        match(2, "Squalane", SQUALANE),
        match(
            3, "Ret1nol", RETINOL, method=Method.FUZZY, score=0.96, runner_up="RETINAL", glyphs_only=True,
            amount=Amount(Decimal("0.5"), "%", "0,5 %"),
        ),
    )  # fmt: skip
    found = finding(
        "TEST-RET", "retinoid", Severity.AVOID, 2, summary="RETINOL is a retinoid: avoid on needled skin while nursing.",
        box=ingredients[2].mention.box, photo=0,
    )  # fmt: skip
    return report(
        Verdict.AVOID,
        *ingredients,
        findings=(found,),
        headline="RETINOL is a retinoid.",
        source=("photos/serum back.jpg",),
        product="serum",
    )


def emla() -> Report:
    ingredients = (
        match(1, "EMLA", LIDOCAINE, PRILOCAINE, method=Method.SYNONYM, section=Section.CLAIM, amount=Amount(Decimal("5"), "%", "5%")),
    )
    findings = (
        finding("TEST-ANA", "anaesthetic", Severity.CAUTION, 0, advice="Only on intact skin, removed before the first pass."),
        finding("TEST-MET", "methaemoglobin", Severity.INFO, 0, basis=Basis.EXTENSION, summary="Ask about methaemoglobinaemia."),
    )
    return report(
        Verdict.CAUTION, *ingredients, findings=findings, caution_kind=CautionKind.ANAESTHETIC,
        headline="At least CAUTION: no list in the picture.",
        reading=Reading.NO_LIST, retake=("Photograph the back of the pack.",), source=("photos/emla.jpg",), product="emla",
    )  # fmt: skip


def vitamin_c() -> Report:
    ingredients = (match(1, "Aqua", WATER), match(2, "Ascorbic Acid", ASCORBIC))
    found = finding("TEST-ACT", "vitamin_c", Severity.CAUTION, 1, basis=Basis.EXTENSION)
    return report(Verdict.CAUTION, *ingredients, findings=(found,), caution_kind=CautionKind.ACTIVE, headline="ASCORBIC ACID is an active.")


def moisturiser() -> Report:
    ingredients = (match(1, "Aqua", WATER), match(2, "Glycerin", GLYCERIN), match(3, "Sodium Hyaluronate", HYALURONATE))
    found = finding("TEST-COM", "companion", Severity.CAUTION, 1, basis=Basis.EXTENSION)
    return report(
        Verdict.CAUTION, *ingredients, findings=(found,), caution_kind=CautionKind.COMPANION, headline="Not a pure glide: GLYCERIN."
    )


def partial() -> Report:
    ingredients = (
        match(1, "Aqua", WATER),
        match(2, "Vitamin ? acetate", candidates=(RETINOL, ASCORBIC)),
        match(3, "Xqzzlide", box=None),
    )
    found = finding("TEST-REV", "unread", Severity.REVIEW, None, summary="The list's end is outside the picture.", sources=())
    unread = page(*ingredients, unread=(Box.of(5, 400, 200, 420), Box.of(5, 430, 200, 450)))
    return report(
        Verdict.REVIEW, *ingredients, findings=(found,), reading=Reading.PARTIAL, headline="3 lines could not be read.",
        retake=("Turn the bottle until the end of the list is in the picture.",), pages=(unread,),
    )  # fmt: skip


def glide() -> Report:
    ingredients = (match(1, "Aqua", WATER), match(2, "Sodium Hyaluronate", HYALURONATE), match(3, "Sodium Chloride", SALT))
    found = finding("TEST-STE", "sterile", Severity.INFO, None, summary="Sterility cannot be read from a label.", sources=("FOUNDING",))
    return report(
        Verdict.GLIDE, *ingredients, findings=(found,), headline="Suitable as a gliding medium; sterility cannot be read from a label."
    )


def skipped() -> Report:
    return report(
        None, source=("photos/cut.jpg",), product="cut", reading=Reading.UNREADABLE, headline="Not judged: the picture is cut short.",
        skipped=Skipped("the picture is cut short", "send the photo again"), lexicon="", engines=(), elapsed_s=0.0,
    )  # fmt: skip


HOSTILE = "\x1b[31m[bold red]x[/] <script>alert(1)</script> \u202egnp.\x9b2J\x07\n=1+1 \ud800 :smile: & \"q\" 'a'"


def hostile() -> Report:
    """Every text that comes from a label or a file name, hostile."""
    ingredients = (match(1, HOSTILE, WATER), match(2, "=cmd|'/c calc'!A1" + "w" * 300), match(3, HOSTILE, RETINOL))
    found = finding(
        "TEST-RET", "retinoid", Severity.AVOID, 2, summary=HOSTILE, advice=HOSTILE, advice_clinic=HOSTILE, box=ingredients[2].mention.box
    )
    return report(
        Verdict.AVOID, *ingredients, findings=(found,), headline=HOSTILE, retake=(HOSTILE,), source=(HOSTILE + "/a.jpg",), product=HOSTILE,
        barcode="=4006381333931", engines=(HOSTILE,), policy=HOSTILE,
    )  # fmt: skip


def pasted() -> Report:
    made = glide()
    bare = tuple(replace(m, mention=replace(m.mention, box=None)) for m in made.ingredients)
    return replace(
        made,
        ingredients=bare,
        source=("text",),
        product="text",
        from_text=True,
        pages=(),
        engines=(),
        headline="Suitable, of the text you gave.",
    )


ALL = {f.__name__: f for f in (retinol, emla, vitamin_c, moisturiser, partial, glide, skipped, hostile, pasted)}
