"""CSV that spreadsheets open safely, and CSV from anywhere, read line by line."""

from core.csv.encodings import encoding_of
from core.csv.reading import MAX_CELL, CsvError, decode, read_rows, sniff_delimiter
from core.csv.writing import safe_cell, stream_rows, unguarded

__all__ = [
    "MAX_CELL",
    "CsvError",
    "decode",
    "encoding_of",
    "read_rows",
    "safe_cell",
    "sniff_delimiter",
    "stream_rows",
    "unguarded",
]
