"""What is done to a template besides writing it: its facts, its languages, a test, the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from followups.domain.messages import editing, testing
from followups.forms.messages import FactsForm, LanguageForm
from followups.models import MessageTemplate
from followups.views.letters.templates import address, chosen_answer, text_of
from surveys.domain import languages
from surveys.emails import MailCannotBeBuilt, SenderNotUsable
from team.access import acting, manager_required
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@manager_required
@require_POST
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """What it is for."""
    template = get_object_or_404(MessageTemplate, pk=pk)
    form = FactsForm(request.POST, instance=get_object_or_404(MessageTemplate, pk=pk))
    if form.is_valid():
        editing.change_facts(template=template, facts=form.facts(), actor=acting(request), now=timezone.now())
        messages.success(request, "Saved.")
    else:
        for field, errors in form.errors.items():
            label = form.fields[field].label if field in form.fields else ""
            messages.error(request, f"{label}: {' '.join(map(str, errors))}")
    return redirect(address(template, request.GET.get("language", "")))


@manager_required
@require_POST
def language_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write it in one more language."""
    template = get_object_or_404(MessageTemplate, pk=pk)
    written = list(template.texts.values_list("language", flat=True))
    form = LanguageForm(request.POST, without=written)
    if not form.is_valid():
        messages.error(request, "Choose a language that is not written yet.")
        return redirect(address(template))
    language = form.cleaned_data["language"]
    try:
        editing.add_language(template=template, language=language, actor=acting(request), now=timezone.now())
    except editing.LanguageExists:
        messages.info(request, "Somebody just added this language.")
    else:
        messages.success(request, f"{languages.name_of(language)} is there. Read it before it is used.")
    return redirect(address(template, language))


@manager_required
@require_POST
def language_remove(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Take a language away."""
    template = get_object_or_404(MessageTemplate, pk=pk)
    try:
        editing.remove_language(
            template=template, language=language, actor=acting(request), now=timezone.now()
        )
    except editing.LanguageNeeded:
        messages.error(request, "This is its only language. Archive the template instead.")
    else:
        messages.success(request, f"{languages.name_of(language)} is gone.")
    return redirect(address(template))


@manager_required
@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer it no longer, or again."""
    template = get_object_or_404(MessageTemplate, pk=pk)
    back = request.POST.get("restore") == "yes"
    editing.archive(template=template, is_active=back, actor=acting(request), now=timezone.now())
    messages.success(
        request, "It is offered again." if back else "Archived. Nothing that was written is lost."
    )
    return redirect("messages:list")


@manager_required
@require_POST
def test(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Send it to oneself as it is saved, filled as the preview is."""
    text, user = text_of(pk, language), acting(request)
    response = chosen_answer(request.POST.get("answer", ""))
    try:
        testing.send(
            text=text, response=response, program=Program.objects.current(), user=user, now=timezone.now()
        )
    except (testing.TestNotSent, MailCannotBeBuilt, SenderNotUsable) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"Sent to {user.email}.")
    return redirect(address(text.template, language))
