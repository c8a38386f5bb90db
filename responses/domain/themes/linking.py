"""Which answer has which theme: by the rules, and by people, whose word outweighs the rules'."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Prefetch

from responses.domain.themes import matching
from responses.enums import TagOrigin
from responses.models import Response, ResponseTheme, Tagging, Theme, ThemeRule
from responses.signals import themes_changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from team.models import User


# For prefetch_related, where many answers are shown: `of` and `links_of` read from it.
_LINKS = ResponseTheme.objects.select_related("theme", "tagged_by")
PREFETCH = Prefetch("theme_links", _LINKS)
# The same for rows that are about an answer.
PREFETCH_OF_RESPONSE = Prefetch("response__theme_links", _LINKS)
_HOLD = "SELECT 1 FROM responses_tagging WHERE id = 1 FOR KEY SHARE"


def of(response: Response) -> list[Theme]:
    """The themes that an answer has, by name."""
    return [link.theme for link in links_of(response)]


def links_of(response: Response) -> list[ResponseTheme]:
    """The same with what tells of each: the words that a rule found, or who put it on."""
    if "theme_links" in getattr(response, "_prefetched_objects_cache", {}):
        return [link for link in response.theme_links.all() if not link.is_removed]
    rows = response.theme_links.filter(is_removed=False)
    return list(rows.select_related("theme", "tagged_by"))


def free_for(response: Response) -> list[Theme]:
    """The themes in use that an answer does not have."""
    has = ResponseTheme.objects.filter(response=response, is_removed=False).values("theme")
    return list(Theme.objects.filter(is_active=True).exclude(pk__in=has))


def phrases() -> list[matching.Phrase]:
    """Every phrase of the themes in use."""
    rules = ThemeRule.objects.filter(theme__is_active=True).values_list("theme", "language", "phrase")
    return [matching.Phrase.of(theme_id=t, language=lang, phrase=words) for t, lang, words in rules]


def in_force() -> list[matching.Phrase]:
    """The same, and until the transaction ends nobody changes them.

    Else an answer could be stored with what the old rules found after everything was read under the new ones.
    Those who store answers do not wait for each other, nor for the job that reads all again.
    """
    if connection.features.has_select_for_no_key_update:
        with connection.cursor() as cursor:
            cursor.execute(_HOLD)
            if cursor.fetchone() is None:
                # No rule was ever changed: whoever is about to is waited for here.
                Tagging.objects.bulk_create([Tagging(pk=1)], ignore_conflicts=True)
                cursor.execute(_HOLD)
    return phrases()


def read(*, response: Response, now: datetime, rules: Sequence[matching.Phrase] | None = None) -> bool:
    """Link an answer to the themes that its reason speaks of; true when anything changed.

    Part of the transaction that stores the answer. `rules` saves a job from asking for them each time.
    """
    known = list(ResponseTheme.objects.filter(response=response).select_related("theme"))
    if not response.reason and not known:
        return False
    found = speaks_of(response.reason, response.language, in_force() if rules is None else rules)
    by_rule = {link.theme_id: link for link in known if link.origin == TagOrigin.RULE}
    by_people = {link.theme_id for link in known if link.origin == TagOrigin.PERSON}
    # A retired theme tags nothing more, and keeps what it has tagged.
    stays = {t: not link.theme.is_active or found.get(t) == link.found for t, link in by_rule.items()}
    gone = [link.pk for theme_id, link in by_rule.items() if not stays[theme_id]]
    kept = {theme_id for theme_id, is_kept in stays.items() if is_kept}
    new = {theme_id: words for theme_id, words in found.items() if theme_id not in by_people | kept}
    if not gone and not new:
        return False
    # Somebody may have decided about one of them a moment ago: then it is theirs.
    ResponseTheme.objects.filter(pk__in=gone, origin=TagOrigin.RULE).delete()
    links = [
        ResponseTheme(response=response, theme_id=t, origin=TagOrigin.RULE, found=words, tagged_at=now)
        for t, words in new.items()
    ]
    ResponseTheme.objects.bulk_create(links, ignore_conflicts=True)
    _tell(response)
    return True


def speaks_of(reason: str, language: str, rules: Iterable[matching.Phrase]) -> dict[int, str]:
    """Theme ids with the words found: by the answer's own language, and where that says nothing, by all.

    People answer an English page in their own language.
    """
    own = language.lower().replace("_", "-").partition("-")[0]
    every = list(rules)
    near = [rule for rule in every if rule.language in ("", own)]
    return matching.find(reason, near) or matching.find(reason, every)


def tag(*, response: Response, theme: Theme, actor: User | None, now: datetime) -> bool:
    """Put a theme on an answer, whatever the rules say; false when it has it already.

    Without an actor it was a playbook, whose word people chose.
    """
    return _decide(response, theme, actor, now=now, is_removed=False)


def untag(*, response: Response, theme: Theme, actor: User, now: datetime) -> bool:
    """Take a theme off an answer for good: no rule puts it on again. False when it does not have it."""
    return _decide(response, theme, actor, now=now, is_removed=True)


def _decide(response: Response, theme: Theme, actor: User | None, *, now: datetime, is_removed: bool) -> bool:
    with transaction.atomic():
        # One at a time for one answer: a rule and a person may decide at the same moment.
        Response.objects.select_for_update(of=("self",), no_key=True).get(pk=response.pk)
        link = ResponseTheme.objects.filter(response=response, theme=theme).first()
        if (link is None or link.is_removed) if is_removed else (link and not link.is_removed):
            return False
        facts = {"origin": TagOrigin.PERSON, "is_removed": is_removed, "tagged_by": actor, "tagged_at": now}
        ResponseTheme.objects.update_or_create(response=response, theme=theme, defaults=facts)
        _tell(response)
    return True


def _tell(response: Response) -> None:
    tell = partial(themes_changed.send_robust, sender=ResponseTheme, response_id=response.pk)
    transaction.on_commit(tell)
