"""The widget: its script, its question, who is shown it, and the answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from responses.domain import placards, recording, visiting, visitor_words, visitors, widget_script
from responses.forms.questions import QuestionsForm
from responses.forms.visit import ShowForm, VisitForm
from responses.throttles import Rate
from responses.views.embedding import embedded
from surveys.domain import placements, visits
from surveys.models import Invitation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from responses.domain.sheets import Sheet
    from responses.domain.visitor_words import VisitorWords
    from responses.domain.visitors import Page
    from responses.models import Response
    from responses.views.embedding import Call

# Offices and schools share an address; a machine that answers for a crowd is far above this.
LOOKS, ANSWERS = Rate(240, 600), Rate(60, 600)
# What a switched-off widget shows for a while longer: short enough to wait for.
CACHED = "public, max-age=300"
SCRIPT = "text/javascript; charset=utf-8"
UNKNOWN = "/* No widget has this key. */\n"
NOTHING = HTTPStatus.NO_CONTENT


@login_not_required
@require_safe
def script(request: HttpRequest, key: str) -> HttpResponseBase:
    """The script itself. Loading it shows nothing and writes nothing."""
    placement = placements.widget(key)
    if placement is None:
        return HttpResponse(UNKNOWN, content_type=SCRIPT, status=HTTPStatus.NOT_FOUND)
    text = widget_script.script_for(placement)
    response = HttpResponse(text, content_type=SCRIPT)
    response["Cache-Control"] = CACHED
    # For pages that isolate themselves and those that name `crossorigin`.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Access-Control-Allow-Origin"] = "*"
    response["ETag"] = etag = widget_script.tag_of(text)
    return get_conditional_response(request, etag=etag, response=response) or response


@embedded("GET", rate=LOOKS)
def ask(call: Call) -> HttpResponse:
    """What the dialog says, in the visitor's language, and a nonce. Writes nothing."""
    if not placements.takes_answers(call.placement):
        return HttpResponse(status=NOTHING)
    language = call.request.GET.get("lang", "") or placards.preferred(
        call.request.headers.get("Accept-Language", "")
    )
    sheet = placards.sheet_of(call.placement, language=language)
    ours = visitor_words.best(sheet.language)
    nonce = visitors.page_nonce(call.placement, visitor="", is_trial=call.is_trial, now=call.now)
    style = widget_script.style_for(call.placement.campaign.survey.brand_color)
    return JsonResponse({"nonce": nonce, "style": style, **_words(sheet, ours)})


@embedded("POST", rate=ANSWERS)
def show(call: Call) -> HttpResponse:
    """The dialog is about to be seen. Whoever is named counts as asked; who may not be is shown nothing."""
    form = ShowForm(call.body)
    page = visitors.read_page_nonce(call.body.get("nonce", ""), call.placement, now=call.now)
    if not form.is_valid() or page is None:
        return JsonResponse({"problem": "nonce"}, status=HTTPStatus.BAD_REQUEST)
    if not placements.takes_answers(call.placement):
        return HttpResponse(status=NOTHING)
    row = None
    if form.cleaned_data["identity"] and not page.is_trial:
        try:
            row = _asked(call, form.cleaned_data["identity"])
        except visitors.InvalidIdentity:
            return JsonResponse({"problem": "identity"}, status=HTTPStatus.FORBIDDEN)
        except (visitors.UnknownVisitor, visits.NotAskable):
            return HttpResponse(status=NOTHING)
    if not page.is_trial:
        placements.note_shown(placement=call.placement, now=call.now)
    return JsonResponse(_personal(call, form.cleaned_data["visitor"], page, row))


