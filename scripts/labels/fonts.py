"""The faces that labels are set in, each free to use, and the Debian package that brings it."""

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts").expanduser(),
    Path("~/Library/Fonts").expanduser(),
    Path("/Library/Fonts"),
)
FACES = {
    # our name: (file, Debian package, licence)
    "sans": ("LiberationSans-Regular.ttf", "fonts-liberation2", "OFL-1.1"),
    "sans bold": ("LiberationSans-Bold.ttf", "fonts-liberation2", "OFL-1.1"),
    "sans bold italic": ("LiberationSans-BoldItalic.ttf", "fonts-liberation2", "OFL-1.1"),
    "narrow": ("RobotoCondensed-Regular.ttf", "fonts-roboto-unhinted", "Apache-2.0"),
    "narrow light": ("RobotoCondensed-Light.ttf", "fonts-roboto-unhinted", "Apache-2.0"),
    "narrow bold": ("RobotoCondensed-Bold.ttf", "fonts-roboto-unhinted", "Apache-2.0"),
    "narrow italic": ("RobotoCondensed-Italic.ttf", "fonts-roboto-unhinted", "Apache-2.0"),
    "grotesque": ("Roboto-Regular.ttf", "fonts-roboto-unhinted", "Apache-2.0"),
    "grotesque light": ("Roboto-Light.ttf", "fonts-roboto-unhinted", "Apache-2.0"),
    "grotesque medium": ("Roboto-Medium.ttf", "fonts-roboto-unhinted", "Apache-2.0"),
    "grotesque bold": ("Roboto-Bold.ttf", "fonts-roboto-unhinted", "Apache-2.0"),
    "humanist": ("OpenSans-Regular.ttf", "fonts-open-sans", "Apache-2.0"),
    "humanist bold": ("OpenSans-Bold.ttf", "fonts-open-sans", "Apache-2.0"),
    "humanist condensed": ("OpenSans-CondLight.ttf", "fonts-open-sans", "Apache-2.0"),
    "humanist condensed bold": ("OpenSans-CondBold.ttf", "fonts-open-sans", "Apache-2.0"),
    "lato": ("Lato-Regular.ttf", "fonts-lato", "OFL-1.1"),
    "lato light": ("Lato-Light.ttf", "fonts-lato", "OFL-1.1"),
    "lato bold": ("Lato-Bold.ttf", "fonts-lato", "OFL-1.1"),
    "lato black": ("Lato-Black.ttf", "fonts-lato", "OFL-1.1"),
    "serif": ("LiberationSerif-Regular.ttf", "fonts-liberation2", "OFL-1.1"),
    "serif italic": ("LiberationSerif-Italic.ttf", "fonts-liberation2", "OFL-1.1"),
    "mono": ("LiberationMono-Regular.ttf", "fonts-liberation2", "OFL-1.1"),
}


class FontMissingError(Exception):
    """A face that is not on this machine; says which package brings it."""


@lru_cache
def where(face: str) -> Path:
    """The file of a face. Raises FontMissingError."""
    name, package, _ = FACES[face]
    for folder in FOLDERS:
        found = next(iter(sorted(folder.rglob(name))), None) if folder.is_dir() else None
        if found:
            return found
    raise FontMissingError(f"the font {name} is not installed: apt install {package}")


@lru_cache(maxsize=256)
def font(face: str, pixels: int) -> ImageFont.FreeTypeFont:
    """A face at an em size in pixels. Raises FontMissingError."""
    return ImageFont.truetype(str(where(face)), pixels, layout_engine=ImageFont.Layout.BASIC)
