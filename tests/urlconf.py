"""Every address of the product, read from the URLconf."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter
from django.urls.resolvers import RegexPattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.urls import URLPattern

# What stands for a part of an address: well-formed, and of nothing that exists.
NOBODY = 987_654_321
PARTS: dict[str, str] = {"color": "336699", "uidb36": "zz", "key": "no-such-key", "token": "no-such-token"}


@dataclass(frozen=True)
class Address:
    """One URL: its name with namespaces, its view, an example of its path."""

    name: str
    view: Any
    path: str


def addresses() -> dict[str, Address]:
    """All of them by name. Raises AssertionError for a URL without a name."""
    return {address.name: address for address in _walk(get_resolver(), "", {})}


def _walk(resolver: URLResolver, namespace: str, outer: dict[str, Any]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        parts = {**outer, **_parts(entry)}
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, parts)
        else:
            assert entry.name, f"{entry.pattern} has no name"
            name = f"{namespace}{entry.name}"
            yield Address(name, entry.callback, reverse(name, kwargs=parts))


def _parts(entry: URLPattern | URLResolver) -> dict[str, Any]:
    pattern = entry.pattern
    if isinstance(pattern, RegexPattern):
        return {name: PARTS.get(name, "none") for name in pattern.regex.groupindex}
    return {name: _example(name, converter) for name, converter in pattern.converters.items()}


def _example(name: str, converter: object) -> Any:
    if isinstance(converter, IntConverter):
        return NOBODY
    if isinstance(converter, UUIDConverter):
        return "00000000-0000-4000-8000-000000000000"
    return PARTS.get(name, "none")
