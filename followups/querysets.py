"""Filters over follow-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce

from followups.enums import CLOSED, USABLE, FollowUpState, PlanState, PlaybookState, RunState, StepState
from mailroom.querysets import OutboxQuerySet
from team.enums import Role

if TYPE_CHECKING:
    from datetime import date, datetime

    from followups.models import (  # noqa: F401  # the querysets name their models in strings
        Endorsement,
        FollowUp,
        Message,
        Notification,
        PlanItem,
        Playbook,
        Rep,
        Run,
        StepRun,
    )
    from team.models import User

WORKING_ROLES = [role for role in Role if role.covers(Role.REP)]


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Follow-ups that chain by plain words."""

    def unfinished(self) -> FollowUpQuerySet:
        """Neither resolved nor given up."""
        return self.exclude(state__in=CLOSED)

    def finished(self) -> FollowUpQuerySet:
        """Resolved or given up."""
        return self.filter(state__in=CLOSED)

    def of(self, user: User) -> FollowUpQuerySet:
        """One person's."""
        return self.filter(assignee=user)

    def overflow(self) -> FollowUpQuerySet:
        """Unfinished and waiting for somebody with room."""
        return self.unfinished().filter(assignee=None)

    def waiting(self) -> FollowUpQuerySet:
        """Waiting for the customer."""
        return self.filter(state=FollowUpState.WAITING)

    def asleep(self, *, now: datetime) -> FollowUpQuerySet:
        """Waiting for the customer, and it is not yet time to look again."""
        return self.waiting().filter(wait_until__gt=now)

    def awake(self, *, now: datetime) -> FollowUpQuerySet:
        """Unfinished, and somebody has something to do."""
        return self.unfinished().exclude(state=FollowUpState.WAITING, wait_until__gt=now)

    def overdue(self, *, now: datetime) -> FollowUpQuerySet:
        """Unfinished, past the time of first contact, of resolution, or of looking again."""
        return self.unfinished().filter(is_overdue(now=now))

    def by_due(self) -> FollowUpQuerySet:
        """What is due first, and of the same moment what matters most."""
        return self.order_by("next_due", "-priority", "pk")


# As `FollowUp.due_at` says it; empty for closed ones.
NEXT_DUE = Case(
    When(state__in=CLOSED, then=None),
    When(state=FollowUpState.WAITING, then=F("wait_until")),
    When(first_contact_at=None, then=F("contact_due_at")),
    default=F("resolve_due_at"),
)


def is_overdue(*, now: datetime, prefix: str = "") -> models.Q:
    """Of unfinished follow-ups: the next thing to do is late. A waiting one's own clocks stand still.

    `prefix` leads from another model to the follow-up (`user__followups__`).
    """

    def where(**conditions: object) -> models.Q:
        return models.Q(**{f"{prefix}{name}": value for name, value in conditions.items()})

    waiting = where(state=FollowUpState.WAITING)
    late_contact = where(first_contact_at=None, contact_due_at__lt=now)
    late_resolution = where(resolve_due_at__lt=now)
    return (waiting & where(wait_until__lt=now)) | (~waiting & (late_contact | late_resolution))


class RepQuerySet(models.QuerySet["Rep"]):
    """People's places in the assignment."""

    def able(self) -> RepQuerySet:
        """Those who may log in and whose role lets them work follow-ups."""
        return self.filter(user__is_active=True, user__role__in=WORKING_ROLES)

    def present(self, *, now: datetime) -> RepQuerySet:
        """Able and not away."""
        is_back = models.Q(away_until=None) | models.Q(away_until__lte=now)
        return self.able().filter(is_back | models.Q(away_from__gt=now))

    def with_room(self, *, now: datetime) -> RepQuerySet:
        """Present, with fewer follow-ups than they can carry: those that the machine may choose."""
        return self.present(now=now).filter(load__lt=F("capacity"))

    def away(self, *, now: datetime) -> RepQuerySet:
        """Able, but away just now."""
        has_left = models.Q(away_from=None) | models.Q(away_from__lte=now)
        return self.able().filter(has_left, away_until__gt=now)

    def to_hand_over(self, *, now: datetime) -> RepQuerySet:
        """Away, and others take over what they have: for this absence that is still to be done."""
        done = models.Q(handed_over_for=Coalesce("away_from", "away_until"))
        return self.away(now=now).filter(~done | models.Q(handed_over_for=None), hands_over=True)


