"""Whom a body is about, and what a serializer has against it."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import NotFound

from core.addresses import InvalidAddress, canonical_email
from customers.api.refusals import Unprocessable
from customers.domain import identities
from customers.models import Customer


def customer_named(key: dict[str, Any], *, field: str = "customer") -> Customer:
    """Whom a `field` of a body names, also by a name from before a merge. Raises NotFound, naming the key."""
    ((name, value),) = key.items()
    if name == "id":
        found = Customer.objects.current().filter(pk=value).first()
    elif name == "external_id":
        found = identities.find(external_id=value)
    else:
        try:
            found = identities.find(canonical_email=canonical_email(value))
        except InvalidAddress as problem:
            raise Unprocessable({f"{field}.email": f"Not an e-mail address: {problem}."}) from problem
    if found is None:
        raise NotFound({f"{field}.{name}": ["There is no such customer."]})
    return found


def sentences(errors: Any, path: str = "") -> dict[str, str]:
    """A serializer's errors as one sentence for each field."""
    if isinstance(errors, dict):
        found: dict[str, str] = {}
        for name, inner in errors.items():
            nameless = name == "non_field_errors"
            found |= sentences(inner, path if nameless else f"{path}.{name}".lstrip("."))
        return found
    return {path or "request": " ".join(str(it) for it in errors)}
