"""The queue as somebody lives in it: narrowed, kept under a name, refreshed, and what is new."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from customers.enums import Stage
from followups.models import FollowUp, SavedView, Seen
from tests.factories.customers import CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.responses import ResponseFactory
from tests.followups.domain.queue.desks import task
from tests.followups.views.test_queue import due_in, named, names

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from followups.models import Rep
    from team.models import User

    ClientFor = Callable[[User], Client]

URL = reverse("followups:list")
ROWS = {"HX-Request": "true", "HX-Target": "rows"}


def text(client: Client, **query: str) -> str:
    return " ".join(client.get(URL, query).content.decode().split())


def test_filters_narrow_and_each_can_be_taken_off(ines: Rep, petra: User, client_for: ClientFor) -> None:
    named("Ana", assignee=ines.user, priority=80)
    named("Ben", assignee=ines.user, priority=10)
    client = client_for(petra)

    query = {"view": "team", "level": "urgent", "assignee": str(ines.user_id)}
    assert names(client, **query) == ["Ana"]
    page = text(client, **query)
    assert re.findall(r'class="filter-chip" href="([^"]+)"', page) == [
        f"/followups/?view=team&amp;assignee={ines.user_id}",
        "/followups/?view=team&amp;level=urgent",
    ]
    assert "Urgent priority" in page


def test_what_is_not_understood_is_said_and_left_out(ines: Rep, client_for: ClientFor) -> None:
    named("Ana", assignee=ines.user)
    client = client_for(ines.user)

    assert names(client, value="much", level="urgentest", after="nonsense") == ["Ana"]
    assert "Part of the filter was not understood" in text(client, value="much")


def test_groups_by_owner_and_stage(ines: Rep, omar: Rep, petra: User, client_for: ClientFor) -> None:
    named("Ana", assignee=omar.user)
    named("Ben", assignee=ines.user)
    due_in(1, customer=CustomerFactory.create(name="Cleo", stage=Stage.RENEWAL))
    client = client_for(petra)

    def groups(by: str) -> list[str]:
        page = client.get(URL, {"view": "team", "group": by}).content.decode()
        return [title.strip() for title in re.findall(r"rows-group-title[^>]*>([^<]+)", page)]

    assert groups("owner") == ["Ines", "Omar", "Nobody’s yet"]
    assert groups("stage") == ["Prospect", "Renewal"]


def test_tasks_of_playbooks_have_a_view(ines: Rep, client_for: ClientFor) -> None:
    """G1: what a playbook gave a person is in their queue."""
    task("Ask for a review", ines.user)

    page = text(client_for(ines.user), view="tasks")

    assert "Ask for a review" in page
    assert "Customer of Ask for a review" in page
    assert 'Tasks <span class="count">1</span>' in page


def test_nothing_is_sent_to_a_page_that_knows_it_all(ines: Rep, client_for: ClientFor) -> None:
    """A look for changes draws nothing while there are none."""
    row = named("Ana", assignee=ines.user)
    client = client_for(ines.user)
    known = client.get(URL).context["known"]

    same = client.get(URL, {"known": known}, headers=ROWS)
    FollowUp.objects.filter(pk=row.pk).update(changed_at=timezone.now())
    changed = client.get(URL, {"known": known}, headers=ROWS)

    assert (same.status_code, same.content) == (204, b"")
    assert changed.status_code == 200
    assert changed.context["known"] != known
    # Without htmx the page comes whatever it knows.
    assert client.get(URL, {"known": changed.context["known"]}).status_code == 200


def test_the_tabs_count_and_the_title_are_fresh_with_the_rows(ines: Rep, client_for: ClientFor) -> None:
    client = client_for(ines.user)
    known = client.get(URL).context["known"]
    named("Ana", assignee=ines.user)

    page = client.get(URL, {"known": known}, headers=ROWS).content.decode()

    assert 'data-title-count="1"' in page
    assert "known=" not in page


def test_a_row_is_new_until_its_page_tells_that_it_was_seen(ines: Rep, client_for: ClientFor) -> None:
    row = named("Ana", assignee=ines.user, changed_at=timezone.now() - timedelta(hours=1))
    client = client_for(ines.user)
    page = client.get(reverse("followups:detail", args=[row.pk])).content.decode()

    assert "New since you last looked" in text(client)
    assert not Seen.objects.exists()
    url = reverse("followups:seen", args=[row.pk])
    assert f'data-seen="{url}"' in page
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 204
    assert "New since you last looked" not in text(client)


def test_nobody_marks_what_they_may_not_see(ines: Rep, omar: Rep, client_for: ClientFor) -> None:
    row = named("Ana", assignee=ines.user)

    client_for(omar.user).post(reverse("followups:seen", args=[row.pk]))

    assert not Seen.objects.exists()


def test_a_filter_is_kept_under_a_name_and_opens_as_a_tab(ines: Rep, client_for: ClientFor) -> None:
    client = client_for(ines.user)

    saved = client.post(
        reverse("followups:view_new"),
        {"name": "Hot", "query": "view=mine&level=urgent&known=1&after=x&nonsense=1&value=much"},
    )

    view = SavedView.objects.get()
    assert view.filters == {"view": "mine", "level": "urgent"}
    assert saved.headers["Location"] == f"/followups/?view=mine&level=urgent&saved={view.pk}"
    page = " ".join(client.get(saved.headers["Location"]).content.decode().split())
    assert re.search(r'aria-current="page" data-key="g 1" data-key-label="Hot"', page)


def test_saved_views_are_renamed_moved_and_deleted(ines: Rep, omar: Rep, client_for: ClientFor) -> None:
    client = client_for(ines.user)
    for name in ("One", "Two"):
        client.post(reverse("followups:view_new"), {"name": name, "query": "view=mine&due=today"})
    one, two = SavedView.objects.all()

    client.post(reverse("followups:view_change", args=[one.pk]), {"name": "First", "is_shared": "on"})
    client.post(reverse("followups:view_move", args=[two.pk]), {"way": "up"})
    other = client_for(omar.user)
    refused = other.post(reverse("followups:view_delete", args=[one.pk]))
    page = client.get(reverse("followups:views")).content.decode()
    client.post(reverse("followups:view_delete", args=[two.pk]))

    assert refused.status_code == 404
    assert page.index("Two") < page.index("First")
    assert [(view.name, view.is_shared) for view in SavedView.objects.all()] == [("First", True)]
    assert "First" in text(other)


@pytest.mark.parametrize(("name", "said"), [("", "at most 60"), ("x" * 61, "at most 60")])
def test_a_view_needs_a_name(ines: Rep, client_for: ClientFor, name: str, said: str) -> None:
    page = client_for(ines.user).post(
        reverse("followups:view_new"), {"name": name, "query": "view=mine&due=today"}, follow=True
    )

    assert said in page.content.decode()
    assert not SavedView.objects.exists()


def test_a_shared_view_of_the_team_is_not_offered_to_reps(
    ines: Rep, petra: User, client_for: ClientFor
) -> None:
    SavedView.objects.create(owner=petra, name="Whole team", filters={"view": "team"}, is_shared=True)

    assert "Whole team" in text(client_for(petra))
    assert "Whole team" not in text(client_for(ines.user))


def test_a_row_flags_the_churn_risk_and_a_fall_before_the_renewal(ines: Rep, client_for: ClientFor) -> None:
    """T8, G88, T47: reasons in words, the points on hover, never a bare number."""
    renewal = timezone.localdate() + timedelta(days=23)
    reasons = [
        {"code": "score", "points": 30, "words": "scored 3"},
        {"code": "renewal", "points": 25, "words": "x", "on": str(renewal)},
        {"code": "fell", "points": 15, "words": "fell from 9"},
        {"code": "revenue", "points": 5, "words": "€400 a year"},
    ]
    named("Ana", assignee=ines.user, priority=75, priority_reasons=reasons)

    page = text(client_for(ines.user))

    assert "Churn risk" in page
    assert '<span class="tag tag-alert">Fell from 9</span>' in page
    assert '<span class="tag tag-alert">Renews in 23 days</span>' in page
    assert "75 of 100: scored 3 (30), renews in 23 days (25), fell from 9 (15)" in page
    assert '<span class="tag">€400' not in page


def test_a_churn_risk_is_spelled_out_where_a_second_sign_speaks_for_it(
    ines: Rep, client_for: ClientFor
) -> None:
    """T8: every detractor carries the flag; the words stand where they tell a row from its neighbors."""
    score = {"code": "score", "points": 30, "words": "scored 3"}
    named("Ana", assignee=ines.user, priority_reasons=[score])
    flag = '<span class="visually-hidden">Churn risk</span>'
    assert flag in text(client_for(ines.user))

    FollowUp.objects.update(priority_reasons=[score, {"code": "cases", "points": 5, "words": "an open case"}])

    assert flag not in text(client_for(ines.user))
    assert "<span>Churn risk</span>" in text(client_for(ines.user))


def test_who_left_is_no_churn_risk(ines: Rep, client_for: ClientFor) -> None:
    """T8."""
    due_in(1, assignee=ines.user, customer=CustomerFactory.create(stage=Stage.LOSS))

    assert "Churn risk" not in text(client_for(ines.user))


def test_the_queries_are_the_same_for_3_and_60_rows(ines: Rep, petra: User, client_for: ClientFor) -> None:
    """Also with filters, groups and saved views."""
    client = client_for(petra)
    SavedView.objects.create(owner=petra, name="Mine", filters={"view": "team", "due": "today"})
    query = {"view": "team", "group": "owner", "score": "detractor"}

    def asked(**narrowed: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(URL, narrowed).status_code == 200
        return len(caught)

    template, *_ = [named(f"Number {number}", assignee=ines.user) for number in range(3)]
    asked(**query)
    three = asked(view="team"), asked(**query)
    for number in range(57):
        answer = ResponseFactory.create(
            invitation=None, customer=template.customer, campaign=template.response.campaign, stage="",
            score=number % 7, first=None,
        )  # fmt: skip
        FollowUpFactory.create(response=answer, customer=template.customer, assignee=ines.user)

    assert (asked(view="team"), asked(**query)) == three
    assert max(three) <= 16
