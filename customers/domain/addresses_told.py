"""What comes in about an address: its owner refused, or was asked before. Both only make us more careful."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Q

from core.calendars import local_day, quiet_until, start_of_day
from customers.domain import consent
from customers.domain.facts import InvalidFacts
from customers.enums import BlockReason
from customers.models import Contact
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from customers.domain.facts import Facts
    from customers.models import Customer

CAUTIONS = ("unsubscribed", "last_surveyed_on")


class AddressesTold:
    """What one batch says of its customers' addresses, kept once they are stored."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self._told: list[tuple[Customer, dict[str, object]]] = []

    @cached_property
    def _program(self) -> Program:
        return Program.objects.current()

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._program.time_zone)

    def note(self, customer: Customer, facts: Facts) -> None:
        """Remember what is to be kept; a "no" says nothing, since nothing that comes in unblocks.

        Raises InvalidFacts for what cannot be kept: without an address a refusal would be lost.
        """
        said = {name: facts.contact[name] for name in CAUTIONS if facts.contact.get(name)}
        if not said:
            return
        if not customer.canonical_email and not facts.canonical_email:
            message = "This needs an e-mail address, which the customer does not have."
            raise InvalidFacts(dict.fromkeys(said, message))
        day = said.get("last_surveyed_on")
        if isinstance(day, date) and day > local_day(self.now, self._zone):
            raise InvalidFacts({"last_surveyed_on": "This lies in the future."})
        self._told.append((customer, said))

    def contact_ids(self) -> set[int]:
        """The contacts that `keep` may change: lock them with all others that are needed, in one order."""
        return {customer.contact_id for customer, _ in self._told if customer.contact_id}

    def keep(self) -> set[int]:
        """Block and hold the addresses; the ids of the customers for whom that was news."""
        contacts = Contact.objects.in_bulk(self.contact_ids())
        news: set[int] = set()
        asked: dict[date, set[int]] = defaultdict(set)
        for customer, said in self._told:
            contact = contacts[customer.contact_id or 0]
            refused = bool(said.get("unsubscribed"))
            if refused and consent.block(
                contact_id=contact.pk, reason=BlockReason.UNSUBSCRIBED, now=self.now
            ):
                news.add(customer.pk)
            day = said.get("last_surveyed_on")
            if isinstance(day, date) and self._is_later(day, contact):
                asked[day].add(contact.pk)
                news.add(customer.pk)
        for day, ids in asked.items():
            self._hold(ids, day)
        return news

    def _is_later(self, day: date, contact: Contact) -> bool:
        return contact.last_asked_at is None or contact.last_asked_at < start_of_day(day, self._zone)

    def _hold(self, contact_ids: set[int], day: date) -> None:
        at = start_of_day(day, self._zone)
        until = quiet_until(at, self._program.quiet_months, self._zone)
        if until > self.now:
            consent.asked(contact_ids=contact_ids, at=at, until=until)
            return
        # Long over: a claim that is under way keeps its hold.
        earlier = Q(last_asked_at=None) | Q(last_asked_at__lt=at)
        Contact.objects.filter(earlier, pk__in=contact_ids).update(last_asked_at=at)


def agreement(customer: Customer, facts: Facts, *, now: datetime) -> dict[str, object]:
    """What a plain yes or no to being asked makes of the two columns: a yes that is known stays as it is."""
    said = facts.contact.get("opted_in")
    if said is False:
        return {"opted_in_at": None, "opt_in_source": ""}
    if said and not facts.customer.get("opted_in_at"):
        return {"opted_in_at": customer.opted_in_at or now}
    return {}
