"""Capacity in pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from followups.enums import FollowUpState
from followups.models import CustomTrait, Rep
from responses.models import Theme
from team.models import AuditEntry
from tests.factories.customers import AccountFactory
from tests.factories.followups import FollowUpFactory, OfficeHoursFactory, RepFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import User

    ClientFor = Callable[[User], Client]

REPS, NEW = (reverse(f"followups:{name}") for name in ("reps", "rep_new"))


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

    cells = ["2 of 10", 'Free" class="number">8<', 'Overdue" class="number danger">1<']
    cells += ['To contact" class="number">1<', 'Waiting" class="number">1<', 'Tasks" class="number">0<']
    assert [cell for cell in cells if cell not in page] == []
    assert "Spanish, English" in page
    assert "Away" in page
    assert "10 places of those who are here" in page


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


def test_somebody_gets_a_place_and_later_other_traits(
    omar: Rep, petra: User, rep: User, client_for: ClientFor
) -> None:
    """T32, T33, T34: every trait of a person can be told, and every change is in the audit trail."""
    client = client_for(petra)
    slow = Theme.objects.create(code="slow-support", name="Slow support")
    hours = OfficeHoursFactory.create(name="Lisbon")
    CustomTrait.objects.create(key="industry", label="Industry", source="account.industry")
    AccountFactory.create(industry="Automotive")
    assert "Omar" not in text_of(client, NEW)

    client.post(NEW, {"user": rep.pk, "capacity": "6", "languages": "EN, pt-BR en"})
    place = Rep.objects.get(user=rep)
    assert (place.capacity, place.languages) == (6, ["en", "pt-br"])
    url = reverse("followups:rep", args=[place.pk])
    assert "Customers have: Automotive." in text_of(client, url)
    facts = {
        "capacity": "0",
        "languages": "",
        "skills": [slow.pk],
        "regions": ["PT"],
        "hours": hours.pk,
        "preferred_stages": ["loss"],
        "trait_industry": "automotive, Retail ,  retail",
    }
    client.post(url, facts)

    place.refresh_from_db()
    assert (place.capacity, place.languages, place.regions, place.hours) == (0, [], ["PT"], hours)
    assert (place.preferred_stages, place.traits) == (["loss"], {"industry": ["automotive", "Retail"]})
    assert list(place.skills.all()) == [slow]
    changes = list(AuditEntry.objects.order_by("pk").values_list("action", "actor", "changes"))
    assert [entry[:2] for entry in changes] == [("rep.changed", petra.pk)] * 2
    assert (changes[1][2]["capacity"], changes[1][2]["skills"]) == ([6, 0], [[], ["Slow support"]])


def test_values_of_a_trait_that_was_removed_stay_with_the_person(
    ines: Rep, petra: User, client_for: ClientFor
) -> None:
    Rep.objects.filter(pk=ines.pk).update(traits={"gone": ["x"]})

    client_for(petra).post(reverse("followups:rep", args=[ines.pk]), {"capacity": "5", "languages": "es"})

    ines.refresh_from_db()
    assert (ines.capacity, ines.traits) == (5, {"gone": ["x"]})


def test_the_page_of_a_person_shows_what_they_have(ines: Rep, petra: User, client_for: ClientFor) -> None:
    """T34: who has what."""
    FollowUpFactory.create(assignee=ines.user, customer__name="Ana Ruiz")

    page = text_of(client_for(petra), reverse("followups:rep", args=[ines.pk]))

    assert "Ana Ruiz" in page
    assert "1 of 10 open, 9 free" in page


@pytest.mark.parametrize("languages", ["español", "en; de", "abcdefghijklmno"])
def test_languages_are_codes(petra: User, rep: User, client_for: ClientFor, languages: str) -> None:
    page = client_for(petra).post(NEW, {"user": rep.pk, "capacity": "6", "languages": languages})

    assert page.status_code == 422
    assert not Rep.objects.exists()


def test_viewers_are_not_offered_a_place(petra: User, viewer: User, client_for: ClientFor) -> None:
    page = client_for(petra).post(NEW, {"user": viewer.pk, "capacity": "6"})

    assert page.status_code == 422


@pytest.mark.parametrize("url", [REPS, NEW])
def test_these_pages_are_the_managers(ines: Rep, client_for: ClientFor, url: str) -> None:
    assert client_for(ines.user).get(url).status_code == 403
