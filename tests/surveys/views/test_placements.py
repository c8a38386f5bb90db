"""The pages of widgets and public links."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.urls import reverse

from surveys.enums import CampaignState
from surveys.models import Placement
from team.models import AuditEntry
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import CampaignFactory, LinkFactory, WidgetCampaignFactory, WidgetFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import User

SAMPLES = settings.BASE_DIR / "templates" / "surveys" / "placements"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("program")]
WIDGET = {
    "name": "Shop",
    "origins": "https://shop.example/cart\nHTTPS://WWW.shop.example",
    "delay_seconds": "5",
    "frequency_days": "90",
    "sample_percent": "50",
}


@pytest.fixture
def manages(client_for: Callable[[User], Client], manager: User) -> Client:
    return client_for(manager)


@pytest.fixture
def looks(client_for: Callable[[User], Client], viewer: User) -> Client:
    return client_for(viewer)


def page(name: str, placement: Placement) -> str:
    return reverse(f"campaigns:{name}", args=[placement.campaign_id, placement.pk])


def test_new_widget_is_set_up_and_shows_its_tag(manages: Client) -> None:
    """G25: named websites, then one tag to copy."""
    campaign = WidgetCampaignFactory.create()
    assert "https://www.example.com" in manages.get(f"/campaigns/{campaign.pk}/placements/new/").text

    response = manages.post(f"/campaigns/{campaign.pk}/placements/new/", WIDGET, follow=True)

    made = Placement.objects.get()
    assert made.origins == ["https://shop.example", "https://www.shop.example"]
    assert (made.delay_seconds, made.frequency_days, made.sample_percent, made.asks_for_email) == (
        5,
        90,
        50,
        False,
    )
    tag = f"&lt;script async src=&quot;http://testserver/w/{made.key}.js&quot;&gt;&lt;/script&gt;"
    assert tag in response.text
    assert "script-src http://testserver; connect-src http://testserver" in response.text
    assert response.redirect_chain == [(page("placement", made), 302)]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("origins", "http://shop.example", "is not encrypted"),
        ("origins", "shop.example", "is not an address of a website"),
        ("origins", "\n".join(f"https://s{n}.example" for n in range(21)), "at most 20 websites"),
        ("origins", "", "This field is required"),
        ("sample_percent", "0", "greater than or equal to 1"),
        ("delay_seconds", "601", "less than or equal to 600"),
        ("frequency_days", "", "This field is required"),
    ],
)
def test_widget_form_says_what_is_wrong(manages: Client, field: str, value: str, words: str) -> None:
    campaign = WidgetCampaignFactory.create()

    response = manages.post(f"/campaigns/{campaign.pk}/placements/new/", {**WIDGET, field: value})

    assert words in response.text
    assert not Placement.objects.exists()


@pytest.mark.parametrize(
    ("slug", "words"),
    [("lobby", "Another link has this address"), ("a--b", "single hyphens"), ("café", "small letters")],
)
def test_link_form_says_what_is_wrong_with_the_address(manages: Client, slug: str, words: str) -> None:
    link = LinkFactory.create(slug="lobby")

    response = manages.post(f"/campaigns/{link.campaign_id}/placements/new/", {"name": "Hall", "slug": slug})

    assert words in response.text
    assert Placement.objects.count() == 1


def test_new_link_shows_address_code_and_kiosk(manages: Client) -> None:
    """G25: a plain link with its code, for print and for a tablet."""
    campaign = WidgetCampaignFactory.create(channel="link")

    response = manages.post(
        f"/campaigns/{campaign.pk}/placements/new/", {"name": "Hall", "slug": "Hall-1"}, follow=True
    )

    made = Placement.objects.get()
    assert made.slug == "hall-1"
    for expected in ("http://testserver/l/hall-1", "?kiosk=1", page("placement_svg", made), "?src=lobby"):
        assert expected in response.text


def test_edit_changes_and_is_audited(manages: Client) -> None:
    widget = WidgetFactory.create()

    shown = manages.get(page("placement_edit", widget))
    manages.post(page("placement_edit", widget), {**WIDGET, "asks_for_email": "on"})

    widget.refresh_from_db()
    assert "https://shop.example" in shown.text
    assert (widget.name, widget.asks_for_email, widget.delay_seconds) == ("Shop", True, 5)
    assert AuditEntry.objects.filter(action="placement.change").count() == 1


def test_edit_refuses_an_address_that_is_taken(manages: Client) -> None:
    LinkFactory.create(slug="hall")
    link = LinkFactory.create(slug="lobby")

    response = manages.post(page("placement_edit", link), {"name": "Lobby", "slug": "hall"})

    assert "Another link has this address" in response.text


def test_switching_off_and_on(manages: Client) -> None:
    link = LinkFactory.create()

    off = manages.post(page("placement_switch", link), follow=True)
    on = manages.post(page("placement_switch", link), follow=True)

    assert "It takes no more answers." in off.text
    assert "Switched off" in off.text
    assert "It takes answers again." in on.text


def test_secret_is_for_managers_and_can_be_renewed(manages: Client, looks: Client) -> None:
    widget = WidgetFactory.create()

    before, hidden = manages.get(page("placement", widget)).text, looks.get(page("placement", widget)).text
    after = manages.post(page("placement_secret", widget), follow=True).text

    renewed = Placement.objects.get().secret
    assert (widget.secret in before, widget.secret in hidden) == (True, False)
    assert (widget.secret in after, renewed in after) == (False, True)
    assert manages.post(page("placement_secret", LinkFactory.create())).status_code == 404


def test_sample_for_python_signs_what_is_read(manages: Client) -> None:
    """What the page tells people to write does name a visitor."""
    widget = WidgetFactory.create()
    shown = manages.get(page("placement", widget)).context
    scope: dict[str, Any] = {
        "SECRET": shown["placement"].secret,
        "user": type("User", (), {"email": "a@b.example"}),
    }
    sample = (SAMPLES / "samples.html").read_text().partition("<pre><code>")[2].partition("</code></pre>")[0]

    exec(sample, scope)  # noqa: S102  # our own sample, as people copy it

    payload, _, signature = scope["token"].partition(".")
    assert hmac.new(widget.secret.encode(), payload.encode(), hashlib.sha256).hexdigest() == signature
    assert b'"email": "a@b.example"' in urlsafe_b64decode(payload + "=" * (-len(payload) % 4))


def test_list_shows_what_each_brought_in_the_same_number_of_queries(
    manages: Client, django_assert_max_num_queries: Any
) -> None:
    campaign = WidgetCampaignFactory.create(channel="link")
    first = LinkFactory.create(campaign=campaign)
    ResponseFactory.create(
        invitation=None, customer=None, campaign=campaign, placement=first, stage="", answered_at=NOW
    )
    url = f"/campaigns/{campaign.pk}/placements/"
    manages.get(url)
    with django_assert_max_num_queries(12) as one:
        assert first.name in manages.get(url).text
    LinkFactory.create_batch(2, campaign=campaign)
    with django_assert_max_num_queries(len(one)):
        assert manages.get(url).text.count("/l/lobby-") == 3


@pytest.mark.parametrize("channel", ["widget", "link"])
def test_empty_list_says_what_to_do(manages: Client, looks: Client, channel: str) -> None:
    url = f"/campaigns/{WidgetCampaignFactory.create(channel=channel).pk}/placements/"

    assert "Set up a" in manages.get(url).text
    assert "A manager sets it up" in looks.get(url).text


def test_campaigns_of_mails_have_none(manages: Client) -> None:
    for channel in ({}, {"channel": "manual", "schedule_kind": "none", "date_field": ""}):
        campaign = CampaignFactory.create(**channel)
        assert manages.get(f"/campaigns/{campaign.pk}/placements/").status_code == 404
        assert manages.get(f"/campaigns/{campaign.pk}/placements/new/").status_code == 404


def test_a_placement_is_found_under_its_own_campaign_alone(manages: Client) -> None:
    link, other = LinkFactory.create(), WidgetCampaignFactory.create(channel="link")

    assert manages.get(f"/campaigns/{other.pk}/placements/{link.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CampaignState.DRAFT, "The campaign is a draft"),
        (CampaignState.PAUSED, "The campaign is paused"),
        (CampaignState.ENDED, "The campaign has ended"),
    ],
)
def test_pages_say_why_nothing_is_asked(looks: Client, state: str, words: str) -> None:
    widget = WidgetFactory.create(campaign__state=state)
    pages = [
        f"/campaigns/{widget.campaign_id}/placements/",
        page("placement", widget),
        page("placement_demo", widget),
    ]

    assert [words in looks.get(url).text for url in pages] == [True] * 3


def test_code_comes_as_drawing_and_as_picture(looks: Client) -> None:
    link = LinkFactory.create(slug="lobby")

    svg, png = looks.get(page("placement_svg", link)), looks.get(f"{page('placement_png', link)}?download=1")

    assert (svg["Content-Type"], svg.content[:4]) == ("image/svg+xml", b"<svg")
    assert (png["Content-Type"], png.content[1:4]) == ("image/png", b"PNG")
    assert png["Content-Disposition"] == 'attachment; filename="lobby.png"'
    assert looks.get(page("placement_svg", WidgetFactory.create())).status_code == 404


def test_poster_asks_in_the_chosen_language(looks: Client) -> None:
    link = LinkFactory.create(slug="lobby")

    english, german = (
        looks.get(f"{page('placement_poster', link)}?lang={code}").text for code in ("en", "de")
    )

    assert "How likely are you to recommend Northwind Freight" in english
    assert "Wie wahrscheinlich ist es" in german
    assert "testserver/l/lobby" in english
    assert '<article class="poster" lang="de"' in german


def test_demo_loads_the_widget_without_letting_it_appear(looks: Client) -> None:
    widget = WidgetFactory.create()

    assert (
        f'<script async src="/w/{widget.key}.js" data-open="never">'
        in looks.get(page("placement_demo", widget)).text
    )
