"""How even the work shall be, and which of the proposed moves are wanted."""

from __future__ import annotations

from typing import Any

from django import forms

from followups.domain.rebalancing import Pick

LEVELS = [(100, "is full or more"), (90, "is above 90%"), (75, "is above 75%"), (50, "is above half")]
DEFAULT_LEVEL = 90


class LevelForm(forms.Form):
    """From which share of their capacity on people give work away."""

    above = forms.TypedChoiceField(label="Who gives work away", choices=LEVELS, coerce=int, required=False)


class PicksForm(forms.Form):
    """The chosen moves, each as follow-up, from whom, to whom."""

    move = forms.MultipleChoiceField(required=True, error_messages={"required": "Choose at least one move."})

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        # What is stale or was made up is refused when the row is locked, by name; here only the form counts.
        sent = data.getlist("move") if hasattr(data, "getlist") else []
        self.fields["move"].choices = [(one, one) for one in sent if _pick(one)]  # type: ignore[attr-defined]  # a choice

    def picks(self) -> list[Pick]:
        """What the domain's verb takes."""
        return [pick for one in self.cleaned_data["move"] if (pick := _pick(one))]


def _pick(sent: str) -> Pick | None:
    parts = sent.split(":")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() and len(part) < 19 for part in parts):
        return None
    followup, left, to = map(int, parts)
    return Pick(followup, left, to)