class PlaybookQuerySet(models.QuerySet["Playbook"]):
    """Playbooks by where they stand."""

    def active(self) -> PlaybookQuerySet:
        """Those that begin with new answers."""
        return self.filter(state=PlaybookState.ACTIVE)

    def narrowed(self, *, words: str = "", state: str = "", band: str = "") -> PlaybookQuerySet:
        """Those with these words in the name or the purpose, in this state, of this band; empty means any."""
        found = self
        for word in words.split():
            found = found.filter(models.Q(name__icontains=word) | models.Q(description__icontains=word))
        found = found.filter(state=state) if state else found
        return found.filter(band=band) if band else found

    def at_work_first(self) -> PlaybookQuerySet:
        """Active ones on top, then paused, drafts and stopped ones."""
        order = [PlaybookState.ACTIVE, PlaybookState.PAUSED, PlaybookState.DRAFT, PlaybookState.STOPPED]
        places = [When(state=state, then=models.Value(place)) for place, state in enumerate(order)]
        return self.order_by(Case(*places, default=models.Value(len(order))), "band", "position", "name")


class RunQuerySet(models.QuerySet["Run"]):
    """Runs of playbooks."""

    def narrowed(self, *, words: str = "", state: str = "") -> RunQuerySet:
        """Those of customers with these words in name, address or company, in this state; empty means any."""
        found = self.filter(state=state) if state else self.all()
        for word in words.split():
            found = found.filter(
                models.Q(customer__name__icontains=word)
                | models.Q(customer__email__icontains=word)
                | models.Q(customer__account__name__icontains=word)
            )
        return found

    def shown(self) -> RunQuerySet:
        """The newest first, with what a page tells of them."""
        return self.select_related("playbook", "response__customer", "customer__account").order_by(
            "-started_at", "-pk"
        )


class StepRunQuerySet(models.QuerySet["StepRun"]):
    """Steps of runs by what is to be done."""

    def due(self, *, now: datetime) -> StepRunQuerySet:
        """Those whose time has come."""
        return self.filter(state=StepState.WAITING, due_at__lte=now)

    def tasks(self) -> StepRunQuerySet:
        """Those that wait for a person."""
        return self.filter(state=StepState.READY)

    def of(self, user: User) -> StepRunQuerySet:
        """One person's."""
        return self.filter(assignee=user)


class MessageQuerySet(OutboxQuerySet["Message"]):
    """Messages to customers by what the outbox knows."""

    def held(self) -> MessageQuerySet:
        """Those whose playbook is paused: they wait until it goes on."""
        return self.filter(step_run__run__state=RunState.PAUSED)

    def leaving(self, *, now: datetime) -> MessageQuerySet:
        """Due, and only a worker's absence keeps them from leaving."""
        due: MessageQuerySet = self.due(now=now).exclude(step_run__run__state=RunState.PAUSED)
        return due


class NotificationQuerySet(OutboxQuerySet["Notification"]):
    """Notifications of the staff: what the outbox knows, and what the bell shows."""

    def unread(self) -> NotificationQuerySet:
        """What the bell counts."""
        return self.filter(in_app=True, read_at=None)


class EndorsementQuerySet(models.QuerySet["Endorsement"]):
    """What customers were asked to stand by."""

    def usable(self) -> EndorsementQuerySet:
        """Those whose consent stands, of people who are still there."""
        return self.filter(state__in=USABLE, customer__erased_at=None)

    def search(self, words: str) -> EndorsementQuerySet:
        """Those with these words in the customer's name or address, the company's name, or the quote."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(customer__search_text__contains=word.lower())
                | Q(customer__account__name__icontains=word)
                | Q(quote__icontains=word)
            )
        return found


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    """Items of success plans by what is still to be done."""

    def open(self) -> PlanItemQuerySet:
        """To do."""
        return self.filter(state=PlanState.OPEN)

    def of(self, user: User) -> PlanItemQuerySet:
        """One person's."""
        return self.filter(owner=user)

    def overdue(self, *, today: date) -> PlanItemQuerySet:
        """To do, and its day has passed."""
        return self.open().filter(due_on__lt=today)

    def narrowed(self, *, words: str) -> PlanItemQuerySet:
        """Those with these words in the title, the customer or the company."""
        found = self
        for word in words.split():
            found = found.filter(
                models.Q(title__icontains=word)
                | models.Q(customer__search_text__contains=word.lower())
                | models.Q(customer__account__name__icontains=word)
            )
        return found

    def in_order(self) -> PlanItemQuerySet:
        """What is to do first, by its day, overdue on top and without a day last; then the newest endings."""
        to_do = Case(When(state=PlanState.OPEN, then=0), default=1)
        day = Case(When(state=PlanState.OPEN, then=F("due_on")), default=None)
        return self.order_by(to_do, day.asc(nulls_last=True), F("closed_at").desc(nulls_last=True), "pk")

    def shown(self) -> PlanItemQuerySet:
        """With all that a row of a list shows."""
        return self.select_related("customer__account", "owner", "followup", "closed_by", "created_by")
