"""Filters over customers, their addresses and their events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual

from core.calendars import add_months
from core.scoring import Band, scores_of
from customers.enums import Stage

if TYPE_CHECKING:
    from datetime import datetime

    from customers.models import Contact, Customer, Event  # noqa: F401  # ruff does not read the base classes' quotes


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Customers that chain by plain words."""

    def current(self) -> CustomerQuerySet:
        """Those who were neither erased nor merged into another."""
        return self.filter(erased_at=None, merged_into=None)

    def in_stage(self, stage: str) -> CustomerQuerySet:
        """Members of one lifecycle stage."""
        return self.filter(stage=stage)

    def in_country(self, code: str) -> CustomerQuerySet:
        """Those in a country: their own, else their company's."""
        return self.filter(Q(country=code) | Q(country="", account__country=code))

    def in_band(self, band: str) -> CustomerQuerySet:
        """Those whose latest answer falls in this band; `none` for those who never answered."""
        return (
            self.filter(last_score__in=scores_of(Band(band)))
            if band != "none"
            else self.filter(last_score=None)
        )

    def never_surveyed(self) -> CustomerQuerySet:
        """Those who were never asked."""
        return self.filter(contact__last_asked_at=None)

    def surveyed_before(self, instant: datetime) -> CustomerQuerySet:
        """Those who were last asked before an instant; not those who never were."""
        return self.filter(contact__last_asked_at__lt=instant)

    def surveyed_since(self, instant: datetime) -> CustomerQuerySet:
        """Those who were last asked at this instant or later."""
        return self.filter(contact__last_asked_at__gte=instant)

    def quiet(self, *, now: datetime) -> CustomerQuerySet:
        """Those whose quiet period still lasts."""
        return self.filter(contact__next_survey_at__gt=now)

    def by_label(self) -> CustomerQuerySet:
        """In the order of names, of addresses where there is no name."""
        return self.order_by("sort_name", "pk")

    def with_effective_dates(self) -> CustomerQuerySet:
        """With `renewal` and `churn`: their own, else their account's."""
        return self.annotate(renewal=own_or_account("renewal_on"), churn=own_or_account("churned_on"))


class ContactQuerySet(models.QuerySet["Contact"]):
    """Address records."""

    def writable(self) -> ContactQuerySet:
        """Those we may write to at all."""
        return self.filter(blocked_reason="")

    def free(self, *, now: datetime) -> ContactQuerySet:
        """Those whose quiet period is over, boundary instant included."""
        return self.filter(Q(next_survey_at=None) | Q(next_survey_at__lte=now))

    def locked(self) -> ContactQuerySet:
        """These, locked in the order of their ids, as every writer of several does: no two wait in a ring.

        Not their keys: rows elsewhere may go on referring to them.
        """
        return self.select_for_update(no_key=True).order_by("pk")


class EventQuerySet(models.QuerySet["Event"]):
    """What happened to customers."""

    def named(self, name: str) -> EventQuerySet:
        """Events of one name."""
        return self.filter(name=name)


def own_or_account(field: str, prefix: str = "") -> Coalesce | F:
    """A customer's date: their own, else their account's. `prefix` leads to the customer (`customer__`)."""
    if field in {"renewal_on", "churned_on"}:
        return Coalesce(F(f"{prefix}{field}"), F(f"{prefix}account__{field}"))
    return F(f"{prefix}{field}")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The limits between the stages, in days, purchases and calendar months."""

    new_customer_days: int = 90
    renewal_days: int = 90
    advocate_purchases: int = 2
    advocate_months: int = 12

    def new_since(self, today: date) -> date:
        """The earliest first purchase of a new customer."""
        return today - timedelta(days=self.new_customer_days)

    def renewal_until(self, today: date) -> date:
        """The latest renewal that is near."""
        return today + timedelta(days=self.renewal_days)

    def advocate_since(self, today: date) -> date:
        """The latest day to have joined for the months to be full today.

        Months cannot be taken back (31 August and 28 February are six months apart, and so are 28
        August and 28 February), so the last day that reaches today is looked for; SQL then compares.
        """
        day = add_months(today, -self.advocate_months)
        while add_months(day + timedelta(days=1), self.advocate_months) <= today:
            day += timedelta(days=1)
        return day


def stage_expression(thresholds: Thresholds, today: date, prefix: str = "") -> Case:
    """The stage of each row on a local day, as `lifecycle.stage_of` says. `prefix` leads to the customer."""

    def at(**condition: object) -> Q:
        return Q(**{f"{prefix}{lookup}": value for lookup, value in condition.items()})

    left_on, renewal_on = own_or_account("churned_on", prefix), own_or_account("renewal_on", prefix)
    lost = Q(LessThanOrEqual(left_on, today))
    for field in ("first_purchase_on", "last_purchase_on"):
        lost &= at(**{field: None}) | Q(LessThanOrEqual(F(f"{prefix}{field}"), left_on))
    purchased = at(purchase_count__gt=0) | at(first_purchase_on__lte=today) | at(last_purchase_on__lte=today)
    near = Q(LessThanOrEqual(Value(today), renewal_on)) & Q(
        LessThanOrEqual(renewal_on, thresholds.renewal_until(today))
    )
    since = Coalesce(F(f"{prefix}joined_on"), F(f"{prefix}first_purchase_on"))
    loyal = at(purchase_count__gte=thresholds.advocate_purchases) & Q(
        LessThanOrEqual(since, thresholds.advocate_since(today))
    )
    return Case(
        When(lost, then=Value(Stage.LOSS.value)),
        When(purchased & at(first_purchase_on__gte=thresholds.new_since(today)), then=Value(Stage.NEW.value)),
        When(purchased & near, then=Value(Stage.RENEWAL.value)),
        When(purchased & loyal, then=Value(Stage.ADVOCATE.value)),
        When(purchased, then=Value(Stage.ESTABLISHED.value)),
        default=Value(Stage.PROSPECT.value),
        output_field=models.CharField(),
    )
