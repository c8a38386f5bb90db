"""Advocates and consents as files."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from followups.domain import advocates
from followups.models import Endorsement
from team.models import AuditEntry
from tests.factories.advocacy import EndorsementFactory, ReferralFactory
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from customers.models import Customer
    from team.models import User

pytestmark = pytest.mark.usefixtures("program")
AGREED = {"agreed_at": NOW, "evidence": "e-mail", "scope": "Website"}


def read(lines: Iterable[str]) -> list[dict[str, str]]:
    return list(csv.DictReader("".join(lines).removeprefix("\ufeff").splitlines()))


def test_the_file_says_what_the_page_says(manager: User) -> None:
    """G74: no cell is a formula, and that they left the house is on record."""
    account = AccountFactory.create(name="=Acme", manager=manager)
    customer = CustomerFactory.create(name="Ana", last_score=9, last_answered_at=NOW, account=account)
    EndorsementFactory.create(customer=customer)
    ReferralFactory.create(advocate=customer)

    (row,) = read(
        advocates.export_advocates(rows=advocates.narrowed(user=manager, now=NOW), actor=manager, now=NOW)
    )

    assert (row["Customer"], row["Account"], row["Last score"]) == ("Ana", "'=Acme", "9")
    assert (row["Endorsements"], row["Referrals"], row["Referrals won"]) == ("Public review: asked", "1", "0")
    assert row["May be asked for"] == "a quote, a reference call, a case study, a talk"
    entry = AuditEntry.objects.get(action="advocates.export")
    assert (entry.actor, entry.changes) == (manager, {"customers": 1})


def test_only_what_stands_is_exported(ana: Customer, manager: User) -> None:
    """T28: who may be quoted where; nothing before it was agreed, nothing that was taken back."""
    for state in ("asked", "declined"):
        EndorsementFactory.create(customer=ana, state=state)
    EndorsementFactory.create(customer=ana, state="withdrawn", **AGREED)
    EndorsementFactory.create(customer=CustomerFactory.create(erased_at=NOW), state="done", **AGREED)
    EndorsementFactory.create(customer=ana, kind="quote", state="agreed", quote="+1 from us", **AGREED)

    rows = read(advocates.export_usable(rows=Endorsement.objects.all(), actor=manager, now=NOW))

    assert [(row["Kind"], row["Quote"], row["Where it may be used"], row["State"]) for row in rows] == [
        ("Quote on our website", "'+1 from us", "Website", "Agreed")
    ]
    assert AuditEntry.objects.get(action="endorsements.export").changes == {"endorsements": 1}
