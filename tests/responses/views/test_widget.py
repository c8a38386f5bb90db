"""The widget's calls: who may make them, what they store, and what they never do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache

from core.calendars import quiet_until
from customers.models import Contact
from mailroom.enums import OutboxState
from responses.domain import visitors, widget_script
from responses.enums import Channel, Origin
from responses.models import Response, Revision
from surveys.models import Invitation, Placement
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import LinkFactory, WidgetFactory
from tests.moments import NOW
from tests.responses.visitors import BROWSER, SHOP, Visitor, identity

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db
LARGEST_SCRIPT = 8 * 1024


@pytest.fixture(autouse=True)
def _nobody_was_here() -> None:
    cache.clear()


@pytest.fixture
def widget() -> Placement:
    return WidgetFactory.create()


@pytest.fixture
def visitor(browser: Client, widget: Placement) -> Visitor:
    return Visitor(browser, widget)


def stored() -> tuple[int, int, int]:
    return Response.objects.count(), Invitation.objects.count(), Placement.objects.filter(shown__gt=0).count()


def test_script_is_small_and_holds_the_placements_settings(
    browser: Client, widget: Placement, record_property: Callable[[str, object], None]
) -> None:
    """G25: one script tag, a few kilobytes."""
    Placement.objects.update(delay_seconds=7, frequency_days=30, sample_percent=25)

    response = browser.get(f"/w/{widget.key}.js")

    record_property("bytes", len(response.content))
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert f'{{"key":"{widget.key}","delay":7,"days":30,"sample":25}}' in response.text
    assert len(response.content) <= LARGEST_SCRIPT
    assert not {"Set-Cookie", "Vary"} & set(response.headers)
    assert (response["Cache-Control"], response["Cross-Origin-Resource-Policy"]) == (
        "public, max-age=300",
        "cross-origin",
    )


def test_script_is_not_sent_again_while_nothing_changed(browser: Client, widget: Placement) -> None:
    first = browser.get(f"/w/{widget.key}.js")

    again = browser.get(f"/w/{widget.key}.js", headers={"If-None-Match": first["ETag"]})
    Placement.objects.update(delay_seconds=7)
    changed = browser.get(f"/w/{widget.key}.js", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)


def test_script_says_next_to_nothing_when_switched_off_and_is_unknown_for_links(browser: Client) -> None:
    off = browser.get(f"/w/{WidgetFactory.create(is_on=False).key}.js")
    unknown = browser.get(f"/w/{LinkFactory.create().key}.js")

    assert (off.status_code, off.text) == (200, widget_script.SWITCHED_OFF)
    assert unknown.status_code == 404


def test_ask_gives_the_words_and_a_nonce_and_writes_nothing(visitor: Visitor) -> None:
    response = visitor.ask("de-AT")

    said = response.json()
    assert (said["lang"], said["dir"], said["close"]) == ("de", "ltr", "Schließen")
    assert said["question"].startswith("Wie wahrscheinlich ist es, dass Sie Northwind Freight")
    assert ":host" in said["style"]
    assert "--brand:" in said["style"]
    assert visitors.read_page_nonce(said["nonce"], visitor.placement, now=NOW) == visitors.Page(
        "", NOW, is_trial=False
    )
    assert response["Access-Control-Allow-Origin"] == SHOP
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert (response["Cache-Control"], response["Vary"]) == ("no-store", "Origin")
    assert stored() == (0, 0, 0)


def test_ask_follows_the_browser_where_no_language_is_named(visitor: Visitor) -> None:
    headers = {**visitor.headers, "Accept-Language": "fr, de;q=0.8"}
    Placement.objects.get().campaign.survey.texts.exclude(language__in=["en", "de"]).delete()

    assert visitor.client.get(visitor.url("ask"), headers=headers).json()["lang"] == "en"
    headers["Accept-Language"] = "de-CH, en;q=0.5"
    assert visitor.client.get(visitor.url("ask"), headers=headers).json()["lang"] == "de"


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://shop.example",
        "https://shop.example:8443",
        "null",
        "https://shop.example.evil",
    ],
)
@pytest.mark.parametrize(("step", "method"), [("ask", "GET"), ("show", "POST"), ("answer", "POST")])
def test_other_origins_get_nothing(visitor: Visitor, origin: str, step: str, method: str) -> None:
    """Exactly the origins that the placement names."""
    headers = {"Origin": origin, "Content-Type": "application/json"}

    response = visitor.client.generic(method, visitor.url(step), "{}", headers=headers)
    preflight = visitor.client.options(visitor.url(step), headers=headers)

    assert (response.status_code, preflight.status_code) == (403, 403)
    assert "Access-Control-Allow-Origin" not in {**response.headers, **preflight.headers}
    assert response["Vary"] == "Origin"


def test_preflight_allows_what_the_widget_sends(visitor: Visitor) -> None:
    response = visitor.client.options(visitor.url("answer"), headers=visitor.headers)

    told = {name: response[name] for name in response.headers if name.startswith("Access-Control")}
    assert response.status_code == 204
    assert told == {
        "Access-Control-Allow-Methods": "POST",
        "Access-Control-Allow-Headers": "content-type",
        "Access-Control-Max-Age": "86400",
        "Access-Control-Allow-Origin": SHOP,
    }


def test_answer_of_a_visitor_is_stored_apart_from_any_person(visitor: Visitor) -> None:
    """G25 G24: anonymous, with the page without its query, and no address, cookie or hold."""
    response = visitor.answer(score="9", reason="Quick.")

    assert (response.status_code, response.json()) == (
        200,
        {"thanks": "Great to hear. We will keep it that way."},
    )
    assert dict(response.cookies) == {}
    row = Response.objects.get()
    assert (row.score, row.reason, row.channel, row.origin, row.language) == (
        9,
        "Quick.",
        Channel.WIDGET,
        Origin.LIVE,
        "en",
    )
    assert (row.placement, row.campaign) == (visitor.placement, visitor.placement.campaign)
    assert (row.customer, row.invitation, row.typed_email, row.contact_me) == (None, None, "", False)
    assert row.page_url == "https://shop.example/cart"
    assert row.visitor == visitors.hash_of(visitor.placement, BROWSER)
    assert Revision.objects.get().number == 1
    assert (Contact.objects.count(), Placement.objects.get().shown) == (0, 1)


def test_second_answer_of_a_browser_is_a_revision(visitor: Visitor) -> None:
    shown = visitor.show()
    visitor.answer(shown, score="9")
    visitor.answer(shown, score="9")
    visitor.answer(shown, score="3", reason="Late.")
    visitor.answer(score="4")

    row = Response.objects.get()
    assert (row.score, row.reason) == (4, "")
    assert list(row.revisions.values_list("score", flat=True)) == [9, 3, 4]


def test_same_browser_is_a_new_visitor_after_the_placements_days(visitor: Visitor, clock: Any) -> None:
    visitor.answer(score="9")
    clock.move_to(NOW + timedelta(days=181))

    visitor.answer(score="2")

    assert list(Response.objects.order_by("pk").values_list("score", flat=True)) == [9, 2]


@pytest.mark.parametrize("score", ["11", "-1", "+9", "1_0", "9.0", " 9", "９", "", "nine"])
def test_what_is_no_score_is_refused(visitor: Visitor, score: str) -> None:
    """G8: ASCII digits from 0 to 10, nothing around them."""
    response = visitor.answer(score=score)

    assert (response.status_code, response.json()["problems"]) == (400, ["score"])
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[]", 400),
        ('{"score": 9}', 400),
        ('{"score": true}', 400),
        ('{"score": "9", "score": "1"}', 400),
        ('{"reason": "\\u0000"}', 400),
        ('{"reason": "\\ud800"}', 400),
        ('{"reason": NaN}', 400),
        ('{"reason": "' + "x" * 40_000 + '"}', 413),
    ],
)
def test_bodies_are_read_strictly(visitor: Visitor, body: str, status: int) -> None:
    response = visitor.post("answer", body)

    assert response.status_code == status
    assert response["Access-Control-Allow-Origin"] == SHOP
    assert not Response.objects.exists()


def test_only_json_is_read(visitor: Visitor) -> None:
    """A form of a strange page cannot send it without asking first."""
    response = visitor.client.post(visitor.url("answer"), {"score": "9"}, headers=visitor.headers)

    assert response.status_code == 415


def test_an_answer_needs_the_nonce_of_a_dialog_that_was_shown(visitor: Visitor, clock: Any) -> None:
    asked, shown = visitor.ask().json(), visitor.show().json()
    other = Visitor(visitor.client, WidgetFactory.create()).show().json()
    nonces = ["", "forged", asked["nonce"], other["nonce"], shown["nonce"][:-1] + "x"]

    refused = [visitor.post("answer", {"nonce": nonce, "score": "9"}).status_code for nonce in nonces]
    clock.move_to(NOW + timedelta(hours=25))
    refused.append(visitor.post("answer", {"nonce": shown["nonce"], "score": "9"}).status_code)

    assert refused == [400] * 6
    assert not Response.objects.exists()


def test_one_address_cannot_answer_without_end(visitor: Visitor) -> None:
    shown = visitor.show()
    codes = [visitor.answer(shown, score="9").status_code for _ in range(61)]

    limited = visitor.answer(shown, score="9")
    assert (codes[0], codes[59], codes[60]) == (200, 200, 429)
    assert (limited["Retry-After"], limited["Access-Control-Allow-Origin"]) == ("600", SHOP)


def test_nothing_is_shown_or_taken_once_it_is_switched_off(visitor: Visitor) -> None:
    asked, shown = visitor.ask().json(), visitor.show()
    Placement.objects.update(is_on=False)

    late = visitor.answer(shown, score="9")
    show = visitor.post("show", {"nonce": asked["nonce"], "visitor": BROWSER})

    assert (visitor.ask().status_code, show.status_code, late.status_code) == (204, 204, 410)
    assert not Response.objects.exists()


@pytest.mark.parametrize("origin", ["", "http://testserver"])
def test_our_own_pages_try_it_and_store_nothing(browser: Client, widget: Placement, origin: str) -> None:
    """The demo page shows the widget as it is; its answers are nobody's."""
    visitor = Visitor(browser, widget, origin=origin)
    customer = CustomerFactory.create()

    shown = visitor.show(identity=identity(widget, email=customer.email))
    response = visitor.answer(shown, score="3")

    assert (response.status_code, stored()) == (200, (0, 0, 0))
    assert Contact.objects.get().next_survey_at is None
    # Neither way round: a trial's nonce stores nothing for a real page either.
    real = Visitor(browser, widget)
    assert real.post("answer", {"nonce": shown.json()["nonce"], "score": "9"}).status_code == 400


