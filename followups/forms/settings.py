"""Who works follow-ups, and by when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from followups.models import SlaPolicy

DAYS = [
    (0, "Monday"),
    (1, "Tuesday"),
    (2, "Wednesday"),
    (3, "Thursday"),
    (4, "Friday"),
    (5, "Saturday"),
    (6, "Sunday"),
]
ONE_YEAR_OF_HOURS = 2000


class SlaForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    """Targets and office hours."""

    class Meta:
        model = SlaPolicy
        fields = ("contact_hours", "resolve_hours", "imported_days")
        labels = {
            "contact_hours": "First contact within",
            "resolve_hours": "Resolution within",
            "imported_days": "Act on imported answers up to this age",
        }
        help_texts = {
            "imported_days": "0: imported answers open no follow-ups.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("contact_hours", "resolve_hours"):
            self.fields[name].validators += [MinValueValidator(1), MaxValueValidator(ONE_YEAR_OF_HOURS)]

    def clean(self) -> dict[str, Any]:
        """The day ends after it begins, and the resolution is not due before the contact."""
        cleaned = super().clean() or {}
        contact, resolve = cleaned.get("contact_hours"), cleaned.get("resolve_hours")
        if contact and resolve and resolve < contact:
            self.add_error("resolve_hours", "The resolution cannot be due before the first contact.")
        return cleaned
