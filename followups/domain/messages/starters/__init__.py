"""Ready-made templates: for every band, and for those who left; each in four languages, good as it stands.

One becomes the company's own the first time that somebody looks at the list or a playbook needs it. A
company that archives one is not given it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction

from core.scoring import Band
from followups.domain.messages.starters import de, en, es, fr
from followups.enums import MessageKind
from followups.models import MessageTemplate, MessageText

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User

WORDS: Final = {"en": en.WORDS, "de": de.WORDS, "fr": fr.WORDS, "es": es.WORDS}


class UnknownStarter(ValueError):
    """No ready-made template has this code."""


@dataclass(frozen=True, slots=True)
class Starter:
    """A ready-made template. `band` is where it is offered; empty is everywhere."""

    code: str
    name: str
    kind: MessageKind
    band: str = ""


_DETRACTOR, _PASSIVE, _PROMOTER = Band.DETRACTOR.value, Band.PASSIVE.value, Band.PROMOTER.value
_PERSONAL, _OFFER = MessageKind.PERSONAL, MessageKind.OFFER

STARTERS: Final = (
    Starter("detractor_understand", "Sorry, and what happened?", _PERSONAL, _DETRACTOR),
    Starter("detractor_confirm", "Is it really solved?", _PERSONAL, _DETRACTOR),
    Starter("winback_offer", "Win back with an offer", _OFFER, _DETRACTOR),
    Starter("passive_news", "What is new", _OFFER, _PASSIVE),
    Starter("passive_incentive", "A reason to stay", _OFFER, _PASSIVE),
    Starter("promoter_review", "Ask for a public review", _OFFER, _PROMOTER),
    Starter("promoter_referral", "Ask for a referral", _PERSONAL, _PROMOTER),
    Starter("promoter_testimonial", "Ask for a quote", _PERSONAL, _PROMOTER),
    Starter("promoter_case_study", "Propose a case study", _PERSONAL, _PROMOTER),
    Starter("promoter_speaker", "Invite to speak", _PERSONAL, _PROMOTER),
    Starter("loss_exit", "Exit interview", _PERSONAL),
    Starter("loss_winback", "Invite back", _OFFER),
)
_BY_CODE: Final = {one.code: one for one in STARTERS}


def use(*, code: str, actor: User | None, now: datetime) -> MessageTemplate:
    """The company's template of this code, made in all of our languages where it has none.

    An archived one is taken up again: somebody needs it. Raises UnknownStarter.
    """
    if code not in _BY_CODE:
        raise UnknownStarter(code)
    with transaction.atomic():
        own = MessageTemplate.objects.filter(starter=code).order_by("-is_active", "pk").first()
        if own is None:
            return _make(_BY_CODE[code], actor=actor, now=now)
        if not own.is_active:
            own.is_active = True
            own.save(update_fields=["is_active"])
        return own


def install(*, actor: User | None, now: datetime) -> int:
    """Make all that the company never had; returns how many. Safe to repeat."""
    had = set(MessageTemplate.objects.exclude(starter="").values_list("starter", flat=True))
    missing = [one for one in STARTERS if one.code not in had]
    with transaction.atomic():
        for starter in missing:
            _make(starter, actor=actor, now=now)
    return len(missing)


def _make(starter: Starter, *, actor: User | None, now: datetime) -> MessageTemplate:
    made = MessageTemplate.objects.create(
        name=_free_name(starter.name),
        kind=starter.kind,
        band=starter.band,
        starter=starter.code,
        created_by=actor,
        created_at=now,
    )
    MessageText.objects.bulk_create(
        MessageText(template=made, language=language, subject=subject, body=body)
        for language, words in WORDS.items()
        for subject, body in [words[starter.code]]
    )
    return made


def _free_name(name: str) -> str:
    """The name, with a number where somebody has given it to a template of their own."""
    taken = set(MessageTemplate.objects.filter(name__startswith=name).values_list("name", flat=True))
    numbered = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return next(free for free in (name, *numbered) if free not in taken)
