"""Filters over the team's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import Q

from team.enums import Role

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import ApiKey, AuditEntry, Program, User  # noqa: F401  # some are named in quotes only

PROGRAM_ID = 1


class ProgramManager(models.Manager["Program"]):
    """There is one program; its row is made when first asked for."""

    def current(self) -> Program:
        """The program's row."""
        return self.get_or_create(pk=PROGRAM_ID)[0]

    def locked(self) -> Program:
        """The program's row, locked until the transaction ends: the single file of all claims."""
        self.current()
        return self.select_for_update().get(pk=PROGRAM_ID)


class UserQuerySet(models.QuerySet["User"]):
    """Users, by what they may do."""

    def active(self) -> UserQuerySet:
        """Those who may log in."""
        return self.filter(is_active=True)

    def managers(self) -> UserQuerySet:
        """Active managers and admins."""
        return self.active().filter(role__in=[Role.MANAGER, Role.ADMIN])

    def admins(self) -> UserQuerySet:
        """Active admins."""
        return self.active().filter(role=Role.ADMIN)

    def matching(self, text: str) -> UserQuerySet:
        """Those with this in their name or address."""
        return self.filter(Q(name__icontains=text) | Q(email__icontains=text))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # built at run time
    """Makes users that log in with their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """A stored user; without a password nobody can log in as them."""
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> User:
        """An admin, for `manage.py createsuperuser`."""
        return self.create_user(email, password, **{"role": Role.ADMIN, **fields})


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Keys of other programs."""

    def usable(self, *, now: datetime) -> ApiKeyQuerySet:
        """Neither revoked nor expired."""
        return self.filter(revoked_at=None).filter(Q(expires_at=None) | Q(expires_at__gt=now))

    def named(self, prefix: str) -> ApiKey | None:
        """The one key that begins so."""
        return self.filter(prefix=prefix).first()


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """The trail, which only ever grows: an entry's id tells when it was written."""

    def newest_first(self) -> AuditQuerySet:
        """The latest entry on top."""
        return self.order_by("-pk")

    def older_than(self, entry_id: int) -> AuditQuerySet:
        """What was written before this entry."""
        return self.filter(pk__lt=entry_id)

    def by(self, actor_id: int) -> AuditQuerySet:
        """What this person did."""
        return self.filter(actor_id=actor_id)

    def about(self, room: str) -> AuditQuerySet:
        """What happened to the rows of this room ("team", "surveys")."""
        return self.filter(subject_type__startswith=f"{room}.")

    def mentioning(self, text: str) -> AuditQuerySet:
        """Entries whose actor, action or subject holds this."""
        return self.filter(
            Q(actor_label__icontains=text) | Q(action__icontains=text) | Q(subject_label__icontains=text)
        )
