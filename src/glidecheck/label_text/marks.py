"""What is known of each word, figure and sign outside the ingredient list, before its parts are weighed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from glidecheck.label_text import denials, figures, gates, misread, signs, vocabulary
from glidecheck.label_text import tokens as tokenized
from glidecheck.label_text.figures import Figure
from glidecheck.label_text.limits import BRANDS, SAYINGS
from glidecheck.label_text.prose import Prose
from glidecheck.label_text.resemblance import innocent
from glidecheck.label_text.suspects import harmless
from glidecheck.label_text.tokens import STRONG, Token
from glidecheck.label_text.vocabulary import BETWEEN, NEUTRAL, SPACELESS, Vocabulary, plain
from glidecheck.lexicon import Lexicon
from glidecheck.lexicon.nearest import Nearest
from glidecheck.model import GlideRole
from glidecheck.text import fold

LONGEST_NAME = 6
"""Words of an allow-listed name, at most."""
BESIDE_SKIN = 2
"""Words from one of the skin within which "open" is said of it."""
COUNTED = frozenset(("directions", "storage", "warning"))
"""Kinds whose words a number of up to three figures may count; those of `COUNTED_FEW` one of two."""
COUNTED_FEW = frozenset(("product", "sterile", "claim", "ordinary"))
OPENING = frozenset("aoyzw")
"""Lone letters with which a sentence may begin; another is a vitamin's ("E serum")."""
ENDS = STRONG - frozenset("?:\uff1a")
"""Signs that end what gates look at: "Needle treatment? Wait 3 days." is one."""
ARROWS = frozenset("\u2192\u2794\u25b6\u25ba\u00bb>")
"""Signs that point at the words behind them, or elsewhere."""
CROSSES = frozenset("\u00d7\u2715\u2717\u2718")
"""Signs that say no, where they do not stand between figures."""
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


