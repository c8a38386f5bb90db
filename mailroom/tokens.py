"""The mark that a mail carries out and a provider's event brings home: which row it was, signed.

It stands in the Message-ID and, with providers that keep such things, in the mail's metadata. So an event
finds its row even where nobody was left to write down the name that the provider gave to the mail.
"""

from __future__ import annotations

import re
import secrets

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "closeloop.mail-mark"
# The row's name, something of its own for each attempt, and the signature of both.
_MARK = re.compile(r"([a-z][a-z0-9-]{0,40})\.([0-9a-f]{16})\.([0-9a-f]{20})", re.ASCII)


def mark(name: str) -> str:
    """A mark for the row of this name: letters, digits and hyphens, like `i17`."""
    unique = secrets.token_hex(8)
    return f"{name}.{unique}.{_signature(name, unique, settings.SECRET_KEY)}"


def read_mark(text: str) -> str | None:
    """The row's name in a mark, or in a Message-ID made of one; None for what we did not sign.

    Another installation may send through the same provider: its events arrive here, too.
    """
    found = _MARK.fullmatch(text.strip().lstrip("<").partition("@")[0])
    if found is None:
        return None
    name, unique, signature = found.groups()
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if constant_time_compare(signature, _signature(name, unique, key)):
            return name
    return None


def _signature(name: str, unique: str, key: str) -> str:
    return salted_hmac(_SALT, f"{name}.{unique}", secret=key, algorithm="sha256").hexdigest()[:20]
