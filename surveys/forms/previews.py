"""What of a survey is looked at, and how; with words that are still being written."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any, Final

from django import forms

from core.scoring import Band
from surveys.enums import Variant
from surveys.forms.texts import TextForm

if TYPE_CHECKING:
    from django.http import QueryDict

    from surveys.models import Survey, SurveyText

MAIL, SECOND, REMINDER, PAGE = "mail", "second", "reminder", "page"
# A mail that a preview shows: which subject, and which reminder.
MAILS: Final[dict[str, dict[str, Any]]] = {
    MAIL: {"variant": "", "reminder": 0},
    SECOND: {"variant": Variant.B.value, "reminder": 0},
    REMINDER: {"variant": "", "reminder": 1},
}
THANKS: Final = {Band.PROMOTER.value: "9–10", Band.PASSIVE.value: "7–8", Band.DETRACTOR.value: "0–6"}
_COLOR: Final = re.compile(r"#[0-9a-fA-F]{6}")


class Looking(forms.Form):
    """The address of a preview: a language, what is shown, and how wide."""

    WIDTHS = [("desktop", "Desktop"), ("phone", "Phone")]
    SHOWS = [
        (MAIL, "Mail"),
        (SECOND, "Second subject"),
        (REMINDER, "Reminder"),
        (PAGE, "Answer page"),
        *((band, f"Thanks {scores}") for band, scores in THANKS.items()),
    ]

    language = forms.CharField(required=False, max_length=12)
    show = forms.ChoiceField(choices=SHOWS, required=False)
    width = forms.ChoiceField(choices=WIDTHS, required=False)

    def chosen(self) -> dict[str, str]:
        """Every choice, with the usual one in place of what is missing or wrong."""
        self.is_valid()
        usual = {"language": "", "show": MAIL, "width": "desktop"}
        return {name: self.cleaned_data.get(name) or usual[name] for name in usual}


def drafted(*, text: SurveyText, survey: Survey, data: QueryDict) -> SurveyText:
    """The text and its survey's color as they are being written; nothing is stored."""
    color = data.get("brand_color", "")
    seen = copy.copy(survey)
    if _COLOR.fullmatch(color):
        seen.brand_color = color
    draft = TextForm(data, prefix="text", instance=text).draft()
    draft.survey = seen
    return draft
