"""What counts when the machine chooses an owner, and how much."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import slugify

from customers.models import AttributeDefinition
from followups.domain.assignment.needs import ACCOUNT, CUSTOMER, INDUSTRY
from followups.enums import Trait
from followups.models import AssignmentRules, CustomTrait

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import BoundField

MOST = 1000
EXPLAINED = {
    Trait.ACCOUNT_OWNER: "All points for the account’s manager.",
    Trait.SKILL: "The part of the answer’s themes that they know.",
    Trait.LANGUAGE: "All points for who speaks the language of the answer, else the customer’s.",
    Trait.REGION: "All points for who looks after the customer’s country, else the account’s.",
    Trait.ZONE: "The part of nine to five in the customer’s time zone that they work, too.",
    Trait.HISTORY: "All points for who works with them just now or helped them before; half for another end.",
    Trait.STAGE: "All points for who prefers customers of this stage.",
    Trait.LOAD: "The free part of their capacity.",
}
PATH = re.compile(r"(customer|account)\.[\w .-]{1,80}")


class PointsForm(forms.Form):
    """The points of each trait, and whether owning the account decides."""

    owner_first = forms.BooleanField(
        label="The account’s manager first",
        required=False,
        help_text="Whatever the points say, while they are there and have room.",
    )

    def __init__(self, *args: Any, rules: AssignmentRules, **kwargs: Any) -> None:
        names = [*Trait.values, "owner_first"]
        kwargs["initial"] = {name: getattr(rules, name) for name in names}
        super().__init__(*args, **kwargs)
        for trait in Trait:
            self.fields[trait.value] = forms.IntegerField(
                label=trait.label, min_value=0, max_value=MOST, help_text=EXPLAINED[trait]
            )

    def points(self) -> Iterator[BoundField]:
        """The fields of the traits."""
        return (self[trait.value] for trait in Trait)

    def rules(self) -> AssignmentRules:
        """The rules as they were typed, not stored."""
        return AssignmentRules(**self.cleaned_data)


class TraitForm(forms.Form):
    """A trait of the company's own: where a customer's value stands, and what a match is worth."""

    label = forms.CharField(
        label="Name", max_length=80, help_text="As it stands beside the points, for example: Industry"
    )
    source = forms.ChoiceField(label="Where the customer’s value stands")
    other = forms.CharField(
        label="Another attribute",
        max_length=90,
        required=False,
        help_text="“customer.” or “account.” and the attribute’s key, for example: account.plan",
    )
    points = forms.IntegerField(
        label="Points of a match", min_value=0, max_value=MOST, initial=20, help_text="All of them, or none."
    )

    def __init__(self, *args: Any, trait: CustomTrait | None = None, **kwargs: Any) -> None:
        self.trait = trait
        offered = dict(_sources())
        initial = {}
        if trait:
            known = trait.source in offered
            initial = {
                "label": trait.label,
                "points": trait.points,
                "source": trait.source if known else "",
                "other": "" if known else trait.source,
            }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        source = self.fields["source"]
        source.required = False
        source.choices = [*offered.items(), ("", "Another attribute")]  # type: ignore[attr-defined]  # a choice

    def clean(self) -> dict[str, Any]:
        """One source, from the list or typed."""
        cleaned = super().clean() or {}
        source = cleaned.get("source") or cleaned.get("other", "").strip()
        if not source:
            self.add_error("source", "Choose one, or write another below.")
        elif not PATH.fullmatch(source):
            self.add_error("other", "Write “customer.” or “account.” and the attribute’s key.")
        return {**cleaned, "source": source}

    def clean_label(self) -> str:
        """A name of its own."""
        label: str = " ".join(self.cleaned_data["label"].split())
        others = CustomTrait.objects.all()
        if self.trait:
            others = others.exclude(pk=self.trait.pk)
        if others.filter(label__iexact=label).exists():
            raise forms.ValidationError("Another trait has this name.")
        return label

    def facts(self) -> dict[str, Any]:
        """What the domain's verbs take."""
        return {name: self.cleaned_data[name] for name in ("label", "source", "points")}

    def key(self) -> str:
        """A key that no trait has yet, made of the name."""
        wish = slugify(self.cleaned_data["label"])[:34] or "trait"
        taken = set(CustomTrait.objects.values_list("key", flat=True))
        numbered = (f"{wish}-{number}" for number in range(2, len(taken) + 3))
        return next(key for key in (wish, *numbered) if key not in taken)


def _sources() -> Iterator[tuple[str, str]]:
    yield INDUSTRY, "The account’s industry"
    for defined in AttributeDefinition.objects.all():
        yield f"{CUSTOMER}.{defined.key}", f"The customer’s {defined.label}"
        yield f"{ACCOUNT}.{defined.key}", f"The account’s {defined.label}"
