"""Planning against one bare INSERT … SELECT that writes the same rows (P1, P2).

The anchor is what somebody would write by hand for this one case: the same verdicts by CASE, the same
anti-join, into a table with the same indexes and foreign keys. Sizes by SIZES=100000,1000000.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from benchmarks.rounds import alternate, peak_megabytes, say
from customers.models import Contact, Customer
from surveys.domain import candidates, planning, texts
from surveys.enums import CampaignState, DateField, ScheduleKind
from surveys.models import Campaign, Invitation, Survey
from team.models import Program

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
RENEWAL = date(2026, 5, 9)
OPENS = datetime(2026, 3, 10, 0, tzinfo=UTC)
CLOSES = datetime(2026, 3, 25, 0, tzinfo=UTC)
HELD = datetime(2026, 6, 1, tzinfo=UTC)
SIZES = [int(size) for size in os.environ.get("SIZES", "100000,1000000").split(",")]
ROUNDS = int(os.environ.get("ROUNDS", "5"))
TABLE = Invitation._meta.db_table


PEOPLE = """
INSERT INTO customers_customer (
    id, contact_id, email, canonical_email, name, phone, language, time_zone, country, source,
    purchase_count, renewal_on, opt_in_source, attributes, spread, stage, created_at, updated_at
)
SELECT n, n, 'c' || n || '@example.org', 'c' || n || '@example.org', '', '', '', '', '', 'import',
    1, %s, '', {empty}, n %% 10000, CASE WHEN n %% 5 = 0 THEN 'loss' ELSE 'renewal' END, %s, %s
FROM ({numbers}) numbers
"""
CONTACTS = """
INSERT INTO customers_contact (id, address_hash, next_survey_at, blocked_reason, blocked_at)
SELECT n, 'hash-' || n, CASE WHEN n %% 10 = 0 THEN %s END,
    CASE WHEN n %% 20 = 1 THEN 'unsubscribed' ELSE '' END, CASE WHEN n %% 20 = 1 THEN %s END
FROM ({numbers}) numbers
"""
NUMBERS = {
    "postgresql": "SELECT n FROM generate_series(1, {count}) n",
    "sqlite": """
        WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count}) SELECT n FROM c
    """,
}
EMPTY = {"postgresql": "'{}'::jsonb", "sqlite": "'{}'"}

ANCHOR = """
INSERT INTO surveys_invitation (
    campaign_id, customer_id, occasion, occasion_on, state, reason, send_after, expires_at, planned_at
)
SELECT %(campaign)s, c.id, %(occasion)s, c.renewal_on,
    CASE WHEN c.stage <> 'renewal' OR k.blocked_reason <> '' OR k.next_survey_at > %(now)s
         THEN 'skipped' ELSE 'planned' END,
    CASE WHEN c.stage <> 'renewal' THEN 'out_of_audience'
         WHEN k.blocked_reason <> '' THEN k.blocked_reason
         WHEN k.next_survey_at > %(now)s THEN 'quiet_period' ELSE '' END,
    %(opens)s, %(closes)s, %(now)s
FROM customers_customer c JOIN customers_contact k ON k.id = c.contact_id
WHERE c.renewal_on = %(renewal)s AND c.erased_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM surveys_invitation i
    WHERE i.campaign_id = %(campaign)s AND i.customer_id = c.id AND i.occasion = %(occasion)s
)
"""


def people(count: int) -> None:
    """Customers who are all due today: a fifth in another stage, a tenth held, a twentieth unsubscribed."""
    numbers = NUMBERS[connection.vendor].format(count=count)
    held = candidates.plain(HELD)
    with connection.cursor() as cursor:
        for table in (TABLE, Customer._meta.db_table, Contact._meta.db_table):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute(CONTACTS.format(numbers=numbers), [held, held])
        statement = PEOPLE.format(numbers=numbers, empty=EMPTY[connection.vendor])
        cursor.execute(statement, [candidates.plain(RENEWAL), held, held])
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def campaign() -> Campaign:
    """60 days before renewal, for those in the renewal stage."""
    Program.objects.current()
    survey = Survey.objects.create(name="Bench")
    texts.add_defaults(survey=survey)
    return Campaign.objects.create(
        survey=survey, name="Bench", state=CampaignState.ACTIVE, schedule_kind=ScheduleKind.DATE,
        date_field=DateField.RENEWAL, offset_days=-60, window_days=14, stages=["renewal"],
        opens_at=time(0), closes_at=time(0), weekdays=list(range(7)), activated_at=NOW,
    )  # fmt: skip


def bare(row: Campaign) -> None:
    """The anchor, one statement in one transaction."""
    values = {"now": NOW, "opens": OPENS, "closes": CLOSES, "renewal": RENEWAL}
    with connection.cursor() as cursor:
        cursor.execute(
            ANCHOR,
            {name: candidates.plain(value) for name, value in values.items()}
            | {"campaign": row.pk, "occasion": f"renewal_on:{RENEWAL}"},
        )


def plan(row: Campaign) -> None:
    """The product."""
    planning.plan(campaign=row, now=NOW)


def empty() -> None:
    """Throw the rows away, and what the database remembers of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {TABLE}" if connection.vendor == "sqlite" else f"TRUNCATE {TABLE} CASCADE"
        )


def written() -> list[tuple[str, str, int]]:
    """How many rows of each kind there are, to see that both wrote the same."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT state, reason, COUNT(*) FROM {TABLE} GROUP BY state, reason ORDER BY 1, 2")
        return list(cursor.fetchall())


def main() -> None:
    """Measure each size."""
    call_command("migrate", verbosity=0)
    row = campaign()
    memory = {}
    for size in SIZES:
        people(size)
        bare(row)
        by_hand = written()
        empty()
        planning.plan(campaign=row, now=NOW)
        if written() != by_hand:
            raise SystemExit(f"The two do not write the same rows: {by_hand} and {written()}")
        result = alternate(
            rounds=ROUNDS,
            anchor=lambda: bare(row),
            product=lambda: plan(row),
            reset=empty,
        )
        memory[size] = peak_megabytes()
        say(result.line(f"P1 plan {size:,} customers", goal="≤ 1.5×"))
    if len(SIZES) > 1:
        grown = memory[SIZES[-1]] - memory[SIZES[0]]
        say(f"P2 client memory from {SIZES[0]:,} to {SIZES[-1]:,} customers: {grown:+.1f} MB (goal ≤ 10 MB)")


if __name__ == "__main__":
    main()
