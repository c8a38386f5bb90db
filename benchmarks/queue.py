"""The queue, from the request to the last byte, in a small and in a large table, side by side.

A fifth of the follow-ups is unfinished, three quarters of these belong to three people; every view has at
least one full page at both sizes, so that what differs is the table alone. SIZES=1000,100000 and ROUNDS=9
unless told otherwise. Nothing is asserted.
"""

from __future__ import annotations

import os
import re
import statistics
import time
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.rounds import say
from customers.models import Account, Customer
from followups.enums import FollowUpState, Outcome
from followups.models import Activity, FollowUp, Rep, Seen
from responses.models import Response
from surveys.domain import texts
from surveys.enums import CampaignState, DateField, ScheduleKind
from surveys.models import Campaign, Survey
from team.enums import Role
from team.models import Program, User

SIZES = [int(size) for size in os.environ.get("SIZES", "1000,100000").split(",")]
ROUNDS = int(os.environ.get("ROUNDS", "9"))
ACCOUNTS, PEOPLE, REPS, BATCH = 100, 1000, 3, 2000
REP, MANAGER = "rep1@example.org", "manager@example.org"
PAGES = {
    "rep, mine": (REP, {"view": "mine"}),
    "rep, unassigned": (REP, {"view": "unassigned"}),
    "rep, overdue": (REP, {"view": "overdue"}),
    "rep, done": (REP, {"view": "done"}),
    "manager, team": (MANAGER, {"view": "team"}),
    "manager, overdue": (MANAGER, {"view": "overdue"}),
    "manager, waiting": (MANAGER, {"view": "waiting"}),
    "manager, done": (MANAGER, {"view": "done"}),
    "manager, urgent ones due this week": (MANAGER, {"view": "team", "level": "urgent", "due": "week"}),
    "manager, team by owner (sorts what is open)": (MANAGER, {"view": "team", "group": "owner"}),
}


@dataclass(frozen=True)
class Measured:
    """How many queries one request asked, and the median of its seconds."""

    queries: int
    seconds: float


def program() -> None:
    """A campaign, people of the staff, and customers of some accounts."""
    Program.objects.current()
    survey = Survey.objects.create(name="Bench")
    texts.add_defaults(survey=survey)
    Campaign.objects.create(
        survey=survey, name="Bench", state=CampaignState.ACTIVE, schedule_kind=ScheduleKind.DATE,
        date_field=DateField.RENEWAL, activated_at=timezone.now(),
    )  # fmt: skip
    User.objects.create_user(MANAGER, "bench", name="Manager", role=Role.MANAGER)
    for number in range(1, REPS + 1):
        user = User.objects.create_user(
            f"rep{number}@example.org", "bench", name=f"Rep {number}", role=Role.REP
        )
        Rep.objects.create(user=user)
    Account.objects.bulk_create(
        Account(name=f"Account {n}", annual_revenue=n * 1000, currency="EUR") for n in range(ACCOUNTS)
    )
    accounts = list(Account.objects.values_list("pk", flat=True))
    Customer.objects.bulk_create(
        Customer(name=f"Customer {n}", account_id=accounts[n % ACCOUNTS]) for n in range(PEOPLE)
    )