class TestNamedVisitors:
    """G61: whoever the company's server names counts as asked from the moment they see the question."""

    def test_is_shown_once_and_held_for_six_months(self, visitor: Visitor) -> None:
        customer = CustomerFactory.create()
        token = identity(visitor.placement, email=customer.email.upper())

        first, second = visitor.show(identity=token), visitor.show(identity=token)

        assert (first.status_code, second.status_code, second.content) == (200, 204, b"")
        row = Invitation.objects.get()
        assert (row.customer, row.state, row.sent_at, row.answered_at) == (
            customer,
            OutboxState.SENT,
            NOW,
            None,
        )
        assert Contact.objects.get().next_survey_at == quiet_until(NOW, 6, ZoneInfo("Europe/Berlin"))

    def test_ask_and_script_consume_nothing(self, visitor: Visitor) -> None:
        """A preloader fetches the script and the words: the hold is taken by the POST alone."""
        CustomerFactory.create()

        visitor.client.get(f"/w/{visitor.placement.key}.js")
        visitor.ask()

        assert (Invitation.objects.count(), Contact.objects.get().next_survey_at) == (0, None)

    def test_answer_is_theirs(self, visitor: Visitor) -> None:
        """G41 G57: on their page, with the stage of that moment."""
        customer = CustomerFactory.create(attributes={"plan": "pro"})
        shown = visitor.show(identity=identity(visitor.placement, external_id=customer.external_id))

        response = visitor.answer(shown, score="3", reason="Late.", contact_me="on")

        assert response.status_code == 200
        row = Response.objects.get()
        assert (row.customer, row.channel, row.placement) == (customer, Channel.WIDGET, visitor.placement)
        assert (row.stage, row.attributes, row.contact_me) == (customer.stage, {"plan": "pro"}, True)
        assert (row.page_url, row.visitor) == ("https://shop.example/cart", "")
        customer.refresh_from_db()
        assert (customer.last_score, customer.last_answered_at) == (3, NOW)
        invitation = Invitation.objects.get()
        assert (row.invitation, invitation.answered_at, invitation.started_at) == (invitation, NOW, NOW)

    def test_second_answer_is_a_revision(self, visitor: Visitor) -> None:
        shown = visitor.show(identity=identity(visitor.placement, email=CustomerFactory.create().email))

        visitor.answer(shown, score="3")
        visitor.answer(shown, score="8")

        row = Response.objects.get()
        assert (row.score, row.channel, row.revisions.count()) == (8, Channel.WIDGET, 2)

    def test_is_asked_for_no_address(self, visitor: Visitor) -> None:
        Placement.objects.update(asks_for_email=True)
        shown = visitor.show(
            identity=identity(visitor.placement, email=CustomerFactory.create().email)
        ).json()
        anonymous = visitor.show().json()

        assert (shown["email"], shown["agrees"], bool(shown["contact"])) == ("", True, True)
        assert (anonymous["agrees"], bool(anonymous["email"]), bool(anonymous["contact"])) == (
            False,
            True,
            True,
        )

    def test_unknown_ones_are_shown_nothing(self, visitor: Visitor) -> None:
        response = visitor.show(identity=identity(visitor.placement, email="nobody@elsewhere.example"))

        assert (response.status_code, stored()) == (204, (0, 0, 0))

    def test_forged_and_old_tokens_are_refused(self, visitor: Visitor) -> None:
        email = CustomerFactory.create().email
        late = int(NOW.timestamp())
        placement = visitor.placement
        good = identity(placement, email=email)
        tokens = [
            identity(placement, email=email, secret="guessed"),
            identity(placement, email=email, exp=late),
            identity(placement, email=email, exp=late + 40 * 86_400),
            identity(placement, email=email, exp=str(late + 60)),
            identity(placement, email=email, exp=True),
            good.replace(".", "x."),
            good.partition(".")[0],
            "é",
        ]

        codes = [visitor.show(identity=token).status_code for token in tokens]

        assert (codes, stored()) == ([403] * 8, (0, 0, 0))

    def test_another_widgets_secret_names_nobody(self, visitor: Visitor) -> None:
        token = identity(WidgetFactory.create(), email=CustomerFactory.create().email)

        assert visitor.show(identity=token).status_code == 403

    def test_a_pass_of_another_widget_opens_nothing(self, visitor: Visitor) -> None:
        other = Visitor(visitor.client, WidgetFactory.create())
        theirs = other.show(identity=identity(other.placement, email=CustomerFactory.create().email)).json()

        visitor.answer(**{"pass": theirs["pass"]})

        row = Response.objects.get()
        assert (row.customer, row.invitation) == (None, None)
