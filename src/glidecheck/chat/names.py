"""Names of ingredients in a message: one asked about, several, or a whole pasted list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from glidecheck.chat.heard import flat
from glidecheck.lexicon import load
from glidecheck.text import key

_LONGEST_NAME = 6  # words: "rosa rubiginosa (rosehip) seed oil" and its like
_PARTS = 3  # from so many separated parts on, two of them known, a text is a list
_KNOWN = 0.3  # share of the parts that the lexicon must know

_HEADING = re.compile(
    r"(?:^|\n|[.:!?]\s*|\b)(?:(?:full |all |active |inactive |other )?ingredients?(?: list)?|inci|ingredients?"
    r"|ingredientes?(?: activos| ativos)?|ingredients actifs|inhaltsstoffe|"
    r"bestandteile|zusammensetzung|zutaten|wirkstoffe?|composicion|composition|composicao|komposisi|kandungan|bahan(?: aktif)?"
    r"|drug facts)\b\s*(?:\([^)\n]*\)\s*)?[:\n]"
)
_AMOUNT = re.compile(r"\d+(?:[.,]\d+)? ?(?:%|mg/g|mg/ml|prozent|percent|por ciento|pour cent|por cento|persen)")
_TOKEN = re.compile(r"(?P<elided>\b(?:[LldD]|[Qq]u)['’])?[^\W_]+(?:[-'’/][^\W_]+)*")  # l'urée is urée
_SEPARATOR = re.compile(r"[,;\n•·、，]+")

# Words of a question that are no ingredient, though the inventories have some of them as names (CREAM, MILK, WATER...).
_SCAFFOLD = frozenset(
    """
    is are was be it its this that these those the a an of for to in on at by with without and or not no yes ok okay fine good bad safe
    allowed harmful dangerous can could may might should would will do does did i me my we you your he she they use uses used using put
    apply applied applying take have has had there any some what which about how when where why if while during before after until
    breastfeeding breast-feeding breast nursing nurse feeding feed lactating lactation milk baby microneedling micro-needling needling
    needle needled derma dermapen dermaroller roller pen treatment skin face facial cream gel serum lotion oil product products ingredient
    ingredients label bottle tube please thanks thank hi hello hey tell know check judge mean means contain contains still just only also
    too very really need want like same el la los las un una unos unas es son esta este esto eso esa ese y e o u con sin para por que cual
    cuales como cuando donde puedo puede podria debo usar uso uses usarlo poner ponerme aplicar tomar hay tengo tiene mi mis me se su lo
    le del al de en ya muy mas si no pero despues antes durante sobre mientras doy dando pecho lactancia lactando amamanto amamantar
    amamantando leche bebe microagujas microneedling piel cara crema suero serum producto productos ingrediente ingredientes aceite segura
    seguro seguros segura? bien malo mala permitido buena bueno hola gracias favor contiene le les des du est sont c'est ce cette ces et
    ou avec sans pour par qui quoi comment quand quel quelle quels quelles puis-je puis peux peut dois je j'ai mon ma sur dans pas ne il
    elle on nous vous mais apres avant pendant utiliser utilise mettre appliquer allaite allaitement allaitant allaiter j'allaite lait
    creme produit ingredients peau visage huile sur sure sur securitaire autorise permis bonjour salut merci est-ce est-il est-elle que
    qu'est-ce contient l' d' sans-danger danger der die das ein eine einen einer ist sind und oder mit ohne fur von vom was wie wann wo
    welche welches welcher kann darf soll sollte muss ich mir mein meine meinen mich nicht kein keine es er sie wir auf im am zu zum zur
    nach vor bei wahrend beim uber habe hab hat schon sehr hallo bitte danke ja nein benutzen verwenden nehmen anwenden auftragen stille
    stillen stillzeit stillend muttermilch milch creme salbe haut gesicht ol produkt produkte inhaltsstoff inhaltsstoffe sicher erlaubt
    unbedenklich ok gefahrlich gut schlecht in enthalt os as um uma uns umas isto isso estas esse essa com sem pra quais onde posso pode
    devo tem tenho meu minha no na nos nas do da dos das ao ja muito mais mas depois antes durante sobre enquanto usar uso passar aplicar
    amamentando amamentar amamentacao amamento leite peito pele rosto produto produtos oleo pomada segura seguro faz mal permitido
    liberado ola oi obrigada obrigado sim nao voce eu estou contem yang ini itu adalah apa apakah bagaimana kapan di ke dari dengan tanpa
    untuk dan atau saya aku kamu bisa boleh aman bahaya berbahaya pakai memakai digunakan dipakai menggunakan sudah belum tidak nggak gak
    ada kalau jika setelah sesudah sebelum saat sedang lagi halo hai terima kasih tolong ya krim kulit wajah muka bayi asi menyusui ibu
    busui produk bahan kandungan minyak serum mengandung nya kah sih dong red lip lips hair eye eyes neck hand hands said told says little
    touch normal right week today tomorrow yesterday balm gimana bolehkah apakah lain lainnya sama dulu tadi sekarang
    """.split()
)
_ASKS = re.compile(
    r"\b(?:safe|ok|okay|fine|allowed|forbidden|use|using|apply|contains?|about|know|avoid|segur[oa]s?|usar|usarlo|poner\w*"
    r"|aplicar\w*|permitid[oa]|prohibid[oa]|y (?:el|la)|"
    r"utiliser|mettre|appliquer|sure?s?|autorisee?|et (?:le|la|l')|darf|kann|benutzen|verwenden|nehmen|sicher|erlaubt|und|posso"
    r"|pode|passar|liberad[oa]|boleh\w*|bisa|aman|pakai|"
    r"gimana|bagaimana)\b"
)
_BARE_QUESTION = 3  # words of a question that may be a name alone: "bakuchiol?"


@dataclass(frozen=True, slots=True)
class Asked:
    """One name asked about: as written, with the strength beside it; `known` says whether the lexicon has it."""

    name: str
    known: bool


def is_list(text: str) -> bool:
    """Whether `text` is an ingredient list: a heading with a known name behind it, or several separated names."""
    heard = flat(text)
    parts = [p.strip() for p in _SEPARATOR.split(text) if p.strip()]
    known = sum(_has(_bare(p)) for p in parts)
    heading = _HEADING.search(heard)
    if heading:
        behind = [p for p in _SEPARATOR.split(heard[heading.end() :]) if p.strip()]
        return any(_has(_bare(p)) for p in behind) or len(behind) >= _PARTS
    return len(parts) >= _PARTS and known >= 2 and known >= _KNOWN * len(parts)


def asked_about(text: str) -> tuple[Asked, ...]:
    """The names that `text` asks about, in its order, each once; empty for a text that asks about no name.

    A word that the lexicon does not have counts only in a short question ("is foobarium ok?").
    """
    tokens = [(m.end("elided") if m["elided"] else m.start(), m.end()) for m in _TOKEN.finditer(text)]
    flats = [flat(text[a:b]) for a, b in tokens]
    amounts = [(m.start(), m.end()) for m in _AMOUNT.finditer(flat(text))] if len(flat(text)) == len(text) else []
    inside = {n for n, (a, b) in enumerate(tokens) if any(x <= a < y for x, y in amounts)}
    found: list[tuple[int, int, bool]] = []  # first and last token, known
    n = 0
    while n < len(tokens):
        if n in inside:
            n += 1
            continue
        for size in range(min(_LONGEST_NAME, len(tokens) - n), 0, -1):
            words = flats[n : n + size]
            between = text[tokens[n][0] : tokens[n + size - 1][1]]
            if _SEPARATOR.search(between) or all(w in _SCAFFOLD for w in words) or words[0] in _ARTICLES or words[-1] in _ENDS:
                continue
            if _has(between) and (size > 1 or _is_name(between)):
                found.append((n, n + size - 1, True))
                n += size
                break
        else:
            if flats[n] not in _SCAFFOLD and not flats[n].isdigit():
                if found and not found[-1][2] and found[-1][1] == n - 1 and not _SEPARATOR.search(text[tokens[n - 1][1] : tokens[n][0]]):
                    found[-1] = (found[-1][0], n, False)
                else:
                    found.append((n, n, False))
            n += 1
    known = [f for f in found if f[2]]
    if known and not _asks_about(text, tokens, known):
        return ()
    strangers = sum(last - first + 1 for first, last, k in found if not k)
    if known:
        keep = [f for n, f in enumerate(found) if f[2] or _listed_with(text, tokens, found, n)]
        if strangers > 4 * len(known) + 4:
            return ()
    else:
        question = bool(_ASKS.search(flat(text))) or ("?" in text and len(tokens) <= _BARE_QUESTION)
        if not (0 < strangers <= 3 and len(found) == 1 and (question or len(tokens) <= 2)):
            return ()
        if not question and not _plausible(text):
            return ()
        keep = found
    out = [Asked(_with_amount(text, tokens[a][0], tokens[b][1], amounts), k) for a, b, k in keep]
    return tuple({key(a.name): a for a in out}.values())


def _asks_about(text: str, tokens: list[tuple[int, int]], known: list[tuple[int, int, bool]]) -> bool:
    """Whether known names in a text are what it is about. The inventories have RED, SUN and MILK: such a word alone is part of a sentence.
    Whether known names in a text are what it is about. The inventories have RED, SUN and MILK: such a word alone is part of a sentence."""
    if _ASKS.search(flat(text)) or len(tokens) <= _BARE_QUESTION + sum(b - a for a, b, _ in known):
        return True
    lexicon = load()
    return any(hit.substance.classes for a, b, _ in known for hit in lexicon.lookup(key(text[tokens[a][0] : tokens[b][1]])))


def _listed_with(text: str, tokens: list[tuple[int, int]], found: list[tuple[int, int, bool]], n: int) -> bool:
    """Whether an unknown word stands beside a known name as in a list: "retinol and foobarium"."""
    for a, b in ((n - 1, n), (n, n + 1)):
        if a >= 0 and b < len(found) and (found[a][2] or found[b][2]):
            between = flat(text[tokens[found[a][1]][1] : tokens[found[b][0]][0]]).strip()
            if between in _JOINTS:
                return True
    return False


_JOINTS = frozenset(", and & + or y e o et ou und oder dan atau ;".split()) | {", and", ", or"}
_ARTICLES = frozenset(
    (
        "the a an el la los las le les un une une der die das o os as um uma de du des of and y et und e dan or o ou oder atau is es est "
        "ist with con avec mit com"
    ).split()
)
_ENDS = frozenset("the and y et und dan or ou oder atau is es est ist with con avec mit com dengan of de ok safe".split())


def _plausible(text: str) -> bool:
    """Whether a lone unknown word looks like a name somebody asks about, and not like "thanks" or "lol"."""
    word = text.strip()
    return len(word) >= 6 and word.isascii() and word.replace("-", "").replace(" ", "").isalpha() and len(word.split()) == 1


def _is_name(word: str) -> bool:
    """One short word is taken for a name only where it is written as an abbreviation is ("HA", "RA")."""
    return len(word) > 3 or word.isupper() or word.casefold() in ("bha", "aha", "cbd", "hpr", "pdrn")


def _with_amount(text: str, start: int, end: int, amounts: list[tuple[int, int]]) -> str:
    name = text[start:end]
    for a, b in amounts:
        between = text[end:a] if a >= end else text[b:start]
        if len(between) <= 14 and not _SEPARATOR.search(between) and all(flat(w) in _SCAFFOLD for w in _TOKEN.findall(between)):
            return f"{name} {text[a:b]}"
    return name


def _bare(part: str) -> str:
    """A part of a list without bracket, amount and what precedes a colon."""
    part = re.sub(r"\([^)]*\)|\[[^\]]*\]|\*", " ", part)
    return re.sub(_AMOUNT, " ", part.rsplit(":", 1)[-1]).strip(" .")


@lru_cache(maxsize=4096)
def _has(name: str) -> bool:
    normal = key(name)
    return len(normal) > 1 and bool(load().lookup(normal))
