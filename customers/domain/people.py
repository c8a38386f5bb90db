"""The customers that a batch of facts speaks of: matched, made, changed, written in a few statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from customers.domain import announcing, consent, contacts, lifecycle
from customers.domain.addresses_told import AddressesTold, agreement
from customers.domain.applying import apply
from customers.domain.facts import InvalidFacts
from customers.domain.identities import Identities
from customers.models import Contact, Customer, StageChange
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from customers.domain.facts import Facts
    from customers.models import Account

IDENTIFIERS = {"canonical_email", "external_id"}


class People:
    """Customers by address and identifier, as they are and as this batch makes them."""

    def __init__(self, batch: Sequence[Facts], *, now: datetime, also: int | None = None) -> None:
        self._known = Identities(batch, also)
        self._told = AddressesTold(now=now)
        self._created: list[Customer] = []
        self._changed: dict[int, tuple[Customer, set[str]]] = {}
        self._moved_from: dict[int, int] = {}

    def match_also(self, facts: Facts) -> Customer:
        """The customer who was asked for by id. Raises InvalidFacts where an identifier is another's."""
        also = self._known.also
        if also is None:
            raise Customer.DoesNotExist
        for field, found in (
            ("email", self._known.by_address(facts.canonical_email)),
            ("external_id", self._known.by_id(facts.external_id)),
        ):
            if found is not None and found is not also:
                problem = {field: f"{facts.customer[field]} is {_named(found)}."}
                raise InvalidFacts(problem, customers=(also.pk, found.pk))
        return also

    def match(self, facts: Facts) -> Customer | None:
        """The customer that is meant, None for a new one. Raises InvalidFacts where identifiers disagree."""
        address, identifier = facts.canonical_email, facts.external_id
        if not address and not identifier:
            raise InvalidFacts({"email": "Give an e-mail address or an identifier."})
        by_address, by_id = self._known.by_address(address), self._known.by_id(identifier)
        if by_address is None or by_address is by_id:
            return by_id
        if by_id is not None:
            stored = tuple(it.pk for it in (by_id, by_address) if it.pk)
            raise InvalidFacts(
                {"email": f"{address} is {_named(by_address)}, but {identifier} is {_named(by_id)}."},
                customers=stored if len(stored) > 1 else (),
            )
        if identifier and by_address.external_id:
            raise InvalidFacts({"external_id": f"{address} is already known as {by_address.external_id}."})
        return by_address

    def tell(self, customer: Customer, facts: Facts, *, now: datetime, is_meant: bool = False) -> set[str]:
        """Set what is told of a matched or new customer; the fields that changed. Raises InvalidFacts.

        `is_meant`: somebody chose this very customer, so that names from before a merge are taken, too.
        """
        values = dict(facts.customer) if is_meant else self._known.told_of(customer, facts)
        _check_order(customer, values)
        values |= agreement(customer, facts, now=now)
        self._told.note(customer, facts)
        self._known.unregister(customer)
        changed = apply(customer, values)
        self._known.register(customer)
        self._note(customer, changed)
        return changed

    def join(self, customer: Customer, account: Account | None) -> bool:
        """Make somebody a member of a company, or of none; True when that is news."""
        before = customer.account
        customer.account = account
        if before == account:
            return False
        self._note(customer, {"account"})
        return True

    def add(self, customer: Customer, *, now: datetime) -> None:
        """Somebody new, to be stored."""
        customer.created_at = customer.updated_at = now
        self._created.append(customer)

    def save(self, *, now: datetime) -> set[int]:
        """Write everybody who is new or changed, their contacts, stages and moves.

        Returns the ids of those for whose address there was news: a refusal, a later hold.
        """
        self._settle_contacts()
        program = Program.objects.current()
        moves = self._settle_stages(lifecycle.today_of(program, now=now), lifecycle.thresholds_of(program))
        self._update(now=now)
        Customer.objects.bulk_create(self._created)
        StageChange.objects.bulk_create(
            StageChange(customer=customer, from_stage=was, to_stage=customer.stage, changed_at=now)
            for customer, was in moves
        )
        news = self._settle_addresses(now=now)
        announcing.changed({*self._changed, *(customer.pk for customer in self._created), *news})
        return news

    def _settle_addresses(self, *, now: datetime) -> set[int]:
        moves = self._address_moves()
        needed = self._told.contact_ids().union(*moves)
        if not needed:
            return set()
        # All of them first, in the one order: no two intakes wait in a ring.
        list(Contact.objects.filter(pk__in=needed).locked().values_list("pk"))
        consent.carry(moves=moves, now=now)
        return self._told.keep()

    def _address_moves(self) -> list[tuple[int, int]]:
        """(old contact, new contact) of everybody whose address changed."""
        moves = [(old, self._changed[pk][0].contact_id) for pk, old in self._moved_from.items()]
        return [(old, new) for old, new in moves if new is not None and new != old]

    def _settle_contacts(self) -> None:
        moved = [it for it, fields in self._changed.values() if "canonical_email" in fields]
        addressed = [it for it in (*self._created, *moved) if it.canonical_email]
        found = contacts.ensure(canonical_emails={str(it.canonical_email) for it in addressed})
        for customer in addressed:
            if customer.contact_id and not customer._state.adding:
                self._moved_from[customer.pk] = customer.contact_id
            customer.contact = found[str(customer.canonical_email)]
            self._note(customer, {"contact"})

    def _settle_stages(self, today: date, thresholds: Any) -> list[tuple[Customer, str]]:
        moves = []
        for customer in (*self._created, *(it for it, _ in self._changed.values())):
            stage = lifecycle.stage_of(dates=lifecycle.dates_of(customer), thresholds=thresholds, today=today)
            is_new = customer._state.adding
            if is_new or customer.stage != stage:
                moves.append((customer, "" if is_new else customer.stage))
                customer.stage = stage
                self._note(customer, {"stage"})
        return moves

    def _update(self, *, now: datetime) -> None:
        if not self._changed:
            return
        for customer, fields in self._changed.values():
            customer.updated_at = now
            fields.add("updated_at")
        renamed = [pk for pk, (_, fields) in self._changed.items() if fields & IDENTIFIERS]
        if renamed:
            # With their keys, and in order as planning refers to them: no two wait in a ring.
            keys = Customer.objects.select_for_update().filter(pk__in=renamed).order_by("pk")
            list(keys.values_list("pk"))
        # Two people may swap within one statement, and unique values are checked row by row.
        Customer.objects.filter(pk__in=renamed).update(canonical_email=None, external_id=None)
        fields = set().union(*(fields for _, fields in self._changed.values()))
        fields |= IDENTIFIERS if renamed else set()
        Customer.objects.bulk_update([it for it, _ in self._changed.values()], sorted(fields))

    def _note(self, customer: Customer, changed: set[str]) -> None:
        if changed and not customer._state.adding:
            self._changed.setdefault(customer.pk, (customer, set()))[1].update(changed)


def _named(customer: Customer) -> str:
    known_as = " ".join(filter(None, (customer.name, customer.external_id))) or customer.email
    return f"customer “{known_as}”"


def _check_order(customer: Customer, values: dict[str, Any]) -> None:
    first = values.get("first_purchase_on", customer.first_purchase_on)
    last = values.get("last_purchase_on", customer.last_purchase_on)
    if first and last and last < first:
        raise InvalidFacts({"last_purchase_on": "The last purchase lies before the first."})
