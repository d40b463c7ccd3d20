"""Slack, over slack_sdk.

https://docs.slack.dev/authentication/verifying-requests-from-slack and https://docs.slack.dev/apis/events-api: the Events API wants a 2xx
within 3 s and asks up to three times more, with the same event id. Only direct messages to the app are answered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from glidecheck.channels import base
from glidecheck.channels import media as guarded
from glidecheck.channels.shapes import ident, json_object, kind_of, number, obj, objects, text, word
from glidecheck.chat.model import Incoming, Media

if TYPE_CHECKING:
    from slack_sdk import WebClient
    from slack_sdk.errors import SlackApiError

API = "https://slack.com/api/"
HOSTS = ("files.slack.com", "slack.com", "*.slack.com", "*.slack-edge.com", "*.slack-files.com")
LIMIT = 3900
"""Characters: https://docs.slack.dev/reference/methods/chat.postMessage asks for at most 4,000."""
_FILE_ID = re.compile(r"[A-Z0-9]{2,64}", re.ASCII)
_GONE = frozenset({"file_not_found", "file_deleted", "not_visible", "missing_scope", "no_permission"})
_FINAL = frozenset({
    "channel_not_found", "is_archived", "not_in_channel", "user_disabled", "user_not_found", "cannot_dm_bot", "restricted_action",
    "msg_too_long", "no_text", "invalid_arguments", "missing_scope", "messages_tab_disabled",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slack(base.Signed):
    """An app: `token` is its bot token (xoxb-...), `secret` the signing secret, what Slack signs its requests with."""

    UNSIGNED = "the signature does not fit the body, or is older than five minutes"

    token: str = field(repr=False)
    guard: guarded.Guard = field(default_factory=lambda: guarded.Guard(HOSTS))
    api: str = API
    name: str = "slack"
    signed_by: tuple[str, ...] = ("x-slack-signature", "x-slack-request-timestamp")
    limit: int = field(default=LIMIT, kw_only=True)

    def _signed(self, delivery: base.Delivery, secret: str) -> bool:
        from slack_sdk.signature import SignatureVerifier

        return SignatureVerifier(secret).is_valid_request(delivery.body, dict(delivery.headers))

    def challenge(self, delivery: base.Delivery) -> str | None:
        payload = json_object(delivery.body) if delivery.body else {}
        return ident(payload, "challenge") if payload.get("type") == "url_verification" else None

    def messages(self, delivery: base.Delivery) -> tuple[Incoming, ...]:
        payload = json_object(delivery.body)
        if payload.get("type") != "event_callback":
            return ()
        event = obj(payload, "event")
        if event.get("type") != "message" or event.get("subtype") not in (None, "file_share"):
            return ()  # edits, deletions, joins
        if event.get("bot_id") or not event.get("user") or word(event, "channel_type") not in ("", "im"):
            return ()  # our own answers, other apps, channels where we were only invited
        chat = ident(event, "channel")
        if not chat.startswith("D"):
            return ()
        files = objects(event, "files")
        photos = tuple(Media(ident(f, "id"), _whole(number(f, "size"))) for f in files if word(f, "mimetype").startswith("image/"))
        words = text(event, "text")
        kind = kind_of(photos, bool(files), words)
        at = number(payload, "event_time") or 0.0
        return (Incoming(self.name, ident(payload, "event_id"), chat, kind, words, photos, at=at, files=len(files) - len(photos)),)

    def fetch(self, media: Media) -> bytes:
        from slack_sdk.errors import SlackApiError, SlackClientError

        if not _FILE_ID.fullmatch(media.ref):
            raise base.MediaRefused(base.Why.ADDRESS, "the photo has no id of Slack's")
        try:
            found: Any = self._client().files_info(file=media.ref).get("file") or {}
            address = found.get("url_private_download") or found.get("url_private")
        except SlackApiError as error:
            if _name(error) in _GONE:
                raise base.MediaRefused(base.Why.GONE, "Slack does not have the photo any more, or does not show it to the app") from None
            raise base.MediaUnreachable("Slack did not hand the photo out") from None
        except (SlackClientError, OSError, ValueError, AttributeError):
            raise base.MediaUnreachable("Slack did not answer") from None
        if not isinstance(address, str):
            raise base.MediaRefused(base.Why.GONE, "Slack names no address for the photo")
        return guarded.fetch(address, self.guard, {"Authorization": f"Bearer {self.token}"})

    def send(self, chat: str, part: base.Part, *, reply: str | None = None, key: str = "") -> None:  # noqa: ARG002
        from slack_sdk.errors import SlackApiError, SlackClientError

        try:
            if part.picture:
                self._client().files_upload_v2(channel=chat, content=part.picture, filename="label.jpg", title="label")
            else:
                self._client().chat_postMessage(channel=chat, text=part.text, mrkdwn=False, unfurl_links=False, unfurl_media=False)
        except SlackApiError as error:
            name = _name(error)
            raise base.SendFailed(f"Slack does not take the answer ({name})", retry=name not in _FINAL, after=_after(error)) from None
        except (SlackClientError, OSError, ValueError):
            raise base.SendFailed("Slack did not answer", retry=True) from None

    def _client(self) -> WebClient:
        from slack_sdk import WebClient

        return WebClient(self.token, base_url=self.api, timeout=int(self.seconds), retry_handlers=[])


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _name(error: SlackApiError) -> str:
    """Slack's word for what went wrong."""
    found = error.response.get("error") if hasattr(error.response, "get") else None
    return found if isinstance(found, str) and found.isidentifier() else "unknown"


def _after(error: SlackApiError) -> float | None:
    headers = getattr(error.response, "headers", None) or {}
    value = str(headers.get("Retry-After", ""))
    return float(value) if value.isascii() and value.isdigit() and len(value) < 6 else None
