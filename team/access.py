"""Who may open which page."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from team.enums import Role
from team.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

    View = Callable[..., HttpResponseBase]


def acting(request: HttpRequest) -> User:
    """The person who opened the page. Raises PermissionDenied where nobody is logged in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def role_required(needed: Role) -> Callable[[View], View]:
    """A view that only this role and those above may open; others get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated or not request.user.may(needed):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


rep_required = role_required(Role.REP)
manager_required = role_required(Role.MANAGER)
admin_required = role_required(Role.ADMIN)
