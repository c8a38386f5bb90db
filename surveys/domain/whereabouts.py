"""Where somebody can be reached now who got a mail of ours at an address that they have left since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from customers.models import Customer

if TYPE_CHECKING:
    from collections.abc import Collection


def contacts_now(contact_id: int, *, also: Collection[int] = ()) -> list[int]:
    """The contact, and where nobody has its address any more, those of the people we wrote to there.

    In order of their ids. Whoever refuses by an old mail refuses as a person: a changed address or a merge
    must not outlive that. An address that somebody has now is theirs, and speaks for nobody else. `also`
    are customers who were written to there by other mails than surveys.
    """
    people = Customer.objects.current()
    if people.filter(contact=contact_id).exists():
        return [contact_id]
    reached = Q(invitations__contact=contact_id) | Q(pk__in=also)
    moved = people.filter(reached).exclude(contact=None).order_by()
    return sorted({contact_id, *moved.values_list("contact_id", flat=True)})
