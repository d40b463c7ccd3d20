"""Whether a message asks what the signs of trouble are, in six languages. What somebody has is a red flag (`red_flags`)."""

from __future__ import annotations

import re

from glidecheck.chat.heard import flat

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


def asked(text: str) -> bool:
    """Whether `text` asks what the signs of trouble are."""
    return bool(_ASKED.search(flat(text)))
