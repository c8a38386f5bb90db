"""A survey's extra questions: the list, a new one, its words in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers.enums import Stage
from surveys.domain import languages, questions
from surveys.enums import QuestionKind
from surveys.forms.questions import QuestionForm
from surveys.models import QuestionText, Survey, SurveyQuestion
from surveys.models.survey import MOST_QUESTIONS
from team.access import acting, manager_required
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ICONS = {
    QuestionKind.CHOICE.value: "list-checks",
    QuestionKind.SCALE.value: "gauge",
    QuestionKind.TEXT.value: "message-square-text",
}
METHODS = ["GET", "HEAD", "POST"]
FULL = "Five questions are asked already. Take one away first: each further one costs answers."


@manager_required
@require_safe
def listed(request: HttpRequest, pk: int) -> HttpResponse:
    """Those that are asked, in their order, and those that were."""
    survey = get_object_or_404(Survey, pk=pk)
    rows = survey.questions.prefetch_related("texts")
    written = list(survey.texts.values_list("language", flat=True))
    program = Program.objects.current()
    shown = [_row(survey, question, written, program) for question in rows]
    asked = [row for row in shown if row["question"].retired_at is None]
    context = {
        "survey": survey,
        "asked": asked,
        "retired": [row for row in shown if row["question"].retired_at],
        "has_room": len(asked) < MOST_QUESTIONS,
        "most": MOST_QUESTIONS,
        "kinds": QuestionKind.choices,
    }
    return render(request, "surveys/questions/list.html", context)


@manager_required
@require_http_methods(METHODS)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """One more question of the kind in the address, in the survey's default language."""
    survey = get_object_or_404(Survey, pk=pk)
    wanted = request.GET.get("kind", "")
    kind = QuestionKind(wanted) if wanted in QuestionKind.values else QuestionKind.CHOICE
    form = QuestionForm(request.POST or None, kind=kind, language=survey.default_language)
    if request.method == "POST" and form.is_valid():
        stages, wording = form.cleaned_data["stages"], form.wording()
        try:
            questions.add(
                survey=survey,
                kind=kind,
                stages=stages,
                wording=wording,
                actor=acting(request),
                now=timezone.now(),
            )
        except questions.TooManyQuestions:
            messages.error(request, FULL)
        else:
            messages.success(request, "Saved. It is asked from now on.")
        return redirect("surveys:questions", pk=pk)
    context = {"survey": survey, "form": form, "kind": kind, "kinds": QuestionKind.choices}
    context["language_name"] = languages.name_of(survey.default_language)
    return render(request, "surveys/questions/new.html", context)


@manager_required
@require_http_methods(METHODS)
def edit(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Whom it is asked, and its words in the language of the address."""
    found = _found(pk, question)
    language = _language(request, found.survey)
    text, source = _texts(found, language)
    form = QuestionForm(
        request.POST or None,
        kind=QuestionKind(found.kind),
        question=found,
        text=text,
        language=language,
        is_translation=language != found.survey.default_language,
        samples=source.options if source else {},
    )
    if request.method == "POST" and form.is_valid():
        return _saved(request, found, form, language)
    context = _edited(found, source) | {"form": form, "language": language}
    return render(request, "surveys/questions/edit.html", context)


def _saved(request: HttpRequest, question: SurveyQuestion, form: QuestionForm, language: str) -> HttpResponse:
    questions.change(
        question=question,
        language=language,
        stages=form.cleaned_data["stages"],
        wording=form.wording(),
        actor=acting(request),
        now=timezone.now(),
    )
    messages.success(request, "Saved.")
    address = reverse("surveys:question_edit", args=[question.survey_id, question.pk])
    return redirect(f"{address}?language={language}")


def _edited(question: SurveyQuestion, source: QuestionText | None) -> dict[str, Any]:
    """What the page says beside the form."""
    written = question.survey.texts.values_list("language", flat=True)
    return {
        "survey": question.survey,
        "question": question,
        "source": source,
        "prompt": questions.in_words(source, program=Program.objects.current()),
        "languages": [(code, languages.name_of(code)) for code in written],
    }


@manager_required
@require_POST
def move(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Ask it one place earlier or later."""
    found = _found(pk, question)
    questions.move(
        question=found, up=request.POST.get("way") == "up", actor=acting(request), now=timezone.now()
    )
    return redirect("surveys:questions", pk=pk)


@manager_required
@require_POST
def remove(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Ask it no more."""
    is_gone = questions.remove(question=_found(pk, question), actor=acting(request), now=timezone.now())
    messages.success(
        request,
        "Deleted." if is_gone else "It is asked no more. The answers that it got stay where they are.",
    )
    return redirect("surveys:questions", pk=pk)


@manager_required
@require_POST
def restore(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Ask a retired one again."""
    try:
        questions.restore(question=_found(pk, question), actor=acting(request), now=timezone.now())
    except questions.TooManyQuestions:
        messages.error(request, FULL)
    else:
        messages.success(request, "It is asked again.")
    return redirect("surveys:questions", pk=pk)


def _found(pk: int, question: int) -> SurveyQuestion:
    return get_object_or_404(SurveyQuestion.objects.select_related("survey"), survey=pk, pk=question)


def _language(request: HttpRequest, survey: Survey) -> str:
    wanted = request.GET.get("language", "")
    return wanted if survey.texts.filter(language=wanted).exists() else survey.default_language


def _texts(question: SurveyQuestion, language: str) -> tuple[QuestionText | None, QuestionText | None]:
    """The words in this language, and those that it is translated from."""
    by_language = {text.language: text for text in question.texts.all()}
    source = by_language.get(question.survey.default_language) or next(iter(by_language.values()), None)
    return by_language.get(language), source


def _row(survey: Survey, question: SurveyQuestion, written: list[str], program: Program) -> dict[str, Any]:
    by_language = {text.language: text for text in question.texts.all()}
    text = by_language.get(survey.default_language) or next(iter(by_language.values()), None)
    return {
        "question": question,
        "prompt": questions.in_words(text, program=program),
        "icon": ICONS[question.kind],
        "options": [text.options.get(code) or code for code in question.options] if text else [],
        "stages": [label for code, label in Stage.choices if code in question.stages],
        "missing": [languages.name_of(code) for code in written if code not in by_language],
    }
