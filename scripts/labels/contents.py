"""What each case's label says: the list, and the traps around it."""

from __future__ import annotations

from dataclasses import replace

from . import lists, words
from .design import RANGES, Plan
from .layout import Content
from .lists import Item, Rng

BULLETS = (" • ", " · ", " | ", "; ", " - ")


def content(plan: Plan, rng: Rng) -> Content:
    """The text of a case."""
    brand = words.brand(rng)
    if plan.kind == "near-glides":
        return _near_glide(plan, brand, rng)
    if plan.content == "glide":
        return _glide(brand, rng)
    return _ordinary(plan, brand, rng)


def _glide(brand: str, rng: Rng) -> Content:
    """Everything on the label is allowed; what is said beside the list asks nothing."""
    traps = ["free-from"] if rng.random() < 0.2 else []
    claims = [words.pick(rng, words.TRAPS["free-from"])] if traps else []
    if rng.random() < 0.3:
        claims.append(words.pick(rng, ("Sterile. Single use.", "For professional use.", "Hyaluronic acid 1 %", "pH 7.2")))
    items = lists.glide(rng)
    if rng.random() < 0.15:
        items[1] = replace(items[1], amount=words.pick(rng, ("1 %", "(1.5%)", "0.8 %")))
        traps.append("percentages")
    out = Content(
        f"{brand} {words.product(rng, words.GLIDES)}",
        tuple(claims),
        heading=words.heading(rng),
        items=tuple(items),
        after=(words.directions(rng, 2),) if rng.random() < 0.7 else (),
        small=words.address(rng, brand) if rng.random() < 0.7 else "",
        traps=tuple(traps),
    )
    return _set(out, rng)


