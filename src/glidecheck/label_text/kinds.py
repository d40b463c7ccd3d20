"""What every line outside the ingredient list is: each part of it is of a kind that is known, or not understood.

A part is understood where each of its words is known in one language, by itself or within a saying; where it is a figure that says nothing
of what is in the product; a name of the allow-list; a maker's name beside words that say so; or the brand. Everything else is not
understood, and no label is a glide then. The words are data: lexicon/label_words.yaml and lexicon/label_words/.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from glidecheck.label_text import figures, makers, signs, vocabulary
from glidecheck.label_text import tokens as tokenized
from glidecheck.label_text.figures import Figure
from glidecheck.label_text.prose import Prose
from glidecheck.label_text.resemblance import innocent
from glidecheck.label_text.suspects import harmless
from glidecheck.label_text.tokens import SOFT, STRONG, Token
from glidecheck.label_text.vocabulary import BETWEEN, NEUTRAL, SPACELESS, Vocabulary, plain
from glidecheck.lexicon import Lexicon
from glidecheck.lexicon.nearest import Nearest
from glidecheck.model import Box, GlideRole, Line
from glidecheck.text import fold

LONGEST_NAME = 6
"""Words of an allow-listed name, at most."""
FRONT_LINES = 4
"""Lines, from the label's first on, of which one must say what the product is where pasted text may carry a brand."""
SHORT_ALONE, ENGLISH = 5, "en"
"""Letters of a word that, alone in its part of the text, is known only in a language that the label is in; and the one that all are."""
BESIDE_SKIN = 2
"""Words from one of the skin within which "open" is said of it."""
COUNTED = frozenset(("directions", "storage", "warning"))
"""Kinds whose words a number of up to three figures may count; those of `COUNTED_FEW` one of two."""
COUNTED_FEW = frozenset(("product", "sterile", "claim"))
_WEB = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+|(?<![\w.])(?:[a-z0-9-]+\.)+(?:com|net|org|info|biz|shop|store|online|clinic|beauty|skin|health|care|example|[a-z]{2})(?:/\S*)?(?!\w)",
    re.IGNORECASE,
)
_CODES = re.compile(
    r"(?:^|(?<=[.;!?|\u2022\u00b7]))[ \t]*(?P<codes>(?<=[\[(])[A-Za-z]{2}(?=[\])])|[A-Z]{1,3}(?:[ \t]?[/,\u00b7-][ \t]?[A-Z]{1,3}){0,5})"
    r"(?P<sign>[\])]?[ \t]?[:.|\u2013\u2014-]?)(?!\w)",
    re.MULTILINE,
)
_CAS = re.compile(r"(?:\bcas\b\W{0,3}(?:no|nr)?\W{0,3})?(?P<number>\b\d{2,7}-\d{2}-\d\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stranger:
    """Words that were not understood, as printed, and where. `script` is the script's name where it is one that is not read."""

    printed: str
    box: Box | None
    photo: int
    script: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """What the lines say: the kinds found in each line, in order; what was taken for a brand (empty: nothing); what was not understood."""

    kinds: tuple[tuple[str, ...], ...]
    brand: str
    strangers: tuple[Stranger, ...]


def explain(
    lines: Sequence[Line],
    lexicon: Lexicon,
    *,
    struck: Iterable[tuple[int, int]] = (),
    front: int = 0,
    typed: bool = False,
    stated: Collection[Decimal] = (),
) -> Understood:
    """The kinds of `lines`, which are all of a label's that are no ingredient list.

    `struck` are characters of their text (joined by line feeds) that other rules speak for: denials, comparisons, what the maker excludes.
    `front` is how many of the lines stand before the list, from the label's first on; `typed` says that it is pasted text, without sizes of
    print. `stated` are the strengths, in per cent, that the list gives its hyaluronates: the front may say them again.
    """
    text = Prose.of(lines)
    return _Reader(text, lexicon, typed, front, frozenset(stated)).read(tuple(struck))


class _Reader:
    def __init__(self, text: Prose, lexicon: Lexicon, typed: bool, front: int, stated: frozenset[Decimal]) -> None:
        self.text, self.lexicon, self.typed, self.front, self.stated = text, lexicon, typed, front, stated
        self.vocabulary: Vocabulary = vocabulary.of(lexicon)
        self.tokens = tokenized.of(text)
        self.doses: list[tuple[Figure, list[Token]]] = []
        self.brand = ""
        self.makers: set[str] = set()

    def read(self, struck: tuple[tuple[int, int], ...]) -> Understood:
        for a, b in struck:
            self._mark(self._within(a, b), NEUTRAL, "spoken")
        self._tags()
        self._signs()
        self._web()
        self._numbers()
        self._figures()
        self._names()
        self._words()
        self._states()
        self._sayings()
        self._small()
        self._brand()
        lost = self._parts()
        lost = self._makers(lost)
        lost = [t for t in lost if t.plain not in self.makers]
        lost = self._amounts(lost)
        kinds = tuple(
            tuple(dict.fromkeys(k for t in self.tokens if t.line == n for k in t.known.values() if k not in (BETWEEN, "sign")))
            for n in range(len(self.text.lines))
        )
        return Understood(kinds, self.brand, tuple(self._strangers(lost)))

    # -------------------------------------------------------------- what is known, token by token

    def _within(self, a: int, b: int) -> list[Token]:
        return [t for t in self.tokens if t.start < b and a < t.end]

    def _mark(self, tokens: Iterable[Token], lang: str, kind: str) -> None:
        for t in tokens:
            t.known.setdefault(lang, kind)

    def _tags(self) -> None:
        """Codes of languages in front of their parts of the label: "DE", "[FR]", "PL:"; several in a row too."""
        known = self.lexicon.words("languages")
        for m in _CODES.finditer(self.text.text):
            codes = re.findall(r"[^\W\d_]+", m["codes"])
            if all(len(c) > 1 or m["sign"].strip() for c in codes) and all(fold(c) in known for c in codes):
                self._mark(self._within(*m.span("codes")), NEUTRAL, "language")

    def _signs(self) -> None:
        """The signs of devices, and the numbers beside them."""
        alone = signs.find(self.text.lines, self.lexicon)
        self._mark((t for t in self.tokens if t.line in alone), NEUTRAL, "sign")

    def _web(self) -> None:
        for m in _WEB.finditer(self.text.text):
            words = [w for w in re.findall(r"[^\W\d_]+", m.group()) if len(w) > 4]
            known = all(self.vocabulary.of(plain(w)) or innocent(w, self.lexicon) for w in words)
            if known and not re.search(r"\d{2}", m.group()):
                self.makers |= {plain(w) for w in words if self._nameless(w)}
                self._mark(self._within(*m.span()), NEUTRAL, "maker")

    def _figures(self) -> None:
        for kind, a, b in figures.find(self.text.text, self.vocabulary.figures):
            tokens = self._within(a, b)
            if kind in (Figure.PERCENT, Figure.DOSE):
                self.doses.append((kind, tokens))
            self._mark(tokens, NEUTRAL, "figure")

    def _names(self) -> None:
        """Names of the allow-list: what a glide holds may be said of it."""
        words = [t for t in self.tokens if t.word]
        n = 0
        while n < len(words):
            step = 1
            for m in range(min(len(words), n + LONGEST_NAME), n, -1):
                if words[m - 1].line - words[n].line > 1:
                    continue
                between = self.text.text[words[n].start : words[m - 1].end]
                if any(c in between for c in ",;:|•+"):
                    continue
                hits = self.lexicon.lookup("".join(w.plain for w in words[n:m])) or self.lexicon.lookup(plain(between))
                if hits and all(h.substance.role in (GlideRole.CORE, GlideRole.SILENT) for h in hits):
                    core = any(h.substance.role is GlideRole.CORE for h in hits)
                    self._mark(words[n:m], NEUTRAL, "hyaluronate" if core else "companion")
                    step = m - n
                    break
            n += step

    def _numbers(self) -> None:
        """CAS numbers of what may stand in a glide, and the letters before them."""
        for m in _CAS.finditer(self.text.text):
            if harmless(m["number"], self.lexicon):
                self._mark(self._within(*m.span()), NEUTRAL, "companion")

    def _words(self) -> None:
        for n, t in enumerate(self.tokens):
            if all(c in self.vocabulary.signs for c in t.text):
                t.known.setdefault(NEUTRAL, "sign")
                continue
            if not t.word:
                continue
            if self._named(t):
                continue  # an ordinary word, and the name of something that no glide holds: the worse counts
            for lang, kind in self.vocabulary.of(t.plain).items():
                if len(t.plain) == 1 and t.plain.isascii() and not self._article(n):
                    continue
                if kind in self.vocabulary.codes and t.plain in self.vocabulary.denying and not self._numbers_next(n):
                    continue  # "Sterile: no"
                t.known.setdefault(lang, kind)

    def _numbers_next(self, n: int) -> bool:
        """Whether a figure follows on the line: "No. 12"."""
        after = next((t for t in self.tokens[n + 1 : n + 4] if t.word), None)
        return after is not None and after.line == self.tokens[n].line and after.figures

    def _named(self, t: Token) -> bool:
        hits = self.lexicon.lookup(t.plain) if len(t.plain) > 3 and t.plain not in self.vocabulary.also_names else ()
        return any(h.substance.role is GlideRole.NONE for h in hits)

    def _article(self, n: int) -> bool:
        """Whether a lone letter stands as an article or a preposition does: a word follows on the line, no hyphen joins them, and it is
        small unless the line is in capitals or it opens it."""
        t = self.tokens[n]
        after = self.tokens[n + 1] if n + 1 < len(self.tokens) else None
        if (
            after is None
            or not (after.line == t.line or (after.line == t.line + 1 and after.text[0].islower()))
            or not (after.letters or after.text in "'’")
            or self.text.text[t.start - 1 : t.start] == "-"
        ):
            return False
        opens = n == 0 or self.tokens[n - 1].line != t.line or self.tokens[n - 1].text in STRONG
        return t.text.islower() or opens or self.text.lines[t.line].text.isupper()

    def _states(self) -> None:
        """Forgets what is opened or closed in a sentence about the skin: "open skin", "skin whose surface is fully closed"."""
        sentence: list[Token] = []
        for t in (*self.tokens, None):
            if t is not None and t.word and (not sentence or sentence[-1].line == t.line):
                sentence.append(t)
            elif t is None or t.word or (t.text in STRONG and not self._inside(t)):
                self._state(sentence)
                sentence = [t] if t is not None and t.word else []

    def _state(self, sentence: Sequence[Token]) -> None:
        for lang, told in self.vocabulary.states.items():
            places = [n for n, t in enumerate(sentence) if t.plain in told["skin"]]
            for n, t in enumerate(sentence):
                far = t.plain in told["closes"]
                if places and (far or (t.plain in told["opens"] and any(abs(n - p) <= BESIDE_SKIN for p in places))):
                    t.known.pop(lang, None)

    def _sayings(self) -> None:
        """Marks what sayings say. They run across lines, commas and brackets, and never across the end of a sentence."""
        held: list[tuple[int, Token | None]] = []
        denials: list[tuple[str, Token]] = []
        joined: list[str] = []
        offset = 0
        for t in self.tokens:
            ends = not t.word and t.text in STRONG and not self._inside(t)
            piece = t.plain if t.word else "|" if ends else ""
            if piece:
                held.append((offset, t if t.word else None))
                joined.append(piece)
                offset += len(piece) + 1
        text, starts = " ".join(joined), [at for at, _ in held]
        for saying in self.vocabulary.sayings:
            for m in saying.regex.finditer(text):
                within = [t for _, t in held[bisect_left(starts, m.start()) : bisect_left(starts, m.end())] if t is not None]
                for t in within:
                    t.known[saying.lang] = saying.kind
                    t.said.add(saying.lang)
                if any(t.plain in self.vocabulary.denies.get(saying.lang, ()) for t in within):
                    denials.append((saying.lang, within[-1]))
        for lang, last in denials:
            self._hold(lang, last)

    def _hold(self, lang: str, last: Token) -> None:
        """Forgets, in a language, what goes on behind a denial and is no saying itself: "do not use if opened" is known, and what "do not
        use if opened skin" says is not."""
        for t in self.tokens[bisect_left([t.start for t in self.tokens], last.end) :]:
            ends = not t.word and (t.text in STRONG or t.text in ",()/")
            if ends or (t.line != last.line and not t.text[0].islower()):
                return
            if t.word and lang not in t.said and t.known.get(lang, "") not in ("", BETWEEN):
                del t.known[lang]

    def _inside(self, t: Token) -> bool:
        """Whether a full stop stands within a word or a figure: "e.g.", "1.5", "St. 5"."""
        return t.text == "." and not self.text.text[t.end : t.end + 1].isspace() and t.end < len(self.text.text)

    def _small(self) -> None:
        """Bare figures that a known word explains: a code behind "LOT", a number before or behind words that are no product's."""
        open_line = -1
        for n, t in enumerate(self.tokens):
            kinds = set(t.known.values())
            if kinds & self.vocabulary.codes:
                open_line = t.line
            if not t.word or t.known:
                continue
            if (t.line == open_line and any(c.isdigit() for c in t.text) and len(t.text) <= 20) or (
                t.line == open_line and len(t.text) <= 2 and t.text.isupper() and self._coded(n)
            ):
                t.known[NEUTRAL] = "code"
            elif t.text.isdigit() and len(t.text) <= 3 and (self._counts(n) or self._glued_count(n)):
                t.known[NEUTRAL] = "number"

    def _coded(self, n: int) -> bool:
        """Whether a letter or two is glued to a figure: "A 123", "B-45"."""
        after = self.tokens[n + 1 : n + 3]
        return any(any(c.isdigit() for c in t.text) for t in after if t.line == self.tokens[n].line)

    def _counts(self, n: int) -> bool:
        """Whether a word of use, storage, warning or packing follows a number on its line: "7 days", "3-4 drops", "7 ampoules"."""
        after = [t for t in self.tokens[n + 1 : n + 7] if t.line == self.tokens[n].line and t.word and not t.text.isdigit()]
        kinds = [set(t.known.values()) for t in after]
        few = len(self.tokens[n].text) <= 2
        return any(k & COUNTED or (few and k & COUNTED_FEW) for k in kinds[:1]) or (
            len(kinds) > 1 and BETWEEN in kinds[0] and any(k & COUNTED for k in kinds[1:3])
        )

    def _glued_count(self, n: int) -> bool:
        """Whether a word of a script without blanks stands right behind a number: what it counts."""
        after = self.tokens[n + 1] if n + 1 < len(self.tokens) else None
        return after is not None and after.start == self.tokens[n].end and after.text[0] >= SPACELESS and bool(after.known)

    # -------------------------------------------------------------- parts

    def _parts(self) -> list[Token]:
        """Tokens that are not understood: of each part of a line, those that its best language leaves."""
        lost: list[Token] = []
        parts = self._split()
        spoken = self._spoken(parts)
        for part in parts:
            words = [t for t in part if t.word]
            alone = len(words) == 1 and _short(words[0]) and spoken.isdisjoint(words[0].known)
            lost += words if alone else self._lost(part)
        return lost

    def _spoken(self, parts: Sequence[Sequence[Token]]) -> set[str]:
        """The languages that the label is in: those of a part of two words and more, what is the same in all, and English. A short word
        that stands alone in any other is another's abbreviation: "NAD+", "HA + Mimo"."""
        out = {NEUTRAL, ENGLISH}
        for part in parts:
            words = [t for t in part if t.word and t.letters]
            if len(words) > 1 and any(set(t.known.values()) - {BETWEEN} for t in words):
                out |= set.intersection(*(set(t.known) for t in words))
        return out

    def _split(self) -> list[list[Token]]:
        parts: list[list[Token]] = []
        here: list[Token] = []
        for t in self.tokens:
            if here and (here[-1].line != t.line or (t.text in STRONG and not self._inside(t)) or t.text in SOFT):
                parts.append(here)
                here = []
            here.append(t)
        return [*parts, here] if here else parts

    def _lost(self, part: list[Token]) -> list[Token]:
        whole = self._one(part)
        if whole and all(t.known for t in part):
            # Two languages on one line without a sign between them: each side must be whole.
            for n in range(2, len(part) - 1):
                if not self._one(part[:n]) and not self._one(part[n:]):
                    return []
        return whole

    def _one(self, part: list[Token]) -> list[Token]:
        said = [t for t in part if t.word and set(t.known.values()) - {"sign"}]
        if said and all(set(t.known.values()) <= {BETWEEN} for t in said) and not self._goes_on(part):
            return [t for t in part if t.word]  # "for the", "as in our": what it goes on with is not there
        last = next((t for t in reversed(part) if t.word), None)
        ends = last if last and NEUTRAL not in last.known and not self._goes_on(part) else None
        langs = {lang for t in part for lang in t.known} or {NEUTRAL}
        return min((self._unknown(part, lang, ends) for lang in sorted(langs)), key=len)

    def _unknown(self, part: Sequence[Token], lang: str, last: Token | None) -> list[Token]:
        """Tokens that are not known in a language, and its `last` word where that leaves the sense open ("kit with")."""
        lost = [t for t in part if NEUTRAL not in t.known and lang not in t.known]
        opens = last is not None and last not in lost and last.plain in self.vocabulary.open_ended.get(lang, ())
        return [*lost, last] if opens and last is not None else lost

    def _goes_on(self, part: list[Token]) -> bool:
        """Whether the words behind a part can be its end: on its line, or on the next in small letters, or in capitals as it is."""
        after = next((t for t in self.tokens if t.start >= part[-1].end and t.word), None)
        if after is None or after.line > part[-1].line + 1:
            return False
        own = next(t for t in reversed(part) if t.word)
        return after.line == own.line or not after.text[0].isupper() or (own.text.isupper() and after.text.isupper())

    # -------------------------------------------------------------- brand, makers, strengths

    def _kinds(self, line: int) -> set[str]:
        return {k for t in self.tokens if t.line == line for k in t.known.values()}

    def _brand(self) -> None:
        """The name in the label's largest print, or at the beginning of pasted text where its front says what it is."""
        run = self._typed_name() if self.typed else self._printed_name()
        if not makers.brand(run, self.lexicon):
            return
        self.brand = " ".join(self.text.text[run[0].start : run[-1].end].split())
        unknown = [t for t in run if not t.known]
        words, whole = {t.plain for t in unknown}, "".join(t.plain for t in unknown)
        # A photo may show a part of it, around the bottle.
        parts = [t for t in self.tokens if t.letters and (t.plain in words or (len(t.plain) >= makers.BRAND_PART and t.plain in whole))]
        self._mark([*parts, *run], NEUTRAL, "brand")

    def _typed_name(self) -> list[Token]:
        front = range(min(self.front, FRONT_LINES))
        if any("hyaluronate" in self._kinds(n) for n in front) or any("product" in self._kinds(n) for n in front[1:]):
            return makers.leading([t for t in self.tokens if t.line == 0], typed=True)
        return []

    def _printed_name(self) -> list[Token]:
        """The unknown words that the largest print of a photo begins with, of the first photo where it holds any."""
        tallest: dict[int, tuple[float, int]] = {}
        worded = {t.line for t in self.tokens if t.letters}
        for n, line in enumerate(self.text.lines):
            if line.box is not None and n in worded and line.box.height > tallest.get(line.photo, (0.0, 0))[0]:
                tallest[line.photo] = line.box.height, n
        runs = (makers.leading([t for t in self.tokens if t.line == n], typed=False) for _, n in tallest.values())
        return next(filter(None, runs), [])

    def _makers(self, lost: list[Token]) -> list[Token]:
        """Those that are left when makers' names and addresses are taken out."""
        by_line: dict[int, list[Token]] = {}
        for t in lost:
            by_line.setdefault(t.line, []).append(t)
        explained: set[int] = set()
        for line in range(len(self.text.lines)):
            names = by_line.get(line, [])
            tokens = [t for t in self.tokens if t.line == line]
            if self._dosed(tokens):
                continue
            said = self.text.lines[line].text
            if makers.made(tokens, names, said, self.vocabulary, self.lexicon, after=line - 1 in explained):
                explained.add(line)
                self.makers |= {t.plain for t in makers.named(tokens, self.vocabulary) if self._nameless(t.text)}
        return [t for t in lost if t.line not in explained]

    def _nameless(self, word: str) -> bool:
        """Whether a maker's word may stand elsewhere on the label, too: it is like no name, and no name holds it."""
        return innocent(word, self.lexicon) and not Nearest.of(self.lexicon).word(plain(word))

    def _dosed(self, tokens: Sequence[Token]) -> bool:
        return any(t in dose for _, dose in self.doses for t in tokens)

    def _amounts(self, lost: list[Token]) -> list[Token]:
        """Those that are lost, and the strengths that stand beside nothing that may have one."""
        for kind, dose in self.doses:
            line = dose[0].line
            around = [t for t in self.tokens if t.line == line]
            if kind is Figure.PERCENT and self._goes_with(line, around):
                around = [t for t in self.tokens if line - 1 <= t.line <= line]
            glide = any(k in ("hyaluronate", "companion") for t in around for k in t.known.values())
            purity = kind is Figure.PERCENT and any(t.plain in self.vocabulary.percent for t in around)
            if not glide and not purity and not self._stated(kind, dose) and "spoken" not in self._kinds(line):
                lost = [*lost, *(t for t in dose if t not in lost)]
        return sorted(lost, key=lambda t: t.start)

    def _stated(self, kind: Figure, dose: Sequence[Token]) -> bool:
        """Whether a percentage is that which the list gives the hyaluronate."""
        said = self.text.text[dose[0].start : dose[-1].end].replace(",", ".")
        number = re.search(r"\d+(?:\.\d+)?", said)
        return kind is Figure.PERCENT and number is not None and Decimal(number.group()) in self.stated

    def _goes_with(self, line: int, around: Sequence[Token]) -> bool:
        """Whether a percentage is that of the hyaluronate which the line above ends with: "Hyaluronic acid / 2 %", "HA / Ampoule 1 %"."""
        above = [t for t in self.tokens if t.line == line - 1 and t.word]
        plainly = all(set(t.known.values()) <= {"product", "figure", "sign"} for t in around)
        return plainly and bool(above) and "hyaluronate" in above[-1].known.values()

    def _strangers(self, lost: list[Token]) -> Iterable[Stranger]:
        runs: list[list[Token]] = []
        for t in lost:
            before = runs[-1][-1] if runs else None
            between = self.text.text[before.end : t.start] if before else ""
            if before and before.line == t.line and len(between.split()) <= 1 and not any(c in STRONG for c in between):
                runs[-1].append(t)
            else:
                runs.append([t])
        for run in runs:
            box, photo = self.text.place(run[0].start, run[-1].end)
            printed = " ".join(self.text.text[run[0].start : run[-1].end].split())
            yield Stranger(printed, box, photo, tokenized.script(printed))


def _short(t: Token) -> bool:
    """Whether a word is so short that it may be an abbreviation, and no saying holds it."""
    return t.text.isalpha() and len(t.plain) <= SHORT_ALONE and t.text[0] < SPACELESS and not t.said
