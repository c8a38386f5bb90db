"""The upload, and the mapping of its columns."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

from customers.domain.importing import defining, saving, suggesting, uploading
from customers.domain.importing.cells import samples_of
from customers.domain.importing.files import DELIMITERS, Form, Sheet
from customers.domain.importing.mapping import NOTATIONS, Column, Mapping
from customers.domain.importing.targets import IGNORED, TARGETS
from customers.enums import ImportMode

if TYPE_CHECKING:
    from collections.abc import Mapping as Data

    from django.core.files import File

    from customers.models import ImportMapping

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with mark",
    "cp1252": "Western Europe (Windows)",
    "latin-1": "Western Europe (ISO)",
    "cp1250": "Central Europe (Windows)",
    "cp1251": "Cyrillic (Windows)",
    "cp1253": "Greek (Windows)",
    "cp1254": "Turkish (Windows)",
    "utf-16": "UTF-16",
    "shift_jis": "Japanese (Shift JIS)",
    "gb18030": "Chinese (GB 18030)",
    "big5": "Chinese (Big5)",
    "euc_kr": "Korean (EUC-KR)",
}
SHOWN_SAMPLES = 3
SUGGESTED = "none"
ACCEPTED = (
    ".csv,.txt,.tsv,.xlsx,.xlsm,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(label="File", widget=forms.FileInput(attrs={"accept": ACCEPTED}))

    def uploaded(self) -> File[bytes]:
        """The file of a valid form."""
        found: File[bytes] = self.cleaned_data["file"]
        return found


class ColumnForm(forms.Form):
    """Where one column goes, under which name, and how its dates or numbers are written."""

    def __init__(self, column: Column, index: int) -> None:
        initial = {"to": column.target, "name": column.attribute, "how": column.notation}
        super().__init__(initial=initial, prefix=f"c{index}")
        target = column.goes_to
        self.fields["to"] = _choice(_targets(), f"Where “{column.header}” goes")
        if target and target.is_attribute:
            label = f"Name of the attribute for “{column.header}”"
            self.fields["name"] = forms.CharField(widget=forms.TextInput(attrs={"aria-label": label}))
        if target and (notations := NOTATIONS.get(target.kind)):
            open_choice = [] if column.notation else [("", "Choose …")]
            choices = [*open_choice, *notations.items()]
            self.fields["how"] = _choice(choices, f"How “{column.header}” is written")


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A line of the mapping page."""

    column: Column
    form: ColumnForm
    samples: list[str]
    problem: str


class OptionsForm(forms.Form):
    """What the import may do, from which mapping it begins, and how the file is written."""

    mode = forms.ChoiceField(label="What it may do", choices=ImportMode.choices)
    empty_clears = forms.BooleanField(
        label="Empty cells clear what is stored",
        required=False,
        help_text="Otherwise an empty cell leaves the stored value as it is.",
    )

    def __init__(self, choice: Choice, form: Form, sheets: Data[str, str]) -> None:
        super().__init__(
            initial={
                "mode": choice.mode,
                "empty_clears": choice.mapping.empty_clears,
                "saved": choice.saved.pk if choice.saved else SUGGESTED,
                "encoding": form.encoding,
                "delimiter": form.delimiter,
                "sheet": form.sheet,
            }
        )
        if choice.fitting:
            saved = [(str(it.pk), it.name) for it in choice.fitting]
            label = "Columns are filled in from"
            self.fields["saved"] = forms.ChoiceField(
                label=label, choices=[*saved, (SUGGESTED, "Our suggestion")]
            )
        if form.is_workbook:
            self.fields["sheet"] = forms.ChoiceField(label="Worksheet", choices=list(sheets.items()))
        else:
            known = {form.encoding: form.encoding, **ENCODINGS}
            self.fields["encoding"] = forms.ChoiceField(label="Encoding", choices=list(known.items()))
            separators = list(DELIMITERS.items())
            self.fields["delimiter"] = forms.ChoiceField(label="Columns are separated by", choices=separators)

    def asked(self) -> list[forms.BoundField]:
        """What everybody looks at."""
        return [self[name] for name in ("sheet", "saved", "mode", "empty_clears") if name in self.fields]

    def written(self) -> list[forms.BoundField]:
        """What only matters when the file was not understood."""
        return [self[name] for name in ("encoding", "delimiter") if name in self.fields]