def _near_glide(plan: Plan, brand: str, rng: Rng) -> Content:
    """A list of the allow-list and one other name; where it stands depends on how it is to be hidden."""
    base = lists.glide(rng, 5, 10)
    other = _other(plan, rng)
    heading = words.heading(rng)
    out = Content(
        f"{brand} {words.product(rng, words.GLIDES)}",
        heading=heading,
        after=(words.directions(rng, 2),) if rng.random() < 0.5 else (),
        small=words.address(rng, brand) if rng.random() < 0.5 else "",
    )
    if plan.way == "front":
        return _set(replace(out, items=tuple(base), named=((_front(plan.hidden, rng), other),)), rng)
    if plan.way == "last line":
        return replace(out, items=(*base, other), gap=words.pick(rng, (",", "", ".", ",")))
    if plan.way == "second column":
        base += [i for i in lists.glide(rng, 6, 10) if i.inci[0] not in {b.inci[0] for b in base}]
        return replace(out, items=tuple(lists.planted(rng, base, other, (len(base) + 2) // 2 + 1)), columns=2)
    if plan.way == "edge" and rng.random() < 0.5:
        return replace(out, items=(*base, other))
    if plan.way in ("edge", "thumb at a line's end"):
        return replace(out, items=tuple(lists.planted(rng, base, other, 2)))
    return _set(replace(out, items=tuple(lists.planted(rng, base, other))), rng, separators=False)


def _other(plan: Plan, rng: Rng) -> Item:
    if plan.way == "language" and (found := lists.foreign(rng, plan.hidden)):
        return found
    if plan.hidden in lists.CRITICAL:
        return lists.critical(rng, plan.hidden)
    found_companions = lists.companions()
    return lists.item(found_companions[int(rng.integers(len(found_companions)))])


def _front(hidden: str, rng: Rng) -> str:
    strength = {"retinoid": ("0.3 %", "0.5 %", "1 %"), "anaesthetic": ("4 %", "5 %", "2 %")}.get(hidden, ("2 %", "5 %", "10 %"))
    return words.pick(
        rng, ("with {name} " + words.pick(rng, strength), "{name} " + words.pick(rng, strength), "{name}", "+ {name}", "HA + {name}")
    )


def _ordinary(plan: Plan, brand: str, rng: Rng) -> Content:
    least, most = RANGES[plan.difficulty].names
    items = lists.ordinary(rng, int(rng.integers(least, most + 1)))
    claims = [c for c in (words.pick(rng, words.CLAIMS), words.pick(rng, words.CLAIMS)) if rng.random() < 0.4]
    traps: list[str] = []
    if plan.content == "anaesthetic":
        chance = rng.random()
        if chance < 0.5:
            return _panel(brand, items, lists.critical(rng, "anaesthetic"), rng)
        if chance < 0.6:
            return _bare_front(plan, brand, rng)
        items = lists.planted(
            rng, items, replace(lists.critical(rng, "anaesthetic"), amount=words.pick(rng, ("4 %", "5%", "2 %", "")) or None)
        )
    elif plan.content == "retinoid":
        chance = rng.random()
        if chance < 0.07:
            return _bare_front(plan, brand, rng)
        if chance < 0.12:
            adapalene = lists.critical(rng, "retinoid")
            return _panel(brand, items, adapalene, rng)
        items = lists.planted(rng, items, lists.critical(rng, "retinoid"))
    for trap in ("free-from", "alternative", "keep-apart"):
        if rng.random() < 0.12 and not (trap == "free-from" and plan.content == "anaesthetic"):
            traps.append(trap)
            claims.append(words.pick(rng, words.TRAPS[trap]))
    if rng.random() < 0.25:
        traps.append("false friend")
        items = lists.planted(rng, items, lists.friends(rng))
    if rng.random() < 0.12:
        traps.append("percentages")
        items = lists.decorated(rng, items, 0.25)
    may: tuple[Item, ...] = ()
    if rng.random() < 0.10:
        traps.append("may contain")
        may = tuple(lists.colours(rng))
    several = rng.random() < 0.2
    languages = ("en", *(str(c) for c in rng.permutation(["fr", "de", "es", "it", "pl"])[:3])) if several else ("en",)
    said = words.directions(rng, 1 if several else int(rng.integers(1, 4)), languages)
    under = rng.random() < 0.5
    if several:
        traps.append("languages")
    seen: set[str] = set()
    items = [i for i in items if not (i.inci[0] in seen or seen.add(i.inci[0]))]  # type: ignore[func-returns-value]
    out = Content(
        f"{brand} {words.product(rng)}",
        tuple(claims),
        before=() if under or rng.random() < 0.2 else (said,),
        heading=words.heading(rng),
        items=tuple(items),
        may=may,
        after=(said,) if under else (),
        small=words.address(rng, brand) if rng.random() < 0.6 else "",
        barcode=words.barcode(rng) if rng.random() < 0.2 else None,
        columns=2 if rng.random() < 0.06 and len(items) > 11 and not may else 1,
        traps=tuple(traps),
    )
    return _set(out, rng)


def _set(out: Content, rng: Rng, separators: bool = True) -> Content:
    """How the list is set off: bullets, a comma lost, no stop at its end."""
    traps = list(out.traps)
    signs = [", "] * max(0, len(out.items) - 1)
    if separators and rng.random() < 0.1:
        signs = [words.pick(rng, BULLETS)] * len(signs)
        traps.append("bullets")
    elif separators and rng.random() < 0.08 and len(signs) > 3:
        signs[int(rng.integers(len(signs)))] = " "
        traps.append("comma lost")
    if out.columns == 2:
        traps.append("two columns")
    return replace(out, separators=tuple(signs), end="" if rng.random() < 0.25 and not out.may else ".", traps=tuple(traps))


def _panel(brand: str, items: list[Item], active: Item, rng: Rng) -> Content:
    """A Drug Facts panel."""
    strength = words.pick(rng, ("4%", "5%", "2.5%", "1%", "10%") if active.critical == "anaesthetic" else ("0.1%", "0.05%", "0.3%"))
    inactive = sorted((i for i in items[:16]), key=lambda i: i.printed.lower())
    return Content(
        f"{brand} Cream",
        items=tuple(inactive),
        actives=(replace(active, amount=strength),),
        kind="drug_facts",
        small=words.address(rng, brand),
        traps=("drug facts",),
    )


def _bare_front(plan: Plan, brand: str, rng: Rng) -> Content:
    """A front that names its active, without any list."""
    cls = plan.content
    return Content(
        f"{brand}",
        claims=(words.product(rng), words.pick(rng, words.CLAIMS)),
        named=((_front(cls, rng), lists.critical(rng, cls)),),
        small="30 ml ℮",
        kind="front",
        traps=("front only",),
    )
