"""Policies that open no follow-up, and follow-ups that somebody opens all the same."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core.scoring import Band
from followups.domain import opening, queries, report, sla, working
from followups.enums import ActivityKind
from followups.models import Exemption, FollowUp
from responses.enums import ResponseState
from tests.factories.customers import CustomerFactory
from tests.factories.followups import SlaPolicyFactory
from tests.factories.responses import ResponseFactory
from tests.followups.domain.test_revising import LATER, revise
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import Rep, SlaPolicy
    from responses.models import Response
    from team.models import User

REASON = "The exit interview is their follow-up"


@pytest.fixture
def losses(program: object) -> SlaPolicy:
    """Whoever left gets an exit interview instead."""
    policy: SlaPolicy = SlaPolicyFactory.create(
        name="Losses", stages=["loss"], least_score=3, exempts=True, exempt_reason=REASON
    )
    return policy


@pytest.fixture
def lost(ana: Customer) -> Response:
    """A 4 of somebody who left."""
    return ResponseFactory.create(invitation__customer=ana, score=4, stage="loss", answered_at=NOW)


def test_an_exempting_policy_opens_nothing_and_the_reason_is_kept(losses: SlaPolicy, lost: Response) -> None:
    """G38 G45: losses are exempt; the report says so, and no sweep asks again."""
    assert queries.owing(now=NOW).get() == lost

    assert opening.open_missing(now=NOW) == 0

    assert not FollowUp.objects.exists()
    assert Exemption.objects.values_list("response", "policy", "reason", "at").get() == (
        lost.pk,
        losses.pk,
        REASON,
        NOW,
    )
    assert not queries.owing(now=NOW).exists()
    found = report.coverage(now=NOW)
    assert (found.answers, found.owed, found.exceptions) == (1, 0, 0)
    assert found.exempt == [(f"Exempt by policy: {REASON}", 1)]


def test_losses_may_have_a_policy_of_their_own(lost: Response, ines: Rep) -> None:
    """G38: routed to other deadlines instead."""
    slow = SlaPolicyFactory.create(stages=["loss"], contact_hours=24, resolve_hours=80)

    followup = opening.open_for(response_id=lost.pk, now=NOW)

    assert followup
    due = sla.due_times(policy=slow, start=NOW, contact_wanted=True)
    assert (followup.policy, followup.contact_due_at, followup.resolve_due_at) == (
        slow,
        due.contact,
        due.resolve,
    )


def test_a_policy_that_changes_later_changes_nothing_about_it(losses: SlaPolicy, lost: Response) -> None:
    """G38: otherwise switching it off would open a year of follow-ups at once."""
    opening.open_missing(now=NOW)
    losses.is_active = False
    losses.save(update_fields=["is_active"])

    assert opening.open_missing(now=NOW + timedelta(days=1)) == 0
    found = queries.exempt(now=NOW)[f"{queries.BY_POLICY}{REASON}"]
    assert found.get() == lost


def test_a_follow_up_that_was_open_before_the_policy_stays_owed(lost: Response) -> None:
    """G45: what was promised is kept."""
    opening.open_missing(now=NOW)
    SlaPolicyFactory.create(stages=["loss"], exempts=True, exempt_reason=REASON, position=0)

    assert opening.open_missing(now=NOW) == 0
    assert (queries.liable(now=NOW).get(), FollowUp.objects.count()) == (lost, 1)


@pytest.mark.parametrize(("score", "opened"), [(1, 1), (5, 0)])
def test_an_answer_that_is_given_anew_is_judged_anew(
    losses: SlaPolicy, lost: Response, score: int, opened: int
) -> None:
    """G45: a worse answer no longer fits the policy that let it off."""
    opening.open_missing(now=NOW)
    revise(lost, score=score)
    assert queries.owing(now=LATER).exists()

    assert opening.open_missing(now=LATER) == opened

    assert not queries.owing(now=LATER).exists()
    assert Exemption.objects.count() == 1 - opened


def test_liable_and_exempt_are_all_detractors_and_never_both(losses: SlaPolicy, ana: Customer) -> None:
    """G45: with policies that let off, too."""
    for fields in (
        {"stage": "loss"},
        {"stage": "loss", "score": 1},
        {"stage": "loss", "state": ResponseState.PROVISIONAL},
        {"stage": "loss", "customer": None},
        {"stage": "new"},
        {"score": 9},
    ):
        ResponseFactory.create(**{"invitation__customer": ana, "score": 4, **fields})
    opening.open_missing(now=NOW)

    sets = [queries.liable(now=NOW), *queries.exempt(now=NOW).values()]

    found = [pk for rows in sets for pk in rows.values_list("pk", flat=True)]
    assert sorted(found) == sorted(queries.detractors().values_list("pk", flat=True))
    assert queries.liable(now=NOW).count() == FollowUp.objects.count() == 2


@pytest.mark.parametrize("score", [4, 8, 10])
def test_anybody_may_open_one_by_hand(losses: SlaPolicy, ana: Customer, ines: Rep, score: int) -> None:
    """G45 T12: for any answer, exempt ones and promoters' too; who and why stays in the history."""
    response = ResponseFactory.create(invitation__customer=ana, score=score, stage="loss", answered_at=NOW)
    passives = SlaPolicyFactory.create(band=Band.PASSIVE, contact_hours=30)
    opening.open_missing(now=NOW)

    followup = opening.open_by_hand(response=response, actor=ines.user, reason="Asked for a call", now=NOW)
    again = opening.open_by_hand(response=response, actor=ines.user, reason="Me too", now=NOW)

    assert (followup, followup.opened_by, followup.assignee) == (again, ines.user, ines.user)
    assert followup.policy == (passives if score == 8 else sla.policy())
    assert followup.next_alarm_at
    line = followup.activities.get(kind=ActivityKind.OPENED)
    assert (line.actor, line.note, line.facts["by_hand"]) == (ines.user, "Asked for a call", True)
    assert not Exemption.objects.exists()
    if score == 4:
        assert queries.liable(now=NOW).get() == response


