"""Capacity and deadlines in pages."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from followups.domain import sla
from followups.enums import FollowUpState
from followups.models import Rep
from team.models import AuditEntry
from tests.factories.followups import FollowUpFactory, RepFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import User

    ClientFor = Callable[[User], Client]

REPS, NEW, SLA = (reverse(f"followups:{name}") for name in ("reps", "rep_new", "sla"))
HOURS = {
    "contact_hours": "4",
    "resolve_hours": "24",
    "weekdays": ["0", "1", "5"],
    "opens_at": "08:00",
    "closes_at": "16:30",
    "imported_days": "14",
}


def text_of(client: Client, url: str) -> str:
    """The page with single blanks."""
    return " ".join(client.get(url).content.decode().split())


def test_desks_show_load_lateness_and_absence(
    ines: Rep, omar: Rep, petra: User, client_for: ClientFor
) -> None:
    """T34: the load view."""
    now = timezone.now()
    FollowUpFactory.create(assignee=ines.user, contact_due_at=now - timedelta(hours=1))
    FollowUpFactory.create(assignee=ines.user, state=FollowUpState.UNREACHABLE, closed_at=now)
    FollowUpFactory.create(
        assignee=ines.user,
        state=FollowUpState.WAITING,
        waiting_since=now,
        wait_until=now + timedelta(days=1),
        first_contact_at=now,
    )
    Rep.objects.filter(pk=omar.pk).update(away_until=now + timedelta(days=3))

    page = text_of(client_for(petra), REPS)

    assert "2 of 10" in page
    assert '<td data-label="Overdue" class="number danger">1</td>' in page
    assert '<td data-label="Waiting" class="number">1</td>' in page
    assert "Spanish, English" in page
    assert "Away" in page


def test_the_desks_need_as_many_queries_for_three_as_for_one(petra: User, client_for: ClientFor) -> None:
    client = client_for(petra)
    counts = []
    for number in (1, 2):
        RepFactory.create_batch(number)
        client.get(REPS)
        with CaptureQueriesContext(connection) as caught:
            client.get(REPS)
        counts.append(len(caught))

    assert counts[0] == counts[1]


def test_somebody_gets_a_place_and_later_another_capacity(
    omar: Rep, petra: User, rep: User, client_for: ClientFor
) -> None:
    """T34, and every change is in the audit trail."""
    client = client_for(petra)
    assert "Omar" not in text_of(client, NEW)

    client.post(NEW, {"user": rep.pk, "capacity": "6", "languages": "EN, pt-BR en"})
    place = Rep.objects.get(user=rep)
    assert (place.capacity, place.languages, place.away_until) == (6, ["en", "pt-br"], None)
    client.post(
        reverse("followups:rep", args=[place.pk]),
        {"capacity": "0", "languages": "", "away_until": "2030-08-01"},
    )

    place.refresh_from_db()
    # Back on the first instant of that day in Berlin.
    assert (place.capacity, place.languages, place.away_until) == (
        0,
        [],
        datetime(2030, 7, 31, 22, tzinfo=UTC),
    )
    changes = list(AuditEntry.objects.order_by("pk").values_list("action", "actor", "changes"))
    assert [entry[:2] for entry in changes] == [("rep.changed", petra.pk)] * 2
    assert changes[1][2]["capacity"] == [6, 0]


@pytest.mark.parametrize("languages", ["español", "en; de", "abcdefghijklmno"])
def test_languages_are_codes(petra: User, rep: User, client_for: ClientFor, languages: str) -> None:
    page = client_for(petra).post(NEW, {"user": rep.pk, "capacity": "6", "languages": languages})

    assert page.status_code == 422
    assert not Rep.objects.exists()


def test_viewers_are_not_offered_a_place(petra: User, viewer: User, client_for: ClientFor) -> None:
    page = client_for(petra).post(NEW, {"user": viewer.pk, "capacity": "6"})

    assert page.status_code == 422


def test_deadlines_are_changed_with_an_audit_entry(petra: User, client_for: ClientFor) -> None:
    """G44."""
    client = client_for(petra)
    assert "Europe/Berlin" not in text_of(client, REPS)
    assert "Europe/Berlin" in text_of(client, SLA)

    client.post(SLA, HOURS)

    policy = sla.policy()
    assert (policy.contact_hours, policy.resolve_hours, policy.weekdays) == (4, 24, [0, 1, 5])
    assert (policy.opens_at, policy.closes_at, policy.imported_days) == (time(8), time(16, 30), 14)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.changes["contact_hours"], entry.changes["weekdays"]) == (
        "sla.changed",
        [8, 4],
        [[0, 1, 2, 3, 4], [0, 1, 5]],
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"contact_hours": "0"},
        {"resolve_hours": "2"},
        {"resolve_hours": "2001"},
        {"weekdays": []},
        {"weekdays": ["7"]},
        {"closes_at": "08:00"},
        {"opens_at": "08:00", "closes_at": "08:01"},
        {"imported_days": "-1"},
    ],
    ids=str,
)
def test_deadlines_that_make_no_sense_are_refused(
    petra: User, client_for: ClientFor, wrong: dict[str, object]
) -> None:
    page = client_for(petra).post(SLA, {**HOURS, **wrong})

    assert page.status_code == 422
    assert sla.policy().contact_hours == 8


@pytest.mark.parametrize("url", [REPS, NEW, SLA])
def test_these_pages_are_the_managers(ines: Rep, client_for: ClientFor, url: str) -> None:
    assert client_for(ines.user).get(url).status_code == 403
