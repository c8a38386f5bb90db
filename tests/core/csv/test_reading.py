import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.csv import MAX_CELL, CsvError, decode, encoding_of, read_rows, sniff_delimiter

GERMAN = "Name;Ort\nJürgen Müßig;Köln\nZoë;Orléans\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "customers.csv"


@pytest.mark.parametrize(
    ("text", "codec", "found"),
    [
        (GERMAN, "utf-8", "utf-8"),
        (GERMAN, "utf-8-sig", "utf-8-sig"),
        (GERMAN, "utf-16", "utf-16"),
        (GERMAN, "utf-16-le", "utf-16-le"),
        (GERMAN, "utf-16-be", "utf-16-be"),
        (GERMAN, "utf-32", "utf-32"),
        (GERMAN, "cp1252", "cp1252"),
        (GERMAN, "latin-1", "cp1252"),
        ("Betrag;Name\n5 €;“Ada”\n", "cp1252", "cp1252"),
        ("Jméno;Město\nŽofie Šťastná;Plzeň\n", "cp1250", "cp1250"),
        ("Имя;Город\nИван Петров;Москва\n", "cp1251", "cp1251"),
        ("名前,会社\n山田太郎,株式会社テスト\n", "shift_jis", "shift_jis"),
        ("姓名,公司\n王小明,测试公司\n", "gb18030", "gb18030"),
        ("", "utf-8", "utf-8"),
        ("name\n", "ascii", "utf-8"),
    ],
)
def test_the_encoding_is_found_by_file_and_by_bytes(file: Path, text: str, codec: str, found: str) -> None:
    """G75: customers arrive from any spreadsheet."""
    data = text.encode(codec)
    file.write_bytes(data)

    assert decode(data) == (text, found)
    assert encoding_of(file) == found


def test_the_encoding_is_found_where_the_first_odd_letter_comes_late(file: Path) -> None:
    file.write_bytes(b"name,city\n" + b"Ada,London\n" * 50_000 + "Jürgen,Köln\n".encode("cp1252"))

    assert encoding_of(file) == "cp1252"


def test_a_letter_cut_by_a_piece_of_the_file_is_whole(file: Path) -> None:
    file.write_text("x" + "ü" * 50_000, encoding="utf-8")

    assert encoding_of(file) == "utf-8"


def test_a_letter_cut_by_the_end_of_the_file_is_no_utf8(file: Path) -> None:
    file.write_bytes("Köln".encode() + b"\xc3")

    assert encoding_of(file) == "cp1252"


@given(st.binary(max_size=300))
def test_decode_always_gives_text(data: bytes) -> None:
    text, encoding = decode(data)

    assert isinstance(text, str)
    assert "".encode(encoding) is not None


@pytest.mark.parametrize(
    ("sample", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b;c\n1,5;2,5;3\n", ";"),
        ("a\tb\n1, 2\t3\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('name;note\nAda;"one, two; three"\nBob;"a, b"\n', ";"),
        ('name,note\nAda,"a;b;c"\n', ","),
        ("name;note\r\nAda;Hello, world\r\nBob;x\r\n", ";"),
        ("email\nada@example.org\n", ","),
        ("", ","),
        ("a;b;c\n1;2;3\n4;5", ";"),
    ],
)
def test_sniff_delimiter_finds_what_cuts_evenly(sample: str, delimiter: str) -> None:
    assert sniff_delimiter(sample) == delimiter


def test_read_rows_names_the_line_each_record_begins_on(file: Path) -> None:
    """G75: a rejected row is told by its line."""
    file.write_bytes(b'\xef\xbb\xbfname,note\r\nAda,"two\r\nlines"\r\n\r\nBob,\r\n')

    assert list(read_rows(file, encoding="utf-8")) == [
        (1, ["name", "note"]),
        (2, ["Ada", "two\r\nlines"]),
        (5, ["Bob", ""]),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_read_rows_reads_the_encodings_that_are_found(file: Path, encoding: str) -> None:
    file.write_bytes(GERMAN.encode(encoding))

    rows = list(read_rows(file, encoding=encoding_of(file), delimiter=";"))

    assert rows == [(1, ["Name", "Ort"]), (2, ["Jürgen Müßig", "Köln"]), (3, ["Zoë", "Orléans"])]


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"a,b\nc\0,d\n", 2, "the text contains a NUL character"),
        (b"a\nb\n" + b"x" * 40_000 + b"\n", 3, "a cell is longer than 32,767 characters"),
        (b'a\n"b\nc\n', 2, "a quotation mark is not closed"),
        (b'a\n"b"c\n', 2, "a quotation mark inside a quoted cell must be doubled"),
        (b"a\n" * 20_000 + b"K\xf6ln\n", 20_001, "the text is not UTF-8"),
        (b'a\n"b\n' + b"c\n" * 100_000, 2, "a cell is too long; is a quotation mark not closed?"),
        (b"a\n" + b"x," * 600_000, 2, "a record is too long; is a quotation mark not closed?"),
    ],
)
def test_read_rows_stops_with_the_line_and_the_reason(
    file: Path, data: bytes, line: int, message: str
) -> None:
    file.write_bytes(data)

    with pytest.raises(CsvError) as caught:
        list(read_rows(file, encoding="utf-8"))

    assert (caught.value.line, caught.value.message) == (line, message)
    assert str(caught.value) == f"Line {line}: {message}"


def test_read_rows_stops_at_half_a_character_of_utf16(file: Path) -> None:
    file.write_bytes("a,b\nc,d\n".encode("utf-16-le") + b"x")

    with pytest.raises(CsvError, match="the text is not UTF-16-LE"):
        list(read_rows(file, encoding="utf-16-le"))


def test_read_rows_takes_the_largest_cell_and_a_smaller_limit(file: Path) -> None:
    file.write_text("x" * MAX_CELL, encoding="utf-8")

    assert list(read_rows(file, encoding="utf-8")) == [(1, ["x" * MAX_CELL])]
    with pytest.raises(CsvError, match="longer than 10 characters"):
        list(read_rows(file, encoding="utf-8", max_cell=10))


def test_read_rows_holds_one_record_at_a_time(file: Path) -> None:
    file.write_text("ada@example.org,Ada\n" * 50_000, encoding="utf-8")

    tracemalloc.start()
    number = sum(1 for _ in read_rows(file, encoding="utf-8"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert number == 50_000
    assert peak < 300_000


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2, max_size=4
        )
    )
)
def test_read_rows_reads_whatever_a_spreadsheet_writes(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    file = tmp_path_factory.mktemp("csv") / "rows.csv"
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    file.write_text("head,er\r\n" + "".join(f"{line}\r\n" for line in quoted), encoding="utf-8", newline="")

    assert [row for _, row in read_rows(file, encoding="utf-8")] == [["head", "er"], *rows]
