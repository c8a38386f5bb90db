"""One invitation as the pages behind its link need it.

Read by one statement of our own: mail scanners open every link of every mail, eleven to a customer, and
building these joins from models takes several times as long as the database does. A test holds the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection
from django.utils import timezone

from surveys import tokens
from surveys.models import Invitation
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = [
    *("language", "question", "low_label", "high_label", "reason_question", "reason_hint", "contact_me"),
    *("send_button", "why_you", "thanks_title", "thanks_promoter", "thanks_passive", "thanks_detractor"),
]
# One row for each language of the survey.
READ = f"""
SELECT i.sent_at, i.attempt_started_at, c.link_days, i.answered_at, u.erased_at, u.name, u.language,
    s.brand_color, s.default_language, p.company, p.product, p.privacy_url,
    {", ".join(f"t.{word}" for word in WORDS)}
FROM surveys_invitation i
JOIN surveys_campaign c ON c.id = i.campaign_id
JOIN surveys_survey s ON s.id = c.survey_id
JOIN surveys_surveytext t ON t.survey_id = s.id
JOIN customers_customer u ON u.id = i.customer_id
LEFT JOIN team_program p ON p.id = 1
WHERE i.id = %s
ORDER BY t.language
"""  # noqa: S608  # the words are the names above


class Who(NamedTuple):
    """Who asks: the program's names and its page on how answers are used."""

    company: str
    product: str
    privacy_url: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An invitation with its customer, its survey's words and its program. Instants are in UTC.

    `texts` holds the WORDS of each language, as they are stored.
    """

    invitation_id: int
    left_at: datetime | None
    closes_at: datetime | None
    answered_at: datetime | None
    is_erased: bool
    name: str
    language: str
    color: str
    default_language: str
    who: Who
    texts: tuple[tuple[str, ...], ...]

    def takes_answers(self, *, now: datetime) -> bool:
        """True while the link's days last; a link whose mail is not known to have left stays open."""
        return not self.is_erased and (self.closes_at is None or now < self.closes_at)


def behind(token: str) -> Asked | None:
    """What an answer link leads to; None for a link that is not ours."""
    invitation_id = tokens.read_survey_token(token)
    if invitation_id is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(READ, [invitation_id])
        rows = cursor.fetchall()
    return _asked(invitation_id, rows) if rows else None


def _asked(invitation_id: int, rows: Sequence[tuple[Any, ...]]) -> Asked:
    sent_at, attempt_started_at, link_days, answered_at, erased_at, name, language, color, default = rows[0][
        :9
    ]
    company, product, privacy_url = rows[0][9:12]
    left_at = aware(sent_at) or aware(attempt_started_at)
    return Asked(
        invitation_id=invitation_id,
        left_at=left_at,
        closes_at=Invitation.link_closes(left_at, link_days),
        answered_at=aware(answered_at),
        is_erased=erased_at is not None,
        name=name,
        language=language,
        color=color,
        default_language=default,
        who=_unset() if company is None else Who(company, product, privacy_url),
        texts=tuple(row[12:] for row in rows),
    )


def _unset() -> Who:
    # Without a row the program is what its model says, until somebody opens the settings.
    program = Program()
    return Who(program.company, program.product, program.privacy_url)


def aware(instant: datetime | None) -> datetime | None:
    """The instant with its zone, which SQLite's driver leaves out: what is stored is UTC."""
    return timezone.make_aware(instant, UTC) if instant and timezone.is_naive(instant) else instant
