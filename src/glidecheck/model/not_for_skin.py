"""The one thing to say of a label that is no cosmetic's and no medicine's: no photo of it makes a food a product for the skin."""

from __future__ import annotations

from glidecheck.model.message import Message

OTHER_KIND = "this reads as the label of {kind}, which is not made for the skin: ask the provider about the product itself"


def not_for_skin(kind: Message) -> Message:
    """What is said of a label of `kind` ("a food")."""
    return Message(OTHER_KIND, kind=kind)


def says_not_for_skin(text: str) -> bool:
    """Whether this was said by `not_for_skin`."""
    return isinstance(text, Message) and text.template == OTHER_KIND
