"""A page, or of a list only the rows that htmx asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def page_or_rows(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The whole template, or its partial `rows` where only #rows will be replaced."""
    wanted = f"{template}#rows" if request.headers.get("HX-Target") == "rows" else template
    response = render(request, wanted, context)
    patch_vary_headers(response, ["HX-Target"])
    return response
