"""Setting up widgets and links, and finding them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from surveys.domain import placements
from surveys.enums import CampaignState, PlacementKind
from surveys.models import Placement
from team.models import AuditEntry
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import CampaignFactory, LinkFactory, WidgetCampaignFactory, WidgetFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import User

pytestmark = pytest.mark.django_db
WIDGET = {
    "name": "Shop",
    "origins": ["https://shop.example"],
    "delay_seconds": 5,
    "frequency_days": 90,
    "sample_percent": 50,
    "asks_for_email": True,
}
LINK = {"name": "Lobby", "slug": "lobby", "asks_for_email": False}


def test_create_puts_up_a_widget_with_a_key_and_a_secret_of_its_own(manager: User) -> None:
    """G25: a widget for a website."""
    campaign = WidgetCampaignFactory.create()

    made = placements.create(campaign=campaign, facts=WIDGET, actor=manager, now=NOW)
    other = placements.create(campaign=campaign, facts=WIDGET, actor=manager, now=NOW)

    stored = Placement.objects.get(pk=made.pk)
    assert {name: getattr(stored, name) for name in WIDGET} == WIDGET
    assert (stored.kind, stored.created_by, stored.is_on) == (PlacementKind.WIDGET, manager, True)
    assert len({made.key, made.secret, other.key, other.secret}) == 4
    assert [entry.action for entry in AuditEntry.objects.all()] == ["placement.create"] * 2


def test_create_refuses_an_address_that_another_link_has(manager: User) -> None:
    LinkFactory.create(slug="lobby")
    campaign = WidgetCampaignFactory.create(channel="link")

    with pytest.raises(placements.SlugTaken):
        placements.create(campaign=campaign, facts=LINK, actor=manager, now=NOW)


def test_create_refuses_a_campaign_of_mails(manager: User) -> None:
    with pytest.raises(placements.NotThisChannel):
        placements.create(campaign=CampaignFactory.create(), facts=LINK, actor=manager, now=NOW)


def test_change_sets_what_differs_and_says_so(manager: User) -> None:
    link = LinkFactory.create(**LINK)

    changes = placements.change(placement=link, facts={**LINK, "slug": "hall"}, actor=manager, now=NOW)
    again = placements.change(placement=link, facts={**LINK, "slug": "hall"}, actor=manager, now=NOW)

    assert (changes, again) == ({"slug": ["lobby", "hall"]}, {})
    assert [entry.changes for entry in AuditEntry.objects.all()] == [changes]
    link.refresh_from_db()
    assert link.slug == "hall"


def test_change_refuses_an_address_that_another_link_has(manager: User) -> None:
    LinkFactory.create(slug="hall")
    link = LinkFactory.create(**LINK)

    with pytest.raises(placements.SlugTaken):
        placements.change(placement=link, facts={**LINK, "slug": "hall"}, actor=manager, now=NOW)


def test_switch_is_audited_once(manager: User) -> None:
    link = LinkFactory.create()

    did = [placements.switch(placement=link, is_on=False, actor=manager, now=NOW) for _ in range(2)]

    link.refresh_from_db()
    assert (did, link.is_on) == ([True, False], False)
    assert [entry.changes for entry in AuditEntry.objects.all()] == [{"is_on": [True, False]}]


def test_rotate_secret_leaves_no_secret_in_the_audit_trail(manager: User) -> None:
    widget = WidgetFactory.create()
    before = widget.secret

    placements.rotate_secret(placement=widget, actor=manager, now=NOW)

    assert widget.secret not in {before, ""}
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.changes) == ("placement.rotate_secret", {})


def test_they_are_found_by_their_public_names_of_their_own_kind() -> None:
    widget, link = WidgetFactory.create(), LinkFactory.create(slug="lobby")

    assert placements.widget(widget.key) == widget
    assert placements.link("LOBBY") == link
    assert (placements.widget(link.key), placements.link("hall")) == (None, None)


@pytest.mark.parametrize(
    ("is_on", "state", "takes"),
    [
        (True, CampaignState.ACTIVE, True),
        (False, CampaignState.ACTIVE, False),
        (True, CampaignState.DRAFT, False),
        (True, CampaignState.PAUSED, False),
        (True, CampaignState.ENDED, False),
    ],
)
def test_takes_answers_while_on_and_running(is_on: bool, state: str, takes: bool) -> None:
    widget = WidgetFactory.create(is_on=is_on, campaign__state=state)

    assert placements.takes_answers(widget) is takes


def test_counts_are_of_counted_answers() -> None:
    link = LinkFactory.create()
    visit = {"invitation": None, "customer": None, "campaign": link.campaign, "placement": link, "stage": ""}
    ResponseFactory.create(**visit)
    ResponseFactory.create(**visit, state="excluded", excluded_reason="A test")
    placements.note_shown(placement=link, now=NOW)

    found: Any = placements.with_counts(link.campaign).get()

    assert (found.answers, found.shown, found.last_shown_at) == (1, 1, NOW)
