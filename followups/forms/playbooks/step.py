"""One step: what its kind needs, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q

from followups.domain.playbooks import hearing
from followups.domain.playbooks.editing import PlannedStep
from followups.domain.playbooks.terms import Terms
from followups.enums import Delay, EndorsementKind, OnlyIf, StepKind, WaitsFor, Worker
from followups.models import MessageTemplate
from followups.querysets import WORKING_ROLES
from responses.models import Theme
from team.forms.fields import LineField
from team.models import User

if TYPE_CHECKING:
    from collections.abc import Mapping

# What a kind asks for besides its title, its time and its condition.
NEEDS = {
    StepKind.TASK: ("text", "worker", "person", "due_days"),
    StepKind.MESSAGE: ("template", "is_reviewed", "text", "worker", "person", "due_days", "endorsement"),
    StepKind.REOPEN_CASE: (),
    StepKind.TAG: ("theme",),
    StepKind.NOTIFY: ("text", "worker", "person", "people"),
    StepKind.WEBHOOK: (),
    StepKind.PLAN: ("text", "worker", "person", "due_days"),
    StepKind.ENDORSEMENT: ("endorsement", "text", "worker", "person", "due_days"),
}
OWN = {name for names in NEEDS.values() for name in names}
SHORT = {"rows": 2}


class StepForm(forms.Form):
    """A step. Which fields there are depends on its kind, which is chosen when the step is added."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=StepKind.choices, widget=forms.HiddenInput)
    title = LineField(label="Title", max_length=160)
    text = forms.CharField(
        label="What they should know", required=False, max_length=2000, widget=forms.Textarea(attrs=SHORT)
    )
    template = forms.ModelChoiceField(
        label="Template", queryset=MessageTemplate.objects.none(), empty_label="Choose a template"
    )
    is_reviewed = forms.BooleanField(
        label="A person reads and edits it before it leaves",
        help_text="If nobody does, it leaves by itself: at the earliest a working day after the last such "
        "message to the same person.",
        required=False,
        initial=True,
    )
    endorsement = forms.ChoiceField(label="Asks for", choices=EndorsementKind.choices)
    theme = forms.ModelChoiceField(
        label="Theme", queryset=Theme.objects.none(), to_field_name="code", empty_label="Choose a theme"
    )
    waits_for = forms.ChoiceField(label="after", choices=WaitsFor.choices)
    delay = forms.IntegerField(label="How long", min_value=0, max_value=1000, initial=0)
    delay_unit = forms.ChoiceField(label="in", choices=Delay.choices)
    give_up_days = forms.IntegerField(label="Wait for it at most", min_value=1, max_value=1000, initial=60)
    only_if = forms.ChoiceField(label="Only if", choices=OnlyIf.choices)
    worker = forms.ChoiceField(label="Who", choices=Worker.choices)
    person = forms.ModelChoiceField(
        label="The person", required=False, queryset=User.objects.none(), empty_label="Choose somebody"
    )
    people = forms.ModelMultipleChoiceField(
        label="Or these people",
        required=False,
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    due_days = forms.IntegerField(label="To be done within", min_value=0, max_value=365, initial=3)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_kind = StepKind(kind)
        for name in OWN - set(NEEDS[self.is_kind]):
            del self.fields[name]
        self._offer("template", MessageTemplate.objects.filter(self._kept("template") | Q(is_active=True)))
        self._offer("theme", Theme.objects.filter(is_active=True).order_by("name"))
        people = User.objects.active().filter(role__in=WORKING_ROLES).order_by("name", "pk")
        self._offer("person", people)
        self._offer("people", User.objects.active().order_by("name", "pk"))
        if self.is_kind == StepKind.MESSAGE:
            field = self.fields["endorsement"]
            field.required = False
            field.choices = [("", "nothing that is recorded"), *EndorsementKind.choices]  # type: ignore[attr-defined]  # a choice

    def _offer(self, name: str, rows: Any) -> None:
        if name in self.fields:
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a choice of rows

    def _kept(self, name: str) -> Q:
        own = self.initial.get(name)
        return Q(pk=own) if own else Q(pk__in=[])

    def listeners(self) -> int:
        """How many other programs hear of it, where the step tells them."""
        return hearing.listeners() if self.is_kind == StepKind.WEBHOOK else 0

    def planned(self) -> PlannedStep:
        """The step as far as it is valid: the timeline is shown while one types."""
        if self.is_bound:
            self.is_valid()
            said: Mapping[str, Any] = self.cleaned_data
        else:
            said = self.initial
        settings: dict[str, Any] = {}
        for name in ("endorsement", "theme"):
            if name in self.fields and said.get(name):
                settings[name] = getattr(said[name], "code", said[name])
        if said.get("people"):
            settings["people"] = sorted(_pk(person) or 0 for person in said["people"])
        terms = Terms(
            waits_for=said.get("waits_for") or WaitsFor.START.value,
            delay=said.get("delay") or 0,
            delay_unit=said.get("delay_unit") or Delay.HOURS.value,
            give_up_days=said.get("give_up_days") or 60,
            only_if=said.get("only_if") or OnlyIf.ALWAYS.value,
            worker=said.get("worker") or Worker.OWNER.value,
            person=_pk(said.get("person")),
            due_days=3 if said.get("due_days") is None else said["due_days"],
            template=_pk(said.get("template")),
            is_reviewed=bool(said.get("is_reviewed", True)) if "is_reviewed" in self.fields else True,
            settings=settings,
        )
        return PlannedStep(
            kind=self.is_kind.value,
            title=said.get("title") or "",
            text=said.get("text") or "",
            terms=terms,
            pk=said.get("pk"),
        )

    @staticmethod
    def initial_of(step: PlannedStep) -> dict[str, Any]:
        """What the form shows of a stored step."""
        stored = step.terms.stored()
        settings = stored.pop("settings")
        return {
            **stored,
            **settings,
            "pk": step.pk,
            "kind": step.kind,
            "title": step.title,
            "text": step.text,
        }


def _pk(row: Any) -> int | None:
    return getattr(row, "pk", row) or None
