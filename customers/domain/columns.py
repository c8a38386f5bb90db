"""The columns of the list of customers and of its exports: what each says of a customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core import countries
from core.scoring import band_of
from customers.models import AttributeDefinition

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from customers.models import Customer

ATTRIBUTE = "attribute:"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind` says how a page shows the value; `sort` is the order that it can be listed in."""

    key: str
    label: str
    kind: str
    value: Callable[[Customer], Any]
    sort: str = ""


def _of_company(name: str) -> Callable[[Customer], Any]:
    return lambda customer: getattr(customer.account, name) if customer.account else None


def _of_contact(name: str) -> Callable[[Customer], Any]:
    return lambda customer: getattr(customer.contact, name) if customer.contact else None


def _own(name: str) -> Callable[[Customer], Any]:
    return lambda customer: getattr(customer, name)


def _annotated(name: str) -> Callable[[Customer], Any]:
    return lambda customer: vars(customer).get(name)


def _country(customer: Customer) -> str:
    code = customer.country or (customer.account.country if customer.account else "")
    return countries.name_of(code) if code else ""


def _manager(customer: Customer) -> str:
    manager = customer.account.manager if customer.account else None
    return str(manager) if manager else ""


def _band(customer: Customer) -> str:
    return "" if customer.last_score is None else band_of(customer.last_score).label


BUILT_IN = (
    Column("stage", "Stage", "stage", lambda customer: customer.get_stage_display()),
    Column("score", "Last score", "band", _own("last_score")),
    Column("surveyed", "Last surveyed", "surveyed", _of_contact("last_asked_at"), sort="surveyed"),
    Column("asked", "May be asked", "asked", _of_contact("next_survey_at")),
    Column("renewal", "Renewal", "date", _annotated("renewal"), sort="renewal"),
    Column("answered", "Last answered", "instant", _own("last_answered_at"), sort="answered"),
    Column("value", "Account value", "money", _of_company("annual_revenue"), sort="value"),
    Column("owner", "Account manager", "text", _manager),
    Column("industry", "Industry", "text", _of_company("industry")),
    Column("country", "Country", "text", _country),
    Column("language", "Language", "text", _own("language")),
    Column("email", "E-mail", "text", _own("email")),
    Column("phone", "Phone", "text", _own("phone")),
    Column("external_id", "Identifier", "text", _own("external_id")),
    Column("source", "Source", "text", lambda customer: customer.get_source_display()),
    Column("joined", "Joined", "date", _own("joined_on")),
    Column("first_purchase", "First purchase", "date", _own("first_purchase_on")),
    Column("last_purchase", "Last purchase", "date", _own("last_purchase_on")),
    Column("purchases", "Purchases", "number", _own("purchase_count")),
    Column("churned", "Churn", "date", _annotated("churn")),
)
USUAL = ("stage", "score", "surveyed", "asked", "renewal")
MOST = 12
# An export names people, whatever columns are shown, and a score with its band.
ALWAYS_EXPORTED = (
    Column("name", "Name", "text", _own("name")),
    Column("email", "E-mail", "text", _own("email")),
    Column("company", "Company", "text", _of_company("name")),
    Column("external_id", "Identifier", "text", _own("external_id")),
)
BAND = Column("band", "Last band", "text", _band)
CURRENCY = Column("currency", "Currency", "text", _of_company("currency"))


def offered() -> list[Column]:
    """Every column there is: the built-in ones and the custom attributes."""
    return [*BUILT_IN, *(_of_attribute(it.key, it.label) for it in AttributeDefinition.objects.all())]


def chosen(keys: Collection[str], among: list[Column]) -> list[Column]:
    """Those with these keys in the order of the offer; the usual ones where none is left."""
    found = [column for column in among if column.key in keys][:MOST]
    return found or [column for column in BUILT_IN if column.key in USUAL]


def exported(shown: list[Column]) -> list[Column]:
    """What a file says: who it is, then the shown columns with what belongs to them."""
    columns = list(ALWAYS_EXPORTED)
    for column in shown:
        if column.key not in {it.key for it in columns}:
            columns.append(column)
        if column.key == "score":
            columns.append(BAND)
        if column.key == "value":
            columns.append(CURRENCY)
    return columns


def _of_attribute(key: str, label: str) -> Column:
    def value(customer: Customer) -> Any:
        found = customer.attributes.get(key)
        return {True: "yes", False: "no"}[found] if isinstance(found, bool) else found

    return Column(f"{ATTRIBUTE}{key}", label, "text", value)
