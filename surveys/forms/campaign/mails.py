"""What the mails do after they left: links, reminders, the test of two subjects."""

from __future__ import annotations

from typing import Any

from django import forms

from surveys.forms.campaign.section import Section

LONGEST_REMINDER = 90


class Mails(Section):
    """How long the link stays open, who is reminded when, and whether two subjects are tried."""

    reminder_1 = forms.IntegerField(
        label="First reminder", min_value=1, max_value=LONGEST_REMINDER, required=False
    )
    reminder_2 = forms.IntegerField(
        label="Second reminder", min_value=1, max_value=LONGEST_REMINDER, required=False
    )
    tests_subject = forms.BooleanField(
        label="Test two subjects",
        required=False,
        help_text="Half of the mails get the survey’s second subject. A winner is named when chance can be "
        "ruled out.",
    )
    link_days = forms.IntegerField(label="The link stays open for", min_value=1, max_value=3650)

    def check(self) -> None:
        """Reminders in order, while the link is open."""
        super().check()
        chosen = self.cleaned_data
        first, second, link = (chosen.get(name) for name in ("reminder_1", "reminder_2", "link_days"))
        if second and not first and "reminder_1" not in self.errors:
            self.add_error("reminder_1", "There is no second reminder without a first.")
        elif first and second and second <= first:
            self.add_error("reminder_2", "The second reminder comes after the first.")
        for name in ("reminder_1", "reminder_2"):
            if link and (chosen.get(name) or 0) >= link:
                self.add_error(name, "A reminder must come while the link is still open.")

    def facts(self) -> dict[str, Any]:
        """Its columns."""
        chosen = self.cleaned_data
        days = [chosen.get(name) for name in ("reminder_1", "reminder_2")]
        return {
            **super().facts(),
            "reminder_days": [number for number in days if number],
            **{name: chosen.get(name) for name in ("tests_subject", "link_days")},
        }
