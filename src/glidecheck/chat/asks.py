"""What a message asks for, in six languages: commands, questions of the founding article, "I already used it".

The patterns read flat text (`heard.flat`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from glidecheck.chat.heard import flat
from glidecheck.chat.tongue import LANGUAGES, named


class Topic(StrEnum):
    """A question that has a written answer."""

    INFECTION = "infection"
    NUMBING = "numbing"
    GLIDE = "glide"
    PRP = "prp"
    RETINOIDS = "retinoids"
    ALTERNATIVES = "alternatives"
    POSTPONE = "postpone"
    PAIN = "pain"
    STERILE = "sterile"
    AFTERCARE = "aftercare"
    FEEDING = "feeding"
    SAFE = "safe"


_TOPICS: Mapping[Topic, str] = MappingProxyType(
    {
        Topic.INFECTION: r"\binfec\w+|\binfek\w+|\binfizier\w+|\bentzund\w+"
        r"|\bredness\b|\bswelling\b|\bswollen\b|\bbumps?\b|\bblisters?\b|\brash\b|\brojez\b|\benrojecimiento\b|\bhinchazon\b"
        r"|\bampollas?\b|\bgranos\b|\brougeurs?\b|\bgonfle\w*"
        r"|\bboutons?\b|\bcloques?\b|\brotung\w*|\bschwellung\w*|\bblaschen\b|\bausschlag\b|\bpickel\b|\bvermelhidao\b|\binchaco\b"
        r"|\bbolhas?\b|\bkemerahan\w*|\bbengkak\b|\bbruntusan\b"
        r"|\blepuh\w*",
        Topic.PRP: r"\bprp\b|\bprf\b|\bplatelet\w*|\bplaquet\w+|\bplattchen\w*|\btrombosit\w*|\bvampir\w*|\bown blood\b|\beigenblut\w*",
        Topic.NUMBING: r"\bnumb(?:ing|ed|s)?\b|\ban[ae]?esthe\w+|\banestes\w+|\banasthes\w+|\banasthet\w+|\bbetaub\w+|\bkrim (?:kebas|baal"
        r"|mati rasa|bius)\b|\bbius\b"
        r"|\bobat bius\b|\badormecedora?\b|\bcrema (?:para dormir|que duerme)\b|\bpomada (?:para dormir|anest)\w*|\bkebas\b",
        Topic.GLIDE: r"\bglid(?:e|es|ing)\b|\bslip\b|\bgleit\w+|\bdesliz\w+|\bglisse\w*|\bglissement\b|\bhyaluron\w*|\bhialuron\w*"
        r"|\bhyaluronique\b|\bpelicin\w*"
        r"|\b(?:what|which) serum\b|\b(?:que|cual) (?:suero|serum)\b|\bquel serum\b|\bwelches serum\b|\bqual serum\b|\bserum apa\b"
        r"|\bluncur\w*",
        Topic.ALTERNATIVES: r"\balternati[vf]\w*|\binstead\b|\ben (?:su )?lugar\b|\ben vez\b|\ba la place\b|\bau lieu\b"
        r"|\bstattdessen\b|\banstatt\b"
        r"|\bno lugar\b|\bem vez\b"
        r"|\bpengganti\w*|\bsebagai ganti\b|\b(?:light|led|laser) therap\w+|\bpeels?\b|\bpeeling\w*|\bgesichtsbehandlung\w*"
        r"|\bluz led\b|\bterapi cahaya\b",
        Topic.POSTPONE: r"\bpostpon\w+|\b(?:should|better) (?:i )?wait\b|\bdelay\w*|\bput (?:it )?off\b|\bwait until\b"
        r"|\bafter (?:i )?(?:wean"
        r"|stop breast)\w*"
        r"|\baplaz\w+|\bpospon\w+|\besperar\b|\bretras\w+|\breport(?:er|e|ee)\b|\battendre\b|\brepousser\b|\bverschieb\w+"
        r"|\bverschob\w+|\bwarten\b|\baufschieb\w+"
        r"|\badiar\b|\badie\b|\bmenunda\b|\btunda\w*|\bditunda\b|\bmenunggu\b|\btunggu\b|\bnach (?:dem|der) (?:ab)?still\w+",
        Topic.PAIN: r"\bpain\w*|\bhurts?\b|\bstress\w*|\blet-?down\b|\bcortisol\b|\bmilk supply\b|\boxytocin\w*|\badrenalin\w*|\bdolor\w*"
        r"|\bduele\b|\bdolera\b|\bestres\b"
        r"|\bcortisol\b|\boxitocin\w*|\bbajada\b|\bdouleur\w*|\bmal\b|\bocytocin\w*|\bschmerz\w*|\bwehtut\b|\btut (?:es "
        r"|das )?weh\b|\bmilchspende\w*|\boxytozin\w*"
        r"|\bdor\b|\bdores\b|\bdoi\b|\bdescida do leite\b|\bejecao\b|\bsakit\b|\bnyeri\b|\bstres\b|\bkortisol\b|\boksitosin\b",
        Topic.STERILE: r"\bsteril\w*|\bester\w+|\bhygien\w+|\bhigien\w+|\bsaub\w+|\bclean\w*|\bneedles?\b|\bagujas?\b"
        r"|\baiguilles?\b|\bnadeln?\b"
        r"|\bagulhas?\b|\bjarum\b|\bkebersihan\b"
        r"|\bdisinfect\w*|\bdesinfec\w+|\bdesinfek\w+|\bdisinfek\w+|\bdesinfizier\w+",
        Topic.AFTERCARE: r"\bhow (?:long|soon)\b|\bwhen can i\b|\bafter ?care\b|\bafterwards?\b|\b72 ?(?:h|hours)\b|\bcuanto tiempo\b"
        r"|\bcuando puedo\b|\bcombien de temps\b"
        r"|\bquand (?:puis-je|est-ce que je peux|pourrai-je)\b|\bwie lange\b|\bab wann\b|\bwann (?:kann|darf)\b|\bnachpflege\b"
        r"|\bquanto tempo\b|\bquando posso\b"
        r"|\bberapa lama\b|\bkapan (?:boleh|bisa|saya (?:boleh|bisa))\b|\bcuidados\b|\bsoins apres\b|\bperawatan setelah\b",
        Topic.FEEDING: r"\bpump(?: and dump)?\b|\bdump\b|\b(?:feed|nurse) (?:my )?(?:baby|right after|afterwards|after)\b"
        r"|\bstop (?:breast-?feeding|nursing)\b|\bsacaleche\w*|\btirar la leche\b"
        r"|\bdejar de (?:amamantar|dar el pecho)\b|\bdejar la lactancia\b|\btirer (?:mon |le )?lait\b|\bjeter (?:mon |le )?lait\b"
        r"|\barreter d'allaiter\b|\babpump\w*|\babstillen\b"
        r"|\bmilch (?:wegschutten|verwerfen)\b|\bparar de amamentar\b|\bdescartar o leite\b|\bjogar (?:o leite )?fora\b"
        r"|\bberhenti menyusui\b|\bbuang asi\b|\bperah\b|\bpompa\b",
        Topic.RETINOIDS: r"\bretino[iy]d\w*|\bretinoide\w*",
        Topic.SAFE: (
            r"\bmicro-?needl\w*|\bmicro-?aiguill\w*|\bmicroagul\w*|\bmicroaguj\w*|\bmikronadel\w*|\bneedling\b|\bderma-?(?:pen|roller"
            r"|roll)\w*|\bmikro-?jarum\b"
        ),
    }
)
"""In the order in which they are tried: the treatment itself is named in every other question."""

_USED = re.compile(
    r"\b(?:i|we|she|he|they)(?:'ve| have)?(?: have)?(?: already| just| accidentally| mistakenly| then)* (?:used(?! to\b)|applied"
    r"|rubbed|smeared|slathered)\b"
    r"|\balready (?:used|applied|put|rubbed)\b|\b(?:have|i've) (?:just )?(?:used|applied|put)\b"
    r"|\b(?<!can )(?<!should )(?<!could )(?<!may )(?<!if )(?<!do )(?<!must )(?:i|she|they|he) put (?:it|this|that|some|the|on|my)\b"
    r"|\b(?:was|were|got) (?:put|applied|used) on (?:me|my)\b|\balready on my\b|\bused it\b|\busing it (?:already|for)\b"
    r"|\bya (?:lo |la |me lo |me la |me |la he |lo he |he |se )?(?:use|usado|puse|puesto|aplique|aplicado|eche|echado|unte|untado"
    r"|usaron|pusieron|aplicaron)\b|\b(?:lo|la|me lo|me la) use\b"
    r"|\b(?:he|lo he|la he|me he|me lo he|me la he) (?:usado|puesto|aplicado|echado|untado)\b|\b(?:me |me lo |me la |lo "
    r"|la )(?:puse|aplique|eche|unte|pusieron|aplicaron)\b|\buse (?:por error|sin querer|esta|este|la|el|una?|crema)\b"
    r"|\b(?:j'ai|j'en ai|je l'ai|je m'en suis|je me suis|on m'a|on m'en a|elle m'a|il m'a)(?: deja| bien| appliquer)? (?:utilisee?"
    r"|appliquee?|mise?|etalee?|passee?|use)\b|\bdeja (?:utilisee?|mise?|appliquee?)\b"
    r"|\b(?:habe|hab|hat|haben|wurde|worden)\b[^.!?\n]{0,60}\b(?:benutzt|verwendet|aufgetragen|draufgetan|draufgemacht"
    r"|drauf gemacht|drauf getan|eingecremt|angewendet|aufgelegt|geschmiert|genommen)\b"
    r"|\bschon (?:benutzt|verwendet|aufgetragen|drauf|draufgetan)\b"
    r"|\b(?:eu |ja |ja me |me )?(?:usei|passei|apliquei|coloquei)\b|\bja (?:usaram|passaram|aplicaram|foi usado)\b|\bpassaram em mim\b"
    r"|\b(?:sudah|udah|udh|telah|tadi|barusan)(?: saya| aku)?(?: terlanjur| keburu)? (?:di)?(?:pakai|pake|oles\w*|memakai"
    r"|menggunakan|mengoles\w*|aplikasikan|gunakan)\b|\bterlanjur\b|\bkeburu\b|\b(?:saya|aku) (?:pakai|pake"
    r"|oles\w*) [^.!?\n]{0,40}\b(?:kemarin|tadi|semalam)\b"
)

_HELP = frozenset(
    (
        "help start hi hello hey menu info ayuda hola aide bonjour salut hilfe hallo ajuda ola oi bantuan halo hai comandos commandes "
        "befehle perintah ?"
    ).split()
)
_FORGET = re.compile(
    r"^(?:forget(?: me| everything)?|delete (?:my data|everything|me)|olvid(?:ar|a|ame)(?: todo)?|borra(?:r)?(?: mis datos| todo)?"
    r"|oublie(?:r|z)?(?:-moi)?(?: tout)?"
    r"|efface(?:r|z)?(?: mes donnees| tout)?|vergiss(?: mich| alles)?|vergessen|losch(?:e|en)?(?: meine daten| alles)?|esquec(?:er"
    r"|e|a)(?: tudo| de mim)?"
    r"|apaga(?:r)?(?: meus dados| os meus dados| tudo)?|lupakan(?: saya)?|hapus(?: data saya| data| semua)?)$"
)
_LANGUAGE = re.compile(r"^/?(?:language|lang|idioma|lengua|langue|sprache|lingua|bahasa)\b[ :]*(?P<which>[^\W\d_][\w -]*)?$")


def command(text: str) -> tuple[str, str | None] | None:
    """The command that the whole message is: ("help", None), ("forget", None) or ("language", its code, None where none is known)."""
    said = flat(text).strip().rstrip("!.?¿ ").lstrip("¡¿ ")
    slashed = said.startswith("/")
    said = re.sub(r"^/(\w+)@\w+", r"/\1", said)  # Telegram groups: /help@some_bot
    bare = said.removeprefix("/").strip()
    language = _LANGUAGE.match(said)
    if language and (slashed or named(language["which"] or "")):
        return "language", named(language["which"] or "")
    if slashed and bare in LANGUAGES:
        return "language", bare
    if _FORGET.match(bare):
        return "forget", None
    if bare in _HELP or (not bare and text.strip()) or slashed:
        return "help", None
    return None


def used(text: str) -> bool:
    """Whether `text` says that a product is on the skin already."""
    return bool(_USED.search(flat(text)))


def topic(text: str) -> Topic | None:
    """What `text` asks about; None for nothing that has an answer here."""
    heard = flat(text)
    return next((t for t, pattern in _COMPILED if pattern.search(heard)), None)


_COMPILED = tuple((t, re.compile(p)) for t, p in _TOPICS.items())
