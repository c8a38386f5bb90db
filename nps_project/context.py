"""What every staff page's template may use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mailroom import access
from nps_project.middleware import is_public
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest


def program(request: HttpRequest) -> dict[str, Any]:
    """The program's row, and whether mails stay in the local outbox, on staff pages."""
    if is_public(request) or not getattr(request, "user", None):
        return {}
    return {"program": Program.objects.current(), "mails_stay_here": access.is_kept_here()}
