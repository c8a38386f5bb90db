"""A public link: the same answer page, for whoever opens it; in a lobby, for one after another."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core.scoring import SCORES
from responses import throttles
from responses.domain import answers, placards, visiting, visitor_words, visitors, wording
from responses.forms.answer import LONGEST_REASON
from responses.forms.questions import LONGEST_ANSWER, QuestionsForm
from responses.forms.visit import VisitForm
from responses.models import Response
from responses.throttles import Rate
from responses.views.public_page import public_page
from responses.views.rendering import Draft, Moment
from surveys.domain import placements

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from responses.domain.sheets import Sheet
    from surveys.models import Placement

# A tablet in a lobby answers for a crowd; nobody sends one a second for ten minutes.
ANSWERS = Rate(300, 600)
SOURCE = re.compile(r"[a-z0-9-]{1,40}", re.ASCII)
# A kiosk thanks for so long, and begins afresh when nobody has touched it for a while: half-written words
# are not for the next person, and a page left open overnight would be too old in the morning.
THANKS_SECONDS, IDLE_SECONDS = 12, 300


@public_page("GET", "HEAD", "POST")
def link(request: HttpRequest, slug: str) -> HttpResponse:
    """The question of a public link. Opening it writes nothing; sending the form does."""
    placement, now = placements.link(slug), timezone.now()
    if placement is None:
        return _missing(request)
    sheet = _sheet(request, placement)
    if not placements.takes_answers(placement):
        status = HTTPStatus.GONE
        return render(request, "responses/public/closed.html", {"sheet": sheet}, status=status)
    if request.method == "POST":
        return _take(request, placement, sheet, now)
    own, visitor = _own(request, placement)
    page = _context(placement, sheet, _said_before(own), Moment(answered_before=own is not None))
    return _ask(request, placement, {**page, "email": own.typed_email if own else ""}, visitor, now=now)


@public_page("GET", "HEAD")
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """After the answer. What was answered shows to the one who sent it; at a kiosk to nobody."""
    placement = placements.link(slug)
    if placement is None:
        return _missing(request)
    sheet = _sheet(request, placement)
    own, _ = _own(request, placement)
    address = reverse("public:link", args=[placement.slug])
    context: dict[str, Any] = {"sheet": sheet, "ours": visitor_words.best(sheet.language)}
    if own is not None:
        context |= {"response": own, "thanks": sheet.thanks_for(own)}
    if not _is_kiosk(request):
        receipt = request.GET.get("receipt", "")
        context["change_url"] = f"{address}?{_query(request, lang=sheet.language, receipt=receipt)}"
        return render(request, "responses/public/link_thanks.html", context)
    context["next_url"] = next_url = f"{address}?{_query(request)}"
    response = render(request, "responses/public/link_thanks.html", context)
    response["Refresh"] = f"{THANKS_SECONDS}; url={next_url}"
    return response


def _take(request: HttpRequest, placement: Placement, sheet: Sheet, now: datetime) -> HttpResponse:
    form = VisitForm(request.POST, asks_for_email=placement.asks_for_email)
    extra = QuestionsForm(request.POST, questions=sheet.questions)
    page = visitors.read_page_nonce(request.POST.get("nonce", ""), placement, now=now)
    problems = {*form.errors, *(["extra"] if extra.errors else [])}
    if page is None or not page.visitor:
        problems.add("nonce")
    elif not throttles.allows(request, what=f"link:{placement.pk}", rate=ANSWERS, now=now):
        problems.add("rate")
    visitor = page.visitor if page and page.visitor else visitors.new_visitor()
    if problems:
        draft = form.draft()
        email = draft.pop("email")
        shown = _context(placement, sheet, Draft(**draft, extra=extra.draft()), Moment(frozenset(problems)))
        return _ask(request, placement, {**shown, "email": email}, visitor, now=now)
    try:
        response = visiting.record(
            placement=placement, visitor=visitor, said=_said(request, sheet, form, extra), now=now
        )
    except visiting.Closed:
        status = HTTPStatus.GONE
        return render(request, "responses/public/closed.html", {"sheet": sheet}, status=status)
    receipt = visitors.receipt(placement, visitor=visitor, response_id=response.pk)
    query = _query(request, lang=sheet.language, receipt=receipt)
    address = reverse("public:link_thanks", args=[placement.slug])
    return HttpResponseRedirect(f"{address}?{query}", status=HTTPStatus.SEE_OTHER)


def _context(placement: Placement, sheet: Sheet, draft: Draft, moment: Moment) -> dict[str, Any]:
    said = dict(draft.extra)
    return {
        "sheet": sheet,
        "ours": visitor_words.best(sheet.language),
        "placement": placement,
        "draft": draft,
        "moment": moment,
        "scores": SCORES,
        "questions": [(question, said.get(question.field, "")) for question in sheet.questions],
        "longest_reason": LONGEST_REASON,
        "longest_answer": LONGEST_ANSWER,
    }


def _ask(
    request: HttpRequest, placement: Placement, context: dict[str, Any], visitor: str, *, now: datetime
) -> HttpResponse:
    nonce, query = visitors.page_nonce(placement, visitor=visitor, now=now), _query(request)
    more = {"nonce": nonce, "kiosk": _is_kiosk(request), "query": query}
    context |= {**more, "languages_query": f"&{query}" if query else ""}
    status = HTTPStatus.OK
    if problems := context["moment"].problems:
        status = HTTPStatus.TOO_MANY_REQUESTS if "rate" in problems else HTTPStatus.BAD_REQUEST
    response = render(request, "responses/public/link.html", context, status=status)
    if _is_kiosk(request):
        address = reverse("public:link", args=[placement.slug])
        response["Refresh"] = f"{IDLE_SECONDS}; url={address}?{query}"
    return response


def _missing(request: HttpRequest) -> HttpResponse:
    accepted = request.headers.get("Accept-Language", "")
    words = wording.of_browser(accepted)
    text = visitor_words.best(words.code).missing
    context = {"words": words, "text": text}
    return render(request, "responses/public/link_missing.html", context, status=HTTPStatus.NOT_FOUND)


def _sheet(request: HttpRequest, placement: Placement) -> Sheet:
    sent = request.POST if request.method == "POST" else request.GET
    language = sent.get("lang", "") or placards.preferred(request.headers.get("Accept-Language", ""))
    return placards.sheet_of(placement, language=language)


def _own(request: HttpRequest, placement: Placement) -> tuple[Response | None, str]:
    """The answer that this browser's receipt is for, and its token; a fresh token without a receipt."""
    held = visitors.read_receipt(request.GET.get("receipt", ""), placement=placement)
    if held is None:
        return None, visitors.new_visitor()
    response_id, visitor = held
    mine = visitors.hash_of(placement, visitor)
    return Response.objects.filter(pk=response_id, placement=placement, visitor=mine).first(), visitor


