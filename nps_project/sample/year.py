"""The sample's past year: week by week, through the verbs that run the real program."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from core.scoring import Band, band_of
from customers.domain import events, lifecycle
from customers.enums import Stage
from customers.models import Customer
from followups.domain import opening, working
from followups.enums import FIRST_CAUSES, Outcome
from mailroom.domain import delivery
from mailroom.domain.transports.verdict import Verdict, accepted
from nps_project.sample import campaigns, words
from responses.domain import recording
from surveys.domain import claiming, planning
from surveys.domain.mailbag import InvitationMailbag
from surveys.enums import ScheduleKind
from surveys.models import Invitation

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from followups.models import FollowUp
    from mailroom.domain.letters import Letter
    from responses.models import Response
    from surveys.models import Campaign

STEP = timedelta(days=4)
# These have a fortnight or more for each customer: every third look is enough.
UNHURRIED, EACH = (ScheduleKind.CYCLE, ScheduleKind.WAVE), 3
# Since then the helpdesk tells of its cases.
CONNECTED = timedelta(days=120)
# The last days are left to the running product, so that a newcomer can watch it plan, send and hand out.
LEFT_TO_THE_WORKER = timedelta(days=2)
MOOD = {Stage.ADVOCATE: 8.9, Stage.NEW: 8.0, Stage.RENEWAL: 7.9, Stage.ESTABLISHED: 7.8, Stage.LOSS: 4.5}
# How often somebody had a bad experience.
BAD_DAY = 0.2
PATIENCE = timedelta(days=3)
LATEST = timedelta(days=6)


class Archive:
    """A transport for mails of the past: they were sent then, and nobody needs to read them now."""

    def send(self, letter: Letter) -> Verdict:
        """Accept the letter and forget it."""
        return accepted(letter.message_id)


def ask(*, running: list[Campaign], random: Random, since: datetime, now: datetime) -> None:
    """Refresh stages, receive events, plan and send, every few days from `since` almost until `now`."""
    # One for the whole year: nobody reads the dates of letters that are forgotten at once.
    bag = InvitationMailbag()
    instant, step = since, 0
    while instant < now - LEFT_TO_THE_WORKER:
        lifecycle.refresh(now=instant)
        _support_cases(random, instant, are_kept=instant > now - CONNECTED)
        for campaign in running:
            if campaign.schedule_kind not in UNHURRIED or not step % EACH:
                planning.plan(campaign=campaign, now=instant)
        send(instant, bag)
        instant, step = instant + STEP, step + 1


def send(moment: datetime, bag: InvitationMailbag) -> None:
    """Let every mail leave that was due by then."""
    archive, is_more = Archive(), True
    while is_more:
        claim = claiming.claim(now=moment)
        delivery.hand_over(mailbag=bag, token=claim.token, transport=archive, clock=lambda: moment)
        is_more = claim.examined == claiming.BATCH


def answer(*, count: int, random: Random, now: datetime) -> int:
    """Let some of those who were asked answer, in the order of time; returns how many did."""
    chosen = _who_answers(count, random, now)
    moments = {row.pk: _answered_at(row, random, now) for row in chosen}
    unhappy = _unhappy([row for row in chosen if _is_latest(row, now)])
    followups = []
    for row in sorted(chosen, key=lambda row: moments[row.pk]):
        moment = moments[row.pk]
        score = random.randrange(0, 7) if row.pk in unhappy else _score(row, random, now)
        # One transaction: the follow-up opens at the moment of the past, before the signal looks.
        with transaction.atomic():
            response = recording.record(
                invitation=row,
                score=score,
                reason=_reason(row, score, random),
                contact_me=row.pk in unhappy or random.random() < 0.95,
                language=row.customer.language,
                started_at=moment - timedelta(seconds=random.randrange(20, 200)),
                now=moment,
            )
            followup = _open(response, moment)
        followups += [followup] if followup else []
        while followups and followups[0].opened_at < moment - PATIENCE:
            _work(followups.pop(0), random)
    for followup in followups:
        if followup.opened_at < now - PATIENCE:
            _work(followup, random)
    return len(chosen)


def _open(response: Response, moment: datetime) -> FollowUp | None:
    is_owed = response.band is Band.DETRACTOR
    return opening.open_for(response_id=response.pk, now=moment) if is_owed else None


def _support_cases(random: Random, instant: datetime, *, are_kept: bool) -> None:
    """Some cases were closed lately; before the helpdesk was connected, nothing was told of them."""
    buyers = Customer.objects.exclude(stage__in=[Stage.PROSPECT, Stage.LOSS]).order_by("pk")
    ids = list(buyers.values_list("pk", flat=True))
    chosen = random.sample(ids, max(1, len(ids) // 45))
    for customer in buyers.filter(pk__in=chosen):
        closed_at = instant - timedelta(hours=random.randrange(24, 40))
        told = {"case": f"SC-{closed_at:%y%m%d}-{customer.pk}", "subject": random.choice(words.CASES)}
        events.record(
            customer=customer,
            name=campaigns.EVENT,
            occurred_at=closed_at,
            now=instant,
            payload=told if are_kept else {},
            key=f"sample-{customer.pk}-{closed_at:%Y%m%d%H%M}",
        )


def _who_answers(count: int, random: Random, now: datetime) -> list[Invitation]:
    """Whoever was asked last, so that there is something to do, and about as many every month before."""
    latest: list[Invitation] = []
    months: dict[tuple[int, int], list[Invitation]] = defaultdict(list)
    for row in Invitation.objects.reached().select_related("customer__account").order_by("sent_at", "pk"):
        sent_at = row.sent_at or now
        (latest if _is_latest(row, now) else months[sent_at.year, sent_at.month]).append(row)
    chosen = latest[max(0, len(latest) - count // 6) :]
    for left, rows in zip(range(len(months), 0, -1), sorted(months.values(), key=len), strict=True):
        chosen += random.sample(rows, min(len(rows), (count - len(chosen)) // left))
    return chosen


def _unhappy(latest: list[Invitation]) -> set[int]:
    """The last week was a bad one, for every other customer of each account manager: each has work."""
    managers: dict[int | None, list[int]] = defaultdict(list)
    for row in latest:
        account = row.customer.account
        managers[account.manager_id if account else None].append(row.pk)
    return {pk for keys in managers.values() for pk in keys[::2]}


def _is_latest(row: Invitation, now: datetime) -> bool:
    return (row.sent_at or now) > now - LATEST


def _answered_at(row: Invitation, random: Random, now: datetime) -> datetime:
    sent_at = row.sent_at or now
    if _is_latest(row, now):
        # The latest answers came in today and yesterday: there is something to do.
        return now - timedelta(minutes=random.randrange(5, 30 * 60))
    # Most answer within hours, some within days.
    waited = timedelta(hours=min(random.expovariate(1 / 14) + 0.3, 20 * 24))
    return min(sent_at + waited, now - timedelta(minutes=random.randrange(5, 600)))


def _score(row: Invitation, random: Random, now: datetime) -> int:
    mood = MOOD.get(Stage(row.stage), 7.5) if row.stage else 7.5
    if random.random() < BAD_DAY:
        return random.randrange(0, 7)
    # The company got a little better over the year.
    better = 1.0 - (now - (row.sent_at or now)).days / 365
    return max(0, min(10, round(random.gauss(mood + better, 1.5))))


def _reason(row: Invitation, score: int, random: Random) -> str:
    if random.random() < 0.3:
        return ""
    spoken = words.REASONS.get(row.customer.language, words.REASONS["en"])
    return random.choice(spoken[band_of(score)])


def _work(followup: FollowUp, random: Random) -> None:
    """A rep calls within a day or three and settles the matter."""
    followup.refresh_from_db()
    actor = followup.assignee
    if actor is None:
        return
    called_at = followup.opened_at + timedelta(hours=random.choice((3, 5, 20, 26, 60)))
    working.log_call(
        followup=followup, actor=actor, reached=True, note=random.choice(words.CALLS), now=called_at
    )
    working.resolve(
        followup=followup,
        actor=actor,
        root_cause=random.choice(FIRST_CAUSES)[0],
        outcome=random.choice([Outcome.SOLVED, Outcome.SOLVED, Outcome.IMPROVED, Outcome.EXPLAINED]),
        note=random.choice(words.RESOLUTIONS),
        now=called_at + timedelta(hours=random.randrange(4, 90)),
    )
