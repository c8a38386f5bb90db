"""One value of a customer or a company, checked: text from a file or JSON in, the stored value out.

Each function takes what came in, None for "clear it", and raises ValueError with a sentence.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from core.addresses import InvalidAddress, canonical_email
from core.calendars import known_zone
from customers.domain.countries import country_code
from customers.enums import Source

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_ATTRIBUTES = 100
MAX_ATTRIBUTE_NAME = 64
MAX_ATTRIBUTE = 1_000
MAX_COUNT = 1_000_000
MAX_REVENUE = Decimal("999999999999.99")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.ASCII)
# NUL cannot be stored, half a surrogate pair by nobody; the other controls are no text.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

Attribute = str | int | float | bool


def text(limit: int) -> Callable[[object], str]:
    """A cleaner of text up to so many characters; blanks are made single."""

    def cleaner(value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            raise ValueError("This must be text.")
        written = " ".join(str(value).split())
        if CONTROLS.search(written):
            raise ValueError("This contains a character that cannot be stored.")
        if len(written) > limit:
            raise ValueError(f"This is longer than {limit} characters.")
        return written

    return cleaner


def identifier(value: object) -> str | None:
    """Somebody else's key, None when empty."""
    return text(120)(value) or None


def address(value: object) -> str:
    """One e-mail address as it was written, empty for none."""
    return address_and_canonical(value)[0]


def address_and_canonical(value: object) -> tuple[str, str | None]:
    """The same, and its one form beside it."""
    written = text(254)(value)
    if not written:
        return "", None
    try:
        return written, canonical_email(written)
    except InvalidAddress as problem:
        raise ValueError(f"Not an e-mail address: {problem}.") from problem


def phone(value: object) -> str:
    """A telephone number as it was written."""
    phone = text(40)(value)
    if phone and not any(char.isdigit() for char in phone):
        raise ValueError("A phone number needs a digit.")
    return phone


def language(value: object) -> str:
    """A language code in small letters."""
    language = text(12)(value).replace("_", "-").lower()
    if language and not LANGUAGE.fullmatch(language):
        raise ValueError("Write a language code like en, de or pt-br.")
    return language


def time_zone(value: object) -> str:
    """The name of a time zone."""
    zone = text(64)(value)
    if zone and not known_zone(zone):
        raise ValueError("Write a time zone like Europe/Berlin.")
    return zone


def country(value: object) -> str:
    """A country's two-letter code."""
    written = text(80)(value)
    code = country_code(written) if written else ""
    if code is None:
        raise ValueError("Write a two-letter country code like DE, or the English name.")
    return code


def currency(value: object) -> str:
    """A currency's three letters."""
    code = text(3)(value).upper()
    if code and not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise ValueError("Write a currency code like EUR.")
    return code


def source(value: object) -> str:
    """How a customer came to be known."""
    code = text(20)(value).lower()
    if code not in Source.values:
        raise ValueError(f"Write one of: {', '.join(Source.values)}.")
    return code


def day(value: object) -> date | None:
    """A date, written as ISO has it."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError("Write a date like 2026-03-31.") from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError("This must be a date without a time.")
    if not 1900 <= value.year <= 2200:
        raise ValueError("The year must lie between 1900 and 2200.")
    return value


def instant(value: object) -> datetime | None:
    """An instant with its zone; of a mere day noon in UTC, which is the same day nearly everywhere."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise ValueError("Write a date like 2026-03-31, or an instant with its zone.") from None
        if value.time() == time(0) and value.tzinfo is None:
            value = value.date()
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time(12), UTC)
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError("An instant needs its time zone, like 2026-03-31T09:30:00Z.")
    if not 1900 <= value.year <= 2200:
        raise ValueError("The year must lie between 1900 and 2200.")
    return value


def flag(value: object) -> bool | None:
    """Yes or no, None when nothing is said."""
    if value is None or value == "":
        return None
    if not isinstance(value, bool):
        raise ValueError("This must be true or false.")
    return value


def whole_number(value: object) -> int:
    """How many, zero when empty."""
    if value is None or value == "":
        return 0
    digits = value.strip() if isinstance(value, str) else str(value)
    whole = not isinstance(value, (bool, float)) and digits.isascii() and digits.isdigit()
    if not whole or len(digits) > 12 or int(digits) > MAX_COUNT:
        raise ValueError(f"Write a whole number from 0 to {MAX_COUNT:,}.")
    return int(digits)


def amount(value: object) -> Decimal | None:
    """Money, in cents."""
    if value is None or value == "":
        return None
    try:
        amount = Decimal(str(value).strip()) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 <= amount <= MAX_REVENUE:
        raise ValueError("Write an amount like 12400.50, zero or more.")
    return amount.quantize(Decimal("0.01"))


def attributes(value: object) -> dict[str, Attribute | None]:
    """Names with texts, numbers or truths; None for those to remove."""
    if not isinstance(value, dict):
        raise ValueError("This must be an object of names and values.")
    if len(value) > MAX_ATTRIBUTES:
        raise ValueError(f"A customer has at most {MAX_ATTRIBUTES} attributes.")
    return {_attribute_name(name): _attribute(name, it) for name, it in value.items()}


def _attribute_name(name: object) -> str:
    written = text(MAX_ATTRIBUTE_NAME)(name)
    if not written:
        raise ValueError("An attribute needs a name.")
    return written


def _attribute(name: object, value: object) -> Attribute | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return text(MAX_ATTRIBUTE)(value) or None
    if isinstance(value, (bool, int, float)) and abs(value) < 10**15:
        return value
    raise ValueError(f"The value of “{name}” must be text, a number, true or false.")
