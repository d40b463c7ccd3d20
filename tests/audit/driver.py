"""The command line with the children of `noting_child`: python driver.py audit SHELF ... as `glidecheck audit SHELF ...`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from glidecheck.workers import pool

COMMAND = (sys.executable, str(Path(__file__).with_name("noting_child.py")))


class NotingChild(pool.Child):
    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None) -> None:
        super().__init__(COMMAND, environment)


if __name__ == "__main__":
    from glidecheck.cli import main

    pool.Child = NotingChild
    main()
