"""The limits between the stages."""

from __future__ import annotations

from django import forms

from customers.querysets import Thresholds
from team.domain.program import THRESHOLDS
from team.models import Program


class ThresholdForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """The program's four limits, within what makes sense."""

    class Meta:
        model = Program
        fields = THRESHOLDS
        labels = {
            "new_customer_days": "New customer for",
            "renewal_days": "Renewal begins",
            "advocate_purchases": "Advocate from",
            "advocate_months": "Advocate after",
        }

    def thresholds(self) -> Thresholds:
        """What was typed, validated before."""
        return Thresholds(**{name: self.cleaned_data[name] for name in THRESHOLDS})
