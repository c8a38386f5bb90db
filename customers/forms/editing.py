"""A customer, and a company, as staff write them down: sections of fields, and only what was changed."""

from __future__ import annotations

import zoneinfo
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms

from core import countries
from customers.enums import AttributeKind, Source
from customers.models import AttributeDefinition
from team.models import User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from customers.models import Account, Customer

ATTRIBUTE = "attribute-"
ANSWERS = [("", "Not known"), ("yes", "Yes"), ("no", "No")]
SECTIONS = (
    ("Who they are", ("name", "email", "phone", "external_id", "source")),
    ("Their company", ("account_name",)),
    ("Language and place", ("language", "time_zone", "country")),
    (
        "Their dates",
        (
            "joined_on", "first_purchase_on", "last_purchase_on", "purchase_count", "renewal_on",
            "churned_on",
        ),
    ),
    ("May we ask them?", ("opted_in_at", "opt_in_source")),
)  # fmt: skip


def _day(label: str, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, help_text=help_text, widget=widget)


def _text(label: str, length: int, help_text: str = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=length, required=False, help_text=help_text, widget=widget)


class FactsForm(forms.Form):
    """A form whose changed fields are facts for the intake, and whose refusals stand at the fields."""

    def remember(self) -> None:
        """Send along what the page showed, so that a change of somebody else's meanwhile is not undone."""
        for field in self.fields.values():
            field.show_hidden_initial = True

    def told(self) -> dict[str, object]:
        """What was changed on the page; None for what was emptied. What nobody touched is not told."""
        told = {name: self.cleaned_data[name] for name in self.changed_data if not name.startswith(ATTRIBUTE)}
        return {name: None if value == "" else value for name, value in told.items()}

    def refuse(self, errors: dict[str, str]) -> None:
        """Show what the verb refused."""
        for name, message in errors.items():
            self.add_error(name if name in self.fields else None, message)


