"""The statements that are written out say what the models say."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from responses.domain import asking, storing
from responses.models import Response
from surveys.models import Invitation, SurveyText
from surveys.tokens import survey_token, unsubscribe_token
from team.models import Program
from tests.factories.customers import CustomerFactory
from tests.factories.questions import SurveyLogoFactory, SurveyQuestionFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import InvitationFactory, SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from customers.models import Customer

pytestmark = pytest.mark.django_db


def answered(customer: Customer) -> Invitation | None:
    return ResponseFactory.create(invitation__customer=customer).invitation


@pytest.mark.parametrize("make", [SentInvitationFactory.create, InvitationFactory.create, answered])
def test_behind_reads_what_the_models_hold(program: Program, make: Callable[..., Invitation]) -> None:
    program.privacy_url = "https://northwind.example/privacy"
    program.save(update_fields=["privacy_url"])
    invitation = make(customer=CustomerFactory.create(name="Ada Byron", language="de"))
    survey = invitation.campaign.survey

    asked = asking.behind(survey_token(invitation.pk))

    assert asked == asking.Asked(
        invitation_id=invitation.pk,
        left_at=invitation.sent_at or invitation.attempt_started_at,
        closes_at=invitation.link_expires_at(),
        answered_at=invitation.answered_at,
        is_erased=False,
        name="Ada Byron",
        language="de",
        stage=invitation.stage or invitation.customer.stage,
        who=asking.Who(program.company, program.product, program.privacy_url),
        survey=asking.Written(
            color=survey.brand_color,
            default_language=survey.default_language,
            texts=tuple(
                SurveyText.objects.filter(survey=survey).order_by("language").values_list(*asking.WORDS)
            ),
            logo=None,
            questions=(),
        ),
    )


def test_behind_reads_the_logo_and_the_questions_that_are_still_asked(program: Program) -> None:
    """G14 G19: the statement that is written out finds what the models hold."""
    invitation = SentInvitationFactory.create()
    survey = invitation.campaign.survey
    logo = SurveyLogoFactory.create(survey=survey)
    question = SurveyQuestionFactory.create(survey=survey, stages=["new"], options=["price", "speed"])
    SurveyQuestionFactory.create(survey=survey, key="old", retired_at=NOW)

    asked = asking.behind(survey_token(invitation.pk))

    assert asked
    assert asked.survey == asking.written(survey)
    assert asked.survey.logo == asking.Logo(logo.digest, "image/png", 240, 60, "Northwind")
    assert [one.pk for one in asked.survey.questions] == [question.pk]
    assert (asked.survey.questions[0].stages, asked.survey.questions[0].options) == (
        ("new",),
        ("price", "speed"),
    )


def test_behind_speaks_for_a_program_that_nobody_set_up() -> None:
    asked = asking.behind(survey_token(SentInvitationFactory.create().pk))

    assert asked
    assert asked.who == asking.Who("Your company", "", "")
    assert not Program.objects.exists()


def test_behind_a_foreign_link_is_nobody() -> None:
    invitation = SentInvitationFactory.create()

    for token in ("x", survey_token(invitation.pk + 1), unsubscribe_token(invitation.pk)):
        assert asking.behind(token) is None


@pytest.mark.parametrize(
    "facts",
    [
        {"stage": "new", "attributes": {"plan": "silver"}, "sent_at": NOW, "answered_at": NOW},
        {"attempt_started_at": NOW - timedelta(days=1)},
    ],
)
def test_hold_reads_what_the_models_hold(facts: dict[str, Any]) -> None:
    customer = CustomerFactory.create(stage="loss", attributes={"plan": "gold"}, last_answered_at=NOW)
    invitation = InvitationFactory.create(customer=customer, **facts)

    with transaction.atomic():
        held = storing.hold(invitation.pk)

    assert held == storing.Held(
        invitation_id=invitation.pk,
        state=invitation.state,
        contact_id=customer.contact_id,
        contact_now=customer.contact_id,
        campaign_id=invitation.campaign_id,
        customer_id=customer.pk,
        stage=facts.get("stage", "loss"),
        attributes=facts.get("attributes", {"plan": "gold"}),
        sent_at=facts.get("sent_at"),
        attempt_started_at=facts.get("attempt_started_at"),
        answered_at=facts.get("answered_at"),
        link_days=invitation.campaign.link_days,
        is_erased=False,
        last_answered_at=NOW,
    )
    assert held.closes_at == invitation.link_expires_at()


def test_hold_of_nothing_says_so() -> None:
    with pytest.raises(Invitation.DoesNotExist), transaction.atomic():
        storing.hold(4711)


def test_insert_stores_what_save_stores() -> None:
    saved = ResponseFactory.create(attributes={"plan": "gold"}, first=None)
    facts = Response.objects.filter(pk=saved.pk).values().get() | {"invitation_id": None}
    facts.pop("id")
    inserted = Response(**facts)

    storing.insert(inserted)

    stored = Response.objects.get(pk=inserted.pk)
    assert Response.objects.filter(pk=inserted.pk).values().get() == facts | {"id": inserted.pk}
    assert (stored, inserted._state.adding) == (inserted, False)
