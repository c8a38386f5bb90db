"""Countries and languages as people call them."""

from __future__ import annotations

from django import template

from core import countries, languages

register = template.Library()


@register.filter
def country(code: str) -> str:
    """The name of a country by its two-letter code: "Germany"."""
    return countries.name_of(code)


@register.filter
def language(code: str) -> str:
    """The name of a language by its code: "German"."""
    return languages.name_of(code)
