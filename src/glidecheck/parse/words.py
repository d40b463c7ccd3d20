"""Words that tell prose from names. As text, so that a list is read as a list."""

PURPOSE = """
purpose purposes topical external local skin pain itch relief reliever reliever/fever analgesic anesthetic anaesthetic antiseptic
antibacterial antimicrobial protectant sunscreen acne treatment medication anti-itch antipruritic astringent antifungal lubricant
moisturizer counterirritant anti-dandruff hemorrhoidal vasoconstrictor antihistamine anticavity exfoliant keratolytic oral mucosal
and
"""
"""What a Drug Facts panel prints under "Purpose"."""

SENTENCE = """
the to your you for with is are was this that these which it its our we they from by on at has have been helps help leaves while
when after before until use used using apply avoid if not into or as be can will only may contact contains does do all no without
than more best suitable please consult ask stop keep see their his her an der die das und für mit ist sind bei nicht vor nach aus
sie ihre ihr wird werden auf zur zum von den dem ein eine pour avec les votre vous ne pas dans sur est sont sans plus une par aux
peut para con sin sobre su sus los las una por piel puede usar per della delle dei che nel sulla pelle voor met het een niet huid
zijn dla nie przed do jest oraz przez na skóry для не при на после перед или это кожи от по из с
"""
"""Words of sentences, never of names on a label. Left out on purpose: "of", "de", "et", "and", "in", which names hold."""
