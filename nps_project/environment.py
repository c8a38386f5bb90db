"""Reading settings from the process environment and from small KEY=VALUE files."""

from __future__ import annotations

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from pathlib import Path

TRUE = {"1", "true", "yes", "on"}


def read_files(*paths: Path) -> None:
    """Add the variables of these files to the environment; what is set already wins."""
    for path in paths:
        if not path.is_file():
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            name, separator, value = line.strip().partition("=")
            if separator and not name.startswith("#"):
                os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def text(name: str, default: str = "") -> str:
    """The variable's text; an empty variable counts as unset."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes or on, in any case."""
    value = text(name)
    return value.lower() in TRUE if value else default


def number(name: str, default: int) -> int:
    """A whole number. Raises ImproperlyConfigured that names the variable."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def listed(name: str) -> list[str]:
    """The comma-separated parts of a variable, without blanks."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Networks like 10.20.0.0/16. Raises ImproperlyConfigured for anything else."""
    try:
        return [ip_network(part, strict=False) for part in listed(name)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error


def secret(name: str, *, debug: bool) -> str:
    """A secret that may be unset only with DEBUG. Raises ImproperlyConfigured otherwise."""
    value = text(name)
    if value:
        return value
    if debug:
        return f"insecure-development-{name.lower()}-never-used-outside-debug-mode"
    raise ImproperlyConfigured(f"{name} is not set. `make run` makes one; see .env.example.")


def names(prefix: str) -> list[str]:
    """The set variables that begin so."""
    return sorted(name for name in os.environ if name.startswith(prefix))
