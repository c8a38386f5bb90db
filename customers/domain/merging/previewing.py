"""What a merge would do, before anybody does it: field by field, room by room, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from customers.domain.merging import fields
from customers.models import AttributeDefinition, Customer, Event, StageChange, SupportCase, UsageReading
from customers.signals import merge_previewed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from customers.models import Contact

ANSWERS = {True: "Yes", False: "No"}


@dataclass(frozen=True, slots=True)
class Line:
    """One field side by side, as people read it. Nothing is to choose where one has no value."""

    field: str
    label: str
    kept: str
    lost: str
    side: str

    @property
    def is_open(self) -> bool:
        """Whether somebody may choose."""
        return bool(self.kept and self.lost) and self.kept != self.lost

    @property
    def survivor(self) -> str:
        """The value that is left."""
        return self.lost if self.side == fields.LOST else self.kept


@dataclass(frozen=True, slots=True)
class Preview:
    """Two customers, what would be left of them, what would move, and what follows."""

    kept: Customer
    lost: Customer
    lines: list[Line]
    moves: dict[str, int]
    sentences: list[str]

    @property
    def moved(self) -> list[str]:
        """What would move, as people count it: 1 event, 4 invitations."""
        return [f"{n:,} {what.removesuffix('s') if n == 1 else what}" for what, n in self.moves.items()]


def preview(*, kept: Customer, lost: Customer, choices: Mapping[str, str], now: datetime) -> Preview:
    """The merge as `merge` would do it. Asks every room what it would move; changes nothing."""
    labels = dict(AttributeDefinition.objects.values_list("key", "label"))
    lines = [
        Line(
            field=field,
            label=fields.LABELS.get(field) or _name_of(field, labels),
            kept=_shown(field, kept),
            lost=_shown(field, lost),
            side=fields.side_of(field, kept, lost, choices),
        )
        for field in fields.fields_of(kept, lost)
    ]
    known = [line for line in lines if line.kept or line.lost]
    moves = _moves(kept, lost)
    email_side = fields.side_of("email", kept, lost, choices)
    return Preview(kept, lost, known, moves, _sentences(kept, lost, email_side, now=now))


def _name_of(field: str, labels: Mapping[str, str]) -> str:
    key = field.removeprefix(fields.ATTRIBUTE)
    return labels.get(key, key)


def _moves(kept: Customer, lost: Customer) -> dict[str, int]:
    moves = {
        "events": Event.objects.filter(customer=lost).count(),
        "support cases": SupportCase.objects.filter(customer=lost).count(),
        "usage readings": UsageReading.objects.filter(customer=lost).count(),
        "stage changes": StageChange.objects.filter(customer=lost).count(),
    }
    for _, told in merge_previewed.send(sender=Customer, kept=kept, lost=lost):
        moves |= cast("dict[str, int]", told)
    return {what: number for what, number in moves.items() if number}


def _sentences(kept: Customer, lost: Customer, email_side: str, *, now: datetime) -> list[str]:
    owner, other = (kept, lost) if email_side == fields.KEPT else (lost, kept)
    found = []
    if refused := _refused(other.contact) or _refused(owner.contact):
        found.append(f"No survey is sent to them any more: one of the two is blocked ({refused}).")
    if any(it and it.is_held(now=now) for it in (kept.contact, lost.contact)):
        found.append(
            "The later of the two quiet periods counts: nobody is asked earlier than they were promised."
        )
    if other.opted_in_at and not owner.opted_in_at and owner.email:
        found.append(
            f"The agreement to be asked is lost: it was given for {other.email or 'the other record'}, and "
            "belongs to that address."
        )
    if other.email and owner.email:
        found.append(
            f"Nothing is sent to {other.email} any more. An import that has it finds whoever is left."
        )
    return found


def _refused(contact: Contact | None) -> str:
    """A refusal that goes with the person; a bounce speaks of one mailbox."""
    if contact is None or contact.blocked_reason in ("", "bounced"):
        return ""
    return contact.get_blocked_reason_display().lower()


def _shown(field: str, customer: Customer) -> str:
    value: Any = fields.value_of(field, customer)
    if fields.is_empty(value):
        return ""
    if field == "source":
        return customer.get_source_display()
    if isinstance(value, date):
        return f"{value:%b} {value.day}, {value.year}"
    return ANSWERS[value] if isinstance(value, bool) else str(value)
