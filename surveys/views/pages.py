"""A page, or of it only the part that htmx asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.http import HttpRequest, HttpResponse


def wanted_part(request: HttpRequest, parts: Collection[str]) -> str:
    """Which of the page's parts htmx is about to replace; empty for the whole page."""
    target = request.headers.get("HX-Target", "")
    return target if target in parts else ""


def page_or_part(request: HttpRequest, template: str, part: str, context: dict[str, Any]) -> HttpResponse:
    """The whole template, or the named partial of it."""
    response = render(request, f"{template}#{part}" if part else template, context)
    patch_vary_headers(response, ["HX-Target"])
    return response
