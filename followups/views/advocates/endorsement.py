"""One endorsement: what was agreed to, and the acts that move it on."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from followups.access import endorsements_for
from followups.domain import endorsing, sla
from followups.domain.playbooks import answering
from followups.domain.working import Refused
from followups.forms.advocacy.endorsements import AgreeForm, DeclineForm, DoneForm, WithdrawForm
from followups.views.advocates import trail
from team.access import acting, rep_required, role_required
from team.enums import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse, QueryDict

    from followups.models import Endorsement

SHOWN = ("customer__account", "recorded_by", "response", "step_run__run__playbook", "step_run__assignee")
# What can still be done, by state.
ACTS = {
    "asked": ("agree", "decline"),
    "declined": ("agree",),
    "agreed": ("done", "withdraw"),
    "done": ("withdraw",),
}


@role_required(Role.VIEWER)
@require_safe
def endorsement(request: HttpRequest, pk: int) -> HttpResponse:
    """What they were asked, what they said, where it may be used, and what comes next."""
    return _page(request, _load(request, pk))


@rep_required
@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """They agreed."""
    return _act(request, pk, "agree", answering.agree, "Agreed: it may be used where you said.")


@rep_required
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """They would rather not."""
    return _act(request, pk, "decline", answering.decline, "Noted. They are not asked for the same soon.")


@rep_required
@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """It is out."""
    return _act(request, pk, "done", endorsing.done, "Done.")


@rep_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """They took it back."""
    return _act(request, pk, "withdraw", endorsing.withdraw, "It may not be used any more, and never again.")


def forms_of(row: Endorsement, act: str = "", data: QueryDict | None = None) -> dict[str, Form]:
    """The forms of what can still be done; of one act with what was sent."""
    today = sla.today(now=timezone.now())
    options: dict[str, tuple[Callable[..., Form], dict[str, Any]]] = {
        "agree": (AgreeForm, {"kind": row.kind, "today": today}),
        "decline": (DeclineForm, {}),
        "done": (DoneForm, {"needs_url": row.kind in endorsing.PUBLISHED}),
        "withdraw": (WithdrawForm, {}),
    }
    names = [*ACTS.get(row.state, ()), *([act] if act else [])]
    return {
        name: options[name][0](data if name == act else None, auto_id=f"{name}_%s", **options[name][1])
        for name in dict.fromkeys(names)
    }


def said(form: Form, *, now: datetime) -> dict[str, Any]:
    """What a verb takes: a day becomes an instant of it that is not ahead."""
    facts: dict[str, Any] = {**form.cleaned_data, "now": now}
    if day := facts.pop("agreed_on", None):
        noon = datetime.combine(day, time(12), sla.zone())
        facts["agreed_at"] = now if day == sla.today(now=now) else noon
    return facts


def _act(request: HttpRequest, pk: int, act: str, verb: Callable[..., object], done: str) -> HttpResponse:
    row = _load(request, pk)
    form = forms_of(row, act, request.POST)[act]
    if not form.is_valid():
        return _page(request, row, **{act: form})
    try:
        verb(endorsement=row, actor=acting(request), **said(form, now=timezone.now()))
    except endorsing.NotSaid as missing:
        form.add_error(missing.field, str(missing))
        return _page(request, row, **{act: form})
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("advocates:endorsement", pk=pk)


def _load(request: HttpRequest, pk: int) -> Endorsement:
    return get_object_or_404(endorsements_for(acting(request)).select_related(*SHOWN), pk=pk)


def _page(request: HttpRequest, row: Endorsement, **bound: Form) -> HttpResponse:
    context = {
        "endorsement": row,
        "forms": {**forms_of(row), **bound},
        "trail": trail.of(row),
        "may_act": acting(request).may(Role.REP),
    }
    return render(request, "followups/advocates/endorsement.html", context, status=422 if bound else 200)
