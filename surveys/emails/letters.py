"""The invitation in one language: its headers, its text and its page."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import mjml
from django.template.loader import render_to_string

from core import languages, placeholders
from core.scoring import SCORES
from mailroom.domain.letters import LetterForm
from surveys.emails import looks, senders
from surveys.enums import Variant

if TYPE_CHECKING:
    from surveys.models import Survey, SurveyText
    from team.models import Program

FIELDS = ["language", "question", "low_label", "high_label", "why_you", "unsubscribe"]


@dataclass(frozen=True)
class MailCannotBeBuilt(Exception):
    """MJML refused the template; `detail` is what it said."""

    detail: str


def letter_form(
    *, text: SurveyText, program: Program, survey: Survey | None = None, variant: str = "", reminder: int = 0
) -> LetterForm:
    """The invitation in one language, with what differs per recipient left as placeholders.

    `survey` is the text's own where it is not given; `variant` names one of two subjects; `reminder` is
    0 for the first mail, and without words for it the first mail's are said. MJML is compiled here, once
    for a batch. Raises MailCannotBeBuilt, SenderNotUsable.
    """
    asking = survey or text.survey
    context = _context(text, asking, program, reminder)
    return LetterForm(
        sender=senders.sender_of(asking, program),
        reply_to=senders.reply_to_of(asking, program),
        subject=_filled(_subject(text, variant, reminder), program),
        text=render_to_string("surveys/emails/invitation.txt", context),
        html=_compiled(render_to_string("surveys/emails/invitation.mjml", context)),
        headers={
            "List-Unsubscribe": "<{unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
        },
    )


def _subject(text: SurveyText, variant: str, reminder: int) -> str:
    """A reminder's own subject, else the one that this reader's first mail had."""
    first = (text.subject_b if variant == Variant.B else "") or text.subject
    return (text.reminder_subject if reminder else "") or first


def _context(text: SurveyText, survey: Survey, program: Program, reminder: int) -> dict[str, Any]:
    filled = {field: _filled(getattr(text, field), program) for field in FIELDS}
    filled["greeting"] = _filled((text.reminder_greeting if reminder else "") or text.greeting, program)
    direction = languages.direction(text.language)
    return {
        "text": SimpleNamespace(**filled),
        "program": program,
        "scores": SCORES,
        "direction": direction,
        "start_side": "right" if direction == "rtl" else "left",
        "end_side": "left" if direction == "rtl" else "right",
        "answer_url": "{answer_url}",
        "unsubscribe_url": "{unsubscribe_url}",
        "tints": looks.palette(survey.brand_color),
        "logo": looks.logo_of(survey),
    }


def _filled(text: str, program: Program) -> str:
    return placeholders.fill(text, {"company": program.company, "product": program.asked_about})


def _compiled(source: str) -> str:
    try:
        result = mjml.mjml2html(source)
    except ValueError as error:
        raise MailCannotBeBuilt(str(error)) from error
    return str(result)
