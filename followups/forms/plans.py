"""Success plans: what narrows the list, one item, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from followups.domain import planning_success
from followups.enums import PlanState
from followups.forms.acts import FIRST, LONGEST, note_field
from team.models import User

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import Model

    from followups.models import PlanItem
    from followups.querysets import PlanItemQuerySet

MINE, ALL, CUSTOMERS = VIEWS = ("mine", "all", "customers")
OPEN, OVERDUE = "open", "overdue"
STATES = [
    (OPEN, "To do"),
    (OVERDUE, "Overdue"),
    (PlanState.DONE.value, "Done"),
    (PlanState.DROPPED.value, "Dropped"),
    ("any", "To do and ended"),
]
NOBODY = "none"


class PlanFilter(forms.Form):
    """Whose items, in what state, with what words."""

    view = forms.ChoiceField(
        choices=[(view, view) for view in VIEWS], required=False, widget=forms.HiddenInput
    )
    q = forms.CharField(label="Search item, customer or company", required=False, max_length=200)
    state = forms.ChoiceField(label="State", choices=STATES, required=False)
    owner = forms.ChoiceField(label="Owner", required=False)

    def __init__(self, *args: Any, first: str = MINE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_valid()
        self.view_name = str(self.cleaned_data.get("view") or "") or first
        people = [(str(one.pk), str(one)) for one in planning_success.owners()]
        owner = self.fields["owner"]
        if isinstance(owner, forms.ChoiceField):
            owner.choices = [("", "Any owner"), (NOBODY, "Nobody’s"), *people]
        if self.view_name != ALL:
            del self.fields["owner"]
        if self.view_name == CUSTOMERS:
            del self.fields["state"]
        self.full_clean()

    @property
    def words(self) -> str:
        """What was searched for."""
        return str(self.cleaned_data.get("q") or "")

    @property
    def is_narrowed(self) -> bool:
        """Whether less than what is to do is shown."""
        return any(self.cleaned_data.get(name) for name in ("q", "state", "owner"))

    def narrow(self, rows: PlanItemQuerySet, *, user: User, today: date) -> PlanItemQuerySet:
        """The items of the view, as far as the filter lets them through."""
        if self.view_name == MINE:
            rows = rows.of(user)
        if owner := self.cleaned_data.get("owner"):
            rows = rows.filter(owner=None if owner == NOBODY else int(owner))
        state = str(self.cleaned_data.get("state") or "") or OPEN
        return planning_success.in_state(rows.narrowed(words=self.words), state, today=today)


class PlanItemForm(forms.Form):
    """What is to be done, by whom, by when."""

    title = forms.CharField(
        label="What we do",
        max_length=200,
        help_text="One thing with an end: “Train the night shift on the new gate”.",
        error_messages={"required": "Say what is to be done."},
    )
    due_on = forms.DateField(
        label="By",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Write the day like 2026-03-09."},
    )
    owner = forms.ModelChoiceField(
        label="Who does it", queryset=User.objects.none(), required=False, empty_label="Nobody yet"
    )
    text = forms.CharField(
        label="Details",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What was promised, and how we know that it is done.",
    )

    def __init__(
        self, *args: Any, today: date, item: PlanItem | None = None, first: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.item = today, item
        if first:
            self.fields["title"].widget.attrs.update(FIRST)
        owner = self.fields["owner"]
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = planning_success.owners()

    def clean_due_on(self) -> date | None:
        """A day ahead; one that has passed stays where it was that before."""
        day: date | None = self.cleaned_data["due_on"]
        before = self.item.due_on if self.item else None
        if day is not None and day < self.today and day != before:
            raise forms.ValidationError("This day has passed. Choose today or a later one.")
        return day


class DoneForm(forms.Form):
    """What came of it."""

    outcome = note_field(
        "What came of it", required=False, help_text="Stays on the customer’s page.", first=True
    )


class DropForm(forms.Form):
    """Why it is not done."""

    reason = note_field("Why it is dropped", help_text="Stays on the customer’s page.", first=True)


def facts_of(item: PlanItem) -> dict[str, Model | date | str | None]:
    """What the form of an item begins with."""
    return {"title": item.title, "due_on": item.due_on, "owner": item.owner, "text": item.text}
