"""What counts, how much, and what other points would have changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from followups.domain import assignment, opening
from followups.domain.assignment import rules
from followups.models import AssignmentRules, CustomTrait, Rep
from team.models import AuditEntry
from tests.factories.customers import CustomerFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import FollowUp
    from responses.models import Response
    from team.models import User

OWN = {"label": "Industry", "source": "account.industry", "points": 20}


def opened(response: Response) -> FollowUp:
    """The follow-up of an answer that owes one."""
    followup = opening.open_for(response_id=response.pk, now=NOW)
    assert followup
    return followup


def test_change_keeps_one_row_and_an_audit_entry(petra: User) -> None:
    """T32: the weights are the company's, and every change is known."""
    assert rules.change(facts={"skill": 80, "owner_first": False}, actor=petra, now=NOW) == {
        "skill": [40, 80],
        "owner_first": [True, False],
    }
    assert rules.change(facts={"skill": 80}, actor=petra, now=NOW) == {}

    row = AssignmentRules.objects.get()
    assert (row.pk, row.skill, row.owner_first, row.language) == (1, 80, False, 30)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor) == ("assignment.changed", petra)


def test_own_traits_come_and_go_with_audit_entries(petra: User) -> None:
    """T32: custom attributes."""
    made = rules.add_trait(key="industry", facts=OWN, actor=petra, now=NOW)
    assert rules.points().by_trait["custom.industry"] == 20
    with pytest.raises(rules.NameTaken):
        rules.add_trait(key="other", facts=OWN, actor=petra, now=NOW)
    other = rules.add_trait(key="plan", facts={**OWN, "label": "Plan"}, actor=petra, now=NOW)
    with pytest.raises(rules.NameTaken):
        rules.change_trait(trait=other, facts=OWN, actor=petra, now=NOW)

    changes = rules.change_trait(trait=made, facts={**OWN, "points": 50}, actor=petra, now=NOW)
    rules.remove_trait(trait=other, actor=petra, now=NOW)

    assert changes == {"points": [20, 50]}
    assert list(CustomTrait.objects.values_list("key", "points")) == [("industry", 50)]
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["trait.added", "trait.added", "trait.changed", "trait.removed"]


def test_preview_names_what_would_turn(ines: Rep, omar: Rep) -> None:
    """T32: the latest choices under other points, with what was known then."""
    Rep.objects.filter(pk=omar.pk).update(preferred_stages=["prospect"])
    spanish = opened(
        ResponseFactory.create(invitation__customer=CustomerFactory.create(), score=2, language="es")
    )
    german = opened(
        ResponseFactory.create(invitation__customer=CustomerFactory.create(), score=2, language="de")
    )
    assert (spanish.assignee, german.assignee) == (ines.user, omar.user)
    now = rules.points()
    Rep.objects.update(languages=[], load=9)

    same = assignment.preview(points=now)
    other = assignment.preview(points=replace(now, by_trait={**now.by_trait, "stage": 60}))

    assert (same.looked_at, same.turns) == (2, [])
    assert [(turn.decision.followup, turn.instead) for turn in other.turns] == [(spanish, "Omar")]


def test_preview_weighs_the_account_manager_as_the_rules_say(
    detractor: Response, ines: Rep, omar: Rep
) -> None:
    account = detractor.customer and detractor.customer.account
    assert account
    account.manager = omar.user
    account.save(update_fields=["manager"])
    assert opened(detractor).assignee == omar.user
    now = rules.points()
    without = {**now.by_trait, "account_owner": 10}

    first = assignment.preview(points=replace(now, by_trait=without))
    by_points = assignment.preview(points=replace(now, by_trait=without, owner_first=False))

    assert (first.turns, [turn.instead for turn in by_points.turns]) == ([], ["Ines"])


def test_the_table_leaves_out_what_gave_nobody_anything(detractor: Response, ines: Rep, omar: Rep) -> None:
    """T31, T32: everybody's points, which add up to the sum beside them."""
    decision = opened(detractor).decisions.get()

    table = assignment.table(decision)

    assert [(column.label, column.most) for column in table.columns] == [("Language", 30), ("Room", 20)]
    assert [(line.name, line.points, line.total, line.is_chosen) for line in table.lines] == [
        ("Ines", [30, 20], 50, True),
        ("Omar", [0, 20], 20, False),
    ]
    assert all(sum(line.points) == line.total for line in table.lines)
    assert table.silent == ["Account", "Themes", "Country", "Hours", "History", "Stage"]


def test_a_choice_from_before_the_rules_were_kept_is_shown_but_not_weighed(
    detractor: Response, ines: Rep
) -> None:
    decision = opened(detractor).decisions.get()
    decision.rules = {}
    kept = {"user": 1, "name": "Ines", "traits": {"load": 20}, "total": 20, "load": 0, "capacity": 9}
    decision.scores = [kept]
    decision.save(update_fields=["rules", "scores"])

    assert [(column.label, column.most) for column in assignment.table(decision).columns] == [("Room", None)]
    assert assignment.preview(points=rules.points()).looked_at == 0
