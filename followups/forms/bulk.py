"""What an act on several follow-ups needs to know."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms

from followups.forms.acts import FIRST, LONGEST_WAIT, PersonChoice, note_field
from followups.querysets import WORKING_ROLES
from responses.models import Theme
from team.models import User

if TYPE_CHECKING:
    from team.querysets import UserQuerySet

# More than so many are asked about once more.
FEW = 20


class BulkForm(forms.Form):
    """Nothing but the word for more than a few. `count` is how many were chosen, `reader` who chose them."""

    def __init__(self, *args: Any, count: int, reader: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.reader = reader
        if count > FEW:
            self.fields["confirmed"] = forms.BooleanField(
                label=f"Yes, all {count}", error_messages={"required": f"Say that you mean all {count}."}
            )
        self.prepare()

    def prepare(self) -> None:
        """What depends on the reader and the day."""

    def facts(self) -> dict[str, Any]:
        """What the verb is told."""
        return {name: value for name, value in self.cleaned_data.items() if name != "confirmed"}


class AssignForm(BulkForm):
    """Who gets them, and why."""

    to = PersonChoice(
        label="New owner",
        queryset=User.objects.none(),
        empty_label="Choose somebody",
        widget=forms.Select(attrs=FIRST),
    )
    reason = note_field("Why", help_text="The new owner and the history read it.")

    def prepare(self) -> None:
        """Everybody whom they may be given."""
        field = self.fields["to"]
        if TYPE_CHECKING:
            assert isinstance(field, forms.ModelChoiceField)
        field.queryset = self.people().select_related("rep").order_by("name", "pk")

    def people(self) -> UserQuerySet:
        """Everybody who works follow-ups."""
        people: UserQuerySet = User.objects.active().filter(role__in=WORKING_ROLES)
        return people


class HandOverForm(AssignForm):
    """Which colleague gets what is one's own, and why."""

    def people(self) -> UserQuerySet:
        """Everybody else who works follow-ups."""
        return super().people().exclude(pk=self.reader.pk)


class SnoozeForm(BulkForm):
    """Until when they stay out of sight."""

    until = forms.DateField(
        label="Show them again on",
        widget=forms.DateInput(attrs={"type": "date", **FIRST}),
        help_text="Until then they stand under “Snoozed”. Their deadlines go on.",
    )
    note = note_field("Why", required=False)

    def prepare(self) -> None:
        """Days from tomorrow on."""
        bounds = {"min": str(self.today + timedelta(days=1)), "max": str(self.today + LONGEST_WAIT)}
        self.fields["until"].widget.attrs.update(bounds)

    def clean_until(self) -> date:
        """A day ahead, within three months."""
        day: date = self.cleaned_data["until"]
        if not self.today < day <= self.today + LONGEST_WAIT:
            raise forms.ValidationError("Choose a day from tomorrow on, within three months.")
        return day


class TagForm(BulkForm):
    """Which theme the answers get."""

    theme = forms.ModelChoiceField(
        label="Theme",
        queryset=Theme.objects.filter(is_active=True),
        empty_label="Choose a theme",
        widget=forms.Select(attrs=FIRST),
    )
