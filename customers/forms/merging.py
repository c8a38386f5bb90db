"""Whom to merge, and which values survive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from customers.domain.merging import fields

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "side-"


class OtherForm(forms.Form):
    """Words that find the other one."""

    q = forms.CharField(
        label="Name, e-mail, phone or company of the other one", required=False, max_length=100
    )


def choices_from(data: Mapping[str, object]) -> dict[str, str]:
    """The side of each field as chosen on the page; what is not chosen is suggested."""
    return {
        name.removeprefix(PREFIX): str(side)
        for name, side in data.items()
        if name.startswith(PREFIX) and side in (fields.KEPT, fields.LOST)
    }
