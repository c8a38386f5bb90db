"""Who works follow-ups: what they know, how much they carry, when they are away."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms

from customers.enums import Stage
from followups.domain import assignment
from followups.models import CustomTrait, OfficeHours, Rep
from followups.querysets import WORKING_ROLES
from responses.models import Theme
from team.forms.rules import CountriesField
from team.models import User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import BoundField

LONGEST_ABSENCE = timedelta(days=730)
OWN = "trait_"


class LanguagesField(forms.CharField):
    """Language codes, separated by blanks or commas."""

    def prepare_value(self, value: Any) -> Any:
        """A stored list as words; what somebody typed as it is."""
        return " ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Distinct codes such as "es" or "pt-br". Raises ValidationError for anything else."""
        words = super().clean(value).replace(",", " ").lower().split()
        wrong = [
            word
            for word in words
            if not word.replace("-", "").isalnum() or not word.isascii() or len(word) > 12
        ]
        if wrong:
            raise forms.ValidationError(
                f"“{wrong[0]}” is no language code. Write codes such as en, es, pt-br."
            )
        return list(dict.fromkeys(words))


class ValuesField(forms.CharField):
    """Words with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        """A stored list with commas; what somebody typed as it is."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Distinct values, in order; the same in capitals is the same."""
        words = [" ".join(word.split()) for word in super().clean(value).split(",")]
        return list({word.casefold(): word for word in reversed(words) if word}.values())[::-1]


class RepForm(forms.Form):
    """A person's place in the assignment: room, and every trait that speaks for them."""

    capacity = forms.IntegerField(
        label="Most follow-ups at once",
        min_value=0,
        max_value=500,
        initial=10,
        help_text="With 0 they are never chosen by the machine; they may still take some themselves.",
    )
    skills = forms.ModelMultipleChoiceField(
        label="Themes they know well",
        queryset=Theme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = LanguagesField(
        label="Languages they speak",
        required=False,
        max_length=200,
        help_text="Codes with blanks between them, for example: en es de",
    )
    regions = CountriesField(label="Countries", required=False)
    hours = forms.ModelChoiceField(
        label="Working hours",
        queryset=OfficeHours.objects.none(),
        required=False,
        empty_label="Nine to five, Monday to Friday, in their own time zone",
    )
    preferred_stages = forms.MultipleChoiceField(
        label="Customers they prefer",
        choices=Stage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, rep: Rep | None = None, **kwargs: Any) -> None:
        rep = rep or Rep()
        kwargs.setdefault("initial", _initial(rep))
        super().__init__(*args, **kwargs)
        self.own_traits = list(CustomTrait.objects.all())
        self.others = {key: values for key, values in rep.traits.items() if key not in self._keys()}
        for trait in self.own_traits:
            seen = assignment.known_values(trait.source)
            self.fields[f"{OWN}{trait.key}"] = ValuesField(
                label=trait.label,
                required=False,
                max_length=1000,
                initial=rep.traits.get(trait.key, []),
                help_text=f"With commas between them. Customers have: {', '.join(seen)}." if seen else "",
            )
        known = Theme.objects.filter(is_active=True) | Theme.objects.filter(reps=rep.pk)
        self._offer("skills", known.distinct().order_by("name"))
        self._offer("hours", OfficeHours.objects.all())
        countries = self.fields["regions"]
        if isinstance(countries, CountriesField):
            countries.chosen_first(list(rep.regions))

    def traits(self) -> Iterator[BoundField]:
        """The fields of the company's own traits."""
        return (self[f"{OWN}{key}"] for key in self._keys())

    def facts(self) -> dict[str, Any]:
        """What `reps.change` takes. Values of traits that were removed stay with the person."""
        said = self.cleaned_data
        own = {key: said[f"{OWN}{key}"] for key in self._keys() if said[f"{OWN}{key}"]}
        names = ("capacity", "skills", "languages", "regions", "hours", "preferred_stages")
        return {**{name: said[name] for name in names}, "traits": {**self.others, **own}}

    def _keys(self) -> list[str]:
        return [trait.key for trait in self.own_traits]

    def _offer(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a choice of rows


class NewRepForm(RepForm):
    """Somebody who gets a place."""

    user = forms.ModelChoiceField(label="Person", queryset=User.objects.none(), empty_label="Choose somebody")
    field_order = ("user",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.active().filter(role__in=WORKING_ROLES, rep=None)
        self._offer("user", people.order_by("name", "pk"))


class AbsenceForm(forms.Form):
    """From when to when somebody is away, and whether others take over."""

    since = forms.DateField(
        label="First day away",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Nothing new from then on.",
    )
    until = forms.DateField(
        label="Back on",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The first day back at work.",
    )
    hands_over = forms.BooleanField(
        label="Others take over what is unfinished",
        required=False,
        help_text="As the absence begins it goes to whoever fits best and has room, even what is waiting.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["until"].widget.attrs["min"] = str(today + timedelta(days=1))

    def clean(self) -> dict[str, Any]:
        """The return is ahead, after the first day, and within two years."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if until and until <= self.today:
            self.add_error("until", "Choose a day from tomorrow on.")
        elif until and until > self.today + LONGEST_ABSENCE:
            self.add_error("until", "Choose a day within two years.")
        elif since and until and until <= since:
            self.add_error("until", "They come back after they leave.")
        return cleaned


def _initial(rep: Rep) -> dict[str, Any]:
    skills = list(rep.skills.values_list("pk", flat=True)) if rep.pk else []
    names = ("capacity", "languages", "regions", "hours", "preferred_stages")
    return {**{name: getattr(rep, name) for name in names}, "skills": skills}
