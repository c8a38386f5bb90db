"""What narrows the lists of advocates, endorsements and referrals."""

from __future__ import annotations

from typing import Final

from django import forms

from followups.domain import advocates, favors
from followups.domain.advocates import listing
from followups.enums import EndorsementKind, EndorsementState, ReferralState

# Agreed or done: their consent stands.
USABLE: Final = "usable"


class Filter(forms.Form):
    """Words, and choices that are nothing where they are unknown."""

    q = forms.CharField(required=False, max_length=200)

    @property
    def wanted(self) -> dict[str, str]:
        """What narrows, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class AdvocateFilter(Filter):
    """Who they are, what they did, what may be asked of them."""

    q = forms.CharField(label="Search advocates", required=False, max_length=200)
    who = forms.ChoiceField(
        label="Who",
        required=False,
        choices=[
            ("", "Promoters and advocates"),
            (listing.PROMOTER, "Gave 9 or 10 last"),
            (listing.STAGE, "In the stage of advocates"),
        ],
    )
    did = forms.ChoiceField(
        label="What they did",
        required=False,
        choices=[
            ("", "Whatever they did"),
            (listing.NOTHING, "Nothing yet"),
            (listing.ENDORSED, "May be quoted"),
            (listing.REFERRED, "Recommended somebody"),
            (listing.WON, "Won us a customer"),
        ],
    )
    free = forms.ChoiceField(
        label="What may be asked",
        required=False,
        choices=[
            ("", "Free or not"),
            (advocates.FREE, "May be asked now"),
            *((kind.value, f"May be asked for {favors.NOUNS[kind]}") for kind in favors.ORDER),
        ],
    )
    whose = forms.ChoiceField(
        label="Whose",
        required=False,
        choices=[("", "All accounts"), ("mine", "My accounts")],
    )


class EndorsementFilter(Filter):
    """Of which kind, and how far."""

    q = forms.CharField(label="Search customers and quotes", required=False, max_length=200)
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "In any state"), (USABLE, "May be used"), *EndorsementState.choices],
    )
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "Of any kind"), *EndorsementKind.choices]
    )


class ReferralFilter(Filter):
    """How far."""

    q = forms.CharField(label="Search people and companies", required=False, max_length=200)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "In any state"), *ReferralState.choices]
    )
