from __future__ import annotations

from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection

from team.domain import people
from team.enums import Role
from team.models import AuditEntry, User
from team.signals import person_left
from tests.factories.team import UserFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_django import DjangoCaptureOnCommitCallbacks


def trail() -> list[tuple[str, str, dict[str, Any]]]:
    """(action, subject, changes) of every entry, the oldest first."""
    entries = AuditEntry.objects.order_by("pk")
    return [(entry.action, entry.subject_label, entry.changes) for entry in entries]


@pytest.fixture
def left() -> Iterator[list[int]]:
    """The ids for which `person_left` was sent."""
    heard: list[int] = []

    def hear(*, user_id: int, **kwargs: object) -> None:
        heard.append(user_id)

    person_left.connect(hear)
    yield heard
    person_left.disconnect(hear)


def test_add_stores_a_person_who_cannot_log_in_yet(admin: User, manager: User) -> None:
    user = people.add(
        email=" Ada@Northwind.example", name="Ada", role="rep", time_zone="Europe/Berlin",
        manager=manager, actor=admin, now=NOW,
    )  # fmt: skip

    user.refresh_from_db()
    assert (user.email, user.name, user.role, user.manager, user.created_at, user.is_active) == (
        "ada@northwind.example", "Ada", Role.REP, manager, NOW, True,
    )  # fmt: skip
    assert not user.has_usable_password()
    facts = {"email": "ada@northwind.example", "role": "rep", "manager": "Manager Example"}
    assert trail() == [("person.add", "Ada", facts)]


def test_add_refuses_an_address_in_use_in_any_case(admin: User) -> None:
    with pytest.raises(people.AddressTaken):
        people.add(
            email="ADMIN@northwind.example", name="Twin", role="viewer", time_zone="UTC",
            manager=None, actor=admin, now=NOW,
        )  # fmt: skip

    assert User.objects.count() == 1
    assert trail() == []


@pytest.mark.parametrize(
    "boss",
    [
        lambda: UserFactory.create(role=Role.REP),
        lambda: UserFactory.create(role=Role.MANAGER, is_active=False),
    ],
)
def test_nobody_reports_to_somebody_who_is_no_manager(admin: User, boss: Callable[[], User]) -> None:
    rep = UserFactory.create(role=Role.REP)

    with pytest.raises(people.NotAManager):
        people.change(user=rep, facts={"manager": boss()}, actor=admin, now=NOW)


def test_nobody_reports_to_themselves(admin: User, manager: User) -> None:
    with pytest.raises(people.NotAManager):
        people.change(user=manager, facts={"manager": manager}, actor=admin, now=NOW)


def test_change_stores_and_audits_what_differs_alone(admin: User, manager: User, rep: User) -> None:
    facts = {"name": "Rep Example", "time_zone": "Asia/Tokyo", "manager": manager, "role": "rep"}

    changes = people.change(user=rep, facts=facts, actor=admin, now=NOW)

    rep.refresh_from_db()
    expected = {"time_zone": ["UTC", "Asia/Tokyo"], "manager": [None, "Manager Example"]}
    assert (rep.time_zone, rep.manager, changes) == ("Asia/Tokyo", manager, expected)
    assert trail() == [("person.change", "Rep Example", expected)]
    assert people.change(user=rep, facts=facts, actor=admin, now=NOW) == {}
    assert len(trail()) == 1


def test_change_of_the_address_ends_sessions_and_keeps_it_unique(admin: User, rep: User) -> None:
    people.change(user=rep, facts={"email": "New@northwind.example"}, actor=admin, now=NOW)

    rep.refresh_from_db()
    assert (rep.email, rep.session_generation) == ("new@northwind.example", 1)
    with pytest.raises(people.AddressTaken):
        people.change(user=rep, facts={"email": "admin@northwind.example"}, actor=admin, now=NOW)


def test_demoting_a_manager_releases_who_reported_to_them(admin: User, manager: User) -> None:
    reports = UserFactory.create_batch(2, role=Role.REP, manager=manager)

    changes = people.change(user=manager, facts={"role": "rep"}, actor=admin, now=NOW)

    assert changes == {"role": ["manager", "rep"], "reports": [2, 0]}
    assert not User.objects.filter(pk__in=[report.pk for report in reports]).exclude(manager=None).exists()


def test_the_last_admin_keeps_role_and_access(admin: User, manager: User) -> None:
    UserFactory.create(role=Role.ADMIN, is_active=False)

    with pytest.raises(people.LastAdmin):
        people.change(user=admin, facts={"role": "manager"}, actor=admin, now=NOW)
    with pytest.raises(people.LastAdmin):
        people.deactivate(user=admin, actor=manager, now=NOW)

    admin.refresh_from_db()
    assert (admin.role, admin.is_active, trail()) == (Role.ADMIN, True, [])


def test_a_second_admin_may_go(admin: User) -> None:
    second = UserFactory.create(role=Role.ADMIN)

    people.change(user=second, facts={"role": "viewer"}, actor=admin, now=NOW)

    assert list(User.objects.admins()) == [admin]


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_demote_each_other_at_once_leave_one() -> None:
    first, second = UserFactory.create_batch(2, role=Role.ADMIN)
    start, refused = Barrier(2), []

    def demote(victim: User, actor: User) -> None:
        start.wait()
        try:
            people.change(user=victim, facts={"role": "viewer"}, actor=actor, now=NOW)
        except people.LastAdmin:
            refused.append(victim)
        finally:
            connection.close()

    threads = [Thread(target=demote, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(refused), User.objects.admins().count()) == (1, 1)


def test_deactivate_ends_access_once_and_tells_the_rooms_above(
    admin: User,
    rep: User,
    left: list[int],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert people.deactivate(user=rep, actor=admin, now=NOW) is True
        assert people.deactivate(user=rep, actor=admin, now=NOW) is False

    rep.refresh_from_db()
    assert (rep.is_active, rep.may(Role.VIEWER), left) == (False, False, [rep.pk])
    assert trail() == [("person.deactivate", "Rep Example", {"is_active": [True, False]})]


def test_nobody_deactivates_themselves(admin: User) -> None:
    UserFactory.create(role=Role.ADMIN)

    with pytest.raises(people.OwnAccess):
        people.deactivate(user=admin, actor=admin, now=NOW)


def test_reactivate_gives_the_same_role_back(admin: User) -> None:
    former = UserFactory.create(role=Role.MANAGER, is_active=False)

    assert people.reactivate(user=former, actor=admin, now=NOW) is True
    assert people.reactivate(user=former, actor=admin, now=NOW) is False

    former.refresh_from_db()
    assert former.may(Role.MANAGER)
    assert trail() == [("person.reactivate", former.name, {"is_active": [False, True]})]


def test_remove_second_factor_ends_sessions_and_is_audited(admin: User, rep: User) -> None:
    Authenticator.objects.create(user=rep, type=Authenticator.Type.TOTP, data={})

    assert people.remove_second_factor(user=rep, actor=admin, now=NOW) is True
    assert people.remove_second_factor(user=rep, actor=admin, now=NOW) is False

    rep.refresh_from_db()
    assert (rep.session_generation, Authenticator.objects.count()) == (1, 0)
    assert trail() == [("person.remove_second_factor", "Rep Example", {})]
