"""Who the sample is about: the staff, the companies and their people, as of one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings

from customers.domain import intake
from customers.domain.facts import InvalidFacts, clean
from customers.enums import Source, Stage
from followups.domain import reps
from followups.models import Rep
from nps_project.sample import words
from responses.models import Theme
from team.enums import Role
from team.models import Program, User

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from random import Random

BATCH = 500
# Of a hundred customers: who has not bought yet, who is new, who has left; the rest have been around.
PROSPECTS, NEWCOMERS, LOST = 12, 14, 8
# Every so many accounts one has no manager: who speaks their language or knows the matter is chosen then.
NOBODYS = 7
SPOKEN = {"DE": "de", "ES": "es"}


@dataclass(frozen=True, slots=True)
class Strength:
    """What speaks for somebody when an owner is chosen."""

    languages: list[str]
    regions: list[str]
    stages: list[str]
    skills: tuple[str, ...]


STRENGTHS = (
    Strength(["en", "es"], ["ES", "FR"], [Stage.RENEWAL], ("billing", "price", "people")),
    Strength(["en", "ar"], ["GB", "US"], [Stage.NEW], ("reliability", "performance", "usability")),
    Strength(["de", "en"], ["DE", "NL"], [], ("support-speed", "features", "onboarding")),
)


@dataclass(frozen=True)
class Staff:
    """The sample's people on our side."""

    admin: User
    manager: User
    reps: list[User]


def program() -> Program:
    """The made-up company."""
    row = Program.objects.current()
    row.company, row.product, row.time_zone = "Northwind Freight", "Northwind Freight", "Europe/Berlin"
    row.sender_name, row.sender_email = "Northwind Freight", "hello@northwind.example"
    row.postal_address = "1 Harbor Street, 20457 Hamburg, Germany"
    row.save()
    return row


def staff() -> Staff:
    """Five people who can log in with the sample's password, three of them with follow-ups to work."""
    password = settings.SAMPLE_PASSWORD or None

    def hire(name: str, email: str, role: Role, manager: User | None = None) -> User:
        return User.objects.create_user(
            email, password, name=name, role=role, manager=manager, time_zone="Europe/Berlin"
        )

    admin = hire("Ada Admin", settings.SAMPLE_EMAIL, Role.ADMIN)
    manager = hire("Mona Manager", "manager@example.com", Role.MANAGER, admin)
    working = [
        hire("Ines Costa", "ines@example.com", Role.REP, manager),
        hire("Omar Haddad", "omar@example.com", Role.REP, manager),
        hire("Jonas Weber", "jonas@example.com", Role.REP, manager),
    ]
    hire("Vera Viewer", "viewer@example.com", Role.VIEWER)
    Rep.objects.bulk_create(
        Rep(user=user, capacity=8, languages=one.languages, regions=one.regions, preferred_stages=one.stages)
        for user, one in zip(working, STRENGTHS, strict=True)
    )
    return Staff(admin, manager, working)


def teach(*, staff: Staff, now: datetime) -> None:
    """Let each of those who work follow-ups know some of the themes, once there are themes."""
    themes = {theme.code: theme for theme in Theme.objects.filter(is_active=True)}
    for user, one in zip(staff.reps, STRENGTHS, strict=True):
        known = [themes[code] for code in one.skills if code in themes]
        reps.change(rep=Rep.objects.get(user=user), facts={"skills": known}, actor=staff.manager, now=now)


def facts(*, count: int, random: Random, people: list[User], today: date) -> list[dict[str, Any]]:
    """What an import would say of so many customers."""
    companies = [_company(number, random, people, today) for number in range(max(1, count // 4))]
    return [_person(number, random, companies, today) for number in range(count)]


def take_in(facts: Sequence[dict[str, Any]], *, now: datetime) -> None:
    """Store them as an import would. Raises InvalidFacts: then the sample is wrong."""
    for start in range(0, len(facts), BATCH):
        for outcome in intake.absorb(
            batch=[clean(row) for row in facts[start : start + BATCH]], source=Source.IMPORT, now=now
        ):
            if isinstance(outcome, InvalidFacts):
                raise outcome


def _company(number: int, random: Random, people: list[User], today: date) -> dict[str, Any]:
    head = words.COMPANY_HEADS[number % len(words.COMPANY_HEADS)]
    tail = words.COMPANY_TAILS[number // len(words.COMPANY_HEADS) % len(words.COMPANY_TAILS)]
    round_about = number // (len(words.COMPANY_HEADS) * len(words.COMPANY_TAILS))
    return {
        "account_name": f"{head} {tail}" + (f" {round_about + 1}" if round_about else ""),
        "account_external_id": f"ACC-{number + 1:05}",
        # In turn: each of them has as many of the customers who came last. Some accounts are nobody's.
        "account_manager": people[number % len(people)].email if number % NOBODYS else "",
        "account_country": random.choice(("DE", "GB", "FR", "ES", "NL", "US")),
        "account_industry": random.choice(words.INDUSTRIES),
        "account_annual_revenue": str(random.randrange(2, 240) * 500),
        "account_currency": "EUR",
        "account_renewal_on": (today + timedelta(days=random.randrange(10, 365))).isoformat(),
    }


def _person(number: int, random: Random, companies: list[dict[str, Any]], today: date) -> dict[str, Any]:
    first, last = random.choice(words.FIRST_NAMES), random.choice(words.LAST_NAMES)
    company = companies[number % len(companies)]
    facts: dict[str, Any] = {
        "external_id": f"CUS-{number + 1:05}",
        "name": f"{first} {last}",
        "email": f"{first}.{last}.{number + 1}@customers.example".lower(),
        "phone": f"+49 40 555 {number % 10_000:04}",
        "language": SPOKEN.get(company["account_country"], "en") if random.random() < 0.7 else "en",
        "attributes": {
            "plan": random.choice(("Basic", "Plus", "Pro")),
            "version": random.choice(("4.1", "4.2", "5.0")),
        },
        **company,
    }
    return facts | _dates(random, today)


def _dates(random: Random, today: date) -> dict[str, Any]:
    def ago(low: int, high: int) -> date:
        return today - timedelta(days=random.randrange(low, high))

    kind = random.randrange(100)
    if kind < PROSPECTS:
        return {"joined_on": ago(1, 200), "purchase_count": 0, "account_renewal_on": None}
    if kind < PROSPECTS + NEWCOMERS:
        bought = ago(3, 120)
        return {
            "joined_on": bought - timedelta(days=5),
            "first_purchase_on": bought,
            "last_purchase_on": bought,
            "purchase_count": 1,
        }
    bought = ago(150, 1200)
    again = bought + timedelta(days=random.randrange(30, 140))
    facts: dict[str, Any] = {
        "joined_on": bought,
        "first_purchase_on": bought,
        "last_purchase_on": again,
        "purchase_count": random.choice((1, 2, 3, 5, 8)),
        "renewal_on": today + timedelta(days=random.randrange(-200, 330)),
    }
    if kind < PROSPECTS + NEWCOMERS + LOST:
        facts["churned_on"] = max(again + timedelta(days=1), ago(5, 300))
    return facts
