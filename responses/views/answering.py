"""The answer page: the question, the answer, the thanks."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core.scoring import SCORES, parse_score
from responses import access, tokens
from responses.domain import opens, recording, sheets
from responses.forms.answer import LONGEST_REASON, AnswerForm
from responses.models import Response
from responses.views.public_page import missing, public_page
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from responses.domain.sheets import Sheet
    from surveys.models import Invitation

EMPTY = {"score": None, "reason": "", "contact_me": True}


@public_page("GET", "HEAD", "POST")
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The question behind an invitation's link. Opening it answers nothing; sending the form does."""
    invitation, now = access.invitation_behind(token), timezone.now()
    if invitation is None:
        return missing(request)
    sent = request.POST if request.method == "POST" else request.GET
    sheet = _sheet(invitation, sent.get("lang", ""))
    if not recording.takes_answers(invitation, now=now):
        return _closed(request, sheet)
    if request.method == "POST":
        return _take(request, token, invitation, sheet, now)
    score = _score(request.GET.get("score", ""))
    opens.note(
        invitation=invitation,
        score=score,
        user_agent=request.headers.get("User-Agent", ""),
        head=request.method == "HEAD",
        now=now,
    )
    own = _own_answer(request, invitation, now)
    draft = EMPTY if own is None else {name: getattr(own, name) for name in EMPTY}
    return _ask(request, invitation, sheet, now, draft=draft if score is None else {**draft, "score": score})


@public_page("GET", "HEAD")
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """After the answer. What was answered shows to the one who sent it, not to whom the link is forwarded."""
    invitation, now = access.invitation_behind(token), timezone.now()
    if invitation is None:
        return missing(request)
    sheet = _sheet(invitation, request.GET.get("lang", ""))
    context: dict[str, Any] = {"sheet": sheet}
    if own := _own_answer(request, invitation, now):
        context |= {"response": own, "thanks": sheet.thanks(own.score)}
    if recording.takes_answers(invitation, now=now):
        receipt = request.GET.get("receipt", "")
        context["change_url"] = _url("public:answer", token, lang=sheet.language, receipt=receipt)
    return render(request, "responses/public/thanks.html", context)


def _take(
    request: HttpRequest, token: str, invitation: Invitation, sheet: Sheet, now: datetime
) -> HttpResponse:
    form = AnswerForm(request.POST)
    problems = set(form.errors)
    started_at = tokens.read_page_nonce(request.POST.get("nonce", ""), invitation.pk, now=now)
    if started_at is None:
        problems.add("nonce")
    if started_at is None or problems:
        return _ask(request, invitation, sheet, now, draft=form.draft(), problems=problems)
    answered = {name: form.cleaned_data[name] for name in EMPTY}
    try:
        recording.record(
            invitation=invitation, language=sheet.language, started_at=started_at, now=now, **answered
        )
    except (recording.LinkExpired, recording.AnswerNotPossible):
        return _closed(request, sheet)
    receipt = tokens.receipt(invitation.pk, now=now)
    target = _url("public:thanks", token, lang=sheet.language, receipt=receipt)
    return HttpResponseRedirect(target, status=HTTPStatus.SEE_OTHER)


def _ask(
    request: HttpRequest,
    invitation: Invitation,
    sheet: Sheet,
    now: datetime,
    *,
    draft: dict[str, Any],
    problems: set[str] | None = None,
) -> HttpResponse:
    context = {
        "sheet": sheet,
        "draft": draft,
        "problems": problems,
        "answered_before": invitation.answered_at is not None,
        "nonce": tokens.page_nonce(invitation.pk, now=now),
        "scores": SCORES,
        "longest_reason": LONGEST_REASON,
    }
    status = HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK
    return render(request, "responses/public/answer.html", context, status=status)


def _closed(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    return render(request, "responses/public/closed.html", {"sheet": sheet}, status=HTTPStatus.GONE)


def _sheet(invitation: Invitation, language: str) -> Sheet:
    return sheets.sheet_for(invitation=invitation, program=Program.objects.current(), language=language)


def _own_answer(request: HttpRequest, invitation: Invitation, now: datetime) -> Response | None:
    if not tokens.has_receipt(request.GET.get("receipt", ""), invitation.pk, now=now):
        return None
    return Response.objects.filter(invitation=invitation).first()


def _score(text: str) -> int | None:
    try:
        return parse_score(text)
    except ValueError:
        return None


def _url(name: str, token: str, **query: str) -> str:
    return f"{reverse(name, args=[token])}?{urlencode({key: value for key, value in query.items() if value})}"
