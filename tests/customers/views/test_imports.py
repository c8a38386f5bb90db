"""From the file to the result, as a person goes through it."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from customers import tasks
from customers.models import Customer, ImportRejection, ImportRun
from team.models import Program, User

ClientFor = Callable[[User], Client]
FILE = """E-Mail;Name;Joined;Notes
ada@example.org;Ada;03/04/2025;x
bob@example;=Bob;05/06/2025;y
"""
HTMX = {"HX-Request": "true"}


@pytest.fixture
def staff(manager: User, program: Program, client_for: ClientFor) -> Client:
    return client_for(manager)


def upload(client: Client, text: str = FILE, name: str = "crm.csv") -> ImportRun:
    file = SimpleUploadedFile(name, text.encode())
    response = client.post("/customers/imports/new/", {"file": file})
    run = ImportRun.objects.latest("pk")
    assert response.headers["Location"] == f"/customers/imports/{run.pk}/"
    return run


def chosen(client: Client, run: ImportRun, **changes: str) -> dict[str, Any]:
    """What the mapping page's form would send."""
    context = client.get(f"/customers/imports/{run.pk}/").context
    data = {"columns": context["shape"], "encoding": run.encoding, "delimiter": run.delimiter}
    for row in context["columns"]:
        for field in row.form:
            data[field.html_name] = field.value()
    return {**data, **changes}


def test_upload_leads_to_the_mapping(staff: Client, manager: User) -> None:
    run = upload(staff)

    page = staff.get(f"/customers/imports/{run.pk}/").content.decode()

    assert (run.filename, run.total, run.delimiter, run.started_by) == ("crm.csv", 2, ";", manager)
    assert "Say how the dates are written" in page
    assert "Not an e-mail address" in page
    assert "1 point is still open." in page


@pytest.mark.parametrize(
    ("data", "error"),
    [({}, "This field is required."), ({"file": SimpleUploadedFile("x.csv", b"E-Mail\n")}, "no rows")],
)
def test_upload_says_what_is_wrong(staff: Client, data: dict[str, Any], error: str) -> None:
    response = staff.post("/customers/imports/new/", data)

    assert response.status_code == 400
    assert error in response.content.decode()
    assert not ImportRun.objects.exists()


def test_the_preview_follows_the_mapping(staff: Client) -> None:
    run = upload(staff)
    data = chosen(staff, run, **{"c2-how": "dmy"})

    page = staff.get(f"/customers/imports/{run.pk}/", data, headers={**HTMX, "HX-Target": "mapping"})

    text = page.content.decode()
    assert text.strip().startswith('<div id="mapping"')
    assert "Apr 3, 2025" in text
    assert "1 of the first 2 rows would be rejected" in text
    run.refresh_from_db()
    assert (run.state, run.mapping) == ("uploaded", {})


def test_another_delimiter_begins_the_mapping_anew(staff: Client) -> None:
    run = upload(staff)
    data = chosen(staff, run, delimiter=",")

    context = staff.get(f"/customers/imports/{run.pk}/", data).context

    assert [row.column.header for row in context["columns"]] == ["E-Mail;Name;Joined;Notes"]
    assert context["problem"] == "Say which column holds the e-mail address or the identifier."


def test_a_file_that_cannot_be_read_so_says_why(staff: Client) -> None:
    run = upload(staff, FILE.replace("Ada", "Zoë"))

    page = staff.get(f"/customers/imports/{run.pk}/", {"encoding": "shift_jis", "delimiter": ";"})

    assert page.status_code == 200
    assert "The file cannot be read like this" in page.content.decode() or "mapping" in page.content.decode()


def test_an_unsettled_mapping_does_not_start(staff: Client) -> None:
    run = upload(staff)

    response = staff.post(f"/customers/imports/{run.pk}/", chosen(staff, run))

    assert response.status_code == 400
    assert "The import has not started" in response.content.decode()
    run.refresh_from_db()
    assert run.state == "uploaded"


def test_an_import_from_start_to_result(staff: Client) -> None:
    """G75, T52: what was created, changed, left and rejected, each rejected row with its reason."""
    run = upload(staff)
    url = f"/customers/imports/{run.pk}/"
    data = chosen(staff, run, **{"c2-how": "dmy", "c3-to": ""})

    started = staff.post(url, data)
    waiting = staff.get(url).content.decode()
    tasks.run_imports()
    done = staff.get(url).content.decode()

    assert (started.status_code, started.headers["Location"]) == (302, url)
    assert "Waiting for a worker" in waiting
    assert f'hx-get="{url}"' in waiting
    assert "The import is done" in done
    assert "Not an e-mail address: the part after the @ is not a full domain name." in done
    assert 'hx-trigger="every 1s' not in done
    customer = Customer.objects.get()
    assert (customer.name, str(customer.joined_on), customer.attributes) == ("Ada", "2025-04-03", {})


