"""A survey's mails as customers will see them, in a frame of their own."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from core import placeholders
from mailroom.domain import local_outbox
from surveys import emails
from surveys.domain import languages, lettering, previews, texts
from surveys.forms.previews import MAIL, MAILS, SECOND, Looking, drafted
from surveys.models import Survey, SurveyText
from team.access import acting, manager_required, role_required
from team.enums import Role
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest

# A mail's own styles and our logo may show; nothing of it runs or sends, and its sample links lead nowhere.
_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": [SELF],
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
    return _framed(request, _text(pk, language))


@csp_replace(_POLICY)
@xframe_options_sameorigin
@manager_required
@require_POST
def preview(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The same with words that are not saved yet."""
    text = _text(pk, language)
    return _framed(request, drafted(text=text, survey=text.survey, data=request.POST))


def shown(request: HttpRequest, survey: Survey) -> dict[str, Any]:
    """What a page with a preview on it needs: the choices there are, and what the chosen ones lead to."""
    chosen, written = Looking(request.GET).chosen(), list(survey.texts.all())
    if not written:
        return {"mail_text": None}
    wanted = chosen["language"] or survey.default_language
    text = texts.best_text(texts=written, language=wanted, default=survey.default_language)
    show = MAIL if chosen["show"] == SECOND and not text.subject_b else chosen["show"]
    return {
        "mail_text": text,
        "mail_head": _head(text, survey, **MAILS[show]) if show in MAILS else None,
        "mail_languages": [(one.language, languages.name_of(one.language)) for one in written],
        "mail_show": show,
        "mail_shows": [one for one in Looking.SHOWS if one[0] != SECOND or text.subject_b],
        "mail_width": chosen["width"],
        "mail_widths": Looking.WIDTHS,
        "mail_may_test": acting(request).may(Role.MANAGER),
        **_addresses(survey, text, show),
    }


def _addresses(survey: Survey, text: SurveyText, show: str) -> dict[str, str]:
    """Where the frame gets what is stored, and where it sends what is being written."""
    # The pages belong to the room above this one: it is linked by name.
    names = ("surveys:mail", "surveys:preview") if show in MAILS else ("pages:page", "pages:preview")
    stored, writing = (f"{reverse(name, args=[survey.pk, text.language])}?show={show}" for name in names)
    return {"mail_src": stored, "mail_preview_url": writing}


def _head(text: SurveyText, survey: Survey, *, variant: str, reminder: int) -> dict[str, str]:
    """The lines of the mail that an inbox shows."""
    program = Program.objects.current()
    try:
        form = lettering.form_of(
            text=text, program=program, survey=survey, variant=variant, reminder=reminder
        )
    except (emails.MailCannotBeBuilt, emails.SenderNotUsable) as problem:
        return {"problem": str(problem)}
    values = emails.sample_values(program)
    subject = placeholders.clean_header(placeholders.fill(form.subject, values))
    return {
        "sender": "{} <{}>".format(*parseaddr(form.sender)),
        "reply_to": form.reply_to,
        "subject": subject,
    }


def _text(pk: int, language: str) -> SurveyText:
    return get_object_or_404(SurveyText.objects.select_related("survey"), survey=pk, language=language)


def _framed(request: HttpRequest, text: SurveyText) -> HttpResponse:
    which = MAILS.get(Looking(request.GET).chosen()["show"], MAILS[MAIL])
    try:
        seen = previews.of(text=text, program=Program.objects.current(), now=timezone.now(), **which)
    except (emails.MailCannotBeBuilt, emails.SenderNotUsable) as problem:
        return HttpResponse(f"This mail cannot be built: {problem}", content_type="text/plain")
    return HttpResponse(local_outbox.framed(seen.html))
