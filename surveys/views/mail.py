"""The mail as the customer will see it, in a frame of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from mailroom.domain import local_outbox
from surveys import emails
from surveys.domain import languages, previews, texts
from surveys.forms.listing import MailWidth
from surveys.forms.texts import TextForm
from surveys.models import Survey, SurveyText
from team.access import manager_required, role_required
from team.enums import Role
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest

# A mail's own styles may apply; nothing of it runs, loads or sends, and its sample links lead nowhere.
_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": [],
}


@csp_replace(_POLICY)
@xframe_options_sameorigin
@role_required(Role.VIEWER)
@require_safe
def mail(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The stored words of one language as a mail."""
    return _framed(get_object_or_404(SurveyText, survey=pk, language=language))


@csp_replace(_POLICY)
@xframe_options_sameorigin
@manager_required
@require_POST
def preview(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The same with words that are not saved yet."""
    text = get_object_or_404(SurveyText.objects.select_related("survey"), survey=pk, language=language)
    return _framed(TextForm(request.POST, prefix="text", instance=text).draft())


def shown(request: HttpRequest, survey: Survey) -> dict[str, Any]:
    """What a page with the mail on it needs: the languages there are, the chosen one and the width."""
    form = MailWidth(request.GET)
    form.is_valid()
    written = list(survey.texts.all())
    if not written:
        return {"mail_text": None}
    wanted = form.cleaned_data.get("language") or survey.default_language
    text = texts.best_text(texts=written, language=wanted, default=survey.default_language)
    return {
        "mail_text": text,
        "mail_subject": _subject(text),
        "mail_languages": [(one.language, languages.name_of(one.language)) for one in written],
        "mail_width": form.cleaned_data.get("width") or "desktop",
        "mail_widths": MailWidth.WIDTHS,
    }


def _subject(text: SurveyText) -> str:
    return previews.subject_of(text=text, program=Program.objects.current())


def _framed(text: SurveyText) -> HttpResponse:
    try:
        seen = previews.of(text=text, program=Program.objects.current(), now=timezone.now())
    except emails.MailCannotBeBuilt:
        return HttpResponse("This mail cannot be built from these words.", content_type="text/plain")
    return HttpResponse(local_outbox.framed(seen.html))
