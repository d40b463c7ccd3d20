"""The faces that lines are set in: free ones of Debian that hold Latin, Cyrillic and (but for some) Greek.

apt install fonts-liberation2 fonts-dejavu fonts-noto-core fonts-roboto-unhinted fonts-open-sans fonts-lato fonts-paratype fonts-urw-base35
fonts-freefont-ttf fonts-sil-andika fonts-gfs-neohellenic
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

FOLDER = Path("/usr/share/fonts")
TAUGHT = (
    "LiberationSans-*.ttf",
    "LiberationSerif-*.ttf",
    "LiberationMono-Regular.ttf",
    "DejaVuSans.ttf",
    "DejaVuSans-Bold.ttf",
    "DejaVuSansCondensed*.ttf",
    "DejaVuSerifCondensed.ttf",
    "NotoSans-*.ttf",
    "NotoSansDisplay-*.ttf",
    "RobotoCondensed-*.ttf",
    "Roboto-*.ttf",
    "OpenSans-CondLight.ttf",
    "OpenSans-CondBold.ttf",
    "Lato-Regular.ttf",
    "Lato-Light.ttf",
    "Lato-Bold.ttf",
    "Lato-Black.ttf",
    "PTS*.ttf",
    "PTN57F.ttf",
    "PTN77F.ttf",
    "PTF*.ttf",
    "NimbusSans-*.otf",
    "NimbusSansNarrow-*.otf",
    "NimbusRoman-*.otf",
    "FreeSans*.ttf",
    "GFSNeohellenic*.otf",
)
KEPT_ASIDE = ("OpenSans-Regular.ttf", "OpenSans-Bold.ttf", "NotoSerifDisplay-*.ttf", "Andika-*.ttf", "PTC*.ttf", "DejaVuSerif.ttf")
"""Faces of no line that the head is taught: what it reads of them is what it has learnt of letters."""


@lru_cache(maxsize=2)
def faces(aside: bool) -> tuple[tuple[Path, frozenset[str]], ...]:
    """The files, those kept aside or the others, with the characters of each. Raises FileNotFoundError where too few are installed."""
    found = sorted({p for pattern in (KEPT_ASIDE if aside else TAUGHT) for p in FOLDER.rglob(pattern) if "Type1" not in p.parts})
    if len(found) < 5:
        raise FileNotFoundError(f"only {len(found)} of the faces are installed: see {__file__}")
    return tuple((p, frozenset(map(chr, TTFont(p, lazy=True).getBestCmap()))) for p in found)


@lru_cache(maxsize=512)
def font(path: Path, pixels: int) -> ImageFont.FreeTypeFont:
    """A face at an em size in pixels."""
    return ImageFont.truetype(str(path), pixels, layout_engine=ImageFont.Layout.BASIC)
