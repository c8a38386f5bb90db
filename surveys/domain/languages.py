"""Languages by the names that staff know them by."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language_info


def name_of(code: str) -> str:
    """ "German" for `de`; the code itself where nobody told us."""
    try:
        return str(get_language_info(code)["name"])
    except KeyError:
        return code


def choices(*, without: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """The languages that a text may be written in, by name."""
    return [(code, str(name)) for code, name in settings.LANGUAGES if code not in without]
