"""From settings to channels: which are on, what the others lack, and what is to be entered at each platform."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, TypedDict

from glidecheck.service.settings import PREFIX, Settings

if TYPE_CHECKING:
    from pydantic import SecretStr

    from glidecheck.channels.base import Channel
    from glidecheck.channels.spool import Spool

NEEDS: dict[str, tuple[str, ...]] = {
    "telegram": ("telegram_token", "telegram_secret"),
    "whatsapp": ("whatsapp_token", "whatsapp_app_secret", "whatsapp_verify_token", "whatsapp_phone_id"),
    "twilio": ("twilio_sid", "twilio_token", "twilio_from", "public_url"),
    "slack": ("slack_token", "slack_signing_secret"),
    "line": ("line_token", "line_secret"),
    "messenger": ("messenger_token", "messenger_app_secret", "messenger_verify_token"),
    "generic": ("generic_secret",),
}
"""What each channel cannot do without."""

SECRETS = {
    "telegram": "telegram_secret", "whatsapp": "whatsapp_app_secret", "twilio": "twilio_token", "slack": "slack_signing_secret",
    "line": "line_secret", "messenger": "messenger_app_secret", "generic": "generic_secret",
}  # fmt: skip
"""What each platform signs with. The setting of the same name with _old behind it is the one before, while it is exchanged."""

_SHARED = ("public_url",)


@dataclass(frozen=True, slots=True)
class State:
    """A channel's state: on, or off with the variables it lacks; `begun` says that some of its own are set. `notes` is what works less
    well than it could."""

    name: str
    on: bool
    missing: tuple[str, ...] = ()
    begun: bool = False
    notes: tuple[str, ...] = ()


def variable(field: str) -> str:
    return PREFIX + field.upper()


def states(settings: Settings) -> tuple[State, ...]:
    """Every channel's state."""
    out = []
    for name, needs in NEEDS.items():
        lacking = tuple(variable(f) for f in needs if not getattr(settings, f))
        begun = any(getattr(settings, f) for f in needs if f not in _SHARED)
        out.append(State(name, not lacking, lacking, begun, _notes(name, settings)))
    return tuple(out)


def _notes(name: str, settings: Settings) -> tuple[str, ...]:
    if name == "line" and not settings.public_url:
        return (f"{variable('public_url')} is not set: LINE gets no pictures, text alone",)
    if name == "generic" and not settings.generic_hosts:
        return (f"{variable('generic_hosts')} is not set: no photo_url is fetched, and no answer can be posted",)
    return ()


def channels(settings: Settings, spool: Spool, publish: Callable[[bytes, str], str] | None) -> dict[str, Channel]:
    """The channels that are on. Only their libraries are imported, and only when used.

    `spool` keeps photos that come with a request; `publish` puts a picture where a platform can fetch it.
    """
    made = {state.name: _made(state.name, settings, spool, publish) for state in states(settings) if state.on}
    return {name: _for_tests(channel, settings.test_host) if settings.test_host else channel for name, channel in made.items()}


class _Secrets(TypedDict):
    secret: str
    old_secret: str


def _made(name: str, s: Settings, spool: Spool, publish: Callable[[bytes, str], str] | None) -> Channel:
    both: _Secrets = {"secret": _plain(getattr(s, SECRETS[name])), "old_secret": _plain(getattr(s, f"{SECRETS[name]}_old"))}
    match name:
        case "telegram":
            from glidecheck.channels.telegram import Telegram

            return Telegram(_plain(s.telegram_token), **both)
        case "whatsapp":
            from glidecheck.channels.whatsapp import WhatsApp

            return WhatsApp(_plain(s.whatsapp_token), _plain(s.whatsapp_verify_token), s.whatsapp_phone_id or "", **both)
        case "twilio":
            from glidecheck.channels.twilio import Twilio

            return Twilio(s.twilio_sid or "", _plain(s.twilio_from), publish=publish, **both)
        case "slack":
            from glidecheck.channels.slack import Slack

            return Slack(_plain(s.slack_token), **both)
        case "line":
            from glidecheck.channels.line import Line

            return Line(_plain(s.line_token), publish=publish, **both)
        case "messenger":
            from glidecheck.channels.messenger import Messenger

            return Messenger(_plain(s.messenger_token), _plain(s.messenger_verify_token), **both)
        case _:
            from glidecheck.channels.generic import Generic
            from glidecheck.channels.media import Guard

            return Generic(spool, Guard(s.generic_hosts), _plain(s.generic_reply_url), **both)


_LIBRARIES = {
    "telegram": (),
    "whatsapp": ("pywa.client", "pywa.utils"),
    "messenger": ("pywa.utils",),
    "twilio": ("twilio.rest", "twilio.request_validator"),
    "slack": ("slack_sdk", "slack_sdk.signature"),
    "line": ("linebot.v3.messaging", "linebot.v3.webhook"),
    "generic": ("standardwebhooks", "python_multipart.multipart"),
}


