"""Forgetting a person, everywhere or nowhere."""

from datetime import timedelta

import pytest

from customers.domain import erasure
from customers.domain.erasure import NOBODY
from customers.models import Contact, Customer, ImportRejection, ImportRun
from customers.signals import customer_erased
from team.models import AuditEntry, User
from tests.factories.customers import AccountFactory, CustomerFactory, EventFactory
from tests.moments import NOW


def ada() -> Customer:
    customer = CustomerFactory.create(
        name="Ada Lovelace",
        email="Ada@Example.org",
        phone="+44 1",
        account=AccountFactory.create(),
        attributes={"plan": "gold"},
        stage="advocate",
    )
    EventFactory.create(customer=customer, payload={"text": "Ada called"})
    return customer


def test_erase_keeps_the_count_and_forgets_the_person(admin: User) -> None:
    customer = ada()
    contact = customer.contact
    assert contact is not None
    Contact.objects.update(next_survey_at=NOW + timedelta(days=90))

    assert erasure.erase(customer=customer, actor=admin, now=NOW)

    stored = Customer.objects.get()
    assert {field: getattr(stored, field) for field in NOBODY} == NOBODY
    assert (stored.stage, stored.erased_at) == ("advocate", NOW)
    assert not stored.events.exists()
    assert Contact.objects.get().next_survey_at == NOW + timedelta(days=90)


def test_erase_is_audited_without_the_name(admin: User) -> None:
    customer = ada()

    erasure.erase(customer=customer, actor=admin, now=NOW)

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject_id, entry.subject_label, entry.changes) == (
        "customer.erased",
        admin,
        str(customer.pk),
        f"customer {customer.pk}",
        {},
    )


def test_erase_happens_once(admin: User) -> None:
    customer = ada()
    erasure.erase(customer=customer, actor=admin, now=NOW)

    assert not erasure.erase(customer=customer, actor=admin, now=NOW)
    assert AuditEntry.objects.count() == 1


def test_erase_undoes_everything_when_a_room_above_fails(admin: User) -> None:
    customer = ada()

    def fail(**_: object) -> None:
        raise RuntimeError("the room above cannot forget")

    customer_erased.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            erasure.erase(customer=customer, actor=admin, now=NOW)
    finally:
        customer_erased.disconnect(fail)

    stored = Customer.objects.get()
    assert (stored.name, stored.erased_at, stored.events.count()) == ("Ada Lovelace", None, 1)
    assert not AuditEntry.objects.exists()


def test_erase_forgets_rejected_rows_of_imports(admin: User) -> None:
    customer = ada()
    run = ImportRun.objects.create(filename="crm.csv")
    identifier = str(customer.external_id)
    for line, row in enumerate(
        [["Ada", "ADA@example.org"], ["", identifier], ["", f"{identifier}0"], ["Bob", "bob@example.org"]]
    ):
        ImportRejection.objects.create(run=run, line=line, reason="bad date", row=row)

    erasure.erase(customer=customer, actor=admin, now=NOW)

    assert list(ImportRejection.objects.values_list("line", flat=True)) == [2, 3]
