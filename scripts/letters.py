"""The font of the annotated picture: a part of DejaVu Sans (fonts-dejavu-core of Debian) with the letters that answers and names have.

    python scripts/letters.py /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf

Writes src/glidecheck/report/letters.ttf. Its licence (Bitstream Vera) asks that a changed font has another name, and stands beside it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from glidecheck.report.letters import FONT, LETTERS

NAME = "glidecheck letters"
_COPYRIGHT, _FAMILY, _STYLE, _UNIQUE, _FULL, _VERSION, _POSTSCRIPT = range(7)


def made(source: Path) -> TTFont:
    """The part of the font at `source`, under another name, without hints and dates."""
    options = subset.Options()
    options.hinting = False
    options.name_IDs = [_COPYRIGHT, _FAMILY, _STYLE, _VERSION]
    options.notdef_outline = True
    font = TTFont(source, recalcTimestamp=False)
    part = subset.Subsetter(options)
    part.populate(unicodes=LETTERS)
    part.subset(font)
    for record in font["name"].names:
        if record.nameID == _FAMILY:
            record.string = NAME
    return font


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    made(Path(sys.argv[1])).save(FONT)
    sys.stdout.write(f"{FONT} {FONT.stat().st_size} bytes\n")
