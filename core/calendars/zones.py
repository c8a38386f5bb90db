"""Which time zones exist."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones


@cache
def _names() -> frozenset[str]:
    # What these two mean depends on the machine.
    return frozenset(available_timezones()) - {"localtime", "Factory"}


def known_zone(name: str) -> bool:
    """Whether this is the name of a time zone, such as "Europe/Berlin"."""
    return name in _names()


def zone_for(name: str | None, default: ZoneInfo) -> ZoneInfo:
    """The named zone, or the default where the name is missing or unknown."""
    return ZoneInfo(name) if name and known_zone(name) else default
