"""What follows when somebody changes how they log in: other sessions end, the trail says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import update_session_auth_hash
from django.dispatch import receiver
from django.utils import timezone

from team.domain import audit, people

if TYPE_CHECKING:
    from django.http import HttpRequest

    from team.models import User


@receiver(mfa.authenticator_added)
@receiver(mfa.authenticator_removed)
@receiver(mfa.authenticator_reset)
def end_other_sessions(*, request: HttpRequest, user: User, signal: object, **kwargs: Any) -> None:
    """A changed second factor logs the person out everywhere but here."""
    people.end_sessions(user=user)
    update_session_auth_hash(request, user)
    action = (
        "person.remove_second_factor" if signal is mfa.authenticator_removed else "person.set_second_factor"
    )
    audit.log(actor=user, action=action, subject=user, now=timezone.now())


@receiver(account.password_set)
@receiver(account.password_changed)
@receiver(account.password_reset)
def note_password(*, user: User, **kwargs: Any) -> None:
    """The session hash has ended the other sessions already."""
    audit.log(actor=user, action="person.set_password", subject=user, now=timezone.now())
