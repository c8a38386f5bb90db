"""Back to where one came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from django.http import HttpRequest

# In forms, and in the links that lead to a page with one.
NEXT = "next"


def way_back(request: HttpRequest, otherwise: str = "") -> str:
    """The page of ours that the form or the address names as the next one, else `otherwise`."""
    asked = request.POST.get(NEXT) or request.GET.get(NEXT) or ""
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours else otherwise
