"""What every section of the form has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from surveys.models import Campaign


class Section(forms.Form):
    """A part of the form: `check` looks at several fields together, `facts` are its columns.

    Sections are put together by inheritance, so each calls the next one's.
    """

    campaign: Campaign | None = None

    def check(self) -> None:
        """Look at the fields together; the schedule and the channel are known by then."""

    def facts(self) -> dict[str, Any]:
        """The columns, as far as the fields are valid."""
        return {}

    def require(self, name: str, words: str) -> None:
        """Ask for a field that is needed with the choices made."""
        if name not in self.errors and self.cleaned_data.get(name) in (None, ""):
            self.add_error(name, words)

    def forget(self, names: Iterable[str]) -> None:
        """Overlook what is wrong with fields that do not matter with the choices made."""
        for name in names:
            self.errors.pop(name, None)

    def has_trouble(self, names: Iterable[str]) -> bool:
        """True when one of these fields is wrong, so that its part of the page must be open."""
        return self.is_bound and any(name in self.errors for name in names)