def test_opening_by_hand_needs_a_rep_a_reason_and_a_person(ana: Customer, ines: Rep, viewer: User) -> None:
    answer = ResponseFactory.create(invitation__customer=ana, score=9)
    nobody = ResponseFactory.create(customer=None, score=9)
    erased = ResponseFactory.create(customer=CustomerFactory.create(erased_at=NOW), score=9)

    with pytest.raises(working.CannotWork):
        opening.open_by_hand(response=answer, actor=viewer, reason="Why not", now=NOW)
    with pytest.raises(opening.ReasonMissing):
        opening.open_by_hand(response=answer, actor=ines.user, reason=" ", now=NOW)
    for response in (nobody, erased):
        with pytest.raises(opening.NobodyToCall):
            opening.open_by_hand(response=response, actor=ines.user, reason="Why not", now=NOW)
    assert not FollowUp.objects.exists()


def test_a_worse_answer_gets_the_stricter_policy(detractor: Response, ines: Rep) -> None:
    """G44: before the first contact; no deadline moves back."""
    severe = SlaPolicyFactory.create(name="Severe", most_score=1, contact_hours=2, resolve_hours=400)
    followup = opening.open_for(response_id=detractor.pk, now=NOW)
    assert followup
    revise(detractor, score=0)

    opening.open_missing(now=LATER)

    before = followup.resolve_due_at
    followup.refresh_from_db()
    assert (followup.policy, followup.resolve_due_at) == (severe, before)
    assert followup.contact_due_at == LATER + timedelta(hours=2)
    assert followup.activities.filter(facts__words="The deadlines of “Severe” hold from now on").exists()


def test_a_changed_policy_holds_for_follow_ups_opened_later(detractor: Response, petra: User) -> None:
    """G44: those that are open keep their promise, also when the answer is given anew in the same words."""
    followup = opening.open_for(response_id=detractor.pk, now=NOW)
    assert followup
    sla.change(policy=sla.policy(), facts={"contact_hours": 1}, actor=petra, now=NOW)
    revise(detractor, score=3, reason="More words.")

    opening.open_missing(now=LATER)

    due = followup.contact_due_at
    followup.refresh_from_db()
    assert followup.contact_due_at == due
