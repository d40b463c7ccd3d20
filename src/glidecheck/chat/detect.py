"""Which language a message is written in, by its small words. Ingredient lists have none: they say nothing about their sender."""

from __future__ import annotations

import re
from collections.abc import Mapping

from glidecheck.chat.heard import flat

_WORDS: Mapping[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "en": "the is are it this that i my me and or with for what how when where can could should do does did have has had was were be "
        "to on in at not of "
        "you your after before while during about any some if hi hello hey thanks thank please yes safe use used put ok skin cream "
        "baby nursing breastfeeding "
        "help feel which there no fine "
        "feel feeling mouth tongue lips ears heart breathe skin redness fever numb swollen blue dizzy since yesterday already",
        "es": "el la los las un una es son esta este estoy esto eso y o con sin para por que como cuando donde puedo puede debo hay "
        "tengo tiene mi mis me se "
        "su lo le del al ya muy mas si pero despues antes sobre usar use hola gracias buenas buenos dias crema piel bebe leche "
        "pecho lactancia dando "
        "segura seguro ayuda cual "
        "lengua boca labios oidos siento duele respirar fiebre cara mareada lactando dormida",
        "fr": "le la les un une des du de est sont c'est ce cette ces et ou avec sans pour par que qui quoi comment quand quel quelle "
        "puis-je peux puis dois je j'ai "
        "j'allaite mon ma mes me se sur dans pas ne il elle on nous vous si mais apres avant deja bonjour salut merci oui creme "
        "peau bebe lait allaite "
        "allaitement est-ce aide utiliser "
        "langue bouche levres oreilles sens fievre visage rougeur respirer mal rouge",
        "de": "der die das ein eine einen ist sind und oder mit ohne fur von was wie wann wo welche welches kann darf soll muss ich mir "
        "mein meine meinen mich "
        "nicht kein keine es er sie wir auf im in am zu zum nach vor bei uber habe hab hat schon sehr hallo guten danke bitte ja "
        "creme haut milch "
        "stille stillen stillzeit hilfe benutzen verwenden "
        "zunge mund lippen ohren fuhle luft gesicht schwindelig rotung stillzeit sich mein",
        "pt": "o a os as um uma e esta isto isso este com sem para pra por que como quando onde posso pode devo tem tenho meu minha me "
        "se no na nos nas do da dos "
        "das ao ja muito mais mas depois antes sobre usar usei ola oi obrigada obrigado bom boa dia creme pele bebe leite peito "
        "amamentando amamentar "
        "seguro nao sim voce estou eu ajuda qual "
        "lingua boca labios ouvido ouvidos sinto sentindo respirar febre rosto tonta inchou dormente vermelhidao saindo",
        "id": "yang ini itu adalah apa apakah bagaimana kapan di ke dari dengan tanpa untuk dan atau saya aku kamu bisa boleh aman pakai "
        "memakai sudah belum tidak "
        "nggak gak ga ada kalau jika setelah sesudah sebelum saat sedang lagi halo hai terima kasih tolong ya krim kulit bayi asi "
        "menyusui busui bantuan "
        "gimana mana "
        "mulut lidah bibir telinga kuping rasa napas wajah muka pusing demam keluar kulit badan susah kepala merah kebas bengkak "
        "kemerahannya",
    }.items()
}
_GREETINGS = {
    "hola": "es",
    "bonjour": "fr",
    "salut": "fr",
    "hallo": "de",
    "ola": "pt",
    "oi": "pt",
    "halo": "id",
    "merci": "fr",
    "danke": "de",
}
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def language_of(text: str, *, guess: bool = False) -> str | None:
    """The language that the words of `text` are of, None where they do not tell. A `guess` goes by one word.

    >>> language_of("¿puedo usar esta crema?"), language_of("Aqua, Glycerin, Retinol"), language_of("posso usar este creme?")
    ('es', None, 'pt')
    """
    words = _WORD.findall(flat(text))
    if "?" in text and "¿" in text:
        words += ["los", "el"]  # nobody else writes it
    score = {code: sum(w in small for w in words) for code, small in _WORDS.items()}
    # Letters that only one of them has, in the text as it was typed.
    typed = text.casefold()
    for letters, code in (("ñ", "es"), ("ãõ", "pt"), ("ß", "de"), ("œ", "fr")):
        score[code] += any(c in typed for c in letters)
    best, second = sorted(score.values(), reverse=True)[:2]
    if best >= 2 and best > second:
        return next(code for code, n in score.items() if n == best)
    if len(words) <= 3:
        return next((_GREETINGS[w] for w in words if w in _GREETINGS), None)
    if guess and best > second:
        return next(code for code, n in score.items() if n == best)
    return None
