from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from surveys.domain import editing, languages, texts
from surveys.models import Survey
from team.models import AuditEntry
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import CampaignFactory, SurveyFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey() -> Survey:
    row: Survey = SurveyFactory.create(name="Relationship")
    return row


def filled(survey: Survey, /, language: str = "en", **changes: Any) -> dict[str, Any]:
    """The page's form as it stands."""
    text = survey.texts.get(language=language)
    words = {f"text-{name}": value for name, value in model_to_dict(text, fields=editing.WORDS).items()}
    return {**words, **changes}


def test_list_shows_languages_and_who_asks(onlooker: Client, survey: Survey) -> None:
    CampaignFactory.create(survey=survey, name="Before renewal")

    text = onlooker.get("/surveys/").content.decode()

    assert '<span class="tag">German</span><span class="tag">English</span>' in text
    assert "Before renewal</a>" in text


def test_list_takes_the_same_queries_for_one_survey_and_three(page: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page.get("/surveys/")
        return len(captured)

    CampaignFactory.create()
    page.get("/surveys/")
    one = queries()
    CampaignFactory.create_batch(2)

    assert queries() == one


def test_an_empty_list_leads_to_the_first_survey(page: Client) -> None:
    assert b'href="/surveys/new/">Write the first survey' in page.get("/surveys/").content


def test_a_new_survey_begins_with_our_words(page: Client) -> None:
    said = {"name": "Relationship", "brand_color": "#3B4CCA", "languages": ["ar", "de", "en"]}
    response = page.post("/surveys/new/", said)

    survey = Survey.objects.get()
    assert response.headers["Location"] == f"/surveys/{survey.pk}/"
    assert (survey.name, survey.brand_color) == ("Relationship", "#3b4cca")
    assert [text.language for text in survey.texts.all()] == ["ar", "de", "en"]
    assert survey.default_language == "en"


def test_a_new_survey_offers_the_languages_that_customers_speak(page: Client) -> None:
    """G7: of those that we speak, the commonest first; regions aside."""
    for language in ("de-AT", "de", "pt-BR", "tlh", ""):
        CustomerFactory.create(language=language)

    form = page.get("/surveys/new/").context["form"]

    assert form["languages"].initial == ["de", "pt"]
    assert [code for code, _ in form.fields["languages"].choices] == sorted(
        texts.DEFAULTS, key=languages.name_of
    )


def test_a_color_too_light_to_read_is_refused(page: Client) -> None:
    response = page.post(
        "/surveys/new/", {"name": "Relationship", "brand_color": "#ffcc00", "languages": "en"}
    )

    assert response.context["form"].errors == {
        "brand_color": ["Too light: 1.5 to 1 against white, and text needs 4.5. Choose a darker one."]
    }


def test_words_of_one_language_are_saved_and_audited(page: Client, survey: Survey) -> None:
    address = f"/surveys/{survey.pk}/?language=de"
    response = page.post(address, filled(survey, "de", **{"text-thanks_title": "Danke, {first_name|}!"}))

    assert response.headers["Location"] == address
    assert survey.texts.get(language="de").thanks_title == "Danke, {first_name|}!"
    assert survey.texts.get(language="en").thanks_title == "Thank you"
    assert AuditEntry.objects.get().changes == {"thanks_title (de)": ["Vielen Dank", "Danke, {first_name|}!"]}


def test_unknown_placeholders_are_refused_by_name(page: Client, survey: Survey) -> None:
    """G14"""
    wrong = {"text-greeting": "Hi {First Name}, {firstname}", "text-subject": "{product}"}

    response = page.post(f"/surveys/{survey.pk}/", filled(survey, **wrong))

    refusal = (
        "Nothing is known by the name {First Name}, {firstname}. "
        "What you can write: {company}, {first_name}, {name}, {product}."
    )
    assert response.context["words"].errors == {"greeting": [refusal]}
    assert survey.texts.get(language="en").greeting == texts.DEFAULTS["en"]["greeting"]


def test_the_mail_is_previewed_before_it_is_saved(page: Client, survey: Survey) -> None:
    """G14: values and words are escaped."""
    changed = filled(survey, **{"text-greeting": "Hello <b>{first_name}</b> {nobody}", "text-question": ""})

    response = page.post(f"/surveys/{survey.pk}/mail/en/preview/", changed)

    text = " ".join(response.content.decode().split())
    assert "Hello &lt;b&gt;Maya&lt;/b&gt; {nobody}" in text
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert survey.texts.get(language="en").greeting == texts.DEFAULTS["en"]["greeting"]


def test_a_language_is_added_and_removed(page: Client, survey: Survey) -> None:
    page.post(f"/surveys/{survey.pk}/languages/", {"language": "fr"})
    added = survey.texts.get(language="fr")
    page.post(f"/surveys/{survey.pk}/languages/", {"language": "fr"})
    page.post(f"/surveys/{survey.pk}/languages/fr/remove/")
    page.post(f"/surveys/{survey.pk}/languages/en/remove/")

    assert added.question == texts.DEFAULTS["fr"]["question"]
    assert [text.language for text in survey.texts.all()] == ["de", "en"]
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "survey.add_language",
        "survey.remove_language",
    ]


def test_a_viewer_changes_no_words(onlooker: Client, survey: Survey) -> None:
    assert onlooker.post(f"/surveys/{survey.pk}/", filled(survey)).status_code == 403
    assert onlooker.post(f"/surveys/{survey.pk}/mail/en/preview/", filled(survey)).status_code == 403
