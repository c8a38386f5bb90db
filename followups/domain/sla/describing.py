"""Policies and office hours in plain sentences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format

from core import countries
from core.scoring import Band
from core.templatetags.numbers import money
from customers.enums import Stage
from followups.domain.sla.hours import hours_of, zone

if TYPE_CHECKING:
    from followups.models import OfficeHours, SlaPolicy

WHO = {
    "": "Anybody",
    Band.DETRACTOR: "A detractor",
    Band.PASSIVE: "A passive",
    Band.PROMOTER: "A promoter",
}
# Any Monday: the names of weekdays come from a date.
MONDAY = date(2024, 1, 1)


def who(policy: SlaPolicy) -> str:
    """Whose policy it is: "A detractor of an account that pays €50,000 a year or more"."""
    if policy.is_fallback:
        return "Whoever no policy above fits"
    parts = [WHO[policy.band], _scores(policy), _stages(policy), _value(policy)]
    return " ".join(part for part in parts if part)


def sentences(policy: SlaPolicy, *, place: str = "") -> list[str]:
    """What the policy means, from who it is for to whom the clock tells what.

    `place` is the program's zone, for whoever asks of many.
    """
    if policy.exempts:
        return [f"{who(policy)} gets no follow-up. The report lists them as “{policy.exempt_reason}”."]
    contact, resolve = _hours(policy.contact_hours), _hours(max(policy.resolve_hours, policy.contact_hours))
    return [
        f"{who(policy)} is contacted within {contact} and helped within {resolve}.",
        f"Hours count while the office is open: {week(hours_of(policy), place=place)}.",
        _alarms(policy),
    ]


def week(hours: OfficeHours, *, place: str = "") -> str:
    """Office hours: "Mon–Thu 09:00–17:00, Fri 09:00–12:00 in Europe/Berlin, except on …"."""
    runs: list[tuple[int, int, list[str]]] = []
    for day, window in sorted((int(day), window) for day, window in hours.week.items()):
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == window:
            runs[-1] = (runs[-1][0], day, window)
        else:
            runs.append((day, day, window))
    days = ", ".join(f"{_days(first, last)} {_window(window)}" for first, last, window in runs)
    where = f" in {hours.time_zone or place or zone()}"
    holidays = f" and the holidays of {countries.name_of(hours.country)}" if hours.country else ""
    return f"{days}{where}, except on your own days off{holidays}"


def weekday(day: int) -> str:
    """A weekday in full; Monday is 0."""
    return date_format(MONDAY.replace(day=day + 1), "l")


def _scores(policy: SlaPolicy) -> str:
    least, most = policy.least_score, policy.most_score
    if least is None and most is None:
        return ""
    if least == most:
        return f"scoring {least}"
    if least is None:
        return f"scoring {most} or less"
    return f"scoring {least} or more" if most is None else f"scoring {least} to {most}"


def _stages(policy: SlaPolicy) -> str:
    labels = [str(Stage(stage).label).lower() for stage in policy.stages]
    return f"in the stage {_either(labels)}" if labels else ""


def _value(policy: SlaPolicy) -> str:
    if policy.least_value is None:
        return ""
    return f"of an account that pays {money(policy.least_value, policy.currency)} a year or more"


def _alarms(policy: SlaPolicy) -> str:
    warned = f"is warned {_hours(policy.warn_hours)} before and " if policy.warn_hours else "is "
    return (
        f"For each deadline: the owner {warned}told when it is missed; the manager hears of it "
        f"{_after(policy.manager_hours)}, the admins {_after(policy.admin_hours)}."
    )


def _after(hours: int) -> str:
    return f"{_hours(hours)} after" if hours else "at once"


def _hours(number: int) -> str:
    return f"{number} business hour{'' if number == 1 else 's'}"


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _days(first: int, last: int) -> str:
    names = [weekday(day)[:3] for day in (first, last)]
    return names[0] if first == last else "–".join(names)


def _window(window: list[str]) -> str:
    opens, closes = window
    if opens == closes:
        return "around the clock"
    return f"{opens}–{closes}{' of the next day' if closes < opens else ''}"
