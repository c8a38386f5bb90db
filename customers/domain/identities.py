"""Customers by what they are known by: address, identifier, and those of whoever was merged into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from customers.domain import consent, contacts
from customers.enums import AliasKind
from customers.models import Customer, CustomerAlias

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from customers.domain.facts import Facts

    Alias = tuple[str, str, int]

ADDRESS = {"email", "canonical_email"}


class IdentitiesMoved(Exception):
    """Somebody merged customers at this moment: begin again, and the one who is left is found."""


class Identities:
    """The customers that a batch of facts may mean, locked, as they are and as the batch makes them."""

    def __init__(self, batch: Sequence[Facts], also: int | None = None) -> None:
        self._by_address: dict[str, Customer] = {}
        self._by_id: dict[str, Customer] = {}
        self._aliases: dict[tuple[str, str], Customer] = {}
        addresses = [it.canonical_email for it in batch if it.canonical_email]
        identifiers = [it.external_id for it in batch if it.external_id]
        aliases = _aliases(addresses, identifiers)
        rows = {it.pk: it for it in _locked(addresses, identifiers, [also, *(pk for _, _, pk in aliases)])}
        # A merge that we waited for has taken names away from rows and made them aliases.
        if aliases != _aliases(addresses, identifiers):
            raise IdentitiesMoved
        for customer in rows.values():
            self.register(customer)
        self._aliases = {(kind, value): rows[pk] for kind, value, pk in aliases if pk in rows}
        self.also = rows.get(also or 0)

    def by_address(self, address: str | None) -> Customer | None:
        """Whose canonical address this is, or was before a merge."""
        found = self._by_address.get(address or "")
        return found or self._aliases.get((AliasKind.EMAIL, address or ""))

    def by_id(self, identifier: str | None) -> Customer | None:
        """Whose identifier this is, or was before a merge."""
        found = self._by_id.get(identifier or "")
        return found or self._aliases.get((AliasKind.EXTERNAL, identifier or ""))

    def told_of(self, customer: Customer, facts: Facts) -> dict[str, object]:
        """The facts without names that a merge has put aside: an old name finds somebody, and stays old.

        Otherwise the two records that another program still has would rename the one in turn.
        """
        email_is_old = self._aliases.get((AliasKind.EMAIL, facts.canonical_email or "")) is customer
        id_is_old = self._aliases.get((AliasKind.EXTERNAL, facts.external_id or "")) is customer
        is_direct = customer in (
            self._by_address.get(facts.canonical_email or ""),
            self._by_id.get(facts.external_id or ""),
        )
        merely_old = (email_is_old or id_is_old) and not is_direct
        dropped = ADDRESS if email_is_old or merely_old else set()
        dropped = dropped | {"external_id"} if id_is_old or merely_old else dropped
        return {name: value for name, value in facts.customer.items() if name not in dropped}

    def register(self, customer: Customer) -> None:
        """Have somebody found by what they are known by now."""
        if customer.canonical_email:
            self._by_address[customer.canonical_email] = customer
        if customer.external_id:
            self._by_id[customer.external_id] = customer

    def unregister(self, customer: Customer) -> None:
        """Have nobody found by what somebody is known by now."""
        self._by_address.pop(customer.canonical_email or "", None)
        self._by_id.pop(customer.external_id or "", None)


def find(*, canonical_email: str | None = None, external_id: str | None = None) -> Customer | None:
    """The customer of an address or an identifier, also of one that a merge put aside; None for nobody."""
    if canonical_email:
        own, kind, value = {"canonical_email": canonical_email}, AliasKind.EMAIL, canonical_email
    else:
        own, kind, value = {"external_id": external_id or ""}, AliasKind.EXTERNAL, external_id or ""
    everybody = Customer.objects.current()
    return (
        everybody.filter(**own).first() or everybody.filter(aliases__kind=kind, aliases__value=value).first()
    )


def addresses_of(customer: Customer) -> list[str]:
    """Somebody's address as it is written and in its one form, and those of before a merge."""
    old = customer.aliases.filter(kind=AliasKind.EMAIL).values_list("value", flat=True)
    return sorted({address for address in (customer.email, customer.canonical_email, *old) if address})


def forget(*, customer: Customer, contact_id: int | None, now: datetime) -> None:
    """Forget what somebody was known by before a merge. Those addresses are free for an import again.

    So the hold and the refusal of the address that they had go there, as long as we know which it is.
    """
    theirs = CustomerAlias.objects.filter(customer=customer)
    addresses = list(theirs.filter(kind=AliasKind.EMAIL).values_list("value", flat=True))
    if addresses and contact_id is not None:
        found = contacts.ensure(canonical_emails=addresses).values()
        consent.carry(moves=[(contact_id, it.pk) for it in found if it.pk != contact_id], now=now)
    theirs.delete()


def _aliases(addresses: list[str], identifiers: list[str]) -> set[Alias]:
    mine = Q(kind=AliasKind.EMAIL, value__in=addresses) | Q(kind=AliasKind.EXTERNAL, value__in=identifiers)
    return set(CustomerAlias.objects.filter(mine).values_list("kind", "value", "customer_id"))


def _locked(addresses: list[str], identifiers: list[str], ids: list[int | None]) -> list[Customer]:
    # Without the key's lock: whoever plans invitations for these rows meanwhile need not wait.
    known = Q(canonical_email__in=addresses) | Q(external_id__in=identifiers)
    return list(
        Customer.objects.current()
        .filter(known | Q(pk__in=[pk for pk in ids if pk is not None]))
        .select_related("account")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
