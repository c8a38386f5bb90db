"""Whom a mail comes from: the survey's own sender, else the program's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import addresses
from mailroom.domain.letters import mailbox

if TYPE_CHECKING:
    from surveys.models import Survey
    from team.models import Program


class SenderNotUsable(ValueError):
    """The sender or the reply-to address is not one plain address: a header would say more than that."""


def sender_of(survey: Survey, program: Program) -> str:
    """The From header's one mailbox. Raises SenderNotUsable."""
    name = survey.sender_name or program.sender_name
    if not name.isprintable():
        raise SenderNotUsable("The sender’s name holds a line break or a control character.")
    return mailbox(name, one_address(survey.sender_email or program.sender_email))


def reply_to_of(survey: Survey, program: Program) -> str:
    """Where replies go; empty for the sender's address. Raises SenderNotUsable."""
    address = survey.reply_to or program.reply_to
    return one_address(address) if address else ""


def one_address(address: str) -> str:
    """The address as it is, if it is one and nothing else. Raises SenderNotUsable.

    Some mail services take a comma for two recipients and a line break for another header.
    """
    try:
        addresses.canonical_email(address)
    except addresses.InvalidAddress as problem:
        raise SenderNotUsable(f"The sender cannot be used: {problem}.") from problem
    if address != address.strip():
        raise SenderNotUsable("The sender cannot be used: blanks or line breaks surround the address.")
    return address
