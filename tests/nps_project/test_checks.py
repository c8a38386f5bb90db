from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from django.core.checks import CheckMessage, run_checks

from nps_project import address_key, checks
from team.models import Program

if TYPE_CHECKING:
    from pytest_django import Settings


def ours(messages: list[CheckMessage]) -> list[str]:
    """The ids of our own checks."""
    return sorted(str(message.id) for message in messages if str(message.id).startswith("closeloop."))


@pytest.fixture
def in_public(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A server as it should be."""
    settings.BASE_URL, settings.HTTPS = "https://nps.northwind.test", True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://127.0.0.1:6379/0")
    return settings


def test_a_public_server_in_order_gets_no_word(in_public: Settings) -> None:
    assert ours(run_checks()) == []


def test_a_trial_on_ones_own_machine_gets_no_word(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BASE_URL, settings.HTTPS = "http://127.0.0.1:8000", False
    settings.EMAIL_BACKEND = settings.LOCAL_OUTBOX
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)

    assert ours(run_checks()) == []


def test_a_public_server_hears_of_http_local_mail_and_a_missing_broker(
    in_public: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_public.BASE_URL, in_public.HTTPS = "http://nps.northwind.test", False
    in_public.EMAIL_BACKEND = in_public.LOCAL_OUTBOX
    monkeypatch.delenv("CELERY_BROKER_URL")

    assert ours(run_checks()) == ["closeloop.W002", "closeloop.W003", "closeloop.W004"]


def test_a_short_address_key_is_named(in_public: Settings) -> None:
    in_public.ADDRESS_HASH_KEY = "short"

    assert ours(run_checks()) == ["closeloop.W001"]


@pytest.mark.sqlite_only
def test_an_old_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))

    assert ours(run_checks()) == ["closeloop.E001"]


@pytest.mark.django_db
def test_another_address_key_than_the_databases_is_an_error(settings: Settings) -> None:
    address_key.remember()
    assert ours(run_checks(databases=["default"])) == []

    settings.ADDRESS_HASH_KEY = "another key of more than thirty-two characters"

    assert ours(run_checks(databases=["default"])) == ["closeloop.E002"]
    with pytest.raises(address_key.KeyChanged):
        address_key.remember()
    # The stored one is never replaced.
    settings.ADDRESS_HASH_KEY = "a third key of more than thirty-two characters"
    assert ours(run_checks(databases=["default"])) == ["closeloop.E002"]


@pytest.mark.django_db
def test_a_sender_that_mail_servers_refuse_is_named(in_public: Settings) -> None:
    Program.objects.current()
    assert ours(run_checks(databases=["default"])) == ["closeloop.W005"]

    Program.objects.update(sender_email="survey@northwind.com")
    assert ours(run_checks(databases=["default"])) == []


@pytest.mark.parametrize(
    "address", ["", "survey", "survey@localhost", "a@b.localdomain", "a@mail.example.com"]
)
def test_senders_that_nobody_is(address: str) -> None:
    assert checks.is_nowhere(address)
