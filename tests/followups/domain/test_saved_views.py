"""Filters of the queue under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from followups.domain import saved_views
from followups.models import SavedView

if TYPE_CHECKING:
    from followups.models import Rep
    from team.models import User


def saved(owner: User, name: str, *, is_shared: bool = False) -> SavedView:
    return saved_views.save(owner=owner, name=name, filters={"view": "mine"}, is_shared=is_shared)


def names(user: User) -> list[str]:
    return [view.name for view in saved_views.visible_to(user)]


def test_one_sees_ones_own_and_what_others_share(ines: Rep, omar: Rep) -> None:
    saved(ines.user, "Spain")
    saved(omar.user, "Germany")
    saved(omar.user, "Large", is_shared=True)

    assert names(ines.user) == ["Spain", "Large"]
    assert names(omar.user) == ["Germany", "Large"]


def test_saving_under_the_same_name_takes_the_older_ones_place(ines: Rep) -> None:
    saved(ines.user, "Spain")
    saved_views.save(owner=ines.user, name="Spain", filters={"due": "today"}, is_shared=True)

    (view,) = SavedView.objects.all()
    assert (view.filters, view.is_shared, view.position) == ({"due": "today"}, True, 1)


def test_a_view_is_renamed_but_not_to_a_name_of_another(ines: Rep, omar: Rep) -> None:
    spain, large = saved(ines.user, "Spain"), saved(ines.user, "Large")
    saved(omar.user, "Iberia")

    saved_views.change(view=spain, name="Iberia", is_shared=True)
    with pytest.raises(saved_views.NameTaken, match="“Iberia” already"):
        saved_views.change(view=large, name="Iberia", is_shared=False)

    spain.refresh_from_db()
    assert (spain.name, spain.is_shared) == ("Iberia", True)


def test_views_change_places(ines: Rep) -> None:
    first, _, third = (saved(ines.user, name) for name in ("One", "Two", "Three"))

    saved_views.move(view=third, up=True)
    saved_views.move(view=first, up=True)
    assert names(ines.user) == ["One", "Three", "Two"]

    saved_views.move(view=first, up=False)
    assert names(ines.user) == ["Three", "One", "Two"]


def test_managers_edit_shared_views_and_nobody_elses_own(ines: Rep, omar: Rep, petra: User) -> None:
    saved(ines.user, "Hers")
    saved(ines.user, "Everybody’s", is_shared=True)

    def editable(user: User) -> list[str]:
        return [view.name for view in saved_views.editable_by(user)]

    assert editable(ines.user) == ["Hers", "Everybody’s"]
    assert editable(omar.user) == []
    assert editable(petra) == ["Everybody’s"]


def test_there_are_only_so_many(ines: Rep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST", 2)
    saved(ines.user, "One")
    saved(ines.user, "Two")
    saved(ines.user, "Two", is_shared=True)

    with pytest.raises(saved_views.TooMany, match="2 saved views"):
        saved(ines.user, "Three")


def test_a_deleted_view_is_gone(ines: Rep) -> None:
    saved_views.remove(view=saved(ines.user, "One"))

    assert names(ines.user) == []
