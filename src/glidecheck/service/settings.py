"""What the environment says. A channel is on where all of its variables are set; a secret is never printed, not even in part."""

from __future__ import annotations

import ipaddress
import os
import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from glidecheck.errors import UsageError
from glidecheck.service import places

PREFIX = "GLIDECHECK_"
MODE_TEST = "test"
_LOOPBACK = re.compile(r"(127\.0\.0\.1|localhost):\d{2,5}", re.ASCII)
_RATE = re.compile(r"off|\d{1,6} */ *(second|minute|hour|day)s?", re.ASCII)

_OURS = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))

Secret = SecretStr | None
Names = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """Every variable GLIDECHECK_... that `serve` reads, with what it means without it."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True, env_ignore_empty=True, hide_input_in_errors=True)

    telegram_token: Secret = None
    telegram_secret: Secret = None
    whatsapp_token: Secret = None
    whatsapp_app_secret: Secret = None
    whatsapp_verify_token: Secret = None
    whatsapp_phone_id: str | None = None
    twilio_sid: str | None = None
    twilio_token: Secret = None
    twilio_from: SecretStr | None = None
    slack_token: Secret = None
    slack_signing_secret: Secret = None
    line_token: Secret = None
    line_secret: Secret = None
    messenger_token: Secret = None
    messenger_app_secret: Secret = None
    messenger_verify_token: Secret = None
    generic_secret: Secret = None
    generic_hosts: Names = ()
    """Where photos of the generic channel may lie and its answers may go: host names, "*.name", or "*" for every public host."""
    generic_reply_url: SecretStr | None = None

    telegram_secret_old: Secret = None
    whatsapp_app_secret_old: Secret = None
    twilio_token_old: Secret = None
    slack_signing_secret_old: Secret = None
    line_secret_old: Secret = None
    messenger_app_secret_old: Secret = None
    generic_secret_old: Secret = None
    """While a secret is exchanged: the one before, which is still taken of the platform."""

    public_url: str | None = None
    """How the world reaches this service, "https://clinic.example": Twilio signs over it, LINE and Twilio fetch pictures from it."""
    api_keys: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    """Keys of POST /v1/scan, separated by commas; none: it is open."""
    db: str = Field(default_factory=places.database)
    """A file, or postgresql://user@host/name; the password stands in GLIDECHECK_DB_PASSWORD or a file."""
    spool: Path | None = None
    """The folder of photos on their way; beside the database file by default."""
    policy: Path | None = None
    """A clinic's own policy."""
    engine: str | None = None
    second: str | None = None
    """The OCR engines, as `scan --engine` and `--second` name them."""

    sender_limit: str = "60/hour"
    """Messages of one sender that are answered."""
    address_limit: str = "60/minute"
    """Requests of one network address to the API and the page, and its wrongly signed ones to each webhook."""
    trusted_proxies: Annotated[tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...], NoDecode] = _OURS
    """Our own proxies, as addresses or networks separated by commas: of connections from these alone X-Forwarded-For is believed. By
    default those of this machine."""
    client_seconds: float = Field(30.0, ge=0, le=6000)
    """Seconds of reading that one network address has a minute, behind a first 120. 0, or with keys: as many as it asks for."""
    upload_mb: int = Field(60, ge=1, le=500)
    scan_queue: int = Field(8, ge=0, le=1000)
    """Scans of the API that may wait for a reader; one more is sent away with 503."""
    jobs: int = Field(0, ge=0, le=256)
    """Reading processes; 0: one a core."""
    keep_minutes: float = Field(60.0, gt=0, le=60 * 24 * 30)
    """How long a photo is kept at most, answered or not."""
    memory_days: float = Field(30.0, gt=0, le=366)
    """How long a conversation is remembered after its last message."""

    log: Literal["text", "json"] = "text"
    """How the log is written; json is one object a line."""

    mode: Literal["production", "test"] = "production"
    test_host: str | None = None
    """In test mode alone: the one "127.0.0.1:port" that plays all platforms; media is fetched from it by plain http."""

    @field_validator("db")
    @classmethod
    def _absolute(cls, value: str) -> str:
        return value if "://" in value else str(Path(value).absolute())

    @field_validator("generic_hosts", "api_keys", "trusted_proxies", mode="before")
    @classmethod
    def _parted(cls, value: object) -> object:
        return tuple(n.strip() for n in value.split(",") if n.strip()) if isinstance(value, str) else value

    @field_validator("generic_hosts")
    @classmethod
    def _lower(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(str.lower, value))

    @field_validator("api_keys")
    @classmethod
    def _long(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if any(len(k.get_secret_value()) < 16 for k in value):
            raise ValueError("a key has fewer than 16 characters")
        return value

    @field_validator("telegram_secret", "telegram_secret_old")
    @classmethod
    def _secret_token(cls, value: Secret) -> Secret:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{8,256}", value.get_secret_value(), re.ASCII):
            raise ValueError("Telegram takes 8 to 256 letters, digits, _ and -")  # Telegram's own minimum is 1, which guesses find
        return value

    @field_validator("telegram_token")
    @classmethod
    def _token(cls, value: Secret) -> Secret:
        if value and not re.fullmatch(r"\d{3,20}:[A-Za-z0-9_-]{10,100}", value.get_secret_value(), re.ASCII):
            raise ValueError("it is not a token of BotFather's (123456:ABC...)")
        return value

    @field_validator("generic_secret", "generic_secret_old")
    @classmethod
    def _standard(cls, value: Secret) -> Secret:
        if value:
            import base64

            try:
                key = base64.b64decode(value.get_secret_value().removeprefix("whsec_") + "==", validate=False)
            except ValueError:
                key = b""
            if len(key) < 24:
                raise ValueError("it is not whsec_ and base64 of at least 24 bytes")
        return value

    @field_validator("public_url")
    @classmethod
    def _public(cls, value: str | None) -> str | None:
        if value and not re.fullmatch(r"https://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~/-]*)?", value, re.ASCII):
            raise ValueError("it is not https://host")
        return value.rstrip("/") if value else None

    @field_validator("sender_limit", "address_limit")
    @classmethod
    def _rate(cls, value: str) -> str:
        if not _RATE.fullmatch(value):
            raise ValueError('write it as "60/hour", or "off"')
        return value

    @model_validator(mode="after")
    def _only_in_tests(self) -> Self:
        if self.test_host and self.mode != MODE_TEST:
            raise ValueError("test_host opens a hole in the guard, and is refused unless mode is test")
        if self.test_host and not _LOOPBACK.fullmatch(self.test_host):
            raise ValueError("test_host is not 127.0.0.1:port")
        return self

    @property
    def spool_folder(self) -> Path:
        """Where photos on their way lie."""
        if self.spool:
            return self.spool
        return places.state() / "photos" if "://" in self.db else Path(f"{self.db}.photos")


def read(**given: object) -> Settings:
    """The settings of the environment, `given` ones over them. Raises UsageError, naming the variable and never its value."""
    said_here = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**{**places.in_files(PREFIX, Settings.model_fields), **said_here})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        name = f"{PREFIX}{'_'.join(str(part) for part in first['loc'][:1]).upper()}" if first["loc"] else "the environment"
        said = first["msg"].removeprefix("Value error, ")
        raise UsageError(f"{name} cannot be used: {said}", "Correct it and start again; serve --check tells what is set.") from None


def strangers(known: Settings) -> list[str]:
    """Variables GLIDECHECK_... of the environment that mean nothing here: most likely misspelt."""
    elsewhere = {"GLIDECHECK_DEBUG", "GLIDECHECK_ALLOW_RECORDED", "GLIDECHECK_RECORDED", "GLIDECHECK_RECORDED_NETWORK"}
    elsewhere |= {"GLIDECHECK_CONFIG", "GLIDECHECK_FORMAT"}  # of the command line
    names = [PREFIX + name.upper() for name in (*type(known).model_fields, "db_password")]
    fields = {*names, *(name + places.FILE for name in names)}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in fields | elsewhere)
