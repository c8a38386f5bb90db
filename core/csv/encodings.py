"""Which encoding a text file from somebody's computer is in."""

import codecs
from pathlib import Path
from typing import BinaryIO, Final

from charset_normalizer import from_bytes

# UTF-32 first: its mark begins like that of UTF-16.
_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What spreadsheets on older systems write. More candidates make worse guesses on short files.
_LEGACY: Final = [
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "shift_jis",
    "gb18030",
    "big5",
    "euc_kr",
]
_PIECE: Final = 64 * 1024


def encoding_of(path: Path) -> str:
    """The name of the encoding that a file is in, as Python's codecs call it.

    Reads the file in pieces. Whatever is valid UTF-8 is taken for UTF-8; anything else is
    guessed from the text around the first byte that is not.
    """
    with path.open("rb") as file:
        return detect(file)


def detect(file: BinaryIO) -> str:
    """The same for an open file."""
    before, piece = b"", file.read(_PIECE)
    marked = _marked(piece)
    if marked:
        return marked
    decoder = codecs.getincrementaldecoder("utf-8")()
    while True:
        try:
            decoder.decode(piece, final=not piece)
        except UnicodeDecodeError:
            return _guessed(before + piece + file.read(_PIECE))
        if not piece:
            return "utf-8"
        before, piece = piece, file.read(_PIECE)


def _marked(head: bytes) -> str | None:
    """By its byte order mark, or by the zeros that UTF-16 puts beside Western letters."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    even, odd = head[:512:2], head[1:512:2]
    if even and 2 * odd.count(0) > len(odd) and not even.count(0):
        return "utf-16-le"
    if odd and 2 * even.count(0) > len(even) and not odd.count(0):
        return "utf-16-be"
    return None


def _guessed(sample: bytes) -> str:
    """The likeliest of the older encodings; the Western one where it reads no worse."""
    if len(sample) > _PIECE:
        # A piece may begin or end in the middle of a character, a line does not.
        sample = sample[sample.find(b"\n") + 1 : sample.rfind(b"\n") + 1]
    matches = list(from_bytes(sample, cp_isolation=_LEGACY))
    if not matches:
        # Every byte means something in this one, so the reader sees odd letters, not an error.
        return "latin-1"
    best = matches[0]
    equals = [match for match in matches if match.chaos <= best.chaos]
    if any("cp1252" in match.could_be_from_charset for match in equals):
        return "cp1252"
    return best.encoding
