"""How somebody gets in: an admin invites, a link lets them choose a password."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anymail.exceptions import AnymailError

from team import emails
from team.domain import accounts, audit, people
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.mail import EmailMessage

    from team.models import User

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Welcome:
    """The link, for the admin to pass on, and whether the mail with it was handed over."""

    user: User
    link: str
    mailed: bool


def invite(
    *, email: str, name: str, role: str, time_zone: str, manager: User | None, actor: User, now: datetime
) -> Welcome:
    """Add a person and mail them their link. Raises what `people.add` raises."""
    user = people.add(
        email=email, name=name, role=role, time_zone=time_zone, manager=manager, actor=actor, now=now
    )
    link = accounts.password_link(user=user)
    company = Program.objects.current().company
    mail = emails.invitation(user=user, link=link, inviter=actor, company=company)
    return Welcome(user, link, mailed=_sent(mail))


def send_link(*, user: User, actor: User, now: datetime) -> Welcome:
    """Mail somebody another link. The password they have works until they choose the new one."""
    audit.log(actor=actor, action="person.password_link", subject=user, now=now)
    link = accounts.password_link(user=user)
    company = Program.objects.current().company
    mail = emails.password_link(user=user, link=link, inviter=actor, company=company)
    return Welcome(user, link, mailed=_sent(mail))


def _sent(message: EmailMessage) -> bool:
    try:
        message.send()
    except (OSError, AnymailError):
        # The admin has the link on screen; a mail server that is down must not undo the invitation.
        logger.exception("The link could not be mailed")
        return False
    return True
