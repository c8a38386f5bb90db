"""What somebody may choose by the link in a mail of ours, and what they have chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format

from core.calendars import local_day, quiet_until
from core.languages import matching
from customers.domain import consent, pausing, speaking
from customers.enums import BlockReason
from customers.models import Customer
from responses.domain.languages import own_name
from surveys.enums import CampaignState
from surveys.models import SurveyText
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from customers.models import Contact

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
    """Send nothing any more. False when that is so already."""
    return consent.block(contact_id=contact.pk, reason=BlockReason.UNSUBSCRIBED, source=SOURCE, now=now)


def resume(*, contact: Contact, now: datetime) -> bool:
    """Take back one's own refusal, and no other block: no bounce or complaint is lifted by a link."""
    try:
        return consent.unblock(contact=contact, actor=None, source=SOURCE, now=now)
    except consent.ComplaintStands:
        return False


def pause(*, contact: Contact, months: int, now: datetime) -> bool:
    """Ask nothing for so many months of the program's calendar, one of PAUSES; False for any other number."""
    if months not in PAUSES:
        return False
    until = quiet_until(now, months, ZoneInfo(Program.objects.current().time_zone))
    return pausing.pause(contact=contact, until=until, actor=None, source=SOURCE, now=now)


def end_pause(*, contact: Contact, now: datetime) -> bool:
    """Take the pause back."""
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
