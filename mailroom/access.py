"""Who may read the local outbox."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404

from mailroom.models import LocalMail
from team.access import manager_required
from team.enums import Role
from team.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

    from mailroom.querysets import LocalMailQuerySet

    View = Callable[..., HttpResponseBase]


def is_kept_here() -> bool:
    """Whether mails stay on this server instead of being sent."""
    return bool(settings.EMAIL_BACKEND == settings.LOCAL_OUTBOX)


def outbox_required(view: View) -> View:
    """A page of the local outbox: not found where mails are really sent, else for managers and admins.

    Not for reps: whoever reads a customer's mail could answer in the customer's name.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_kept_here():
            raise Http404("Mails are sent, not kept.")
        return manager_required(view)(request, *args, **kwargs)

    return guarded


def mails_for(user: User) -> LocalMailQuerySet:
    """The kept mails that this person may read: admins all, managers none that went to other staff.

    A link to choose a new password would make a manager whoever asked for it, an admin too.
    """
    mails = LocalMail.objects.all()
    if user.may(Role.ADMIN):
        return mails
    staff = User.objects.exclude(pk=user.pk).values_list("email", flat=True)
    return mails.not_to(staff) if user.may(Role.MANAGER) else mails.none()
