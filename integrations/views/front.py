"""How to begin with the API, for whoever connects another program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from integrations.domain import examples

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The first calls, ready to copy."""
    calls = [(example, example.curl(base_url=settings.BASE_URL)) for example in examples.FIRST_CALLS]
    return render(request, "integrations/start.html", {"calls": calls, "base_url": settings.BASE_URL})
