"""Answers for tests."""

from __future__ import annotations

from datetime import timedelta

from factory.declarations import LazyAttribute, RelatedFactory, SelfAttribute, SubFactory
from factory.django import DjangoModelFactory

from responses.models import Response, Revision
from tests.factories.surveys import SentInvitationFactory
from tests.moments import NOW


class RevisionFactory(DjangoModelFactory[Revision]):
    """The first version of an answer."""

    class Meta:
        model = Revision

    response = SubFactory("tests.factories.responses.ResponseFactory", first=None)
    number = 1
    score = SelfAttribute("response.score")
    reason = SelfAttribute("response.reason")
    contact_me = SelfAttribute("response.contact_me")
    recorded_at = SelfAttribute("response.answered_at")


class ResponseFactory(DjangoModelFactory[Response]):
    """A promoter's answer to a mailed invitation, half an hour ago, with its first version.

    A visitor's, without invitation: `invitation=None, customer=None, campaign=…, stage=""`.
    """

    class Meta:
        model = Response
        skip_postgeneration_save = True

    invitation = SubFactory(
        SentInvitationFactory,
        started_at=SelfAttribute("..answered_at"),
        answered_at=SelfAttribute("..answered_at"),
    )
    customer = LazyAttribute(lambda answer: answer.invitation and answer.invitation.customer)
    campaign = LazyAttribute(lambda answer: answer.invitation.campaign)
    stage = LazyAttribute(lambda answer: answer.invitation.stage)
    score = 9
    reason = "Quick help, every time."
    contact_me = True
    language = "en"
    answered_at = NOW - timedelta(minutes=30)
    first = RelatedFactory(RevisionFactory, factory_related_name="response")
