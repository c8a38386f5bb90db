"""Chips look the same wherever an answer is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.template import Context, Template

from followups.domain import queue
from responses.domain import themes
from responses.models import ResponseTheme, Theme
from tests.factories.followups import FollowUpFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from responses.models import Response
    from team.models import Program, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def response(manager: User) -> Response:
    """Four themes: by a phrase, by a person, by a playbook, and one that was taken off."""
    found = ResponseFactory.create()
    rows = [Theme.objects.create(code=code, name=code.capitalize()) for code in ("a", "b", "c", "d")]
    ResponseTheme.objects.create(response=found, theme=rows[0], origin="rule", found="so <slow>")
    themes.tag(response=found, theme=rows[1], actor=manager, now=NOW)
    themes.tag(response=found, theme=rows[2], actor=None, now=NOW)
    themes.untag(response=found, theme=rows[0], actor=manager, now=NOW)
    themes.tag(response=found, theme=rows[3], actor=manager, now=NOW)
    themes.untag(response=found, theme=rows[3], actor=manager, now=NOW)
    ResponseTheme.objects.filter(theme=rows[0]).update(origin="rule", is_removed=False)
    return found


def drawn(response: Response, options: str = "") -> str:
    text = "{% load themes %}{% themes response OPTIONS %}".replace("OPTIONS", options)
    return Template(text).render(Context({"response": response}))


def test_chips_say_who_says_so(response: Response) -> None:
    """G42: found in their words, put on by a person or a playbook; what was taken off is not shown."""
    html = drawn(response)

    for words in ("Found by “so &lt;slow&gt;”", "Put on by Manager Example", "Put on by a playbook"):
        assert words in html
    assert html.count('class="tag"') == 3


def test_what_does_not_fit_is_counted_and_named(response: Response) -> None:
    html = drawn(response, "most=1")

    assert html.count('class="tag"') == 2
    assert "+2" in html
    assert "more themes: B, C" in html
    assert "+" not in drawn(response, "most=3")


def test_prefetched_answers_ask_nothing_more(
    response: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    (found,) = type(response).objects.prefetch_related(themes.PREFETCH)

    with django_assert_num_queries(0):
        assert drawn(found).count("title=") == 3


def test_a_page_of_the_queue_reads_all_themes_at_once(
    program: Program, manager: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """No query for each row."""
    speed = Theme.objects.create(code="speed", name="Speed")
    for followup in FollowUpFactory.create_batch(3):
        themes.tag(response=followup.response, theme=speed, actor=manager, now=NOW)

    page = queue.page_of(user=manager, view=queue.TEAM, now=NOW)

    with django_assert_num_queries(0):
        assert ["Speed" in drawn(row.response) for row in page.rows] == [True] * 3
