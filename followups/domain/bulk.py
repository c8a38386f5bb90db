"""One act on several follow-ups: each by itself, so that one refusal stops no other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from followups.domain import history, working
from followups.domain.working import workable_by
from followups.enums import ActivityKind
from followups.models import FollowUp
from responses.domain import themes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from responses.models import Theme
    from team.models import User

MOST = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done and what was refused, with the reason in a sentence."""

    done: list[FollowUp] = field(default_factory=list)
    refused: list[tuple[FollowUp, str]] = field(default_factory=list)


def each(*, followups: Iterable[FollowUp], verb: Callable[[FollowUp], object]) -> Outcome:
    """Do the same with each, in one transaction for each.

    `verb` returning False has found nothing to do, which counts as done.
    """
    outcome = Outcome()
    for row in followups:
        try:
            verb(row)
        except working.Refused as refusal:
            outcome.refused.append((row, str(refusal)))
        else:
            outcome.done.append(row)
    return outcome


def tag(*, followup: FollowUp, theme: Theme, actor: User, now: datetime) -> bool:
    """Put a theme on a follow-up's answer, with a line of history; False when it has it already.

    Of what nobody has yet, too. Raises NotYours.
    """
    with transaction.atomic():
        if not FollowUp.objects.filter(workable_by(actor) | Q(assignee=None), pk=followup.pk).exists():
            raise working.NotYours(f"{followup.assignee} works this follow-up.")
        put = themes.tag(response=followup.response, theme=theme, actor=actor, now=now)
        if put:
            facts = {"words": f"Tagged “{theme}”"}
            history.add(followup=followup, kind=ActivityKind.THEME, actor=actor, now=now, facts=facts)
    return put
