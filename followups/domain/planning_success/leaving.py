"""What somebody had planned to do who no longer works here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from followups.domain.planning_success import guarding, telling
from followups.models import PlanItem

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User


def leave(*, user: User, now: datetime) -> int:
    """What is to do goes to the account's manager, else to their own; how many items did.

    Where neither can, it is nobody's and stands in the list as that.
    """
    theirs = PlanItem.objects.open().of(user)
    able = set(guarding.owners().values_list("pk", flat=True)) - {user.pk}
    moved = 0
    for item in theirs.select_related("customer__account__manager", "followup", "step_run").order_by("pk"):
        account = item.customer.account
        known = [account.manager if account else None, user.manager]
        to = next((one for one in known if one and one.pk in able), None)
        with transaction.atomic():
            if theirs.filter(pk=item.pk).update(owner=to):
                moved += 1
                item.owner = to
                whose = f"{to}’s" if to else "nobody’s"
                words = f"Plan changed: “{item.title}”, now {whose}: {user} no longer works here"
                telling.write_down(item, words, actor=None, now=now)
                telling.tell_owner(item, actor=None, now=now)
    return moved
