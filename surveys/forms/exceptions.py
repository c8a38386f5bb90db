"""A shorter quiet period: how long, until when, and why."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms

from core import calendars

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import Program


class ExceptionForm(forms.Form):
    """What a manager grants. `until` is a local day of the program's, and counts in full."""

    months = forms.IntegerField(label="Months between surveys", min_value=0)
    until = forms.DateField(
        label="Until",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The exception ends with this day, at most a year from now.",
    )
    reason = forms.CharField(
        label="Why",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Stays on record with your name, for whoever asks later.",
    )

    def __init__(
        self, data: Any = None, *, program: Program, now: datetime, typed: dict[str, str] | None = None
    ) -> None:
        self.program = program
        usual = program.quiet_months
        today = calendars.local_day(now, ZoneInfo(program.time_zone))
        start = {"months": usual // 2, "until": today + timedelta(days=180)}
        given = {name: value for name, value in (typed or {}).items() if value}
        super().__init__(data, initial=start | given)
        months: forms.IntegerField = self.fields["months"]  # type: ignore[assignment]  # declared above
        months.max_value = usual - 1
        months.widget.attrs |= {"max": usual - 1, "inputmode": "numeric"}
        months.help_text = (
            f"The program’s quiet period is {usual} months. Everybody else goes on counting with those."
        )

    def clean_months(self) -> int:
        """Fewer than the program's, or it is no exception."""
        months: int = self.cleaned_data["months"]
        if months >= self.program.quiet_months:
            raise forms.ValidationError(f"Grant fewer than the program’s {self.program.quiet_months} months.")
        return months

    def facts(self) -> dict[str, Any]:
        """What the verb takes: `until` as the instant at which the day is over."""
        over = self.cleaned_data["until"] + timedelta(days=1)
        return {
            "months": self.cleaned_data["months"],
            "reason": self.cleaned_data["reason"],
            "until": calendars.start_of_day(over, ZoneInfo(self.program.time_zone)),
        }
