"""What every line outside the ingredient list is: each part of it is of a kind that is known, or not understood.

A part is understood where each of its words is known in one language, by itself or within a saying; where it is a figure that says nothing
of what is in the product; a name of the allow-list; a maker's name beside words that say so; or the brand. Everything else is not
understood, and no label is a glide then. The words are data: lexicon/label_words.yaml and lexicon/label_words/.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from glidecheck.label_text import makers
from glidecheck.label_text import tokens as tokenized
from glidecheck.label_text.figures import Figure, may_hold
from glidecheck.label_text.licences import Licences
from glidecheck.label_text.limits import BRANDS
from glidecheck.label_text.marks import Marks
from glidecheck.label_text.prose import Prose
from glidecheck.label_text.tokens import SOFT, STRONG, Token
from glidecheck.label_text.vocabulary import BETWEEN, NEUTRAL
from glidecheck.lexicon import Lexicon
from glidecheck.model import Box, Line
from glidecheck.text import script_of

FRONT_LINES = 4
"""Lines, from the label's first on, of which one must say what the product is where pasted text may carry a brand."""
SHORT_ALONE, ENGLISH = 5, "en"
"""Letters of a word that, alone in its part of the text, is known only in a language that the label is in; and the one that all are."""


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


class _Reader(Marks):
    def __init__(self, text: Prose, lexicon: Lexicon, typed: bool, front: int, stated: frozenset[Decimal]) -> None:
        super().__init__(text, lexicon)
        self.typed, self.front, self.stated = typed, front, stated
        self.brand = ""

    def read(self, struck: tuple[tuple[int, int], ...]) -> Understood:
        self.mark(struck)
        self._brand()
        self.licences = Licences(self.tokens, self.text.text, self.vocabulary)
        lost = self._parts()
        lost = self._makers(lost)
        lost = [t for t in lost if t.plain not in self.makers]
        lost = self._amounts(lost)
        kinds = tuple(
            tuple(dict.fromkeys(k for t in self.tokens if t.line == n for k in t.known.values() if k not in (BETWEEN, "sign")))
            for n in range(len(self.text.lines))
        )
        return Understood(kinds, self.brand, tuple(self._strangers(lost)))

    # -------------------------------------------------------------- parts

    def _parts(self) -> list[Token]:
        """Tokens that are not understood: of each part of a line, those that its best language leaves."""
        lost: list[Token] = []
        parts = self._split()
        spoken = self._spoken(parts)
        lost += self._promised(parts)
        for part in parts:
            words = [t for t in part if t.word]
            lost += tokenized.spelt(words)
            # "serum" is the same in all languages: "levo serum" is of none for it.
            own = [t for t in words if t.known.get(NEUTRAL, "brand") == "brand"]
            alone = len(own) == 1 and tokenized.short(own[0], SHORT_ALONE) and spoken.isdisjoint(own[0].known)
            lost += own if alone else self._lost(part)
        return lost

    def _promised(self, parts: Sequence[Sequence[Token]]) -> list[Token]:
        """The words before a colon that the label ends with: a heading whose list is elsewhere ("Preservative:"). What follows words of
        lots is stamped somewhere else."""
        if len(parts) < 2 or [t.text for t in parts[-1]] not in ([":"], ["\uff1a"]):
            return []
        words = [t for t in parts[-2] if t.word]
        stamped = bool(words) and not self.vocabulary.codes.isdisjoint(words[-1].known.values()) and "inci" not in words[-1].plain
        return [] if stamped else words

    def _spoken(self, parts: Sequence[Sequence[Token]]) -> set[str]:
        """The languages that the label is in: those of a part of two words and more or of a long word, what is the same in all, and
        English. A short word that stands alone in any other is another's abbreviation: "NAD+", "HA + Mimo"."""
        out = {NEUTRAL, ENGLISH}
        for part in parts:
            words = [t for t in part if t.word and t.letters and NEUTRAL not in t.known]
            if len(words) > 1 and any(set(t.known.values()) - {BETWEEN} for t in words):
                out |= set.intersection(*(set(t.known) for t in words))
            for t in words:
                if len(t.plain) > SHORT_ALONE and ENGLISH not in t.known:
                    out |= set(t.known)
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
        """Tokens that are not known in a language or do not count in their sentence, and its `last` word where that leaves the sense open
        ("kit with"); not where a saying goes on from it over the line's end ("Für" above "Kinder unzugänglich aufbewahren")."""
        lost = [t for t in part if NEUTRAL not in t.known and (lang not in t.known or not self.licences.allow(t, lang))]
        opens = last is not None and last not in lost and lang not in last.said
        opens = opens and last is not None and last.plain in self.vocabulary.open_ended.get(lang, ())
        return [*lost, last] if opens and last is not None else lost

    def _goes_on(self, part: list[Token]) -> bool:
        """Whether the words behind a part can be its end: on its line, or on the next in small letters, or in capitals as it is."""
        after = next((t for t in self.tokens if t.start >= part[-1].end and t.word), None)
        if after is None or after.line > part[-1].line + 1 or part[-1].line < self.front <= after.line:
            return False
        own = next(t for t in reversed(part) if t.word)
        if script_of(after.text) != script_of(own.text):
            return False
        return after.line == own.line or not after.text[0].isupper() or (own.text.isupper() and after.text.isupper())

    # -------------------------------------------------------------- brand, makers, strengths

    def _kinds(self, line: int) -> set[str]:
        return {k for t in self.tokens if t.line == line for k in t.known.values()}

    def _brand(self) -> None:
        """The name in the label's largest print, or at the beginning of pasted text where its front says what it is."""
        run = self._typed_name() if self.typed else self._printed_name()
        if not makers.brand(run, self.lexicon) or any(t.plain in self.vocabulary.denying for t in run):
            return
        spoken = self._spoken(self._split())
        unknown = [t for t in run if not t.known] or run
        if any(self._opens(t, spoken) for t in run) or all(makers.ordinary(t.plain, spoken, self.vocabulary) for t in unknown):
            return
        if not makers.of_its_languages(unknown, spoken, self.vocabulary):
            return
        self.brand = " ".join(self.text.text[run[0].start : run[-1].end].split())
        words, whole = {t.plain for t in unknown}, "".join(t.plain for t in unknown)
        # A photo may show a part of it, around the bottle.
        parts = [t for t in self.tokens if t.letters and (t.plain in words or (len(t.plain) >= makers.BRAND_PART and t.plain in whole))]
        self._mark([*parts, *run], NEUTRAL, "brand")

    def _opens(self, t: Token, spoken: set[str]) -> bool:
        """Whether a word leaves the sense open in a language that the label is in: "with" does, "MED" of a name only beside Swedish."""
        return any(t.plain in words for lang, words in self.vocabulary.open_ended.items() if lang in spoken)

    def _typed_name(self) -> list[Token]:
        front = range(min(self.front, FRONT_LINES))
        if any("hyaluronate" in self._kinds(n) for n in front) or any("product" in self._kinds(n) for n in front[1:]):
            return makers.leading([t for t in self.tokens if t.line == 0], typed=True)
        return []

    def _printed_name(self) -> list[Token]:
        """The unknown words that a line in the largest print of a photo begins with, of the first photo where one does; a title of several
        lines is in one print, however tall the letters of each."""
        tallest: dict[int, tuple[float, int]] = {}
        worded = {t.line for t in self.tokens if t.letters}
        for n, line in enumerate(self.text.lines):
            if line.box is not None and n in worded and line.box.height > tallest.get(line.photo, (0.0, 0))[0]:
                tallest[line.photo] = line.box.height, n
        runs = (
            makers.leading([t for t in self.tokens if t.line == n], typed=False) for _, last in tallest.values() for n in self._title(last)
        )
        return next(filter(None, runs), [])

    def _title(self, last: int) -> range:
        """The lines of one print that lead to this one."""
        first, lines, tallest = last, self.text.lines, self.text.lines[last].box
        least = BRANDS.tall * tallest.height if tallest else 0.0
        while first > 0:
            box = lines[first - 1].box
            if box is None or lines[first - 1].photo != lines[last].photo or box.height < least:
                break
            first -= 1
        return range(first, last + 1)

    def _makers(self, lost: list[Token]) -> list[Token]:
        """Those that are left when makers' names and addresses are taken out."""
        by_line: dict[int, list[Token]] = {}
        for t in lost:
            by_line.setdefault(t.line, []).append(t)
        explained: set[int] = set()
        for line in range(len(self.text.lines)):
            names = by_line.get(line, [])
            tokens = [t for t in self.tokens if t.line == line]
            if self._dosed(tokens) or any(t.gated for t in names):
                continue
            said = self.text.lines[line].text
            if names and makers.made(tokens, names, said, self.vocabulary, self.lexicon, after=line - 1 in explained):
                explained.add(line)
                self.makers |= {t.plain for t in makers.named(tokens, self.vocabulary) if self._nameless(t.text)}
        return [t for t in lost if t.line not in explained]

    def _dosed(self, tokens: Sequence[Token]) -> bool:
        return any(t in dose for _, dose in self.doses for t in tokens)

    def _amounts(self, lost: list[Token]) -> list[Token]:
        """Those that are lost, and the strengths that stand beside nothing that may have one."""
        for kind, dose in self.doses:
            line = dose[0].line
            around = [t for t in self.tokens if t.line == line]
            if kind is Figure.PERCENT and self._goes_with(line, around):
                around = [t for t in self.tokens if line - 1 <= t.line <= line]
            kinds = {k for t in around for k in t.known.values()}
            glide = "companion" in kinds or ("hyaluronate" in kinds and self._of_a_glide(kind, dose))
            purity = kind is Figure.PERCENT and any(t.plain in self.vocabulary.percent for t in around)
            explained = glide or purity or self._stated(kind, dose)
            if not explained and "spoken" not in self._kinds(line):
                lost = [*lost, *(t for t in dose if t not in lost)]
        return sorted(lost, key=lambda t: t.start)

    def _of_a_glide(self, kind: Figure, dose: Sequence[Token]) -> bool:
        """Whether a strength may be that of a plain hyaluronate: "0 %" and "50 %" are not."""
        return kind is not Figure.PERCENT or (share := self._share(dose)) is None or may_hold(share)

    def _stated(self, kind: Figure, dose: Sequence[Token]) -> bool:
        """Whether a percentage is that which the list gives the hyaluronate."""
        return kind is Figure.PERCENT and self._share(dose) in self.stated

    def _share(self, dose: Sequence[Token]) -> Decimal | None:
        said = self.text.text[dose[0].start : dose[-1].end].replace(",", ".")
        number = re.search(r"\d+(?:\.\d+)?", said)
        return Decimal(number.group()) if number else None

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
