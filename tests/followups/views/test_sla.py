"""Policies and office hours in pages: their order, their sentences, their previews."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from customers.enums import Stage
from followups.domain import sla
from followups.models import OfficeHours, SlaPolicy
from team.models import AuditEntry, Holiday
from tests.factories.followups import FollowUpFactory, OfficeHoursFactory, SlaPolicyFactory
from tests.factories.responses import ResponseFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from followups.models import Rep
    from team.models import User

    ClientFor = Callable[[User], Client]

LIST, NEW, NEW_HOURS = (reverse(f"followups:{name}") for name in ("sla", "policy_new", "hours_new"))
TARGETS = {
    "contact_hours": "2",
    "resolve_hours": "16",
    "warn_hours": "1",
    "manager_hours": "1",
    "admin_hours": "8",
}
LARGE = {
    **TARGETS,
    "name": "Large accounts",
    "is_active": "on",
    "band": "detractor",
    "least_value": "50000",
    "currency": "eur",
}
WEEK = {
    **{f"open_{day}": "on" for day in (0, 4)},
    "opens_0": "08:00",
    "closes_0": "18:30",
    "opens_4": "09:00",
    "closes_4": "12:00",
}
LISBON = {"name": "Lisbon", "time_zone": "Europe/Lisbon", "country": "PT", **WEEK}


@pytest.fixture
def client(petra: User, client_for: ClientFor) -> Client:
    """Petra's, who is a manager."""
    return client_for(petra)


def text_of(client: Client, url: str, **facts: Any) -> str:
    """The page with single blanks."""
    response = client.post(url, facts) if facts else client.get(url)
    return " ".join(response.content.decode().split())


def of(name: str, row: SlaPolicy | OfficeHours) -> str:
    """The address of a row's page."""
    return reverse(f"followups:{name}", args=[row.pk])


def test_the_list_says_in_sentences_what_each_policy_means(client: Client) -> None:
    """G44: in the order in which they are asked, the fallback last."""
    SlaPolicyFactory.create(
        name="Large", band="detractor", least_value=50_000, currency="EUR", contact_hours=2, resolve_hours=16
    )
    SlaPolicyFactory.create(name="Lost", stages=["loss"], exempts=True, exempt_reason="Exit interview")

    page = text_of(client, LIST)

    sentences = [
        "A detractor of an account that pays €50,000 a year or more is contacted within 2 business hours",
        "Anybody in the stage loss gets no follow-up. The report lists them as “Exit interview”.",
        "Whoever no policy above fits is contacted within 8 business hours and helped within 40",
        "Mon–Fri 09:00–17:00 in Europe/Berlin, except on your own days off",
    ]
    places = [page.find(sentence) for sentence in sentences]
    assert -1 not in places
    assert places[:3] == sorted(places[:3])


def test_a_new_policy_stands_before_the_fallback_and_is_audited(client: Client, petra: User) -> None:
    """G44."""
    client.post(NEW, LARGE)

    policy = sla.ahead_of(sla.policy())[0]
    assert (policy.name, policy.currency, policy.least_value) == ("Large accounts", "EUR", Decimal(50_000))
    assert (policy.contact_hours, policy.resolve_hours, policy.hours) == (2, 16, None)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.changes["contact_hours"]) == ("sla.added", petra, [None, 2])


def test_a_change_is_audited_and_says_for_what_it_holds(client: Client) -> None:
    """G44."""
    sla.policy()
    url = of("policy", sla.policy())
    facts = {**TARGETS, "hours": str(sla.policy().hours_id), "imported_days": "14"}

    page = client.post(url, facts, follow=True).content.decode()

    assert "those that are open keep their deadlines" in page
    assert (sla.policy().contact_hours, sla.policy().imported_days) == (2, 14)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.changes["contact_hours"]) == ("sla.changed", [8, 2])


def test_a_preview_says_when_an_answer_now_would_be_due_and_saves_nothing(client: Client) -> None:
    """G44: it is noon on a Wednesday in Berlin."""
    ResponseFactory.create(score=3)
    sla.policy()

    page = text_of(client, NEW, **{**LARGE, "least_value": "", "currency": "", "preview": "1"})

    assert "A detractor is contacted within 2 business hours" in page
    assert "Wed, Nov 18, 14:00" in page
    assert "Fri, Nov 20, 12:00" in page
    assert SlaPolicy.objects.count() == 1
    assert not AuditEntry.objects.exists()


def test_htmx_gets_the_preview_alone(client: Client) -> None:
    page = client.post(NEW, {**LARGE, "preview": "1"}, headers={"HX-Request": "true", "HX-Target": "effects"})

    assert page.content.decode().strip().startswith('<div class="stack" id="effects"')
    assert "HX-Target" in page.headers["Vary"]


def test_a_preview_counts_recent_answers_and_names_what_hides_it(client: Client) -> None:
    """G44: a policy behind one that fits everybody is never reached."""
    policy = SlaPolicyFactory.create(most_score=2)
    for score in (0, 2, 3, 9):
        ResponseFactory.create(score=score, answered_at=timezone.now())
    ResponseFactory.create(score=1, answered_at=timezone.now(), customer=None)
    page = text_of(client, of("policy", policy))
    assert "2 detractors would have had this policy" in page
    assert "1 other answer would have it only where somebody opens a follow-up by hand" in page

    SlaPolicyFactory.create(name="Greedy", position=0)

    page = text_of(client, of("policy", policy))
    assert "0 detractors would have had this policy" in page
    assert "“Greedy” stands before it and fits everybody" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "Detractors"},
        {"contact_hours": "0"},
        {"contact_hours": "17"},
        {"resolve_hours": "2001"},
        {"admin_hours": "0"},
        {"least_score": "8", "most_score": "3"},
        {"least_score": "7"},
        {"currency": ""},
        {"least_value": ""},
        {"currency": "EU1"},
        {"exempts": "on"},
        {"stages": ["nowhere"]},
    ],
    ids=str,
)
def test_policies_that_make_no_sense_are_refused(client: Client, wrong: dict[str, Any]) -> None:
    sla.policy()

    page = client.post(NEW, {**LARGE, **wrong})

    assert page.status_code == 422
    assert SlaPolicy.objects.get() == sla.policy()


