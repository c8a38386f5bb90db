"""What kind of file an upload is by its first bytes, and whether its archive may be opened at all."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

if TYPE_CHECKING:
    from pathlib import Path

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_OTHERS: Final = {b"%PDF": "a PDF", b"\x1f\x8b": "a compressed file", b"{\\rtf": "a text document"}
_MOST_PARTS: Final = 5_000
# Uncompressed, in bytes: everything, and the parts that are held in memory as a whole.
_MOST_EXPANDED: Final = 1_000 * 1024**2
_MOST_OF_A_SHEET: Final = 500 * 1024**2
_MOST_OF: Final = {
    "sharedStrings.xml": 300 * 1024**2,
    "styles.xml": 30 * 1024**2,
    "workbook.xml": 10 * 1024**2,
}
_PIECE: Final = 1024**2
_DAMAGED: Final = "The workbook is damaged. Open it, save it again, and upload that."


class Unsuitable(Exception):
    """This file cannot be taken; the message says why and what to do."""


def is_workbook(path: Path) -> bool:
    """True for a workbook that may be opened, false for what may be text; by content, never by name.

    Raises Unsuitable for files of other programs, protected ones, and archives that would swell.
    """
    with path.open("rb") as file:
        start = file.read(8)
        for magic, kind in _OTHERS.items():
            if start.startswith(magic):
                raise Unsuitable(f"This is {kind}. Save the list as CSV or XLSX and upload that.")
        if start == _COMPOUND:
            raise Unsuitable(_of_compound(file))
    if not start.startswith(_ZIP):
        return False
    try:
        with ZipFile(path) as archive:
            _check(archive)
    except (BadZipFile, OSError, ValueError) as error:
        raise Unsuitable(_DAMAGED) from error
    return True


def _of_compound(file: IO[bytes]) -> str:
    tail = b""
    while piece := file.read(_PIECE):
        if _ENCRYPTED in tail + piece:
            return "The workbook is protected by a password. Save it without one and upload that."
        tail = piece[-len(_ENCRYPTED) :]
    return "This is a workbook in the old .xls format. Save it as XLSX or CSV and upload that."


def _check(archive: ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "xl/workbook.bin" in names:
        raise Unsuitable("This is a binary workbook (.xlsb). Save it as XLSX or CSV and upload that.")
    if "mimetype" in names:
        raise Unsuitable("This is an OpenDocument file. Save it as XLSX or CSV and upload that.")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Unsuitable("This is an archive, not a workbook. Upload the CSV or XLSX file inside it.")
    if any(part.flag_bits & 1 for part in parts):
        raise Unsuitable("The workbook is protected by a password. Save it without one and upload that.")
    sizes = {part.filename.rpartition("/")[2]: part.file_size for part in parts}
    too_large = any(sizes.get(name, 0) > most for name, most in _MOST_OF.items())
    too_large |= any(part.file_size > _MOST_OF_A_SHEET for part in parts if "/worksheets/" in part.filename)
    if too_large or len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_EXPANDED:
        raise Unsuitable(
            "The workbook is too large once it is unpacked. Save the sheet as CSV and upload that."
        )
    for name in names:
        if name.endswith((".xml", ".rels")):
            _refuse_declarations(archive, name)


def _refuse_declarations(archive: ZipFile, name: str) -> None:
    """No program writes entities into a workbook; who does wants them to swell or to fetch something."""

    def declared(*args: object) -> None:
        raise Unsuitable(_DAMAGED)

    begun: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = lambda tag, attributes: begun.append(tag)
    with archive.open(name) as source:
        try:
            while not begun and (piece := source.read(4096)):
                parser.Parse(piece)
        except expat.ExpatError as error:
            raise Unsuitable(_DAMAGED) from error