def fill(size: int) -> None:
    """So many answers, each with its follow-up."""
    for model in (Seen, Activity, FollowUp, Response):
        model.objects.all().delete()
    campaign = Campaign.objects.get()
    customers = list(Customer.objects.values_list("pk", flat=True))
    reps = list(User.objects.filter(role=Role.REP).order_by("pk").values_list("pk", flat=True))
    now = timezone.now()
    for start in range(0, size, BATCH):
        numbers = range(start, min(start + BATCH, size))
        answers = Response.objects.bulk_create(
            Response(
                campaign=campaign, customer_id=customers[n % PEOPLE], score=n % 7, stage="new",
                reason="Nobody called back for a week, and then twice in one day.",
                answered_at=now - timedelta(minutes=n % 500_000),
            )
            for n in numbers
        )  # fmt: skip
        pairs = zip(numbers, answers, strict=True)
        FollowUp.objects.bulk_create(followup(n, answer, reps) for n, answer in pairs)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def followup(number: int, answer: Response, reps: list[int]) -> FollowUp:
    """One of five is unfinished, one of four of these nobody's, one of eight waits, a third is late."""
    now, place = timezone.now(), number // 5
    owner = reps[place % 4] if place % 4 < REPS else None
    due = now + timedelta(minutes=(place * 37) % 20_000 - 6_000)
    row = FollowUp(
        response=answer, customer_id=answer.customer_id, opening_score=answer.score, assignee_id=owner,
        priority=place * 7 % 100, priority_reasons=[{"code": "score", "points": 30, "words": "scored 2"}],
        opened_at=answer.answered_at, changed_at=answer.answered_at, contact_due_at=due,
        resolve_due_at=due + timedelta(days=4),
    )  # fmt: skip
    if number % 5:
        row.state, row.closed_at, row.first_contact_at = FollowUpState.RESOLVED, answer.answered_at, now
        row.assignee_id, row.root_cause, row.outcome = reps[number % REPS], "product", Outcome.SOLVED
    elif place % 8 == 0:
        row.state, row.first_contact_at = FollowUpState.WAITING, now
        row.waiting_since, row.wait_until = now, due
    return row


def measured(client: Client, query: dict[str, str], headers: dict[str, str] | None = None) -> Measured:
    """One page, asked for some times."""
    seconds = []
    with CaptureQueriesContext(connection) as caught:
        assert client.get("/followups/", query, headers=headers).status_code in {200, 204}
        queries = len(caught)
    for _ in range(ROUNDS):
        start = time.perf_counter()
        client.get("/followups/", query, headers=headers)
        seconds.append(time.perf_counter() - start)
    return Measured(queries, statistics.median(seconds))


def found_in(client: Client, url: str, pattern: str) -> str:
    """What the pattern finds in a page."""
    match = re.search(pattern, unescape(client.get(url).content.decode()))
    assert match
    return match[1]


def pages(clients: dict[str, Client]) -> dict[str, Measured]:
    """Every page, one in the middle of a long list, and a look for changes where there are none."""
    found = {name: measured(clients[who], query) for name, (who, query) in PAGES.items()}
    manager, url = clients[MANAGER], "/followups/?view=done"
    for _ in range(3):
        url = found_in(manager, url, r'rel="next" href="([^"]+)"')
    found["manager, fourth page of done"] = measured(manager, dict(parse_qsl(urlsplit(url).query)))
    asked = {"view": "done", "known": found_in(manager, "/followups/?view=done", r'"known": "(\w+)"')}
    headers = {"HX-Request": "true", "HX-Target": "rows"}
    found["manager, nothing has changed"] = measured(manager, asked, headers)
    return found


def main() -> None:
    """Measure each size, then print them beside each other."""
    call_command("migrate", verbosity=0)
    program()
    clients = {}
    for email in (REP, MANAGER):
        clients[email] = Client()
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        clients[email].force_login(User.objects.get(email=email), backend=backend)
    found = {}
    for size in SIZES:
        fill(size)
        found[size] = pages(clients)
    head = "".join(f"{f'{size:,} follow-ups':>26}" for size in SIZES)
    say(f"{'queue page':<46}{head}{'growth':>9}")
    for name in found[SIZES[0]]:
        cells = "".join(
            f"{found[size][name].queries:>10} queries {found[size][name].seconds * 1000:>5.0f} ms"
            for size in SIZES
        )
        growth = found[SIZES[-1]][name].seconds / found[SIZES[0]][name].seconds
        say(f"{name:<46}{cells}{growth:>8.2f}×")


if __name__ == "__main__":
    main()
