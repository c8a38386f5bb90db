"""One act on the chosen rows of the queue."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.models import FollowUp
from responses.domain import themes
from responses.models import Theme
from tests.followups.views.test_queue import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from followups.models import Rep
    from team.models import User

    ClientFor = Callable[[User], Client]

URL = reverse("followups:bulk")
BACK = "/followups/?view=unassigned"


def act(client: Client, name: str, rows: list[FollowUp], **said: Any) -> Any:
    data = {"act": name, "followup": [row.pk for row in rows], "back": BACK, **said}
    return client.post(URL, data)


def told(client: Client, response: Any) -> str:
    """The words of the page that the reader is sent to."""
    return " ".join(client.get(response.headers["Location"]).content.decode().split())


def test_a_few_are_taken_at_once(ines: Rep, client_for: ClientFor) -> None:
    """G1."""
    rows = [named(name) for name in ("Ana", "Ben")]
    client = client_for(ines.user)

    done = act(client, "take", rows)

    assert done.headers["Location"] == BACK
    assert "Taken: 2." in told(client, done)
    assert set(FollowUp.objects.filter(assignee=ines.user)) == set(rows)


def test_what_was_refused_is_named_with_the_reason(ines: Rep, omar: Rep, client_for: ClientFor) -> None:
    """Somebody was quicker with one of them: one learns who, the rest is done."""
    free, gone = named("Ana"), named("Ben", assignee=omar.user)

    page = act(client_for(ines.user), "take", [free, gone])

    words = " ".join(page.content.decode().split())
    assert page.status_code == 200
    assert "Taken: 1 of 2" in words
    assert re.search(r'Ben\s*</a>\s*<p class="row-text">Omar was quicker', words)
    free.refresh_from_db()
    assert free.assignee == ines.user


def test_a_number_that_no_row_can_have_is_none(ines: Rep, client_for: ClientFor) -> None:
    """G1: what a form brings beside the chosen ones does no harm."""
    row, client = named("Ana"), client_for(ines.user)
    said = {"act": "take", "followup": [row.pk, "9" * 24, "9" * 5000, "x"], "back": BACK}

    done = client.post(URL, said)

    assert "Taken: 1." in told(client, done)


def test_more_than_twenty_are_asked_about(ines: Rep, client_for: ClientFor) -> None:
    rows = [named(f"Number {number}") for number in range(21)]
    client = client_for(ines.user)

    asked = act(client, "take", rows)
    unsaid = act(client, "take", rows, go="1")

    assert (asked.status_code, unsaid.status_code) == (200, 422)
    assert "Yes, all 21" in asked.content.decode()
    assert not FollowUp.objects.filter(assignee=ines.user).exists()
    assert act(client, "take", rows, go="1", confirmed="on").status_code == 302
    assert FollowUp.objects.filter(assignee=ines.user).count() == 21


def test_a_manager_assigns_with_a_reason(ines: Rep, omar: Rep, petra: User, client_for: ClientFor) -> None:
    rows = [named("Ana"), named("Ben", assignee=omar.user)]
    client = client_for(petra)

    assert "New owner" in act(client, "assign", rows).content.decode()
    assert act(client, "assign", rows, go="1", to=str(ines.user_id)).status_code == 422
    assert act(client, "assign", rows, go="1", to=str(ines.user_id), reason="Hers.").status_code == 302

    assert set(FollowUp.objects.filter(assignee=ines.user)) == set(rows)


def test_reps_assign_nothing(ines: Rep, omar: Rep, client_for: ClientFor) -> None:
    """Who may do what is the verbs' own rule, also for several at once."""
    row = named("Ana", assignee=ines.user)

    page = act(client_for(ines.user), "assign", [row], go="1", to=str(omar.user_id), reason="His.")

    assert "Only a manager" in page.content.decode()
    row.refresh_from_db()
    assert row.assignee == ines.user


def test_a_rep_hands_over_their_own(ines: Rep, omar: Rep, client_for: ClientFor) -> None:
    row = named("Ana", assignee=ines.user)

    done = act(
        client_for(ines.user), "hand_over", [row], go="1", to=str(omar.user_id), reason="Speaks German."
    )

    assert done.status_code == 302
    row.refresh_from_db()
    assert row.assignee == omar.user


def test_several_are_snoozed_until_a_day(ines: Rep, client_for: ClientFor) -> None:
    row = named("Ana", assignee=ines.user)
    client = client_for(ines.user)
    today = timezone.localdate()

    assert act(client, "snooze", [row], go="1", until=str(today)).status_code == 422
    assert act(client, "snooze", [row], go="1", until=str(today + timedelta(days=2))).status_code == 302

    row.refresh_from_db()
    assert row.snoozed_until is not None
    assert timezone.localdate(row.snoozed_until) >= today + timedelta(days=2)


def test_several_answers_are_tagged(ines: Rep, client_for: ClientFor) -> None:
    theme = Theme.objects.create(code="billing", name="Billing")
    rows = [named(name, assignee=ines.user) for name in ("Ana", "Ben")]

    assert act(client_for(ines.user), "tag", rows, go="1", theme=str(theme.pk)).status_code == 302

    assert [themes.of(row.response) for row in rows] == [[theme], [theme]]


def test_what_others_work_is_neither_shown_nor_tagged(ines: Rep, omar: Rep, client_for: ClientFor) -> None:
    """Whatever ids somebody sends."""
    theme = Theme.objects.create(code="billing", name="Billing")
    own, free, theirs = named("Ana", assignee=ines.user), named("Ben"), named("Cleo", assignee=omar.user)
    client = client_for(ines.user)

    question = act(client, "tag", [own, free, theirs]).content.decode()
    done = act(client, "tag", [own, free, theirs], go="1", theme=str(theme.pk)).content.decode()

    assert ("Ana" in question, "Ben" in question, "Cleo" in question) == (True, True, False)
    assert "1 that somebody else works" in question
    assert "Omar works this follow-up." in done
    assert [themes.of(row.response) for row in (own, free, theirs)] == [[theme], [theme], []]


@pytest.mark.parametrize(
    "data", [{}, {"act": "take"}, {"act": "fire", "followup": "1"}, {"act": "take", "followup": "x"}]
)
def test_nothing_chosen_is_said(ines: Rep, client_for: ClientFor, data: dict[str, str]) -> None:
    client = client_for(ines.user)

    response = client.post(URL, {**data, "back": BACK})

    assert "Choose follow-ups first" in told(client, response)


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example/followups/", "/settings/", ""]
)
def test_it_leads_back_to_the_queue_alone(ines: Rep, client_for: ClientFor, back: str) -> None:
    response = act(client_for(ines.user), "take", [named("Ana")], back=back)

    assert response.headers["Location"] == "/followups/"
