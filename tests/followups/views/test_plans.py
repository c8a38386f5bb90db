"""Pages of success plans."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from followups.enums import PlanState
from followups.models import FollowUp, PlanItem
from team.models import AuditEntry
from tests.factories.customers import CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.plans import PlanItemFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from customers.models import Customer
    from followups.models import Rep
    from team.models import User

    ClientFor = Callable[[User], Client]

URL = reverse("plans:list")


def in_days(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


def titles(client: Client, path: str = URL, **query: str) -> list[str]:
    """The rows of a list, in the page's order."""
    page = client.get(path, query).content.decode()
    return re.findall(r'<a class="row-title"[^>]*>\s*([^<]+?)\s*</a>', page)


def said(response: Any) -> list[str]:
    """What the last toast says."""
    return [str(message) for message in response.wsgi_request._messages][-1:]


@pytest.fixture
def items(ana: Customer, ines: Rep, omar: Rep) -> None:
    mine: dict[str, Any] = {"owner": ines.user, "customer": ana}
    PlanItemFactory.create(title="Later", due_on=in_days(9), **mine)
    PlanItemFactory.create(title="Late", due_on=in_days(-2), **mine)
    PlanItemFactory.create(title="Kept", state=PlanState.DONE, closed_at=timezone.now(), **mine)
    PlanItemFactory.create(title="Omars", owner=omar.user, customer__name="Bo Lind")
    PlanItemFactory.create(title="Free", customer__name="Cy Oduya")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Late", "Later"]),
        ({"state": "overdue"}, ["Late"]),
        ({"state": "done"}, ["Kept"]),
        ({"state": "any"}, ["Late", "Later", "Kept"]),
        ({"view": "all"}, ["Late", "Later", "Omars", "Free"]),
        ({"view": "all", "owner": "none"}, ["Free"]),
        ({"view": "all", "q": "bo lind"}, ["Omars"]),
        ({"view": "all", "q": "acme late"}, ["Late", "Later"]),
        ({"view": "customers"}, ["Ana Ruiz", "Bo Lind", "Cy Oduya"]),
        ({"view": "nonsense"}, ["Late", "Later"]),
    ],
)
def test_a_plan_is_found_by_whose_it_is_and_how_it_stands(
    items: None, ines: Rep, client_for: ClientFor, query: dict[str, str], found: list[str]
) -> None:
    """T15: mine, everybody's, by customer; the overdue on top."""
    assert titles(client_for(ines.user), **query) == found


def test_the_list_marks_what_is_late_and_counts(items: None, ines: Rep, client_for: ClientFor) -> None:
    page = " ".join(client_for(ines.user).get(URL).content.decode().split())

    assert '<span class="due due-late">2 days overdue</span>' in page
    assert '<span class="due due-later">In 9 days</span>' in page
    assert "1 of yours is overdue" in page
    assert 'Everybody’s <span class="count">4</span>' in page
    assert "data-keylist" in page


@pytest.mark.parametrize("view", ["mine", "customers"])
def test_a_list_costs_the_same_for_three(ines: Rep, client_for: ClientFor, view: str) -> None:
    client = client_for(ines.user)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(URL, {"view": view}).status_code == 200
        return len(found)

    def plan() -> None:
        followup = FollowUpFactory.create(assignee=ines.user)
        PlanItemFactory.create(owner=ines.user, followup=followup, customer=followup.customer)

    plan()
    alone = asked()
    plan()
    plan()
    assert asked() == alone


def test_viewers_see_everybodys_and_change_nothing(items: None, viewer: User, client_for: ClientFor) -> None:
    client, item = client_for(viewer), PlanItem.objects.get(title="Late")

    assert titles(client) == ["Late", "Later", "Omars", "Free"]
    for path in (
        URL,
        reverse("plans:item", args=[item.pk]),
        reverse("plans:customer", args=[item.customer_id]),
    ):
        page = client.get(path).content.decode()
        assert re.findall(r'action="(/plans/(?:\d|new)[^"]*)"', page) == []
    assert client.post(reverse("plans:done", args=[item.pk])).status_code == 403


def test_an_empty_list_says_what_a_plan_is_for(ines: Rep, client_for: ClientFor) -> None:
    page = client_for(ines.user).get(URL).content.decode()

    assert "one thing, one person, one day" in page
    assert reverse("plans:new") in page


def test_one_plans_with_a_customer_who_is_looked_for(ana: Customer, ines: Rep, client_for: ClientFor) -> None:
    """T15."""
    client, url = client_for(ines.user), reverse("plans:new")

    assert titles(client, url, q="acme") == ["Ana Ruiz"]
    assert (
        'value="' + str(ines.user.pk) + '" selected' in client.get(url, {"customer": ana.pk}).content.decode()
    )
    empty = client.post(url, {"customer": ana.pk, "title": " ", "due_on": str(in_days(-1))})
    assert empty.status_code == 422
    assert "Say what is to be done." in empty.content.decode()
    assert "This day has passed." in empty.content.decode()
    facts = {"customer": ana.pk, "title": "Train them", "due_on": str(in_days(5)), "owner": ines.user.pk}
    answer = client.post(url, facts)

    item = PlanItem.objects.get()
    assert (item.customer, item.title, item.owner, item.created_by) == (
        ana,
        "Train them",
        ines.user,
        ines.user,
    )
    assert answer.headers["Location"] == reverse("plans:customer", args=[ana.pk])
    assert client.get(url, {"customer": "987654"}).status_code == 404


