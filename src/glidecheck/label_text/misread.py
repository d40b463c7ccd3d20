"""Everyday words of a photo that a network read with one letter wrong, or with a blank within.

Only words that stand among others of their language, and that are like nothing which a label may not say of a glide: "clean" read as
"dlean" is one; "snall" may have been "small" and "snail", and stays what it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from glidecheck.label_text import vocabulary
from glidecheck.label_text.limits import MISREAD
from glidecheck.label_text.prose import Prose
from glidecheck.label_text.resemblance import innocent
from glidecheck.label_text.tokens import Token
from glidecheck.label_text.vocabulary import BETWEEN, NEUTRAL, SPACELESS, plain
from glidecheck.lexicon import Lexicon

HYPHENS = frozenset("-\u2010\u00ad")
"""Signs that break a word at a line's end."""


def mended(tokens: Sequence[Token], text: Prose, lexicon: Lexicon) -> list[Token]:
    """The tokens of `text`: words that a line's end breaks are whole, those of photos such words are what they are taken for; what is told
    of them stays as printed."""
    lines: dict[int, list[Token]] = {}
    for t in _broken(tokens, text.text, vocabulary.of(lexicon)):
        lines.setdefault(t.line, []).append(t)
    out: list[Token] = []
    for n, of_line in lines.items():
        out += of_line if text.lines[n].box is None else _mended(of_line, text.text, lexicon)
    return out


def _broken(tokens: Sequence[Token], text: str, known: vocabulary.Vocabulary) -> list[Token]:
    """The tokens; an everyday word that a hyphen at a line's end breaks is one, in its first line ("prot-" above "ection")."""
    out: list[Token] = []
    for t in tokens:
        word = out[-2] if len(out) > 1 else None
        if (
            word is not None
            and out[-1].text in HYPHENS
            and "\n" in text[word.end : t.start]
            and text[word.end : t.start].strip() == out[-1].text
            and out[-1].start == word.end
            and _plain_word(word)
            and _plain_word(t)
            and (t.text.islower() or (t.text.isupper() and word.text.isupper()))
            and not (known.of(word.plain) and known.of(t.plain))
            and known.listed(word.plain + t.plain)
        ):
            out[-2:] = [Token(word.text + t.text, word.plain + t.plain, word.start, t.end, word.line)]
        else:
            out.append(t)
    return out


def _mended(line: list[Token], text: str, lexicon: Lexicon) -> list[Token]:
    known = vocabulary.of(lexicon)
    line = _parted(_joined(line, text, known), lexicon)
    words = [(t, set(known.of(t.plain))) for t in line if t.word and t.letters]
    for t, own in words:
        others = [langs for x, langs in words if x is not t]
        spoken = {lang for lang in set().union(*others) - own if all(lang in langs or NEUTRAL in langs for langs in others)}
        if len(others) >= MISREAD.around and spoken and NEUTRAL not in own and _plain_word(t) and t.text[1:].islower():
            t.plain = _word_near(t.plain, frozenset(spoken), lexicon) or t.plain
    return line


def _joined(line: list[Token], text: str, known: vocabulary.Vocabulary) -> list[Token]:
    """The tokens of a line; two that make one word together and that nobody knows by themselves are one ("prot ection")."""
    out: list[Token] = []
    for t in line:
        last = out[-1] if out else None
        whole = last.plain + t.plain if last is not None else ""
        if (
            last is not None
            and _plain_word(last)
            and _plain_word(t)
            and t.text.islower()
            and text[last.end : t.start] == " "
            and len(whole) >= MISREAD.joined
            and not (known.of(last.plain) or known.of(t.plain))
            and known.listed(whole)
        ):
            out[-1] = Token(last.text + t.text, whole, last.start, t.end, t.line)
        else:
            out.append(t)
    return out


