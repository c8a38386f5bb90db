"""The answer page: the question, the answer, the thanks."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core.scoring import parse_score
from responses import tokens
from responses.domain import answers, asking, opens, recording, sheets
from responses.forms.answer import AnswerForm
from responses.forms.questions import QuestionsForm
from responses.models import Response
from responses.views import trials
from responses.views.public_page import missing, public_page
from responses.views.rendering import Draft, Moment, question_page
from surveys.models import Invitation

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from responses.domain.asking import Asked
    from responses.domain.sheets import Sheet


@public_page("GET", "HEAD", "POST")
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The question behind an invitation's link. Opening it answers nothing; sending the form does."""
    asked, now = asking.behind(token), timezone.now()
    if asked is None:
        return trials.answer(request, token) or missing(request)
    sent = request.POST if request.method == "POST" else request.GET
    sheet = sheets.sheet_for(asked=asked, language=sent.get("lang", ""))
    if not asked.takes_answers(now=now):
        return _closed(request, sheet)
    if request.method == "POST":
        return _take(request, token, asked, sheet, now)
    score = _score(request.GET.get("score", ""))
    opens.note(
        invitation_id=asked.invitation_id,
        left_at=asked.left_at,
        score=score,
        user_agent=request.headers.get("User-Agent", ""),
        head=request.method == "HEAD",
        now=now,
    )
    draft = _own_draft(request, asked, now)
    return _ask(asked, sheet, now, draft=draft if score is None else draft._replace(score=score))


@public_page("GET", "HEAD")
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """After the answer. What was answered shows to the one who sent it, not to whom the link is forwarded."""
    asked, now = asking.behind(token), timezone.now()
    if asked is None:
        return trials.thanks(request, token) or missing(request)
    sheet = sheets.sheet_for(asked=asked, language=request.GET.get("lang", ""))
    context: dict[str, Any] = {"sheet": sheet}
    if own := _own_answer(request, asked, now):
        context |= {"response": own, "thanks": sheet.thanks_for(own)}
    if asked.takes_answers(now=now):
        receipt = request.GET.get("receipt", "")
        context["change_url"] = _url("public:answer", token, lang=sheet.language, receipt=receipt)
    return render(request, "responses/public/thanks.html", context)


def _take(request: HttpRequest, token: str, asked: Asked, sheet: Sheet, now: datetime) -> HttpResponse:
    form, extra = AnswerForm(request.POST), QuestionsForm(request.POST, questions=sheet.questions)
    problems = {*form.errors, *(["extra"] if extra.errors else [])}
    started_at = tokens.read_page_nonce(request.POST.get("nonce", ""), asked.invitation_id, now=now)
    if started_at is None:
        problems.add("nonce")
    if started_at is None or problems:
        draft = Draft(**form.draft(), extra=extra.draft())
        return _ask(asked, sheet, now, draft=draft, problems=frozenset(problems))
    try:
        recording.record(
            # Read again under a lock there; what was read here is a moment old.
            invitation=Invitation(pk=asked.invitation_id),
            language=sheet.language,
            started_at=started_at,
            now=now,
            answers=extra.answers(),
            **form.cleaned_data,
        )
    except (recording.LinkExpired, recording.AnswerNotPossible):
        return _closed(request, sheet)
    receipt = tokens.receipt(asked.invitation_id, now=now)
    target = _url("public:thanks", token, lang=sheet.language, receipt=receipt)
    return HttpResponseRedirect(target, status=HTTPStatus.SEE_OTHER)


def _ask(
    asked: Asked, sheet: Sheet, now: datetime, *, draft: Draft, problems: frozenset[str] = frozenset()
) -> HttpResponse:
    moment = Moment(problems=problems, answered_before=asked.answered_at is not None)
    page = question_page(sheet, draft, moment, nonce=tokens.page_nonce(asked.invitation_id, now=now))
    return HttpResponse(page, status=HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK)


def _closed(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    return render(request, "responses/public/closed.html", {"sheet": sheet}, status=HTTPStatus.GONE)


def _own_answer(request: HttpRequest, asked: Asked, now: datetime) -> Response | None:
    if not tokens.has_receipt(request.GET.get("receipt", ""), asked.invitation_id, now=now):
        return None
    return Response.objects.filter(invitation=asked.invitation_id).first()


def _own_draft(request: HttpRequest, asked: Asked, now: datetime) -> Draft:
    own = _own_answer(request, asked, now)
    if own is None:
        return Draft()
    said = own.answers.select_related("question")
    extra = tuple((f"q_{one.question.key}", str(answers.value_of(one))) for one in said)
    return Draft(own.score, own.reason, own.contact_me, extra)


def _score(text: str) -> int | None:
    try:
        return parse_score(text)
    except ValueError:
        return None


def _url(name: str, token: str, **query: str) -> str:
    return f"{reverse(name, args=[token])}?{urlencode({key: value for key, value in query.items() if value})}"
