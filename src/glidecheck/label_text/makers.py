"""Names that cannot be known: of brands, of makers and of the places where they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from glidecheck.label_text import vocabulary
from glidecheck.label_text.limits import BRANDS
from glidecheck.label_text.resemblance import holds_danger, innocent
from glidecheck.label_text.tokens import Token
from glidecheck.label_text.vocabulary import BETWEEN, NEUTRAL, SPACELESS, Vocabulary
from glidecheck.lexicon import Lexicon
from glidecheck.text import key

BRAND_WORDS, BRAND_PART = BRANDS.words, 2
"""Words of a brand, and letters of a part of one that is one still, at most and at least."""
MAKER_NAMES = 10
"""Unknown words of one line of a maker and an address, at most."""
STREET_WORDS = 4
"""Words behind a street's word in which its number is looked for."""
TELEPHONE = 6
"""Figures of a telephone's number, at least, beside words that say whose it is."""
FORM = 3
"""Letters of a company's form that is a word, too: it counts with a capital, and in capitals where it is no such word."""
_WITHIN = frozenset("&'\u2019-.\u00ae\u2122")
_DOTTED = re.compile(r"(?<!\w)[^\W\d_]{1,4}\.(?:\s?[^\W\d_]{1,3}\.){1,3}|(?<!\w)Sp\. z o\. ?o\.")
_POST = re.compile(
    r"(?<![\w.,])"
    r"(?:\d{4,6}|\d{2}[- ]\d{3}|\d{3} \d{2}|[A-Z]{1,2}\d{1,2}[A-Z]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}-?\d{4,6}|\d{5}-\d{3})"
    r"(?![\w%])"
)


def leading(tokens: Sequence[Token], *, typed: bool) -> list[Token]:
    """The words of a name that a line begins with; none where a sign joins them to the rest ("X + HA")."""
    if typed and (whole := _whole(tokens)):
        return whole
    run: list[Token] = []
    for n, t in enumerate(tokens):
        if t.word and (not t.known or (n == 0 and _of_another(t, tokens))):
            run.append(t)
        elif t.word or (run and t.text in "+&"):
            break
    if not run or (typed and not all(t.named for t in run)) or _mixed(run, tokens):
        return []
    after = [t for t in tokens if t.start >= run[-1].end]
    words = [t for t in after if t.word]
    joined = any(t.text in "+&" for t in after[:1]) or any(not t.known for t in words)
    runs_on = bool(words) and set(words[0].known.values()) <= {BETWEEN}
    return [] if joined or runs_on else run


def _of_another(t: Token, tokens: Sequence[Token]) -> bool:
    """Whether a word that some language knows is none of its line's: "Sola" of "Sola glide gel", which Italian has for the sun. Words that
    join others are not meant."""
    rest = [x for x in tokens if x.word and x.known and x is not t]
    if not rest or NEUTRAL in t.known or BETWEEN in t.known.values():
        return False
    shared = (
        set.intersection(*(set(x.known) for x in rest if NEUTRAL not in x.known)) if any(NEUTRAL not in x.known for x in rest) else set()
    )
    return bool(shared) and shared.isdisjoint(t.known)


def _mixed(run: Sequence[Token], tokens: Sequence[Token]) -> bool:
    """Whether a word of these goes on in another script: print that was damaged, or hides something."""
    words = [t for t in tokens if t.word]
    return any(a.end == b.start and a.letters and b.letters and (a in run or b in run) for a, b in pairwise(words))


def _whole(tokens: Sequence[Token]) -> list[Token]:
    """A line that is nothing but a name: of few words, each with a capital or between two that have one, one of them unknown."""
    words = [t for t in tokens if t.word]
    if not 1 <= len(words) <= BRAND_WORDS or any(not t.word and t.text not in _WITHIN for t in tokens):
        return []
    named = all(t.named or (0 < n < len(words) - 1 and BETWEEN in t.known.values()) for n, t in enumerate(words))
    glide = any("hyaluronate" in t.known.values() for t in words)
    return words if named and not glide and any(not t.known for t in words) and not _mixed(words, tokens) else []


