"""What a playbook is called, and for whose answers it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator

from core.scoring import Band
from customers.enums import Stage
from customers.models import Account
from followups.domain.playbooks.fitting import Conditions
from followups.models import Playbook
from responses.models import Theme
from team.forms.fields import LineField

if TYPE_CHECKING:
    from followups.domain.playbooks.editing import Plan


class ConditionsForm(forms.Form):
    """Name and conditions. What is left empty fits everybody."""

    name = LineField(label="Name", max_length=120)
    description = LineField(label="What for", max_length=400, required=False)
    band = forms.ChoiceField(
        label="Band",
        required=False,
        choices=[("", "All"), *((band.value, f"{band.plural} ({band.range_label})") for band in Band)],
        widget=forms.RadioSelect,
    )
    stages = forms.MultipleChoiceField(
        label="Stages", required=False, choices=Stage.choices, widget=forms.CheckboxSelectMultiple
    )
    themes = forms.ModelMultipleChoiceField(
        label="Themes",
        required=False,
        queryset=Theme.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Any of them is enough. An answer that is tagged later begins it then.",
    )
    least_value = forms.DecimalField(
        label="Their company pays at least", required=False, min_value=0, max_digits=14, decimal_places=2
    )
    currency = forms.ChoiceField(label="Currency", required=False)
    renewal_days = forms.IntegerField(label="They renew within", required=False, min_value=0, max_value=1000)
    group = forms.CharField(
        label="Group",
        required=False,
        max_length=40,
        validators=[RegexValidator(r"^[a-z0-9-]*$", "Use small letters, digits and hyphens.")],
        help_text="Of the playbooks of one group only one begins for an answer: the first by place.",
    )
    position = forms.IntegerField(label="Place in the group", min_value=1, max_value=1000, initial=100)

    def __init__(self, *args: Any, playbook: Playbook | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.playbook = playbook
        kept = playbook.themes.all() if playbook else Theme.objects.none()
        offered = Theme.objects.filter(is_active=True) | Theme.objects.filter(pk__in=kept.values("pk"))
        self.fields["themes"].queryset = offered.order_by("name")  # type: ignore[attr-defined]  # a choice of rows
        own = {playbook.currency} if playbook else set()
        paid = set(Account.objects.exclude(currency="").values_list("currency", flat=True).distinct())
        self.fields["currency"].choices = [  # type: ignore[attr-defined]  # a choice
            ("", "in any currency"),
            *((code, code) for code in sorted((paid | own) - {""})),
        ]

    def clean_name(self) -> str:
        """A name that no other playbook has."""
        name: str = self.cleaned_data["name"]
        others = Playbook.objects.filter(name=name)
        if self.playbook:
            others = others.exclude(pk=self.playbook.pk)
        if others.exists():
            raise forms.ValidationError("Another playbook has this name.")
        return name

    def facts(self) -> dict[str, Any]:
        """What a plan takes, as far as it is valid: the effect is shown while one types."""
        chosen = self.cleaned_data if self.is_valid() or self.is_bound else self.initial
        conditions = Conditions(
            band=chosen.get("band") or "",
            stages=tuple(chosen.get("stages") or ()),
            themes=tuple(_ids(chosen.get("themes"))),
            least_value=chosen.get("least_value"),
            currency=chosen.get("currency") or "",
            renewal_days=chosen.get("renewal_days"),
        )
        return {
            "name": chosen.get("name") or "",
            "description": chosen.get("description") or "",
            "conditions": conditions,
            "group": chosen.get("group") or "",
            "position": chosen.get("position") or 100,
        }

    @staticmethod
    def initial_of(plan: Plan) -> dict[str, Any]:
        """What the form shows of a stored plan."""
        conditions = plan.conditions
        return {
            "name": plan.name,
            "description": plan.description,
            "band": conditions.band,
            "stages": list(conditions.stages),
            "themes": list(conditions.themes),
            "least_value": conditions.least_value,
            "currency": conditions.currency,
            "renewal_days": conditions.renewal_days,
            "group": plan.group,
            "position": plan.position,
        }


def _ids(themes: Any) -> list[int]:
    return [theme.pk if isinstance(theme, Theme) else int(theme) for theme in themes or ()]