class Marks:
    """The tokens of a text, with what is known of each; `doses` are its strengths, `makers` words of web addresses, `front` how many of its
    lines stand before the list: what they say does not go on behind it."""

    def __init__(self, text: Prose, lexicon: Lexicon) -> None:
        self.text, self.lexicon = text, lexicon
        self.vocabulary: Vocabulary = vocabulary.of(lexicon)
        self.tokens = misread.mended(tokenized.of(text), text, lexicon)
        self.doses: list[tuple[Figure, list[Token]]] = []
        self.makers: set[str] = set()
        self.front = 0

    def mark(self, struck: Iterable[tuple[int, int]]) -> None:
        """Marks every token in each language in which it is known; `struck` are characters that other rules speak for."""
        for a, b in struck:
            self._mark(self._within(a, b), NEUTRAL, "spoken")
        self._tags()
        self._signs()
        self._web()
        self._numbers()
        self._figures()
        self._names()
        self._houses()
        self._words()
        self._states()
        self._gates()
        self._denials()
        self._sayings()
        self._small()

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
            if known and not re.search(r"\d{2}", m.group()) and not self._sentence_of(m.group()):
                self.makers |= {plain(w) for w in words if self._nameless(w)}
                self._mark(self._within(*m.span()), NEUTRAL, "maker")

    def _sentence_of(self, address: str) -> bool:
        """Whether a web address is a sentence: it denies, or joins more words than a name has ("www.rest-of-the-list.com")."""
        runs = [re.findall(r"[^\W\d_]+", run) for run in re.split(r"[./@?=]", address)]
        return any(len(run) > BRANDS.address or (len(run) > 1 and any(plain(w) in self.vocabulary.denying for w in run)) for run in runs)

    def _nameless(self, word: str) -> bool:
        """Whether a maker's word may stand elsewhere on the label, too: it is like no name, and no name holds it."""
        return innocent(word, self.lexicon) and not Nearest.of(self.lexicon).word(plain(word))

    def _figures(self) -> None:
        for kind, a, b in figures.find(self.text.text, self.vocabulary.figures):
            tokens = [t for t in self._within(a, b) if t.start >= a]  # a word that a figure is glued to is none
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

    def _houses(self) -> None:
        """Names of houses, written as names are, or alone on their line ("belif")."""
        words = [t for t in self.tokens if t.word]
        for n, t in enumerate(words):
            for name in self.vocabulary.houses.get(t.plain, ()):
                said = words[n : n + len(name)]
                if tuple(w.plain for w in said) != name or said[-1].line != t.line:
                    continue
                alone = all(w in said for w in words if w.line == t.line)
                if alone or all(w.named or w.figures or BETWEEN in self.vocabulary.of(w.plain).values() for w in said):
                    self._mark(self._within(t.start, said[-1].end), NEUTRAL, "house")
                    break

    def _numbers(self) -> None:
        """CAS numbers of what may stand in a glide, and the letters before them."""
        for m in _CAS.finditer(self.text.text):
            if harmless(m["number"], self.lexicon):
                self._mark(self._within(*m.span()), NEUTRAL, "companion")

    def _words(self) -> None:
        for n, t in enumerate(self.tokens):
            if all(c in self.vocabulary.signs for c in t.text):
                if (t.text not in ARROWS or self._leads(n)) and (t.text not in CROSSES or self._beside_figure(n)):
                    t.known.setdefault(NEUTRAL, "sign")
                continue
            if not t.word:
                continue
            if self._named(t) or self._charged(n) or unicodedata.normalize("NFC", t.text.casefold()) in self.vocabulary.accented:
                continue  # an ordinary word, and the name of something that no glide holds: the worse counts
            for lang, kind in self.vocabulary.of(t.plain).items():
                if len(t.plain) == 1 and t.plain.isascii() and not self._article(n):
                    continue
                if kind in self.vocabulary.codes and t.plain in self.vocabulary.denying and not self._numbers_next(n):
                    continue  # "Sterile: no"
                t.known.setdefault(lang, kind)

    def _charged(self, n: int) -> bool:
        """Whether a plus is glued to a short word in capitals: "NAD+" is no Polish "nad"."""
        t, after = self.tokens[n], self.tokens[n + 1] if n + 1 < len(self.tokens) else None
        return t.text.isupper() and len(t.text) <= BRANDS.abbreviation and after is not None and after.text == "+" and after.start == t.end

    def _beside_figure(self, n: int) -> bool:
        """Whether a figure stands before or behind a sign: "10 \u00d7 2 ml"."""
        return any(t.figures for t in self.tokens[max(0, n - 1) : n + 2])

    def _leads(self, n: int) -> bool:
        """Whether words follow a sign on its line: an arrow behind them points elsewhere."""
        return any(t.word for t in self.tokens[n + 1 :] if t.line == self.tokens[n].line)

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
        return t.text.islower() or (opens and t.plain in OPENING) or self.text.lines[t.line].text.isupper()

    def _denials(self) -> None:
        """Marks what denies nothing that matters here. What follows within the sentence must do so too."""
        for sentence in self._sentences():
            clauses = tokenized.clauses(sentence, self.text.text)
            spoken = [denials.languages([t.plain for t in c], self.vocabulary.denied) for c in clauses]
            for n, clause in enumerate(clauses):
                for lang in spoken[n]:
                    if all(lang in told for told in spoken[n:]):
                        for t in clause:
                            t.known[lang] = "warning"
                            t.said.add(lang)

    def _sentences(self) -> Iterator[list[Token]]:
        """The words of each sentence: up to a sign that ends it, or a line's end before a word with a capital."""
        sentence: list[Token] = []
        for t in self.tokens:
            goes_on = not sentence or t.line == sentence[-1].line or t.text[0].islower()
            if (t.word and not goes_on) or (t.text in ENDS and not self._inside(t)):
                yield sentence
                sentence = []
            if t.word:
                sentence.append(t)
        yield sentence

    def _gates(self) -> None:
        """Forgets words that say together what none says alone: they are understood within sayings only. So are the sizes of two
        products."""
        for m in figures.TWO.finditer(self.text.text):
            for t in self._within(*m.span()):
                t.known.clear()
                t.gated = t.firm = True
        for sentence in self._sentences():
            for gate in self.vocabulary.gates:
                for n in gate.shut([s.plain for s in sentence]):
                    if gates.CLEAR.isdisjoint(sentence[n].known.values()):
                        sentence[n].known.clear()
                        sentence[n].gated = True
                        sentence[n].firm |= gate.firm

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
                    t.gated |= t.known.pop(lang, None) is not None

    def _sayings(self) -> None:
        """Marks what sayings say. They run across lines, commas and brackets, and never across the end of a sentence."""
        held: list[tuple[int, Token | None]] = []
        denials: list[tuple[str, Token]] = []
        joined: list[str] = []
        offset, before = 0, 0
        for t in self.tokens:
            if before < self.front <= t.line:  # the list stands between
                held.append((offset, None))
                joined.append("|")
                offset += 2
            before = t.line
            ends = not t.word and t.text in STRONG and not self._inside(t)
            piece = self._apart(t) if t.word else "|" if ends else ""
            if piece:
                held.append((offset, t if t.word else None))
                joined.append(piece)
                offset += len(piece) + 1
        text, starts = " ".join(joined), [at for at, _ in held]
        for saying in self.vocabulary.sayings:
            for m in saying.regex.finditer(text):
                within = [t for _, t in held[bisect_left(starts, m.start()) : bisect_left(starts, m.end())] if t is not None]
                own = [t for t in within if BETWEEN not in t.known.values()]
                if len(own) == 1 and own[0].gated:
                    continue  # one word, "a doctor" too, is no sentence that says otherwise
                for t in (t for t in within if not t.firm):
                    t.known[saying.lang] = saying.kind
                    t.said.add(saying.lang)
                if any(t.plain in self.vocabulary.denies.get(saying.lang, ()) for t in within):
                    denials.append((saying.lang, within[-1]))
        for lang, last in denials:
            self._hold(lang, last)

    def _apart(self, t: Token) -> str:
        """A word as sayings are looked for in it: of a photo, two known words of one language that a network read without the blank between
        them ("externaluse") stand apart. By itself neither is understood for that: the whole saying must be there."""
        word, least = t.plain, SAYINGS.glued
        if t.known or word in self.vocabulary.said or self.text.lines[t.line].box is None or not t.letters:
            return word
        words = self.vocabulary.words
        for n in range(2, len(word) - 1):
            pieces = (word[:n], word[n:])
            a, b = (words.get(p, {}) for p in pieces)
            if any(
                all(len(p) >= least or of[lang] == BETWEEN for p, of in zip(pieces, (a, b), strict=True)) for lang in a.keys() & b.keys()
            ):
                return f"{pieces[0]} {pieces[1]}"
        return word

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
            if not t.word or t.known or t.gated:
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
