"""Where the pages of the other rooms are."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def address(name: str, *args: object, query: str = "") -> str:
    """The address of a named page, or nothing where this installation has no such page."""
    try:
        found = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    return f"{found}?{query}" if query else found
