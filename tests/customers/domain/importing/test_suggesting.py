"""The first guess."""

import pytest

from customers.domain.importing import suggesting
from customers.domain.importing.mapping import Column


def targets(*header: str, rows: list[list[str]] | None = None) -> list[str]:
    return [it.target for it in suggesting.suggest(header, rows or []).columns]


@pytest.mark.parametrize(
    ("title", "target"),
    [
        ("E-Mail", "email"),
        ("Email Address", "email"),
        ("E-Mail-Adresse", "email"),
        ("Customer ID", "external_id"),
        ("customer_id", "external_id"),
        ("Full Name", "name"),
        ("Vorname", "first_name"),
        ("Surname", "last_name"),
        ("Phone Number", "phone"),
        ("Joined", "joined_on"),
        ("Member since", "joined_on"),
        ("First Purchase", "first_purchase_on"),
        ("Frist purchase date", "first_purchase_on"),
        ("Purchases", "purchase_count"),
        ("Renewal Date", "renewal_on"),
        ("Churned", "churned_on"),
        ("Company", "account_name"),
        ("Account ID", "account_external_id"),
        ("ARR (EUR)", "account_annual_revenue"),
        ("Contract", "attribute"),
        ("Annual Value (USD)", "attribute"),
        ("Shoe size", "attribute"),
        ("", ""),
    ],
)
def test_suggest_knows_the_names_of_other_programs(title: str, target: str) -> None:
    """G75: an export of a CRM is understood as it is."""
    assert targets(title) == [target]


def test_suggest_gives_each_target_once() -> None:
    assert targets("E-Mail", "Email", "Work email") == ["email", "attribute", "attribute"]


def test_suggest_finds_addresses_under_any_name() -> None:
    assert targets("Wem?", "Note", rows=[["ada@example.org", "x"]]) == ["email", "attribute"]


def test_suggest_looks_into_the_cells() -> None:
    mapping = suggesting.suggest(
        ["Churned", "Joined", "Renewal", "Seats", "Zip", "Birthday", "Value (EUR)", "Value (EUR)"],
        [["Yes", "31/12/2025", "03/04/2026", "12", "01067", "2020-01-31", "1.200,50", "1,200"]],
    )

    assert mapping.columns == (
        Column("Churned", "attribute_flag", "", "churned"),
        Column("Joined", "joined_on", "dmy"),
        Column("Renewal", "renewal_on", ""),
        Column("Seats", "attribute_number", "dot", "seats"),
        Column("Zip", "attribute", "", "zip"),
        Column("Birthday", "attribute_date", "ymd", "birthday"),
        Column("Value (EUR)", "attribute_number", "comma", "value"),
        Column("Value (EUR)", "attribute", "", "value_2"),
    )


def test_suggest_takes_no_column_of_few_values_for_a_name() -> None:
    rows = [["Ada"], ["Bob"]] * 20

    assert targets("Contact", rows=rows) == ["attribute"]
