"""The support cases of a customer, as their story tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.db.models.functions import Coalesce, Greatest

from customers.models import Event
from followups.access import followups_for
from followups.enums import ActivityKind
from followups.models import Activity
from insights.domain.story.entry import Entry
from team.enums import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from customers.models import Customer, SupportCase
    from team.models import User

ICON = "life-buoy"


def entries(*, customer: Customer, user: User, limit: int) -> list[Entry]:
    """What befell the newest cases, as far as no event and no line of a follow-up tells it already."""
    opened = F("opened_at")
    last = Greatest(opened, Coalesce("closed_at", opened), Coalesce("reopened_at", opened))
    # Every entry among the newest belongs to one of these: each case has one that is as late as this.
    cases = list(customer.support_cases.annotate(last=last).order_by("-last", "-pk")[:limit])
    by_event = set(Event.objects.filter(support_case__in=cases).values_list("support_case", "occurred_at"))
    by_us = _told_of_followups(customer, user)
    return [entry for case in cases for entry in _steps(case) if not _is_told(case, entry, by_event, by_us)]


def _steps(case: SupportCase) -> Iterator[Entry]:
    # A case of which only its end was told has no beginning that we know.
    if case.opened_at not in (case.closed_at, case.reopened_at):
        yield _entry(case, case.opened_at, "opened")
    if case.closed_at:
        yield _entry(case, case.closed_at, "closed", tone="promoter")
    if case.reopened_at and case.reopened_at != case.reopened_by_us_at:
        yield _entry(case, case.reopened_at, "reopened", tone="detractor")
    if case.reopened_by_us_at:
        text = "A poor answer to the survey after it reopened it."
        yield _entry(case, case.reopened_by_us_at, "reopened from here", tone="detractor", text=text)


def _entry(case: SupportCase, at: datetime, done: str, *, tone: str = "", text: str = "") -> Entry:
    return Entry(at, ICON, f"Support case {done}: {case}", tone=tone, text=text, url=case.url)


def _is_told(
    case: SupportCase, entry: Entry, by_event: Collection[tuple[int | None, datetime]], by_us: set[datetime]
) -> bool:
    return (case.pk, entry.at) in by_event or (entry.at == case.reopened_by_us_at and entry.at in by_us)


def _told_of_followups(customer: Customer, user: User) -> set[datetime]:
    if not user.may(Role.REP):
        return set()
    rows = followups_for(user).filter(customer=customer)
    lines = Activity.objects.filter(followup__in=rows, kind=ActivityKind.CASE)
    return set(lines.values_list("at", flat=True))
