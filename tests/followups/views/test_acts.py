"""Waiting, resolving, giving up, reopening and reassigning in pages."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from followups.enums import FollowUpState
from followups.models import FollowUp
from tests.factories.followups import FollowUpFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from followups.models import Rep
    from team.models import User

    ClientFor = Callable[[User], Client]


def address(followup: FollowUp, act: str) -> str:
    """The address of an act."""
    return reverse(f"followups:{act}", args=[followup.pk])


def text_of(response: Any) -> str:
    """The page with single blanks."""
    return " ".join(response.content.decode().split())


@pytest.fixture
def contacted(ines: Rep) -> FollowUp:
    """A follow-up of Ines whose customer was called."""
    now = timezone.now()
    followup: FollowUp = FollowUpFactory.create(
        assignee=ines.user,
        state=FollowUpState.IN_PROGRESS,
        first_contact_at=now,
        resolve_due_at=now + timedelta(days=5),
    )
    return followup


def test_wait_and_go_on(contacted: FollowUp, ines: Rep, client_for: ClientFor) -> None:
    """G82: the states and the way between them."""
    client = client_for(ines.user)
    day = timezone.localdate() + timedelta(days=4)
    # Nobody looks at it on a Sunday: it comes with the next opening.
    day += timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))

    client.post(address(contacted, "wait"), {"until": day.isoformat(), "note": "Sends the log."})
    contacted.refresh_from_db()
    assert contacted.state == FollowUpState.WAITING
    assert contacted.wait_until
    assert contacted.wait_until.date() == day
    client.post(address(contacted, "resume"))

    contacted.refresh_from_db()
    assert contacted.state == FollowUpState.IN_PROGRESS
    assert contacted.wait_until is None


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_wait_takes_a_day_from_tomorrow_to_three_months(
    contacted: FollowUp, ines: Rep, client_for: ClientFor, days: int
) -> None:
    day = timezone.localdate() + timedelta(days=days)

    page = client_for(ines.user).post(address(contacted, "wait"), {"until": day.isoformat()})

    assert page.status_code == 422
    assert "within three months" in text_of(page)


def test_resolve_asks_for_cause_outcome_and_note(
    contacted: FollowUp, ines: Rep, client_for: ClientFor
) -> None:
    """G46."""
    client = client_for(ines.user)
    complete = {"root_cause": "support", "outcome": "improved", "note": "Agreed on a weekly call."}
    for missing in complete:
        page = client.post(address(contacted, "resolve"), {**complete, missing: ""})
        assert page.status_code == 422

    page = client.post(address(contacted, "resolve"), complete, follow=True)

    contacted.refresh_from_db()
    assert (contacted.state, contacted.root_cause, contacted.outcome) == ("resolved", "support", "improved")
    for words in ("The loop is closed", "Improved, not all solved", "Agreed on a weekly call."):
        assert words in text_of(page)


def test_give_up_and_reopen(contacted: FollowUp, ines: Rep, client_for: ClientFor) -> None:
    """G82."""
    client = client_for(ines.user)

    client.post(address(contacted, "unreachable"), {"note": "Four tries."})
    contacted.refresh_from_db()
    assert contacted.state == FollowUpState.UNREACHABLE
    page = client.post(address(contacted, "reopen"), {"note": "They called back."}, follow=True)

    contacted.refresh_from_db()
    assert contacted.state == FollowUpState.IN_PROGRESS
    assert "They called back." in text_of(page)


def test_what_is_refused_is_said_and_changes_nothing(ines: Rep, client_for: ClientFor) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)
    client = client_for(ines.user)

    page = client.post(address(followup, "unreachable"), {"note": "Hm."}, follow=True)
    again = client.post(address(followup, "resume"), follow=True)

    assert "Call or write first" in text_of(page)
    assert "This follow-up is open; that cannot be done now." in text_of(again)
    followup.refresh_from_db()
    assert followup.state == FollowUpState.OPEN


def test_reassign_is_the_managers(contacted: FollowUp, ines: Rep, omar: Rep, client_for: ClientFor) -> None:
    sent = {"to": omar.user_id, "reason": "Mine no more."}

    assert client_for(ines.user).get(address(contacted, "reassign")).status_code == 403
    assert client_for(ines.user).post(address(contacted, "reassign"), sent).status_code == 403

    contacted.refresh_from_db()
    assert contacted.assignee == ines.user


def test_reassign_shows_what_everybody_has_and_wants_a_reason(
    contacted: FollowUp, ines: Rep, omar: Rep, petra: User, client_for: ClientFor
) -> None:
    """T34: the load stands beside each name."""
    client = client_for(petra)
    page = text_of(client.get(address(contacted, "reassign")))
    assert "Omar, 0 of 10 open" in page
    assert "Ines, 1 of 10 open" not in page
    assert client.post(address(contacted, "reassign"), {"to": omar.user_id}).status_code == 422

    client.post(address(contacted, "reassign"), {"to": omar.user_id, "reason": "Speaks German."})

    contacted.refresh_from_db()
    omar.refresh_from_db()
    ines.refresh_from_db()
    assert (contacted.assignee, omar.load, ines.load) == (omar.user, 1, 0)


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"when": "tomorrow"}, ""),
        ({"when": "later"}, ""),
        ({"when": "monday"}, ""),
        ({"when": "day", "day": "2001-01-01"}, "Choose a day from tomorrow on"),
        ({"when": "day"}, "Choose a day from tomorrow on"),
        ({"note": "Later."}, "This field is required."),
    ],
)
def test_snooze_until_a_moment_that_is_ahead(
    contacted: FollowUp, ines: Rep, client_for: ClientFor, sent: dict[str, str], problem: str
) -> None:
    client = client_for(ines.user)

    answer = client.post(address(contacted, "snooze"), sent)

    contacted.refresh_from_db()
    assert problem in answer.content.decode()
    assert (answer.status_code, contacted.snoozed_until is not None) == (
        (422, False) if problem else (302, True)
    )
    if not problem:
        assert "Wake" in client.get(address(contacted, "detail")).content.decode()
        client.post(address(contacted, "wake"))
        contacted.refresh_from_db()
        assert contacted.snoozed_until is None


def test_hand_over_to_a_colleague_with_a_reason(
    contacted: FollowUp, ines: Rep, omar: Rep, client_for: ClientFor
) -> None:
    """T32: the owner gives it away; it is out of their sight then."""
    client = client_for(ines.user)
    assert client.post(address(contacted, "hand_over"), {"to": omar.user.pk}).status_code == 422

    page = client.post(
        address(contacted, "hand_over"), {"to": omar.user.pk, "reason": "Speaks German."}, follow=True
    )

    contacted.refresh_from_db()
    assert contacted.assignee == omar.user
    assert page.redirect_chain[-1][0] == reverse("followups:list")


def test_give_back_lets_the_machine_choose_among_the_others(
    contacted: FollowUp, ines: Rep, omar: Rep, client_for: ClientFor
) -> None:
    client_for(ines.user).post(address(contacted, "release"), {"reason": "Too much today."})

    contacted.refresh_from_db()
    assert contacted.assignee == omar.user


QUEUE = "/followups/?view=mine&group=none&q=ana"


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("resolve", {"root_cause": "support", "outcome": "solved", "note": "Called."}),
        ("snooze", {"when": "tomorrow"}),
        ("wait", {"until": "2026-11-20"}),
    ],
)
def test_whoever_acts_from_the_queue_is_back_in_it(
    contacted: FollowUp, ines: Rep, client_for: ClientFor, act: str, said: dict[str, str]
) -> None:
    """G1: by the row's link, through the act's page, to the same view with its filter; also when refused."""
    client, customer = client_for(ines.user), contacted.customer
    assert customer
    customer.name = "Ana Ruiz"
    customer.save()

    links = re.findall(r'href="(/followups/[^"]+next=[^"]+)"', client.get(QUEUE).content.decode())
    (link,) = [found for found in links if f"/{act}/" in found]
    page = client.get(link).content.decode()
    assert f'name="next" value="{escape(QUEUE)}"' in page
    assert f'<a class="button" href="{escape(QUEUE)}" data-dialog-close>Cancel</a>' in page
    assert f'name="next" value="{escape(QUEUE)}"' in client.post(link, {"next": QUEUE}).content.decode()
    assert client.post(address(contacted, act), {**said, "next": QUEUE}).headers["Location"] == QUEUE

    FollowUp.objects.update(assignee=None)
    assert client.post(address(contacted, act), {**said, "next": QUEUE}).headers["Location"] == QUEUE


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "\\\\elsewhere"])
def test_an_act_leads_to_no_other_site(
    contacted: FollowUp, ines: Rep, client_for: ClientFor, elsewhere: str
) -> None:
    client = client_for(ines.user)

    assert "elsewhere" not in client.get(address(contacted, "snooze"), {"next": elsewhere}).content.decode()
    answer = client.post(address(contacted, "snooze"), {"when": "tomorrow", "next": elsewhere})
    assert answer.headers["Location"] == reverse("followups:detail", args=[contacted.pk])
