"""What the environment may say, and what is told of it: never a secret."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from channels import senders
from service.house import ENVIRONMENT

from glidecheck.channels.spool import Spool
from glidecheck.errors import UsageError
from glidecheck.service import wiring
from glidecheck.service.settings import Settings, read, strangers


def variables(monkeypatch: pytest.MonkeyPatch, **given: str) -> None:
    for name, value in given.items():
        monkeypatch.setenv("GLIDECHECK_" + name.upper(), value)


def test_nothing_is_on_without_a_word(tmp_path: Path) -> None:
    assert not wiring.channels(read(), Spool(tmp_path), None)
    assert all(not s.on and not s.begun for s in wiring.states(read()))


def test_the_environment_switches_channels_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    variables(monkeypatch, **ENVIRONMENT)
    found = read()
    assert set(wiring.channels(found, Spool(tmp_path), None)) == set(senders.NAMES)
    assert [line.split()[1] for line in wiring.check(found)[:7]] == ["on"] * 7


@pytest.mark.parametrize("name", wiring.NEEDS)
def test_what_is_missing_is_named(name: str) -> None:
    for field in wiring.NEEDS[name]:
        if len(wiring.NEEDS[name]) == 1:
            continue
        given = {**ENVIRONMENT, field: ""}
        state = next(s for s in wiring.states(read(**given)) if s.name == name)
        assert (state.on, state.missing) == (False, (f"GLIDECHECK_{field.upper()}",))


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"telegram_token": "secret-nonsense"}, "TELEGRAM_TOKEN"),
        ({"telegram_secret": "a b"}, "TELEGRAM_SECRET"),
        ({"generic_secret": "secret-nonsense"}, "GENERIC_SECRET"),
        ({"public_url": "http://secret-nonsense"}, "PUBLIC_URL"),
        ({"api_keys": "secret-nonsense"}, "API_KEYS"),
        ({"sender_limit": "secret-nonsense"}, "SENDER_LIMIT"),
        ({"upload_mb": "secret-nonsense"}, "UPLOAD_MB"),
        ({"keep_minutes": "-1"}, "KEEP_MINUTES"),
        ({"test_host": "127.0.0.1:80"}, "the environment"),
        ({"test_host": "10.0.0.1:80", "mode": "test"}, "the environment"),
        ({"mode": "secret-nonsense"}, "MODE"),
    ],
)
def test_a_value_that_cannot_be_is_named_and_not_shown(given: dict[str, Any], named: str) -> None:
    with pytest.raises(UsageError) as error:
        read(**given)
    assert named in str(error.value)
    assert "secret-nonsense" not in f"{error.value} {error.value.next} {error.value!r} {error.value.__context__!r}"


def test_the_hole_for_tests_is_refused_in_production() -> None:
    with pytest.raises(UsageError):
        read(test_host="127.0.0.1:8000")
    assert read(test_host="127.0.0.1:8000", mode="test").test_host


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    variables(monkeypatch, **ENVIRONMENT, api_keys="a-key-of-the-clinic-0123456789")
    found = read()
    shown = repr(found) + str(found) + str(found.model_dump()) + found.model_dump_json()
    shown += "\n".join([*wiring.check(found), *wiring.setup(found)]) + repr(wiring.channels(found, Spool(tmp_path), None))
    for secret in (
        *senders.SECRETS.values(),
        senders.TELEGRAM_TOKEN,
        "token-for-tests",
        "verify-me",
        "a-key-of-the-clinic",
        "+15559990000",
    ):
        assert secret not in shown


@pytest.mark.parametrize("name", wiring.NEEDS)
def test_what_to_enter_at_the_platform(name: str) -> None:
    told = "\n".join(wiring.setup(read(**{f: ENVIRONMENT[f] for f in wiring.NEEDS[name]})))
    assert f"/webhooks/{name}" in told
    assert "YOUR-HOST" in told or senders.PUBLIC in told


def test_a_misspelt_variable_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    variables(monkeypatch, telegram_tokn="x", telegram_token=senders.TELEGRAM_TOKEN)
    assert strangers(read()) == ["GLIDECHECK_TELEGRAM_TOKN"]


def test_photos_lie_beside_the_database(tmp_path: Path) -> None:
    assert Settings(db=str(tmp_path / "a.db")).spool_folder == tmp_path / "a.db.photos"
    assert Settings(db="postgresql://u:p@h/d").spool_folder.is_absolute()  # the same from whichever folder it is started


def test_every_library_can_be_loaded() -> None:
    wiring.warm(wiring.NEEDS)
