"""What the pages of the settings show, with everything a row needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from core.calendars import start_of_day
from team.models import ApiKey, AuditEntry, User

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

AUDIT_PAGE = 50


def people(*, text: str = "", role: str = "", state: str = "") -> QuerySet[User]:
    """People by name, each with `protected`: whether a second factor guards them."""
    found = User.objects.matching(text) if text else User.objects.all()
    if role:
        found = found.filter(role=role)
    if state:
        found = found.filter(is_active=state == "active")
    second_factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    ordered: QuerySet[User] = found.order_by("-is_active", "name", "pk").select_related("manager")
    return ordered.annotate(protected=Exists(second_factor))


def keys() -> QuerySet[ApiKey]:
    """All keys, the newest first, revoked and expired ones too: the list says what had access."""
    return ApiKey.objects.select_related("created_by")


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some entries, and the id before which the next page begins."""

    entries: list[AuditEntry]
    next_before: int | None


def audit_page(*, chosen: Mapping[str, Any], zone: ZoneInfo) -> AuditPage:
    """The newest entries that fit.

    `chosen` holds q, person, room, until (a day in `zone`) and before (an entry's id), each may be empty.
    """
    entries = AuditEntry.objects.newest_first().select_related("actor")
    if chosen.get("q"):
        entries = entries.mentioning(chosen["q"])
    if chosen.get("person"):
        entries = entries.by(chosen["person"].pk)
    if chosen.get("room"):
        entries = entries.about(chosen["room"])
    if chosen.get("until"):
        entries = entries.filter(at__lt=start_of_day(chosen["until"] + timedelta(days=1), zone))
    if chosen.get("before"):
        entries = entries.older_than(chosen["before"])
    rows = list(entries[: AUDIT_PAGE + 1])
    page = rows[:AUDIT_PAGE]
    return AuditPage(page, next_before=page[-1].pk if len(rows) > AUDIT_PAGE else None)
