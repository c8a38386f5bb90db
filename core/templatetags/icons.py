"""Icons by name, decoration beside a written word."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = 18, extra: str = "") -> SafeString:
    """One Lucide icon, hidden from screen readers; a button with nothing else needs an aria-label.

    Raises lucide.IconDoesNotExist for a name that is not in the set.
    """
    names = f"icon {extra}".strip()
    return mark_safe(lucide(name, size=size, aria_hidden="true", **{"class": names}))  # noqa: S308  # ElementTree escaped it


@register.filter
def initials(name: str) -> str:
    """One or two letters for an avatar: "Maya Lindqvist" gives "ML", an address its first letter."""
    words = [word for word in name.split() if word[0].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper()
