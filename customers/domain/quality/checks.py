"""What may be missing: each check says whom it finds and why that matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from customers.domain import permission
from customers.models import Customer

if TYPE_CHECKING:
    from collections.abc import Callable

    from customers.querysets import CustomerQuerySet
    from team.models import Program


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look for. `matters` is why; `fine` is said where nobody is found."""

    code: str
    label: str
    matters: str
    fine: str
    condition: Callable[[Program], Q]


@dataclass(frozen=True, slots=True)
class Found:
    """How many customers a check finds, of how many."""

    check: Check
    number: int
    total: int

    @property
    def share(self) -> float:
        """The part of one that they are."""
        return self.number / self.total if self.total else 0.0


_PURCHASED = Q(purchase_count__gt=0) | Q(first_purchase_on__isnull=False)
_STAYED = Q(churned_on=None, account__churned_on=None)


def _no_opt_in(program: Program) -> Q:
    found = permission.without_opt_in(countries=program.opt_in_countries)
    return found & Q(canonical_email__isnull=False)


CHECKS = {
    check.code: check
    for check in (
        Check(
            "no-email",
            "No e-mail address",
            "They cannot be asked by mail.",
            "Everybody has an e-mail address.",
            lambda program: Q(canonical_email=None),
        ),
        Check(
            "undeliverable",
            "Blocked or bouncing",
            "They refused, or their mailbox does. A bounce may be an address to correct.",
            "No address is blocked, and none bounces.",
            lambda program: Q(contact__isnull=False) & ~Q(contact__blocked_reason=""),
        ),
        Check(
            "no-opt-in",
            "No opt-in where one is needed",
            "Their country is one where the program asks only those who agreed.",
            "Whoever needs an opt-in has one, or no country needs any.",
            _no_opt_in,
        ),
        Check(
            "no-language",
            "No language",
            "They are asked in the survey’s default language.",
            "Everybody’s language is known.",
            lambda program: Q(language=""),
        ),
        Check(
            "no-time-zone",
            "No time zone",
            "Mails reach them in the program’s hours, which may be their night.",
            "Everybody’s time zone is known.",
            lambda program: Q(time_zone=""),
        ),
        Check(
            "no-company",
            "No company",
            "They count for no account: no value, no owner, no limit for each company.",
            "Everybody belongs to a company.",
            lambda program: Q(account=None),
        ),
        Check(
            "no-owner",
            "No account manager",
            "Nobody is the natural owner of their follow-ups.",
            "Everybody has an account manager.",
            lambda program: Q(account__manager=None),
        ),
        Check(
            "no-renewal",
            "Purchased, but no renewal date",
            "Campaigns around the renewal never reach them.",
            "Whoever has purchased has a renewal date.",
            lambda program: _PURCHASED & _STAYED & Q(renewal_on=None, account__renewal_on=None),
        ),
    )
}
# What a complete record has; a refusal is no gap.
GAPS = [code for code in CHECKS if code not in {"undeliverable", "no-opt-in"}]


def tally(program: Program) -> list[Found]:
    """How many customers each check finds, in one look at the table."""
    counts = {
        code.replace("-", "_"): Count("pk", filter=check.condition(program)) for code, check in CHECKS.items()
    }
    told = Customer.objects.current().aggregate(total=Count("pk"), **counts)
    return [Found(check, told[code.replace("-", "_")], told["total"]) for code, check in CHECKS.items()]


def found_by(check: Check, *, program: Program) -> CustomerQuerySet:
    """The customers whom a check finds."""
    return Customer.objects.current().filter(check.condition(program))


def complete(program: Program) -> Q:
    """Customers in whose record nothing is missing."""
    found = Q()
    for code in GAPS:
        found &= ~CHECKS[code].condition(program)
    return found
