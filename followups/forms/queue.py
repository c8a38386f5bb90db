"""Narrows the queue."""

from __future__ import annotations

from typing import Any

from django import forms

from core.scoring import Band
from customers.enums import Stage
from followups.domain import priority, queue
from followups.domain.queue import narrowing
from followups.enums import FollowUpState, Recovery
from followups.querysets import WORKING_ROLES
from responses.models import Theme
from team.enums import Role
from team.models import User

DUES = [
    ("", "Due any time"),
    (narrowing.OVERDUE, "Overdue"),
    (narrowing.TODAY, "Due today"),
    (narrowing.TOMORROW, "Due tomorrow"),
    (narrowing.WEEK, "Due within 7 days"),
    (narrowing.LATER, "Due later"),
]
LEVELS = [("", "Any priority"), *[(level.code, f"{level.label} priority") for level in priority.LEVELS]]
SCORES = [
    ("", "Any score"),
    ("worst", "0 to 3"),
    ("poor", "4 to 6"),
    *[(band.value, f"{band.plural} ({band.range_label})") for band in Band],
]
RECOVERIES = [("", "Whatever they said next"), *Recovery.choices]
FIRST = ("q", "due", "level")
PLACES = ("view", "group")


class QueueFilter(forms.Form):
    """A view, what narrows it, and how its rows are grouped. `user` is whose queue it is."""

    view = forms.ChoiceField(
        choices=[(view, view) for view in queue.VIEWS], required=False, widget=forms.HiddenInput
    )
    q = forms.CharField(label="Search customer, company or reason", required=False, max_length=200)
    due = forms.ChoiceField(label="Due", choices=DUES, required=False)
    level = forms.ChoiceField(label="Priority", choices=LEVELS, required=False)
    group = forms.ChoiceField(label="Grouping", choices=list(queue.GROUPINGS.items()), required=False)
    assignee = forms.ChoiceField(label="Owner", required=False)
    state = forms.ChoiceField(
        label="State", choices=[("", "Any state"), *FollowUpState.choices], required=False
    )
    recovery = forms.ChoiceField(label="Their next answer", choices=RECOVERIES, required=False)
    score = forms.ChoiceField(label="Score", choices=SCORES, required=False)
    stage = forms.ChoiceField(label="Stage now", choices=[("", "Any stage"), *Stage.choices], required=False)
    theme = forms.ChoiceField(label="Theme", required=False)
    value = forms.DecimalField(
        label="Account pays a year, at least",
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"min": "0", "step": "any", "placeholder": "Any amount"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        themes = Theme.objects.filter(is_active=True).values_list("code", "name")
        self.labels = {
            "due": dict(DUES),
            "level": dict(LEVELS),
            "score": dict(SCORES),
            "state": dict(FollowUpState.choices),
            "stage": dict(Stage.choices),
            "recovery": dict(RECOVERIES),
            "assignee": {"": "Any owner", **_owners(user)},
            "theme": {"": "Any theme", **dict(themes)},
        }
        for name in ("assignee", "theme"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = list(self.labels[name].items())
        if self.view_name != queue.DONE:
            # Whether it was worth it is asked of what is done.
            del self.fields["recovery"]

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields that always stand above the list."""
        return [self[name] for name in FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields behind "More filters"."""
        return [self[name] for name in self.fields if name not in (*FIRST, *PLACES)]

    @property
    def more_chosen(self) -> int:
        """How many of those are set."""
        return sum(1 for field in self.more if self.chosen.get(field.name))

    @property
    def narrowing(self) -> set[str]:
        """The names of the fields that narrow this view."""
        return {name for name in self.fields if name not in PLACES}

    @property
    def chosen(self) -> dict[str, Any]:
        """What narrows the view; what was not understood is left out."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value and name in self.narrowing}

    @property
    def view_name(self) -> str:
        """The view asked for, or the one that this person's queue opens with."""
        self.is_valid()
        asked = str(self.cleaned_data.get("view") or "") or queue.first_view(self.user)
        return asked if asked in queue.views_of(self.user) else queue.MINE

    @property
    def grouping(self) -> str:
        """How the rows are grouped."""
        self.is_valid()
        return str(self.cleaned_data.get("group") or "") or queue.DUE

    @property
    def told(self) -> list[tuple[str, str]]:
        """What narrows the view, by the field's name and in words."""
        return [(name, self._in_words(name, value)) for name, value in self.chosen.items()]

    def _in_words(self, name: str, value: object) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return self.labels[name].get(str(value), str(value))
        return f"“{value}”" if name == "q" else f"{field.label} {value:,f}"


def _owners(user: User) -> dict[str, str]:
    """Everybody who may own one, for those who see everybody's."""
    short = {narrowing.ME: "Mine", narrowing.NOBODY: "Nobody’s"}
    if not user.may(Role.MANAGER):
        return short
    people = User.objects.active().filter(role__in=WORKING_ROLES).order_by("name", "pk")
    return {**short, **{str(pk): name for pk, name in people.values_list("pk", "name")}}
