"""What somebody wants to be told of, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from followups.domain.notifying import choosing
from followups.enums import NotificationKind

if TYPE_CHECKING:
    from django.forms import BoundField

    from followups.models import NotificationChoice

HOURS = [(hour, f"{hour:02}:00") for hour in range(5, 13)]


class ChoiceForm(forms.Form):
    """Two boxes a kind, and the hour of the digest."""

    digest_hour = forms.TypedChoiceField(
        label="The morning digest comes at", choices=HOURS, coerce=int, help_text="On your own clock."
    )

    def __init__(self, *args: Any, choice: NotificationChoice, **kwargs: Any) -> None:
        kwargs["initial"] = {"digest_hour": choice.digest_hour}
        super().__init__(*args, **kwargs)
        self.kinds = [kind for kind in NotificationKind if choosing.is_told(choice.user, kind)]
        for kind in self.kinds:
            if kind not in choosing.MAIL_ONLY:
                self.fields[f"app_{kind}"] = _box(kind, "in the app", kind not in choice.app_off)
            self.fields[f"mail_{kind}"] = _box(kind, "by e-mail", kind not in choice.mail_off)

    def rows(self) -> list[tuple[str, BoundField | None, BoundField]]:
        """Each kind with its two boxes; None where the app does not show it."""
        return [
            (
                kind.label,
                self[f"app_{kind}"] if f"app_{kind}" in self.fields else None,
                self[f"mail_{kind}"],
            )
            for kind in self.kinds
        ]

    def choice(self) -> dict[str, Any]:
        """What was chosen, as `choosing.choose` takes it."""
        sent = self.cleaned_data
        return {
            "app_off": [kind.value for kind in NotificationKind if not sent.get(f"app_{kind}", True)],
            "mail_off": [kind.value for kind in NotificationKind if not sent.get(f"mail_{kind}", True)],
            "digest_hour": sent["digest_hour"],
        }


def _box(kind: NotificationKind, way: str, is_on: bool) -> forms.BooleanField:  # a box is on or off
    widget = forms.CheckboxInput(attrs={"aria-label": f"{kind.label}: {way}"})
    return forms.BooleanField(label=f"{kind.label}: {way}", required=False, initial=is_on, widget=widget)
