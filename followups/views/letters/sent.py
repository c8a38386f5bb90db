"""Messages to customers: the list, one of them, taking it back, and what nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from followups.access import messages_for
from followups.domain import messages as letters
from followups.domain import working
from followups.domain.messages import showing
from followups.domain.messages.mailbag import MessageMailbag
from followups.forms.messages import DecisionForm, MessageFilter
from mailroom.domain import delivery
from surveys.views.pages import page_or_part, wanted_part
from team.access import acting, manager_required, role_required
from team.enums import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 25
SHOWN = ("customer__account", "author", "followup", "response", "template", "step_run__run__playbook")


@role_required(Role.REP)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every message that the reader may see, the newest first."""
    form = MessageFilter(request.GET)
    form.is_valid()
    wanted = form.cleaned_data
    rows = messages_for(acting(request)).select_related("customer__account", "author")
    for field in ("state", "kind"):
        if wanted.get(field):
            rows = rows.filter(**{field: wanted[field]})
    for word in (wanted.get("q") or "").lower().split():
        rows = rows.filter(customer__search_text__contains=word)
    page = Paginator(rows.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "filter": form, "narrowed": any(wanted.values())}
    part = wanted_part(request, ["rows"])
    return page_or_part(request, "followups/letters/list.html", part, context)


@role_required(Role.REP)
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: where it stands, what it says, and what may still be done."""
    user = acting(request)
    row = get_object_or_404(messages_for(user).select_related(*SHOWN), pk=pk)
    context = {
        "message": row,
        "facts": showing.facts(row),
        "may_withdraw": showing.may_withdraw(message=row, actor=user),
    }
    return page_or_part(request, "followups/letters/message.html", "", context)


@role_required(Role.REP)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a message from leaving."""
    user = acting(request)
    row = get_object_or_404(messages_for(user), pk=pk)
    try:
        letters.withdraw(message=row, actor=user, now=timezone.now())
    except working.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Taken back. It does not leave.")
    return redirect("followups:message", pk=pk)


@manager_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """A manager says what became of a message whose hand-over broke off."""
    row, form = get_object_or_404(messages_for(acting(request)), pk=pk), DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say whether it was sent.")
        return redirect("followups:message", pk=pk)
    was_sent = form.cleaned_data["was_sent"]
    try:
        delivery.decide_unknown(
            mailbag=MessageMailbag(), row=row, was_sent=was_sent, actor=acting(request), now=timezone.now()
        )
    except delivery.AlreadyDecided:
        messages.info(request, "Somebody, or your mail provider, was faster: this is settled already.")
    else:
        messages.success(request, "It counts as sent." if was_sent else "It is planned again.")
    return redirect("followups:message", pk=pk)
