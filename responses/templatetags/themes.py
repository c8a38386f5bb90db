"""What an answer speaks of, as chips: ``{% load themes %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from responses.domain import themes as tagged
from responses.enums import TagOrigin

if TYPE_CHECKING:
    from responses.models import Response, ResponseTheme

register = template.Library()


@register.inclusion_tag("responses/themes/chips.html")
def themes(response: Response, most: int | None = None) -> dict[str, Any]:
    """The answer's themes, at most so many: ``{% themes response most=3 %}``.

    Where many answers are shown, they come with `themes.PREFETCH`.
    """
    links = tagged.links_of(response)
    return {"links": links[:most], "others": [link.theme.name for link in links[len(links[:most]) :]]}


@register.filter
def told_by(link: ResponseTheme) -> str:
    """Who says that the answer has this theme: "Found by “slow”", "Put on by Ines"."""
    if link.origin == TagOrigin.RULE:
        return f"Found by “{link.found}”" if link.found else "Found by a phrase"
    return f"Put on by {link.tagged_by or 'a playbook'}"
