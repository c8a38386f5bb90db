"""Rules asked of the database, held against the same rules applied to one customer at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.domain import audiences
from customers.domain.audiences.operators import Takes
from customers.models import Account, AttributeDefinition, Contact, Customer, Event
from tests.customers.domain.audiences.judging import Judge
from tests.factories.customers import CustomerFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program, User

# 10 March in Berlin, where a day begins at 23:00 UTC.
TODAY = date(2026, 3, 10)
KINDS = {
    "plan": "text",
    "2024": "text",
    'a "key" – é': "text",
    "seats": "number",
    "trial_ends": "date",
    "vip": "flag",
}
DISTANCES = [-400, -181, -180, -30, -1, 0, 1, 29, 30, 31, 400]

a_day = st.none() | st.sampled_from(DISTANCES).map(lambda far: TODAY + timedelta(days=far))
# Around midnight in Berlin, and right now.
an_instant = st.none() | st.builds(
    lambda far, hour: datetime(2026, 3, 10, tzinfo=UTC) + timedelta(days=far, hours=hour),
    st.sampled_from(DISTANCES), st.sampled_from([-1, 0, 9, 22, 23]),
)  # fmt: skip
WORDS = ["Acme", "acme", "Acme, Inc.", "100%", "a_b", "Ünïted", "x"]
words = st.sampled_from(["", *WORDS])
attributes = st.fixed_dictionaries({}, optional={
    "plan": st.sampled_from([*WORDS, 5, True]), "2024": words.filter(bool), 'a "key" – é': words.filter(bool),
    "seats": st.sampled_from([0, 2.5, 10, -1, "10", "2.50", "many", "", True]),
    "trial_ends": st.sampled_from(["2026-03-10", "2026-04-09", "2025-01-31", "soon", 20260310]),
    "vip": st.booleans(),
})  # fmt: skip
accounts = st.fixed_dictionaries({
    "name": words.filter(bool), "industry": words, "country": st.sampled_from(["", "DE", "FR"]),
    "annual_revenue": st.none() | st.sampled_from([Decimal(0), Decimal("2.50"), Decimal(10000)]),
    "renewal_on": a_day, "churned_on": a_day, "managed": st.booleans(),
})  # fmt: skip
contacts = st.fixed_dictionaries({
    "last_asked_at": an_instant, "next_survey_at": an_instant, "paused_until": an_instant,
    "blocked_reason": st.sampled_from(["", "", "bounced"]),
})  # fmt: skip
people = st.fixed_dictionaries({
    "stage": st.sampled_from(["prospect", "new", "loss"]), "country": st.sampled_from(["", "DE", "FR"]),
    "language": st.sampled_from(["", "de", "pt-br"]), "time_zone": st.sampled_from(["", "Europe/Berlin"]),
    "source": st.sampled_from(["trial", "api"]), "joined_on": a_day, "first_purchase_on": a_day,
    "last_purchase_on": a_day, "renewal_on": a_day, "churned_on": a_day, "purchase_count": st.integers(0, 3),
    "last_score": st.none() | st.integers(0, 10), "last_answered_at": an_instant,
    "opted_in_at": an_instant, "attributes": attributes, "account": st.none() | accounts,
    "contact": st.none() | contacts, "domain": st.sampled_from(["a.example", "sub.b.example", "b.example"]),
    "events": st.lists(
        st.tuples(st.sampled_from(["trial_signup", "renewal"]), an_instant.filter(bool)), max_size=2
    ),
})  # fmt: skip

FIELDS = [
    "stage", "country", "language", "time_zone", "source", "account", "account_value", "industry", "owner",
    "may_be_asked", "last_surveyed", "last_answered", "last_band", "last_score", "joined_on",
    "first_purchase_on", "last_purchase_on", "renewal_on", "churned_on", "purchase_count", "added",
    "has_email", "blocked", "opted_in", "event:trial_signup", "event:unheard",
    *(f"attribute:{key}" for key in KINDS),
]  # fmt: skip
CHOICES = {
    "stage": ["prospect", "new", "renewal"], "country": ["DE", "FR", "IT"], "language": ["de", "pt-br", "en"],
    "source": ["trial", "api", "import"], "last_band": ["promoter", "passive", "detractor", "none"],
    "attribute:vip": ["true", "false"],
}  # fmt: skip
iso_days = st.sampled_from(DISTANCES).map(lambda far: (TODAY + timedelta(days=far)).isoformat())
numbers = st.sampled_from([0, 1, 2.5, 7, 10, 10000, -1])


def values(field: str, takes: Takes, owner: int) -> st.SearchStrategy[Any]:
    choices = CHOICES.get(field, [owner, owner + 1])
    by_takes: dict[Takes, st.SearchStrategy[Any]] = {
        Takes.NOTHING: st.none(),
        Takes.FLAG: st.booleans(),
        Takes.CHOICES: st.lists(st.sampled_from(choices), min_size=1, max_size=3, unique=True),
        Takes.TEXT: st.sampled_from([*WORDS, "cm", "%", "_"]),
        Takes.TEXTS: st.lists(st.sampled_from([*WORDS, "ACME"]), min_size=1, max_size=3, unique=True),
        Takes.NUMBER: numbers,
        Takes.NUMBERS: st.tuples(numbers, numbers).map(sorted),
        Takes.DAY: iso_days,
        Takes.DAYS: st.tuples(iso_days, iso_days).map(sorted),
        Takes.COUNT: st.sampled_from([0, 1, 30, 180]),
    }
    return by_takes[takes]


@st.composite
def a_rule(draw: st.DrawFn, known: Any, owner: int) -> dict[str, Any]:
    field = known.find(draw(st.sampled_from(FIELDS)))
    operator = draw(st.sampled_from(field.operators))
    return {"field": field.key, "op": operator.key, "value": draw(values(field.key, operator.takes, owner))}


def a_group(parts: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    listed = st.lists(parts, min_size=least, max_size=4)
    return st.fixed_dictionaries({"match": st.sampled_from(["all", "any"]), "rules": listed})


def store(rows: list[dict[str, Any]], owner: User) -> None:
    for model in (Event, Customer, Contact, Account):
        model._default_manager.all().delete()
    for number, row in enumerate(rows):
        account, contact, domain = row.pop("account"), row.pop("contact"), row.pop("domain")
        happened = row.pop("events")
        if account:
            managed = account.pop("managed")
            row["account"] = Account.objects.create(manager=owner if managed else None, **account)
        if contact:
            blocked = NOW if contact["blocked_reason"] else None
            row["contact"] = Contact.objects.create(address_hash=str(number), blocked_at=blocked, **contact)
            row["email"] = row["canonical_email"] = f"p{number}@{domain}"
        created = NOW - timedelta(days=number)
        customer = Customer.objects.create(name=str(number), created_at=created, **row)
        for name, at in happened:
            Event.objects.create(customer=customer, name=name, occurred_at=at, received_at=NOW)


@pytest.mark.django_db
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_condition_agrees_with_python(program: Program, manager: User, data: st.DataObject) -> None:
    """T17, G63: every rule means the same to the database, under NOT, and behind a join."""
    AttributeDefinition.objects.all().delete()
    AttributeDefinition.objects.bulk_create(
        AttributeDefinition(key=key, label=key, kind=kind) for key, kind in KINDS.items()
    )
    program.opt_in_countries, program.blocked_domains = ["FR"], ["b.example"]
    store(data.draw(st.lists(people, min_size=1, max_size=6)), manager)
    one = a_rule(audiences.catalog(), manager.pk)
    raw = data.draw(a_group(one | a_group(one, least=1)))

    rules = audiences.parse(raw)
    condition = audiences.condition(rules, program=program, now=NOW)
    behind = audiences.condition(rules, program=program, now=NOW, prefix="customer__")

    judge = Judge(program, NOW, KINDS)
    everybody = Customer.objects.select_related("account", "contact").prefetch_related("events")
    fits = {it.pk for it in everybody if judge.fits(raw, it)}
    others = {it.pk for it in everybody} - fits
    assert set(Customer.objects.filter(condition).values_list("pk", flat=True)) == fits
    if not rules.is_empty:
        assert set(Customer.objects.exclude(condition).values_list("pk", flat=True)) == others
    Event.objects.all().delete()
    fits = {it.pk for it in everybody.all() if judge.fits(raw, it)}
    if "event:" not in str(raw):
        Event.objects.bulk_create(
            Event(customer=it, name="seen", occurred_at=NOW, received_at=NOW) for it in everybody
        )
        assert set(Event.objects.filter(behind).values_list("customer_id", flat=True)) == fits


def test_condition_of_nothing_is_no_condition(program: Program) -> None:
    assert not audiences.condition(audiences.EVERYBODY, program=program, now=NOW)


def test_members_leave_out_the_erased_and_the_merged(program: Program) -> None:
    kept = CustomerFactory.create()
    CustomerFactory.create(erased_at=NOW)
    CustomerFactory.create(merged_into=kept)

    assert list(audiences.members(audiences.EVERYBODY, program=program, now=NOW)) == [kept]
