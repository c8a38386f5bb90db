"""Who hears of a deadline, and in what words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from followups.domain import notifying
from followups.enums import AlarmKind, DeadlineKind, NotificationKind
from team.enums import Role
from team.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from followups.domain.alarms.schedule import Ring
    from followups.models import FollowUp

KINDS = {
    AlarmKind.WARNED: NotificationKind.DUE_SOON,
    AlarmKind.BREACHED: NotificationKind.BREACHED,
    AlarmKind.MANAGER: NotificationKind.ESCALATED,
    AlarmKind.ADMIN: NotificationKind.ESCALATED,
}
TITLES = {
    (DeadlineKind.CONTACT, AlarmKind.WARNED): "Contact {who} soon",
    (DeadlineKind.CONTACT, AlarmKind.BREACHED): "{who} was not contacted in time",
    (DeadlineKind.RESOLVE, AlarmKind.WARNED): "The follow-up of {who} is due soon",
    (DeadlineKind.RESOLVE, AlarmKind.BREACHED): "The follow-up of {who} was not resolved in time",
}
WORDS = {
    AlarmKind.WARNED: "{deadline} is due soon",
    AlarmKind.BREACHED: "{deadline} was missed",
    AlarmKind.MANAGER: "{deadline} is late: escalated to the manager",
    AlarmKind.ADMIN: "{deadline} is late: escalated to the admins",
}


def tell(followup: FollowUp, ring: Ring, *, now: datetime) -> list[User]:
    """Notify whom it concerns; those people, whether they want to hear of it or not."""
    concerned = recipients(followup, ring.kind)
    for person in concerned:
        notifying.tell(
            recipient=person,
            kind=KINDS[ring.kind],
            key=_key(followup, ring, person),
            title=_title(followup, ring),
            text=_whose(followup),
            path=reverse("followups:detail", args=[followup.pk]),
            now=now,
            followup=followup,
        )
    return concerned


def wait_is_over(followup: FollowUp, *, until: datetime, now: datetime) -> None:
    """Tell whose it is that nobody answered by the day to look again."""
    for person in recipients(followup, AlarmKind.WARNED):
        notifying.tell(
            recipient=person,
            kind=NotificationKind.DUE_SOON,
            key=f"wait:{followup.pk}:{_stamp(until)}:{person.pk}",
            title=f"Look again: {_who(followup)} has not answered",
            text="The wait is over and the clock of the resolution goes on.",
            path=reverse("followups:detail", args=[followup.pk]),
            now=now,
            followup=followup,
        )


def recipients(followup: FollowUp, kind: AlarmKind) -> list[User]:
    """Whose it is or who answers for it; later the owner's manager, else all of them; then the admins."""
    if kind == AlarmKind.ADMIN:
        return _working(Role.ADMIN)
    if kind == AlarmKind.MANAGER:
        return _managers_of(followup)
    own = followup.assignee or followup.accountable
    return [own] if own and own.is_active else _managers_of(followup)


def words(ring: Ring, heard: list[User]) -> str:
    """The line of the history: "First contact is late: escalated to Petra"."""
    names = " and ".join(str(person) for person in heard)
    if ring.kind == AlarmKind.MANAGER and 0 < len(heard) <= 2:
        return f"{ring.deadline.label} is late: escalated to {names}"
    return WORDS[ring.kind].format(deadline=ring.deadline.label)


def _managers_of(followup: FollowUp) -> list[User]:
    owner = followup.assignee
    own = owner.manager if owner else followup.accountable
    if own and own.may(Role.MANAGER):
        return [own]
    others = [person for person in _working(Role.MANAGER) if person != owner]
    return others or _working(Role.ADMIN)


def _working(role: Role) -> list[User]:
    return list(User.objects.active().filter(role=role).order_by("pk"))


def _title(followup: FollowUp, ring: Ring) -> str:
    if ring.kind in {AlarmKind.MANAGER, AlarmKind.ADMIN}:
        return f"{ring.deadline.label} of {_who(followup)} is late"
    return TITLES[ring.deadline, ring.kind].format(who=_who(followup))


def _whose(followup: FollowUp) -> str:
    owner = followup.assignee
    return f"{owner} works on it." if owner else "Nobody works on it yet: it waits in the overflow queue."


def _who(followup: FollowUp) -> str:
    return followup.response.who


def _key(followup: FollowUp, ring: Ring, person: User) -> str:
    return f"{ring.kind}:{followup.pk}:{ring.deadline}:{_stamp(ring.due_at)}:{person.pk}"


def _stamp(instant: datetime) -> str:
    return instant.strftime("%Y%m%d%H%M%S%f")
