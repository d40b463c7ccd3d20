"""`--annotate`: which picture is written where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from glidecheck.cli import ending
from glidecheck.cli.output import writable
from glidecheck.errors import StoreError, UsageError
from glidecheck.model import Photo, Report

ENDINGS = (".jpg", ".jpeg", ".png", ".webp")


@dataclass(frozen=True, slots=True)
class Annotations:
    """The file that each photo's picture goes to, by the photo's place among all that were given."""

    targets: dict[str, Path]

    @classmethod
    def plan(cls, target: Path, photos: Sequence[str]) -> Annotations:
        """One file for one photo, numbered files for several, files by the photos' names in a folder. Raises UsageError."""
        given = list(dict.fromkeys(photos))
        if target.is_dir():
            if not writable(target):
                raise UsageError(f"{target} cannot be written to", "Give --annotate a folder that you may write to.")
            return cls(_by_name(target, given))
        if target.suffix.lower() not in ENDINGS:
            raise UsageError(f"{target} is neither a folder nor a picture", f"End it with {', '.join(ENDINGS)}, or make the folder first.")
        if not writable(target.parent):
            raise UsageError(
                f"{target.parent} is no folder that can be written to", "Give --annotate a file in a folder that you may write to."
            )
        if len(given) == 1:
            return cls({given[0]: target})
        return cls({photo: target.with_stem(f"{target.stem}-{n}") for n, photo in enumerate(given, 1)})

    def write(self, report: Report, photos: Sequence[Photo], given: Sequence[str]) -> None:
        """Write the pictures of one product. `photos` are those of `given` that could be opened, as in `report.source`."""
        from glidecheck.report.annotate import annotate, save
        from glidecheck.report.picture import upright

        opened = {} if report.skipped else dict(zip(report.source, range(len(photos)), strict=False))
        for name in given:
            target = self.targets[name]
            if name not in opened:
                ending.say(f"{name}: no picture to annotate, {target} was not written")
                continue
            index = opened[name]
            try:
                save(annotate(upright(photos[index].pixels, report, index), report, index), target)
            except OSError as error:
                raise StoreError(f"{target} cannot be written: {error.strerror or error}", "Make room, or write elsewhere.") from None


def _by_name(folder: Path, photos: Sequence[str]) -> dict[str, Path]:
    taken: set[Path] = {Path(p).resolve() for p in photos if "\0" not in p}
    targets = {}
    for photo in photos:
        stem = Path(photo).stem or "photo"
        target, n = folder / f"{stem}.jpg", 1
        while target.resolve() in taken:  # another photo of the same name, or the photo itself
            n += 1
            target = folder / f"{stem}-{n}.jpg"
        taken.add(target.resolve())
        targets[photo] = target
    return targets
