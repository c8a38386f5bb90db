"""What people write down while they work a follow-up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms

from followups.domain import causes, moments
from followups.enums import Outcome
from followups.querysets import WORKING_ROLES
from team.models import User

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from followups.models import Rep

LONGEST = 4000
LONGEST_WAIT = timedelta(days=90)


# A dialog opens with the cursor in its first field, not on its close button.
FIRST = {"autofocus": True}


def note_field(
    label: str, *, required: bool = True, help_text: str = "", first: bool = False
) -> forms.CharField:
    """A text of a few lines."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3, **(FIRST if first else {})}),
    )


class LogForm(forms.Form):
    """A call, an e-mail or a note."""

    NOTE = "note"
    KINDS = [
        ("reached", "Called and talked"),
        ("missed", "Called, no answer"),
        ("email", "Wrote an e-mail"),
        (NOTE, "Note only"),
    ]

    kind = forms.ChoiceField(label="What happened", choices=KINDS, widget=forms.RadioSelect)
    text = note_field("What was said", required=False)

    def __init__(self, *args: Any, closed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if closed:
            self.fields["text"].label = "Note"
            self.fields["kind"] = forms.ChoiceField(
                choices=[(self.NOTE, "Note")], initial=self.NOTE, widget=forms.HiddenInput
            )

    def clean(self) -> dict[str, Any]:
        """A note without words says nothing."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == self.NOTE and not cleaned.get("text", "").strip():
            self.add_error("text", "Write the note.")
        return cleaned


class WaitForm(forms.Form):
    """Until when to wait for the customer."""

    until = forms.DateField(
        label="Look again on",
        widget=forms.DateInput(attrs={"type": "date", **FIRST}),
        help_text="The time to the resolution stands still until then.",
    )
    note = note_field("What for", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        bounds = {"min": str(today + timedelta(days=1)), "max": str(today + LONGEST_WAIT)}
        self.fields["until"].widget.attrs.update(bounds)

    def clean_until(self) -> date:
        """A day ahead, within three months."""
        day: date = self.cleaned_data["until"]
        if not self.today < day <= self.today + LONGEST_WAIT:
            raise forms.ValidationError("Choose a day from tomorrow on, within three months.")
        return day


class FirstRadios(forms.RadioSelect):
    """Radio buttons of which the chosen one has the cursor when a dialog opens."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One button."""
        option = super().create_option(*args, **kwargs)
        if option["selected"]:
            option["attrs"] |= FIRST
        return option


class SnoozeForm(forms.Form):
    """Until when a follow-up is out of sight: a usual moment, or a day."""

    when = forms.ChoiceField(
        label="Until",
        choices=[(choice.code, choice.label) for choice in moments.SNOOZES],
        widget=FirstRadios,
        initial=moments.TOMORROW,
    )
    day = forms.DateField(
        label="Day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="For “on a day”.",
    )
    note = note_field("What for", required=False)

    def __init__(self, *args: Any, now: datetime, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.zone = now, zone

    def clean(self) -> dict[str, Any]:
        """The instant as `until`."""
        cleaned = super().clean() or {}
        if "when" not in cleaned or "day" not in cleaned:
            return cleaned
        try:
            until = moments.until(cleaned["when"], day=cleaned["day"], now=self.now, zone=self.zone)
        except moments.NotAhead as problem:
            self.add_error("day", str(problem))
            return cleaned
        return {"until": until, "note": cleaned.get("note", "")}


class ResolveForm(forms.Form):
    """Why it went wrong, how it ended, what was done (G46)."""

    root_cause = forms.ChoiceField(
        label="Root cause",
        choices=lambda: [("", "Choose one"), *causes.choices()],
        widget=forms.Select(attrs=FIRST),
    )
    outcome = forms.ChoiceField(label="Outcome", choices=[("", "Choose one"), *Outcome.choices])
    note = note_field("What was done", help_text="Whoever meets this customer next reads it.")


class ReasonForm(forms.Form):
    """A word on why something ends or begins again."""

    note = note_field("Why", first=True)


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # no subscript at run time
    """People with what they already have on their desk."""

    def label_from_instance(self, obj: User) -> str:
        """The name and the load: "Omar, 4 of 10 open"."""
        rep: Rep | None = getattr(obj, "rep", None)
        return f"{obj}, {rep.load} of {rep.capacity} open" if rep else str(obj)


class ReassignForm(forms.Form):
    """Who gets it, and why."""

    to = PersonChoice(
        label="New owner",
        queryset=User.objects.none(),
        empty_label="Choose somebody",
        widget=forms.Select(attrs=FIRST),
    )
    reason = note_field("Why", help_text="The new owner and the history read it.")

    def __init__(self, *args: Any, without: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.active().filter(role__in=WORKING_ROLES).select_related("rep")
        found = people.exclude(pk=without.pk) if without else people
        self.fields["to"].queryset = found.order_by("name", "pk")  # type: ignore[attr-defined]  # a choice of rows


class HandOverForm(ReassignForm):
    """A colleague who is there and has room, and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].label = "Who goes on with it"


class ReleaseForm(forms.Form):
    """Why somebody else should have it."""

    reason = note_field("Why", first=True, help_text="The next owner and the history read it.")


class OpenForm(forms.Form):
    """Why an answer that owes no follow-up needs one."""

    reason = note_field("What is to be done", first=True, help_text="Whoever gets it begins with this.")