def _parted(line: list[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens of a line; a run of letters that nobody knows and that two of its language's words make, their blank lost, is two
    ("testedon animals", "Germanyby")."""
    known = vocabulary.of(lexicon)
    out: list[Token] = []
    for t in line:
        langs = Counter(lang for x in line if x is not t and x.word and x.letters for lang in known.of(x.plain))
        spoken = {lang for lang, n in langs.items() if n >= MISREAD.beside} - {NEUTRAL}
        apart = _plain_word(t) and spoken.isdisjoint(known.of(t.plain)) and not _has_sense(t.plain, lexicon)
        cut = _cut(t, frozenset(spoken), lexicon) if apart else 0
        if cut:
            a, b = t.text[:cut], t.text[cut:]
            out += [Token(a, plain(a), t.start, t.start + cut, t.line), Token(b, plain(b), t.start + cut, t.end, t.line)]
        else:
            out.append(t)
    return out


def _cut(t: Token, spoken: frozenset[str], lexicon: Lexicon) -> int:
    """Where a run of letters parts into two words of these languages, one of them of four letters and more, the other too, or one that
    joins others; 0 where it does not."""
    known = vocabulary.of(lexicon)
    if len(t.text) < MISREAD.letters or not innocent(t.text, lexicon):
        return 0
    for cut in range(2, len(t.text) - 1):
        pieces = [(len(p), known.listed(plain(p))) for p in (t.text[:cut], t.text[cut:])]
        for lang in spoken:
            told = [(size, of.get(lang)) for size, of in pieces]
            if all(kind and (size >= MISREAD.piece or kind == BETWEEN) for size, kind in told) and (
                max(told)[0] >= MISREAD.piece or len({kind for _, kind in told}) == 1
            ):
                return cut
    return 0


def _plain_word(t: Token) -> bool:
    return t.text.isalpha() and t.text[0] < SPACELESS


@lru_cache(maxsize=4096)
def _word_near(word: str, spoken: frozenset[str], lexicon: Lexicon) -> str:
    """The one everyday word of these languages that a word differs from by a letter; empty where there is none, or more than one thing
    that it may be."""
    if len(word) < MISREAD.letters or not innocent(word, lexicon) or _has_sense(word, lexicon):
        return ""
    known = vocabulary.of(lexicon)
    everyday = _within_one(word, _everyday(lexicon))
    told = [w for w in everyday if spoken & set(known.words[w])]
    if len(told) != 1 or set(_within_one(word, _dangers(lexicon))) - set(told):
        return ""
    return told[0] if innocent(told[0], lexicon) else ""


def _has_sense(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is one of a saying, or one that says what no glide's label says: then it was read as it is printed."""
    return word in vocabulary.of(lexicon).said or word in _dangers(lexicon).get(len(word), ())


def _within_one(word: str, words: dict[int, tuple[str, ...]]) -> list[str]:
    """Words of a table by length that differ from `word` by one letter at most."""
    out: list[str] = []
    for length in (len(word) - 1, len(word), len(word) + 1):
        out += [w for w, _, _ in process.extract(word, words.get(length, ()), scorer=OSA.distance, score_cutoff=1, limit=None)]
    return out


@lru_cache(maxsize=2)
def _everyday(lexicon: Lexicon) -> dict[int, tuple[str, ...]]:
    return _by_length(w for w in vocabulary.of(lexicon).words if len(w) >= MISREAD.letters - 1)


@lru_cache(maxsize=2)
def _dangers(lexicon: Lexicon) -> dict[int, tuple[str, ...]]:
    """All that a misread word may have been and that is no everyday word of a pack: what a product may hold or be for, names, and words
    that gates look for."""
    known = vocabulary.of(lexicon)
    shut = (w for g in known.gates for words in (g.about, g.beside, g.also) if words for w in (*words.starts, *words.whole))
    names = (k for k in lexicon.keys if k.isalpha())
    return _by_length({*known.nouns, *known.trade_names, *shut, *names, *known.denying})


def _by_length(words: Iterable[str]) -> dict[int, tuple[str, ...]]:
    out: dict[int, list[str]] = {}
    for w in words:
        out.setdefault(len(w), []).append(w)
    return {n: tuple(sorted(of)) for n, of in out.items()}
