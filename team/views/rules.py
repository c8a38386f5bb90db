"""The rules for contacts and for what is kept, each with what a change would do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from team.access import acting, admin_required
from team.domain import program as program_settings
from team.forms.rules import ContactRulesForm, RetentionForm
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.forms import ModelForm
    from django.http import HttpRequest, HttpResponse

METHODS = ["GET", "HEAD", "POST"]


@admin_required
@require_http_methods(METHODS)
def contact_rules(request: HttpRequest) -> HttpResponse:
    """Quiet period, opt-in, blocked domains, the limit of an account."""
    return _page(request, ContactRulesForm, program_settings.CONTACT_RULES, "contact_rules")


@admin_required
@require_http_methods(METHODS)
def privacy(request: HttpRequest) -> HttpResponse:
    """How long things are kept."""
    return _page(request, RetentionForm, program_settings.RETENTION, "privacy")


def _title(form: ModelForm[Program], name: str) -> str:
    """What the setting is called where nothing stands around it."""
    if isinstance(form, RetentionForm):
        return str(form[name].label)
    field: Any = Program._meta.get_field(name)
    return capfirst(str(field.verbose_name).partition(" (")[0])


def _page(
    request: HttpRequest, form_class: type[ModelForm[Program]], fields: Collection[str], page: str
) -> HttpResponse:
    """Save, or with `preview` in the body only show what saving would do."""
    is_saving = request.method == "POST" and "preview" not in request.POST
    form = form_class(request.POST or None, instance=Program.objects.current())
    now = timezone.now()
    if is_saving and form.is_valid():
        changes = program_settings.change(facts=form.cleaned_data, actor=acting(request), now=now)
        messages.success(request, "Saved." if changes else "Nothing had changed.")
        return redirect(f"team:{page}")
    facts: dict[str, Any] = form.cleaned_data if form.is_bound and form.errors is not None else {}
    effects = program_settings.preview(facts=facts, fields=fields, now=now)
    context = {
        "form": form,
        "rows": [(_title(form, name), form[name], effects[name]) for name in fields],
        "stored": Program.objects.current(),
        "is_preview": not is_saving,
    }
    part = "#effects" if request.headers.get("HX-Target") == "effects" else ""
    response = render(request, f"team/{page}.html{part}", context)
    patch_vary_headers(response, ["HX-Target"])
    return response
