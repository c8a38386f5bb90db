"""Finding people by what somebody remembers of them: part of a name, an address, a number, a company."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import Q

from customers.models import Account

if TYPE_CHECKING:
    from customers.querysets import CustomerQuerySet

MOST_WORDS = 8
# So many companies are named one by one, which an index can serve; beyond, the word is too common for one.
MOST_COMPANIES = 500
# Fewer digits than this are no part of a telephone number that anybody would look for.
FEWEST_DIGITS = 4
NUMBER = re.compile(r"\+?[0-9 ()./-]+", re.ASCII)
ABROAD = re.compile(r"^(?:\+|00)")
LONGEST_COUNTRY = 3


def found(rows: CustomerQuerySet, words: str) -> CustomerQuerySet:
    """Whoever has all of these words in name, address, identifier, phone number or company.

    A telephone number is found however it is written: "+44 20 7946" finds "0044-20-7946…" and
    "(020) 7946…".
    """
    fits = Q()
    for word in words.split()[:MOST_WORDS]:
        fits &= _has(word) | _of_company(word)
    written = words.strip()
    if NUMBER.fullmatch(written):
        for digits in _spellings(written):
            fits |= Q(search_text__contains=digits)
    return rows.filter(fits)


def _has(word: str) -> Q:
    """In the customer's own column of words, which is in small letters."""
    fits = Q()
    for spelled in {_small(it) for it in (word, word.lower(), word.upper(), word.title())}:
        fits |= Q(search_text__contains=spelled)
    return fits


def _small(word: str) -> str:
    """In small letters as SQLite makes them: those of ASCII alone. PostgreSQL knows the others too."""
    return "".join(char.lower() if char.isascii() else char for char in word)


def _of_company(word: str) -> Q:
    named = Account.objects.filter(name__icontains=word).order_by().values_list("pk", flat=True)
    ids = list(named[: MOST_COMPANIES + 1])
    if len(ids) > MOST_COMPANIES:
        return Q(account__name__icontains=word)
    return Q(account_id__in=ids)


def _spellings(number: str) -> set[str]:
    """The runs of digits that a number may be stored as: abroad, at home with a zero, without either."""
    bare = number.replace("(0)", "")
    is_abroad = bool(ABROAD.match(bare.strip()))
    digits = "".join(char for char in ABROAD.sub("", bare.strip()) if char.isdigit())
    if len(digits) < FEWEST_DIGITS:
        return set()
    if not is_abroad:
        return {digits, digits.removeprefix("0")} if len(digits) > FEWEST_DIGITS else {digits}
    # The country's digits give way to the zero that people dial at home.
    home = {f"0{digits[size:]}" for size in range(1, LONGEST_COUNTRY + 1)}
    return {digits, *(it for it in home if len(it) > FEWEST_DIGITS + 2)}
