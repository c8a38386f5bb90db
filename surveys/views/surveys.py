"""Surveys: the list, a new one, its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.domain import editing, languages, texts
from surveys.forms.branding import NewSurveyForm
from surveys.forms.texts import LanguageForm, TextForm
from surveys.models import Survey, SurveyText
from surveys.views import mail
from surveys.views.pages import page_or_part, wanted_part
from team.access import acting, manager_required
from team.enums import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50
METHODS = ["GET", "HEAD", "POST"]


@require_safe
def surveys(request: HttpRequest) -> HttpResponse:
    """Every survey, its languages and who asks it."""
    found = Survey.objects.prefetch_related("texts", "campaigns")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "survey": survey,
            "languages": [languages.name_of(text.language) for text in survey.texts.all()],
            "question": _question(survey),
        }
        for survey in page
    ]
    context = {"page": page, "rows": rows, "may_edit": acting(request).may(Role.MANAGER)}
    return render(request, "surveys/surveys/list.html", context)


@manager_required
@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """A survey with our own words, to be changed on its page."""
    form = NewSurveyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = editing.create(**form.cleaned_data, actor=acting(request), now=timezone.now())
        messages.success(request, "Saved with our own words. Change them as you like.")
        return redirect("surveys:edit", pk=made.pk)
    return render(request, "surveys/surveys/new.html", {"form": form})


@manager_required
@require_http_methods(METHODS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of the language in the address, with mail and page beside them."""
    survey = get_object_or_404(Survey, pk=pk)
    shown = mail.shown(request, survey)
    text: SurveyText | None = shown["mail_text"]
    if text is None:
        raise Http404("The survey has no words in any language.")
    words = TextForm(request.POST if request.method == "POST" else None, prefix="text", instance=text)
    if request.method == "POST" and words.is_valid():
        return _saved(request, words, text)
    context = {"survey": survey, "words": words, "adding": LanguageForm(survey=survey), **shown}
    return page_or_part(request, "surveys/surveys/edit.html", wanted_part(request, ["mail"]), context)


def _saved(request: HttpRequest, words: TextForm, text: SurveyText) -> HttpResponse:
    changes = editing.change_words(
        text=text, words=words.cleaned_data, actor=acting(request), now=timezone.now()
    )
    messages.success(
        request, "Saved. Mails that leave from now on say it." if changes else "Nothing had changed."
    )
    return redirect(_address(text.survey_id, text.language))


@manager_required
@require_POST
def language_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the survey in one more language."""
    survey = get_object_or_404(Survey, pk=pk)
    form = LanguageForm(request.POST, survey=survey)
    if not form.is_valid():
        messages.error(request, "Choose a language that is not written yet.")
        return redirect("surveys:edit", pk=pk)
    language = form.cleaned_data["language"]
    name = languages.name_of(language)
    try:
        editing.add_language(survey=survey, language=language, actor=acting(request), now=timezone.now())
    except editing.LanguageExists:
        messages.info(request, "Somebody just added this language.")
    else:
        ours = f"{name} is there, in our own words. Change them as you like."
        messages.success(
            request, ours if language in texts.DEFAULTS else f"Added. Now write the {name} words."
        )
    return redirect(_address(pk, language))


@manager_required
@require_POST
def language_remove(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Take a language away."""
    survey = get_object_or_404(Survey, pk=pk)
    try:
        editing.remove_language(survey=survey, language=language, actor=acting(request), now=timezone.now())
    except editing.LanguageNeeded:
        messages.error(request, "This is the default language. Choose another default first.")
    else:
        messages.success(request, f"{languages.name_of(language)} is gone.")
    return redirect("surveys:edit", pk=pk)


def _address(pk: int, language: str) -> str:
    return f"{reverse('surveys:edit', kwargs={'pk': pk})}?language={language}"


def _question(survey: Survey) -> str:
    written = list(survey.texts.all())
    if not written:
        return ""
    return texts.best_text(texts=written, language=survey.default_language, default="").question
