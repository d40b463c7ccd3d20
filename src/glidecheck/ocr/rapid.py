"""The default reader: PP-OCRv6 small, from the rapidocr wheel."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from glidecheck.image.strip import Region, resize
from glidecheck.model import Line
from glidecheck.ocr import ctc, label_head, network
from glidecheck.ocr.by_lines import ByLines
from glidecheck.ocr.one_script import in_one_script
from glidecheck.ocr.other_scripts import doubted
from glidecheck.ocr.packaged import Packaged
from glidecheck.ocr.threads import threads

if TYPE_CHECKING:
    from glidecheck.model import Pixels
    from glidecheck.ocr.network import Probabilities


class Rapid(Packaged, ByLines):
    """An Engine that is asked for its two steps, where to look and what it says, one by one."""

    __slots__ = ()

    name, network, package = "rapidocr", "PP-OCRv6-small", "rapidocr"

    def regions(self, pixels: Pixels, scale: float) -> tuple[Region, ...]:
        """Where text stands, looked for at `scale` times the picture's size; in pixels of `pixels`."""
        return network.detect(pixels, scale)

    def glimpse(self, pixels: Pixels, scale: float) -> tuple[Region, ...] | None:
        """See ByLines."""
        return network.detect(pixels, scale, light=True) if network.networks().light else None

    def line(self, pixels: Pixels, region: Region, stretch: float = 1.0) -> Line:
        """What stands in one region, with words and evidence. `stretch` widens the strip first (condensed print)."""
        return self.both(pixels, region, stretch)[0]

    def both(self, pixels: Pixels, region: Region, stretch: float = 1.0) -> tuple[Line, Line | None]:
        """See ByLines."""
        strip = region.cut(pixels, network.LIMITS.rows)
        if stretch != 1.0:
            strip = resize(strip, round(strip.shape[1] * stretch), network.LIMITS.rows)
        seen = network.recognise(strip)
        line = self._said(seen.chances, network.networks().characters, region, strip.shape[1] / network.LIMITS.step)
        if seen.hidden is None or not doubted(line):
            return line, None
        characters = label_head.characters()
        chances = in_one_script(label_head.chances(*seen.hidden), characters)
        return line, self._said(chances, characters, region, strip.shape[1] / label_head.STEP)

    def several(self, pixels: Pixels, regions: Sequence[Region], stretch: float = 1.0) -> list[tuple[Line, Line | None]]:
        """See ByLines. A line to a thread: shared among threads, one line is too little work for any of them."""
        network.networks()  # loaded once, before they ask for it
        if len(regions) < 2 or threads() < 2:
            return [self.both(pixels, region, stretch) for region in regions]
        with ThreadPoolExecutor(threads()) as pool:
            return list(pool.map(lambda region: self.both(pixels, region, stretch), regions))

    def _said(self, chances: Probabilities, characters: tuple[str, ...], region: Region, columns: float) -> Line:
        decoded = ctc.decode(chances, characters)
        return ctc.line(decoded, region, columns, self.name, ctc.evidence(chances, characters, decoded))