def brand(run: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether these words may be a brand: few, without a figure, and like nothing that a glide must not hold."""
    unknown = [t for t in run if not t.known] or list(run)
    if (
        not unknown
        or len(run) > BRAND_WORDS
        or any(t.figures or t.gated for t in run)
        or not all(innocent(t.text, lexicon) for t in unknown)
    ):
        return False
    if all(_abbreviated(t, vocabulary.of(lexicon).vowels) for t in unknown):
        return False
    known = vocabulary.of(lexicon)
    if any(t.text[0] >= SPACELESS or t.plain in known.trade_names or _everyday(t.plain, known) for t in run):
        return False  # what stands in a script without blanks is a sentence as likely as a name
    return len(run) == 1 or innocent("".join(t.text for t in run), lexicon)


def _everyday(word: str, known: Vocabulary) -> bool:
    """Whether a word (plain) is a noun of what a product may hold or be for, in another number or case of its language too, or is put
    together with one: "Schlangengift", "Salmonella"."""
    if word in known.nouns:
        return True
    least = BRANDS.noun
    for n in range(1, BRANDS.ending + 1):
        languages = known.nouns.get(word[:-n], ()) if len(word) - n >= least - 1 else ()
        if any(word[-n:] in known.endings.get(lang, ()) for lang in languages):
            return True
    return any(word[:n] in known.nouns or word[-n:] in known.nouns for n in range(least, len(word)))


def ordinary(word: str, spoken: Collection[str], known: Vocabulary) -> bool:
    """Whether a word (plain) ends as everyday verbs, adjectives and deeds do in a language that the label is in: "Refroidissant"."""
    return any(
        word.endswith(end) and len(word) - len(end) >= BRANDS.before_end
        for lang, ends in known.noun_ends.items()
        if lang in spoken
        for end in ends
    )


def of_its_languages(run: Sequence[Token], spoken: Collection[str], known: Vocabulary) -> bool:
    """Whether words have no letter that is foreign to the languages that the label is in: "Kígyóméreg" on an English one is a word, and no
    name. A few letters with accents stand in names everywhere."""
    letters = known.letters.get(NEUTRAL, frozenset()).union(*(known.letters.get(lang, ()) for lang in spoken))
    return all(c.isascii() or c in letters or c >= SPACELESS for t in run for c in t.text.casefold())


def _abbreviated(t: Token, vowels: frozenset[str]) -> bool:
    """Whether a word may be an ingredient's abbreviation: few capitals that nobody speaks as a word. "THC" is, "OLAY" is not."""
    if not t.text.isupper() or t.text[0] >= SPACELESS or len(t.plain) > BRANDS.abbreviation:
        return False
    return len(t.plain) < BRANDS.abbreviation or sum(c in vowels for c in t.plain) < BRANDS.vowels


def made(tokens: Sequence[Token], names: Sequence[Token], text: str, vocabulary: Vocabulary, lexicon: Lexicon, *, after: bool) -> bool:
    """Whether a line (`text`) is a maker's or an address: it says so, or follows one that does (`after`), and its `names`, which nobody
    knows, are capitalised and innocent."""
    words = {t.plain for t in tokens}
    kinds = {k for t in tokens for k in t.known.values()}
    figure = any(t.figures for t in tokens)
    says = bool(kinds & vocabulary.names)
    company = _of_company(tokens, text, vocabulary)
    place = "country" in kinds
    made_there = says_where(tokens, vocabulary)
    spaceless = any(t.text[0] >= SPACELESS and not vocabulary.names.isdisjoint(t.known.values()) for t in tokens)
    street = figure and any(w in vocabulary.streets or street_name(w, vocabulary) for w in words)
    worded = any(len(t.plain) > 2 and t.named for t in tokens if t.letters)
    post = worded and any(t.text == "," for t in tokens) and _POST.search(text) is not None
    known_name = "brand" in kinds and (figure or says) and any(t.text in ",\uff0c" for t in tokens)
    if says and names and not any(t.letters for t in names) and sum(c.isdigit() for t in names for c in t.text) >= TELEPHONE:
        return True
    told = company or street or post or known_name or spaceless or made_there
    of_product = kinds & {"product", "claim", "directions", "hyaluronate"}
    if not told and not (after and (worded or says) and (place or figure) and not of_product):
        return False
    if words & lexicon.words("holding"):
        return False  # "made in Germany by X with Y": Y is in it
    on_street = _on_street(tokens, vocabulary)
    unknown = [
        t for t in names if t.letters and t.plain not in vocabulary.forms and t.plain not in vocabulary.streets and t not in on_street
    ]
    return len(unknown) <= MAKER_NAMES and not _mixed(unknown, tokens) and all(_name_like(t, vocabulary, lexicon) for t in unknown)


def says_where(tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether one word speaks of makers and another names a country: "Ab" is a company's form in one language, a place in another, and no
    two words."""
    makers = [t for t in tokens if not vocabulary.names.isdisjoint(t.known.values())]
    return any("country" in t.known.values() and (len(makers) > 1 or t not in makers) for t in tokens) and bool(makers)


def named(tokens: Sequence[Token], vocabulary: Vocabulary) -> list[Token]:
    """The name that a maker's line gives: the words before a company's form ("Odeela Labs GmbH", "Odeela S.L."), or what a line without one
    ends with ("Made in Germany by Odeela")."""
    out: list[Token] = []
    for n, t in enumerate(tokens):
        spelt = t.plain + "".join(x.plain for x in tokens[n + 1 : n + 4] if x.word and len(x.plain) == 1)
        if not (t.plain in vocabulary.forms or (len(t.plain) == 1 and any(spelt[:k] in vocabulary.forms for k in (2, 3)))):
            continue
        m = n - 1
        while m >= 0 and n - m <= BRAND_WORDS and tokens[m].letters and tokens[m].named and len(tokens[m].plain) > FORM:
            out.append(tokens[m])
            m -= 1
    name = [t for t in tokens if t.letters and not t.known and len(t.plain) > FORM and t.named]
    ends = bool(name) and len(name) <= BRAND_WORDS and name[-1] is next(t for t in reversed(tokens) if t.word)
    return out or (name if ends else [])


def _on_street(tokens: Sequence[Token], vocabulary: Vocabulary) -> list[Token]:
    """The name between a street's word and its number: "ul. Lipowa 14", "12 rue des Tilleuls", "14 Canal Street"."""
    words = [t for t in tokens if t.word]
    out: list[Token] = []
    for n, t in enumerate(words):
        if t.plain in vocabulary.streets:
            before = n > 0 and words[n - 1].text.isdigit()
            behind = words[n + 1 : n + 1 + STREET_WORDS]
            last = next((k for k, w in enumerate(behind) if w.figures), 1 if before and behind else 0)
            out += [w for w in behind[:last] if w.named]
            ahead = words[max(0, n - STREET_WORDS) : n]
            first = next((k for k in range(len(ahead) - 1, -1, -1) if ahead[k].figures), None)
            out += [w for w in ahead[first + 1 :] if w.named] if first is not None else []
    return out


def _of_company(tokens: Sequence[Token], text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line holds a company's form: "Ltd", "S.r.l.", within a run without blanks. A short one that opens the line as any word
    does ("Ab Tag 3") is none."""
    if any(f in t.plain for t in tokens for f in vocabulary.glued_forms):
        return True
    if any(key(m.group()) in vocabulary.forms for m in _DOTTED.finditer(text)):
        return True
    capitals = text.isupper()
    first = next((t for t in tokens if t.word), None)
    forms = (t for t in tokens if t.plain in vocabulary.forms and not (t is first and not t.text.isupper() and len(t.plain) <= FORM))
    return any(len(t.plain) > FORM or (t.named and not ((capitals or not t.text.isupper()) and BETWEEN in t.known.values())) for t in forms)


def _name_like(t: Token, vocabulary: Vocabulary, lexicon: Lexicon) -> bool:
    if t.text[0] >= SPACELESS:
        return len(t.plain) == 1 or innocent(t.text, lexicon) or _company(t, vocabulary, lexicon)
    if len(t.plain) <= 2 or t.figures:
        return True
    if len(t.plain) == 3:
        return t.named and not holds_danger(t.plain, vocabulary)
    return t.named and (innocent(t.text, lexicon) or street_name(t.plain, vocabulary))


def _company(t: Token, vocabulary: Vocabulary, lexicon: Lexicon) -> bool:
    """Whether a run without blanks is a company's form and a name that is innocent."""
    rest = t.plain
    for form in vocabulary.glued_forms:
        rest = rest.replace(form, "")
    return rest != t.plain and (not rest or innocent(rest, lexicon))


def street_name(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word ends as a street's name in one word does: "Lindenweg"."""
    return len(word) > 5 and word.endswith(vocabulary.street_ends)
