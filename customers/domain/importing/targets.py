"""Where a column of a file may go."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

IGNORED = ""
ATTRIBUTE = "attribute"


class Kind(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    COUNT = "count"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Target:
    """One place for a column. `code` is the fact's name, or a kind of attribute."""

    code: str
    label: str
    group: str
    kind: Kind = Kind.TEXT

    @property
    def is_attribute(self) -> bool:
        """An attribute of a name that the import chooses; any number of columns may be one."""
        return self.code.startswith(ATTRIBUTE)

    @property
    def attribute_kind(self) -> str:
        """Of an attribute: what its values are, as customers.enums.AttributeKind has it."""
        return self.code.removeprefix(ATTRIBUTE).lstrip("_") or "text"


WHO, WHEN, COMPANY = "Who they are", "Their dates", "Their company"
CONSENT, MORE = "May we ask them?", "Anything else"
# The columns that a file of rejected rows has beside its own; such a file may come back, mended.
ABOUT_REJECTION = ("Line in the file", "Rejected column", "Reason")
# An attribute's target by what its values are, as customers.enums.AttributeKind has it.
ATTRIBUTE_OF = {
    "text": ATTRIBUTE,
    "number": f"{ATTRIBUTE}_number",
    "date": f"{ATTRIBUTE}_date",
    "flag": f"{ATTRIBUTE}_flag",
}
TARGETS = {
    target.code: target
    for target in (
        Target("email", "E-mail address", WHO),
        Target("external_id", "Identifier in your CRM", WHO),
        Target("name", "Name", WHO),
        Target("first_name", "First name", WHO),
        Target("last_name", "Last name", WHO),
        Target("phone", "Phone number", WHO),
        Target("language", "Language", WHO),
        Target("time_zone", "Time zone", WHO),
        Target("country", "Country", WHO),
        Target("source", "How they came (trial, download, website …)", WHO),
        Target("joined_on", "Joined", WHEN, Kind.DATE),
        Target("first_purchase_on", "First purchase", WHEN, Kind.DATE),
        Target("last_purchase_on", "Last purchase", WHEN, Kind.DATE),
        Target("purchase_count", "Number of purchases", WHEN, Kind.COUNT),
        Target("renewal_on", "Renewal", WHEN, Kind.DATE),
        Target("churned_on", "Churned", WHEN, Kind.DATE),
        Target("account_name", "Company name", COMPANY),
        Target("account_external_id", "Company identifier", COMPANY),
        Target("account_manager", "Account manager’s e-mail", COMPANY),
        Target("account_industry", "Industry", COMPANY),
        Target("account_country", "Company country", COMPANY),
        Target("account_annual_revenue", "Annual revenue from the company", COMPANY, Kind.NUMBER),
        Target("account_currency", "Currency of the revenue", COMPANY),
        Target("account_renewal_on", "Company renewal", COMPANY, Kind.DATE),
        Target("account_churned_on", "Company churned", COMPANY, Kind.DATE),
        Target("opted_in", "Agreed to be asked (yes or no)", CONSENT, Kind.FLAG),
        Target("opted_in_at", "Agreed to be asked on (date)", CONSENT, Kind.DATE),
        Target("opt_in_source", "Where or how they agreed", CONSENT),
        Target("unsubscribed", "Do not contact (yes blocks, no changes nothing)", CONSENT, Kind.FLAG),
        Target("last_surveyed_on", "Last surveyed (only ever makes them quiet longer)", CONSENT, Kind.DATE),
        Target(ATTRIBUTE_OF["text"], "Attribute: text", MORE),
        Target(ATTRIBUTE_OF["number"], "Attribute: number", MORE, Kind.NUMBER),
        Target(ATTRIBUTE_OF["date"], "Attribute: date", MORE, Kind.DATE),
        Target(ATTRIBUTE_OF["flag"], "Attribute: yes or no", MORE, Kind.FLAG),
    )
}
