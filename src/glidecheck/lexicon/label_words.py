"""What lexicon/label_words.yaml, label_words/, headings.yaml, negations.yaml, list_words.yaml, near_names.yaml and file_words.yaml may say.
Imported by the build only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from glidecheck.errors import LexiconError
from glidecheck.lexicon import schema

Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]


def _saying(pattern: str) -> str:
    """A pattern on words in small letters: a signed class such as \\S would be lost when its letters are folded."""
    if re.search(r"\\|[A-Z.,;:!?'’-](?!\{)", re.sub(r"\.\{\d+,\d+\}|\(\?[:=!]|[?]", "", pattern)):
        raise ValueError(f"{pattern!r} holds a capital letter, a sign or a backslash: write words in small letters, one blank between two")
    return schema.pattern_text(pattern)


class KindSpec(schema.Strict):
    """One kind of line. `codes`: figures may follow its words; `names`: a maker's name may."""

    kind: str
    about: schema.Prose
    codes: bool = False
    names: bool = False
    fires: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()


class GateSpec(schema.Strict):
    """Words that say together what none says alone; see lexicon/label_words.yaml."""

    says: schema.Prose
    about: str
    beside: str = ""
    also: str = ""
    unless: str = ""
    alone: bool = False
    firm: bool = False
    most: Annotated[int, Field(ge=0)] = 0


class LabelWordsFile(schema.Strict):
    """The whole file."""

    reviewed: str | None
    kinds: Annotated[tuple[KindSpec, ...], Field(min_length=1)]
    forms: tuple[str, ...]
    streets: tuple[str, ...]
    street_ends: str
    sounds: dict[str, str]
    figures: dict[str, str]
    signs: str
    vowels: str
    letters: dict[Language, str]
    denies: dict[Language, str]
    gates: tuple[GateSpec, ...]
    also_names: str
    houses: str
    accented: str
    open_ended: dict[Language, str]
    resembles: dict[str, str]


class DeniedSpec(schema.Strict):
    """What a denial may be of without harm: one word of `about` (beginnings of words) and no other than these and `around` (whole words).
    `by` are words that deny, beside those of all sayings."""

    about: str = ""
    around: str = ""
    by: str = ""


class LanguageWordsFile(schema.Strict):
    """The words of one language, by kind; `*` behind a word stands for one of the language's `endings`. Beside words of the `skin`, what
    `opens` or `closes` is said of wounds, and no word of packs. `no_brand` are everyday nouns of animals, foods, tissues,
    remedies, poisons and other uses, and verbs and adjectives of what is done to skin: what they are on a pack is no brand.
    Nor is a word with one of `no_brand_ends` ("-ющий", "-issant"), where the label is in this language. `heads`, by kind, are
    what a sentence of the kind cannot do without (beginnings of words; `=` before a whole one): its other words count beside one alone.
    `fires` are understood whole, `passes` are not."""

    language: Language
    reviewed: str | None
    words: dict[str, str]
    names_of: dict[str, str] = Field(default_factory=dict)
    sayings: dict[str, tuple[Annotated[str, AfterValidator(_saying)], ...]] = Field(default_factory=dict)
    denied: DeniedSpec = DeniedSpec()
    heads: dict[str, str] = Field(default_factory=dict)
    no_brand: str = ""
    no_brand_ends: str = ""
    percent: str = ""
    skin: str = ""
    opens: str = ""
    closes: str = ""
    endings: str = ""
    fires: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()


Terms = tuple[Annotated[str, Field(min_length=1)], ...]


class HeadingsFile(schema.Strict):
    """lexicon/headings.yaml: headings by what follows them, and the words that may stand in that of a whole list."""

    reviewed: str | None
    list: Terms
    inactive: Terms
    active: Terms
    may_contain: Terms
    partial: Terms
    stop: Terms
    whole: Terms


class NegationsFile(schema.Strict):
    """lexicon/negations.yaml: words around a name that is denied, or spoken of."""

    reviewed: str | None
    before: dict[Language, Terms]
    after: dict[Language, Terms]
    glued: dict[Language, Terms]
    listed: dict[Literal["before", "after", "glued", "anywhere"], Terms]
    free_forms: Terms
    hedges: Terms
    critical: Terms
    promised: Terms
    filler: Terms
    joins: Terms
    between: Terms
    advice: dict[Language, Terms]
    advice_after: dict[Language, Terms]


