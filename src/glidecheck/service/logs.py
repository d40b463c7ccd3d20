"""The log: one line an event on stderr, without numbers, texts, pictures, query strings or tokens.

Libraries of the platforms write requests, with tokens and texts, into their own logs: those are closed.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from contextvars import ContextVar

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the HTTP request that is being answered, "" beside any."""

LOG = logging.getLogger("glidecheck.service")
_TALKATIVE = (
    "httpcore", "httpx", "linebot", "multipart", "python_multipart", "pywa", "requests", "slack_sdk", "twilio",
    "urllib3", "asyncio", "limits",
)  # fmt: skip


class _Json(logging.Formatter):
    """One object a line: at, level, message, and request_id within a request; what is given as `extra={"fields": ...}` besides."""

    def format(self, record: logging.LogRecord) -> str:
        at = f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(record.created))}.{record.msecs:03.0f}Z"
        told = {"at": at, "level": record.levelname.lower(), "message": record.getMessage()}
        if request := REQUEST.get():
            told["request_id"] = request
        return json.dumps({**told, **getattr(record, "fields", {})}, ensure_ascii=False)


def configure(how: str = "text") -> None:
    """Sends our log to stderr, as `how` says ("text" or "json"), and closes the libraries'."""
    quiet()
    handler = logging.StreamHandler(sys.stderr)
    plain = logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")
    handler.setFormatter(_Json() if how == "json" else plain)
    LOG.handlers[:] = [handler]
    LOG.setLevel(logging.INFO)
    LOG.propagate = False


def quiet() -> None:
    """Closes the logs of the libraries, whatever the root logger does."""
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False
        logger.handlers[:] = [logging.NullHandler()]
