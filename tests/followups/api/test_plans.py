"""Success plans by API."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from followups.models import PlanItem
from team.enums import Role, Scope
from tests.factories.followups import FollowUpFactory
from tests.factories.plans import PlanItemFactory
from tests.factories.team import ApiKeyFactory, UserFactory, bearer

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import Rep

pytestmark = pytest.mark.django_db
URL = "/api/v1/plan-items/"


def key() -> Any:
    return bearer(ApiKeyFactory.create(scopes=[Scope.READ, Scope.WRITE]))


def get(path: str = URL, **query: Any) -> Any:
    return Client().get(path, query, headers=key()).json()


def post(body: dict[str, Any]) -> Any:
    return Client().post(URL, body, content_type="application/json", headers=key())


def patch(item: PlanItem, **body: Any) -> Any:
    return Client().patch(f"{URL}{item.pk}/", body, content_type="application/json", headers=key())


def test_a_program_plans_an_item_and_its_owner_is_told(ana: Customer, ines: Rep) -> None:
    """T15, G78."""
    followup = FollowUpFactory.create(customer=ana, assignee=ines.user)
    body = {
        "customer": {"id": ana.pk},
        "title": "Train the shift",
        "owner": "INES@northwind.example",
        "due_on": "2027-01-31",
        "followup": followup.pk,
    }

    answer = post(body)

    item = PlanItem.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": item.pk,
        "state": "open",
        "customer": {
            "id": ana.pk,
            "external_id": ana.external_id,
            "name": "Ana Ruiz",
            "email": ana.email,
        },
        "followup": followup.pk,
        "title": "Train the shift",
        "text": "",
        "owner": {"id": ines.user.pk, "name": "Ines", "email": "ines@northwind.example"},
        "due_on": "2027-01-31",
        "outcome": "",
        "created_at": answer.json()["created_at"],
        "created_by": None,
        "closed_at": None,
        "closed_by": None,
    }
    assert get(f"{URL}{item.pk}/") == answer.json()
    assert ines.user.notifications.get().title == "Success plan of Ana Ruiz: Train the shift"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": None}, "title"),
        ({"owner": "nobody@northwind.example"}, "owner"),
        ({"owner": "viewer@northwind.example"}, "owner"),
        ({"followup": 987654}, "followup"),
        ({"due_on": "soon"}, "due_on"),
        ({"color": "red"}, "color"),
    ],
)
def test_a_refusal_names_the_field(ana: Customer, change: dict[str, Any], field: str) -> None:
    UserFactory.create(email="viewer@northwind.example", role=Role.VIEWER)

    answer = post({"customer": {"id": ana.pk}, "title": "x", **change})

    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert not PlanItem.objects.exists()


def test_an_item_is_changed_ended_and_taken_up_again(ana: Customer, ines: Rep) -> None:
    item = PlanItemFactory.create(customer=ana, title="Old")

    changed = patch(item, title="New", owner="ines@northwind.example", due_on=None).json()
    assert (changed["title"], changed["owner"]["name"], changed["state"]) == ("New", "Ines", "open")
    assert list(patch(item, state="dropped").json()["errors"]) == ["outcome"]
    done = patch(item, state="done", outcome="All set.").json()
    assert (done["state"], done["outcome"], done["closed_by"]) == ("done", "All set.", None)
    assert patch(item, state="done").json() == done
    assert list(patch(item, title="Later").json()["errors"]) == ["state"]
    again = patch(item, state="open", title="Later").json()
    assert (again["state"], again["title"], again["outcome"]) == ("open", "Later", "")


def test_the_list_narrows_and_costs_the_same_for_three(ana: Customer, ines: Rep) -> None:
    today = timezone.localdate()
    late = PlanItemFactory.create(customer=ana, owner=ines.user, due_on=today - timedelta(days=5))
    with CaptureQueriesContext(connection) as alone:
        assert len(get()["results"]) == 1
    done = PlanItemFactory.create(customer=ana, state="done", closed_at=timezone.now(), due_on=late.due_on)
    other = PlanItemFactory.create(owner=ines.user)
    with CaptureQueriesContext(connection) as three:
        assert len(get()["results"]) == 3
    assert len(three) == len(alone)

    def ids(**query: Any) -> list[int]:
        return sorted(row["id"] for row in get(**query)["results"])

    assert ids(state=["open", "done"]) == [late.pk, done.pk, other.pk]
    assert ids(customer=ana.pk) == [late.pk, done.pk]
    assert ids(owner=ines.user.pk) == [late.pk, other.pk]
    assert (ids(overdue="true"), ids(overdue="false")) == ([late.pk], [done.pk, other.pk])
