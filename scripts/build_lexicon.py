"""lexicon/ -> src/glidecheck/lexicon/data/index.zip, the index the package carries.

python scripts/build_lexicon.py [--check]      --check writes nothing and exits with 4 when the index is stale
"""

from __future__ import annotations

import sys
from pathlib import Path

from glidecheck.errors import Exit, LexiconError
from glidecheck.lexicon import CARRIED
from glidecheck.lexicon.build import build, stale

FOLDER = Path(__file__).resolve().parent.parent / "lexicon"


def main() -> int:
    try:
        if "--check" in sys.argv[1:]:
            if stale(FOLDER, CARRIED):
                print("The carried index is stale. Build it: python scripts/build_lexicon.py", file=sys.stderr)
                return Exit.LEXICON
            return 0
        print(build(FOLDER, CARRIED), f"{CARRIED.stat().st_size / 1e6:.2f} MB")
    except LexiconError as error:
        print(f"{error}\n{error.next}", file=sys.stderr)
        return Exit.LEXICON
    return 0


if __name__ == "__main__":
    sys.exit(main())