def _said_before(own: Response | None) -> Draft:
    if own is None:
        return Draft(contact_me=False)
    given = own.answers.select_related("question")
    extra = tuple((f"q_{one.question.key}", str(answers.value_of(one))) for one in given)
    return Draft(own.score, own.reason, own.contact_me, extra)


def _said(request: HttpRequest, sheet: Sheet, form: VisitForm, extra: QuestionsForm) -> visiting.Said:
    return visiting.Said(
        score=form.cleaned_data["score"],
        reason=form.cleaned_data["reason"],
        contact_me=form.cleaned_data["contact_me"],
        language=sheet.language,
        typed_email=form.cleaned_data.get("email", ""),
        source=_source(request),
        answers=tuple(extra.answers()),
    )


def _source(request: HttpRequest) -> str:
    source = request.GET.get("src", "")
    return source if SOURCE.fullmatch(source) else ""


def _is_kiosk(request: HttpRequest) -> bool:
    return request.GET.get("kiosk", "") == "1"


def _query(request: HttpRequest, **more: str) -> str:
    """What goes along from page to page: the kiosk, where the link hung, and these."""
    kept = {"kiosk": "1" if _is_kiosk(request) else "", "src": _source(request), **more}
    return urlencode({name: value for name, value in kept.items() if value})