def test_the_progress_asks_for_the_whole_page_at_the_end(staff: Client) -> None:
    run = upload(staff)
    url, status = f"/customers/imports/{run.pk}/", {**HTMX, "HX-Target": "status"}
    staff.post(url, chosen(staff, run, **{"c2-how": "dmy"}))

    going = staff.get(url, headers=status)
    tasks.run_imports()
    over = staff.get(url, headers=status)

    assert going.content.decode().strip().startswith('<div id="status"')
    assert over.headers["HX-Refresh"] == "true"


def test_a_mapping_page_left_open_is_refreshed(staff: Client) -> None:
    run = upload(staff)
    url = f"/customers/imports/{run.pk}/"
    data = chosen(staff, run, **{"c2-how": "dmy"})
    staff.post(url, data)

    assert staff.get(url, data, headers={**HTMX, "HX-Target": "mapping"}).headers["HX-Refresh"] == "true"
    assert staff.post(url, data).status_code == 200
    run.refresh_from_db()
    assert run.state == "queued"


def test_rejected_rows_are_a_file_without_formulas(staff: Client) -> None:
    run = upload(staff)
    staff.post(f"/customers/imports/{run.pk}/", chosen(staff, run, **{"c2-how": "dmy"}))
    tasks.run_imports()

    response = staff.get(f"/customers/imports/{run.pk}/rejected.csv")

    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # a streaming response
    assert list(csv.reader(io.StringIO(text))) == [
        ["E-Mail", "Name", "Joined", "Notes", "Line in the file", "Rejected column", "Reason"],
        [
            "bob@example", "'=Bob", "05/06/2025", "y", "3", "E-Mail",
            "Not an e-mail address: the part after the @ is not a full domain name.",
        ],
    ]  # fmt: skip


def test_stop_resume_and_discard(staff: Client) -> None:
    run = upload(staff)
    url = f"/customers/imports/{run.pk}/"
    staff.post(url, chosen(staff, run, **{"c2-how": "dmy"}))

    staff.post(f"{url}stop/")
    assert "Stopped by Manager Example." in staff.get(url).content.decode()
    staff.post(f"{url}resume/")
    run.refresh_from_db()
    assert run.state == "queued"
    staff.post(f"{url}discard/")
    assert ImportRun.objects.filter(pk=run.pk).exists()
    other = upload(staff)
    staff.post(f"/customers/imports/{other.pk}/discard/")
    assert not ImportRun.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_imports_asks_as_often(
    staff: Client, number: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(number):
        upload(staff)

    with django_assert_max_num_queries(7):
        page = staff.get("/customers/imports/").content.decode()

    assert page.count("crm.csv") == number


def test_an_empty_list_says_what_to_do(staff: Client) -> None:
    assert "Nothing was imported yet" in staff.get("/customers/imports/").content.decode()


@pytest.mark.parametrize(
    "path", ["", "new/", "{pk}/", "{pk}/rejected.csv", "{pk}/stop/", "{pk}/resume/", "{pk}/discard/"]
)
def test_imports_are_for_managers(
    staff: Client, viewer: User, rep: User, client_for: ClientFor, path: str
) -> None:
    run = upload(staff)
    url = f"/customers/imports/{path.format(pk=run.pk)}"

    for user in (viewer, rep):
        client = client_for(user)
        response = client.post(url) if path.endswith(("stop/", "resume/", "discard/")) else client.get(url)
        assert response.status_code == 403


def test_get_changes_nothing(staff: Client) -> None:
    run = upload(staff)
    for action in ("stop", "resume", "discard"):
        assert staff.get(f"/customers/imports/{run.pk}/{action}/").status_code == 405


def test_seven_thousand_rows_of_a_crm_come_in(staff: Client) -> None:
    """G75: an export of real size, in one ring of the worker; a second run changes nothing."""
    rows = [
        f"{n:04}-VHVEG,c{n}@customers.example,2024-0{n % 9 + 1}-15,{n % 4},2026-12-{n % 28 + 1:02},One year"
        for n in range(7043)
    ]
    text = "\n".join(["Customer ID,E-Mail,Joined,Purchases,Renewal Date,Contract", *rows])
    outcomes = []
    for _ in range(2):
        run = upload(staff, text)
        staff.post(f"/customers/imports/{run.pk}/", chosen(staff, run))
        tasks.run_imports()
        run.refresh_from_db()
        outcomes.append((run.state, run.created, run.changed, run.unchanged, run.rejected))

    assert outcomes == [("finished", 7043, 0, 0, 0), ("finished", 0, 0, 7043, 0)]
    assert not ImportRejection.objects.exists()
    assert Customer.objects.count() == 7043
