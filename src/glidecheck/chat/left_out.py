"""What came with a product's photos and is not looked at: it may show what the others do not, so no answer is complete without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glidecheck.model import Message

if TYPE_CHECKING:
    from glidecheck.chat.intents import Intent

BEYOND = "{n} of your photos were beyond what I read at once: send them in a message of their own"
FILES = "{n} of what you sent is no photo and was not read: send a photo of the label"
REFUSED = "{n} of your photos could not be fetched: send them again"


def left_out(intent: Intent) -> tuple[str, ...]:
    """Each reason with what to do next; nothing where all that was sent is looked at."""
    reasons = (
        (intent.beyond, Message(BEYOND, n=str(intent.beyond))),
        (intent.files, Message(FILES, n=str(intent.files))),
        (intent.refused, Message(REFUSED, n=str(intent.refused))),
    )
    return tuple(reason for count, reason in reasons if count)
