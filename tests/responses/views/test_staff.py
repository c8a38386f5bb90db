"""The pages on answers: who sees what, what narrows them, and that nobody alters a score."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.urls import URLPattern, get_resolver, reverse

from customers.domain import erasure
from responses.models import Response, Revision
from surveys.models import LinkOpen
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.responses import ResponseFactory, RevisionFactory
from tests.factories.surveys import CampaignFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from team.models import Program, User

pytestmark = pytest.mark.django_db

LIST = reverse("responses:list")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def browser(program: Program, viewer: User, client_for: Callable[[User], Client]) -> Client:
    """A viewer's."""
    return client_for(viewer)


def shown(browser: Client, **query: str) -> list[int]:
    """The answers on the page, in its order."""
    html = browser.get(LIST, query).text
    return [int(pk) for pk in re.findall(r'class="row-title" href="/responses/(\d+)/"', html)]


def test_the_list_shows_score_reason_customer_stage_and_campaign_together(browser: Client) -> None:
    """G41: the comment stands next to the score."""
    customer = CustomerFactory.create(
        name="Ada Byron", stage="renewal", account=AccountFactory.create(name="Engines Ltd")
    )
    ResponseFactory.create(
        invitation__customer=customer,
        invitation__campaign=CampaignFactory.create(name="Before renewal"),
        score=3,
        reason="<b>Slow</b>",
    )

    html = browser.get(LIST).text

    row = html.partition('<li class="row">')[2].partition("</li>")[0]
    assert '<span class="score score-detractor">3<span class="visually-hidden"> out of 10, detractor' in row
    for words in ("&lt;b&gt;Slow&lt;/b&gt;", "Ada Byron", "Engines Ltd", "Renewal", "Before renewal"):
        assert words in row


def test_the_list_is_newest_first(browser: Client) -> None:
    older = ResponseFactory.create(answered_at=NOW - timedelta(days=2))
    newer = ResponseFactory.create(answered_at=NOW - timedelta(days=1))

    assert shown(browser) == [newer.pk, older.pk]


@pytest.mark.parametrize("word", ["passive", "passives", "neutral", "Neutral"])
def test_a_band_goes_by_any_of_its_names(browser: Client, word: str) -> None:
    """T7: neutral is an older word for passive."""
    passive = ResponseFactory.create(score=7)
    ResponseFactory.create(score=6)
    ResponseFactory.create(score=9)

    assert shown(browser, band=word) == [passive.pk]
    assert '<option value="passive" selected>' in browser.get(LIST, {"band": word}).text


def test_each_filter_narrows(browser: Client) -> None:
    wanted = ResponseFactory.create(
        invitation__customer=CustomerFactory.create(name="Ada Byron", stage="advocate"),
        score=10,
        reason="The export is quick.",
        answered_at=NOW - timedelta(days=3),
    )
    other = ResponseFactory.create(score=2, reason="", state="excluded", excluded_reason="A test")
    assert wanted.customer
    for query in (
        {"q": "export byron"},
        {"band": "promoters"},
        {"stage": "advocate"},
        {"campaign": str(wanted.campaign_id)},
        {"reason": "with"},
        {"state": "counted"},
        {"until": "2026-03-09"},
        {"since": "2026-03-07", "until": "2026-03-07"},
        {"customer": str(wanted.customer.pk)},
    ):
        assert shown(browser, **query) == [wanted.pk], query
    for query in ({"reason": "without"}, {"state": "excluded"}, {"since": "2026-03-08"}):
        assert shown(browser, **query) == [other.pk], query
    assert shown(browser, q="nobody") == []


def test_days_are_those_of_the_program_the_last_one_included(browser: Client) -> None:
    """The program is in Berlin, an hour ahead in winter."""
    late = ResponseFactory.create(answered_at=datetime(2026, 3, 5, 22, 59, 59, tzinfo=UTC))
    next_day = ResponseFactory.create(answered_at=datetime(2026, 3, 5, 23, 0, tzinfo=UTC))

    assert shown(browser, until="2026-03-05") == [late.pk]
    assert shown(browser, since="2026-03-06") == [next_day.pk]


def test_a_period_ends_today_and_begins_with_a_day_of_the_program(browser: Client) -> None:
    """Seven days up to 10 March begin with 4 March in Berlin."""
    first = ResponseFactory.create(answered_at=datetime(2026, 3, 3, 23, 0, tzinfo=UTC))
    ResponseFactory.create(answered_at=datetime(2026, 3, 3, 22, 59, 59, tzinfo=UTC))

    assert shown(browser, period="7") == [first.pk]
    assert len(shown(browser, period="30")) == 2


