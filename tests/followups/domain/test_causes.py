"""The company's own root causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from followups.domain import causes
from followups.models import RootCause
from team.models import AuditEntry
from tests.factories.followups import FollowUpFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import User

pytestmark = pytest.mark.django_db


def labels() -> list[str]:
    return [label for _, label in causes.choices()]


def named(label: str) -> RootCause:
    return causes.all_causes().get(label=label)


def test_the_list_begins_with_ours_and_is_made_once() -> None:
    """G46."""
    assert labels()[:3] == ["Product fault or gap", "Support", "Price or contract"]
    assert (causes.all_causes().count(), RootCause.objects.count()) == (7, 7)


def test_a_new_cause_stands_last_with_a_code_of_its_own(manager: User) -> None:
    first = causes.add(label="Delivery, late", actor=manager, now=NOW)
    second = causes.add(label="Delivery late!", actor=manager, now=NOW)

    assert (first.code, second.code) == ("delivery_late", "delivery_late_2")
    assert labels()[-2:] == ["Delivery, late", "Delivery late!"]
    assert AuditEntry.objects.filter(action="root_cause.added").count() == 2


def test_two_causes_have_two_names(manager: User) -> None:
    with pytest.raises(causes.TakenLabel):
        causes.add(label="SUPPORT", actor=manager, now=NOW)
    with pytest.raises(causes.TakenLabel):
        causes.rename(cause=named("Billing"), label="support", actor=manager, now=NOW)

    assert causes.rename(cause=named("Support"), label="support", actor=manager, now=NOW)
    assert not causes.rename(cause=named("support"), label="support", actor=manager, now=NOW)


def test_a_code_made_of_nothing_is_one_still(manager: User) -> None:
    assert causes.add(label="価格", actor=manager, now=NOW).code == "cause"


def test_a_retired_cause_is_not_offered_and_keeps_its_follow_ups(manager: User) -> None:
    support = named("Support")
    followup = FollowUpFactory.create(root_cause="support")

    assert causes.retire(cause=support, actor=manager, now=NOW)
    assert not causes.retire(cause=support, actor=manager, now=NOW)

    assert "Support" not in labels()
    with pytest.raises(causes.UnknownCause, match="root_cause"):
        causes.offered("support")
    assert followup.cause_label == "Support"
    assert causes.bring_back(cause=support, actor=manager, now=NOW)
    assert causes.offered("support") == support


def test_one_cause_is_always_left(manager: User) -> None:
    *others, last = causes.all_causes()
    for cause in others:
        causes.retire(cause=cause, actor=manager, now=NOW)

    with pytest.raises(causes.LastCause):
        causes.retire(cause=last, actor=manager, now=NOW)

    assert labels() == [last.label]


def test_causes_change_places(manager: User) -> None:
    assert causes.move(cause=named("Support"), up=True)
    assert not causes.move(cause=named("Support"), up=True)
    assert not causes.move(cause=named("Something else"), up=False)

    assert labels()[:2] == ["Support", "Product fault or gap"]
