"""What rooms that do not know one another say alike of a list that was not seen whole."""

from __future__ import annotations

from glidecheck.model.message import Message

HIDDEN = Message("a line of the list may be missing: photograph the label straight on, without glare")
