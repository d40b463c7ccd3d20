"""What a label's prose says that a rule asks for: the phrases of lexicon/phrases.yaml, and what is denied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from glidecheck.label_text import near_names
from glidecheck.label_text.prose import HYPHEN, Prose
from glidecheck.layout import absences
from glidecheck.lexicon import Lexicon
from glidecheck.model import EXCLUDED, Line, Match, Notice, NoticeKind
from glidecheck.text import SMALL, fold

_SENTENCE = re.compile(rf"(?:[^.!?;。！？\n]|\.(?=\w)|\n(?=[{SMALL}]))+[.!?]?")
_KINDS = {k.value: k for k in NoticeKind}
FALSE = "false_"
"""What the kind of a phrase begins with that takes another's phrases back where they overlap."""
_SENTENCEWISE = (NoticeKind.USE_STAGE, NoticeKind.SITE)
SPOKEN = (NoticeKind.NEGATION, NoticeKind.COMPARISON, NoticeKind.INCOMPATIBILITY, NoticeKind.SPOKEN_OF)


def notices(lines: Sequence[Line], lexicon: Lexicon) -> tuple[Notice, ...]:
    """The phrases of lexicon/phrases.yaml that these lines hold; each once."""
    text = Prose.of(lines)
    out: dict[tuple[NoticeKind, str], Notice] = {}
    for kind, start, end in spans(text, lexicon):
        printed = " ".join(text.text[start:end].split())
        if (kind, printed.casefold()) not in out:
            box, photo = text.place(start, end)
            out[kind, printed.casefold()] = Notice(kind, printed, box, photo)
    return tuple(out.values())


def outside_names(given: Iterable[Notice], lines: Iterable[Line], named: Iterable[Match]) -> tuple[Notice, ...]:
    """The notices without what the list's own names say, and nothing else on these lines, which are all of the label's: "for injections" of
    "water for injections" excludes nothing."""
    text = fold(" ".join(line.text for line in lines))
    held = fold(" \n ".join(m.mention.printed for m in named if m.certain))
    return tuple(n for n in given if n.kind not in EXCLUDED or not 0 < text.count(fold(n.printed)) == held.count(fold(n.printed)))


def spans(text: Prose, lexicon: Lexicon) -> Iterator[tuple[NoticeKind, int, int]]:
    """Kind and place of every phrase, also of one with a word that a line's end breaks ("alter-", "native")."""
    broken = [m.span() for m in HYPHEN.finditer(text.plain)]
    if not broken:
        yield from _spans(text.plain, lexicon)
        return
    gone = {n for a, b in broken for n in range(a, b)}
    at = [n for n in range(len(text.plain)) if n not in gone]
    for kind, a, b in _spans("".join(text.plain[n] for n in at), lexicon):
        if a < b:
            yield kind, at[a], at[b - 1] + 1


def _spans(plain: str, lexicon: Lexicon) -> Iterator[tuple[NoticeKind, int, int]]:
    certain = [
        *_listed(plain, lexicon),
        *((NoticeKind.NEGATION, *span) for which in (absences.absent, absences.denied) for span in which(plain)),
    ]
    yield from certain
    spoken = [(a, b) for kind, a, b in certain if kind in SPOKEN]
    for a, b in absences.spoken_of(plain):
        if not any(x < b and a < y for x, y in spoken):
            yield NoticeKind.SPOKEN_OF, a, b


_BETWEEN_LINES = re.compile(r"(?P<before>[^\W\d_]*)[^\w\n]*\n\W*(?P<after>[^\W\d_]*)")


def _kept(m: re.Match[str]) -> str:
    """A line's end as it is where a sentence goes on behind it, in small letters or in capitals as before; else as a sentence's end."""
    before, after = m["before"], m["after"]
    goes_on = after[:1].islower() or (after.isupper() and before.isupper()) or (bool(after) and not after[0].isupper())
    return m.group() if goes_on else m.group().replace("\n", "\u25a0")


def _listed(plain: str, lexicon: Lexicon) -> Iterator[tuple[NoticeKind, int, int]]:
    """The phrases of lexicon/phrases.yaml."""
    sentences = [(m.start(), m.end(), m.group().replace("\n", " ")) for m in _SENTENCE.finditer(plain) if m.end() - m.start() < 2000]
    cancelled: dict[NoticeKind, list[tuple[int, int]]] = {}
    for phrase in lexicon.phrases:
        if phrase.kind.startswith(FALSE):
            cancelled.setdefault(_KINDS[phrase.kind.removeprefix(FALSE)], []).extend(_span(m) for m in phrase.regex.finditer(plain))
    lines = _BETWEEN_LINES.sub(_kept, plain)
    for phrase in lexicon.phrases:
        kind = _KINDS.get(phrase.kind)
        if kind is None:
            continue
        if kind in _SENTENCEWISE:
            for a, b, sentence in sentences:
                if phrase.regex.search(sentence):
                    yield kind, b - len(plain[a:b].lstrip()), b
        else:
            for m in phrase.regex.finditer(lines if kind in EXCLUDED else plain):
                if not any(a < m.end() and m.start() < b for a, b in cancelled.get(kind, ())):
                    yield kind, *m.span()


def _span(m: re.Match[str]) -> tuple[int, int]:
    """What a match is about: the words that its pattern calls "at", where it does; the others are what stands around them."""
    at: tuple[int, int] = m.span("at") if "at" in m.re.groupindex and m["at"] is not None else m.span()
    return at


def plainly(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a negation ends its clause, or goes on with further names, and nothing before it takes it back: "no retinol is stronger than
    ours" and "never retinol-free" deny nothing."""
    near = near_names.of(lexicon)
    return near.ends.match(text, end) is not None and near.hedged.search(text, max(0, start - 60), start) is None