def warm(names: Iterable[str]) -> None:
    """Loads the libraries of these channels now: some take seconds, and LINE wants its first message acknowledged within two."""
    for name in names:
        for module in _LIBRARIES[name]:
            import_module(module)


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


_TEST_PATHS: dict[str, dict[str, str]] = {
    "telegram": {"api": ""},
    "twilio": {"api": ""},
    "whatsapp": {"api": "/graph"},
    "messenger": {"api": "/graph"},
    "slack": {"api": "/slack/api/"},
    "line": {"api": "", "data": ""},
    "generic": {},
}
"""Where the host that plays the platforms answers for each: the field that names the platform's address, and the path there."""


def _for_tests(channel: Channel, host: str) -> Channel:
    """The same channel, its platform played by `host` on loopback."""
    played = {name: f"http://{host}{path}" for name, path in _TEST_PATHS[channel.name].items()}
    guard = replace(channel.guard, test_host=host)  # type: ignore[attr-defined]
    return replace(channel, guard=guard, **played)  # type: ignore[type-var]


def check(settings: Settings) -> list[str]:
    """What is on and what is missing, by the names of the variables: for people, and for `serve --check`."""
    out = []
    for state in states(settings):
        if state.on:
            out.append(f"{state.name:<10} on")
        elif state.begun:
            out.append(f"{state.name:<10} off: {', '.join(state.missing)} missing")
        else:
            out.append(f"{state.name:<10} off")
        if state.on:
            out += [f"{'':<10} {note}" for note in state.notes]
    keys = len(settings.api_keys)
    opened = f"on, open to all ({variable('api_keys')} is not set)"
    told = f"on, {keys} keys" if keys > 1 else "on, 1 key" if keys else opened
    out.append(f"{'api':<10} {told}")
    where = "PostgreSQL" if "://" in settings.db else "SQLite"
    out.append(f"{'store':<10} {where}; photos are kept {settings.keep_minutes:g} minutes at most")
    if settings.mode == "test":
        out.append(f"{'mode':<10} TEST: media is fetched from {settings.test_host or 'nowhere else'}; never use this with real people")
    return out


def setup(settings: Settings) -> list[str]:
    """What to enter at each platform whose channel is on, or begun."""
    base = settings.public_url or "https://YOUR-HOST"
    out: list[str] = [] if settings.public_url else [f"{variable('public_url')} is not set: put your own address in place of {base}.", ""]
    for state in states(settings):
        if state.on or state.begun:
            out += [state.name, *(f"  {line}" for line in _STEPS[state.name](f"{base}/webhooks/{state.name}")), ""]
    if not any(state.on or state.begun for state in states(settings)):
        out.append("No channel is set up. Set the variables of one; these are they:")
        out += [f"  {name:<10} {' '.join(variable(f) for f in needs)}" for name, needs in NEEDS.items()]
    return out


_STEPS: dict[str, Callable[[str], tuple[str, ...]]] = {
    "telegram": lambda url: (
        "Say this once, in a shell that has the two variables:",
        "curl https://api.telegram.org/bot$GLIDECHECK_TELEGRAM_TOKEN/setWebhook \\",
        f"  -d url={url} -d secret_token=$GLIDECHECK_TELEGRAM_SECRET \\",
        "  -d 'allowed_updates=[\"message\"]' -d drop_pending_updates=true",
    ),
    "whatsapp": lambda url: (
        "developers.facebook.com > your app > WhatsApp > Configuration > Webhook",
        f"Callback URL   {url}",
        "Verify token   the value of GLIDECHECK_WHATSAPP_VERIFY_TOKEN",
        "Webhook fields messages",
    ),
    "messenger": lambda url: (
        "developers.facebook.com > your app > Messenger > API settings > Webhooks",
        f"Callback URL   {url}",
        "Verify token   the value of GLIDECHECK_MESSENGER_VERIFY_TOKEN",
        "Page fields    messages",
    ),
    "twilio": lambda url: (
        "console.twilio.com > your number, or Messaging > WhatsApp sender",
        f"A message comes in   Webhook, HTTP POST   {url}#rc=5&rp=all",
    ),
    "slack": lambda url: (
        "api.slack.com/apps > your app",
        f"Event Subscriptions > Request URL   {url}",
        "Subscribe to bot events             message.im",
        "OAuth scopes                        chat:write files:read files:write im:history",
        "App Home > Messages Tab             on, with messages from users allowed",
    ),
    "line": lambda url: (
        "developers.line.biz > your channel > Messaging API",
        f"Webhook URL            {url}",
        "Use webhook            on",
        "Webhook redelivery     on",
        "Auto-reply messages    off",
    ),
    "generic": lambda url: (
        f"POST {url}, signed as www.standardwebhooks.com says, with GLIDECHECK_GENERIC_SECRET:",
        '{"chat": "patient-17", "photo_url": "https://...", "reply_url": "https://..."}',
    ),
}
