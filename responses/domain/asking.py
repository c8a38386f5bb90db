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

from responses.domain import questions
from surveys import tokens
from surveys.models import Invitation, SurveyLogo
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Sequence

    from responses.domain.questions import StoredQuestion
    from surveys.models import Survey, SurveyText

WORDS = [
    *("language", "question", "low_label", "high_label", "reason_question", "reason_hint", "contact_me"),
    *("send_button", "why_you", "thanks_title", "thanks_promoter", "thanks_passive", "thanks_detractor"),
]
# One row for each language of the survey. The subquery sees to it that most pages need no second statement.
READ = f"""
SELECT i.sent_at, i.attempt_started_at, c.link_days, i.answered_at, u.erased_at, u.name, u.language,
    CASE WHEN i.stage = '' THEN u.stage ELSE i.stage END, p.company, p.product, p.privacy_url,
    s.brand_color, s.default_language, s.id, EXISTS (
        SELECT 1 FROM surveys_surveyquestion q WHERE q.survey_id = s.id AND q.retired_at IS NULL
    ), l.digest, l.content_type, l.width, l.height, l.alternative,
    {", ".join(f"t.{word}" for word in WORDS)}
FROM surveys_invitation i
JOIN surveys_campaign c ON c.id = i.campaign_id
JOIN surveys_survey s ON s.id = c.survey_id
JOIN surveys_surveytext t ON t.survey_id = s.id
JOIN customers_customer u ON u.id = i.customer_id
LEFT JOIN surveys_surveylogo l ON l.survey_id = s.id
LEFT JOIN team_program p ON p.id = 1
WHERE i.id = %s
ORDER BY t.language
"""  # noqa: S608  # the words are the names above
SURVEY_FROM, LOGO_FROM, WORDS_FROM = 11, 15, 20


class Who(NamedTuple):
    """Who asks: the program's names and its page on how answers are used."""

    company: str
    product: str
    privacy_url: str


class Logo(NamedTuple):
    """A survey's logo: the parts of its address, its size in pixels, and words for who cannot see it."""

    digest: str
    content_type: str
    width: int
    height: int
    alternative: str


class Written(NamedTuple):
    """What a survey says and how it looks, as it is stored: equal ones make equal pages.

    `texts` holds the WORDS of each language.
    """

    color: str
    default_language: str
    texts: tuple[tuple[str, ...], ...]
    logo: Logo | None
    questions: tuple[StoredQuestion, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """An invitation with its customer, its survey and its program. Instants are in UTC."""

    invitation_id: int
    left_at: datetime | None
    closes_at: datetime | None
    answered_at: datetime | None
    is_erased: bool
    name: str
    language: str
    stage: str
    who: Who
    survey: Written

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


def written(survey: Survey, *, texts: Sequence[SurveyText] | None = None) -> Written:
    """The same of a survey that nobody was invited to, for links, previews and tests.

    `texts` stand in for the stored ones where somebody is still writing them.
    """
    words = survey.texts.order_by("language") if texts is None else texts
    logo = SurveyLogo.objects.filter(survey=survey.pk).values_list(*Logo._fields).first()
    return Written(
        color=survey.brand_color,
        default_language=survey.default_language,
        texts=tuple(tuple(getattr(text, word) for word in WORDS) for text in words),
        logo=Logo(*logo) if logo else None,
        questions=questions.stored(survey.pk),
    )


def whoever_asks() -> Who:
    """The program as it stands; without a row what its model says, until somebody opens the settings."""
    program = Program.objects.filter(pk=1).first() or Program()
    return Who(program.company, program.product, program.privacy_url)


def _asked(invitation_id: int, rows: Sequence[tuple[Any, ...]]) -> Asked:
    sent_at, attempt_started_at, link_days, answered_at, erased_at, name, language, stage = rows[0][:8]
    company, product, privacy_url = rows[0][8:SURVEY_FROM]
    left_at = aware(sent_at) or aware(attempt_started_at)
    return Asked(
        invitation_id=invitation_id,
        left_at=left_at,
        closes_at=Invitation.link_closes(left_at, link_days),
        answered_at=aware(answered_at),
        is_erased=erased_at is not None,
        name=name,
        language=language,
        stage=stage,
        who=whoever_asks() if company is None else Who(company, product, privacy_url),
        survey=_written(rows),
    )


def _written(rows: Sequence[tuple[Any, ...]]) -> Written:
    color, default_language, survey_id, has_questions = rows[0][SURVEY_FROM:LOGO_FROM]
    logo = rows[0][LOGO_FROM:WORDS_FROM]
    return Written(
        color=color,
        default_language=default_language,
        texts=tuple(row[WORDS_FROM:] for row in rows),
        logo=None if logo[0] is None else Logo(*logo),
        questions=questions.stored(survey_id) if has_questions else (),
    )


def aware(instant: datetime | None) -> datetime | None:
    """The instant with its zone, which SQLite's driver leaves out: what is stored is UTC."""
    return timezone.make_aware(instant, UTC) if instant and timezone.is_naive(instant) else instant
