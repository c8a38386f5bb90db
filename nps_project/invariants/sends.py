"""Nobody is asked too early, twice, or after they refused; and no limit is passed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import CharField, Count, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import Cast, Coalesce, Lag, TruncDate

from core import calendars
from followups.models import Message, Notification
from mailroom.enums import OutboxState
from nps_project.invariants import quiet_months
from nps_project.invariants.invariant import Breach, Invariant
from surveys.enums import CampaignChannel
from surveys.models import Campaign, Invitation, Reminder
from team.models import AuditEntry, Program, User

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet

# May have reached somebody.
GONE_OUT = [OutboxState.SENT, OutboxState.UNKNOWN, OutboxState.CLAIMED]
# Whoever ends somebody's access reads the clock before it is stored.
A_REQUEST = timedelta(minutes=1)
KINDS = (Invitation, Reminder, Message, Notification)


def too_early(now: datetime) -> Iterator[Breach]:
    """Two surveys to one contact, closer than the quiet period in force allowed."""
    told = quiet_months.history()
    zone = ZoneInfo(Program.objects.current().time_zone)
    asked = Coalesce("sent_at", "attempt_started_at")
    rows = (
        Invitation.objects.filter(state__in=GONE_OUT, contact__isnull=False)
        .annotate(began=Coalesce("attempt_started_at", "sent_at"))
        .exclude(began=None)
        .annotate(earlier=Window(Lag(asked), partition_by="contact", order_by=["began", "pk"]))
        .filter(earlier__gt=F("began") - timedelta(days=31 * told.longest + 2))
        .order_by("pk")
    )
    for pk, campaign_id, contact_id, claimed_at, began, earlier in rows.values_list(
        "pk", "campaign", "contact", "claimed_at", "began", "earlier"
    ).iterator():
        first = quiet_months.instant_of(earlier)
        months = told.required(first, began)
        allowed = quiet_months.excused(campaign_id, contact_id, at=claimed_at or began)
        months = months if allowed is None else min(months, allowed)
        if began < calendars.quiet_until(first, months, zone):
            yield Breach(f"invitation {pk}", f"asked {began:%F %T}, and before that {first:%F %T}")


def begun_again(now: datetime) -> Iterator[Breach]:
    """A message whose hand-over was accepted, and that was tried once more."""
    for model in KINDS:
        again = Q(attempt_started_at__gt=F("sent_at")) | ~Q(state=OutboxState.SENT)
        for row in model._default_manager.filter(again, sent_at__isnull=False).order_by("pk").iterator():
            yield Breach(f"{model._meta.model_name} {row.pk}", f"sent {row.sent_at:%F %T}, now {row.state}")


def sent_without_proof(now: datetime) -> Iterator[Breach]:
    """`sent` with neither an attempt nor a fact that proves it. Visitors saw it; no mail was sent them."""
    nothing = Q(
        state=OutboxState.SENT,
        attempt_started_at=None,
        delivered_at=None,
        opened_at=None,
        clicked_at=None,
        bounced_at=None,
        complained_at=None,
    )
    mails = Invitation.objects.filter(nothing, answered_at=None, campaign__channel=CampaignChannel.EMAIL)
    for row in mails.order_by("pk").iterator():
        yield Breach(f"invitation {row.pk}", "sent without an attempt")
    for model in (Reminder, Message, Notification):
        for pk in model._default_manager.filter(nothing).order_by("pk").values_list("pk", flat=True):
            yield Breach(f"{model._meta.model_name} {pk}", "sent without an attempt")


def after_refusal(now: datetime) -> Iterator[Breach]:
    """An attempt that began after its contact was blocked, or its recipient lost access."""
    late = Q(attempt_started_at__gt=F("contact__blocked_at"))
    for row in Invitation.objects.filter(late, state__in=GONE_OUT).order_by("pk").iterator():
        yield Breach(f"invitation {row.pk}", f"tried {row.attempt_started_at:%F %T}, after the refusal")
    for message in Message.objects.filter(late, state__in=GONE_OUT).order_by("pk").iterator():
        yield Breach(f"message {message.pk}", f"tried {message.attempt_started_at:%F %T}, after the refusal")
    late = Q(attempt_started_at__gt=F("invitation__contact__blocked_at"))
    for reminder in Reminder.objects.filter(late, state__in=GONE_OUT).order_by("pk").iterator():
        yield Breach(f"reminder {reminder.pk}", f"tried {reminder.attempt_started_at:%F %T}, after it")
    for notification in _after_leaving().order_by("pk").iterator():
        tried = f"tried {notification.attempt_started_at:%F %T}"
        yield Breach(f"notification {notification.pk}", f"{tried}, after the access ended")


def _after_leaving() -> QuerySet[Notification]:
    """What was mailed to people of the staff who had lost access by then, and have none now."""
    ended = AuditEntry.objects.filter(
        action="person.deactivate",
        subject_type=User._meta.label_lower,
        subject_id=Cast(OuterRef("recipient"), CharField()),
    )
    gone = Notification.objects.filter(recipient__is_active=False, state__in=GONE_OUT)
    gone = gone.annotate(left_at=Subquery(ended.order_by("-at").values("at")[:1]))
    return gone.filter(attempt_started_at__gt=F("left_at") + A_REQUEST)


def above_the_cap(now: datetime) -> Iterator[Breach]:
    """A day on which more was tried than the campaign's limit, as it stands since its last change."""
    zone = ZoneInfo(Program.objects.current().time_zone)
    for campaign in Campaign.objects.exclude(daily_cap=None):
        changes = AuditEntry.objects.filter(
            action="campaign.change", subject_id=str(campaign.pk), changes__has_key="daily_cap"
        )
        since = changes.order_by("-at").values_list("at", flat=True).first() or campaign.created_at
        first_day = calendars.local_day(since, zone) + timedelta(days=1 if changes else 0)
        tried = campaign.invitations.filter(attempt_started_at__gte=calendars.start_of_day(first_day, zone))
        days = tried.order_by().values_list(TruncDate("attempt_started_at", tzinfo=zone))
        for day, mails in days.annotate(mails=Count("pk")).filter(mails__gt=campaign.daily_cap or 0):
            yield Breach(f"campaign {campaign.pk}", f"{mails} mails on {day}")


SENDS = (
    Invariant(1, "No two surveys reach one contact closer than the quiet period allows.", too_early),
    Invariant(2, "Nothing is handed over again after it was accepted.", begun_again),
    Invariant(3, "What is sent was tried, or proved to have arrived.", sent_without_proof),
    Invariant(8, "No attempt begins after a contact was blocked, or a person lost access.", after_refusal),
    Invariant(11, "No day passes a campaign's daily limit.", above_the_cap),
)
