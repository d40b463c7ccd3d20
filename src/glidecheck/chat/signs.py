"""Urgent signs, in six languages: what is said first, whatever else a message holds.

When in doubt a sign counts. Two things excuse it: a negation directly before it ("no fever", "sin fiebre ni pus"), and a plain question
about signs in which nobody is said to have one ("what are the signs of infection, fever?").

The patterns read flat text (`heard.flat`): without case and accents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from glidecheck.chat.heard import flat, near, sentences


class Sign(StrEnum):
    """What is urgent: first what the baby shows, then too much numbing agent, breathing and allergy, then infection."""

    BABY = "baby"
    MOUTH = "mouth"
    TASTE = "taste"
    EARS = "ears"
    DIZZY = "dizzy"
    SEIZURE = "seizure"
    SPEECH = "speech"
    HEART = "heart"
    BREATH = "breath"
    BLUE = "blue"
    FACE = "face"
    REDNESS = "redness"
    PUS = "pus"
    FEVER = "fever"


INFECTION = frozenset({Sign.REDNESS, Sign.PUS, Sign.FEVER})
"""Signs that need a doctor today; all others need the emergency service now."""

_BLUE_LIGHT = r"(?!\W+(?:light|led|peel|tansy|\d))"

_PATTERNS: Mapping[Sign, tuple[str, ...]] = MappingProxyType(
    {
        Sign.BABY: (
            near(
                r"baby|babys|infant|newborn|son|daughter|child|little one|he|she",
                r"limp|floppy|unresponsive|not respond\w*|(?:doesn'?t|does not|won'?t|will not|can'?t|cannot) (?:wake|respond"
                r"|breathe|feed)|"
                r"not waking|hard to wake|difficult to wake|unrousable|not breathing|stopped breathing|lethargic",
                6,
            ),
            near(
                r"baby|babys|infant|newborn|son|daughter|child|little one",
                (
                    rf"blue{_BLUE_LIGHT}|bluish|grey|gray|very sleepy|too sleepy|so sleepy|drowsy|pale|struggling to breathe"
                    rf"|breathing (?:fast|hard)|seizures?"
                ),
                6,
            ),
            near(
                r"bebe|nene|bebita|bebito|hij[oa]|recien nacid[oa]|nin[oa]",
                r"flacid[oa]|desguanzad\w*|floj[oa]|flojit\w*|azul\w*|morad\w*|gris|no (?:se )?despierta|no reacciona|no responde"
                r"|no respira|"
                r"inconsciente|muy dormid\w*|somnolient\w*|aletargad\w*|palid\w*|convulsi\w*|sin fuerzas?|no quiere mamar"
                r"|respira mal|no puedo despertar\w*",
                6,
            ),
            near(
                r"bebe|nourrisson|nouveau-ne|fils|fille|enfant",
                r"mou|molle|tout mou|bleu\w*|gris\w*|ne se reveille|reveille pas|reagit (?:pas|plus)|ne reagit|ne respire"
                r"|respire (?:mal|pas|plus)|"
                r"inconscient\w*|somnolent\w*|lethargique|apathique|pale|convuls\w*|tete plus|tres endormie?|n'arrive pas a (?:le"
                r"|la) reveiller",
                6,
            ),
            near(
                r"baby|saugling|kind|sohn|tochter|neugeborene\w*|kleine[rs]?",
                r"schlaff\w*|blau|blaulich\w*|grau|wacht nicht|nicht (?:mehr )?(?:auf|wach|aufwach\w*|wecken|ansprechbar)"
                r"|reagiert (?:nicht|kaum)|"
                r"atmet (?:nicht|schlecht|schwer|kaum)|bewusstlos|apathisch|teilnahmslos|schlafrig|blass|krampf\w*|trinkt nicht",
                6,
            ),
            near(
                r"bebe|nenem|nene|filh[oa]|recem-nascid[oa]|crianca",
                r"mole|molinh[oa]|azul\w*|rox[oa]|arroxead\w*|cinza|nao (?:esta )?acorda\w*|nao reage|nao responde|nao respira"
                r"|inconsciente|"
                r"desmai\w*|sonolent\w*|letargic\w*|palid\w*|convuls\w*|nao mama|respirando mal|flacid\w*|nao consigo acordar",
                6,
            ),
            near(
                r"bayi|bayiku|bayinya|anakku|anak|si kecil|dedek|baby",
                r"lemas|lunglai|lemah|biru|membiru|kebiruan|(?:tidak|nggak|gak|ga) (?:mau )?bangun|(?:susah"
                r"|sulit) (?:di)?bangun\w*|(?:tidak|nggak|gak) sadar|"
                r"(?:tidak|nggak|gak) merespon\w*|(?:tidak|nggak|gak) bernapas|(?:tidak|nggak|gak) mau menyusu|sesak|kejang|pucat"
                r"|mengantuk sekali|ngantuk banget",
                6,
            ),
        ),
        Sign.MOUTH: (
            near(
                r"numb|numbness|tingl\w*|no feeling|can'?t feel|cannot feel|can not feel|lost feeling", r"mouth|tongue|lips?|throat|gums?"
            ),
            near(
                (
                    r"dormid[oa]s?|adormecid[oa]s?|adormecimiento|entumecid[oa]s?|hormigue\w*|no siento|se me duermen?|se me durmio"
                    r"|se me durmieron"
                ),
                r"boca|lengua|labios?|garganta|encias?",
            ),
            near(r"engourdi\w*|endormie?s?|picot\w*|fourmill\w*|ne sens plus|insensibles?", r"bouche|langue|levres?|gorge|gencives?"),
            near(
                r"taub\w*|gefuhllos\w*|kribbel\w*|pelzig\w*|kein gefuhl|eingeschlafen\w*|betaubt",
                r"mund|zunge|lippen?|rachen|zahnfleisch|mundraum",
            ),
            near(r"dormentes?|adormecid[oa]s?|adormecimento|dormencia|formig\w*|nao sinto", r"boca|lingua|labios?|garganta|gengivas?"),
            near(r"(?<!krim )(?<!krem )(?:mati rasa|kebas|baal)|kesemutan|terasa tebal", r"mulut\w*|lidah\w*|bibir\w*|tenggorokan|gusi"),
        ),
        Sign.TASTE: (
            near(r"metal|metallic|copper\w*", r"taste\w*|tasting|mouth"),
            near(r"sabor|gusto", r"metal|metalic\w*|cobre|hierro"),
            near(r"gout", r"metal|metallique|fer|cuivre"),
            r"\bmetallgeschmack\b",
            near(r"geschmack|schmeckt?|schmecke", r"metall\w*|kupfer\w*"),
            near(r"gosto|sabor", r"metal|metalic\w*|ferro|cobre"),
            near(r"rasa|kecap", r"logam|metal|metalik|besi"),
        ),
        Sign.EARS: (
            near(r"ringing|rings?|buzz\w*", r"ears?"),
            r"\btinnitus\b|\btinitus\b",
            near(r"zumb\w*|pitid\w*|pitan|silb\w*", r"oidos?|orejas?") + r"|\bacufenos?\b",
            near(r"bourdonn\w*|siffl\w*|sonnent|tintent", r"oreilles?") + r"|\bacouphenes?\b",
            near(r"klingel\w*|klingt|klingen|rausch\w*|saus\w*|pfeif\w*|piep\w*|summ\w*|drohn\w*", r"ohr|ohren")
            + r"|\bohren(?:sausen|rauschen|klingeln|pfeifen)\b|\bohrgerausche?\b",
            near(r"zumb\w*|apit\w*|chiado|tinido", r"ouvidos?|orelhas?") + r"|\bzumbidos?\b",
            near(r"berdengung|mendengung|denging|berdenging|mendenging|dengung", r"telinga\w*|kuping\w*"),
        ),
        Sign.DIZZY: (
            (
                r"\bdizz\w+|\blight-?headed\w*|\bfeel\w* faint\b|\bfaint(?:ed|ing)\b|\b(?:about|going) to faint\b|\bpass(?:ed"
                r"|ing) out\b|\bblack(?:ed|ing) out\b"
                r"|\bcollapsed\b|\bunconscious\b|\bvertigo\b"
            ),
            r"\bmare(?:o|os|ad[oa]|ada|arme|aba|ando)\b|\bvertigos?\b|\bdesmay\w+|\bdesvanec\w+|\bperdi el conocimiento\b|\baturdid[oa]\b",
            (
                r"\bvertiges?\b|\betourdi\w*|\btete (?:me |qui |m')?tourne\b|\bevanoui\w*|\bun malaise\b|\bperdu connaissance\b"
                r"|\bperds connaissance\b"
            ),
            r"\bschwindel\b|\bschwind(?:e)?lig\w*|\bbenommen\w*|\bohnmacht\w*|\bumgekippt\b|\bbewusstlos\w*|\bschwarz vor (?:den )?augen\b",
            r"\btont(?:a|o|ura|uras)\b|\bvertige[mn]s?\b|\bdesmai\w+|\bzonz[oa]\b|\bperdi a consciencia\b",
            r"\bpusing\w*|\bpuyeng\b|\bkliyengan\b|\bpingsan\b|\bkunang-kunang\b|\bhilang kesadaran\b",
        ),
        Sign.SEIZURE: (
            r"\bseizures?\b|\bconvuls\w+|\btwitch\w*|\bmuscle spasms?\b|\bhaving (?:a )?fits?\b|\bshaking uncontrollab\w+",
            r"\bataques? epileptic\w+|\bespasmos?\b|\btemblores\b",
            r"\bcrise d'epilepsie\b|\bspasmes?\b|\btremblements\b",
            r"\b(?:krampf|krampfe|krampfanfall\w*|krampfanfalle)\b|\bzuckung\w*|\bepilep\w+",
            r"\btremores\b",
            r"\bkejang\w*|\bkedutan\b",
        ),
        Sign.SPEECH: (
            r"\bslurr\w+|\bdisorient\w+",
            near(r"blurr\w*|double|lost", r"vision|eyesight|my sight"),
            near(r"borros[ao]|doble", r"vision|vista") + r"|\bhabl\w+ arrastrad\w+|\bdesorientad[oa]\b",
            near(r"trouble|floue?|double", r"vision|vue") + r"|\bvois (?:flou|double|trouble)\b|\bdesoriente\w*",
            r"\bseh\w* (?:verschwommen|doppelt|unscharf)\b|\bverwaschene? sprache\b|\blall\w+|\bdesorientiert\b",
            near(r"turva|embacada|dupla", r"visao|vista") + r"|\bfala arrastada\b|\bdesorientad[oa]\b",
            near(r"kabur|buram", r"penglihatan|pandangan") + r"|\bbicara(?:nya)? pelo\b|\blinglung\b",
        ),
        Sign.HEART: (
            near(r"chest", r"pains?|hurts?|hurting|tight\w*|pressure|aches?|aching"),
            near(r"heart|heartbeat", r"racing|races|pounding|irregular\w*|skipp\w*|flutter\w*|very fast|too fast|very slow|stopp\w*"),
            r"\bpalpitations?\b|\bpalpitaciones\b|\bpalpitacoes\b|\btaquicardia\b|\btachycardie\b|\bpalpitasi\b",
            near(r"pecho", r"dolor|duele|opresion|presion|aprieta|oprime")
            + "|"
            + near(r"corazon", r"rapido|acelerad\w*|irregular\w*|palpita\w*"),
            near(r"poitrine|thorax", r"douleurs?|mal|serre\w*|oppress\w*|pression")
            + "|"
            + near(r"coeur", r"bat|vite|irregul\w*|palpit\w*|s'emballe|emballe|accel\w*"),
            near(r"brust|brustkorb", r"schmerz\w*|druck|enge|eng|sticht|stechen|weh")
            + r"|\bbrustschmerz\w*|\bherz(?:rasen|klopfen|stolpern)\b|"
            + near(r"herz", r"rast|schnell|unregelmassig|stolpert|klopft|pocht"),
            near(r"peito|torax", r"dor|dores|doi|doendo|aperto|pressao")
            + "|"
            + near(r"coracao", r"acelerad\w*|rapido|disparad\w*|irregular\w*"),
            near(r"dada", r"nyeri|sakit|sesak|tertekan") + "|" + near(r"jantung\w*", r"berdebar\w*|cepat|tidak teratur|deg-degan"),
        ),
        Sign.BREATH: (
            (
                r"\bshort(?:ness)? of breath\b|\bbreathless\w*|\b(?:can'?t|cannot|can not|couldn'?t) breathe?\b|\bwheez\w+|\bgasping\b"
                r"|\bchoking\b"
            ),
            near(r"breath|breathe|breathing", r"trouble|hard|difficult\w*|struggl\w*|problems?|labou?red|short"),
            (
                r"\b(?:no (?:puedo|puede)|me cuesta|le cuesta|dificultad (?:para|al)|problemas para) respirar\b|\bfalta (?:de"
                r"|el) aire\b|\bme ahogo\b"
                r"|\bahogando\b|\bsin aliento\b|\brespir\w+ (?:muy )?mal\b"
            ),
            (
                r"\b(?:mal|peine|difficultes?) a respirer\b|\brespir\w+ (?:mal|difficilement|plus)\b|\b(?:peux|arrive) (?:pas"
                r"|plus) (?:a )?respirer\b|\bessouffl\w+"
                r"|\bsouffle court\b|\bmanque d'air\b|\betouff\w+|\bsuffoqu\w+"
            ),
            r"\batemnot\b|\bluftnot\b|\bkurzatmig\w*|\b(?:keine|kaum|schlecht|schwer) luft\b|\batembeschwerden\b|\berstick\w+|"
            + near(r"atmen|atme|atmung", r"schwer\w*|kaum|probleme|schlecht|nicht|muhe"),
            (
                r"\bfalta de ar\b|\b(?:dificuldade|problemas?) (?:para|pra|em|de|ao) respirar\b|\bnao (?:consigo|consegue) respirar\b"
                r"|\bdificil respirar\b"
                r"|\bsem ar\b|\bofegante\b|\bsufoc\w+|\brespirando mal\b"
            ),
            (
                r"\bsesak\b|\b(?:susah|sulit|tidak bisa|nggak bisa|gak bisa|ga bisa) (?:ber)?na[pf]as\b|\bna[pf]as (?:pendek|berat"
                r"|tersengal)\b|\bmegap-megap\b"
                r"|\btercekik\b"
            ),
        ),
        Sign.BLUE: (
            near(
                rf"blue{_BLUE_LIGHT}|bluish|grey|greyish|gray|grayish|purple",
                r"skin|lips?|nails?|fingers?|fingernails?|fingertips?|mouth|face|hands?|toes?",
            ),
            near(r"(?<!luz )azul(?:es|ad[oa]s?)?|morad[oa]s?|gris|grises|grisace[oa]s?", r"piel|labios?|unas|dedos|cara|boca|manos?"),
            near(
                r"(?<!lumiere )bleue?s?|bleut\w*|grise?s?|grisatres?|violac\w*|cyanos\w*",
                r"peau|levres?|ongles?|doigts?|visage|bouche|mains?",
            ),
            near(
                r"blau|blaue[rsn]?|blaulich\w*|grau|graue[rsn]?", r"haut|lippen?|nagel|fingernagel|finger|gesicht|mund|hande?|fingerkuppen"
            ),
            near(
                r"(?<!luz )azul|azuis|azulad[oa]s?|rox[oa]s?|arroxead[oa]s?|cinzas?|acinzentad[oa]s?",
                r"pele|labios?|unhas?|dedos|rosto|boca|maos?|cara",
            ),
            near(
                r"(?<!sinar )(?<!cahaya )biru|kebiruan|membiru|abu-abu|kelabu|keabu-abuan",
                r"kulit\w*|bibir\w*|kuku|jari|wajah\w*|muka\w*|mulut|tangan",
            ),
        ),
        Sign.FACE: (
            near(r"swell\w*|swollen|puffy|puffed|balloon\w*", r"face|lips?|tongue|eyes?|eyelids?|throat|cheeks?|mouth|neck"),
            r"\bhives\b|\banap?h?[iy]la\w+",
            near(r"hinch\w+|inflamad[oa]s?", r"cara|rostro|labios?|lengua|ojos?|parpados?|garganta|boca|cuello")
            + r"|\burticaria\b|\bronchas\b",
            near(r"gonfl\w*|enfl\w*|oedeme|bouffi\w*", r"visage|levres?|langue|yeux|paupieres?|oeil|gorge|joues?|cou|bouche")
            + r"|\burticaire\b",
            near(
                r"geschwoll\w*|schwellung\w*|schwillt|anschwell\w*|angeschwoll\w*",
                r"gesicht\w*|lippen?|zunge|augen?|lider|augenlider|hals|rachen|wangen?|mund",
            )
            + r"|\bgesichtsschwellung\b|\bnesselsucht\b|\bquaddeln\b",
            near(
                r"inchad[oa]s?|inchac\w*|inchou|inchando",
                r"rosto|cara|face|labios?|lingua|olhos?|palpebras?|garganta|boca|pescoco|bochechas?",
            ),
            near(
                r"bengkak|membengkak|pembengkakan|sembab",
                r"wajah\w*|muka\w*|bibir\w*|lidah\w*|mata\w*|kelopak|tenggorokan|pipi|leher|mulut",
            )
            + r"|\bbiduran\b|\bkaligata\b",
        ),
        Sign.REDNESS: (
            near(r"red|redness|rash", r"spread\w*|growing|bigger|worse|worsening") + r"|\bred (?:streaks?|lines?)\b",
            near(r"roj[oa]s?|enrojec\w*|rojez|sarpullido", r"exti\w+|extend\w*|avanz\w*|crec\w*|expand\w*|empeor\w*|peor|propaga\w*")
            + r"|\b(?:lineas|rayas|estrias) rojas\b",
            near(r"rouges?|rougeurs?", r"s'etend\w*|etend\w*|propag\w*|grandi\w*|gagne|empire\w*|pire|s'aggrav\w*|aggrav\w*")
            + r"|\b(?:trainees?|lignes?|stries?) rouges?\b",
            near(r"rot|rote|rotung\w*|ausschlag", r"ausbreit\w*|breitet|verbreitet|grosser|schlimmer|wachst|wandert")
            + r"|\broter? streifen\b",
            near(r"vermelh\w*|vermelhidao", r"espalh\w*|aument\w*|cresc\w*|pior\w*|alastr\w*") + r"|\b(?:listras|riscos|linhas) vermelh\w+",
            near(r"merah|kemerahan\w*|ruam\w*", r"menyebar|meluas|melebar|bertambah|parah|memburuk|menjalar") + r"|\bgaris merah\b",
        ),
        Sign.PUS: (
            near(r"yellow|green", r"coming out|leak\w*|drain\w*")
            + r"|\bpus\b|\b(?:yellow|green|foul|smelly) (?:discharge|fluid|liquid|ooze)\b|\booz\w+"
            r"|\b(?:it's|it is|is|looks?|got|getting|think|seems?|became|become) (?:it's |it is )?(?:badly |really )?infected\b"
            r"|\b(?:have|got) an infection\b",
            r"\bsupura\w*|\bsecrecion (?:amarill\w+|verd\w+)|\b(?:esta|se me|se ha|parece|creo que esta) infect\w+",
            r"\bsuppur\w+|\bpurulent\w*|\bsuint\w+|\b(?:est|c'est|semble|s'est|soit) infectee?s?\b",
            (
                r"\beiter\w*|\beitrig\w*|\b(?:ist|sieht|sich|wohl|glaube) (?:es |das )?(?:infiziert|entzundet)\b"
                r"|\bhat sich entzundet\b|\bnasst\b"
            ),
            r"\bsecrecao (?:amarel\w+|verd\w+)|\b(?:esta|ta|parece|ficou|acho que) infec\w+|\binfeccionou\b",
            r"\bnanah\b|\bbernanah\b|\bterinfeksi\b|\bkeluar cairan (?:kuning|hijau)\b",
        ),
        Sign.FEVER: (
            r"\bfever\w*|\bchills\b|\b(?:high|running a|have a) temperature\b|\btemperature (?:of|is) (?:3[89]|4\d|10[0-5])",
            r"\bfiebres?\b|\bfebril\b|\bcalentura\b|\bescalofrios?\b|\btemperatura (?:alta|de 3[89])|\btengo temperatura\b",
            r"\bfievres?\b|\bfievreu\w+|\bfebrile\b|\bfrissons?\b|\btemperature (?:a |de )?(?:3[89]|40)|\bde la temperature\b",
            r"\bfieber\w*|\bfiebrig\w*|\bschuttelfrost\b|\b(?:erhohte|hohe) temperatur\b|\btemperatur (?:von )?(?:3[89]|40)",
            r"\bfebres?\b|\bcalafrios?\b",
            (
                r"\bdemam\b|\bmeriang\b|\bmenggigil\b|\bpanas dingin\b|\bsuhu (?:badan|tubuh)?\W*(?:saya )?(?:3[89]|40)"
                r"|\bbadan (?:saya )?panas\b"
            ),
            r"\b(?:3[89]|40)(?:[.,]\d)? ?(?:°|grad|grados|degres|graus|derajat|celsius)",
        ),
    }
)

_NEGATED = re.compile(
    r"(?:^|[^\w'])(?:no|not|without|don'?t have|do not have|haven'?t|isn'?t|am not|i'm not|sin|ni|ningun|ninguna|pas|sans|aucune?"
    r"|kein|keine|keinen|keinerlei|"
    r"nicht|ohne|weder|nao|sem|nem|nenhum|nenhuma|tidak|tak|nggak|ngga|enggak|gak|ga|tanpa|bukan|belum)"
    r"(?: (?:a|an|any|the|have|had|has|feel|feeling|tengo|hay|tiene|he tenido|estoy|me|siento|de|la|le|les|du|une?|el|los|las|mehr"
    r"|ich|tenho|ha|tem|tive|estou|"
    r"sinto|ada|merasa|sampai|mengalami)){0,2} ?(?:d'|l')?$"
)
_REACH = 60  # characters before a sign in which its negation can stand
_OR = re.compile(r"\s*(?:or|nor|ni|o|ou|oder|noch|nem|atau|maupun)\s+(?:any |a |de |d')?$")

_ASKED = re.compile(
    r"\b(?:warning )?(?:signs?|symptoms?)(?: (?:of|for|that|mean|are))?\b|\bwhat does (?:an )?infection look\b|\bhow (?:do|can"
    r"|would|will|should) i (?:know|tell|recogni[sz]e|spot)\b"
    r"|\bwhat (?:should|do) i (?:watch|look)(?: out)? for\b|\bwhen (?:should|do|must) i (?:worry|call|see|go)\b|\bside effects\b"
    r"|\b(?:signos|senales|sintomas)\b|\bcomo (?:se|saber|puedo saber|reconoc\w*|se)\b|\bcuando (?:debo|tengo que|hay que)\b"
    r"|\befectos secundarios\b"
    r"|\b(?:signes?|symptomes?)\b|\bcomment (?:savoir|reconnaitre)\b|\bquand (?:dois-je|faut-il|consulter|s'inquieter"
    r"|m'inquieter)\b|\beffets secondaires\b"
    r"|\b(?:an|warn)?zeichen\b|\bsymptome\b|\bworan (?:erkenne|merke|sehe)\b|\bwie (?:erkenne|merke)\b|\bwann (?:muss|soll"
    r"|sollte) (?:ich|man)\b|\bworauf (?:muss|soll|sollte) ich achten\b"
    r"|\bnebenwirkungen\b"
    r"|\b(?:sinais|sintomas)\b|\bcomo (?:sei|saber|reconhe\w*|posso saber)\b|\bquando (?:devo|preciso)\b|\befeitos colaterais\b"
    r"|\b(?:tanda|gejala|ciri)(?:-\w+)?\b|\bbagaimana (?:saya |cara )?(?:tahu|mengetahui|mengenali)\b|\bkapan (?:harus|saya harus"
    r"|perlu)\b|\befek samping\b"
)
_SOMEBODY = re.compile(
    r"\b(?:my|mine|i have|i've|i am|i'm|i feel|i got|i had|has|baby|she|he|since|now|today|yesterday|already|this is|it is|it's|"
    r"mi|mis|tengo|me|estoy|siento|bebe|ahora|hoy|ayer|desde|ya|"
    r"mon|ma|mes|j'ai|je suis|je sens|il a|elle a|maintenant|depuis|aujourd'hui|hier|"
    r"mein\w*|ich habe|hab|habe|ich bin|mir|jetzt|seit|heute|gestern|schon|"
    r"meu|minha|tenho|estou|sinto|agora|hoje|ontem|esta|"
    r"saya|aku|bayi|sekarang|sejak|tadi|kemarin|sudah|\w+ku)\b"
)


@cache
def _compiled() -> tuple[tuple[Sign, re.Pattern[str]], ...]:
    return tuple((sign, re.compile("|".join(p))) for sign, p in _PATTERNS.items())


def urgent(text: str) -> tuple[Sign, ...]:
    """The urgent signs that `text` says somebody has, in the order of Sign; empty when there are none."""
    heard = flat(text)
    found: set[Sign] = set()
    for start, end in sentences(heard):
        part = heard[start:end]
        hits = sorted((m.start(), m.end(), sign) for sign, pattern in _compiled() for m in pattern.finditer(part))
        if hits and not _only_asked(part, hits):
            found.update(sign for sign, negated in _negated(part, hits) if not negated)
    return tuple(s for s in Sign if s in found)


def asked(text: str) -> bool:
    """Whether `text` asks what the signs of trouble are."""
    return bool(_ASKED.search(flat(text)))


def _only_asked(sentence: str, hits: list[tuple[int, int, Sign]]) -> bool:
    """Whether a sentence asks about signs, and nobody in it has one."""
    question = _ASKED.search(sentence)
    if not question:
        return False
    rest = sentence[: question.start()] + " " + sentence[question.end() :]
    return not _SOMEBODY.search(rest) and all(sign in INFECTION or sign is Sign.FACE for _, _, sign in hits)


def _negated(sentence: str, hits: list[tuple[int, int, Sign]]) -> list[tuple[Sign, bool]]:
    out: list[tuple[Sign, bool]] = []
    last, negated = 0, False
    for start, end, sign in hits:
        again = negated and bool(_OR.fullmatch(sentence[last:start]))
        negated = again or bool(_NEGATED.search(sentence[max(0, start - _REACH) : start]))
        out.append((sign, negated))
        last = max(last, end)
    return out
