"""What came with the photos of an intent and is not looked at, in words: none of it is passed over, and beside it nothing is complete."""

from __future__ import annotations

from glidecheck.chat.hear import MOST_PHOTOS, Intent
from glidecheck.model import Message

BEYOND = "{n} more of your photos were not looked at: send them again, at most {most} photos at a time"
FILES = "what you sent with the photos as a file or a video ({n}) cannot be read: send photos of the label instead"
REFUSED = "{n} of your photos could not be loaded: send them again, each as a JPEG or PNG of at most 20 MB"


def of(intent: Intent) -> tuple[str, ...]:
    """One line for each kind of what is missing."""
    out = []
    if intent.beyond:
        out.append(Message(BEYOND, n=str(intent.beyond), most=str(MOST_PHOTOS)))
    if intent.files:
        out.append(Message(FILES, n=str(intent.files)))
    if intent.refused:
        out.append(Message(REFUSED, n=str(intent.refused)))
    return tuple(out)