class ListWordsFile(schema.Strict):
    """lexicon/list_words.yaml: words of ingredient lists, each group as one text."""

    reviewed: str | None
    conjunctions: str
    made: str
    traces: Terms
    shares: str
    purposes: str
    sentence: str
    prose: str
    apart: str
    languages: str
    signs: str
    numbered: str
    marks: str
    contents: str
    foot: str
    contact: Terms
    holding: str
    both: str
    bracketed: Terms
    further: Terms
    footnotes: Terms
    footnotes_begin: str
    refers: Terms
    elsewhere: Terms
    entire: Terms
    stands: str
    volumes: Terms
    misread: Terms
    food: Terms
    foods: Terms
    supplement: Terms
    household: Terms


class NearNamesFile(schema.Strict):
    """lexicon/near_names.yaml: words near critical names outside lists, each group as one text or as terms."""

    reviewed: str | None
    ordinary: str
    listed: str
    retinoid: str
    likened: Terms
    everyday: str
    eye: Terms
    denying: Terms
    denying_ends: str
    goods: Terms
    hedged: Terms
    cut_short: str
    vitamin: str
    vitamin_letter: str
    vitamins: str
    vitamin_begins: str
    so_called: Terms
    stamped: str
    dairy: str
    numbing: str
    numbing_ends: str
    numbing_begins: str


class FileWordsFile(schema.Strict):
    """lexicon/file_words.yaml: what photos and the columns of a list of them are called."""

    product: str
    photo: str
    front: str
    back: str
    ingredients: str
    side: str
    box: str
    camera: Terms
    behind: str
    screen: Terms


def file_words(path: Path) -> dict[str, list[str]]:
    """The words of each group as plain values for the index. Raises LexiconError."""
    return _groups(schema.load(FileWordsFile, path).model_dump())


def groups(folder: Path) -> dict[str, list[str]]:
    """The words of list_words.yaml and near_names.yaml, by group, as plain values for the index. Raises LexiconError."""
    lists, near = schema.load(ListWordsFile, folder / "list_words.yaml"), schema.load(NearNamesFile, folder / "near_names.yaml")
    return _groups(lists.model_dump(exclude={"reviewed"}) | near.model_dump(exclude={"reviewed"}))


def _groups(told: dict[str, Any]) -> dict[str, list[str]]:
    return {group: list(dict.fromkeys(words.split() if isinstance(words, str) else words)) for group, words in told.items()}


def headings(path: Path) -> dict[str, Any]:
    """Headings as plain values for the index. Raises LexiconError."""
    return schema.load(HeadingsFile, path).model_dump(exclude={"reviewed"})


def negations(path: Path) -> dict[str, Any]:
    """Negations as plain values for the index. Raises LexiconError."""
    return schema.load(NegationsFile, path).model_dump(exclude={"reviewed"})


def languages(folder: Path) -> tuple[LanguageWordsFile, ...]:
    """The files of label_words/, one a language. Raises LexiconError."""
    return tuple(schema.load(LanguageWordsFile, path) for path in sorted((folder / "label_words").glob("*.yaml")))


def read(folder: Path) -> dict[str, Any]:
    """label_words.yaml and the languages beside it as plain values for the index, texts that must and must not fire left out. Raises
    LexiconError."""
    path = folder / "label_words.yaml"
    file, told = schema.load(LabelWordsFile, path), languages(folder)
    kinds = {k.kind for k in file.kinds}
    for language in told:
        unknown = ({*language.words, *language.names_of, *language.sayings, *language.heads}) - kinds
        if unknown:
            raise LexiconError(f"label_words/{language.language}.yaml: no kind is called {min(unknown)}", f"Take one of {path}")
    out: dict[str, Any] = file.model_dump(exclude={"kinds", "reviewed"})
    out["kinds"] = [k.model_dump(exclude={"about", "fires", "passes"}) | _of_kind(k.kind, told) for k in file.kinds]
    out["states"] = {f.language: {"skin": f.skin, "opens": f.opens, "closes": f.closes} for f in told if f.skin}
    out["heads"] = {f.language: f.heads for f in told if f.heads}
    out["denied"] = {f.language: f.denied.model_dump() for f in told if f.denied.about}
    out["no_brand"] = {f.language: f.no_brand for f in told if f.no_brand}
    out["no_brand_ends"] = {f.language: f.no_brand_ends for f in told if f.no_brand_ends}
    out["percent"] = {f.language: f.percent for f in told if f.percent}
    out["endings"] = {f.language: f.endings for f in told if f.endings}
    return out


def _of_kind(kind: str, told: tuple[LanguageWordsFile, ...]) -> dict[str, Any]:
    return {
        part: {f.language: getattr(f, part)[kind] for f in told if kind in getattr(f, part)} for part in ("words", "names_of", "sayings")
    }
