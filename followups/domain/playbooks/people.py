"""Whose task a step is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.enums import Worker
from followups.models import Rep
from team.enums import Role
from team.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from followups.domain.playbooks.terms import Terms
    from followups.models import FollowUp, Run


def worker(*, terms: Terms, run: Run, followup: FollowUp | None, now: datetime) -> User | None:
    """Who does the step. Where the one meant cannot work or is away, it is somebody who answers for it.

    Whoever has an unfinished follow-up while they are away was given it on purpose, and its steps with it.
    """
    owner, account_manager = _owner(followup), _account_manager(run)
    doer = owner or account_manager
    boss = doer.manager if doer else None
    accountable = followup.accountable if followup else None
    meant: dict[str, list[User | None]] = {
        Worker.OWNER: [owner, account_manager if followup is None else None, accountable, account_manager],
        Worker.ACCOUNT_MANAGER: [account_manager, owner],
        Worker.MANAGER: [boss, accountable],
        Worker.PERSON: [_person(terms.person)],
    }
    able = _able(meant[terms.worker])
    stand_ins = _able([*(one.manager for one in able[:1]), accountable, *_managers()])
    keeps = {owner.pk} if owner and followup and not followup.is_closed else set()
    away = _away({one.pk for one in [*able, *stand_ins]} - keeps, now=now)
    present = [one for one in [*able, *stand_ins] if one.pk not in away]
    return next(iter([*present, *able, *stand_ins]), None)


def told(*, terms: Terms, run: Run, followup: FollowUp | None, now: datetime) -> list[User]:
    """Whom a step tells something: its worker, or the people chosen by name."""
    chosen = [value for value in terms.settings.get("people", []) if isinstance(value, int)]
    people = list(User.objects.active().filter(pk__in=chosen).order_by("pk"))
    if people:
        return people
    one = worker(terms=terms, run=run, followup=followup, now=now)
    return [one] if one else []


def _owner(followup: FollowUp | None) -> User | None:
    return followup.assignee if followup else None


def _account_manager(run: Run) -> User | None:
    account = run.customer.account
    return account.manager if account else None


def _person(pk: int | None) -> User | None:
    return User.objects.filter(pk=pk).first() if pk else None


def _managers() -> list[User]:
    managers = User.objects.managers().order_by("pk")
    first = managers.filter(role=Role.MANAGER).first() or managers.first()
    return [first] if first else []


def _able(people: Iterable[User | None]) -> list[User]:
    """Those who may log in and work: `may` says no for whoever is inactive."""
    return [person for person in people if person and person.is_active and person.may(Role.REP)]


def _away(people: set[int], *, now: datetime) -> set[int]:
    """Those of them whose work others do now."""
    reps = Rep.objects.filter(hands_over=True).away(now=now).filter(user__in=people)
    return set(reps.values_list("user", flat=True))
