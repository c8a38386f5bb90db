"""The follow-ups of two customers who become one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail

from customers.domain import merging
from customers.models import Customer
from followups.domain import merging as followups_merging
from followups.domain.messages import claiming, posting
from followups.models import Activity, FollowUp, Message, Referral
from tests.factories.customers import CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.messages import MessageFactory
from tests.factories.responses import ResponseFactory
from tests.factories.team import UserFactory
from tests.followups.everything import follow
from tests.moments import NOW


@pytest.mark.usefixtures("program")
def test_followups_move_with_their_history() -> None:
    """T52"""
    kept, lost = CustomerFactory.create(), CustomerFactory.create()
    mine, theirs = FollowUpFactory.create(customer=kept), FollowUpFactory.create(customer=lost)
    columns = [field.attname for field in FollowUp._meta.concrete_fields if field.name != "customer"]
    before = list(FollowUp.objects.order_by("pk").values(*columns)), list(Activity.objects.values())

    merging.merge(kept=kept, lost=lost, choices={}, actor=None, now=NOW)

    assert set(FollowUp.objects.values_list("pk", "customer")) == {(mine.pk, kept.pk), (theirs.pk, kept.pk)}
    assert (list(FollowUp.objects.order_by("pk").values(*columns)), list(Activity.objects.values())) == before


@pytest.mark.usefixtures("program")
def test_everything_of_this_room_moves() -> None:
    """T52: every table with a key to a customer."""
    kept, lost = CustomerFactory.create(), CustomerFactory.create()
    for customer in (kept, lost):
        follow(FollowUpFactory.create(customer=customer))
    Referral.objects.create(advocate=kept, referred=lost, named_on=NOW)

    told = followups_merging.previewed(lost=lost)
    merging.merge(kept=kept, lost=lost, choices={}, actor=None, now=NOW)

    assert told == {
        "follow-ups": 1,
        "messages": 1,
        "playbook runs": 1,
        "consents to be quoted": 1,
        "referrals": 2,
        "success-plan items": 1,
    }
    assert followups_merging.previewed(lost=lost) == {}
    keyed = {
        (model, field.name)
        for model in apps.get_app_config("followups").get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Customer
    }
    assert {(model, key) for _, model, key in followups_merging.MOVED} == keyed


@pytest.mark.usefixtures("program")
def test_a_message_that_waits_goes_to_the_address_that_is_left() -> None:
    kept, lost = CustomerFactory.create(), CustomerFactory.create()
    waiting, begun = MessageFactory.create_batch(2, customer=lost, author=UserFactory.create())
    claiming.claim(now=NOW)
    Message.objects.filter(pk=begun.pk).update(attempt_started_at=NOW, attempts=1)

    merging.merge(kept=kept, lost=lost, choices={}, actor=None, now=NOW)

    states = Message.objects.order_by("pk").values_list("customer", "contact", "state")
    assert list(states) == [
        (kept.pk, kept.contact_id, "planned"),
        (kept.pk, begun.contact_id, "claimed"),
    ]
    assert posting.deliver(clock=lambda: NOW) == {"sent": 1}
    assert mail.outbox[0].to == [kept.email]
    assert waiting.pk


@pytest.mark.usefixtures("program")
def test_an_answer_of_the_one_recovers_the_other() -> None:
    """G47, T52: one person was angry under one address and is content under another."""
    kept, lost = CustomerFactory.create(), CustomerFactory.create()
    angry = ResponseFactory.create(invitation__customer=lost, score=2, answered_at=NOW - timedelta(days=300))
    content = ResponseFactory.create(
        invitation__customer=kept, score=10, answered_at=NOW - timedelta(days=60)
    )
    followup = FollowUpFactory.create(customer=lost, response=angry)

    merging.merge(kept=kept, lost=lost, choices={}, actor=None, now=NOW)

    followup.refresh_from_db()
    assert (followup.customer, followup.later_response) == (kept, content)