def test_filters_that_are_not_on_the_form_can_be_taken_away(browser: Client) -> None:
    response = ResponseFactory.create(invitation__customer=CustomerFactory.create(name="Ada Byron"))
    customer = str(response.customer_id)

    html = browser.get(LIST, {"since": "2026-03-01", "customer": customer}).text

    chips = re.findall(r'<a class="filter-chip" href="([^"]+)">([^<]+)<', html)
    assert chips == [(f"?customer={customer}", "From Mar 1, 2026"), ("?since=2026-03-01", "Ada Byron")]


@pytest.mark.parametrize(
    "query",
    [{"band": "lovers"}, {"campaign": "4711"}, {"since": "yesterday"}, {"stage": "x"}, {"customer": "-1"}],
)
def test_a_filter_that_is_not_understood_is_named_and_left_out(
    browser: Client, query: dict[str, str]
) -> None:
    response = ResponseFactory.create()

    html = browser.get(LIST, query).text

    assert "was not understood" in html
    assert shown(browser, **query) == [response.pk]


def test_the_sum_speaks_of_the_counted_answers_of_the_whole_list(browser: Client) -> None:
    ResponseFactory.create_batch(6, score=9)
    ResponseFactory.create_batch(4, score=3)
    ResponseFactory.create(score=0, state="excluded", excluded_reason="A test")

    html = " ".join(unescape(browser.get(LIST).text).split())

    assert '<span class="nps-value">+20</span>' in html
    assert "10 answers: 6 promoters, 0 passives, 4 detractors" in html
    assert "between −" in html


def test_under_ten_answers_the_sum_shows_counts_only(browser: Client) -> None:
    ResponseFactory.create(score=9)

    html = browser.get(LIST).text

    assert "nps-value" not in html
    assert "1 answer: 1 promoter, 0 passives, 0 detractors" in html


def test_an_empty_list_says_what_to_do_next(browser: Client) -> None:
    assert "A campaign asks them." in browser.get(LIST).text
    assert "Take a filter away" in browser.get(LIST, {"band": "promoter"}).text


def test_htmx_gets_the_rows_alone(browser: Client) -> None:
    ResponseFactory.create()

    html = browser.get(LIST, headers={"HX-Request": "true", "HX-Target": "rows"}).text

    assert "<html" not in html
    assert html.strip().startswith('<div id="rows"')


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_statements_for_one_row_as_for_three(
    browser: Client, rows: int, django_assert_max_num_queries: Any
) -> None:
    account = AccountFactory.create()
    for _ in range(rows):
        ResponseFactory.create(invitation__customer=CustomerFactory.create(account=account))

    with django_assert_max_num_queries(11):
        assert len(shown(browser)) == rows


def test_the_list_is_paged(browser: Client) -> None:
    ResponseFactory.create_batch(51)

    assert (len(shown(browser)), len(shown(browser, page="2"))) == (50, 1)


def test_the_detail_tells_the_whole_course(browser: Client) -> None:
    """G62: queued, sent, delivered, opened, started, answered, updated; each version with its time."""
    response = ResponseFactory.create(
        score=4, reason="Still slow.", answered_at=NOW, revised_at=NOW + timedelta(hours=3)
    )
    RevisionFactory.create(response=response, number=2, recorded_at=NOW + timedelta(hours=3))
    Revision.objects.filter(response=response, number=1).update(score=2, reason="Slow.")
    invitation = response.invitation
    assert invitation
    invitation.delivered_at = NOW - timedelta(minutes=50)
    invitation.started_at = NOW - timedelta(minutes=5)
    invitation.save(update_fields=["delivered_at", "started_at"])
    LinkOpen.objects.create(invitation=invitation, opened_at=NOW - timedelta(minutes=55), is_scanner=True)
    LinkOpen.objects.create(invitation=invitation, opened_at=NOW - timedelta(minutes=6))

    html = " ".join(unescape(browser.get(reverse("responses:detail", args=[response.pk])).text).split())

    course = html.partition("What happened when")[2].partition("</dl>")[0]
    steps = re.findall(r'<dt>(\w+)</dt><dd><time datetime="[^"]+T([\d:]+)', course)
    assert steps == [
        ("Queued", "09:00:00"), ("Sent", "08:00:00"), ("Delivered", "08:10:00"), ("Opened", "08:54:00"),
        ("Started", "08:55:00"), ("Answered", "09:00:00"), ("Updated", "12:00:00"),
    ]  # fmt: skip
    assert "1 visit by mail scanners left out" in course
    versions = html.partition("Versions")[2].partition("</table>")[0]
    assert (versions.index("Still slow.") < versions.index(">Slow."), versions.count("<tr>")) == (True, 3)


