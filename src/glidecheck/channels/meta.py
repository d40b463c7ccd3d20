"""What WhatsApp Cloud and Messenger share: Meta's way to prove who asks.

https://developers.facebook.com/docs/graph-api/webhooks/getting-started: a GET with hub.challenge to be echoed; each POST signed with the
app's secret over the raw body.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field

from glidecheck.channels.base import MAX_ID, BadSignature, Delivery, Posted

SIGNATURE = "x-hub-signature-256"


@dataclass(frozen=True, slots=True)
class OfMeta(Posted):
    """An app of Meta's: it signs with the app secret, and asks for `verify_token` whether this address is ours."""

    token: str = field(repr=False)
    verify_token: str = field(repr=False)
    signed_by: tuple[str, ...] = field(default=(SIGNATURE,), kw_only=True)

    def verify(self, delivery: Delivery) -> None:
        """Raises BadSignature unless the raw body is signed with one of the app's secrets; empty ones are none."""
        from pywa.utils import webhook_updates_validator

        given = delivery.headers.get(SIGNATURE, "")
        # compare_digest refuses to compare text that is not ASCII, with a TypeError
        if not given.startswith("sha256=") or not given.isascii():
            raise BadSignature("the signature is none")
        if not any(webhook_updates_validator(secret, delivery.body, given) for secret in self.secrets):
            raise BadSignature("the signature does not fit the body")

    def challenge(self, delivery: Delivery) -> str | None:
        """The challenge to echo; None where the request is none. Raises BadSignature for a wrong verify token."""
        if delivery.one("hub.mode") != "subscribe":
            return None
        if not hmac.compare_digest(delivery.one("hub.verify_token").encode("utf-8", "surrogateescape"), self.verify_token.encode()):
            raise BadSignature("the verify token is not ours")
        return delivery.one("hub.challenge")[:MAX_ID]
