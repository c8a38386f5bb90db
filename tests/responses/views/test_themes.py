"""The pages of themes, and tagging where an answer is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from responses import tasks
from responses.domain import themes
from responses.domain.themes import editing
from responses.models import ResponseTheme, Tagging, Theme
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from team.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("program")]

PAGE = reverse("themes:list")
NEW = reverse("themes:new")
LIST = reverse("responses:list")
PART = {"HX-Request": "true", "HX-Target": "status"}


@pytest.fixture
def browser(manager: User, client_for: Callable[[User], Client]) -> Client:
    return client_for(manager)


@pytest.fixture
def speed(manager: User) -> Theme:
    return editing.add(name="Speed", description="", phrases={"en": ["slow"]}, actor=manager, now=NOW)


def test_one_button_brings_the_ready_made_themes_and_progress_survives_a_reload(browser: Client) -> None:
    """G42: a program begins with themes that find something."""
    ResponseFactory.create(reason="The invoice was wrong", language="en")
    assertContains(browser.get(PAGE), "Add 10 themes")

    browser.post(reverse("themes:install"))
    assertContains(browser.get(PAGE), "Waiting for a worker")
    Tagging.objects.update(read=1, total=2)
    assertContains(browser.get(PAGE, headers=PART), "1 of 2")
    tasks.read_themes()

    page = browser.get(PAGE)
    assertContains(page, "Every comment was read under these phrases")
    assertContains(page, "<strong>100%</strong> of 1 comment has a theme", html=False)
    assertContains(page, f"{LIST}?theme=billing")
    assertNotContains(page, "Ready-made themes")


def test_a_manager_writes_a_theme_and_sees_what_it_would_find(browser: Client) -> None:
    """G42: the phrases show their effect before they are saved."""
    ResponseFactory.create(reason="It is slower than before", language="en")
    ResponseFactory.create(reason="Fine", language="en")
    typed = {"name": "Speed", "description": "How fast", "phrases_en": "slow*\n\nlag"}

    look = browser.post(NEW, typed, headers={"HX-Request": "true", "HX-Target": "reach"})
    assertContains(look, "<strong>1</strong> of the last 2 comments")
    assertContains(look, "<mark>slower</mark>")
    assertContains(browser.post(NEW, {**typed, "look": "1"}), "<mark>slower</mark>")
    assert not Theme.objects.exists()

    assertContains(browser.post(NEW, typed, follow=True), "“Speed” is looked for from now on")
    theme = Theme.objects.get()
    address = reverse("themes:detail", args=[theme.pk])
    assertContains(browser.get(address), "slow*")
    assertContains(browser.post(address, typed, follow=True), "Nothing had changed.")
    browser.post(address, {**typed, "phrases_de": "langsam*"})
    assert editing.phrases_of(Theme.objects.get()) == {"de": ["langsam*"], "en": ["lag", "slow*"]}


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("sl*w", "it can only come last"),
        ("*", "has no letter"),
        ("!!", "has no letter"),
        ("x" * 121, "longer"),
    ],
)
def test_phrases_that_cannot_be_found_are_refused(browser: Client, phrase: str, told: str) -> None:
    answer = browser.post(NEW, {"name": "Speed", "phrases_en": phrase})

    assert answer.status_code == 422
    assert told in answer.text


@pytest.mark.parametrize(("language", "field"), [("es", "phrases_es"), ("xx", "phrases_"), ("", "phrases_")])
def test_a_suggested_word_begins_a_theme_in_its_language(browser: Client, language: str, field: str) -> None:
    ResponseFactory.create_batch(2, reason="Respondió", language=language)
    assertContains(browser.get(PAGE), f"{NEW}?word=respondi%C3%B3&amp;language={language}")

    form = browser.get(NEW, {"word": "respondió", "language": language}).context["form"]

    assert (form["name"].value(), form[field].value()) == ("Respondió", "respondió")


def test_a_name_that_is_taken_says_so(browser: Client, speed: Theme) -> None:
    answer = browser.post(NEW, {"name": "speed"})

    assert answer.status_code == 422
    assertContains(answer, "Another theme has this name.", status_code=422)


def test_a_theme_is_retired_and_used_again(browser: Client, speed: Theme) -> None:
    address = reverse("themes:switch", args=[speed.pk])

    assertContains(browser.post(address, follow=True), "retired")
    assertContains(browser.post(address, follow=True), "is looked for again")


def test_the_list_costs_the_same_with_more_themes(
    browser: Client, speed: Theme, manager: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(20) as few:
        browser.get(PAGE)
    editing.install(actor=manager, now=NOW)
    with django_assert_max_num_queries(len(few)):
        browser.get(PAGE)


def test_people_tag_where_they_read_and_the_list_is_narrowed_by_it(browser: Client, speed: Theme) -> None:
    """G42: a comment is tagged by hand; chips and the filter show it."""
    slow, calm = ResponseFactory.create(reason="Hm"), ResponseFactory.create(reason="Well")
    address = reverse("responses:tag", args=[slow.pk])

    for nothing in ({}, {"theme": "no\0thing"}, {"remove": "no\0thing"}):
        assertContains(browser.post(address, nothing, follow=True), "Choose a theme.")
    assertContains(browser.post(address, {"theme": "speed"}, follow=True), 'value="speed" title="Put on by')
    assert [row.pk for row in browser.get(LIST, {"theme": "speed"}).context["page"]] == [slow.pk]
    assert [row.pk for row in browser.get(LIST, {"theme": "none"}).context["page"]] == [calm.pk]

    browser.post(address, {"remove": "speed"})
    assert themes.of(slow) == []
    assert ResponseTheme.objects.get().is_removed
    assert [row.pk for row in browser.get(LIST, {"theme": "speed"}).context["page"]] == []
    assert len(browser.get(LIST, {"theme": "none"}).context["page"].object_list) == 2


def test_a_theme_is_counted_by_band_promoters_too(browser: Client, speed: Theme, manager: User) -> None:
    """G43, the base: the list narrowed to a theme says how many of each band speak of it."""
    for score in (10, 9, 8, 3):
        response = ResponseFactory.create(score=score, reason="Hm")
        themes.tag(response=response, theme=speed, actor=manager, now=NOW)
    ResponseFactory.create(score=2, reason="Another")

    page = browser.get(LIST, {"theme": "speed"})

    assertContains(page, "4 answers: 2 promoters, 1 passive, 1 detractor")


def test_the_list_of_answers_costs_the_same_with_more_tags(
    browser: Client, speed: Theme, manager: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    themes.tag(response=ResponseFactory.create(), theme=speed, actor=manager, now=NOW)
    with django_assert_max_num_queries(20) as few:
        browser.get(LIST)
    for response in ResponseFactory.create_batch(2):
        themes.tag(response=response, theme=speed, actor=manager, now=NOW)
    with django_assert_max_num_queries(len(few)):
        browser.get(LIST)


def test_a_viewer_sees_themes_and_tags_nothing(
    viewer: User, client_for: Callable[[User], Client], speed: Theme, manager: User
) -> None:
    response = ResponseFactory.create(reason="Hm")
    themes.tag(response=response, theme=speed, actor=manager, now=NOW)
    page = client_for(viewer).get(reverse("responses:detail", args=[response.pk]))

    assertContains(page, 'class="tag" title="Put on by Manager Example"')
    assertNotContains(page, "Add a theme")
