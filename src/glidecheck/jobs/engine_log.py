"""What DBOS says. It would print it on stderr, among a person's progress; here it is kept, and asked for when something stands still."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Sequence


class Said(logging.Handler):
    """The last warnings and errors of DBOS."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.last: deque[str] = deque(maxlen=50)

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            text = f"{text} {record.exc_info[1]}"
        self.last.append(" ".join(text.split()))

    def any_of(self, signs: Sequence[str]) -> str | None:
        """The latest thing said that holds one of `signs`."""
        return next((said for said in reversed(tuple(self.last)) if any(sign in said.lower() for sign in signs)), None)


_SAID = Said()


def listen() -> Said:
    """From now on DBOS says everything to the handler given back (there is one), and nothing to the terminal."""
    logger = logging.getLogger("dbos")
    for handler in tuple(logger.handlers):
        if handler is not _SAID:
            logger.removeHandler(handler)
    if _SAID not in logger.handlers:
        logger.addHandler(_SAID)
    logger.propagate = False
    return _SAID
