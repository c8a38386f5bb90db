"""Machines follow every link of a mail: they are told from people."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError, connection

from responses.domain import opens
from surveys.models import LinkOpen
from tests.factories.surveys import InvitationFactory, SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from surveys.models import Invitation

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
SECOND = timedelta(seconds=1)


def open_link(invitation: Invitation, **changed: Any) -> None:
    facts: dict[str, Any] = {"score": None, "user_agent": FIREFOX, "head": False, "now": NOW, **changed}
    opens.note(invitation_id=invitation.pk, left_at=invitation.sent_at, **facts)


def labels() -> list[bool]:
    return list(LinkOpen.objects.order_by("pk").values_list("is_scanner", flat=True))


def test_a_person_is_not_a_scanner() -> None:
    invitation = SentInvitationFactory.create()

    open_link(invitation, score=9)

    assert LinkOpen.objects.values().get() | {"id": 0} == {
        "id": 0, "invitation_id": invitation.pk, "opened_at": NOW, "score": 9, "is_scanner": False,
        "user_agent": FIREFOX,
    }  # fmt: skip


@pytest.mark.parametrize(
    "user_agent",
    [
        "",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (Windows NT 10.0; BarracudaCentral)",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/126.0.0.0 Safari/537.36",
        "python-requests/2.32.3",
        "curl/8.9.1",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "WhatsApp/2.24.1",
        "Mozilla/5.0 SkypeUriPreview Preview/0.5",
        "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    ],
)
def test_a_machine_that_names_itself_is_a_scanner(user_agent: str) -> None:
    open_link(SentInvitationFactory.create(), user_agent=user_agent)

    assert labels() == [True]


@pytest.mark.parametrize(
    "user_agent",
    [
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
        f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) {WEBKIT} Mobile/15E148 Safari/604.1",
        f"Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) {WEBKIT} Chrome/126.0 Mobile Safari/537.36 GSA/15",
        f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT}",
        FIREFOX,
    ],
)
def test_a_browser_is_none(user_agent: str) -> None:
    open_link(SentInvitationFactory.create(), user_agent=user_agent)

    assert labels() == [False]


def test_head_is_a_scanner() -> None:
    open_link(SentInvitationFactory.create(), head=True)

    assert labels() == [True]


def test_the_seconds_after_sending_belong_to_scanners() -> None:
    open_link(SentInvitationFactory.create(sent_at=NOW - 4 * SECOND))
    open_link(SentInvitationFactory.create(sent_at=NOW - 5 * SECOND))
    open_link(InvitationFactory.create())

    assert labels() == [True, False, False]


def test_several_scores_within_moments_are_a_scanner_and_so_was_the_first() -> None:
    invitation, other = SentInvitationFactory.create(), SentInvitationFactory.create()
    open_link(other, score=1)
    for score in (0, 1, 2):
        open_link(invitation, score=score, now=NOW + score * SECOND / 2)

    assert labels() == [False, True, True, True]


def test_the_same_score_twice_or_a_change_of_mind_is_a_person() -> None:
    invitation = SentInvitationFactory.create()
    open_link(invitation, score=8)
    open_link(invitation, score=8, now=NOW + SECOND)
    open_link(invitation, score=9, now=NOW + 4 * SECOND)

    assert labels() == [False, False, False]


def test_a_flood_does_not_fill_the_database() -> None:
    invitation = SentInvitationFactory.create()

    for _ in range(opens.MOST_IN_A_BURST + 5):
        open_link(invitation)

    assert LinkOpen.objects.count() == opens.MOST_IN_A_BURST


def test_a_busy_database_keeps_nobody_from_the_page(caplog: pytest.LogCaptureFixture) -> None:
    def busy(execute: Any, sql: str, *rest: Any) -> Any:
        if "linkopen" in sql:
            raise OperationalError("database is locked")
        return execute(sql, *rest)

    invitation = SentInvitationFactory.create()
    with connection.execute_wrapper(busy):
        open_link(invitation)

    assert LinkOpen.objects.count() == 0
    assert f"An opening of invitation {invitation.pk} was not stored" in caplog.text


def test_a_long_user_agent_is_cut() -> None:
    open_link(SentInvitationFactory.create(), user_agent="x" * 500)

    assert LinkOpen.objects.get().user_agent == "x" * 200
