"""The fields that every program has, in the order in which people look for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, CharField, ExpressionWrapper, Value
from django.db.models.functions import NullIf

from core import countries
from core.scoring import Band, parse_band
from customers.domain import cleaning, distinct, permission
from customers.domain.audiences import expressions
from customers.domain.audiences.operators import Kind
from customers.domain.audiences.reach import Reach, may_be_asked
from customers.enums import Source, Stage
from customers.querysets import own_or_account
from team.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    Choices = list[tuple[Any, str]]

PERSON, COMPANY, ASKED, DATES, CONSENT = (
    "The customer",
    "Their company",
    "Surveys and answers",
    "Dates and purchases",
    "Consent",
)


def one_of(values: list[str]) -> Callable[[object], str]:
    """A check that a value is one of these codes."""

    def check(value: object) -> str:
        if not isinstance(value, str) or value not in values:
            raise ValueError(f"Choose of: {', '.join(values)}.")
        return value

    return check


def a_country(value: object) -> str:
    """A country's code."""
    code = cleaning.country(value)
    if not code:
        raise ValueError("Choose a country.")
    return code


def a_language(value: object) -> str:
    """A language's code."""
    code = cleaning.language(value)
    if not code:
        raise ValueError("Choose a language.")
    return code


def a_band(value: object) -> str:
    """A band, or "none" for no answer yet; "neutral" is a passive."""
    if value == "none":
        return "none"
    try:
        return parse_band(value).value if isinstance(value, str) else one_of([])(value)
    except ValueError:
        raise ValueError("Choose of: promoter, passive, detractor, none.") from None


def an_owner(value: object) -> int:
    """Somebody of the staff, by id or e-mail address."""
    if isinstance(value, str) and "@" in value:
        found: int | None = (
            User.objects.filter(email__iexact=value.strip()).values_list("pk", flat=True).first()
        )
        if found is None:
            raise ValueError("Nobody of the staff has this address.")
        return found
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**31:
        raise ValueError("Name somebody of the staff by id or e-mail address.")
    return value


def yes_or_no(value: object) -> str:
    """A truth, stored as the text that both databases make of it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return one_of(["true", "false"])(value)


def yes_and_no() -> Choices:
    """Both truths."""
    return [("true", "yes"), ("false", "no")]


def known_countries() -> Choices:
    """Those that customers are in, by name."""
    return sorted(((code, countries.name_of(code)) for code in distinct.countries()), key=lambda it: it[1])


def bands() -> Choices:
    """The three bands, and whoever never answered."""
    return [*((band.value, band.label) for band in Band), ("none", "No answer yet")]


def owners() -> Choices:
    """The staff, by name."""
    return [(user.pk, str(user)) for user in User.objects.order_by("name", "pk")]


def _field(
    key: str, label: str, group: str, kind: Kind, compared: Callable[[Reach], Any], **more: Any
) -> dict[str, Any]:
    return {"key": key, "label": label, "group": group, "kind": kind, "compared": compared, **more}


def _choice(
    key: str, label: str, group: str, compared: Callable[[Reach], Any], **more: Any
) -> dict[str, Any]:
    return _field(key, label, group, Kind.CHOICE, compared, **more)


def _column(name: str) -> Callable[[Reach], Any]:
    return lambda reach: reach.column(name)


def _code(name: str) -> Callable[[Reach], Any]:
    """A column whose empty text means "not known"."""
    return lambda reach: NullIf(reach.column(name), Value(""), output_field=CharField())


def _manager(reach: Reach) -> Any:
    return ExpressionWrapper(reach.column("account__manager_id"), output_field=BigIntegerField())


def _date(key: str, label: str) -> dict[str, Any]:
    return _field(key, label, DATES, Kind.DATE, lambda reach: own_or_account(key, reach.prefix))


FIELDS: list[dict[str, Any]] = [
    _choice(
        "stage", "Stage", PERSON, _code("stage"), may_be_empty=False,
        check=one_of(Stage.values), choices=lambda: list(Stage.choices),
    ),
    _choice(
        "country", "Country", PERSON, lambda reach: NullIf(permission.country(reach.prefix), Value("")),
        check=a_country, choices=known_countries,
    ),
    _choice("language", "Language", PERSON, _code("language"), check=a_language,
            choices=lambda: [(code, code) for code in distinct.languages()]),
    _field("time_zone", "Time zone", PERSON, Kind.TEXT, _column("time_zone")),
    _choice(
        "source", "How they became known", PERSON, _code("source"), may_be_empty=False,
        check=one_of(Source.values), choices=lambda: list(Source.choices),
    ),
    _field("account", "Company", COMPANY, Kind.TEXT, _column("account__name")),
    _field(
        "account_value", "Company’s annual revenue", COMPANY, Kind.NUMBER, _column("account__annual_revenue"),
    ),
    _field("industry", "Company’s industry", COMPANY, Kind.TEXT, _column("account__industry")),
    _choice("owner", "Account manager", COMPANY, _manager, check=an_owner, choices=owners),
    _field("may_be_asked", "May be asked now", ASKED, Kind.FLAG, may_be_asked),
    _field("last_surveyed", "Last surveyed", ASKED, Kind.MOMENT, _column("contact__last_asked_at")),
    _field("last_answered", "Last answered", ASKED, Kind.MOMENT, _column("last_answered_at")),
    _choice(
        "last_band", "Last band", ASKED, expressions.band, may_be_empty=False, check=a_band, choices=bands,
    ),
    _field("last_score", "Last score", ASKED, Kind.NUMBER, _column("last_score")),
    _date("joined_on", "Joined"),
    _date("first_purchase_on", "First purchase"),
    _date("last_purchase_on", "Last purchase"),
    _date("renewal_on", "Renewal"),
    _date("churned_on", "Churn"),
    _field("purchase_count", "Purchases", DATES, Kind.NUMBER, _column("purchase_count"), may_be_empty=False),
    _field("added", "Added to Closeloop", DATES, Kind.MOMENT, _column("created_at")),
    _field(
        "has_email", "Has an e-mail address", CONSENT, Kind.FLAG,
        lambda reach: ~reach.at(email=""),
    ),
    _field(
        "blocked", "Address is blocked", CONSENT, Kind.FLAG,
        lambda reach: reach.at(contact__isnull=False) & ~reach.at(contact__blocked_reason=""),
    ),
    _field(
        "opted_in", "Agreed to be asked", CONSENT, Kind.FLAG,
        lambda reach: reach.at(opted_in_at__isnull=False),
    ),
]  # fmt: skip
