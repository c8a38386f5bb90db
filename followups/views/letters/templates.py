"""Message templates: the list, a new one, and its words in each language beside a customer's letter."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import row_ids
from core.scoring import Band
from followups.domain.messages import editing, previewing, starters
from followups.domain.messages.filling import PLACEHOLDERS, text_for
from followups.forms.messages import FactsForm, LanguageForm, TextForm
from followups.models import MessageTemplate, MessageText
from mailroom.enums import OutboxState
from surveys.domain import languages
from surveys.views.pages import page_or_part, wanted_part
from team.access import acting, manager_required
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from responses.models import Response

METHODS = ["GET", "HEAD", "POST"]
ORDER = [Band.DETRACTOR.value, Band.PASSIVE.value, Band.PROMOTER.value, ""]
GROUPS = {**{band.value: f"For {band.plural.lower()}" for band in Band}, "": "For everybody"}


@manager_required
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """The company's templates by band, archived ones last."""
    sent = Count("messages", filter=Q(messages__state=OutboxState.SENT))
    found = MessageTemplate.objects.annotate(sent=sent).prefetch_related("texts")
    rows = sorted(found, key=lambda one: (not one.is_active, ORDER.index(one.band), one.name.lower()))
    groups = groupby(rows, key=lambda one: GROUPS[one.band] if one.is_active else "Archived")
    had = {one.starter for one in rows}
    context = {
        "groups": [(title, [(one, _names(one)) for one in same]) for title, same in groups],
        "missing": [one for one in starters.STARTERS if one.code not in had],
    }
    return render(request, "followups/letters/templates.html", context)


@manager_required
@require_POST
def install(request: HttpRequest) -> HttpResponse:
    """Make the ready-made ones that the company never had."""
    made = starters.install(actor=acting(request), now=timezone.now())
    messages.success(request, f"{made} ready-made templates are there. Change them as you like.")
    return redirect("messages:list")


@manager_required
@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """A template of one's own, in the program's first language to begin with."""
    data = request.POST if request.method == "POST" else None
    facts, words = FactsForm(data), TextForm(data, language="en")
    if data is not None and facts.is_valid() and words.is_valid():
        made = editing.create(
            facts=facts.facts(),
            language="en",
            **words.cleaned_data,
            actor=acting(request),
            now=timezone.now(),
        )
        messages.success(request, "Saved. Add the other languages of your customers.")
        return redirect("messages:edit", pk=made.pk)
    context = {"facts": facts, "words": words, "placeholders": PLACEHOLDERS}
    return render(request, "followups/letters/new.html", context)


@manager_required
@require_http_methods(METHODS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of the language in the address, and the letter that somebody would get."""
    text = _text(request, pk)
    template, user = text.template, acting(request)
    offered = previewing.answers(template)
    response = chosen_answer(request.GET.get("answer", "")) or next(iter(offered), None)
    data = request.POST if request.method == "POST" else None
    words = TextForm(data, initial={"subject": text.subject, "body": text.body}, language=text.language)
    is_draft = data is not None and "preview" in data
    if data is not None and words.is_valid() and not is_draft:
        return _saved(request, words, text)
    seen = words.draft(text) if data is not None else text
    preview = previewing.of(text=seen, response=response, author=user, program=Program.objects.current())
    written = [one.language for one in template.texts.all()]
    context = {
        "template": template,
        "text": text,
        "words": words,
        "is_draft": is_draft,
        "facts": FactsForm(instance=template, auto_id="facts_%s"),
        "adding": LanguageForm(without=written),
        "languages": [(code, languages.name_of(code)) for code in written],
        "placeholders": PLACEHOLDERS,
        "preview": preview,
        "response": response,
        "answers": offered,
    }
    return page_or_part(request, "followups/letters/edit.html", wanted_part(request, ["letter"]), context)


def _saved(request: HttpRequest, words: TextForm, text: MessageText) -> HttpResponse:
    changes = editing.change_words(text=text, **words.cleaned_data, actor=acting(request), now=timezone.now())
    said = "Saved. Letters that are written from now on say it." if changes else "Nothing had changed."
    messages.success(request, said)
    return redirect(address(text.template, text.language))


def address(template: MessageTemplate, language: str = "") -> str:
    """The page of a template, in a language."""
    page = reverse("messages:edit", args=[template.pk])
    return f"{page}?language={language}" if language else page


def text_of(pk: int, language: str) -> MessageText:
    """A template's words in exactly this language; else Http404."""
    return get_object_or_404(MessageText.objects.select_related("template"), template=pk, language=language)


def _text(request: HttpRequest, pk: int) -> MessageText:
    template = get_object_or_404(MessageTemplate.objects.prefetch_related("texts"), pk=pk)
    texts = list(template.texts.all())
    if not texts:
        raise Http404("The template has no words in any language.")
    text = text_for(texts=texts, language=request.GET.get("language", ""))
    text.template = template
    return text


def chosen_answer(wanted: Any) -> Response | None:
    """The answer of this key, if it counts and somebody gave it."""
    number = row_ids.read(str(wanted))
    return None if number is None else previewing.known_answers().filter(pk=number).first()


def _names(template: MessageTemplate) -> list[str]:
    return [languages.name_of(text.language) for text in template.texts.all()]
