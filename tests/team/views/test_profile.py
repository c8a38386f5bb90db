from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from team.enums import Role
from team.models import AuditEntry, User
from tests.factories.team import UserFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

NOTICE = (
    "Net Promoter, NPS and the NPS-related emoticons are registered U.S. trademarks, and "
    "Net Promoter Score and Net Promoter System are service marks, of Bain &amp; Company, Inc., "
    "NICE Systems, Inc. and Fred Reichheld. Closeloop is not affiliated with or endorsed by them."
)


@pytest.mark.parametrize("role", Role)
def test_everybody_changes_their_own_name_and_zone(
    client_for: Callable[[User], Client], db: None, role: Role
) -> None:
    user = UserFactory.create(role=role, name="Before")

    facts = {"name": "After", "time_zone": "Asia/Tokyo", "role": "admin", "email": "x@y.example"}
    response = client_for(user).post("/settings/profile/", facts)

    after = User.objects.get(pk=user.pk)
    assert response.headers["Location"] == "/settings/profile/"
    assert (after.name, after.time_zone, after.role, after.email) == ("After", "Asia/Tokyo", role, user.email)
    assert AuditEntry.objects.get().actor == user


def test_profile_leads_to_password_and_second_factor(
    client_for: Callable[[User], Client], viewer: User
) -> None:
    text = client_for(viewer).get("/settings/profile/").content.decode()

    assert 'href="/password/change/"' in text
    assert 'href="/2fa/"' in text


def test_times_are_shown_in_the_readers_zone(client_for: Callable[[User], Client], viewer: User) -> None:
    client = client_for(viewer)
    User.objects.filter(pk=viewer.pk).update(time_zone="Asia/Tokyo", last_login="2026-03-10T20:00:00+00:00")

    assert "March 11, 2026, 05:00 JST" in client.get("/settings/profile/").content.decode()


def test_sessions_end_everywhere_else(client_for: Callable[[User], Client], rep: User) -> None:
    here, there = client_for(rep), client_for(rep)

    here.post("/settings/profile/sessions/")

    assert here.get("/settings/profile/").status_code == 200
    assert there.get("/settings/profile/").status_code == 302


@pytest.mark.parametrize("path", ["/settings/about/", "/settings/profile/"])
def test_every_page_carries_the_trademark_notice(
    client_for: Callable[[User], Client], viewer: User, path: str
) -> None:
    """G89"""
    assert NOTICE in client_for(viewer).get(path).content.decode()


def test_the_documents_carry_the_trademark_notice() -> None:
    """G89"""
    text = Path(settings.BASE_DIR / "docs" / "trademarks.md").read_text(encoding="utf-8")

    assert NOTICE.replace("&amp;", "&") in text


def test_tabs_show_what_a_role_may_open(
    client_for: Callable[[User], Client], manager: User, admin: User
) -> None:
    for user, expected in ((manager, False), (admin, True)):
        text = client_for(user).get("/settings/about/").content.decode()
        assert [path in text for path in ('href="/settings/users/"', 'href="/settings/audit/"')] == [
            expected
        ] * 2
        assert 'href="/settings/profile/"' in text
