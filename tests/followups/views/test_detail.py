"""One follow-up's page."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.domain import opening, working
from followups.enums import ActivityKind, FollowUpState, Outcome
from followups.models import FollowUp, Notification, Rep
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.responses import ResponseFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from responses.models import Response
    from team.models import User

    ClientFor = Callable[[User], Client]


def address(followup: FollowUp, act: str = "detail") -> str:
    """The address of a follow-up or of an act on it."""
    return reverse(f"followups:{act}", args=[followup.pk])


def text_of(response: Any) -> str:
    """The page with single blanks."""
    return " ".join(response.content.decode().split())


@pytest.fixture
def answered(ines: Rep) -> Response:
    """A customer with a past and an account that renews soon says 2."""
    now = timezone.now()
    account = AccountFactory.create(
        name="Cobalt Health",
        annual_revenue=Decimal(48000),
        currency="EUR",
        renewal_on=timezone.localdate() + timedelta(days=23),
        manager=ines.user,
    )
    customer = CustomerFactory.create(
        name="Priya Raman", account=account, language="es", phone="+49 30 1234567", stage="renewal"
    )
    ResponseFactory.create(invitation__customer=customer, score=9, answered_at=now - timedelta(days=200))
    response: Response = ResponseFactory.create(
        invitation__customer=customer, score=2, reason="Nobody calls back.", answered_at=now, language="es"
    )
    return response


def opened(response: Response) -> FollowUp:
    """The follow-up of an answer, opened now."""
    followup = opening.open_for(response_id=response.pk, now=timezone.now())
    assert followup
    return followup


def test_the_page_tells_who_what_why_and_by_when(
    answered: Response, ines: Rep, client_for: ClientFor
) -> None:
    """G41, G49, G84, G31, T31, T47."""
    followup = opened(answered)

    page = text_of(client_for(ines.user).get(address(followup)))

    for words in (
        "Nobody calls back.",
        "out of 10, detractor",
        "Priya Raman",
        "Cobalt Health",
        "€48,000",
        "Renews in 23 days",
        "Spanish",
        "tel:+49301234567",
        "Fell from 9",
        "Ines: owns the account, speaks Spanish, 0 of 10 open; nobody else has room.",
        "Scores over time: 9, 2",
        "Opened for an answer of 2",
        "Assigned to Ines",
    ):
        assert words in page


def test_whoever_asked_not_to_be_contacted_is_shown_so_and_has_no_call_button(
    answered: Response, ines: Rep, client_for: ClientFor
) -> None:
    answered.contact_me = False
    answered.save(update_fields=["contact_me"])

    page = text_of(client_for(ines.user).get(address(opened(answered))))

    assert "Asked not to be contacted about the answer" in page
    assert "tel:" not in page
    assert "mailto:" not in page
    assert "First contact" not in page


def test_strangers_are_led_to_the_answer_and_viewers_and_unknown_ids_get_nothing(
    ines: Rep, omar: Rep, viewer: User, client_for: ClientFor
) -> None:
    theirs = FollowUpFactory.create(assignee=omar.user)

    led = client_for(ines.user).get(address(theirs))
    assert led.headers["Location"] == reverse("responses:detail", args=[theirs.response_id])
    assert client_for(ines.user).post(address(theirs, "log"), {"kind": "email"}).status_code == 404
    assert client_for(viewer).get(address(theirs)).status_code == 403
    assert theirs.activities.count() == 1


def test_take_goes_to_the_page_and_a_second_taker_learns_who_won(
    ines: Rep, omar: Rep, client_for: ClientFor
) -> None:
    followup = FollowUpFactory.create()

    first = client_for(ines.user).post(address(followup, "take"))
    second = client_for(omar.user).post(address(followup, "take"), follow=True)

    assert first.headers["Location"] == address(followup)
    assert "Ines was quicker and has taken this follow-up." in text_of(second)
    followup.refresh_from_db()
    assert followup.assignee == ines.user


@pytest.mark.parametrize(
    ("kind", "expected", "facts", "contacted"),
    [
        ("reached", ActivityKind.CALL, {"reached": True}, True),
        ("missed", ActivityKind.CALL, {"reached": False}, True),
        ("email", ActivityKind.EMAIL, {}, True),
        ("note", ActivityKind.NOTE, {}, False),
    ],
)
def test_log_writes_a_line_with_author_and_time(
    ines: Rep,
    client_for: ClientFor,
    kind: str,
    expected: ActivityKind,
    facts: dict[str, bool],
    contacted: bool,
) -> None:
    """G83, G51."""
    followup = FollowUpFactory.create(assignee=ines.user)

    client_for(ines.user).post(address(followup, "log"), {"kind": kind, "text": "Sends the log."})

    line = followup.activities.last()
    assert line
    followup.refresh_from_db()
    assert (line.kind, line.facts, line.note, line.actor) == (expected, facts, "Sends the log.", ines.user)
    assert (followup.first_contact_at is not None) == contacted


def test_log_without_words_or_kind_shows_the_page_with_what_is_missing(
    ines: Rep, client_for: ClientFor
) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)
    client = client_for(ines.user)

    for sent, words in (({"kind": "note"}, "Write the note."), ({}, "This field is required.")):
        page = client.post(address(followup, "log"), sent)
        assert page.status_code == 422
        assert words in text_of(page)
    assert followup.activities.count() == 1


def test_a_closed_follow_up_takes_notes_only(ines: Rep, client_for: ClientFor) -> None:
    followup = FollowUpFactory.create(
        assignee=ines.user, state=FollowUpState.UNREACHABLE, closed_at=timezone.now()
    )
    client = client_for(ines.user)

    assert client.post(address(followup, "log"), {"kind": "reached"}).status_code == 422
    assert client.post(address(followup, "log"), {"kind": "note", "text": "Wrote back."}).status_code == 302
    assert "Add a note" in text_of(client.get(address(followup)))


def test_no_act_changes_a_score(answered: Response, ines: Rep, client_for: ClientFor) -> None:
    """T3: no form has a score, and one that is sent anyway is not read."""
    followup = opened(answered)
    client = client_for(ines.user)
    sent = {"score": "10", "opening_score": "10", "note": "Done.", "root_cause": "other", "outcome": "solved"}
    pages = [client.get(address(followup, act)) for act in ("detail", "resolve", "unreachable")]
    client.post(address(followup, "log"), {**sent, "kind": "reached"})
    client.post(address(followup, "resolve"), sent)

    answered.refresh_from_db()
    followup.refresh_from_db()
    assert (answered.score, followup.opening_score, followup.state) == (2, 2, FollowUpState.RESOLVED)
    assert not any('name="score"' in page.content.decode() for page in pages)


def test_reading_changes_nothing(answered: Response, ines: Rep, client_for: ClientFor) -> None:
    followup = opened(answered)
    before = FollowUp.objects.filter(pk=followup.pk).values().get(), followup.activities.count()
    client = client_for(ines.user)

    for act in ("detail", "resolve", "wait", "unreachable", "reopen"):
        assert client.get(address(followup, act)).status_code == 200
    for act in ("take", "log", "resume"):
        assert client.get(address(followup, act)).status_code == 405

    assert (FollowUp.objects.filter(pk=followup.pk).values().get(), followup.activities.count()) == before


def test_a_machines_choice_that_a_person_changed_is_not_shown_as_the_reason(
    answered: Response, ines: Rep, omar: Rep, petra: User, client_for: ClientFor
) -> None:
    followup = opened(answered)
    client = client_for(petra)
    assert "Why this owner" in text_of(client.get(address(followup)))

    client.post(address(followup, "reassign"), {"to": omar.user_id, "reason": "Knows them."})

    page = text_of(client.get(address(followup)))
    assert "Why this owner" not in page
    assert "Assigned to Omar (before: Ines)" in page
    assert "Knows them." in page


def test_a_followup_that_has_moved_on_leads_to_its_answer_and_says_who_has_it(
    answered: Response, ines: Rep, omar: Rep, manager: User, client_for: ClientFor
) -> None:
    """The bell and mails lead there for as long as they are kept."""
    followup = opened(answered)
    told = Notification.objects.get(recipient=ines.user)
    to = omar.user if followup.assignee == ines.user else ines.user
    working.reassign(followup=followup, to=to, actor=manager, reason="Leave", now=timezone.now())

    page = client_for(ines.user).get(told.path, follow=True)

    assert page.redirect_chain == [(reverse("responses:detail", args=[answered.pk]), 302)]
    assert "Omar has the follow-up of this answer." in text_of(page)
    # Nothing there leads back in a circle.
    assert "<dt>Follow-up</dt><dd>With Omar</dd>" in text_of(page)
    assert address(followup) not in text_of(page)
    assert client_for(manager).get(told.path).status_code == 200
    assert client_for(ines.user).get(reverse("followups:detail", args=[0])).status_code == 404


def test_whoever_reopens_what_then_goes_to_a_colleague_reads_who_has_it(
    answered: Response, ines: Rep, omar: Rep, client_for: ClientFor
) -> None:
    followup, now = opened(answered), timezone.now()
    said: dict[str, Any] = {"root_cause": "product", "outcome": Outcome.SOLVED, "note": "Fixed."}
    working.resolve(followup=followup, actor=ines.user, now=now, **said)
    Rep.objects.filter(pk=ines.pk).update(away_until=now + timedelta(days=9))

    page = client_for(ines.user).post(address(followup, "reopen"), {"note": "Again."}, follow=True)

    assert page.status_code == 200
    assert "Reopened" in text_of(page)
    assert "Omar has the follow-up of this answer." in text_of(page)
