"""Answers that staff write down: choose the customer, enter what they said, correct it with a reason."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from customers.views import choosing
from responses import access
from responses.domain import answers, manual, questions, recording
from responses.forms.manual import CorrectionForm, EntryForm, scale
from responses.forms.questions import QuestionsForm
from surveys.domain import visits
from team.access import acting, rep_required

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from responses.domain.manual import Desk
    from responses.models import Response

METHODS = ["GET", "HEAD", "POST"]


@rep_required
@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """`?customer=7` enters an answer of theirs; without it the customer is looked for first."""
    customer = choosing.chosen(request)
    if customer is None:
        return choosing.choose(request, "responses/manual/choose.html")
    now = timezone.now()
    desk = manual.desk_for(customer=customer, campaign=request.GET.get("campaign", ""), now=now)
    if desk.survey is None:
        return render(request, "responses/manual/no_survey.html", {"customer": customer})
    form, extra = _forms(request, desk, now)
    if request.method == "POST" and form.is_valid() and extra.is_valid():
        entered = _enter(request, desk, form, extra, now)
        if entered:
            messages.success(request, "The answer is stored. It says that you entered it.")
            return redirect("responses:detail", pk=entered.pk)
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    context = {"desk": desk, "form": form, "extra": extra, "scale": scale(form)}
    return render(request, "responses/manual/new.html", context, status=status)


@rep_required
@require_http_methods(METHODS)
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what was entered. The customer's own answers are nobody's to change."""
    user, now = acting(request), timezone.now()
    rows = access.responses_for(user).select_related("customer", "campaign__survey", "invitation")
    found = get_object_or_404(rows, pk=pk)
    if not manual.may_revise(found, user):
        messages.error(request, "Only the one who entered an answer, or a manager, corrects it.")
        return redirect("responses:detail", pk=pk)
    data = request.POST if request.method == "POST" else None
    form, extra = CorrectionForm(data, response=found), _extra_of(found, data)
    if request.method == "POST" and form.is_valid() and extra.is_valid():
        try:
            said = form.said(extra.answers())
            manual.revise(response=found, said=said, why=form.cleaned_data["why"], actor=user, now=now)
        except (recording.LinkExpired, recording.AnswerNotPossible):
            messages.error(request, "It is too late to correct this answer.")
        else:
            messages.success(request, "Corrected. Both versions stay on record.")
        return redirect("responses:detail", pk=pk)
    context = {"response": found, "form": form, "extra": extra, "scale": scale(form)}
    return render(request, "responses/manual/revise.html", context)


def _forms(request: HttpRequest, desk: Desk, now: datetime) -> tuple[EntryForm, QuestionsForm]:
    data = request.POST if request.method == "POST" else None
    survey, customer = desk.known_survey, desk.customer
    form = EntryForm(data, survey=survey, language=desk.language, now=now)
    asked = questions.asked_of(survey=survey, language=desk.language, stage=customer.stage)
    return form, QuestionsForm(data, questions=asked)


def _enter(
    request: HttpRequest, desk: Desk, form: EntryForm, extra: QuestionsForm, now: datetime
) -> Response | None:
    """The stored answer; None where it may not be, and the form says why."""
    try:
        return manual.enter(
            customer=desk.customer,
            campaign=desk.campaign,
            said=form.said(extra.answers()),
            actor=acting(request),
            now=now,
        )
    except visits.NotAskable as refusal:
        form.add_error(None, manual.sentence_of(refusal, desk.customer))
    except manual.AskedLater as later:
        when = timezone.localtime(later.left_at).strftime("%B %-d, %H:%M")
        form.add_error("answered_at", f"A survey was sent to them after that, on {when}, and is still open.")
    except (recording.LinkExpired, recording.AnswerNotPossible, manual.NoSurvey):
        form.add_error(None, "This customer cannot be asked any more.")
    return None


def _extra_of(found: Response, data: Any) -> QuestionsForm:
    survey = found.campaign.survey
    asked = questions.asked_of(survey=survey, language=found.language, stage=found.stage)
    given = {
        f"q_{one.question.key}": answers.value_of(one) for one in found.answers.select_related("question")
    }
    return QuestionsForm(data, questions=asked, initial=given)
