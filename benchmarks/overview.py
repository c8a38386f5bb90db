"""The overview page, from the request to the last byte, against one bare GROUP BY on the answers (P8).

Each size has as many answers as invitations, spread evenly over two years; "last 12 months" reads them
all, because it compares with the twelve months before. SIZES=10000,1000000 and ROUNDS=7 unless told
otherwise.
"""

from __future__ import annotations

import os
import statistics
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from benchmarks.rounds import Ratio, alternate, say
from customers.models import Customer
from responses.models import Response
from surveys.domain import candidates, texts
from surveys.enums import CampaignState, DateField, ScheduleKind
from surveys.models import Campaign, Invitation, Survey
from team.enums import Role
from team.models import Program, User

SIZES = [int(size) for size in os.environ.get("SIZES", "10000,1000000").split(",")]
ROUNDS = int(os.environ.get("ROUNDS", "7"))
PERIODS = {"90d": "last 90 days", "12m": "last 12 months", "all": "all time"}
DAYS, PEOPLE = 728, 1000
ANSWERS, INVITATIONS = Response._meta.db_table, Invitation._meta.db_table
# Two thirds promoters and passives, the rest spread: whatever the order, every month holds every score.
SCORE = "CASE WHEN n %% 7 < 3 THEN 9 + n %% 2 WHEN n %% 7 < 5 THEN 7 + n %% 2 ELSE n %% 7 END"
STAGE = (
    "CASE n %% 5 WHEN 0 THEN 'new' WHEN 1 THEN 'renewal' WHEN 2 THEN 'advocate' WHEN 3 THEN 'loss' "
    "ELSE 'established' END"
)
BARE = f"SELECT score, COUNT(*) FROM {ANSWERS} WHERE state = 'counted' GROUP BY score"


def program() -> None:
    """A campaign, a thousand customers and a manager."""
    Program.objects.current()
    survey = Survey.objects.create(name="Bench")
    texts.add_defaults(survey=survey)
    Campaign.objects.create(
        survey=survey, name="Bench", state=CampaignState.ACTIVE, schedule_kind=ScheduleKind.DATE,
        date_field=DateField.RENEWAL, activated_at=timezone.now(),
    )  # fmt: skip
    Customer.objects.bulk_create(Customer(name=f"Customer {n}") for n in range(PEOPLE))
    User.objects.create_user("manager@example.org", "bench", name="Manager", role=Role.MANAGER)


def moments(size: int) -> str:
    """A SELECT of numbers with instants from a placeholder's instant on, evenly spread over the days."""
    step = DAYS * 86400 / size
    if connection.vendor == "postgresql":
        numbers = f"generate_series(1, {size}) n"
        return f"SELECT n, CAST(%s AS timestamptz) + n * interval '{step} seconds' AS at FROM {numbers}"
    return (
        f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {size}) "
        f"SELECT n, strftime('%%Y-%%m-%%d %%H:%%M:%%S', %s, (n * {step}) || ' seconds') AS at FROM c"
    )


def history(size: int) -> None:
    """So many answers, and as many invitations that were sent, a third of them answered."""
    campaign = Campaign.objects.values_list("pk", flat=True)[0]
    first = Customer.objects.values_list("pk", flat=True)[0]
    params = [campaign, first, candidates.plain(timezone.now() - timedelta(days=DAYS))]
    attributes = "NULL::jsonb" if connection.vendor == "postgresql" else "NULL"
    with connection.cursor() as cursor:
        for table in (ANSWERS, INVITATIONS):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute(
            f"INSERT INTO {ANSWERS} (campaign_id, customer_id, score, reason, contact_me, language, channel, "
            "stage, attributes, state, excluded_reason, origin, answered_at) "
            f"SELECT %s, %s + n %% {PEOPLE}, {SCORE}, 'Quick help, every time.', TRUE, 'en', 'email', "
            f"{STAGE}, {attributes}, 'counted', '', 'live', at FROM ({moments(size)}) moments",
            params,
        )
        cursor.execute(
            f"INSERT INTO {INVITATIONS} (campaign_id, customer_id, occasion, stage, state, reason, "
            "planned_at, send_after, sent_at, attempt_started_at, answered_at) "
            f"SELECT %s, %s + n %% {PEOPLE}, 'bench:' || n, {STAGE}, 'sent', '', at, at, at, at, "
            f"CASE WHEN n %% 3 = 0 THEN at END FROM ({moments(size)}) moments",
            params,
        )
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def bare() -> None:
    """The anchor: the least that a page with a score must read."""
    with connection.cursor() as cursor:
        cursor.execute(BARE)
        assert len(cursor.fetchall()) > 1


def measured(client: Client, period: str, size: int) -> Ratio:
    """The page of one period against the bare statement."""

    def page() -> None:
        response = client.get("/insights/", {"period": period})
        assert response.status_code == 200
        assert b"nps-value" in response.content

    page()
    result = alternate(rounds=ROUNDS, anchor=bare, product=page, reset=lambda: None)
    say(result.line(f"P8 overview, {PERIODS[period]}, {size:,} answers", goal="≤ 5× at a million"))
    return result


def main() -> None:
    """Measure each size, then how the page grows from the smallest to the largest."""
    call_command("migrate", verbosity=0)
    program()
    client = Client()
    client.force_login(User.objects.get(), backend="allauth.account.auth_backends.AuthenticationBackend")
    seconds: dict[tuple[str, int], float] = {}
    for size in SIZES:
        history(size)
        for period in PERIODS:
            seconds[period, size] = statistics.median(measured(client, period, size).product)
    for period, name in PERIODS.items():
        growth = seconds[period, SIZES[-1]] / seconds[period, SIZES[0]]
        say(f"P8 growth, {name}: {growth:.1f}× the time for {SIZES[-1] // SIZES[0]}× the answers")


if __name__ == "__main__":
    main()
