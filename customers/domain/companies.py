"""The companies that a batch of facts speaks of: found, made, changed, written in a few statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from customers.domain import announcing, lifecycle
from customers.domain.applying import apply
from customers.domain.facts import COMPANY, InvalidFacts, clean_account
from customers.models import Account, Customer
from team.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

STAGE_FIELDS = {"renewal_on", "churned_on"}
TRIES = 3


class Companies:
    """Accounts by identifier and name, as they are and as this batch makes them."""

    def __init__(self, told: Iterable[Mapping[str, object]]) -> None:
        values = list(told)
        self._by_id: dict[str, Account] = {}
        self._by_name: dict[str, list[Account]] = {}
        self._created: list[Account] = []
        self._changed: dict[int, tuple[Account, set[str]]] = {}
        self._staff = _staff(values)
        for account in _known(values):
            self._register(account)

    def resolve(self, told: Mapping[str, object]) -> Account:
        """The account that is meant, new and not yet stored where none is known. Raises InvalidFacts."""
        self._check_manager(told)
        identifier, name = told.get("external_id"), str(told.get("name") or "")
        if identifier:
            found = self._by_id.get(str(identifier))
            # A company known by name alone gets its identifier; one with another identifier is another.
            nameless = [it for it in self._by_name.get(name, []) if it.external_id is None]
            return found or (nameless[0] if len(nameless) == 1 else Account())
        namesakes = self._by_name.get(name, [])
        if len(namesakes) > 1:
            raise InvalidFacts({f"{COMPANY}name": f"{len(namesakes)} companies are called {name}."})
        return namesakes[0] if namesakes else Account()

    def tell(self, account: Account, told: Mapping[str, object]) -> bool:
        """Set what is told of a resolved account; True when that changes or makes it."""
        values = dict(told)
        if "manager" in values:
            values["manager"] = self._staff.get(str(values["manager"]).lower())
        if not values.get("name"):
            values["name"] = account.name or values.get("external_id")
        changed = apply(account, values)
        is_new = account._state.adding and all(account is not it for it in self._created)
        if is_new:
            self._created.append(account)
        elif not account._state.adding and changed:
            self._changed.setdefault(account.pk, (account, set()))[1].update(changed)
        if is_new or changed & {"name", "external_id"}:
            self._register(account)
        return is_new or bool(changed)

    def save(self) -> None:
        """Write what is new and what changed."""
        Account.objects.bulk_create(self._created)
        if self._changed:
            fields = set().union(*(fields for _, fields in self._changed.values()))
            Account.objects.bulk_update([it for it, _ in self._changed.values()], sorted(fields))

    def move_customers(self, *, now: datetime) -> None:
        """Put the customers of companies whose dates changed in their stages, and tell the rooms above."""
        moved = [pk for pk, (_, fields) in self._changed.items() if fields & STAGE_FIELDS]
        if moved:
            ids = list(Customer.objects.filter(account__in=moved).values_list("pk", flat=True))
            lifecycle.refresh(now=now, customer_ids=ids)
            announcing.changed(ids)

    def _register(self, account: Account) -> None:
        if account.external_id:
            self._by_id[account.external_id] = account
        namesakes = self._by_name.setdefault(account.name, [])
        if all(account is not it for it in namesakes):
            namesakes.append(account)

    def _check_manager(self, told: Mapping[str, object]) -> None:
        address = told.get("manager")
        if address and str(address).lower() not in self._staff:
            raise InvalidFacts({f"{COMPANY}manager": f"Nobody on the staff has the address {address}."})


def upsert(*, facts: Mapping[str, object], now: datetime) -> tuple[Account, str]:
    """Store what is said of one company; returns it with "created", "changed" or "unchanged".

    Found by `external_id`, else by `name`. Raises InvalidFacts.
    """
    told = clean_account(facts)
    if not (told.get("name") or told.get("external_id")):
        raise InvalidFacts({"name": "Name the company, or give its identifier."})
    for attempt in range(1, TRIES + 1):
        try:
            return _upsert(told, now=now)
        except IntegrityError:
            # Somebody made the same company at this moment: the next try finds it.
            if attempt == TRIES:
                raise
    raise AssertionError


def change(*, account: Account, facts: Mapping[str, object], now: datetime) -> Account:
    """Change one stored company, name and identifier included; the facts as for `upsert`.

    Raises InvalidFacts, also where the identifier is another's.
    """
    told = clean_account(facts)
    if "name" in told and not told["name"]:
        raise InvalidFacts({"name": "A company needs a name."})
    staff = _staff([told])
    if told.get("manager") and str(told["manager"]).lower() not in staff:
        raise InvalidFacts({"manager": f"Nobody on the staff has the address {told['manager']}."})
    if "manager" in told:
        told["manager"] = staff.get(str(told["manager"]).lower())
    try:
        with transaction.atomic():
            return _change(account.pk, told, now=now)
    except IntegrityError as error:
        raise InvalidFacts({"external_id": "Another company has this identifier."}) from error


def _change(pk: int, told: dict[str, object], *, now: datetime) -> Account:
    row = Account.objects.select_for_update(of=("self",)).select_related("manager").get(pk=pk)
    changed = apply(row, told)
    if changed:
        row.save(update_fields=sorted(changed))
    if changed & {*STAGE_FIELDS, "country"}:
        ids = list(Customer.objects.filter(account=row).values_list("pk", flat=True))
        lifecycle.refresh(now=now, customer_ids=ids)
        announcing.changed(ids)
    return row


def _upsert(told: dict[str, object], *, now: datetime) -> tuple[Account, str]:
    with transaction.atomic():
        companies = Companies([told])
        account = companies.resolve(told)
        is_new = account._state.adding
        changed = companies.tell(account, told)
        companies.save()
        companies.move_customers(now=now)
    return account, "created" if is_new else "changed" if changed else "unchanged"


def _known(told: list[Mapping[str, object]]) -> Iterable[Account]:
    identifiers = {str(it["external_id"]) for it in told if it.get("external_id")}
    names = {str(it["name"]) for it in told if it.get("name")}
    rows: Any = Account.objects.order_by("pk").select_for_update(no_key=True).select_related(None)
    found = {it.pk: it for it in rows.filter(external_id__in=identifiers)} if identifiers else {}
    if names:
        found |= {it.pk: found.get(it.pk, it) for it in rows.filter(name__in=names)}
    return found.values()


def _staff(told: list[Mapping[str, object]]) -> dict[str, User]:
    addresses = {str(it["manager"]).lower() for it in told if it.get("manager")}
    return {it.email.lower(): it for it in User.objects.filter(email__in=addresses)} if addresses else {}
