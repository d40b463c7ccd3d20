"""The log: one line an event on stderr, without numbers, texts, pictures, query strings or tokens.

Libraries of the platforms write requests, with tokens and texts, into their own logs: those are closed.
"""

from __future__ import annotations

import logging
import sys

LOG = logging.getLogger("glidecheck.service")
_TALKATIVE = (
    "httpcore", "httpx", "linebot", "multipart", "python_multipart", "pywa", "requests", "slack_sdk", "twilio",
    "urllib3", "asyncio", "limits",
)  # fmt: skip


def configure(level: int = logging.INFO) -> None:
    """Sends our log to stderr, and closes the libraries'."""
    quiet()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    LOG.handlers[:] = [handler]
    LOG.setLevel(level)
    LOG.propagate = False


def quiet() -> None:
    """Closes the logs of the libraries, whatever the root logger does."""
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False
        logger.handlers[:] = [logging.NullHandler()]
