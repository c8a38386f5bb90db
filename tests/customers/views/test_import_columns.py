"""The columns of an upload: workbooks, saved mappings, the dry run."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from customers import tasks
from customers.domain.importing import saving
from customers.domain.importing.mapping import Column, Mapping
from customers.enums import ImportMode
from customers.models import Customer, ImportMapping, ImportRun
from tests.customers.domain.importing.books import book
from tests.factories.customers import CustomerFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import Program, User

CSV = b"E-Mail,Name,Plan\nada@x.example,Ada,gold\nnobody,Bob,silver\n"
HTMX = {"HX-Request": "true", "HX-Target": "mapping"}


@pytest.fixture
def staff(manager: User, program: Program, client_for: Callable[[User], Client]) -> Client:
    return client_for(manager)


def upload(client: Client, data: bytes, name: str = "crm.csv") -> str:
    response = client.post("/customers/imports/new/", {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 302, response.content.decode()
    return response.headers["Location"]


def chosen(client: Client, url: str, **changes: str) -> dict[str, Any]:
    """What the page's form would send."""
    context = client.get(url).context
    data = {"columns": context["shape"]}
    for field in context["options"]:
        data[field.html_name] = field.value() or ""
    for row in context["columns"]:
        data |= {field.html_name: field.value() for field in row.form}
    return {**data, **changes}


def test_a_workbook_goes_from_upload_to_result(staff: Client) -> None:
    """G75"""
    url = upload(
        staff, book(["E-Mail", "Name"], ["a@x.example", "A"], Other=[["E-Mail"], ["b@x.example"]]), "x.xlsx"
    )
    page = staff.get(url)
    assert page.context["options"]["sheet"].field.choices == [("Customers", "Customers"), ("Other", "Other")]

    assert staff.get(url, {"sheet": "Other"}).context["preview"].rows[0].cells[0].text == "b@x.example"
    assert staff.post(url, chosen(staff, url)).status_code == 302
    tasks.run_imports()

    assert list(Customer.objects.values_list("email", "name")) == [("a@x.example", "A")]
    assert ImportRun.objects.get().sheet == "Customers"


def test_what_the_upload_noticed_is_shown(staff: Client) -> None:
    url = upload(staff, book(["E-Mail"], ["a@x.example"], hidden=(2,)), "x.xlsx")

    assert (
        "1 row of the worksheet is hidden and is imported like the others." in staff.get(url).content.decode()
    )


def test_a_worksheet_that_is_gone_says_so(staff: Client) -> None:
    url = upload(staff, book(["E-Mail"], ["a@x.example"]), "x.xlsx")

    page = staff.get(url, {"sheet": "Nowhere"}).content.decode()

    assert "The workbook has no worksheet “Nowhere”." in page


def test_a_dry_run_shows_its_counts_and_stores_nothing(staff: Client) -> None:
    """G75"""
    url = upload(staff, CSV)

    page = staff.post(f"{url}rehearse/", chosen(staff, url), headers=HTMX)

    assert page.status_code == 200
    told = page.context["rehearsal"]
    assert (told.created, told.refused, told.is_whole) == (1, 1, True)
    assert "Line 3, E-Mail: Not an e-mail address" in page.content.decode()
    assert not Customer.objects.exists()


def test_a_dry_run_of_an_open_mapping_shows_what_is_open(staff: Client) -> None:
    url = upload(staff, CSV)

    page = staff.post(f"{url}rehearse/", chosen(staff, url, **{"c0-to": ""}), headers=HTMX)

    assert page.status_code == 422
    assert "Say which column holds the e-mail address or the identifier." in page.content.decode()


def test_the_mode_is_what_the_import_does(staff: Client) -> None:
    CustomerFactory.create(email="ada@x.example", name="Old")
    url = upload(staff, CSV)

    staff.post(url, chosen(staff, url, mode="create"))
    tasks.run_imports()

    run = ImportRun.objects.get()
    assert (run.mode, run.created, run.changed, run.rejected) == ("create", 0, 0, 2)
    assert Customer.objects.get().name == "Old"


