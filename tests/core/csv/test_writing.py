import csv
import io
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.csv import safe_cell, stream_rows


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30 123", "'+49 30 123"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("＝1+1", "'＝1+1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        (" =1+1", "' =1+1"),
        ("\ufeff=1+1", "'\ufeff=1+1"),
        ("\0=1+1", "'\0=1+1"),
        ("a=1", "a=1"),
        ("", ""),
        (None, ""),
        (-5, -5),
        (-2.5, -2.5),
        (Decimal("-1.10"), Decimal("-1.10")),
        (float("-inf"), ""),
        (Decimal("NaN"), ""),
        (True, "true"),
        (datetime(2026, 1, 5, 9, 30, tzinfo=UTC), "2026-01-05T09:30:00+00:00"),
        (date(2026, 1, 5), "2026-01-05"),
    ],
)
def test_safe_cell_is_never_a_formula(value: object, cell: object) -> None:
    """T53: exports open safely in a spreadsheet."""
    assert safe_cell(value) == cell
    assert type(safe_cell(value)) is type(cell)


@given(
    st.one_of(st.text(), st.sampled_from("=+-@\t\r\n＝＋－＠").flatmap(lambda c: st.text().map(c.__add__)))
)
def test_safe_cell_changes_text_by_one_apostrophe_at_most(text: str) -> None:
    cell = safe_cell(text)

    assert cell in {text, f"'{text}"}
    assert unicodedata.normalize("NFKC", str(cell))[:1] not in {*"=+-@\t\r\n"}


def test_stream_rows_makes_header_and_cells_safe() -> None:
    """T53: headers are cells too."""
    lines = list(stream_rows(["=name", "score"], [["+Ada", 9], ['Bob, "B"', -1], ["two\nlines", None]]))

    assert lines == ["'=name,score\r\n", "'+Ada,9\r\n", '"Bob, ""B""",-1\r\n', '"two\nlines",\r\n']


def test_stream_rows_marks_the_file_for_excel_on_request() -> None:
    assert "".join(stream_rows(["a"], [], bom=True)) == "\ufeffa\r\n"


def test_stream_rows_asks_for_a_row_only_when_it_is_written() -> None:
    asked = []

    def rows() -> Iterator[list[int]]:
        for number in range(3):
            asked.append(number)
            yield [number]

    stream = stream_rows(["n"], rows())
    next(stream)
    next(stream)

    assert asked == [0]


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=4)))
def test_stream_rows_are_read_back_as_the_safe_cells(rows: list[list[str]]) -> None:
    text = "".join(stream_rows(["a", "b"], rows))

    found = list(csv.reader(io.StringIO(text, newline="")))
    assert found == [["a", "b"], *[[safe_cell(cell) for cell in row] for row in rows]]
