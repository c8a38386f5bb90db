"""Taking a file, and what may become of it before an import begins."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from customers.domain.importing import suggesting, uploading
from customers.domain.importing.files import Form, UnreadableFile
from customers.domain.importing.mapping import WHOLE, unmapped
from customers.models import ImportRun
from team.models import AuditEntry, User
from tests.moments import NOW

Upload = Callable[[str], ImportRun]


def receive(data: bytes, filename: str = "crm.csv") -> ImportRun:
    return uploading.receive(file=ContentFile(data), filename=filename, started_by=None, now=NOW)


@pytest.mark.parametrize(
    ("data", "encoding", "delimiter"),
    [
        ("E-Mail,Name\na@b.example,Zoë\n".encode(), "utf-8", ","),
        ("E-Mail;Name\r\na@b.example;Zoë\r\n".encode("cp1252"), "cp1252", ";"),
        ("E-Mail\tName\na@b.example\tZoë\n".encode("utf-16"), "utf-16", "\t"),
        ("\ufeffE-Mail|Name\n\n,,\na@b.example|Zoë".encode(), "utf-8-sig", "|"),
    ],
)
def test_receive_sees_how_the_file_is_written(db: None, data: bytes, encoding: str, delimiter: str) -> None:
    run = receive(data, filename="../../etc/crm export.csv")

    stored = ImportRun.objects.get()
    assert (stored.encoding, stored.delimiter, stored.filename) == (encoding, delimiter, "crm export.csv")
    assert stored.state == "uploaded"
    assert uploading.sheet_of(run).header == ["E-Mail", "Name"]
    assert uploading.sheet_of(run).rows[-1][1] == ["a@b.example", "Zoë"]


def test_receive_counts_the_rows_that_say_something(db: None) -> None:
    assert receive(b'E-Mail,Note\na@b.example,"two\nlines"\n\n , \nc@d.example,\n').total == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty."),
        (b"\n\n", "The file is empty."),
        (b"E-Mail,Name\n", "The file has column names but no rows."),
        (b" , \na@b.example,Ada\n", "The first line must hold the names of the columns."),
        (b"PK\x03\x04rest of a workbook", "The workbook is damaged."),
        (b"E-Mail,Name\na@b.example,A\x00da\n", "Line 2: the text contains a NUL character"),
        (b'E-Mail,Name\na@b.example,"Ada\n', "Line 2: a quotation mark is not closed"),
        (",".join(f"c{n}" for n in range(201)).encode() + b"\n1\n", "The file has more than 200 columns"),
    ],
)
def test_receive_refuses_and_leaves_nothing(db: None, uploads: Path, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        receive(data)

    assert not ImportRun.objects.exists()
    assert [path for path in uploads.rglob("*") if path.is_file()] == []


def test_receive_refuses_what_is_too_large(db: None, settings: Any) -> None:
    settings.IMPORT_MAX_BYTES = 1024**2

    with pytest.raises(UnreadableFile, match="larger than 1 MB"):
        receive(b"E-Mail\n" + b"a" * 1024**2)


def test_start_queues_once_and_is_audited(upload: Upload, manager: User) -> None:
    run = upload("E-Mail\na@b.example\n")
    ImportRun.objects.update(started_by=manager)
    run.refresh_from_db()
    mapping = suggesting.suggest(["E-Mail"], [["a@b.example"]])
    form = uploading.form_of(run)

    assert uploading.start(run=run, mapping=mapping, form=form, now=NOW)
    assert not uploading.start(run=run, mapping=mapping, form=form, now=NOW)

    run.refresh_from_db()
    assert (run.state, run.mapping) == ("queued", mapping.to_json())
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.changes) == (
        "import.started",
        manager,
        {"file": "crm export.csv", "rows": 1, "mode": "both"},
    )


def test_start_refuses_an_unsettled_mapping(upload: Upload) -> None:
    run = upload("E-Mail\na@b.example\n")

    with pytest.raises(uploading.Unsettled) as refused:
        uploading.start(run=run, mapping=unmapped(["E-Mail"]), form=uploading.form_of(run), now=NOW)

    assert list(refused.value.problems) == [WHOLE]
    run.refresh_from_db()
    assert run.state == "uploaded"


def test_start_counts_again_in_another_form(upload: Upload) -> None:
    run = upload('"E-Mail";"Note"\n"a@b.example";"x"\n')
    mapping = suggesting.suggest(["E-Mail;Note"], [["a@b.example"]])

    with pytest.raises(UnreadableFile, match="quotation mark"):
        uploading.start(run=run, mapping=mapping, form=Form("utf-8", ","), now=NOW)


def test_sheet_of_says_when_the_file_is_gone(upload: Upload) -> None:
    run = upload("E-Mail\na@b.example\n")
    uploading.path_of(run).unlink()

    with pytest.raises(UnreadableFile, match="no longer there"):
        uploading.sheet_of(run)


def test_discard_forgets_the_file(
    upload: Upload, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    run = upload("E-Mail\na@b.example\n")
    path = uploading.path_of(run)

    with django_capture_on_commit_callbacks(execute=True):
        assert uploading.discard(run=run)

    assert not path.exists()
    assert not ImportRun.objects.exists()


def test_discard_leaves_an_import_that_began(queued: Callable[..., ImportRun]) -> None:
    run = queued("C-1,a@b.example,Ada,,gold")

    assert not uploading.discard(run=run)
    assert ImportRun.objects.get() == run
