"""Who may be there twice: the same name in one company, the same phone, nearly the same address.

A key is computed in the database and grouped by; nothing is joined with itself. What more than a few
share is a switchboard or a shared mailbox, and no sign of one person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Case, CharField, Count, Q, Value, When
from django.db.models.functions import Cast, Concat, Length, Lower, Replace, StrIndex, Substr, Trim

from customers.models import Customer, NotDuplicate
from team.domain import audit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import Expression

    from team.models import User

MOST_ALIKE = 8
PER_PAGE = 20
# Fewer digits are an extension.
FEWEST_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Kind:
    """One sign of two being one: what it is called, why it is one, of whom it can be told, and its key."""

    code: str
    label: str
    reason: str
    told_of: Q
    key: Any
    least: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """Some customers who share a key, and the pairs of them that nobody has told apart."""

    key: str
    members: list[Customer]
    pairs: list[tuple[Customer, Customer]]


def _without(text: Expression | str, *marks: str) -> Any:
    found: Any = text
    for mark in marks:
        found = Replace(found, Value(mark), Value(""))
    return found


def _address() -> Any:
    """The address without dots and without what follows a plus in its local part."""
    at = StrIndex("canonical_email", Value("@"))
    local, domain = Substr("canonical_email", 1, at - 1), Substr("canonical_email", at)
    plus = StrIndex(local, Value("+"))
    bare = Case(When(canonical_email__contains="+", then=Substr(local, 1, plus - 1)), default=local)
    return Concat(_without(Lower(bare), "."), domain, output_field=CharField())


def _phone() -> Any:
    digits = _without("phone", " ", "-", "/", "(", ")", ".", "+", "\u00a0")
    return Case(
        When(phone__startswith="00", then=Substr(digits, 3)), default=digits, output_field=CharField()
    )


def _name() -> Any:
    bare = _without(Lower(Trim("name")), " ", ".", "-", "’", "'")
    return Concat(Cast("account_id", CharField()), Value(":"), bare, output_field=CharField())


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "address",
            "Nearly the same address",
            "Their addresses differ by dots, by capital letters or by what follows a plus.",
            Q(canonical_email__isnull=False),
            _address(),
        ),
        Kind(
            "name",
            "The same name in one company",
            "They belong to one company and have the same name.",
            Q(account__isnull=False) & ~Q(name=""),
            _name(),
        ),
        Kind(
            "phone",
            "The same phone number",
            "Their phone numbers have the same digits.",
            ~Q(phone=""),
            _phone(),
            least=FEWEST_DIGITS,
        ),
    )
}


def tally() -> dict[str, int]:
    """How many groups of each kind hold a pair that nobody has told apart."""
    return {code: _groups(kind).count() for code, kind in KINDS.items()}


def page(kind: Kind, *, after: str = "") -> tuple[list[Group], str]:
    """The groups behind a key in the keys' order, and the key from which the next page begins."""
    keys = list(
        _groups(kind).filter(key__gt=after).order_by("key").values_list("key", flat=True)[: PER_PAGE + 1]
    )
    shown = keys[:PER_PAGE]
    members: dict[str, list[Customer]] = defaultdict(list)
    rows = _keyed(kind).filter(key__in=shown).select_related("account", "contact").order_by("pk")
    for customer in rows:
        members[vars(customer)["key"]].append(customer)
    apart = _told_apart(row.pk for rows in members.values() for row in rows)
    groups = [_group(key, members[key], apart) for key in shown]
    return [group for group in groups if group.pairs], shown[-1] if len(keys) > PER_PAGE else ""


def alike(customer: Customer, *, most: int = 5) -> list[tuple[Customer, Kind]]:
    """Others who may be the same person as this one, each with the first sign of it."""
    found: dict[int, tuple[Customer, Kind]] = {}
    for kind in KINDS.values():
        key = _keyed(kind).filter(pk=customer.pk).values_list("key", flat=True).first()
        if key is not None:
            others = _keyed(kind).filter(key=key).exclude(pk=customer.pk).select_related("account")
            for other in others.order_by("pk")[: most + 1]:
                found.setdefault(other.pk, (other, kind))
    apart = _told_apart([customer.pk, *found])
    told = [it for pk, it in found.items() if _pair(pk, customer.pk) not in apart]
    return told[:most]


def keep_apart(*, one: Customer, other: Customer, actor: User | None, now: datetime) -> bool:
    """Remember that these are two people; audited. False when somebody said so before."""
    first, second = _pair(one.pk, other.pk)
    with transaction.atomic():
        _, is_new = NotDuplicate.objects.get_or_create(
            first_id=first, second_id=second, defaults={"decided_by": actor, "decided_at": now}
        )
        if is_new:
            facts = {"other": other.pk}
            audit.log(actor=actor, action="customer.kept_apart", subject=one, now=now, changes=facts)
    return is_new


def _keyed(kind: Kind) -> Any:
    """Those of whom the sign can be told, each with its `key`."""
    rows = Customer.objects.current().filter(kind.told_of).annotate(key=kind.key)
    return rows.alias(size=Length("key")).filter(size__gte=kind.least)


def _groups(kind: Kind) -> Any:
    """The keys that several share, but for those all of whose pairs were told apart."""
    shared = _keyed(kind).order_by().values("key").annotate(members=Count("pk"))
    return shared.filter(members__gt=1, members__lte=MOST_ALIKE).exclude(key__in=_settled(kind))


def _settled(kind: Kind) -> list[str]:
    pairs = list(NotDuplicate.objects.values_list("first", "second"))
    if not pairs:
        return []
    ids = {pk for pair in pairs for pk in pair}
    key_of = dict(_keyed(kind).filter(pk__in=ids).values_list("pk", "key"))
    apart = Counter(key_of[one] for one, other in pairs if one in key_of and key_of[one] == key_of.get(other))
    sizes = _keyed(kind).filter(key__in=list(apart)).order_by().values_list("key").annotate(Count("pk"))
    return [key for key, size in sizes if apart[key] >= size * (size - 1) // 2]


def _told_apart(ids: Iterable[int]) -> set[tuple[int, int]]:
    known = list(ids)
    pairs = NotDuplicate.objects.filter(first__in=known, second__in=known)
    return set(pairs.values_list("first", "second"))


def _group(key: str, members: list[Customer], apart: set[tuple[int, int]]) -> Group:
    pairs = [(one, other) for one, other in combinations(members, 2) if (one.pk, other.pk) not in apart]
    return Group(key, members, pairs)


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
