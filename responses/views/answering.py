"""The answer page: the question, the answer, the thanks."""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from core.scoring import SCORES, parse_score
from responses import tokens
from responses.domain import asking, opens, recording, sheets
from responses.forms.answer import LONGEST_REASON, AnswerForm
from responses.models import Response
from responses.views.public_page import missing, public_page
from surveys.models import Invitation

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from responses.domain.asking import Asked
    from responses.domain.sheets import Sheet

EMPTY = {"score": None, "reason": "", "contact_me": True}
# Stands in a finished page where each visitor's own nonce goes.
NONCE = "{nonce}"


@public_page("GET", "HEAD", "POST")
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The question behind an invitation's link. Opening it answers nothing; sending the form does."""
    asked, now = asking.behind(token), timezone.now()
    if asked is None:
        return missing(request)
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
    own = _own_answer(request, asked, now)
    draft = EMPTY if own is None else {name: getattr(own, name) for name in EMPTY}
    return _ask(asked, sheet, now, draft=draft if score is None else {**draft, "score": score})


@public_page("GET", "HEAD")
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """After the answer. What was answered shows to the one who sent it, not to whom the link is forwarded."""
    asked, now = asking.behind(token), timezone.now()
    if asked is None:
        return missing(request)
    sheet = sheets.sheet_for(asked=asked, language=request.GET.get("lang", ""))
    context: dict[str, Any] = {"sheet": sheet}
    if own := _own_answer(request, asked, now):
        context |= {"response": own, "thanks": sheet.thanks(own.score)}
    if asked.takes_answers(now=now):
        receipt = request.GET.get("receipt", "")
        context["change_url"] = _url("public:answer", token, lang=sheet.language, receipt=receipt)
    return render(request, "responses/public/thanks.html", context)


def _take(request: HttpRequest, token: str, asked: Asked, sheet: Sheet, now: datetime) -> HttpResponse:
    form = AnswerForm(request.POST)
    problems = set(form.errors)
    started_at = tokens.read_page_nonce(request.POST.get("nonce", ""), asked.invitation_id, now=now)
    if started_at is None:
        problems.add("nonce")
    if started_at is None or problems:
        return _ask(asked, sheet, now, draft=form.draft(), problems=frozenset(problems))
    try:
        recording.record(
            # Read again under a lock there; what was read here is a moment old.
            invitation=Invitation(pk=asked.invitation_id),
            language=sheet.language,
            started_at=started_at,
            now=now,
            **{name: form.cleaned_data[name] for name in EMPTY},
        )
    except (recording.LinkExpired, recording.AnswerNotPossible):
        return _closed(request, sheet)
    receipt = tokens.receipt(asked.invitation_id, now=now)
    target = _url("public:thanks", token, lang=sheet.language, receipt=receipt)
    return HttpResponseRedirect(target, status=HTTPStatus.SEE_OTHER)


def _ask(
    asked: Asked,
    sheet: Sheet,
    now: datetime,
    *,
    draft: dict[str, Any],
    problems: frozenset[str] = frozenset(),
) -> HttpResponse:
    answered_before = asked.answered_at is not None
    if problems or draft["reason"]:
        page = _page(sheet, tuple(draft.items()), problems, answered_before)
    else:
        page = _common_page(sheet, tuple(draft.items()), problems, answered_before)
    nonce = tokens.page_nonce(asked.invitation_id, now=now)
    status = HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK
    return HttpResponse(page.replace(f'value="{NONCE}"', f'value="{nonce}"', 1), status=status)


def _page(
    sheet: Sheet, draft: tuple[tuple[str, Any], ...], problems: frozenset[str], answered_before: bool
) -> str:
    context = {
        "sheet": sheet,
        "draft": dict(draft),
        "problems": problems,
        "answered_before": answered_before,
        "nonce": NONCE,
        "scores": SCORES,
        "longest_reason": LONGEST_REASON,
    }
    return render_to_string("responses/public/answer.html", context)


# Most visitors of a survey get one of twelve pages. Whoever edits a word changes the sheet, and so the key.
_common_page = lru_cache(maxsize=512)(_page)


def _closed(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    return render(request, "responses/public/closed.html", {"sheet": sheet}, status=HTTPStatus.GONE)


def _own_answer(request: HttpRequest, asked: Asked, now: datetime) -> Response | None:
    if not tokens.has_receipt(request.GET.get("receipt", ""), asked.invitation_id, now=now):
        return None
    return Response.objects.filter(invitation=asked.invitation_id).first()


def _score(text: str) -> int | None:
    try:
        return parse_score(text)
    except ValueError:
        return None


def _url(name: str, token: str, **query: str) -> str:
    return f"{reverse(name, args=[token])}?{urlencode({key: value for key, value in query.items() if value})}"
