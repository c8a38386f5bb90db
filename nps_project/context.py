"""What every staff page's template may use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from followups.domain import notifying, queue
from mailroom import access
from nps_project.middleware import is_public
from team.enums import Role
from team.models import Program

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from team.models import User


def program(request: HttpRequest) -> dict[str, Any]:
    """The program's row, and whether mails stay in the local outbox, on staff pages."""
    if is_public(request) or not getattr(request, "user", None):
        return {}
    return {
        "program": Program.objects.current(),
        "mails_stay_here": access.is_kept_here(),
        # Lazy: a fragment that shows no sidebar asks no question for it.
        "nav_counts": SimpleLazyObject(lambda: waiting_for(request.user)),
    }


def waiting_for(user: User | AnonymousUser) -> dict[str, int]:
    """What waits for the reader; for managers follow-ups without an owner too."""
    if not user.is_authenticated or not user.may(Role.REP):
        return {}
    return {
        "followups": queue.waiting_for(user=user, now=timezone.now()),
        "notifications": notifying.unread(user),
    }