def test_policies_move_up_and_down_without_script(client: Client) -> None:
    """G44: the first that fits wins, so their order is a setting."""
    sla.policy()
    first, second = (SlaPolicyFactory.create(position=number) for number in (1, 2))

    client.post(of("policy_move", second), {"way": "up"})
    assert sla.ahead_of(sla.policy()) == [second, first]
    client.post(of("policy_move", second), {"way": "up"})
    client.post(of("policy_move", second), {"way": "down"})

    assert sla.ahead_of(sla.policy()) == [first, second]
    assert [entry.changes for entry in AuditEntry.objects.order_by("pk")] == [
        {"place": [2, 1]},
        {"place": [1, 2]},
    ]
    assert client.post(of("policy_move", sla.policy()), {"way": "up"}).status_code == 404


def test_only_a_policy_that_nothing_has_can_be_removed(client: Client) -> None:
    """G44: follow-ups keep the policy that gave them their deadlines; the fallback stays."""
    used, unused = SlaPolicyFactory.create(), SlaPolicyFactory.create()
    FollowUpFactory.create(policy=used)

    for policy in (used, unused, sla.policy()):
        client.post(of("policy_remove", policy))

    assert set(SlaPolicy.objects.all()) == {used, sla.policy()}
    assert [entry.action for entry in AuditEntry.objects.all()] == ["sla.removed"]


def test_office_hours_have_hours_for_each_weekday(client: Client) -> None:
    """G44: audited."""
    client.post(NEW_HOURS, LISBON)

    office = OfficeHours.objects.get(name="Lisbon")
    assert (office.time_zone, office.country) == ("Europe/Lisbon", "PT")
    assert office.week == {"0": ["08:00", "18:30"], "4": ["09:00", "12:00"]}
    client.post(of("hours", office), {**LISBON, "closes_0": "18:00"})
    client.post(of("hours", office), {**LISBON, "closes_0": "18:00"})
    office.refresh_from_db()
    assert office.week["0"] == ["08:00", "18:00"]
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")] == [
        "office_hours.added",
        "office_hours.changed",
    ]


def test_the_preview_of_hours_shows_deadlines_and_days_off(client: Client) -> None:
    """G44: noon in Berlin is eleven in Lisbon; the next opening is Friday's."""
    Holiday.objects.create(on="2026-12-25", country="PT", name="Natal")
    Holiday.objects.create(on="2026-12-26", country="DE", name="Zweiter Weihnachtstag")

    page = text_of(client, NEW_HOURS, **LISBON, preview="1")

    assert "Mon 08:00–18:30, Fri 09:00–12:00 in Europe/Lisbon" in page
    assert "13.5 business hours in an ordinary week" in page
    assert '<dt>1 hour</dt><dd> <time datetime="2026-11-20T10:00:00+00:00">Fri, Nov 20, 10:00</time>' in page
    assert "Natal (Portugal)" in page
    assert "Zweiter" not in page
    assert not OfficeHours.objects.exclude(name=sla.OFFICE).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Office hours"},
        {"open_0": "", "open_4": ""},
        {"opens_0": ""},
        {"closes_4": "25:00"},
        {"time_zone": "Europe/Atlantis"},
        {"country": "XX"},
    ],
    ids=str,
)
def test_office_hours_that_make_no_sense_are_refused(client: Client, wrong: dict[str, str]) -> None:
    sla.policy()

    assert client.post(NEW_HOURS, {**LISBON, **wrong}).status_code == 422
    assert not OfficeHours.objects.filter(name="Lisbon").exists()


def test_hours_in_which_a_promise_takes_longer_than_a_year_are_refused(client: Client) -> None:
    """G44: forty business hours of one minute a week each."""
    office = sla.policy().hours
    assert office
    minute = {"name": office.name, "open_0": "on", "opens_0": "09:00", "closes_0": "09:01"}

    page = client.post(of("hours", office), minute)

    assert page.status_code == 422
    assert "With these hours “Detractors” would take longer than a year." in page.content.decode()
    assert client.post(of("hours", office), {**minute, "preview": "1"}).status_code == 200


def test_hours_in_use_cannot_be_removed(client: Client) -> None:
    used, unused = SlaPolicyFactory.create().hours, OfficeHoursFactory.create()
    assert used

    for office in (used, unused):
        client.post(of("hours_remove", office))

    assert list(OfficeHours.objects.filter(pk__in=[used.pk, unused.pk])) == [used]


def test_the_list_needs_as_many_queries_for_three_as_for_one(client: Client) -> None:
    numbers = []
    sla.policy()
    for _ in range(2):
        SlaPolicyFactory.create(stages=[Stage.LOSS], hours=None)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        numbers.append(len(queries))
        SlaPolicyFactory.create()
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("url", [LIST, NEW, NEW_HOURS])
def test_these_pages_are_the_managers(ines: Rep, client_for: ClientFor, url: str) -> None:
    assert client_for(ines.user).get(url).status_code == 403
