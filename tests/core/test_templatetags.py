"""What the tags and filters of the library "closeloop" write."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from core.scoring import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon_in_berlin() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), timezone.override(ZoneInfo("Europe/Berlin")):
        yield


def written(source: str, path: str = "/", **context: Any) -> str:
    request = RequestFactory().get(path)
    return Template("{% load closeloop %}" + source).render(Context({"request": request, **context}))


@pytest.mark.parametrize(
    ("distance", "text"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=30), "in a moment"),
        (timedelta(minutes=-12), "12 min ago"),
        (timedelta(hours=-5), "5 h ago"),
        (timedelta(hours=3), "in 3 h"),
        (timedelta(hours=-30), "yesterday"),
        (timedelta(hours=30), "tomorrow"),
        (timedelta(days=-3), "3 days ago"),
        (timedelta(days=4), "in 4 days"),
        (timedelta(days=-20), "Nov 1"),
        (timedelta(days=-400), "Oct 17, 2025"),
    ],
)
def test_when_is_relative_near_and_a_date_far(distance: timedelta, text: str) -> None:
    assert f">{text}</time>" in written("{% when at %}", at=NOW + distance)


def test_when_shows_the_readers_zone_and_the_exact_instant_on_hover() -> None:
    assert written('{% when at "exact" %}', at=NOW) == (
        '<time datetime="2026-11-21T12:00:00+00:00" title="Saturday, November 21, 2026, 13:00 CET">'
        "Nov 21, 2026, 13:00</time>"
    )


def test_when_counts_days_as_the_reader_does() -> None:
    """23:30 of the 19th in UTC is already the 20th in Berlin, where the reader is on the 21st."""
    at = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)

    assert ">yesterday</time>" in written("{% when at %}", at=at)


def test_when_takes_a_plain_date_and_nothing() -> None:
    assert written("{% when day %}", day=date(2026, 12, 10)) == (
        '<time datetime="2026-12-10">Dec 10, 2026</time>'
    )
    assert written("{% when day %}", day=None) == "–"


@pytest.mark.parametrize(
    ("left", "kind", "text"),
    [
        (timedelta(hours=-2), "late", "2 h overdue"),
        (timedelta(minutes=90), "soon", "1 h left"),
        (timedelta(hours=4), "later", "4 h left"),
        (timedelta(days=3), "later", "3 d left"),
    ],
)
def test_until_says_what_is_left_in_words(left: timedelta, kind: str, text: str) -> None:
    """G44: the due date stands on the task, and a breach says so in words."""
    html = written("{% until at %}", at=NOW + left)

    assert f'class="due due-{kind}"' in html
    assert f">{text}</time>" in html


def test_until_stops_when_it_is_done() -> None:
    due = NOW - timedelta(hours=5)

    assert ">in time</time>" in written("{% until due done %}", due=due, done=due - timedelta(hours=1))
    assert ">3 h late</time>" in written("{% until due done %}", due=due, done=due + timedelta(hours=3))
    assert written("{% until due %}", due=None) == "–"


@pytest.mark.parametrize(
    ("score", "band"), [(0, "Detractor"), (6, "Detractor"), (7, "Passive"), (9, "Promoter")]
)
def test_score_chip_and_badge_say_the_band_in_words(score: int, band: str) -> None:
    """G80: the band is in the text, not in the color alone."""
    assert written("{% score_chip score %}", score=score) == (
        f'<span class="score score-{band.lower()}">{score}'
        f'<span class="visually-hidden"> out of 10, {band.lower()}</span></span>'
    )
    assert written("{% band_badge score %}", score=score) == (
        f'<span class="badge badge-{band.lower()}">{band}</span>'
    )
    assert written("{{ score|band }} {{ score|band_label }}", score=score) == f"{band.lower()} {band}"


def test_score_chip_without_a_score_says_so() -> None:
    assert "no score" in written("{% score_chip None %}")
    assert written("{% band_badge None %}{{ None|band }}") == ""


def test_split_bar_tells_its_shares_and_fills_the_width() -> None:
    html = written("{% split_bar tally %}", tally=Tally(promoters=5, passives=3, detractors=2))

    assert 'aria-label="50.0% promoters, 30.0% passives, 20.0% detractors"' in html
    assert '<rect class="split-detractor" x="80.0%" width="20.0%" height="100%"></rect>' in html


def test_split_bar_of_nobody_has_no_bar() -> None:
    """G10: an empty set shows no number."""
    html = written("{% split_bar tally %}", tally=Tally())

    assert 'aria-label="No answers yet"' in html
    assert "<rect" not in html


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ 47|signed }}", "+47"),
        ("{{ -3|signed }}", "−3"),
        ("{{ 0|signed }}", "0"),
        ("{{ None|signed }}", "–"),
        ("{{ 31.44|percent }}", "31.4%"),
        ("{{ 31.44|percent:0 }}", "31%"),
        ("{{ 31.45|percent }}", "31.5%"),
        ("{{ 62.5|percent:0 }}", "63%"),
        ("{{ None|percent }}", "–"),
        ("{{ 0.314|share }}", "31%"),
        ("{{ 0.575|share }}", "58%"),
        ("{{ 12408|count }}", "12,408"),
        ("{{ 12400|money:'EUR' }}", "€12,400"),
        ("{{ 2.5|money:'EUR' }}", "€3"),
        ("{{ 900|money:'CHF' }}", "CHF 900"),
        ("{{ -50|money:'USD' }}", "−$50"),
        ("{{ None|money }}", "–"),
        ("{{ 'Maya Lindqvist'|initials }}", "ML"),
        ("{{ 'ana@example.org'|initials }}", "A"),
        ("{{ ''|initials }}", ""),
    ],
)
def test_numbers_and_names_read_as_people_write_them(source: str, text: str) -> None:
    assert written(source) == text


def test_delta_has_sign_direction_and_origin() -> None:
    """G12: a change says from where it is measured."""
    assert "delta-up" in written('{% delta 3 "since October" %}')
    assert "+3 since October" in written('{% delta 3 "since October" %}')
    assert "delta-down" in written("{% delta -7 %}")
    assert "No change" in written("{% delta 0 %}")
    assert written("{% delta None %}") == ""


def test_icon_is_hidden_from_screen_readers() -> None:
    html = written('{% icon "inbox" %}')

    assert html.startswith("<svg")
    assert 'aria-hidden="true"' in html
    assert 'class="icon"' in html


def test_nav_link_of_an_unknown_place_is_nothing() -> None:
    assert written('{% nav_link "nowhere:list" "Nowhere" icon="inbox" %}') == ""


@pytest.mark.parametrize("path", ["/api/", "/2fa/totp/activate/", "/password/change/"])
def test_nav_link_of_the_settings_marks_what_stands_under_them(path: str) -> None:
    assert 'aria-current="true"' in written('{% nav_link "team:settings" "Settings" icon="x" %}', path=path)
    assert "aria-current" not in written('{% nav_link "customers:list" "Customers" icon="x" %}', path=path)


def test_country_and_language_have_names_for_people() -> None:
    assert written('{{ "DE"|country }}, {{ "ar"|language }}') == "Germany, Arabic"


def test_nav_link_marks_the_page_and_counts_what_waits() -> None:
    html = written('{% nav_link "account_login" "Sign in" icon="inbox" count=3 %}', path="/login/")

    assert 'href="/login/" aria-current="page"' in html
    assert '3<span class="visually-hidden"> waiting</span>' in html
    assert "sidebar-count" not in written('{% nav_link "account_login" "Sign in" icon="inbox" count=0 %}')


def test_address_of_an_unknown_place_is_empty() -> None:
    assert written('{% address "account_login" %}{% address "nowhere" %}') == "/login/"


@pytest.mark.parametrize(("cookie", "attribute"), [("dark", ' data-theme="dark"'), ("x", ""), ("", "")])
def test_theme_attribute_takes_only_known_themes(cookie: str, attribute: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = cookie

    assert written("{% theme_attribute %}", request=request) == attribute


def test_panel_escapes_its_words_and_keeps_its_body() -> None:
    html = written(
        '{% panel title meta="now" span=4 %}<p>{{ text }}</p>{% endpanel %}', title="A & B", text="<b>"
    )

    assert "<h2>A &amp; B</h2>" in html
    assert "<p>&lt;b&gt;</p>" in html
    assert 'class="panel span-4"' in html


def test_explain_notice_and_dialog_hold_what_is_written_in_them() -> None:
    assert "<summary>" in written("{% explain %}Because.{% endexplain %}")
    assert 'role="alert"' in written('{% notice "danger" %}No.{% endnotice %}')
    assert '<dialog class="dialog" id="d"' in written('{% dialog id="d" title="Do it" %}Now.{% enddialog %}')
