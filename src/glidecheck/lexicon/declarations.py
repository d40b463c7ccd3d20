"""How a label declares what a measure of the product holds: "1 ml contains: sodium hyaluronate 10 mg, ... water for injection to 1 ml".

The words are data: lexicon/strengths.yaml.
"""

from __future__ import annotations

import re
from functools import cache

from glidecheck.lexicon.terms import either

_GRAM, _MILLILITRE = "g", "ml"


@cache
def opening() -> re.Pattern[str]:
    """What opens a declaration: groups `n` (how much, absent for one) and `unit` as printed; see `unit`."""
    from glidecheck.lexicon import load

    words = load().strength_words["declared"]
    unit = rf"(?:{either((*words[_MILLILITRE], *words[_GRAM]))}|(?-i:mI))"  # ml, as it is misread
    each, contains, per = either(words["each"]), either(words["contains"]), either(words["per"])
    behind, end = r"(?![^\W\d_\u2e80-\uffff])", r"(?![^\W\d_\u2e80-\uffff])"
    return re.compile(
        rf"(?<![\w.,])(?:{each}\s?)?(?:(?P<n>\d{{1,4}})\s?)?(?<=[\w])\s?(?P<unit>{unit}){behind}[^.;,:\uff1a\n\d]{{0,40}}?{contains}{end}\s*:?"
        rf"|(?<!\w){per}\s\(?(?:(?P<count>\d{{1,4}})\s?)?(?P<of>{unit}){behind}\s?\)?\s*:",
        re.IGNORECASE,
    )


def measure(m: re.Match[str]) -> tuple[str, str]:
    """How much a declaration is of, as printed ("1" where nothing is), and "g" or "ml"."""
    from glidecheck.lexicon import load

    printed = (m["unit"] or m["of"]).casefold()
    grams = {w.casefold() for w in load().strength_words["declared"][_GRAM]}
    return m["n"] or m["count"] or "1", _GRAM if printed in grams else _MILLILITRE


@cache
def enough() -> re.Pattern[str]:
    """As much as is needed: "q.s. to 1 ml", "ad 1 ml"."""
    from glidecheck.lexicon import load

    words = load().strength_words["declared"]
    to, unit = either(words["to"]), either((*words[_MILLILITRE], *words[_GRAM], "%"))
    behind = either((*words["to"], *words["behind"]))
    end = r"(?![^\W\d_\u2e80-\uffff])"
    return re.compile(
        rf"(?<![^\W\u2e80-\uffff]){either(words['enough'])}(?!\w)\.?(?:\s?{behind}(?!\w))?(?:\s?\d+\s?{unit}{end})?"
        rf"|(?<![^\W\u2e80-\uffff]){to}\s?\d+\s?{unit}{end}",
        re.IGNORECASE,
    )
