"""People of the staff: added, changed, let go. There is always an admin left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import F

from team.domain import audit
from team.enums import Role
from team.models import Program, User
from team.signals import person_left

if TYPE_CHECKING:
    from datetime import datetime

FACTS = ("email", "name", "role", "time_zone", "manager")


class AddressTaken(Exception):
    """Somebody logs in with this address already."""


class LastAdmin(Exception):
    """Without this person nobody could change settings or people."""


class NotAManager(Exception):
    """Whoever others report to must be an active manager or admin, and somebody else."""


class OwnAccess(Exception):
    """Nobody ends their own access: it takes a second admin."""


def add(
    *,
    email: str,
    name: str,
    role: str,
    time_zone: str,
    manager: User | None,
    actor: User | None,
    now: datetime,
) -> User:
    """A person who cannot log in yet: `welcome.invite` sends the link. Raises AddressTaken or NotAManager."""
    _check_manager(manager, person=None)
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                email, name=name, role=role, time_zone=time_zone, manager=manager, created_at=now
            )
            facts = {
                "email": user.email,
                "role": Role(role).value,
                "manager": str(manager) if manager else None,
            }
            audit.log(actor=actor, action="person.add", subject=user, now=now, changes=facts)
    except IntegrityError:
        raise AddressTaken from None
    return user


def change(*, user: User, facts: dict[str, Any], actor: User, now: datetime) -> dict[str, list[Any]]:
    """Set some of FACTS and return what differs. Another role or address ends the person's sessions.

    Raises AddressTaken, LastAdmin or NotAManager.
    """
    facts = {**facts, "email": facts.get("email", user.email).strip().lower()}
    _check_manager(facts.get("manager"), person=user)
    try:
        with transaction.atomic():
            fresh = _locked(user)
            before = {name: getattr(fresh, name) for name in FACTS}
            changes = audit.differences(before, {name: facts[name] for name in FACTS if name in facts})
            if not changes:
                return {}
            _keep_an_admin(fresh, role=facts.get("role", fresh.role), active=fresh.is_active)
            _store(user, {name: facts[name] for name in changes})
            changes |= _release_reports(user, ended="role" in changes and not user.may(Role.MANAGER))
            if "email" in changes:
                end_sessions(user=user)
            audit.log(actor=actor, action="person.change", subject=user, now=now, changes=changes)
    except IntegrityError:
        raise AddressTaken from None
    return changes


def deactivate(*, user: User, actor: User, now: datetime) -> bool:
    """End the person's access at once; what they did stays. False when it had ended already.

    Raises LastAdmin or OwnAccess.
    """
    if user.pk == actor.pk:
        raise OwnAccess
    with transaction.atomic():
        fresh = _locked(user)
        if not fresh.is_active:
            return False
        _keep_an_admin(fresh, role=fresh.role, active=False)
        _store(user, {"is_active": False})
        changes = {"is_active": [True, False], **_release_reports(user, ended=True)}
        audit.log(actor=actor, action="person.deactivate", subject=user, now=now, changes=changes)
        transaction.on_commit(lambda: person_left.send_robust(User, user_id=user.pk))
    return True


def reactivate(*, user: User, actor: User, now: datetime) -> bool:
    """Let the person log in again, with the role they had. False when they could already."""
    with transaction.atomic():
        if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
            return False
        user.is_active = True
        changes = {"is_active": [False, True]}
        audit.log(actor=actor, action="person.reactivate", subject=user, now=now, changes=changes)
    return True


def end_sessions(*, user: User) -> None:
    """Log the person out everywhere."""
    User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
    user.refresh_from_db(fields=["session_generation"])


def remove_second_factor(*, user: User, actor: User, now: datetime) -> bool:
    """Let somebody who lost their phone log in by password alone. False when there was no second factor."""
    with transaction.atomic():
        removed, _ = Authenticator.objects.filter(user=user).delete()
        if not removed:
            return False
        end_sessions(user=user)
        audit.log(actor=actor, action="person.remove_second_factor", subject=user, now=now)
    return True


def _locked(user: User) -> User:
    # The program's row keeps two admins from demoting each other in the same moment.
    Program.objects.locked()
    fresh: User = User.objects.select_for_update(of=("self",)).select_related("manager").get(pk=user.pk)
    return fresh


def _keep_an_admin(user: User, *, role: str, active: bool) -> None:
    was = user.is_active and user.role == Role.ADMIN
    stays = active and role == Role.ADMIN
    if was and not stays and not User.objects.admins().exclude(pk=user.pk).exists():
        raise LastAdmin


def _check_manager(manager: User | None, *, person: User | None) -> None:
    if manager is not None and (manager == person or not manager.may(Role.MANAGER)):
        raise NotAManager


def _store(user: User, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(user, name, value)
    user.save(update_fields=list(facts))


def _release_reports(user: User, *, ended: bool) -> dict[str, list[Any]]:
    """Nobody reports to somebody who cannot act: what is overdue then reaches all managers."""
    released = User.objects.filter(manager=user).update(manager=None) if ended else 0
    return {"reports": [released, 0]} if released else {}
