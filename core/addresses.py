"""E-mail addresses: one way to write each, and a keyed hash that outlives the person's record."""

import hashlib
import hmac
import re
import unicodedata
from functools import lru_cache
from typing import Final

import idna

# RFC 5321, 4.5.3.1, less the angle brackets.
_MAX_LOCAL: Final = 64
_MAX_ADDRESS: Final = 254
_TOO_LONG: Final = f"the address is longer than {_MAX_ADDRESS} characters"
# RFC 5322's atoms without the quoted form, which no mail provider gives out.
_LOCAL_CHARACTERS: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\u0080-\U0010ffff-]*")
# Letters and marks that draw nothing, which the categories below do not tell.
_BLANKS: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


class InvalidAddress(ValueError):
    """This is not one e-mail address; the message says why."""


def canonical_email(text: str) -> str:
    """The one form of an address under which it is stored, compared and hashed.

    Blanks around it go, Unicode is composed (NFC), the domain becomes lower-case ASCII (IDNA,
    UTS 46), an ASCII local part lower case. A local part beyond ASCII is left as it is: only
    its own mail server knows what equals what. Dots and "+tags" stay for the same reason.
    Raises InvalidAddress.
    """
    address = unicodedata.normalize("NFC", text.strip())
    _check_characters(address)
    local, at, domain = address.partition("@")
    if not at or "@" in domain:
        raise InvalidAddress("the address needs exactly one @")
    _check_local(local)
    canonical = f"{local.lower() if local.isascii() else local}@{_canonical_domain(domain)}"
    if len(canonical.encode()) > _MAX_ADDRESS:
        raise InvalidAddress(_TOO_LONG)
    return canonical


def address_hash(canonical: str, key: bytes) -> str:
    """HMAC-SHA256 of a canonical address in hex: recognizes it without storing it.

    Raises ValueError for an empty key, with which anybody could compute the same.
    """
    if not key:
        raise ValueError("the key for address hashes is empty")
    return hmac.new(key, canonical.encode(), hashlib.sha256).hexdigest()


def canonical_domain(text: str) -> str:
    """The one form of a domain, as the addresses in it end: lower-case ASCII. Raises InvalidAddress."""
    domain = unicodedata.normalize("NFC", text.strip()).removeprefix("@")
    _check_characters(domain)
    return _canonical_domain(domain)


def _check_characters(address: str) -> None:
    if not address:
        raise InvalidAddress("the address is empty")
    if len(address) > _MAX_ADDRESS:
        raise InvalidAddress(_TOO_LONG)
    if "," in address or ";" in address:
        raise InvalidAddress("one address only, without commas or semicolons")
    for char in address:
        # Control, format, surrogate, private and unassigned characters; separators.
        if unicodedata.category(char)[0] in "CZ" or _BLANKS.match(char):
            raise InvalidAddress(
                f"the address contains a blank or an invisible character (U+{ord(char):04X})"
            )


def _check_local(local: str) -> None:
    if not local:
        raise InvalidAddress("nothing stands before the @")
    if len(local.encode()) > _MAX_LOCAL:
        raise InvalidAddress(f"the part before the @ is longer than {_MAX_LOCAL} characters")
    if local.startswith(".") or local.endswith(".") or ".." in local:
        raise InvalidAddress("the part before the @ has a dot too many")
    if not _LOCAL_CHARACTERS.fullmatch(local):
        raise InvalidAddress("the part before the @ contains a character that addresses do not have")


# Customers share domains, and IDNA's rules take most of an address's time.
@lru_cache(maxsize=4096)
def _canonical_domain(domain: str) -> str:
    try:
        name = idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError as error:
        raise InvalidAddress("the part after the @ is not a domain name") from error
    if "." not in name.strip("."):
        raise InvalidAddress("the part after the @ is not a full domain name")
    if name.endswith("."):
        raise InvalidAddress("the part after the @ ends with a dot")
    if name.rpartition(".")[2].isdigit():
        raise InvalidAddress("the part after the @ is a number, not a domain name")
    return name
