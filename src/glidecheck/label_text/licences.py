"""Which words of a label count, by what their sentences speak of (heads.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from glidecheck.label_text.figures import DEGREES
from glidecheck.label_text.tokens import STRONG, Token
from glidecheck.label_text.vocabulary import NEUTRAL, Vocabulary

FREE = frozenset(("between", "country", "sign", "language", "figure", "number", "code"))
"""Kinds that need no head."""
SPEAKS_ALSO = {"hyaluronate": ("product", "claim"), "claim": ("product",)}
"""Kinds that are spoken of too where one has its head: "pure hyaluronic booster", "plumping concentrate"."""
OF_OTHERS = frozenset(("claim", "directions", "warning"))
"""What may be said beside a denial, or beside what is said of another product."""
ENDS = STRONG - frozenset(":\uff1a")
"""Signs that end a sentence: what stands behind a colon belongs to what stands before it ("Apply: two drops")."""


class Licences:
    """For each token of a text the kinds that its sentence has a head of, by language."""

    def __init__(self, tokens: Sequence[Token], text: str, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._kinds: dict[int, dict[str, set[str]]] = {}
        for sentence in sentences(tokens, text):
            told: dict[str, set[str]] = {}
            for t in sentence:
                for lang, kind in self._told(t):
                    told.setdefault(lang, set()).add(kind)
            for kinds in told.values():
                kinds |= {k for of, also in SPEAKS_ALSO.items() if of in kinds for k in also}
            self._kinds.update((t.start, told) for t in sentence)

    def allow(self, t: Token, lang: str) -> bool:
        """Whether a word that is known in a language counts where it stands: it is part of a saying, needs no head, or has one."""
        if not t.letters or t.figures or NEUTRAL in t.known or lang in t.said or lang not in self._vocabulary.heads.languages:
            return True
        own = self._vocabulary.kinds_of(t.plain, lang) or {t.known.get(lang, "")}
        told = self._kinds.get(t.start, {})
        return not own.isdisjoint(FREE) or any(not own.isdisjoint(told.get(of, ())) for of in (lang, NEUTRAL))

    def _told(self, t: Token) -> Iterable[tuple[str, str]]:
        """Languages and kinds that a token is a head of: by its word, and by what it names."""
        if t.text in DEGREES:
            yield NEUTRAL, "storage"
        if not t.word:
            return
        yield from self._vocabulary.heads.told(t.plain)
        if t.plain in self._vocabulary.streets or (t.plain in self._vocabulary.forms and len(t.plain) > 2):
            yield NEUTRAL, "maker"
        for lang, kind in t.known.items():
            if kind == "country" or (lang == NEUTRAL and kind in ("maker", "brand")):
                yield NEUTRAL, "maker"
            elif lang == NEUTRAL and kind == "hyaluronate":
                yield NEUTRAL, kind
            elif lang == NEUTRAL and kind == "spoken":
                yield from ((NEUTRAL, k) for k in OF_OTHERS)


def sentences(tokens: Sequence[Token], text: str) -> Iterator[list[Token]]:
    """The tokens of each sentence: up to a sign that ends it, or to the end of a line where the next begins as a sentence does. A full stop
    before a small letter ends an abbreviation, and no sentence ("fl. oz.")."""
    sentence: list[Token] = []
    word: Token | None = None
    for n, t in enumerate(tokens):
        if word is not None and t.word and t.line != word.line and not _goes_on(word, t):
            yield sentence
            sentence = []
        sentence.append(t)
        if t.text in ENDS and not (t.text == "." and _within(tokens, n, text)):
            yield sentence
            sentence, word = [], None
        elif t.word:
            word = t
    yield sentence


def _goes_on(before: Token, after: Token) -> bool:
    """Whether a word at the beginning of a line goes on with the sentence above it: in small letters, or in capitals as that."""
    return after.text[0].islower() or (len(after.text) > 1 and after.text.isupper() and before.text.isupper())


def _within(tokens: Sequence[Token], n: int, text: str) -> bool:
    """Whether a full stop stands within a figure, or behind an abbreviation."""
    t = tokens[n]
    after = tokens[n + 1] if n + 1 < len(tokens) else None
    return after is not None and after.line == t.line and (not text[t.end : t.end + 1].isspace() or after.text[0].islower())
