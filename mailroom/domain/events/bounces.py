"""Whether a bounce is for good. Anymail has one word for both, so each provider's own is looked at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# RFC 3463: a status of class 4 may pass, one of class 5 will not. Else the code of the reply.
_STATUS: Final = re.compile(r"\b([45])\.\d{1,3}\.\d{1,3}\b")
_REPLY: Final = re.compile(r"^\s*([45])\d\d\b")


def is_permanent(*, esp: str, raw: Mapping[str, Any], said: str) -> bool:
    """False for a full mailbox, a server that is down, a mail that was too large.

    `raw` is the provider's own event, `said` what the receiving server answered. Where neither tells,
    the bounce counts as permanent: that is what most providers call a bounce.
    """
    telling = _TELLING.get(esp)
    told = telling(raw) if telling else None
    return told if told is not None else _by_status(said)


def _by_status(said: str) -> bool:
    found = _STATUS.search(said) or _REPLY.match(said)
    return found is None or found[1] == "5"


def _sendgrid(raw: Mapping[str, Any]) -> bool | None:
    if raw.get("type") == "blocked":
        return False
    status = str(raw.get("status", ""))
    return _by_status(status) if status else None


def _amazon_ses(raw: Mapping[str, Any]) -> bool | None:
    kind = _within(raw, "bounce").get("bounceType")
    return kind == "Permanent" if kind else None


def _mailgun(raw: Mapping[str, Any]) -> bool | None:
    data = _within(raw, "event-data")
    # "old": it gave up after trying for long, which says nothing about the address.
    return False if data.get("reason") == "old" else None


def _mailjet(raw: Mapping[str, Any]) -> bool | None:
    return bool(raw["hard_bounce"]) if "hard_bounce" in raw else None


def _named(key: str, hard: set[str]) -> Callable[[Mapping[str, Any]], bool | None]:
    """A provider that says it with one word at this place (`data.type`)."""

    def tell(raw: Mapping[str, Any]) -> bool | None:
        *path, last = key.split(".")
        for part in path:
            raw = _within(raw, part)
        word = raw.get(last)
        return str(word) in hard if word is not None else None

    return tell


def _within(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    inner = raw.get(key)
    return inner if isinstance(inner, dict) else {}


_TELLING: Final[dict[str, Callable[[Mapping[str, Any]], bool | None]]] = {
    "Amazon SES": _amazon_ses,
    "Brevo": _named("event", {"hard_bounce", "invalid_email"}),
    "MailerSend": _named("data.type", {"hard_bounced"}),
    "Mailgun": _mailgun,
    "Mailjet": _mailjet,
    "Mandrill": _named("event", {"hard_bounce"}),
    "Postmark": _named("Type", {"HardBounce", "BadEmailAddress"}),
    "Resend": _named("data.bounce.type", {"Permanent"}),
    "SendGrid": _sendgrid,
    "SparkPost": _named("bounce_class", {"10", "30"}),
    "Unisender Go": _named(
        "delivery_info.delivery_status",
        {"err_user_unknown", "err_user_inactive", "err_mailbox_discarded", "err_domain_inactive"},
    ),
}
