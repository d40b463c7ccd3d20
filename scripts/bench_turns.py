#!/usr/bin/env python3
"""Whether a photo is judged alike whichever way it lies: every quarter turn and the mirror image against the photo as it is.

    python scripts/bench_turns.py                          the dev photos of ../shared
    python scripts/bench_turns.py --photos samples --jobs 2

Turned after EXIF and without loss, so that only the way it lies differs.
Prints the photos whose verdict changes, and the share that keep it.
"""

import argparse
import io
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench_scan import PICTURES, SHARED

WAYS = ("as it is", "90", "180", "270", "mirror")


def lying(photo: Path, way: str) -> bytes:
    """The photo turned clockwise by `way` degrees, or mirrored, as PNG."""
    import numpy as np
    from PIL import Image

    from glidecheck.image import dewarp
    from glidecheck.image.photo import load

    pixels = load(photo).pixels
    turned = dewarp.turn(pixels, 0, mirrored=True) if way == "mirror" else dewarp.turn(pixels, int(way) if way.isdigit() else 0)
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(turned)).save(out, "PNG", compress_level=1)
    return out.getvalue()


def verdicts(photo: Path) -> dict[str, str]:
    """The verdict, or the error, of each way the photo can lie."""
    from glidecheck import scan
    from glidecheck.errors import GlidecheckError

    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for way in WAYS:
            picture = Path(folder) / f"{photo.stem}.png"
            picture.write_bytes(lying(photo, way))
            try:
                found[way] = str(scan(picture).verdict)
            except GlidecheckError as error:
                found[way] = str(error)
    return found


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--photos", type=Path, default=SHARED / "photos" / "dev")
    ap.add_argument("--sample", type=int, help="only the first N")
    ap.add_argument("--jobs", type=int, default=2)
    a = ap.parse_args()
    if not a.photos.exists():
        print(f"bench_turns: {a.photos} is not there", file=sys.stderr)
        return 3
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # before onnxruntime: --jobs is how cores are used
    photos = [p for p in sorted(a.photos.iterdir()) if p.suffix.lower() in PICTURES][: a.sample]
    alike = dict.fromkeys(WAYS[1:], 0)
    whole = 0
    with ProcessPoolExecutor(a.jobs) as pool:
        for photo, found in zip(photos, pool.map(verdicts, photos), strict=True):
            for way in alike:
                alike[way] += found[way] == found["as it is"]
            if len(set(found.values())) > 1:
                print(f"{photo.name}: " + ", ".join(f"{way} {v}" for way, v in found.items()), flush=True)
            whole += len(set(found.values())) == 1
    for way, count in alike.items():
        print(f"{way}: {count} of {len(photos)} ({count / len(photos):.1%}) have the verdict of the photo as it is")
    print(f"all five ways alike: {whole} of {len(photos)} ({whole / len(photos):.1%})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