def test_the_detail_of_a_visitor_and_of_an_erased_customer(browser: Client) -> None:
    visitor = ResponseFactory.create(
        invitation=None, customer=None, campaign=CampaignFactory.create(), stage="", channel="link"
    )
    erased = ResponseFactory.create(reason="I am Ada")
    assert erased.customer
    erasure.erase(customer=erased.customer, actor=None, now=NOW)

    assert "A visitor answered 9" in browser.get(reverse("responses:detail", args=[visitor.pk])).text
    html = browser.get(reverse("responses:detail", args=[erased.pk])).text
    assert "Erased customer answered 9" in html
    assert "I am Ada" not in html


def test_the_detail_leads_to_the_customer_and_the_follow_up(
    browser: Client, rep: User, client_for: Callable[[User], Client]
) -> None:
    """G42: from the comment to what is done about it, for whoever may go there."""
    response = ResponseFactory.create(score=2)
    working = client_for(rep)
    without = working.get(reverse("responses:detail", args=[response.pk])).text
    followup = FollowUpFactory.create(response=response)

    html = working.get(reverse("responses:detail", args=[response.pk])).text
    of_viewer = browser.get(reverse("responses:detail", args=[response.pk])).text

    link = f'href="{reverse("followups:detail", args=[followup.pk])}"'
    assert [link in page for page in (html, without, of_viewer)] == [True, False, False]
    assert f'href="{reverse("insights:customer", args=[response.customer_id])}"' in html


def test_a_missing_answer_is_404(browser: Client) -> None:
    assert browser.get(reverse("responses:detail", args=[4711])).status_code == 404


def test_strangers_are_sent_to_the_login(client: Client, program: Program) -> None:
    response = ResponseFactory.create()
    for address in (LIST, reverse("responses:detail", args=[response.pk])):
        assert client.get(address).status_code == 302
    assert client.post(reverse("responses:exclude", args=[response.pk])).status_code == 302


def test_a_manager_leaves_an_answer_out_and_lets_it_count_again(
    program: Program, manager: User, client_for: Callable[[User], Client]
) -> None:
    response, browser = ResponseFactory.create(score=0), client_for(manager)
    detail = reverse("responses:detail", args=[response.pk])
    assert "Leave out of the numbers" in browser.get(detail).text

    refused = browser.post(reverse("responses:exclude", args=[response.pk]), {"reason": " "})
    assert (refused.status_code, Response.objects.get().state) == (400, "counted")
    done = browser.post(reverse("responses:exclude", args=[response.pk]), {"reason": "A test"}, follow=True)
    assert "This answer does not count" in done.text
    assert Response.objects.values_list("state", "excluded_reason", "score").get() == (
        "excluded",
        "A test",
        0,
    )

    browser.post(reverse("responses:include", args=[response.pk]))
    assert Response.objects.values_list("state", "excluded_reason", "score").get() == ("counted", "", 0)


@pytest.mark.parametrize("who", ["viewer", "rep"])
def test_only_managers_leave_answers_out(
    program: Program, who: str, request: pytest.FixtureRequest, client_for: Callable[[User], Client]
) -> None:
    """T3"""
    response, browser = ResponseFactory.create(), client_for(request.getfixturevalue(who))

    for name in ("responses:exclude", "responses:include"):
        assert browser.post(reverse(name, args=[response.pk]), {"reason": "x"}).status_code == 403
    assert "Leave out of the numbers" not in browser.get(reverse("responses:detail", args=[response.pk])).text
    assert Response.objects.get().state == "counted"


@pytest.mark.parametrize("who", ["rep", "manager", "admin"])
def test_nobody_on_the_staff_alters_a_score(
    program: Program, who: str, request: pytest.FixtureRequest, client_for: Callable[[User], Client]
) -> None:
    """T3: every form and address of the room, posted a better score by every role, leaves it as it was."""
    response, browser = (
        ResponseFactory.create(score=2, reason="Slow."),
        client_for(request.getfixturevalue(who)),
    )
    better = {"score": "10", "reason": "All fine.", "contact_me": "yes", "nonce": "x", "state": "counted"}

    addresses = [
        reverse(f"responses:{name}", args=[response.pk] if takes_pk else [])
        for name, takes_pk in (
            (pattern.name, bool(pattern.pattern.converters))
            for pattern in get_resolver("responses.urls.staff").url_patterns
            if isinstance(pattern, URLPattern)
        )
    ]
    assert len(addresses) >= 4
    for address in addresses:
        for method in ("post", "put", "patch", "delete"):
            getattr(browser, method)(address, better)
        fields = re.findall(r'<(?:input|select|textarea)[^>]*name="([^"]+)"', browser.get(address).text)
        assert "score" not in fields

    assert Response.objects.values_list("score", "reason").get() == (2, "Slow.")
    assert Revision.objects.values_list("number", "score", "reason").get() == (1, 2, "Slow.")
