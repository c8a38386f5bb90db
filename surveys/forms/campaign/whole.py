"""The whole form, put together from its sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from surveys.domain import validity
from surveys.forms.campaign.basics import Basics
from surveys.forms.campaign.hours import Hours
from surveys.forms.campaign.limits import USUAL_GROWTH, Limits
from surveys.forms.campaign.mails import Mails
from surveys.forms.campaign.schedule import Schedule, initial_schedule
from surveys.forms.campaign.whom import Whom
from surveys.models import Campaign

if TYPE_CHECKING:
    from collections.abc import Mapping

# Where a fact that is wrong shows in the form.
FIELD_OF = {"event_name": "event_other", "reminder_days": "reminder_1"}
ONLY_MAILED: tuple[type[Limits | Hours | Mails], ...] = (Limits, Hours, Mails)


class CampaignForm(Mails, Hours, Limits, Schedule, Whom, Basics):
    """What is asked, whom, when, within which limits. Sections in the page's order, the last one first."""

    def __init__(
        self, *args: Any, stage_counts: Mapping[str, int], campaign: Campaign | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.campaign = campaign
        self.count_stages(stage_counts)

    @property
    def is_scheduled(self) -> bool:
        """Only mails have a schedule."""
        return self.is_mailed

    def clean(self) -> dict[str, Any]:
        """What belongs together, section by section, and then as a whole."""
        self.check()
        if not self.is_mailed:
            for section in ONLY_MAILED:
                self.forget(set(section.base_fields))
            self.forget(["sample_percent"])
        if not self.errors:
            for name, words in validity.problems(self.facts()).items():
                self.add_error(FIELD_OF.get(name, name), words)
        return self.cleaned_data

    def facts(self) -> dict[str, Any]:
        """The campaign's columns, as far as the form is valid."""
        found = super().facts()
        if not self.is_mailed:
            kept = {name: value for name, value in found.items() if value is not None}
            found = {**_unmailed(), **kept, **validity.UNMAILED, "audience": found["audience"]}
        elif found["schedule_kind"] == "cycle" or found.get("window_days") is None:
            found["window_days"] = self.cleaned_data.get("window_days") or Campaign().window_days
        return validity.settled(found)

    def draft(self) -> Campaign | None:
        """An unsaved campaign to look ahead with; None while something it needs is wrong."""
        if self.errors.keys() - {"name", "survey"}:
            return None
        facts = {name: value for name, value in self.facts().items() if value is not None}
        known = self.campaign
        return Campaign(
            pk=known.pk if known else None, activated_at=known.activated_at if known else None, **facts
        )


def _unmailed() -> dict[str, Any]:
    usual = Campaign()
    names = ("priority", "reserves", "warm_up_growth", "weekdays", "opens_at", "closes_at")
    more = ("skips_holidays", "link_days", "window_days", "quiet_rule")
    return {name: getattr(usual, name) for name in (*names, *more)}


def initial_of(campaign: Campaign) -> dict[str, Any]:
    """What the form shows of a campaign, saved or not."""
    names = ("name", "channel", "stages", "sample_percent", "quiet_rule", "priority", "reserves")
    more = ("daily_cap", "warm_up_first", "weekdays", "skips_holidays", "tests_subject", "link_days")
    any_hour = campaign.opens_at == campaign.closes_at
    hours = Campaign() if any_hour else campaign
    reminders = [*campaign.reminder_days, None, None]
    return {
        **{name: getattr(campaign, name) for name in (*names, *more)},
        **initial_schedule(campaign),
        "survey": campaign.survey_id,
        "audience": campaign.audience_id,
        "warms_up": campaign.warm_up_first is not None,
        "warm_up_growth": campaign.warm_up_growth if campaign.warm_up_first else USUAL_GROWTH,
        "any_hour": any_hour,
        "opens_at": hours.opens_at,
        "closes_at": hours.closes_at,
        "reminder_1": reminders[0],
        "reminder_2": reminders[1],
    }
