"""What a language calls itself."""

from __future__ import annotations

from django.utils.translation import get_language_info


def own_name(code: str) -> str:
    """What its speakers call it: "Deutsch"; the code itself where nobody told us."""
    try:
        name: str = get_language_info(code.lower())["name_local"]
    except KeyError:
        return code
    return name[:1].upper() + name[1:]
