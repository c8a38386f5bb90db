"""A country as people write it, made its two-letter code."""

from __future__ import annotations

import re
from functools import cache

from core import countries

CODE = re.compile(r"[A-Z]{2}", re.ASCII)
# What people write and the list does not.
ALSO = {
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "united kingdom": "GB", "usa": "US", "u.s.": "US", "u.s.a.": "US",
    "united states of america": "US",
    "deutschland": "DE", "österreich": "AT", "schweiz": "CH", "the netherlands": "NL", "holland": "NL",
    "españa": "ES", "italia": "IT", "south korea": "KR", "czechia": "CZ", "türkiye": "TR", "turkey": "TR",
}  # fmt: skip


def country_code(text: str) -> str | None:
    """The code of a country given by code or English name; None when it is neither.

    Where the machine has no list, any two letters are taken.
    """
    written = text.strip()
    names = _codes_by_name()
    code = written.upper()
    if CODE.fullmatch(code) and (not names or code in names.values()):
        return code
    return ALSO.get(written.casefold()) or names.get(written.casefold())


@cache
def _codes_by_name() -> dict[str, str]:
    return {name.casefold(): code for code, name in countries.names().items()}