@embedded("POST", rate=ANSWERS)
def answer(call: Call) -> HttpResponse:
    """Take the answer; once more from the same browser, it is a new version."""
    placement, body, row = call.placement, call.body, _row_of(call)
    sheet = _sheet(call, row)
    page = visitors.read_page_nonce(body.get("nonce", ""), placement, now=call.now)
    form = VisitForm(body, asks_for_email=placement.asks_for_email and row is None)
    extra = QuestionsForm(body, questions=sheet.questions)
    if page is None or not page.visitor or page.is_trial != call.is_trial:
        return _refused(sheet, {"nonce"})
    if not form.is_valid() or not extra.is_valid():
        return _refused(sheet, {*form.errors, *extra.errors})
    if page.is_trial:
        return JsonResponse({"thanks": sheet.thanks(form.cleaned_data["score"])})
    try:
        stored = _store(call, page, row, _said(call, sheet, form, extra))
    except (visiting.Closed, recording.LinkExpired, recording.AnswerNotPossible):
        return JsonResponse({"error": sheet.words.expired_text}, status=HTTPStatus.GONE)
    return JsonResponse({"thanks": sheet.thanks_for(stored)})


def _asked(call: Call, identity: str) -> Invitation:
    customer = visitors.named_by(identity, placement=call.placement, now=call.now)
    return visits.show(placement=call.placement, customer=customer, now=call.now)


def _personal(call: Call, visitor: str, page: Page, row: Invitation | None) -> dict[str, Any]:
    """What depends on who looks: an address is asked for where none is known."""
    placement, sheet = call.placement, _sheet(call, row)
    asks = placement.asks_for_email and row is None
    nonce = visitors.page_nonce(placement, visitor=visitor, is_trial=page.is_trial, now=call.now)
    return {
        "nonce": nonce,
        "pass": visitors.invitation_pass(row.pk, placement=placement) if row else "",
        "email": visitor_words.best(sheet.language).email if asks else "",
        # Whoever is known is asked as in a mail; who leaves an address agrees or does not.
        "contact": sheet.says["contact_me"] if asks or row else "",
        "agrees": row is not None,
        "questions": [
            {
                "field": one.field,
                "prompt": one.prompt,
                "lang": one.language,
                "dir": one.direction,
                "options": one.options,
                "ends": f"1 – {one.low_label} · 5 – {one.high_label}" if one.low_label else "",
            }
            for one in sheet.questions
        ],
    }


def _words(sheet: Sheet, ours: VisitorWords) -> dict[str, str]:
    says = sheet.says
    return {
        "lang": sheet.language,
        "dir": sheet.direction,
        "question": says["question"],
        "low": says["low_label"],
        "high": says["high_label"],
        "why": says["reason_question"],
        "hint": says["reason_hint"],
        "send": says["send_button"],
        "thanks": says["thanks_title"],
        "change": sheet.words.change,
        "close": ours.close,
        "again": ours.again,
    }


def _sheet(call: Call, row: Invitation | None) -> Sheet:
    language = call.body.get("lang", "")
    return placards.sheet_of(call.placement, language=language, stage=row.stage if row else "")


def _row_of(call: Call) -> Invitation | None:
    found = visitors.read_invitation_pass(call.body.get("pass", ""), placement=call.placement)
    return Invitation.objects.filter(pk=found).first() if found else None


def _said(call: Call, sheet: Sheet, form: VisitForm, extra: QuestionsForm) -> visiting.Said:
    return visiting.Said(
        score=form.cleaned_data["score"],
        reason=form.cleaned_data["reason"],
        contact_me=form.cleaned_data["contact_me"],
        language=sheet.language,
        typed_email=form.cleaned_data.get("email", ""),
        page_url=visiting.page_of(call.body.get("page", ""), origin=call.origin),
        answers=tuple(extra.answers()),
    )


def _store(call: Call, page: Page, row: Invitation | None, said: visiting.Said) -> Response:
    if row is None:
        return visiting.record(placement=call.placement, visitor=page.visitor, said=said, now=call.now)
    return visiting.record_invited(
        placement=call.placement, invitation_id=row.pk, said=said, started_at=page.opened_at, now=call.now
    )


def _refused(sheet: Sheet, problems: set[str]) -> JsonResponse:
    ours, error = visitor_words.best(sheet.language), ""
    if "email" in problems:
        error = ours.email_wrong
    elif "reason" in problems:
        error = sheet.words.too_long
    elif "nonce" in problems:
        error = sheet.words.page_too_old
    elif "score" in problems:
        error = sheet.words.choose_score
    body = {"error": error or ours.again, "problems": sorted(problems)}
    return JsonResponse(body, status=HTTPStatus.BAD_REQUEST)
