"""Rules put themes on answers; people's word outweighs theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from responses.domain import themes
from responses.enums import TagOrigin
from responses.models import Response, ResponseTheme, Theme, ThemeRule
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def speed() -> Theme:
    theme = Theme.objects.create(code="speed", name="Speed")
    ThemeRule.objects.create(theme=theme, language="en", phrase="slow*")
    ThemeRule.objects.create(theme=theme, language="de", phrase="langsam*")
    return theme


def answer(reason: str, language: str = "en") -> Response:
    return ResponseFactory.create(score=3, reason=reason, language=language)


def links(response: Response) -> list[tuple[str, str, bool]]:
    found = ResponseTheme.objects.filter(response=response)
    return list(found.values_list("origin", "found", "is_removed"))


def test_reading_links_what_the_reason_speaks_of(speed: Theme) -> None:
    response = answer("Everything got slower.")

    assert themes.read(response=response, now=NOW)
    assert themes.of(response) == [speed]
    assert links(response) == [("rule", "slower", False)]
    assert not themes.read(response=response, now=NOW)


def test_people_answer_an_english_page_in_their_own_language(speed: Theme) -> None:
    response = answer("Viel zu langsam geworden", language="en")

    themes.read(response=response, now=NOW)

    assert links(response) == [("rule", "langsam", False)]


def test_a_changed_reason_changes_what_rules_found(speed: Theme) -> None:
    response = answer("slow")
    themes.read(response=response, now=NOW)
    response.reason = "All is well now"

    assert themes.read(response=response, now=NOW)
    assert themes.of(response) == []


def test_what_a_person_took_off_no_rule_puts_on_again(speed: Theme, manager: User) -> None:
    response = answer("slow")
    themes.read(response=response, now=NOW)

    assert themes.untag(response=response, theme=speed, actor=manager, now=NOW)
    assert not themes.untag(response=response, theme=speed, actor=manager, now=NOW)
    themes.read(response=response, now=NOW)

    assert themes.of(response) == []
    assert links(response) == [("person", "slow", True)]


def test_what_a_person_put_on_stays_when_no_rule_finds_it(speed: Theme, manager: User) -> None:
    """G42: a comment can be tagged by hand."""
    response = answer("Nothing of the kind")

    assert themes.tag(response=response, theme=speed, actor=manager, now=NOW)
    assert not themes.tag(response=response, theme=speed, actor=manager, now=NOW)
    themes.read(response=response, now=NOW)

    link = ResponseTheme.objects.get(response=response)
    assert (link.origin, link.tagged_by, link.is_removed) == (TagOrigin.PERSON, manager, False)


def test_a_retired_theme_tags_nothing_more(speed: Theme) -> None:
    Theme.objects.update(is_active=False)
    response = answer("slow")

    assert not themes.read(response=response, now=NOW)
