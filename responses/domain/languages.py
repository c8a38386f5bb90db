"""How a language is written and what it calls itself."""

from __future__ import annotations

from django.utils.translation import get_language_info

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def direction(code: str) -> str:
    """`rtl` or `ltr`, for the attribute of that name."""
    return "rtl" if code.lower().split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def own_name(code: str) -> str:
    """What its speakers call it: "Deutsch"; the code itself where nobody told us."""
    try:
        name: str = get_language_info(code)["name_local"]
    except KeyError:
        return code
    return name[:1].upper() + name[1:]
