"""What operators get wrong, said at every start; `check --database default` asks the database too."""

from __future__ import annotations

import sqlite3
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004  # Django's name for it
from django.db import OperationalError, ProgrammingError, connection

from nps_project import address_key
from nps_project import environment as env
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Sequence

SQLITE_NEEDED = (3, 35)
SHORTEST_KEY = 32
# Domains that no mail server takes a sender from.
NOWHERE = ("localhost", ".localdomain", ".example", "example.com", "example.org", ".invalid", ".test")


def is_public() -> bool:
    """Whether others than this machine's users open this server; a trial run needs no warnings."""
    host = urlsplit(settings.BASE_URL).hostname or ""
    try:
        loopback = ip_address(host).is_loopback
    except ValueError:
        loopback = host in {"localhost", "testserver"}
    return not settings.DEBUG and not loopback


@register
def check_sqlite(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Claims rest on UPDATE … RETURNING, which SQLite has from 3.35 on."""
    if connection.vendor != "sqlite" or sqlite3.sqlite_version_info >= SQLITE_NEEDED:
        return []
    return [
        Error(
            f"SQLite {sqlite3.sqlite_version} is older than 3.35.",
            hint="Use a newer Python, or PostgreSQL by DATABASE_URL.",
            id="closeloop.E001",
        )
    ]


@register
def check_address_key(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A short key can be guessed, and with it who the erased people were."""
    if settings.DEBUG or len(settings.ADDRESS_HASH_KEY) >= SHORTEST_KEY:
        return []
    return [
        Warning(
            f"ADDRESS_HASH_KEY has fewer than {SHORTEST_KEY} characters.",
            hint="Before the first customer is stored, take a longer one; afterwards keep it.",
            id="closeloop.W001",
        )
    ]


@register
def check_public_server(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """What works on one's own machine and does not in public."""
    if not is_public():
        return []
    found: list[CheckMessage] = []
    if not settings.HTTPS:
        found.append(
            Warning(
                "BASE_URL is not HTTPS: answers and passwords travel in the clear.",
                hint="Put a proxy with a certificate in front and set BASE_URL to its https:// address.",
                id="closeloop.W002",
            )
        )
    if settings.EMAIL_BACKEND == settings.LOCAL_OUTBOX:
        found.append(
            Warning(
                "Mails stay in the local outbox: no customer is asked.",
                hint="Set EMAIL_URL, or EMAIL_BACKEND to one of Anymail's.",
                id="closeloop.W003",
            )
        )
    if not env.text("CELERY_BROKER_URL"):
        found.append(
            Warning(
                "CELERY_BROKER_URL is not set.",
                hint="Start everything with `manage.py run`, which has a broker of its own, or name one.",
                id="closeloop.W004",
            )
        )
    return found


def is_nowhere(address: str) -> bool:
    """Whether nobody can have sent from this address."""
    domain = address.partition("@")[2].lower()
    return not domain or domain.endswith(NOWHERE)


@register(Tags.database)
def check_program(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The key and the sender that the database knows."""
    if not databases:
        return []
    try:
        program = Program.objects.first()
        address_key.verify()
    except address_key.KeyChanged as changed:
        return [Error(str(changed), id="closeloop.E002")]
    except (OperationalError, ProgrammingError):
        # Not migrated yet: nothing is stored that could be wrong.
        return []
    if (
        is_public()
        and settings.EMAIL_BACKEND != settings.LOCAL_OUTBOX
        and program
        and is_nowhere(program.sender_email)
    ):
        return [
            Warning(
                f"The sender address {program.sender_email or '(none)'} is nobody's: mail servers refuse it.",
                hint="Set it under Settings, with a domain that lets your mail server send (SPF, DKIM).",
                id="closeloop.W005",
            )
        ]
    return []