class SaveForm(forms.Form):
    """A name under which the mapping is kept."""

    name = forms.CharField(
        label="Name of the mapping",
        max_length=saving.MAX_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose on the mapping page, or what it begins with."""

    mapping: Mapping
    mode: ImportMode
    saved: ImportMapping | None
    fitting: list[ImportMapping]

    def shape(self, sheet: Sheet) -> str:
        """What tells one set of columns, and what it was filled in from, from another."""
        return shape_of(sheet, self.saved)


def unread_options(form: Form) -> OptionsForm:
    """The options for a file that cannot be read as it is: how it is written can be corrected."""
    nothing = Choice(Mapping(()), ImportMode.BOTH, None, [])
    return OptionsForm(nothing, form, {form.sheet: form.sheet})


def file_form(data: Data[str, Any], detected: Form) -> Form:
    """How the file is to be read: as chosen on the page, else as it was detected."""
    if detected.is_workbook:
        return Form(sheet=str(data.get("sheet") or detected.sheet))
    encoding, delimiter = data.get("encoding"), data.get("delimiter")
    known = {*ENCODINGS, detected.encoding}
    return Form(
        str(encoding) if encoding in known else detected.encoding,
        str(delimiter) if delimiter in DELIMITERS else detected.delimiter,
    )


def choice_from(data: Data[str, Any], sheet: Sheet) -> Choice:
    """The mapping as chosen on the page; where nothing was, or for other columns, as saved or suggested."""
    fitting = saving.fitting(sheet.header)
    saved = _saved(data, fitting)
    mode = str(data.get("mode", ""))
    if data.get("columns") != shape_of(sheet, saved):
        rows = [row for _, row in sheet.rows]
        mapping = (
            saving.fitted(saved, sheet.header)
            if saved
            else suggesting.suggest(sheet.header, rows, defining.known_kinds())
        )
        mode = mode if mode in ImportMode.values and not saved else (saved.mode if saved else "")
        return Choice(mapping, ImportMode(mode or ImportMode.BOTH), saved, fitting)
    mapping = _chosen(data, sheet)
    known_mode = mode if mode in ImportMode.values else ImportMode.BOTH
    return Choice(mapping, ImportMode(known_mode), saved, fitting)


def shape_of(sheet: Sheet, saved: ImportMapping | None = None) -> str:
    """What tells one set of columns, and the mapping that it was filled in from, from another."""
    origin = saved.pk if saved else 0
    return f"{len(sheet.header)}-{zlib.crc32(chr(0).join(sheet.header).encode())}-{origin}"


def _saved(data: Data[str, Any], fitting: list[ImportMapping]) -> ImportMapping | None:
    """The saved mapping that was chosen; without a choice the first that fits."""
    if "saved" in data:
        return next((it for it in fitting if str(it.pk) == data["saved"]), None)
    return fitting[0] if fitting and "columns" not in data else None


def _chosen(data: Data[str, Any], sheet: Sheet) -> Mapping:
    rows = [row for _, row in sheet.rows]
    columns = (
        _column(data, f"c{index}", title, samples_of(rows, index)) for index, title in enumerate(sheet.header)
    )
    return Mapping(tuple(columns), empty_clears=bool(data.get("empty_clears")))


def column_rows(mapping: Mapping, sheet: Sheet) -> list[ColumnRow]:
    """The lines of the mapping page, with a few cells of each column and what is open in it."""
    problems = uploading.problems_of(mapping)
    return [
        ColumnRow(column, ColumnForm(column, index), _samples(sheet, index), problems.get(index, ""))
        for index, column in enumerate(mapping.columns)
    ]


def _column(data: Data[str, Any], prefix: str, title: str, cells: list[str]) -> Column:
    target = str(data.get(f"{prefix}-to", IGNORED))
    column = Column(title, target if target in TARGETS else IGNORED)
    goes_to = column.goes_to
    if goes_to is None:
        return column
    found = suggesting.with_notation(column, cells)
    chosen = str(data.get(f"{prefix}-how", ""))
    known = NOTATIONS.get(goes_to.kind, {})
    name = str(data.get(f"{prefix}-name", suggesting.attribute_name(title))) if goes_to.is_attribute else ""
    return Column(title, column.target, chosen if chosen in known else found.notation, name.strip())


def _samples(sheet: Sheet, index: int) -> list[str]:
    cells = (row[index].strip() for _, row in sheet.rows if index < len(row))
    # As a dict: each once, in the order of the file.
    return list(dict.fromkeys(cell for cell in cells if cell))[:SHOWN_SAMPLES]


def _targets() -> list[Any]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for target in TARGETS.values():
        groups.setdefault(target.group, []).append((target.code, target.label))
    return [(IGNORED, "Do not import"), *groups.items()]


def _choice(choices: list[Any], label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=choices, required=False, widget=forms.Select(attrs={"aria-label": label})
    )
