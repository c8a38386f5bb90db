"""Whom customers recommended: the list, a new one, and the acts that move one on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.addresses import InvalidAddress, canonical_email
from customers.domain import identities
from customers.views import choosing
from followups.access import referrals_for
from followups.domain import referring, sla
from followups.domain.working import Refused
from followups.forms.advocacy.filters import ReferralFilter
from followups.forms.advocacy.referrals import NoteForm, ReferralForm, WinForm
from followups.views.advocates import trail
from surveys.views.pages import page_or_part, wanted_part
from team.access import acting, rep_required, role_required
from team.enums import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from followups.models import Referral

PER_PAGE = 25
ACTS = {
    "named": ("contact", "win", "lose"),
    "contacted": ("win", "lose"),
    "lost": ("contact", "win"),
}


@role_required(Role.VIEWER)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every one, the newest first."""
    form = ReferralFilter(request.GET)
    rows = _narrowed(referrals_for(acting(request)), form.wanted)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "filter": form, "narrowed": bool(form.wanted)}
    part = wanted_part(request, ["rows"])
    return page_or_part(request, "followups/advocates/referrals.html", part, context)


@rep_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write down whom a customer recommended; `?customer=7` says who did."""
    customer = choosing.chosen(request)
    if customer is None:
        return choosing.choose(
            request,
            "followups/advocates/choose.html",
            title="Record a referral",
            question="Who recommended somebody to you?",
        )
    now = timezone.now()
    form = ReferralForm(request.POST or None, today=sla.today(now=now))
    if form.is_valid():
        try:
            row = referring.record(advocate=customer, actor=acting(request), now=now, **form.cleaned_data)
        except referring.KnownAlready as known:
            form.add_error("email", str(known))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{row} is on record. Thank {customer}, whatever comes of it.")
            return redirect("advocates:referral", pk=row.pk)
    context = {"customer": customer, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "followups/advocates/refer.html", context, status=status)


@role_required(Role.VIEWER)
@require_safe
def referral(request: HttpRequest, pk: int) -> HttpResponse:
    """Who recommended whom, and how far it is."""
    return _page(request, _load(request, pk))


@rep_required
@require_POST
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """We talk with them."""
    return _act(request, pk, "contact", referring.contact, "In contact.")


@rep_required
@require_POST
def win(request: HttpRequest, pk: int) -> HttpResponse:
    """They are a customer now."""
    return _act(request, pk, "win", referring.win, "Won. It counts for whoever recommended them.")


@rep_required
@require_POST
def lose(request: HttpRequest, pk: int) -> HttpResponse:
    """They are not going to be one."""
    return _act(request, pk, "lose", referring.lose, "Noted.")


def _narrowed(rows: QuerySet[Referral], wanted: dict[str, str]) -> QuerySet[Referral]:
    for word in wanted.get("q", "").split():
        named = Q(name__icontains=word) | Q(company__icontains=word) | Q(email__icontains=word)
        rows = rows.filter(
            named
            | Q(advocate__search_text__contains=word.lower())
            | Q(referred__search_text__contains=word.lower())
        )
    if state := wanted.get("state"):
        rows = rows.filter(state=state)
    return rows.select_related("advocate__account", "referred")


def _act(request: HttpRequest, pk: int, act: str, verb: Callable[..., object], done: str) -> HttpResponse:
    row = _load(request, pk)
    form = _forms(row, act, request.POST)[act]
    if form.is_valid():
        try:
            verb(referral=row, actor=acting(request), now=timezone.now(), **form.cleaned_data)
        except referring.NotPossible as refusal:
            form.add_error("customer", str(refusal))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
    if form.errors:
        return _page(request, row, **{act: form})
    return redirect("advocates:referral", pk=pk)


def _forms(row: Referral, act: str = "", data: Any = None) -> dict[str, Form]:
    known = {"customer": _known_as(row), "value": row.value, "currency": row.currency}
    kinds: dict[str, Callable[..., Form]] = {"contact": NoteForm, "win": WinForm, "lose": NoteForm}
    names = [*ACTS.get(row.state, ()), *([act] if act else [])]
    return {
        name: kinds[name](
            data if name == act else None, auto_id=f"{name}_%s", initial=known if name == "win" else None
        )
        for name in dict.fromkeys(names)
    }


def _known_as(row: Referral) -> str:
    """The address by which they are a customer already, if they are."""
    try:
        found = identities.find(canonical_email=canonical_email(row.email)) if row.email else None
    except InvalidAddress:
        return ""
    return row.email if found else ""


def _load(request: HttpRequest, pk: int) -> Referral:
    shown = ("advocate__account", "referred__account", "recorded_by")
    return get_object_or_404(referrals_for(acting(request)).select_related(*shown), pk=pk)


def _page(request: HttpRequest, row: Referral, **bound: Form) -> HttpResponse:
    context = {
        "referral": row,
        "forms": {**_forms(row), **bound},
        "trail": trail.of(row),
        "may_act": acting(request).may(Role.REP),
    }
    return render(request, "followups/advocates/referral.html", context, status=422 if bound else 200)
