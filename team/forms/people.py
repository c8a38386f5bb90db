"""People of the staff, and one's own profile."""

from __future__ import annotations

from typing import Any

from django import forms

from team.enums import Role
from team.forms.fields import LineField, ZoneField
from team.models import User

DUTIES = {
    Role.VIEWER: "Viewer: sees scores, customers, answers and insights",
    Role.REP: "Rep: also works follow-ups, their own and unassigned ones",
    Role.MANAGER: "Manager: also assigns follow-ups, runs campaigns and imports",
    Role.ADMIN: "Admin: also manages people, keys, connections and the program",
}


class PersonForm(forms.Form):
    """Who somebody is and what they may do."""

    email = forms.EmailField(label="E-mail", max_length=254, help_text="They sign in with it.")
    name = LineField(label="Name", max_length=120)
    role = forms.ChoiceField(
        label="Role", choices=[(role.value, duty) for role, duty in DUTIES.items()], widget=forms.RadioSelect
    )
    manager = forms.ModelChoiceField(
        label="Reports to",
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody",
        help_text="Hears first when a follow-up of theirs is overdue; without one, all managers do.",
    )
    time_zone = ZoneField(label="Time zone", help_text="Times are shown to them in it.")

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managers = User.objects.managers()
        self.fields["manager"].queryset = (  # type: ignore[attr-defined]  # it is a ModelChoiceField
            managers.exclude(pk=person.pk) if person else managers
        )


class ProfileForm(forms.Form):
    """What everybody may change about themselves."""

    name = LineField(
        label="Name", max_length=120, help_text="Colleagues see it, and customers to whom you write."
    )
    time_zone = ZoneField(label="Time zone", help_text="Times are shown to you in it.")


class PeopleFilter(forms.Form):
    """Narrows the list of people."""

    q = forms.CharField(label="Search people", required=False, max_length=200)
    role = forms.ChoiceField(label="Role", required=False, choices=[("", "All roles"), *Role.choices])
    state = forms.ChoiceField(
        label="Access",
        required=False,
        choices=[("", "Active and former"), ("active", "Active"), ("former", "Deactivated")],
    )
