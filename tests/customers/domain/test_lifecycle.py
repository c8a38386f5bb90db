"""Five stages, one definition told twice."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks as CommitCallbacks

from customers import tasks
from customers.domain import lifecycle
from customers.domain.lifecycle import Dates
from customers.enums import SEGMENTS, Stage
from customers.models import Account, Customer, StageChange
from customers.querysets import Thresholds, stage_expression
from team.models import Program
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.moments import NOW

TODAY = date(2026, 3, 10)
LIMITS = Thresholds()
BUYER = Dates(
    joined_on=date(2024, 1, 1),
    first_purchase_on=date(2024, 1, 1),
    last_purchase_on=date(2024, 1, 1),
    purchase_count=1,
)


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


@pytest.mark.parametrize(
    ("dates", "stage"),
    [
        pytest.param(Dates(), Stage.PROSPECT, id="G24 nobody knows a date"),
        pytest.param(Dates(joined_on=day(-400)), Stage.PROSPECT, id="G24 long known, never bought"),
        pytest.param(Dates(first_purchase_on=day(1)), Stage.PROSPECT, id="G24 buys tomorrow"),
        pytest.param(Dates(renewal_on=day(10)), Stage.PROSPECT, id="G30 a renewal needs a purchase"),
        pytest.param(Dates(first_purchase_on=day(0)), Stage.NEW, id="G27 bought today"),
        pytest.param(Dates(first_purchase_on=day(-90)), Stage.NEW, id="G27 last day"),
        pytest.param(Dates(first_purchase_on=day(-91)), Stage.ESTABLISHED, id="G27 a day later"),
        pytest.param(
            Dates(first_purchase_on=day(-10), renewal_on=day(10), purchase_count=1), Stage.NEW,
            id="G27 new comes before renewal",
        ),
        pytest.param(replace(BUYER, renewal_on=day(90)), Stage.RENEWAL, id="G30 first day"),
        pytest.param(replace(BUYER, renewal_on=day(91)), Stage.ESTABLISHED, id="G30 a day earlier"),
        pytest.param(replace(BUYER, renewal_on=day(0)), Stage.RENEWAL, id="G30 on the day"),
        pytest.param(replace(BUYER, renewal_on=day(-1)), Stage.ESTABLISHED, id="G30 past"),
        pytest.param(replace(BUYER, purchase_count=2), Stage.ADVOCATE, id="G32 two purchases, long with us"),
        pytest.param(
            replace(BUYER, purchase_count=2, joined_on=date(2025, 3, 10)), Stage.ADVOCATE,
            id="G32 twelve months today",
        ),
        pytest.param(
            replace(BUYER, purchase_count=2, joined_on=date(2025, 3, 11)), Stage.ESTABLISHED,
            id="G32 twelve months tomorrow",
        ),
        pytest.param(
            replace(BUYER, purchase_count=2, joined_on=None), Stage.ADVOCATE,
            id="G32 tenure counts from the first purchase when joining is unknown",
        ),
        pytest.param(replace(BUYER, purchase_count=2, renewal_on=day(5)), Stage.RENEWAL, id="G30 before G32"),
        pytest.param(replace(BUYER, churned_on=day(0)), Stage.LOSS, id="G36 from the churn date"),
        pytest.param(replace(BUYER, churned_on=day(1)), Stage.ESTABLISHED, id="G36 not before it"),
        pytest.param(
            replace(BUYER, churned_on=day(-5), last_purchase_on=day(-5)), Stage.LOSS,
            id="G36 a purchase on the day is no return",
        ),
        pytest.param(
            replace(BUYER, churned_on=day(-5), last_purchase_on=day(-4)), Stage.ESTABLISHED,
            id="G36 a later purchase is",
        ),
        pytest.param(Dates(churned_on=day(-5)), Stage.LOSS, id="G36 a trial that ended"),
        pytest.param(
            Dates(churned_on=day(-5), first_purchase_on=day(-3), purchase_count=1), Stage.NEW,
            id="G36 a first purchase after it",
        ),
    ],
)  # fmt: skip
def test_stage_of_takes_the_first_match(dates: Dates, stage: Stage) -> None:
    assert lifecycle.stage_of(dates=dates, thresholds=LIMITS, today=TODAY) == stage


def test_segments_are_exactly_five() -> None:
    """G22: five built-in segments; "between stages" is none of them."""
    assert SEGMENTS == [Stage.PROSPECT, Stage.NEW, Stage.RENEWAL, Stage.ADVOCATE, Stage.LOSS]


around = st.sampled_from([-500, -367, -366, -365, -364, -92, -91, -90, -89, -2, -1, 0, 1, 2, 89, 90, 91, 400])
a_date = st.none() | around.map(day)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "joined_on": a_date,
            "first_purchase_on": a_date,
            "last_purchase_on": a_date,
            "purchase_count": st.integers(0, 3),
            "renewal_on": a_date,
            "churned_on": a_date,
            "account": st.none() | st.fixed_dictionaries({"renewal_on": a_date, "churned_on": a_date}),
        }
    ),
    min_size=1,
    max_size=30,
)
LIMIT_SETS = st.builds(
    Thresholds,
    new_customer_days=st.sampled_from([0, 1, 90]),
    renewal_days=st.sampled_from([0, 1, 90]),
    advocate_purchases=st.integers(1, 3),
    advocate_months=st.sampled_from([0, 1, 3, 12]),
)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, thresholds=LIMIT_SETS, today=st.sampled_from([TODAY, date(2026, 2, 28), date(2028, 2, 29)]))
def test_stage_expression_agrees_with_the_predicate(
    rows: list[dict[str, Any]], thresholds: Thresholds, today: date
) -> None:
    """G22: the rule for a table and the one for a person are the same, nulls and boundary days included."""
    Customer.objects.all().delete()
    Account.objects.all().delete()
    accounts = Account.objects.bulk_create(Account(name="A", **(row["account"] or {})) for row in rows)
    Customer.objects.bulk_create(
        Customer(**{**row, "account": account if row["account"] else None})
        for row, account in zip(rows, accounts, strict=True)
    )

    stored = Customer.objects.select_related("account").annotate(sql=stage_expression(thresholds, today))

    assert list(stored.values_list("sql", flat=True)) == [
        lifecycle.stage_of(dates=lifecycle.dates_of(customer), thresholds=thresholds, today=today)
        for customer in stored
    ]


def test_stage_expression_reaches_the_customer_through_a_prefix(db: None) -> None:
    customer = CustomerFactory.create(churned_on=day(-1))
    StageChange.objects.create(customer=customer, to_stage=Stage.LOSS)

    rows = StageChange.objects.annotate(now=stage_expression(LIMITS, TODAY, prefix="customer__"))

    assert [row.now for row in rows] == [Stage.LOSS]


def test_refresh_moves_everybody_and_keeps_the_history(
    program: Program, heard: list[list[int] | None], django_capture_on_commit_callbacks: CommitCallbacks
) -> None:
    """G22: in one stage at a time, and every move is kept."""
    lost = CustomerFactory.create(churned_on=day(-1), stage=Stage.ADVOCATE)
    by_account = CustomerFactory.create(account=AccountFactory.create(renewal_on=day(30)), purchase_count=1)
    CustomerFactory.create()

    with django_capture_on_commit_callbacks(execute=True):
        moved = lifecycle.refresh(now=NOW)

    assert moved == 2
    assert list(Customer.objects.values_list("stage", flat=True)) == ["loss", "renewal", "prospect"]
    assert list(
        StageChange.objects.order_by("customer").values_list(
            "customer", "from_stage", "to_stage", "changed_at"
        )
    ) == [(lost.pk, "advocate", "loss", NOW), (by_account.pk, "prospect", "renewal", NOW)]
    assert heard == [[lost.pk, by_account.pk]]


def test_refresh_twice_moves_nobody(
    program: Program, heard: list[list[int] | None], django_capture_on_commit_callbacks: CommitCallbacks
) -> None:
    CustomerFactory.create(churned_on=day(-1))
    lifecycle.refresh(now=NOW)

    with django_capture_on_commit_callbacks(execute=True):
        again = lifecycle.refresh(now=NOW)

    assert (again, StageChange.objects.count(), heard) == (0, 1, [])


def test_refresh_of_some_leaves_the_others(program: Program) -> None:
    asked, other = CustomerFactory.create_batch(2, churned_on=day(-1))

    assert lifecycle.refresh(now=NOW, customer_ids=[asked.pk]) == 1

    other.refresh_from_db()
    assert other.stage == Stage.PROSPECT


def test_refresh_leaves_the_erased_in_their_last_stage(program: Program) -> None:
    CustomerFactory.create(churned_on=day(-1), erased_at=NOW)

    assert lifecycle.refresh(now=NOW) == 0


def test_refresh_goes_on_beyond_one_slice(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifecycle, "SLICE", 2)
    CustomerFactory.create_batch(5, churned_on=day(-1))

    assert lifecycle.refresh(now=NOW) == 5


def test_refresh_counts_days_in_the_programs_zone(program: Program) -> None:
    """G36: the churn date begins at midnight of the program's zone, not of UTC."""
    Program.objects.update(time_zone="Pacific/Kiritimati")
    customer = CustomerFactory.create(churned_on=date(2026, 3, 11))

    # 14 hours ahead: 11 March has begun there.
    assert (
        lifecycle.stage_now(customer=customer, program=Program.objects.current(), now=NOW) == Stage.PROSPECT
    )
    later = datetime(2026, 3, 10, 10, tzinfo=UTC)
    assert lifecycle.stage_now(customer=customer, program=Program.objects.current(), now=later) == Stage.LOSS


def test_refresh_uses_the_programs_thresholds(program: Program) -> None:
    """G27, G30, G32: the limits are the program's."""
    Program.objects.update(new_customer_days=5, renewal_days=3, advocate_purchases=4, advocate_months=1)
    CustomerFactory.create(first_purchase_on=day(-6), purchase_count=1, renewal_on=day(4))
    CustomerFactory.create(first_purchase_on=day(-40), purchase_count=4)

    lifecycle.refresh(now=NOW)

    assert list(Customer.objects.values_list("stage", flat=True)) == ["established", "advocate"]


def test_refresh_due_runs_once_a_day(program: Program) -> None:
    CustomerFactory.create(churned_on=day(0))
    assert lifecycle.refresh_due(now=NOW) == 1
    CustomerFactory.create(churned_on=day(1))

    assert lifecycle.refresh_due(now=NOW) == 0
    assert lifecycle.refresh_due(now=NOW + timedelta(days=1)) == 1


def test_refresh_stages_rings_for_the_day(program: Program) -> None:
    CustomerFactory.create(churned_on=date(2020, 1, 1))

    tasks.refresh_stages()

    assert Program.objects.current().stages_refreshed_on is not None
    assert Customer.objects.get().stage == Stage.LOSS
