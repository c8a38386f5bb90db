"""Absolute links, always under the address in the settings: a Host header can be forged."""

from django.conf import settings
from django.urls import reverse


def absolute_url(path: str) -> str:
    """The full address of a path on this server.

    Raises ValueError unless the path begins with exactly one slash: ``//elsewhere.example`` and
    ``/\\elsewhere.example`` would lead a browser away.
    """
    if not path.startswith("/") or path[1:2] in {"/", "\\"}:
        raise ValueError(f"a path on this server begins with one slash, not {path!r}")
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def absolute(viewname: str, /, **kwargs: object) -> str:
    """The full address of a named view. Raises NoReverseMatch for a name that does not exist."""
    return absolute_url(reverse(viewname, kwargs=kwargs))
