"""A widget's settings, and a public link's."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from surveys.domain import origins
from surveys.domain.placements import FACTS
from surveys.enums import PlacementKind
from surveys.models import Placement
from team.forms.fields import LineField

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


class OriginsField(forms.CharField):
    """Websites, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """The origins, each once. Raises ValidationError with a sentence for each wrong line."""
        found: list[str] = []
        problems = []
        for line in str(super().clean(value)).split():
            try:
                found.append(origins.parse(line))
            except origins.InvalidOrigin as problem:
                problems.append(str(problem))
        if len(found) > origins.MOST:
            problems.append(f"Name at most {origins.MOST} websites.")
        if problems:
            raise forms.ValidationError(problems)
        return list(dict.fromkeys(found))


class PlacementForm(forms.Form):
    """What both have."""

    kind: PlacementKind

    name = LineField(label="Name", max_length=120, help_text="Only your team sees it.")
    asks_for_email = forms.BooleanField(
        label="Offer to leave an e-mail address",
        required=False,
        help_text="Then detractors get a follow-up. The address is what the visitor typed; nobody proved it.",
    )

    def facts(self) -> dict[str, Any]:
        """The columns of its kind, as far as the form is valid."""
        return {name: self.cleaned_data[name] for name in FACTS[self.kind]}


class WidgetForm(PlacementForm):
    """Where a widget may stand, and whom it asks how often."""

    kind = PlacementKind.WIDGET
    field_order = ("name", "origins", "delay_seconds", "frequency_days", "sample_percent", "asks_for_email")

    origins = OriginsField(
        label="Websites",
        widget=forms.Textarea(
            attrs={"rows": 3, "spellcheck": "false", "placeholder": "https://www.example.com"}
        ),
        help_text="One a line. Only these may show the question and send answers; http only for localhost.",
    )
    delay_seconds = forms.IntegerField(
        label="Appears after", min_value=0, max_value=600, help_text="Once the page is in view."
    )
    frequency_days = forms.IntegerField(
        label="Asks again after",
        min_value=1,
        max_value=3650,
        help_text="Until then a second answer changes the first.",
    )
    sample_percent = forms.IntegerField(
        label="Share of visitors asked", min_value=1, max_value=100, help_text="The same browsers every day."
    )


class LinkForm(PlacementForm):
    """What a public link is called."""

    kind = PlacementKind.LINK
    field_order = ("name", "slug", "asks_for_email")

    slug = forms.CharField(
        label="Address",
        max_length=60,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "none"}),
        help_text="Small letters, digits and hyphens. Printed codes lead here: better not change it later.",
    )

    def clean_slug(self) -> str:
        """Fit for an address that people type. Raises ValidationError."""
        slug = str(self.cleaned_data["slug"]).lower()
        if not SLUG.fullmatch(slug):
            raise forms.ValidationError("Use small letters and digits, with single hyphens between them.")
        return slug

    def refuse_slug(self) -> None:
        """Say that another link has this address."""
        self.add_error("slug", "Another link has this address. Choose another one.")


def form_for(kind: PlacementKind, data: Any, placement: Placement | None = None) -> WidgetForm | LinkForm:
    """The form of this kind, with what is stored or what is usual."""
    form = WidgetForm if kind == PlacementKind.WIDGET else LinkForm
    shown = placement or Placement()
    return form(data, initial={name: getattr(shown, name) for name in FACTS[kind]})
