"""A survey's look: its name, color, sender and logo."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from surveys.domain import branding, editing
from surveys.forms.branding import LogoForm, LookForm
from surveys.models import Survey, SurveyLogo
from surveys.views import mail
from surveys.views.pages import page_or_part, wanted_part
from team.access import acting, manager_required
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """The look for every language, with mail and page beside it."""
    survey = get_object_or_404(Survey, pk=pk)
    data = request.POST if request.method == "POST" else None
    form = LookForm(data, survey=survey, initial={name: getattr(survey, name) for name in editing.LOOK})
    if request.method == "POST" and form.is_valid():
        editing.change_look(survey=survey, look=form.cleaned_data, actor=acting(request), now=timezone.now())
        messages.success(request, "Saved. Mails and pages show it from now on.")
        return redirect("surveys:look", pk=pk)
    return _page(request, survey, form)


@manager_required
@require_POST
def logo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a logo up, or another one in its place."""
    survey = get_object_or_404(Survey, pk=pk)
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        words, actor, now = form.cleaned_data["alternative"], acting(request), timezone.now()
        try:
            branding.set_logo(
                survey=survey, data=form.cleaned_data["file"], alternative=words, actor=actor, now=now
            )
        except branding.NotALogo as problem:
            form.add_error("file", str(problem))
        else:
            messages.success(request, "The logo is up. Mails that leave from now on show it.")
            return redirect("surveys:look", pk=pk)
    look = LookForm(survey=survey, initial={name: getattr(survey, name) for name in editing.LOOK})
    return _page(request, survey, look, form, status=HTTPStatus.BAD_REQUEST)


@manager_required
@require_POST
def logo_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the company's name instead."""
    survey = get_object_or_404(Survey, pk=pk)
    if branding.remove_logo(survey=survey, actor=acting(request), now=timezone.now()):
        messages.success(request, "The logo is gone. The company’s name stands in its place.")
    return redirect("surveys:look", pk=pk)


def _page(
    request: HttpRequest,
    survey: Survey,
    look: LookForm,
    upload: LogoForm | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    logo = SurveyLogo.objects.filter(survey=survey).defer("image").first()
    context = {
        "survey": survey,
        "look": look,
        "logo_form": upload or LogoForm(initial={"alternative": logo.alternative if logo else ""}),
        "logo": logo,
        "program": Program.objects.current(),
        **mail.shown(request, survey),
    }
    response = page_or_part(request, "surveys/surveys/look.html", wanted_part(request, ["mail"]), context)
    response.status_code = status
    return response
