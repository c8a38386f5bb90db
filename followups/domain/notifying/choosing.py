"""What somebody wants to be told of, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.enums import NotificationKind
from followups.models import NotificationChoice
from team.enums import Role

if TYPE_CHECKING:
    from collections.abc import Collection

    from team.models import User

# A summary of the queue stands on the first page anyway.
MAIL_ONLY = (NotificationKind.DIGEST,)
ADMINS_ONLY = (NotificationKind.WEBHOOK,)


def of(user: User) -> NotificationChoice:
    """Their choice, or the defaults: everything, both ways."""
    return NotificationChoice.objects.filter(user=user).first() or NotificationChoice(user=user)


def is_told(user: User, kind: NotificationKind) -> bool:
    """Whether such a thing is ever told to somebody of their role."""
    return kind not in ADMINS_ONLY or user.may(Role.ADMIN)


def is_wanted_in_app(choice: NotificationChoice, kind: NotificationKind) -> bool:
    """Whether the bell shows it."""
    return kind not in MAIL_ONLY and kind not in choice.app_off


def is_wanted_by_mail(choice: NotificationChoice, kind: NotificationKind) -> bool:
    """Whether it is mailed."""
    return kind not in choice.mail_off


def choose(
    *, user: User, app_off: Collection[str], mail_off: Collection[str], digest_hour: int
) -> NotificationChoice:
    """Keep the choice; it holds for what happens from now on."""
    facts = {"app_off": sorted(app_off), "mail_off": sorted(mail_off), "digest_hour": digest_hour}
    return NotificationChoice.objects.update_or_create(user=user, defaults=facts)[0]
