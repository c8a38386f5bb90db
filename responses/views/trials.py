"""The pages behind a test mail: like those of an invitation, but they store nothing, not even an opening."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from core.scoring import parse_score
from responses.domain import asking, sheets, wording
from responses.forms.answer import AnswerForm
from responses.forms.questions import QuestionsForm
from responses.views.public_page import missing, public_page
from responses.views.rendering import Draft, Moment, question_page
from surveys import tokens
from surveys.models import Survey
from team.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest

    from responses.domain.sheets import Sheet


class _Trial(NamedTuple):
    sheet: Sheet
    is_over: bool


def answer(request: HttpRequest, token: str) -> HttpResponse | None:
    """The question, and what an answer leads to; None where this is no test mail's link."""
    sent = request.POST if request.method == "POST" else request.GET
    trial = _behind(token, sent.get("lang", ""))
    if trial is None:
        return None
    if trial.is_over:
        return _over(request, trial)
    if request.method != "POST":
        return _asking(trial, Draft(score=_score(request.GET.get("score", ""))), frozenset())
    form, extra = AnswerForm(request.POST), QuestionsForm(request.POST, questions=trial.sheet.questions)
    problems = frozenset([*form.errors, *(["extra"] if extra.errors else [])])
    if problems:
        return _asking(trial, Draft(**form.draft(), extra=extra.draft()), problems)
    agreed = {"agreed": "1"} if form.cleaned_data["contact_me"] else {}
    query = urlencode({"lang": trial.sheet.language, "score": form.cleaned_data["score"], **agreed})
    return HttpResponseRedirect(f"{reverse('public:thanks', args=[token])}?{query}", status=303)


def thanks(request: HttpRequest, token: str) -> HttpResponse | None:
    """The thanks for what the address says of the answer: nothing of it was kept. None for another link."""
    trial = _behind(token, request.GET.get("lang", ""))
    if trial is None:
        return None
    if trial.is_over:
        return _over(request, trial)
    score = _score(request.GET.get("score", ""))
    context = {"sheet": trial.sheet, "moment": Moment(is_trial=True)}
    if score is not None:
        thanks = trial.sheet.thanks(score, may_call=request.GET.get("agreed", "") == "1")
        context |= {"response": {"score": score}, "thanks": thanks}
    context["change_url"] = f"{reverse('public:answer', args=[token])}?lang={trial.sheet.language}"
    return render(request, "responses/public/thanks.html", context)


@public_page("GET", "HEAD", "POST")
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """What the unsubscribe link of a test mail leads to: an explanation, for mail programs as well."""
    if _behind(token, "") is None:
        return missing(request)
    words = wording.of_browser(request.headers.get("Accept-Language", ""))
    company = asking.whoever_asks().company
    return render(request, "responses/public/trial_stop.html", {"words": words, "company": company})


def _behind(token: str, language: str) -> _Trial | None:
    found = tokens.read_trial_token(token)
    survey = Survey.objects.filter(pk=found[0]).first() if found else None
    if found is None or survey is None or not survey.texts.exists():
        return None
    sender = User.objects.filter(pk=found[1]).first()
    sheet = sheets.sheet(
        survey=asking.written(survey),
        who=asking.whoever_asks(),
        language=language or survey.default_language,
        name=sender.name if sender else "",
        stage=None,
    )
    return _Trial(sheet, timezone.now() - found[2] > tokens.TRIAL_LIFETIME)


def _asking(trial: _Trial, draft: Draft, problems: frozenset[str]) -> HttpResponse:
    page = question_page(trial.sheet, draft, Moment(problems=problems, is_trial=True), nonce="trial")
    return HttpResponse(page, status=HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK)


def _over(request: HttpRequest, trial: _Trial) -> HttpResponse:
    return render(request, "responses/public/closed.html", {"sheet": trial.sheet}, status=HTTPStatus.GONE)


def _score(text: str) -> int | None:
    try:
        return parse_score(text)
    except ValueError:
        return None