def test_a_follow_up_plans_on_its_own_page_and_one_stays_there(
    ana: Customer, ines: Rep, client_for: ClientFor
) -> None:
    """T15: added in place, done in place."""
    followup = FollowUpFactory.create(customer=ana, assignee=ines.user)
    client, page = client_for(ines.user), reverse("followups:detail", args=[followup.pk])
    add = {"customer": ana.pk, "followup": followup.pk, "next": page, "title": "Fix the export"}

    assert client.post(reverse("plans:new"), add).headers["Location"] == page
    item = PlanItem.objects.get()
    shown = " ".join(client.get(page).content.decode().split())
    assert item.followup == followup
    assert "Fix the export" in shown
    keys = re.findall(r'data-key="([^"]+)"', shown)
    assert sorted(set(keys)) == sorted(keys)
    done = reverse("plans:done", args=[item.pk])
    assert f'action="{done}"' in shown
    assert client.post(done, {"next": page}).headers["Location"] == page
    assert "Done as planned: Fix the export" in client.get(page).content.decode()


def test_nobody_plans_out_of_a_follow_up_that_they_may_not_see(
    ana: Customer, ines: Rep, omar: Rep, client_for: ClientFor
) -> None:
    followup: FollowUp = FollowUpFactory.create(customer=ana, assignee=omar.user)

    client_for(ines.user).post(
        reverse("plans:new"), {"customer": ana.pk, "followup": followup.pk, "title": "Mine"}
    )

    assert PlanItem.objects.get().followup is None


def test_an_item_is_changed_ended_and_taken_up_again(items: None, ines: Rep, client_for: ClientFor) -> None:
    client, item = client_for(ines.user), PlanItem.objects.get(title="Late")

    def path(act: str) -> str:
        return reverse(f"plans:{act}", args=[item.pk])

    same_day = {"title": "Later than late", "due_on": str(item.due_on), "text": "Two of them."}
    assert said(client.post(path("edit"), same_day)) == ["Saved."]
    assert client.post(path("edit"), {**same_day, "title": ""}).status_code == 422
    assert client.get(path("done")).status_code == 200
    assert said(client.post(path("done"), {"outcome": "All set."})) == ["Done: Later than late"]
    assert said(client.post(path("done"))) == ["This was done already by Ines."]
    page = client.get(path("item")).content.decode()
    assert "All set." in page
    assert "Take up again" in page
    assert said(client.post(path("reopen"))) == ["Back on the plan: Later than late"]
    assert client.post(path("drop"), {"reason": ""}).status_code == 422
    assert said(client.post(path("drop"), {"reason": "No budget."})) == ["Dropped: Later than late"]
    item.refresh_from_db()
    assert (item.state, item.outcome, item.owner) == (PlanState.DROPPED, "No budget.", None)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/plans/?view=all&page=2", "/plans/?view=all&page=2"),
        ("https://elsewhere.example/", ""),
        ("//elsewhere.example/", ""),
        ("javascript:alert(1)", ""),
        ("plans", ""),
    ],
)
def test_one_returns_to_a_page_of_ours_only(
    items: None, ines: Rep, client_for: ClientFor, asked: str, found: str
) -> None:
    client, item = client_for(ines.user), PlanItem.objects.get(title="Late")
    drop = reverse("plans:drop", args=[item.pk])

    page = client.get(f"{drop}?next={quote(asked)}").content.decode()
    answer = client.post(drop, {"reason": "No.", "next": asked})

    assert ("elsewhere" in page, "javascript:" in page) == (False, False)
    assert answer.headers["Location"] == (found or reverse("plans:item", args=[item.pk]))


def test_managers_export_what_they_see(items: None, petra: User, client_for: ClientFor) -> None:
    """The filter holds for the file, and who took it is on record."""
    answer: Any = client_for(petra).get(reverse("plans:export"), {"view": "all", "state": "overdue"})

    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # it streams
    (row,) = csv.DictReader(StringIO(text))
    assert (row["What we do"], row["Customer"], row["Account"], row["Owner"], row["State"]) == (
        "Late",
        "Ana Ruiz",
        "Acme Ibérica",
        "Ines",
        "To do",
    )
    entry = AuditEntry.objects.get(action="plans.export")
    assert (entry.actor, entry.changes) == (petra, {"filter": {"view": "all", "state": "overdue"}})


def test_nobody_sees_what_was_planned_with_the_erased(items: None, ines: Rep, client_for: ClientFor) -> None:
    item = PlanItem.objects.get(title="Late")
    item.customer.erased_at = timezone.now()
    item.customer.save(update_fields=["erased_at"])
    client = client_for(ines.user)

    assert titles(client, state="any") == []
    assert client.get(reverse("plans:item", args=[item.pk])).status_code == 404
    assert client.get(reverse("plans:customer", args=[item.customer_id])).status_code == 404


def test_pages_follow_one_another(ines: Rep, client_for: ClientFor) -> None:
    customer = CustomerFactory.create()
    for number in range(30):
        PlanItemFactory.create(owner=ines.user, customer=customer, title=f"Item {number:02}")
    client = client_for(ines.user)

    assert len(titles(client)) == 25
    assert titles(client, page="2") == [f"Item {number}" for number in range(25, 30)]
    assert len(titles(client, reverse("plans:customer", args=[customer.pk]), page="2")) == 5
