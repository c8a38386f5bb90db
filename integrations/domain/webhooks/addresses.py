"""Which addresses may be called: none inside a private network, unless the settings name it."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address
    Lookup = Callable[[str, int], Iterable[str]]

# An IPv6 address that carries an IPv4 address is where that one leads.
NAT64: Final = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
PORTS: Final = {"https": 443, "http": 80}


class NotAllowed(Exception):
    """This address is not called. The message is a sentence for whoever entered it."""


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: connect to `ip`, speak to `host`."""

    is_tls: bool
    host: str
    port: int
    ip: str
    # Path and query, as the request line has them.
    path: str

    @property
    def authority(self) -> str:
        """The Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS["https" if self.is_tls else "http"] else f"{host}:{self.port}"


def look_up(host: str, port: int) -> list[str]:
    """Every address of a name. Raises OSError when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def target(url: str, *, lookup: Lookup = look_up) -> Target:
    """Where a call of this URL connects to. Raises NotAllowed.

    Every address of the name must be allowed: which one a later look-up gives is its owner's choice.
    """
    parts, port = _parts(url)
    host = str(parts.hostname)
    try:
        found = [ipaddress.ip_address(one.partition("%")[0]) for one in lookup(host, port)]
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise NotAllowed(f"The name {host} is not known.")
    own = [_is_own(one) for one in found]
    if not all(is_own or is_public(one) for is_own, one in zip(own, found, strict=True)):
        raise NotAllowed(f"{host} is an address inside a private network, which is not called.")
    if parts.scheme != "https" and not all(own):
        raise NotAllowed("The address must begin with https://, so that nobody reads along.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme == "https", host, port, str(found[0]), path)


def is_public(address: Address) -> bool:
    """Whether it is an address of the open internet, also once it is unwrapped."""
    inner = _carried(address)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _parts(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise NotAllowed("This is not an address.") from None
    if parts.scheme not in PORTS or not parts.hostname or not url.isascii() or not url.isprintable():
        raise NotAllowed("Write a whole address, like https://crm.example.com/hooks.")
    if " " in url or parts.username is not None or parts.password is not None:
        raise NotAllowed("Leave out spaces, names and passwords: calls are signed instead.")
    return parts, port


def _carried(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.teredo:
        return address.teredo[1]
    if any(address in network for network in NAT64):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


def _is_own(address: Address) -> bool:
    """Whether the settings name its network as one's own."""
    inner = _carried(address) or address
    return any(inner in network for network in settings.WEBHOOK_ALLOW_PRIVATE)
