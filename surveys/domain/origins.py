"""Which websites may embed a widget: an origin as browsers write it, like https://shop.example:8443."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import idna
from django.conf import settings

# Only this machine itself may be asked without encryption, for trying things out.
LOCAL = {"localhost", "127.0.0.1"}
USUAL_PORTS = {"https": 443, "http": 80}
MOST = 20
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*", re.ASCII)


class InvalidOrigin(ValueError):
    """This is no origin that may embed a widget; the message says why, for people."""


def parse(text: str) -> str:
    """The origin as browsers send it: small letters, ASCII, no port where it is the usual one.

    A path is dropped: whoever copies an address from the browser means its site. Raises InvalidOrigin.
    """
    try:
        parts = urlsplit(text.strip().lower())
        host, port = parts.hostname or "", parts.port
    except ValueError as problem:
        raise InvalidOrigin(f"{text} is not an address of a website.") from problem
    if parts.scheme not in USUAL_PORTS or not host or parts.username is not None:
        raise InvalidOrigin(f"{text} is not an address of a website: write it like https://www.example.com.")
    host = _ascii(host, text)
    if parts.scheme == "http" and host not in LOCAL:
        raise InvalidOrigin(f"{text} is not encrypted: a widget needs https, except on localhost.")
    origin = f"{parts.scheme}://{host}"
    if port is not None and port != USUAL_PORTS[parts.scheme]:
        origin = f"{origin}:{port}"
    if origin == own():
        raise InvalidOrigin("This is Closeloop’s own address: the demo page shows the widget here.")
    return origin


def own() -> str:
    """The origin of this server's own pages."""
    parts = urlsplit(settings.BASE_URL)
    return f"{parts.scheme}://{parts.netloc}"


def _ascii(host: str, text: str) -> str:
    try:
        name = host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as problem:
        raise InvalidOrigin(f"{text} has no valid domain name.") from problem
    if not _HOST.fullmatch(name):
        raise InvalidOrigin(f"{text} has no valid domain name; each website is named on its own, without *.")
    return name