def test_a_mapping_is_kept_and_fills_in_the_next_file(staff: Client, manager: User) -> None:
    """G75"""
    url = upload(staff, CSV)
    data = chosen(staff, url, mode="update", name="CRM weekly", **{"c2-to": ""})

    response = staff.post(f"{url}save/", data)

    saved = ImportMapping.objects.get()
    assert response.headers["Location"] == f"{url}?saved={saved.pk}"
    assert (saved.name, saved.mode, saved.created_by) == ("CRM weekly", "update", manager)
    context = staff.get(upload(staff, CSV)).context
    assert context["saved"] == saved
    assert context["options"]["mode"].value() == "update"
    assert [row.column.target for row in context["columns"]] == ["email", "name", ""]


def test_a_mapping_without_a_name_is_not_kept(staff: Client) -> None:
    url = upload(staff, CSV)

    response = staff.post(f"{url}save/", chosen(staff, url, name=" "))

    assert response.status_code == 400
    assert not ImportMapping.objects.exists()


def test_our_suggestion_can_be_taken_instead(staff: Client) -> None:
    saving.save(
        name="CRM", mapping=Mapping((Column("E-Mail", "email"),)), mode=ImportMode.UPDATE, actor=None, now=NOW
    )
    url = upload(staff, CSV)
    data = chosen(staff, url)
    assert [row.column.target for row in staff.get(url).context["columns"]] == ["email", "", ""]

    context = staff.get(url, {**data, "saved": "none"}).context

    assert context["saved"] is None
    assert [row.column.target for row in context["columns"]] == ["email", "name", "attribute"]
    context = staff.get(url, {**chosen(staff, url), "saved": "none"}).context
    assert [row.column.target for row in context["columns"]] == ["email", "name", "attribute"]


def test_saved_mappings_are_listed_renamed_and_deleted(staff: Client) -> None:
    assert "No mapping is kept yet" in staff.get("/customers/imports/mappings/").content.decode()
    saved = saving.save(
        name="CRM", mapping=Mapping((Column("E-Mail", "email"),)), mode=ImportMode.BOTH, actor=None, now=NOW
    )
    url = f"/customers/imports/mappings/{saved.pk}/"

    assert "CRM" in staff.get("/customers/imports/mappings/").content.decode()
    assert "E-mail address" in staff.get(url).content.decode()
    assert staff.post(url, {"name": "ERP"}).status_code == 302
    assert ImportMapping.objects.get().name == "ERP"
    assert staff.post(f"{url}delete/").status_code == 302
    assert not ImportMapping.objects.exists()


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_rejected_rows_come_as_a_file_and_mended_they_come_in(staff: Client, suffix: str) -> None:
    """G75: whoever is rejected is mended in the file that says why, and imported again."""
    url = upload(staff, b"E-Mail,Phone,Plan\nnobody,+49 30 1,gold\nada@x.example,,\n")
    staff.post(url, chosen(staff, url))
    tasks.run_imports()

    file = staff.get(f"{url}rejected.{suffix}")
    data = b"".join(file.streaming_content)  # type: ignore[attr-defined]  # a streaming response
    assert suffix in file.headers["Content-Disposition"]

    again = upload(staff, mended(data, suffix), f"mended.{suffix}")
    context = staff.get(again).context
    assert [(row.column.header, row.column.target) for row in context["columns"]] == [
        ("E-Mail", "email"),
        ("Phone", "phone"),
        ("Plan", "attribute"),
        ("Line in the file", ""),
        ("Rejected column", ""),
        ("Reason", ""),
    ]
    staff.post(again, chosen(staff, again))
    tasks.run_imports()

    assert Customer.objects.values_list("phone", "attributes").get(email="bob@x.example") == (
        "+49 30 1",
        {"plan": "gold"},
    )


def mended(data: bytes, suffix: str) -> bytes:
    """The file as a person gives it back: the address is corrected."""
    if suffix == "csv":
        return data.replace(b"nobody", b"bob@x.example")
    workbook = load_workbook(io.BytesIO(data))
    workbook.worksheets[0]["A2"] = "bob@x.example"
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def test_a_row_that_points_at_two_offers_the_merge(staff: Client) -> None:
    """G75 T52"""
    ada = CustomerFactory.create(email="ada@x.example", external_id="C-1")
    bob = CustomerFactory.create(email="bob@x.example", external_id="C-2")
    url = upload(staff, b"E-Mail,Customer ID\nada@x.example,C-2\n")
    staff.post(url, chosen(staff, url))
    tasks.run_imports()

    assert f'href="/customers/{bob.pk}/merge/{ada.pk}/"' in staff.get(url).content.decode()
