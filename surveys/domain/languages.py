"""Languages by the names that staff know them by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count

from core import languages as codes
from customers.models import Customer
from surveys.domain.defaults import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Collection


name_of = codes.name_of


def choices(*, without: Collection[str] = ()) -> list[tuple[str, str]]:
    """The languages that a text may be written in, by name: ours first, which come with words."""
    taken = {code.lower() for code in without}
    known = [(codes.canonical(code), str(name)) for code, name in settings.LANGUAGES]
    free = [(code, name) for code, name in known if code.lower() not in taken]
    return sorted(free, key=lambda choice: choice[0] not in DEFAULTS)


def ours() -> list[tuple[str, str]]:
    """The languages that come with words of our own, by name."""
    return sorted(((code, name_of(code)) for code in DEFAULTS), key=lambda choice: choice[1])


def spoken(*, at_least: int = 1) -> list[str]:
    """Of our languages those that customers speak, the commonest first."""
    rows = Customer.objects.current().exclude(language="").values_list("language")
    counts: dict[str, int] = {}
    for language, count in rows.annotate(count=Count("pk")).order_by():
        if code := codes.matching(language, DEFAULTS):
            counts[code] = counts.get(code, 0) + count
    common = sorted(counts, key=lambda code: -counts[code])
    return [code for code in common if counts[code] >= at_least]
