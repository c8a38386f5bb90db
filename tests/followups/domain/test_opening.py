"""Which answers become follow-ups, and that each does so once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from followups.domain import opening, queries, sla
from followups.enums import ActivityKind, FollowUpState
from followups.models import FollowUp
from responses.enums import Origin, ResponseState
from tests.factories.customers import CustomerFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import Rep
    from responses.models import Response
    from team.models import User


def test_open_for_gives_a_detractor_a_person_and_two_deadlines(detractor: Response, ines: Rep) -> None:
    """G45, G81: at once, with a responsible person; hours count in the program's office time."""
    followup = opening.open_for(response_id=detractor.pk, now=NOW)

    assert followup is not None
    assert (followup.assignee, followup.accountable) == (ines.user, None)
    assert (followup.state, followup.opening_score, followup.customer) == (
        FollowUpState.OPEN,
        3,
        detractor.customer,
    )
    # Tuesday 10:00 in Berlin: seven hours today until 17:00 and one tomorrow; forty are a working week.
    assert followup.contact_due_at == datetime(2026, 3, 11, 9, tzinfo=UTC)
    assert followup.resolve_due_at == datetime(2026, 3, 17, 9, tzinfo=UTC)
    assert [(line.kind, line.actor) for line in followup.activities.all()] == [
        (ActivityKind.OPENED, None),
        (ActivityKind.ASSIGNED, None),
    ]


@pytest.mark.parametrize("score", [0, 1, 2, 3, 4, 5, 6])
def test_open_for_opens_for_each_score_below_seven(ana: Customer, score: int) -> None:
    """T1, G9, G45: the alert goes by the one answer; the company's score has no say in it."""
    response = ResponseFactory.create(invitation__customer=ana, score=score)

    assert opening.open_for(response_id=response.pk, now=NOW) is not None


@pytest.mark.parametrize("score", [7, 8, 9, 10])
def test_open_for_opens_none_for_passives_and_promoters(ana: Customer, score: int) -> None:
    """T1: also among detractors, who leave a score far below 7."""
    ResponseFactory.create_batch(3, score=0, answered_at=NOW)
    response = ResponseFactory.create(invitation__customer=ana, score=score)

    assert opening.open_for(response_id=response.pk, now=NOW) is None
    assert not FollowUp.objects.exists()


def test_open_for_twice_opens_one(detractor: Response, ines: Rep) -> None:
    """G45."""
    first = opening.open_for(response_id=detractor.pk, now=NOW)
    second = opening.open_for(response_id=detractor.pk, now=NOW + timedelta(hours=1))

    assert first == second
    ines.refresh_from_db()
    assert (FollowUp.objects.count(), ines.load) == (1, 1)


def test_open_for_an_unknown_answer_opens_none(program: object) -> None:
    assert opening.open_for(response_id=404, now=NOW) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"state": ResponseState.PROVISIONAL},
        {"state": ResponseState.EXCLUDED, "excluded_reason": "A test"},
        {"customer": None},
        {"origin": Origin.IMPORTED, "answered_at": NOW - timedelta(days=40)},
    ],
    ids=["provisional", "excluded", "anonymous", "imported and old"],
)
def test_open_for_leaves_answers_that_nobody_could_act_on(ana: Customer, fields: dict[str, object]) -> None:
    """G45: what is exempt is exempt for a reason that the report names."""
    response = ResponseFactory.create(**{"invitation__customer": ana, "score": 2, **fields})

    assert opening.open_for(response_id=response.pk, now=NOW) is None
    reasons = [reason for reason, rows in queries.exempt(now=NOW).items() if response in rows]
    assert len(reasons) == 1


def test_open_for_leaves_an_erased_customer_alone(detractor: Response, ana: Customer) -> None:
    ana.erased_at = NOW
    ana.save(update_fields=["erased_at"])

    assert opening.open_for(response_id=detractor.pk, now=NOW) is None


