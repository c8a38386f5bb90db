"""Absences in pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.models import FollowUp, Rep
from tests.factories.followups import FollowUpFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import User

    ClientFor = Callable[[User], Client]

OWN = reverse("followups:absence")


def text_of(client: Client, url: str) -> str:
    """The page with single blanks."""
    return " ".join(client.get(url).content.decode().split())


def test_a_rep_says_when_they_are_away(ines: Rep, omar: Rep, client_for: ClientFor) -> None:
    """T34: their own absence, in the program's days, with what it would hand over."""
    FollowUpFactory.create(assignee=ines.user)
    client = client_for(ines.user)
    page = text_of(client, OWN)
    assert "Your absence" in page
    assert "As things stand, 1 follow-up would go to others." in page

    client.post(OWN, {"since": "2026-12-21", "until": "2027-01-04", "hands_over": "on"})

    ines.refresh_from_db()
    assert (ines.away_from, ines.away_until) == (
        datetime(2026, 12, 20, 23, tzinfo=UTC),
        datetime(2027, 1, 3, 23, tzinfo=UTC),
    )
    assert "An absence is planned" in text_of(client, OWN)
    assert FollowUp.objects.get().assignee == ines.user

    client.post(OWN, {"end": "1"})

    ines.refresh_from_db()
    assert (ines.away_from, ines.away_until) == (None, None)


def test_an_absence_from_today_hands_over_at_once(ines: Rep, omar: Rep, client_for: ClientFor) -> None:
    FollowUpFactory.create(assignee=ines.user)
    client = client_for(ines.user)

    page = client.post(OWN, {"since": "2026-11-18", "until": "2026-11-20", "hands_over": "on"}, follow=True)

    assert FollowUp.objects.get().assignee == omar.user
    assert "1 follow-up found another owner." in page.content.decode()
    assert "Away now" in page.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"until": "2026-11-18"},
        {"until": "2029-01-01"},
        {"since": "2026-12-24", "until": "2026-12-24"},
        {"until": ""},
        {"since": "soon"},
    ],
    ids=str,
)
def test_absences_that_make_no_sense_are_refused(
    ines: Rep, client_for: ClientFor, wrong: dict[str, str]
) -> None:
    page = client_for(ines.user).post(OWN, {"since": "2026-11-18", "until": "2026-12-01", **wrong})

    ines.refresh_from_db()
    assert (page.status_code, ines.away_until) == (422, None)


def test_a_manager_says_it_of_others_and_a_rep_only_of_themselves(
    ines: Rep, omar: Rep, petra: User, client_for: ClientFor
) -> None:
    url = reverse("followups:rep_absence", args=[ines.pk])
    said = {"since": "2026-12-21", "until": "2027-01-04"}
    assert client_for(omar.user).post(url, said).status_code == 403
    client = client_for(petra)
    assert "Absence of Ines" in text_of(client, url)

    client.post(url, said)

    ines.refresh_from_db()
    assert (ines.away_until, ines.hands_over) == (datetime(2027, 1, 3, 23, tzinfo=UTC), False)
    assert "away from" in text_of(client, reverse("followups:reps"))


def test_who_has_no_place_reads_that_nothing_is_handed_over(petra: User, client_for: ClientFor) -> None:
    client = client_for(petra)

    assert "The machine gives you nothing" in text_of(client, OWN)
    assert client.post(OWN, {"since": "2026-12-21", "until": "2027-01-04"}).status_code == 200
    assert not Rep.objects.exists()


def test_an_absence_that_is_over_is_not_offered_again(ines: Rep, client_for: ClientFor) -> None:
    now = timezone.now()
    Rep.objects.update(away_from=now - timedelta(days=9), away_until=now - timedelta(days=2))

    page = text_of(client_for(ines.user), OWN)

    assert 'value="2026-11-18"' in page
    assert "Away now" not in page
