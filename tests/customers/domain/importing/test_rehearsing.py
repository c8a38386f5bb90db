"""A dry run says what the import does, and stores nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from customers.domain.importing import rehearsing, running, uploading
from customers.domain.importing.mapping import Column, Mapping
from customers.enums import ImportMode
from customers.models import Account, AttributeDefinition, Contact, Customer, ImportRun
from tests.factories.customers import CustomerFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from customers.domain.importing.rehearsing import Rehearsal

    Upload = Callable[[str], ImportRun]

FILE = """E-Mail,Name,Company,Beta
known@x.example,Known,,
news@x.example,Newer,Acme,yes
a@x.example,A,Acme,no
nobody,B,,
a@x.example,A,Acme,perhaps
b@x.example,B,Acme,no
"""
MAPPING = Mapping(
    (
        Column("E-Mail", "email"),
        Column("Name", "name"),
        Column("Company", "account_name"),
        Column("Beta", "attribute_flag", "", "beta"),
    )
)


@pytest.fixture
def run(upload: Upload) -> ImportRun:
    CustomerFactory.create(email="known@x.example", name="Known")
    CustomerFactory.create(email="news@x.example", name="News")
    return upload(FILE)


def rehearse(run: ImportRun, mode: ImportMode = ImportMode.BOTH) -> Rehearsal:
    return rehearsing.rehearse(
        run=run, mapping=MAPPING, form=uploading.form_of(run), mode=mode, clock=lambda: NOW
    )


def numbers(told: Rehearsal) -> tuple[int, int, int, int]:
    return told.created, told.changed, told.unchanged, told.refused


@pytest.mark.parametrize("size", [500, 1])
@pytest.mark.parametrize("mode", ImportMode)
def test_a_dry_run_says_what_the_import_does(
    run: ImportRun, mode: ImportMode, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """G75"""
    monkeypatch.setattr(rehearsing, "SLICE", size)
    told = rehearse(run, mode)

    uploading.start(run=run, mapping=MAPPING, form=uploading.form_of(run), now=NOW, mode=mode)
    claimed = running.claim(now=NOW, run_id=run.pk)
    assert claimed is not None
    running.work(run=claimed, clock=lambda: NOW)
    run.refresh_from_db()

    assert numbers(told) == (run.created, run.changed, run.unchanged, run.rejected)
    assert told.is_whole


def test_a_dry_run_stores_nothing(run: ImportRun) -> None:
    before = list(Customer.objects.order_by("pk").values())

    assert numbers(rehearse(run)) == (2, 1, 1, 2)

    assert list(Customer.objects.order_by("pk").values()) == before
    assert (Account.objects.count(), Contact.objects.count(), AttributeDefinition.objects.count()) == (
        0,
        2,
        0,
    )
    run.refresh_from_db()
    assert (run.state, run.next_line) == ("uploaded", 0)


def test_a_dry_run_names_the_first_rows_that_are_wrong(run: ImportRun) -> None:
    assert rehearse(run).rejected == [
        (5, "E-Mail", "Not an e-mail address: the address needs exactly one @."),
        (6, "Beta", "“perhaps” is neither yes nor no."),
    ]


def test_a_dry_run_ends_when_its_time_is_up(run: ImportRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsing, "SLICE", 2)
    moments = iter([NOW, NOW, NOW, NOW + timedelta(seconds=9)])

    told = rehearsing.rehearse(
        run=run,
        mapping=MAPPING,
        form=uploading.form_of(run),
        mode=ImportMode.BOTH,
        clock=lambda: next(moments, NOW + timedelta(minutes=1)),
    )

    assert (told.looked_at, told.total, told.is_whole) == (2, 6, False)


def test_an_open_mapping_is_not_tried(run: ImportRun) -> None:
    with pytest.raises(uploading.Unsettled):
        rehearsing.rehearse(
            run=run,
            mapping=Mapping((Column("E-Mail"),)),
            form=uploading.form_of(run),
            mode=ImportMode.BOTH,
            clock=lambda: NOW,
        )
