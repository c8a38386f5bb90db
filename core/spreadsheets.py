"""Excel workbooks, written line by line: only what is not yet sent is in memory.

Text is stored as text (`inlineStr`), so that no spreadsheet takes a cell of ours for a formula.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# A sheet ends here; the rest goes on the next one.
MOST_ROWS: Final = 1_048_576
MOST_LETTERS: Final = 32_767
_AT_ONCE: Final = 500
_WIDTH: Final = 22
# What XML 1.0 cannot hold, not even escaped.
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # a spreadsheet's days have no zone
# Styles by their place in styles.xml: plain, bold, day, instant.
_BOLD, _DAY, _INSTANT = 1, 2, 3

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_RELS: Final = "application/vnd.openxmlformats-package.relationships+xml"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES: Final = f"""<styleSheet xmlns="{_MAIN}">
<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/>
<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""


class _Sent(io.RawIOBase):
    """A file that cannot go back: what was written is taken away and sent."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]  # any buffer
        self._pieces.append(piece)
        return len(piece)

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def stream(
    header: Sequence[object], rows: Iterable[Iterable[object]], *, title: str, most: int = MOST_ROWS
) -> Iterator[bytes]:
    """Yield an XLSX file, header first on every sheet. Days and instants become dates, instants in UTC."""
    out = _Sent()
    lines, number = iter(rows), 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        first: Iterable[Iterable[object]] | None = ()
        while first is not None:
            number += 1
            sheet = islice(chain(first, lines), most - 1)
            yield from _sheet(archive, out, f"xl/worksheets/sheet{number}.xml", header, sheet)
            following = next(lines, None)
            first = None if following is None else (following,)
        for name, content in _frame(title, number):
            archive.writestr(name, _DECLARATION + content)
    yield out.take()


def _sheet(
    archive: zipfile.ZipFile,
    out: _Sent,
    name: str,
    header: Sequence[object],
    rows: Iterator[Iterable[object]],
) -> Iterator[bytes]:
    with archive.open(name, "w", force_zip64=True) as file:
        file.write(
            f'{_DECLARATION}<worksheet xmlns="{_MAIN}">'
            '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/>'
            f'</sheetView></sheetViews><cols><col min="1" max="{len(header)}" width="{_WIDTH}"/></cols>'
            f"<sheetData>{_row(header, _BOLD)}".encode()
        )
        while batch := "".join(_row(row) for row in islice(rows, _AT_ONCE)):
            file.write(batch.encode())
            yield out.take()
        file.write(b"</sheetData></worksheet>")


def _row(cells: Iterable[object], style: int = 0) -> str:
    return f"<row>{''.join(_cell(value, style) for value in cells)}</row>"


def _cell(value: object, style: int) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float | Decimal):
        return f"<c><v>{value}</v></c>" if math.isfinite(value) else "<c/>"
    if isinstance(value, date):
        return _day(value)
    text = escape(_NO_XML.sub("", str(value))[:MOST_LETTERS])
    mark = f' s="{style}"' if style else ""
    return f'<c t="inlineStr"{mark}><is><t xml:space="preserve">{text}</t></is></c>'


def _day(value: date) -> str:
    if isinstance(value, datetime):
        naive = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        return f'<c s="{_INSTANT}"><v>{(naive - _EPOCH).total_seconds() / 86_400:.8f}</v></c>'
    return f'<c s="{_DAY}"><v>{(value - _EPOCH.date()).days}</v></c>'


def _frame(title: str, sheets: int) -> Iterator[tuple[str, str]]:
    """The parts that say what the others are."""
    numbers = range(1, sheets + 1)
    names = {number: quoteattr(f"{title[:25]}{f' {number}' if number > 1 else ''}") for number in numbers}
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for number in numbers
    )
    yield (
        "[Content_Types].xml",
        (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="{_RELS}"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{parts}</Types>'
        ),
    )
    yield (
        "_rels/.rels",
        (
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
    )
    listed = "".join(f'<sheet name={names[it]} sheetId="{it}" r:id="rId{it}"/>' for it in numbers)
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{listed}</sheets></workbook>',
    )
    related = "".join(
        f'<Relationship Id="rId{it}" Type="{_REL}/worksheet" Target="worksheets/sheet{it}.xml"/>'
        for it in numbers
    )
    style = f'<Relationship Id="rId{sheets + 1}" Type="{_REL}/styles" Target="styles.xml"/>'
    yield (
        "xl/_rels/workbook.xml.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships">{related}{style}</Relationships>',
    )
    yield "xl/styles.xml", _STYLES
