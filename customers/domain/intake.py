"""How customers come in, one or many: found by address or identifier, changed or made, told upwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.db import IntegrityError, transaction

from customers.domain import contacts
from customers.domain.companies import Companies
from customers.domain.facts import Facts, InvalidFacts, clean
from customers.domain.identities import IdentitiesMoved
from customers.domain.people import People
from customers.enums import ImportMode
from customers.models import Customer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from customers.enums import Source
    from customers.models import Account, Contact

Outcome = Literal["created", "changed", "unchanged"]
# Each try may wait for another merge of somebody in the batch; who merges does so by hand, and not for long.
TRIES = 10


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of one customer's facts."""

    customer: Customer
    outcome: Outcome


def upsert(*, facts: Mapping[str, object], source: Source, now: datetime) -> Intake:
    """Store what is said of one customer, found by `external_id` or `email`, else made.

    A missing fact leaves what is stored, None clears it; facts of the company begin with `account_`.
    Raises InvalidFacts with a sentence for each field.
    """
    (outcome,) = absorb(batch=[clean(facts)], source=source, now=now)
    if isinstance(outcome, InvalidFacts):
        raise outcome
    return outcome


def absorb(
    *, batch: Sequence[Facts], source: Source, now: datetime, mode: ImportMode = ImportMode.BOTH
) -> list[Intake | InvalidFacts]:
    """The same for many, in order and in a few statements: what became of each, a refusal for some.

    A later row may speak of a customer that an earlier one made. `mode` may refuse whoever is new, or known.
    """
    for _ in range(TRIES - 1):
        try:
            return _absorb(batch, source=source, now=now, mode=mode)
        except (IntegrityError, IdentitiesMoved):
            # Somebody stored the same address at this moment: the next try finds it.
            continue
    return _absorb(batch, source=source, now=now, mode=mode)


def rehearse(
    *, batch: Sequence[Facts], source: Source, now: datetime, mode: ImportMode = ImportMode.BOTH
) -> list[Intake | InvalidFacts]:
    """What `absorb` would do, by doing it and taking it back: nothing is stored, nobody is told."""
    with transaction.atomic():
        outcomes = absorb(batch=batch, source=source, now=now, mode=mode)
        transaction.set_rollback(True)
    return outcomes


def change(*, customer: Customer, facts: Mapping[str, object], now: datetime) -> Intake:
    """Change one stored customer, identifiers included; the facts as for `upsert`.

    Raises InvalidFacts, also where an identifier is somebody else's, and Customer.DoesNotExist for
    somebody who was erased or merged meanwhile.
    """
    cleaned = clean(facts)
    with transaction.atomic():
        companies, people = Companies([cleaned.account]), People([cleaned], now=now, also=customer.pk)
        stored = people.match_also(cleaned)
        changed = _tell(stored, cleaned, people=people, companies=companies, now=now, is_meant=True)
        companies.save()
        changed = bool(people.save(now=now)) or changed
        companies.move_customers(now=now)
    return Intake(stored, "changed" if changed else "unchanged")


def ensure_contact(*, canonical_email: str) -> Contact:
    """The record of an address, made when it is new."""
    return contacts.ensure(canonical_emails=[canonical_email])[canonical_email]


def _absorb(
    batch: Sequence[Facts], *, source: Source, now: datetime, mode: ImportMode
) -> list[Intake | InvalidFacts]:
    with transaction.atomic():
        companies = Companies(facts.account for facts in batch)
        people = People(batch, now=now)
        outcomes = [
            _take(facts, people=people, companies=companies, source=source, now=now, mode=mode)
            for facts in batch
        ]
        companies.save()
        news = people.save(now=now)
        companies.move_customers(now=now)
    return [_with_news(outcome, news) for outcome in outcomes]


def _with_news(outcome: Intake | InvalidFacts, news: set[int]) -> Intake | InvalidFacts:
    if isinstance(outcome, Intake) and outcome.outcome == "unchanged" and outcome.customer.pk in news:
        return Intake(outcome.customer, "changed")
    return outcome


def _take(
    facts: Facts, *, people: People, companies: Companies, source: Source, now: datetime, mode: ImportMode
) -> Intake | InvalidFacts:
    """One customer's facts. Whatever can refuse them comes first, so that a refused row leaves nothing."""
    try:
        known = people.match(facts)
        _check_mode(known, mode)
        customer = known or Customer(source=source)
        changed = _tell(customer, facts, people=people, companies=companies, now=now)
    except InvalidFacts as refusal:
        return refusal
    if known is None:
        people.add(customer, now=now)
        return Intake(customer, "created")
    return Intake(customer, "changed" if changed else "unchanged")


def _check_mode(known: Customer | None, mode: ImportMode) -> None:
    if mode == ImportMode.CREATE and known is not None:
        raise InvalidFacts({"": f"Already known as “{known}”: this import only adds new customers."})
    if mode == ImportMode.UPDATE and known is None:
        raise InvalidFacts({"": "Not known yet: this import only updates known customers."})


def _tell(
    customer: Customer,
    facts: Facts,
    *,
    people: People,
    companies: Companies,
    now: datetime,
    is_meant: bool = False,
) -> bool:
    account = companies.resolve(facts.account) if facts.names_company else None
    changed = bool(people.tell(customer, facts, now=now, is_meant=is_meant))
    return _join(customer, account, facts, people=people, companies=companies) or changed


def _join(
    customer: Customer, account: Account | None, facts: Facts, *, people: People, companies: Companies
) -> bool:
    if account is None:
        # Told to be without a company, or nothing told.
        leaves = "name" in facts.account and customer.account_id is not None
        return people.join(customer, None) if leaves else False
    told = companies.tell(account, facts.account)
    return people.join(customer, account) or told
