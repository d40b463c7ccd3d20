"""The characters that the head knows; the order is that of its columns, after the blank."""

from __future__ import annotations

import unicodedata

ASCII = "".join(map(chr, range(33, 127)))
LATIN = (
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"
    "ĀāĂăĄąĆćČčĎďĐđĒēĖėĘęĚěĞğĢģĪīĮįİıĶķĹĺĻļĽľŁłŃńŅņŇňŐőŒœŔŕŘřŚśŞşŠšŢţŤťŪūŮůŰűŲųŸŹźŻżŽžȘșȚț"
)
CYRILLIC = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁЄІЇҐЂЃЅЈЉЊЋЌЏЎӘҒҚҢӨҰҮҺ"
GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏΪΫΐΰς"
SIGNS = "°·•–—‘’“”„«»‹›№†‡²³½¼¾×±≥≤→…€£§®™©℮¹⁰µ¿¡ºª■□●○★✓"
SPACE = " "


def _both(capitals: str) -> str:
    return "".join(dict.fromkeys(capitals + "".join(c.lower() for c in capitals if len(c.lower()) == 1)))


CHARACTERS = tuple(dict.fromkeys(ASCII + LATIN + _both(CYRILLIC) + _both(GREEK) + SIGNS + SPACE))
"""Single code points; the space comes last."""


def script(c: str) -> str:
    """latin, cyrillic, greek, figure or sign."""
    if c.isdigit():
        return "figure"
    if not c.isalpha():
        return "sign"
    name = unicodedata.name(c, "")
    return next((s for s in ("cyrillic", "greek") if name.startswith(s.upper())), "latin")
