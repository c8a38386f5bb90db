"""What each rule about the person says of them, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import countries
from customers.domain import permission
from customers.enums import Stage
from surveys.domain import lots
from surveys.domain.describing import listed
from surveys.domain.explaining.words import day_of, moment
from surveys.enums import RESERVED_FOR, label_of_reason
from surveys.models import Campaign

if TYPE_CHECKING:
    from surveys.domain.judging import Bench, Case, Verdict


def existence(bench: Bench, case: Case, objection: Verdict | None) -> str:
    """Erased, merged, or neither."""
    customer = case.row.customer
    if customer.erased_at:
        return f"Erased on {day_of(customer.erased_at, bench.zone)}."
    return "Merged with another customer, who is asked instead." if objection else "They are on record."


def stage(bench: Bench, case: Case, objection: Verdict | None) -> str:
    """Theirs, and the campaign's."""
    own = f"They are in “{Stage(case.stage).label}”"
    if not bench.campaign.stages:
        return f"{own}; the campaign asks every stage."
    wanted = listed([f"“{Stage(code).label}”" for code in bench.campaign.stages])
    return f"{own}; the campaign asks {wanted}."


def audience(bench: Bench, case: Case, objection: Verdict | None) -> str:
    """The saved audience's name."""
    if bench.campaign.audience is None:
        return "The campaign has no saved audience: everybody is in."
    return f"They are {'not ' if objection else ''}in “{bench.campaign.audience}”."


def address(bench: Bench, case: Case, objection: Verdict | None) -> str:
    """The address itself."""
    return case.row.customer.email or "No e-mail address is known."


def block(bench: Bench, case: Case, objection: Verdict | None) -> str:
    """Why and since when."""
    contact = case.contact
    if contact is None or not contact.blocked_reason:
        return "Nobody blocked it."
    since = f" on {day_of(contact.blocked_at, bench.zone)}" if contact.blocked_at else ""
    return f"{label_of_reason(contact.blocked_reason)}{since}."


def pause(bench: Bench, case: Case, objection: Verdict | None) -> str:
    """Until when they asked to be left alone."""
    until = case.contact.paused_until if case.contact else None
    if until is None:
        return "They asked for none."
    verb = "They asked to be left alone until" if objection else "Over since"
    return f"{verb} {moment(until, bench.zone)}."


def opt_in(bench: Bench, case: Case, objection: Verdict | None) -> str:
    """What their country asks for, and what they gave."""
    customer = case.row.customer
    if customer.opted_in_at:
        return f"Agreed on {day_of(customer.opted_in_at, bench.zone)}."
    country = permission.country_of(customer)
    name = countries.name_of(country) if country else "Their country"
    if objection:
        return f"{name} asks for an opt-in, and none is on record."
    return f"{name} asks for no opt-in." if country else "No country is known that asks for one."


def domain(bench: Bench, case: Case, objection: Verdict | None) -> str:
    """Whether the program writes there."""
    name = (case.row.customer.canonical_email or "").rpartition("@")[2]
    if not name:
        return "There is none."
    return f"The program sends no mail to {name}." if objection else f"{name} is not blocked."


def sample(bench: Bench, case: Case, objection: Verdict | None) -> str:
    """Their lot, and how many lots are asked."""
    percent = bench.campaign.sample_percent
    if percent >= 100:
        return "The campaign asks everybody."
    lot = lots.lot(case.row.customer.spread, campaign=bench.campaign, purpose=lots.SAMPLE, of=100)
    return f"They drew lot {lot + 1} of 100; lots 1 to {percent} are asked."


def turn(bench: Bench, case: Case, objection: Verdict | None) -> str:
    """Whose turn the wave is."""
    groups = bench.campaign.rotation
    whose = "another group’s" if objection else "their group’s"
    return f"It is {whose} turn: {groups} random groups take turns."


def reservation(bench: Bench, case: Case, objection: Verdict | None) -> str:
    """The campaign that keeps them."""
    if objection is None:
        return "No campaign of higher priority will want them within the quiet period."
    keeper = Campaign.objects.filter(pk=objection.reason.removeprefix(RESERVED_FOR)).first()
    name = f"“{keeper}” (priority {keeper.priority})" if keeper else "A campaign of higher priority"
    return f"{name} will want them within the quiet period that a mail now would begin."