@pytest.mark.parametrize(("origin", "days"), [(Origin.STAFF, 400), (Origin.LIVE, 400), (Origin.IMPORTED, 10)])
def test_open_for_opens_for_staff_entries_and_young_imports(ana: Customer, origin: Origin, days: int) -> None:
    rules = sla.policy()
    rules.imported_days = 30
    rules.save(update_fields=["imported_days"])
    response = ResponseFactory.create(
        invitation__customer=ana, score=2, origin=origin, answered_at=NOW - timedelta(days=days)
    )

    assert opening.open_for(response_id=response.pk, now=NOW) is not None


def test_whoever_asked_not_to_be_contacted_is_owed_a_solution_and_no_call(detractor: Response) -> None:
    detractor.contact_me = False
    detractor.save(update_fields=["contact_me"])

    followup = opening.open_for(response_id=detractor.pk, now=NOW)

    assert followup is not None
    assert followup.contact_due_at == followup.resolve_due_at == datetime(2026, 3, 17, 9, tzinfo=UTC)


def test_liable_and_exempt_answers_are_all_detractors_and_never_both(ana: Customer) -> None:
    """G45: every detractor answer either owes a follow-up or says why it does not."""
    gone = CustomerFactory.create(erased_at=NOW)
    old = NOW - timedelta(days=40)
    for fields in (
        {},
        {"customer": None},
        {"customer": gone},
        {"state": ResponseState.PROVISIONAL},
        {"state": ResponseState.EXCLUDED, "excluded_reason": "Spam"},
        {"origin": Origin.IMPORTED, "answered_at": old},
        {"origin": Origin.IMPORTED, "answered_at": old, "customer": None},
        {"origin": Origin.IMPORTED, "answered_at": old, "state": ResponseState.PROVISIONAL},
        {"score": 9},
    ):
        ResponseFactory.create(**{"invitation__customer": ana, "score": 4, **fields})

    sets = [queries.liable(now=NOW), *queries.exempt(now=NOW).values()]

    found = [pk for rows in sets for pk in rows.values_list("pk", flat=True)]
    assert len(found) == len(set(found)) == 8
    assert queries.liable(now=NOW).count() == 1


def test_open_missing_repairs_what_signals_lost(ana: Customer, ines: Rep) -> None:
    """G45: the sweep and the invariant ask the same question."""
    for score in (0, 6, 7, 10):
        ResponseFactory.create(invitation__customer=ana, score=score)
    assert queries.owing(now=NOW).count() == 2

    assert opening.open_missing(now=NOW) == 2

    assert opening.open_missing(now=NOW) == 0
    assert not queries.owing(now=NOW).exists()


def test_open_missing_goes_on_after_one_answer_fails(
    ana: Customer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = (ResponseFactory.create(invitation__customer=ana, score=score) for score in (1, 2))
    real = opening.open_for

    def planted(*, response_id: int, now: datetime) -> FollowUp | None:
        if response_id == bad.pk:
            raise RuntimeError("planted")
        return real(response_id=response_id, now=now)

    monkeypatch.setattr(opening, "open_for", planted)

    assert opening.open_missing(now=NOW) == 1
    assert FollowUp.objects.get().response == good
    assert f"response {bad.pk}" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_twenty_openers_at_once_open_one(detractor: Response, ines: Rep, petra: User) -> None:
    """G45: signal, sweep and API may all come at the same moment."""

    def open_it(number: int) -> int | None:
        try:
            if number % 2:
                return opening.open_missing(now=NOW)
            followup = opening.open_for(response_id=detractor.pk, now=NOW)
            return followup.pk if followup else None
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=20) as pool:
        list(pool.map(open_it, range(20)))

    ines.refresh_from_db()
    followup = FollowUp.objects.get()
    assert (followup.assignee, ines.load, followup.activities.count()) == (ines.user, 1, 2)
    assert followup.decisions.count() == 1
