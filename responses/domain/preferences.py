"""What somebody may choose by the link in a mail of ours, and what they have chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format

from core.calendars import local_day, quiet_until
from core.languages import matching
from customers.domain import consent, pausing, speaking
from customers.enums import BlockReason
from customers.models import Contact, Customer
from responses.domain.languages import own_name
from surveys.domain import whereabouts
from surveys.enums import CampaignState
from surveys.models import SurveyText
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from customers.querysets import ContactQuerySet

SOURCE = "preference page"
# How long somebody may have peace, in calendar months.
PAUSES = (6, 12)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the page shows. `address` is masked: whoever was forwarded the mail learns no more than that.

    `languages` are (code, its own name), empty where there is nothing to choose; `mail_language` is the
    one of them that mails are in now.
    """

    contact: Contact
    address: str
    language: str
    mail_language: str
    languages: list[tuple[str, str]]
    paused_until: datetime | None

    @property
    def is_stopped(self) -> bool:
        """Whether nothing is sent at all."""
        return bool(self.contact.blocked_reason)

    @property
    def may_resume(self) -> bool:
        """Whether it was the person who refused: only that can be taken back by a link."""
        return self.contact.blocked_reason == BlockReason.UNSUBSCRIBED


def of(contact: Contact, *, now: datetime) -> Preferences:
    """The choices of the address behind a link, as they stand."""
    contact.refresh_from_db()
    customer = Customer.objects.current().filter(contact=contact).first()
    language = customer.language if customer else ""
    lasting = contact.paused_until if contact.paused_until and contact.paused_until > now else None
    known = languages() if customer else []
    return Preferences(
        contact=contact,
        address=masked(customer.email) if customer else "",
        language=language,
        mail_language=matching(language, known) or "",
        languages=[(code, own_name(code)) for code in known] if len(known) > 1 else [],
        paused_until=lasting,
    )


def languages() -> list[str]:
    """The languages that surveys are written in, those of ended campaigns aside."""
    texts = SurveyText.objects.exclude(survey__campaigns__state=CampaignState.ENDED)
    return sorted(set(texts.order_by().values_list("language", flat=True)))


def stop(*, contact: Contact, now: datetime) -> bool:
    """Send nothing any more. False when that is so already.

    Where they have another address by now, the refusal holds there, too.
    """
    with transaction.atomic():
        stopped = {
            contact_id: consent.block(
                contact_id=contact_id, reason=BlockReason.UNSUBSCRIBED, source=SOURCE, now=now
            )
            for contact_id in whereabouts.contacts_now(contact.pk)
        }
    return stopped[contact.pk]


def resume(*, contact: Contact, now: datetime) -> bool:
    """Take back one's own refusal, and no other block: no bounce or complaint is lifted by a link.

    At another address only what this very link refused there.
    """
    refused_at = Contact.objects.values_list("blocked_at", flat=True).get(pk=contact.pk)
    with transaction.atomic():
        for other in _others(contact).filter(blocked_at=refused_at):
            _unblock(other, now)
        return _unblock(contact, now)


def _unblock(contact: Contact, now: datetime) -> bool:
    try:
        return consent.unblock(contact=contact, actor=None, source=SOURCE, now=now)
    except consent.ComplaintStands:
        return False


def _others(contact: Contact) -> ContactQuerySet:
    ids = whereabouts.contacts_now(contact.pk)
    return Contact.objects.filter(pk__in=ids).exclude(pk=contact.pk).order_by("pk")


def pause(*, contact: Contact, months: int, now: datetime) -> bool:
    """Ask nothing for so many months of the program's calendar, one of PAUSES; False for any other number."""
    if months not in PAUSES:
        return False
    until = quiet_until(now, months, ZoneInfo(Program.objects.current().time_zone))
    with transaction.atomic():
        for other in _others(contact):
            if other.paused_until is None or other.paused_until < until:
                pausing.pause(contact=other, until=until, actor=None, source=SOURCE, now=now)
        return pausing.pause(contact=contact, until=until, actor=None, source=SOURCE, now=now)


def end_pause(*, contact: Contact, now: datetime) -> bool:
    """Take the pause back; at another address only what this very link asked for there."""
    until = Contact.objects.values_list("paused_until", flat=True).get(pk=contact.pk)
    with transaction.atomic():
        for other in _others(contact).filter(paused_until=until):
            pausing.end(contact=other, actor=None, source=SOURCE, now=now)
        return pausing.end(contact=contact, actor=None, source=SOURCE, now=now)


def choose_language(*, contact: Contact, language: str, now: datetime) -> bool:
    """Be written to in this language; False for one that no survey is written in."""
    if language not in languages():
        return False
    speaking.choose(contact=contact, language=language, actor=None, source=SOURCE, now=now)
    return True


def masked(address: str) -> str:
    """An address that its owner recognizes and nobody else learns: "m•••@example.com"."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}•••{at}{domain}" if local else ""


def day_in_words(instant: datetime, *, language: str) -> str:
    """The program's day of an instant, as this language writes dates."""
    day = local_day(instant, ZoneInfo(Program.objects.current().time_zone))
    with translation.override(language):
        return date_format(day, "DATE_FORMAT")
