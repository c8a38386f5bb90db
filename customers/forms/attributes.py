"""A custom attribute's name and kind."""

from __future__ import annotations

from django import forms

from customers.domain import attributes
from customers.enums import AttributeKind
from team.forms.fields import LineField


class AttributeForm(forms.Form):
    """What it is called and what its values are."""

    label = LineField(label="Name", max_length=120, help_text="As audiences and columns call it.")
    kind = forms.ChoiceField(
        label="Kind",
        choices=AttributeKind.choices,
        help_text="It decides what rules can say: numbers compare, dates are near or far.",
    )


class NewAttributeForm(AttributeForm):
    """The same for one that is not defined yet."""

    key = forms.CharField(
        label="Key",
        max_length=attributes.LONGEST_KEY,
        help_text="Exactly as the import or the API sends it, such as product_version.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("key", "label", "kind")

    def clean_key(self) -> str:
        """A key that customers could have."""
        try:
            return attributes.clean_key(self.cleaned_data["key"])
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from problem
