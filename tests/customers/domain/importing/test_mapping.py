"""What a row says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from customers.domain.facts import Facts
from customers.domain.importing.mapping import WHOLE, Column, Mapping, read

MAIL, NUMBER = Column("E-Mail", "email"), Column("Customer ID", "external_id")


def mapped(*columns: Column) -> Mapping:
    return Mapping((MAIL, *columns))


def test_read_turns_cells_into_facts() -> None:
    mapping = mapped(
        Column("First", "first_name"),
        Column("Last", "last_name"),
        Column("Left out"),
        Column("Joined", "joined_on", "dmy"),
        Column("Orders", "purchase_count"),
        Column("Plan", "attribute", attribute=" plan "),
        Column("Seats", "attribute_number", "dot", "seats"),
        Column("Fee", "attribute_number", "comma", "fee"),
        Column("Born", "attribute_date", "mdy", "born"),
        Column("Firm", "account_name"),
        Column("ARR", "account_annual_revenue", "comma"),
    )
    row = [
        "Ada@Example.org",
        "Ada",
        "Lovelace",
        "secret",
        "31.12.2025",
        "3.0",
        "gold",
        "12",
        "1,50",
        "12/10/1815",
    ]

    reading = read(mapping, [*row, "Acme", "1.200,50 EUR"])

    assert reading.errors == {}
    assert reading.facts == Facts(
        customer={
            "email": "Ada@Example.org",
            "canonical_email": "ada@example.org",
            "joined_on": date(2025, 12, 31),
            "purchase_count": 3,
            "name": "Ada Lovelace",
            "attributes": {"plan": "gold", "seats": 12, "fee": 1.5, "born": "1815-12-10"},
        },
        account={"name": "Acme", "annual_revenue": Decimal("1200.50")},
    )


def test_read_leaves_out_empty_cells() -> None:
    reading = read(mapped(Column("Name", "name"), Column("Joined", "joined_on", "ymd")), ["a@b.example", " "])

    assert reading.facts == Facts({"email": "a@b.example", "canonical_email": "a@b.example"})


def test_read_clears_with_empty_cells_when_asked_to() -> None:
    mapping = mapped(NUMBER, Column("Name", "name"), Column("Renewal", "renewal_on", "ymd"),
                     Column("Plan", "attribute", attribute="plan"))  # fmt: skip

    reading = read(replace(mapping, empty_clears=True), ["", "C-1", "", "", ""])

    assert reading.facts == Facts(
        {"external_id": "C-1", "name": "", "renewal_on": None, "attributes": {"plan": None}}
    )


def test_read_names_every_wrong_cell() -> None:
    """T52: a rejected row says which column and why."""
    mapping = mapped(
        Column("Joined", "joined_on", "ymd"), Column("Orders", "purchase_count"), Column("Land", "country")
    )

    reading = read(mapping, ["nobody", "31.12.2025", "3.5", "Atlantis"])

    assert reading.facts is None
    assert reading.errors == {
        0: "Not an e-mail address: the address needs exactly one @.",
        1: "“31.12.2025” is not a date with the year first: 2026-03-31.",
        2: "Write a whole number from 0 to 1,000,000.",
        3: "Write a two-letter country code like DE, or the English name.",
    }


@pytest.mark.parametrize(
    ("row", "error"),
    [
        (["", "Ada"], "The row has neither an e-mail address nor an identifier."),
        (["a@b.example", "Ada", "x"], "The row has 3 cells, the file 2 columns."),
    ],
)
def test_read_names_what_is_wrong_with_the_row(row: list[str], error: str) -> None:
    assert read(mapped(Column("Name", "name")), row).errors == {WHOLE: error}


@pytest.mark.parametrize(
    ("mapping", "problems"),
    [
        (mapped(), {}),
        (Mapping((NUMBER, Column("Note"))), {}),
        (Mapping((Column("Name", "name"),)),
         {WHOLE: "Say which column holds the e-mail address or the identifier."}),
        (mapped(Column("Mail 2", "email")), {1: "“E-Mail” goes there already."}),
        (mapped(Column("Name", "name"), Column("First", "first_name")), {2: "“Name” goes there already."}),
        (mapped(Column("Plan", "attribute")), {1: "Give the attribute a name."}),
        (mapped(Column("A", "attribute", attribute="x"), Column("B", "attribute", attribute=" x")),
         {2: "“A” goes there already."}),
        (mapped(Column("Joined", "joined_on")),
         {1: "Say how the dates are written: 03/04/2026 could be March 4 or 4 March."}),
        (mapped(Column("Fee", "attribute_number", attribute="fee")),
         {1: "Say how the numbers are written: 1,234 could be a thousand or one and a bit."}),
        (mapped(Column("ARR", "account_annual_revenue", "dot")),
         {WHOLE: "Say which column holds the company’s name or identifier."}),
        (mapped(Column("X", "shoe_size")), {1: "There is no target “shoe_size”."}),
    ],
)  # fmt: skip
def test_problems_keep_an_unsettled_import_from_starting(mapping: Mapping, problems: dict[int, str]) -> None:
    assert mapping.problems() == problems


def test_a_mapping_is_stored_and_found_again() -> None:
    mapping = Mapping((MAIL, Column("Joined", "joined_on", "dmy")), empty_clears=True)

    assert Mapping.from_json(mapping.to_json()) == mapping
