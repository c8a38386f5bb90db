"""Two-letter country codes and their English names, as the time zone database lists them."""

from __future__ import annotations

import zoneinfo
from functools import cache
from importlib import resources
from pathlib import Path


@cache
def names() -> dict[str, str]:
    """Every country's name by its code, in the order of names; empty where the machine has no list."""
    rows = (line.split("\t") for line in _table().splitlines() if not line.startswith("#"))
    found = {row[0]: row[1].strip() for row in rows if len(row) == 2}
    return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))


def name_of(code: str) -> str:
    """The name of a country; its code where the list does not have it."""
    return names().get(code, code)


def _table() -> str:
    for folder in zoneinfo.TZPATH:
        path = Path(folder) / "iso3166.tab"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    try:
        return (resources.files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    except (ModuleNotFoundError, OSError):
        return ""