class CustomerForm(FactsForm):
    """Everything that can be said of a customer. `company_names` fills the list while one writes."""

    name = _text("Name", 200)
    email = _text("E-mail address", 254, inputmode="email", spellcheck="false")
    phone = _text("Phone number", 40, inputmode="tel")
    external_id = _text("Identifier in your CRM", 120, spellcheck="false")
    source = forms.ChoiceField(label="How they came", choices=Source.choices, required=False)
    account_name = _text(
        "Company",
        200,
        "One that is not known yet is added. Empty: they belong to none.",
        list="company-names",
    )
    language = _text("Language", 12, "A code like en, de or pt-br.", list="languages", spellcheck="false")
    time_zone = _text("Time zone", 64, "Like Europe/Berlin.", list="zones", spellcheck="false")
    country = forms.ChoiceField(label="Country", required=False)
    joined_on = _day("Joined")
    first_purchase_on = _day("First purchase")
    last_purchase_on = _day("Last purchase")
    purchase_count = forms.IntegerField(label="Number of purchases", required=False, min_value=0)
    renewal_on = _day("Renewal", "Empty: their company’s date counts.")
    churned_on = _day("Left on", "Empty: their company’s date counts.")
    opted_in_at = _day("Agreed to be asked on")
    opt_in_source = _text("Where or how they agreed", 120)

    def __init__(self, data: Any = None, *, customer: Customer | None = None) -> None:
        super().__init__(data, initial=_initial(customer))
        self.fields["country"] = forms.ChoiceField(
            label="Country", required=False, choices=[("", "Not known"), *countries.names().items()]
        )
        if customer is not None:
            # What they agreed to has a page of its own, with its own entry in the audit trail.
            del self.fields["opted_in_at"], self.fields["opt_in_source"]
        stored = customer.attributes if customer else {}
        for name, field in _attribute_fields(stored):
            self.fields[f"{ATTRIBUTE}{name}"] = field
        self.remember()
        self.zones = sorted(zoneinfo.available_timezones())
        self.languages = ["ar", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "sv", "tr", "zh-hans"]

    def sections(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings; the custom attributes last."""
        for title, names in SECTIONS:
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                yield title, fields
        attributes = [self[name] for name in self.fields if name.startswith(ATTRIBUTE)]
        if attributes:
            yield "Attributes", attributes

    def facts(self) -> dict[str, object]:
        """The facts for the intake."""
        changed = {name for name in self.changed_data if name.startswith(ATTRIBUTE)}
        attributes = {name.removeprefix(ATTRIBUTE): _plain(self.cleaned_data[name]) for name in changed}
        return self.told() | ({"attributes": attributes} if attributes else {})


class AccountForm(FactsForm):
    """Everything that can be said of a company."""

    name = forms.CharField(label="Name", max_length=200)
    external_id = _text("Identifier in your CRM", 120, spellcheck="false")
    manager = forms.ChoiceField(label="Account manager", required=False)
    industry = _text("Industry", 120)
    country = forms.ChoiceField(label="Country", required=False)
    annual_revenue = forms.DecimalField(
        label="Annual revenue from them", required=False, min_value=0, max_digits=14, decimal_places=2
    )
    currency = _text("Currency", 3, "Three letters, like EUR.")
    renewal_on = _day("Renewal", "Counts for everybody there who has no date of their own.")
    churned_on = _day("Left on")

    def __init__(self, data: Any = None, *, account: Account) -> None:
        names = [name for name in type(self).base_fields if name != "manager"]
        initial = {name: getattr(account, name) for name in names}
        manager = account.manager.email if account.manager else ""
        super().__init__(data, initial=initial | {"manager": manager})
        staff = User.objects.filter(is_active=True).order_by("name")
        people = {person.email: str(person) for person in staff}
        if manager:
            people.setdefault(manager, str(account.manager))
        self.fields["manager"] = forms.ChoiceField(
            label="Account manager", required=False, choices=[("", "Nobody"), *people.items()]
        )
        self.fields["country"] = forms.ChoiceField(
            label="Country", required=False, choices=[("", "Not known"), *countries.names().items()]
        )
        self.order_fields([*names[:2], "manager", *names[2:]])
        self.remember()


def _initial(customer: Customer | None) -> dict[str, Any]:
    if customer is None:
        return {"source": Source.STAFF}
    names = [name for _, section in SECTIONS for name in section if name != "account_name"]
    found = {name: getattr(customer, name) for name in names}
    found["account_name"] = customer.account.name if customer.account else ""
    stored = {f"{ATTRIBUTE}{name}": _shown(value) for name, value in customer.attributes.items()}
    return found | stored


def _attribute_fields(stored: dict[str, Any]) -> Iterator[tuple[str, forms.Field]]:
    """A field for each defined attribute, and for those that somebody has without a definition."""
    defined = {it.key: it for it in AttributeDefinition.objects.all()}
    for key, it in defined.items():
        yield key, _attribute_field(it.label, it.kind)
    for key in sorted(stored.keys() - defined.keys()):
        yield key, _attribute_field(key, _kind_of(stored[key]))


def _attribute_field(label: str, kind: str) -> forms.Field:
    if kind == AttributeKind.NUMBER:
        return forms.FloatField(label=label, required=False, widget=forms.NumberInput(attrs={"step": "any"}))
    if kind == AttributeKind.DATE:
        return _day(label)
    if kind == AttributeKind.FLAG:
        return forms.ChoiceField(label=label, required=False, choices=ANSWERS)
    return _text(label, 1_000)


def _kind_of(value: object) -> str:
    if isinstance(value, bool):
        return AttributeKind.FLAG
    return AttributeKind.NUMBER if isinstance(value, (int, float)) else AttributeKind.TEXT


def _shown(value: object) -> object:
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _plain(value: object) -> object:
    if value in ("yes", "no"):
        return value == "yes"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return None if value == "" else value
