"""Saved mappings are offered for the files that they know."""

from __future__ import annotations

from datetime import timedelta

import pytest

from customers.domain.importing import saving
from customers.domain.importing.mapping import Column, Mapping
from customers.enums import ImportMode
from customers.models import ImportMapping
from tests.moments import NOW

pytestmark = pytest.mark.django_db

EMAIL, JOINED = Column("E-Mail", "email"), Column("Joined", "joined_on", "dmy")
NOTES = Column("Notes")


def keep(name: str, *columns: Column, days: int = 0) -> ImportMapping:
    return saving.save(
        name=name,
        mapping=Mapping(columns, empty_clears=True),
        mode=ImportMode.UPDATE,
        actor=None,
        now=NOW - timedelta(days=days),
    )


def names(*header: str) -> list[str]:
    return [it.name for it in saving.fitting(header)]


def test_a_mapping_is_offered_where_all_of_its_columns_are() -> None:
    keep("CRM", EMAIL, JOINED, NOTES)

    assert names("E-Mail", "Joined", "Notes") == ["CRM"]
    assert names("Joined", "E-Mail") == ["CRM"]
    assert names("E-Mail", "Joined", "More") == ["CRM"]
    assert names("E-Mail", "Notes") == []


def test_first_those_that_know_all_columns_then_the_last_used() -> None:
    keep("Old", EMAIL, days=9)
    keep("New", EMAIL, days=1)
    keep("Exact", EMAIL, JOINED, days=30)

    assert names("E-Mail", "Joined") == ["Exact", "New", "Old"]
    saving.use(saved=ImportMapping.objects.get(name="Old"), now=NOW)
    assert names("E-Mail", "Joined") == ["Exact", "Old", "New"]


def test_columns_are_found_by_name_in_any_order_and_others_are_left_out() -> None:
    saved = keep("CRM", EMAIL, JOINED)

    assert saving.fitted(saved, ["More", "Joined", "E-Mail"]) == Mapping(
        (Column("More"), JOINED, EMAIL), empty_clears=True
    )


def test_two_columns_of_one_name_keep_their_order() -> None:
    first, second = Column("Date", "joined_on", "ymd"), Column("Date", "renewal_on", "ymd")

    assert saving.fitted(keep("CRM", first, second), ["Date", "Date"]).columns == (first, second)


def test_a_name_that_there_is_takes_the_new_mapping() -> None:
    keep(" CRM  weekly ", EMAIL)
    keep("CRM weekly", EMAIL, JOINED)

    assert ImportMapping.objects.values_list("name", "mode").get() == ("CRM weekly", "update")
    assert len(Mapping.from_json(ImportMapping.objects.get().mapping).columns) == 2


def test_renaming_to_a_name_that_is_taken_is_refused() -> None:
    keep("CRM", EMAIL)
    saved = keep("ERP", EMAIL)

    with pytest.raises(saving.NameTaken):
        saving.rename(saved=saved, name="CRM")
    saving.rename(saved=saved, name="Finance")

    assert set(ImportMapping.objects.values_list("name", flat=True)) == {"CRM", "Finance"}
