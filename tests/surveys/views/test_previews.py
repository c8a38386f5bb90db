"""Mail, answer page and thanks are seen before they are saved, in a frame that can do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.forms.models import model_to_dict

from surveys.domain import editing, texts
from surveys.models import Survey
from tests.factories.questions import SurveyLogoFactory, SurveyQuestionFactory
from tests.factories.surveys import SurveyFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey() -> Survey:
    row: Survey = SurveyFactory.create()
    texts.add_defaults(survey=row, languages=["ar"])
    return row


def typed(survey: Survey, **changes: Any) -> dict[str, Any]:
    """The form of the English words, with changes."""
    words = model_to_dict(survey.texts.get(language="en"), fields=editing.WORDS)
    return {f"text-{name}": value for name, value in {**words, **changes}.items()}


def policy_of(response: Any) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: rest for name, _, rest in parts}


@pytest.mark.parametrize(
    ("show", "there"),
    [
        ("mail", "tap a number"),
        ("reminder", "we asked you a few days ago"),
        ("page", "What is the reason for your answer?"),
        ("promoter", "Great to hear."),
        ("passive", "helps us to get better"),
        ("detractor", "We are sorry"),
    ],
)
def test_each_of_them_has_an_address_of_its_own(
    onlooker: Client, survey: Survey, show: str, there: str
) -> None:
    """G14 G39: each band's thanks, too; works without script."""
    part = "mail" if show in {"mail", "reminder"} else "page"

    shown = onlooker.get(f"/surveys/{survey.pk}/{part}/en/", {"show": show})

    assert there in shown.text
    told = policy_of(shown)
    assert (told["default-src"], told["frame-ancestors"], told["form-action"]) == (
        "'none'",
        "'self'",
        "'none'",
    )
    assert "sandbox" in told
    assert "script-src" not in told
    assert shown["X-Frame-Options"] == "SAMEORIGIN"


def test_the_page_reads_as_its_language_does(onlooker: Client, survey: Survey) -> None:
    """G7: right to left."""
    shown = onlooker.get(f"/surveys/{survey.pk}/page/ar/", {"show": "page"}).text

    assert '<html lang="ar" dir="rtl">' in shown
    assert "ما سبب هذه الإجابة؟" in shown


@pytest.mark.parametrize(
    ("part", "show", "changed"),
    [
        ("mail", "mail", {"greeting": "Ahoy {first_name}"}),
        ("mail", "second", {"subject_b": "Ahoy {first_name}", "greeting": "Ahoy {first_name}"}),
        ("mail", "reminder", {"reminder_greeting": "Ahoy {first_name}"}),
        ("page", "page", {"reason_question": "Ahoy {first_name}"}),
        ("page", "detractor", {"thanks_detractor": "Ahoy {first_name}"}),
    ],
)
def test_what_is_not_saved_is_seen(
    page: Client, survey: Survey, part: str, show: str, changed: dict[str, str]
) -> None:
    shown = page.post(f"/surveys/{survey.pk}/{part}/en/preview/?show={show}", typed(survey, **changed))

    assert "Ahoy Maya" in " ".join(shown.text.split())
    assert "Ahoy" not in str(model_to_dict(survey.texts.get(language="en")))


def test_a_color_is_seen_before_it_is_saved(page: Client, survey: Survey) -> None:
    shown = page.post(f"/surveys/{survey.pk}/page/en/preview/?show=page", {"brand_color": "#123456"})
    mail = page.post(f"/surveys/{survey.pk}/mail/en/preview/", {"brand_color": "#b00020"})
    wrong = page.post(f"/surveys/{survey.pk}/page/en/preview/?show=page", {"brand_color": "red;}"})

    assert "/s/brand/123456.css" in shown.text
    assert "#b00020" in mail.text
    assert "/s/brand/3b4cca.css" in wrong.text
    assert "How likely are you" in shown.text


def test_logo_and_questions_are_part_of_it(page: Client, survey: Survey) -> None:
    """G19: a question of any stage shows, so that it can be read."""
    logo = SurveyLogoFactory.create(survey=survey)
    SurveyQuestionFactory.create(survey=survey, stages=["loss"])

    shown = page.get(f"/surveys/{survey.pk}/page/en/", {"show": "page"}).text

    assert f"/s/logo/{logo.digest}.png" in shown
    assert "What matters most to you at Northwind?" in shown


def test_a_viewer_sees_what_is_stored_alone(onlooker: Client, survey: Survey) -> None:
    assert onlooker.post(f"/surveys/{survey.pk}/page/en/preview/", typed(survey)).status_code == 403


def test_the_panel_offers_every_view(page: Client, survey: Survey) -> None:
    """Each is a link; the choice that is open sends what is typed to the frame."""
    html = page.get(f"/surveys/{survey.pk}/", {"show": "detractor", "width": "phone"}).text

    for show in ("mail", "second", "reminder", "page", "promoter", "passive", "detractor"):
        assert f"show={show}" in html
    assert f'formaction="/surveys/{survey.pk}/page/en/preview/?show=detractor"' in html
    assert f'src="/surveys/{survey.pk}/page/en/?show=detractor"' in html
    assert 'data-unsaved=""' in html


def test_without_a_second_subject_there_is_none_to_look_at(page: Client, survey: Survey) -> None:
    survey.texts.update(subject_b="")

    context = page.get(f"/surveys/{survey.pk}/", {"show": "second"}).context

    assert context["mail_show"] == "mail"
    assert "second" not in dict(context["mail_shows"])


def test_a_mail_that_cannot_be_sent_says_why(page: Client, survey: Survey) -> None:
    Survey.objects.filter(pk=survey.pk).update(reply_to="a@x.example, b@x.example")

    html = page.get(f"/surveys/{survey.pk}/").text

    assert "This mail cannot be sent" in html
