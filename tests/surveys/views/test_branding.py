"""A survey's look, sender and logo on their page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from surveys.models import Survey, SurveyLogo
from team.models import AuditEntry
from tests.factories.questions import SurveyLogoFactory, picture
from tests.factories.surveys import SurveyFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey() -> Survey:
    row: Survey = SurveyFactory.create(name="Relationship")
    return row


def typed(**changes: str) -> dict[str, str]:
    return {
        "name": "Relationship",
        "default_language": "en",
        "brand_color": "#3b4cca",
        "sender_name": "",
        "sender_email": "",
        "reply_to": "",
        **changes,
    }


def put_up(page: Client, survey: Survey, data: bytes, **said: str) -> Any:
    file = SimpleUploadedFile("logo.png", data, "image/png")
    return page.post(f"/surveys/{survey.pk}/look/logo/", {"file": file, **said})


def test_the_look_is_saved_and_audited(page: Client, survey: Survey) -> None:
    changed = typed(
        sender_name="Ada at Northwind", sender_email="ada@northwind.example", default_language="de"
    )

    response = page.post(f"/surveys/{survey.pk}/look/", changed)

    survey.refresh_from_db()
    assert response["Location"] == f"/surveys/{survey.pk}/look/"
    assert (survey.sender_name, survey.sender_email, survey.reply_to, survey.default_language) == (
        "Ada at Northwind", "ada@northwind.example", "", "de",
    )  # fmt: skip
    assert AuditEntry.objects.get().changes == {
        "default_language": ["en", "de"],
        "sender_name": ["", "Ada at Northwind"],
        "sender_email": ["", "ada@northwind.example"],
    }


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("sender_email", "a@x.example,b@x.example"),
        ("sender_email", "a@x.example\r\nBcc: b@x.example"),
        ("sender_email", "nobody"),
        ("reply_to", "Ada <a@x.example>"),
        ("reply_to", "a@x.example\nb@x.example"),
        ("default_language", "fr"),
        ("brand_color", "#ffcc00"),
    ],
)
def test_what_a_header_or_a_reader_cannot_bear_is_refused(
    page: Client, survey: Survey, field: str, wrong: str
) -> None:
    """Header injection ends at save, and once more when the letter is built."""
    response = page.post(f"/surveys/{survey.pk}/look/", typed(**{field: wrong}))

    assert list(response.context["look"].errors) == [field]
    assert not AuditEntry.objects.exists()


def test_a_senders_name_is_one_line(page: Client, survey: Survey) -> None:
    page.post(f"/surveys/{survey.pk}/look/", typed(sender_name="Ada\r\nBcc: b@x.example"))

    survey.refresh_from_db()
    assert survey.sender_name == "Ada Bcc: b@x.example"


def test_a_logo_is_put_up_and_shown(page: Client, survey: Survey) -> None:
    put_up(page, survey, picture(), alternative="Northwind")

    logo = SurveyLogo.objects.get()
    html = page.get(f"/surveys/{survey.pk}/look/").text
    assert f'src="/s/logo/{logo.digest}.png" alt="Northwind"' in html


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG files can carry scripts"),
        (b"", "This file is empty."),
        (b"GIF89a, it says", "damaged"),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    ],
)
def test_a_file_that_is_no_logo_is_refused(page: Client, survey: Survey, data: bytes, why: str) -> None:
    response = put_up(page, survey, data)

    assert response.status_code == 400
    assert why in str(response.context["logo_form"].errors["file"])
    assert not SurveyLogo.objects.exists()


def test_a_logo_is_removed(page: Client) -> None:
    survey = SurveyLogoFactory.create().survey

    page.post(f"/surveys/{survey.pk}/look/logo/remove/")

    assert not SurveyLogo.objects.exists()


def test_the_logos_address_is_public_and_may_be_kept_for_good(client: Client) -> None:
    """No cookie, no session, the very bytes; nothing else under another name."""
    logo = SurveyLogoFactory.create()

    response = client.get(f"/s/logo/{logo.digest}.png")

    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response.content == picture()
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert not response.cookies
    assert [
        client.get(f"/s/logo/{name}").status_code for name in (f"{logo.digest}.jpg", f"{'0' * 64}.png")
    ] == [
        404,
        404,
    ]


def test_a_viewer_changes_no_look(onlooker: Client, survey: Survey) -> None:
    assert onlooker.get(f"/surveys/{survey.pk}/look/").status_code == 403
    assert put_up(onlooker, survey, picture()).status_code == 403
