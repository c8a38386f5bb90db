"""Telling many at once: a launch becomes one event of each member of an audience, in slices.

An event campaign then does the rest, with its settling delay and under the quiet period.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, DateTimeField, F, JSONField, Q, Value
from django.db.models.functions import Cast, Concat

from customers.domain import announcing, audiences
from customers.domain.audiences import counting
from customers.domain.events import EARLIEST, MAX_KEY, NAME
from customers.models import Event, Launch
from team.domain import audit
from team.models import Program, User

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from customers.models import Audience
    from customers.querysets import CustomerQuerySet
    from team.models import ApiKey

    Clock = Callable[[], datetime]

SLICE = 10_000
# Longer than a slice takes by far; a worker that died is followed by another after this.
LEASE = timedelta(minutes=1)
LONGEST_TITLE = 200
# A launch may be announced before its day; further ahead is a slip of the pen.
FURTHEST = timedelta(days=366)


class InvalidLaunch(Exception):
    """This cannot be announced; `errors` names each field with a sentence."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in errors.items()))
        self.errors = errors


class HasBegun(Exception):
    """Some have been told already."""


def announce(
    *,
    title: str,
    event_name: str,
    audience: Audience | None,
    occurred_at: datetime,
    actor: User | ApiKey | None,
    now: datetime,
    key: str | None = None,
) -> tuple[Launch, bool]:
    """Store a launch, to be worked on from its moment on; returns it and whether it is new.

    Without an audience it reaches everybody. A `key` that is known is that launch, unchanged. Raises
    InvalidLaunch.
    """
    _check(title=title, event_name=event_name, occurred_at=occurred_at, now=now, key=key)
    if key and (known := Launch.objects.filter(key=key).first()):
        return known, False
    try:
        with transaction.atomic():
            launch = Launch.objects.create(
                title=title, event_name=event_name, audience=audience, occurred_at=occurred_at,
                received_at=now, key=key or None, created_by=actor if isinstance(actor, User) else None,
                total=_reach(audience, now=now),
            )  # fmt: skip
            facts = {"event": event_name, "audience": str(audience or ""), "reaches": launch.total}
            audit.log(actor=actor, action="launch.announce", subject=launch, now=now, changes=facts)
    except IntegrityError:
        known = Launch.objects.filter(key=key).first() if key else None
        if known is None:
            raise
        return known, False
    return launch, True


def withdraw(*, launch: Launch, actor: User, now: datetime) -> None:
    """Take back what has not begun. Raises HasBegun."""
    with transaction.atomic():
        audit.log(actor=actor, action="launch.withdraw", subject=launch, now=now)
        untouched = Launch.objects.filter(pk=launch.pk, next_id=0, lease_until=None, finished_at=None)
        if not untouched.delete()[0]:
            raise HasBegun


def run_waiting(*, clock: Clock, budget: timedelta) -> int:
    """Work on launches whose moment has come until none is left or the time is up; returns how many."""
    until, taken = clock() + budget, 0
    while clock() < until and (launch := claim(now=clock())) is not None:
        taken += 1
        work(launch=launch, clock=clock, until=until)
    return taken


def claim(*, now: datetime) -> Launch | None:
    """Take the oldest launch that waits or was abandoned; None when there is none to take."""
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    for launch in Launch.objects.filter(free, finished_at=None, occurred_at__lte=now).order_by("pk"):
        # The lease that we saw is part of the guard: of two workers one changes the row.
        seen = Launch.objects.filter(pk=launch.pk, finished_at=None, lease_until=launch.lease_until)
        if seen.update(lease_until=now + LEASE):
            launch.refresh_from_db()
            return launch
    return None


def work(*, launch: Launch, clock: Clock, until: datetime) -> None:
    """Write the events of a claimed launch from where it stands, to its end or until the time is up."""
    going = True
    while going and clock() < until:
        going = _slice(launch, now=clock())
    # The time is up: whoever rings next goes on.
    Launch.objects.filter(pk=launch.pk, finished_at=None, lease_until=launch.lease_until).update(
        lease_until=clock()
    )


def _slice(launch: Launch, *, now: datetime) -> bool:
    """The next members and the place to go on, together or not at all; returns whether more may follow."""
    with transaction.atomic():
        mine = Launch.objects.select_for_update(of=("self",)).select_related("audience")
        held = mine.filter(
            pk=launch.pk, lease_until=launch.lease_until, finished_at=None, next_id=launch.next_id
        )
        stored = held.first()
        if stored is None:
            return False
        members = _members(stored).filter(pk__gte=stored.next_id).order_by("pk")
        last = members.values_list("pk", flat=True)[SLICE - 1 : SLICE].first()
        told = _insert(stored, members if last is None else members.filter(pk__lte=last), now=now)
        Launch.objects.filter(pk=launch.pk).update(
            reached=F("reached") + told,
            next_id=stored.next_id if last is None else last + 1,
            lease_until=None if last is None else now + LEASE,
            finished_at=now if last is None else None,
        )
        if told:
            announcing.everybody()
    launch.refresh_from_db()
    return last is not None


def _members(launch: Launch) -> CustomerQuerySet:
    """Whoever belongs, judged by one moment: a worker who goes on tomorrow counts the same days."""
    at = max(launch.occurred_at, launch.received_at)
    rules = audiences.parse(launch.audience.rules) if launch.audience else audiences.EVERYBODY
    return audiences.members(rules, program=Program.objects.current(), now=at)


def _reach(audience: Audience | None, *, now: datetime) -> int:
    rules = audiences.parse(audience.rules) if audience else audiences.EVERYBODY
    return counting.reckon(rules, program=Program.objects.current(), now=now).fits


def _insert(launch: Launch, members: CustomerQuerySet, *, now: datetime) -> int:
    """One event for each, written by the database itself; whoever has theirs gets no second one."""
    rows = members.order_by().values_list(
        F("pk"),
        Value(launch.event_name),
        Value(launch.occurred_at, output_field=DateTimeField()),
        Value(now, output_field=DateTimeField()),
        Value({"launch": launch.pk, "title": launch.title}, output_field=JSONField()),
        Concat(Value(f"launch:{launch.pk}:"), Cast("pk", CharField()), output_field=CharField()),
    )
    select, params = rows.query.sql_with_params()
    quote = connection.ops.quote_name
    columns = ("customer_id", "name", "occurred_at", "received_at", "payload", "key")
    names = ", ".join(quote(name) for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(Event._meta.db_table)} ({names}) {select} "  # our own names
            f"ON CONFLICT ({quote('key')}) DO NOTHING",
            params,
        )
        return int(cursor.rowcount)


def _check(*, title: str, event_name: str, occurred_at: datetime, now: datetime, key: str | None) -> None:
    errors = {}
    if not title or len(title) > LONGEST_TITLE:
        errors["title"] = f"Say what was launched, in at most {LONGEST_TITLE} characters."
    if not NAME.fullmatch(event_name):
        errors["event_name"] = "Use 1 to 64 small letters, digits and underscores, like feature_launched."
    if occurred_at > now + FURTHEST:
        errors["occurred_at"] = "This is more than a year ahead."
    elif occurred_at < max(EARLIEST, now - FURTHEST):
        errors["occurred_at"] = "This is more than a year ago."
    if key is not None and len(key) > MAX_KEY:
        errors["key"] = f"A key has at most {MAX_KEY} characters."
    if errors:
        raise InvalidLaunch(errors)
