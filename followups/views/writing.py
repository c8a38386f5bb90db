"""Writing to the customer from a follow-up: from a template, edited, sent from here (T27)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages as notes
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from followups.domain import composing, messages, working
from followups.forms.writing import TemplateForm, WriteForm
from followups.views import pages
from team.access import acting, rep_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from followups.domain.composing import Sheet
    from followups.models import FollowUp


@rep_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet; sent, it is in the outbox and in the history."""
    row = pages.load(request, pk)
    customer = row.customer
    if customer is None or customer.erased_at or not pages.may_work(acting(request), row):
        notes.error(request, "Only whoever works this follow-up writes to its customer.")
        return redirect("followups:detail", pk=pk)
    choice = TemplateForm(request.GET, offered=composing.offered(row))
    chosen = choice.cleaned_data if choice.is_valid() else {}
    sheet = composing.sheet(
        followup=row,
        author=acting(request),
        template=chosen.get("template"),
        language=chosen.get("language", ""),
        now=timezone.now(),
    )
    answer = _send if request.method == "POST" else _page
    return answer(request, row, choice, sheet)


def _send(request: HttpRequest, row: FollowUp, choice: TemplateForm, sheet: Sheet) -> HttpResponse:
    form = WriteForm(request.POST, insists=sheet.may_insist)
    if not form.is_valid():
        return _page(request, row, choice, sheet, form)
    try:
        sent = messages.write(
            customer=sheet.customer,
            kind=sheet.kind,
            author=acting(request),
            followup=row,
            template=sheet.template,
            language=sheet.language,
            now=timezone.now(),
            **form.cleaned_data,
        )
    except working.Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, row, choice, sheet, form)
    notes.success(request, f"“{sent.subject}” is in the outbox. Until it leaves it can be taken back.")
    return redirect("followups:detail", pk=row.pk)


def _page(
    request: HttpRequest, row: FollowUp, choice: TemplateForm, sheet: Sheet, form: WriteForm | None = None
) -> HttpResponse:
    initial = {"subject": sheet.subject, "body": sheet.body, "nonce": uuid4()}
    context: dict[str, Any] = {
        "followup": row,
        "choice": choice,
        "sheet": sheet,
        "letter_to_do": composing.letter_to_do(row),
        "form": form or WriteForm(initial=initial, insists=sheet.may_insist),
    }
    return render(request, "followups/write.html", context, status=422 if form else 200)
