"""A mapping in words of one line."""

import pytest

from customers.domain.importing import choosing
from customers.domain.importing.mapping import Column, Mapping

SUGGESTED = Mapping((Column("E-Mail", "email"), Column("Joined", "joined_on", "ymd"), Column("a=b", "name")))
ROWS = [["ada@example.org", "31/12/2025", "x"]]


@pytest.mark.parametrize(
    ("asked", "column"),
    [
        ("Joined=renewal_on", Column("Joined", "renewal_on", "dmy")),
        ("Joined=renewal_on:mdy", Column("Joined", "renewal_on", "mdy")),
        ("Joined=attribute", Column("Joined", "attribute", "", "joined")),
        ("Joined=attribute:since", Column("Joined", "attribute", "", "since")),
        ("Joined=attribute_date:since:dmy", Column("Joined", "attribute_date", "dmy", "since")),
        ("Joined=", Column("Joined")),
    ],
)
def test_choose_sends_a_column_elsewhere(asked: str, column: Column) -> None:
    mapping = choosing.choose(SUGGESTED, [asked], ROWS, empty_clears=True)

    assert mapping == Mapping((SUGGESTED.columns[0], column, SUGGESTED.columns[2]), empty_clears=True)


def test_choose_takes_a_target_from_the_column_that_had_it() -> None:
    mapping = choosing.choose(SUGGESTED, ["a=b=email"], ROWS, empty_clears=False)

    assert [it.target for it in mapping.columns] == ["", "joined_on", "email"]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("Mail=email", "“Mail=email” names no column of the file, which has: E-Mail, Joined, a=b."),
        ("Joined", "names no column"),
        ("Joined=shoe_size", "“shoe_size” is no target. There are: email, external_id"),
    ],
)
def test_choose_refuses_what_it_does_not_know(asked: str, reason: str) -> None:
    with pytest.raises(choosing.UnknownChoice, match=reason):
        choosing.choose(SUGGESTED, [asked], ROWS, empty_clears=False)


@pytest.mark.parametrize(
    "column",
    [
        Column("E-Mail", "email"),
        Column("Joined", "joined_on", "dmy"),
        Column("a=b", "attribute_number", "comma", "ab"),
        Column("Joined"),
    ],
)
def test_written_is_read_again(column: Column) -> None:
    mapping = choosing.choose(SUGGESTED, [choosing.written(column)], [], empty_clears=False)

    assert column in mapping.columns
