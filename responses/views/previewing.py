"""A survey's pages as customers will see them, in a frame of their own: nothing of it can be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from core.scoring import Band
from responses.domain import asking, sheets
from responses.views.rendering import Draft, Moment, question_page
from surveys import emails
from surveys.forms.previews import THANKS, Looking, drafted
from surveys.models import SurveyText
from team.access import manager_required, role_required
from team.enums import Role
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest

# What customers' browsers are told, and that the frame may neither send its form nor lead anywhere.
_POLICY = {
    "default-src": [NONE],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": [],
}
_SCORES = {Band.PROMOTER.value: 9, Band.PASSIVE.value: 7, Band.DETRACTOR.value: 3}


@csp_replace(_POLICY)
@xframe_options_sameorigin
@role_required(Role.VIEWER)
@require_safe
def page(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The stored words of one language as the page with the question, or as thanks."""
    return _framed(request, _text(pk, language))


@csp_replace(_POLICY)
@xframe_options_sameorigin
@manager_required
@require_POST
def preview(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The same with words that are not saved yet."""
    text = _text(pk, language)
    return _framed(request, drafted(text=text, survey=text.survey, data=request.POST))


def _text(pk: int, language: str) -> SurveyText:
    return get_object_or_404(SurveyText.objects.select_related("survey"), survey=pk, language=language)


def _framed(request: HttpRequest, text: SurveyText) -> HttpResponse:
    show = Looking(request.GET).chosen()["show"]
    others = text.survey.texts.exclude(language=text.language)
    sheet = sheets.sheet(
        survey=asking.written(text.survey, texts=[text, *others]),
        who=asking.whoever_asks(),
        language=text.language,
        name=emails.sample_values(Program.objects.current())["name"],
        stage=None,
    )
    if show not in THANKS:
        return HttpResponse(question_page(sheet, Draft(score=9), Moment(), nonce="preview"))
    score = _SCORES[show]
    thanks = sheet.thanks(score, may_call=True)
    context = {"sheet": sheet, "response": {"score": score}, "thanks": thanks, "change_url": "#"}
    return render(request, "responses/public/thanks.html", context)
