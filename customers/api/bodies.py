"""From the body of a call to what the domain takes, and back to the names that the caller used."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ParseError

from customers.domain.facts import COMPANY, NO_FIELD

NESTED = "account"


def told(body: Any) -> dict[str, Any]:
    """The object in a body. Raises ParseError for anything else."""
    if not isinstance(body, dict):
        raise ParseError("The body must be a JSON object.")
    return body


def customer_facts(body: Any) -> tuple[dict[str, object], dict[str, str]]:
    """A customer's facts with the company's beside them, and what is wrong with their form.

    `"account": {"name": "Acme"}` says which company; `"account": null` says none.
    """
    facts: dict[str, object] = {}
    errors: dict[str, str] = {}
    for name, value in told(body).items():
        if name.startswith(COMPANY):
            errors[name] = NO_FIELD
        elif name != NESTED:
            facts[name] = value
        elif value is None:
            facts[f"{COMPANY}name"] = None
        elif isinstance(value, dict):
            facts |= {f"{COMPANY}{inner}": it for inner, it in value.items()}
        else:
            errors[NESTED] = 'This must be an object like {"name": "Acme"}, or null.'
    return facts, errors


def as_sent(errors: dict[str, str]) -> dict[str, str]:
    """Errors under the names that the caller used: `account_name` is `account.name`."""
    return {
        f"{NESTED}.{name.removeprefix(COMPANY)}" if name.startswith(COMPANY) else name: message
        for name, message in errors.items()
    }
